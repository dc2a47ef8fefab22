"""Two names side by side: how the given names agree, how the family names agree, and in which order.

- Given names are one comparison; the words of the family (surnames, patronymics, a father's and grandfather's names)
  are taken by how well they agree: the best of them, the second, the third. So a dropped or swapped surname, a
  shortened chain of fathers, and a name given in another order cost what they should, in every language.
- `crossed`: every word of the one is found in the other, but the given name among the family's. The words are weighed
  as words of the family, so of strangers who share them half would show it (`TAKEN`): that is said, not counted.
- Two records that share one given name and each have another are `shared`: brothers are often so named. Where one has
  a single given name, a later one of the other's, that is `later`: brothers again, or a name that was dropped.
- Each agreement says as much as the word is rare (`bits`): -log2 of its share among all records.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import MISSING, Level

from .align import DIFFERENT, FAR, GIVEN, INITIAL, NEAR, SAME, VARIANT, Aligned, aligned
from .words import NameRows, Words

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints, Levels

    Bits = np.ndarray[Any, np.dtype[np.float32]]

GIVEN_LEVELS = (
    MISSING,
    Level("same", 0.62, 0.01, 0.02),
    Level("part", 0.12, 0.005, 0.01),
    Level("variant", 0.07, 0.01, 0.01),
    Level("near", 0.05, 0.006, 0.008),
    Level("far", 0.04, 0.012, 0.01),
    Level("initial", 0.04, 0.05, 0.05),
    Level("shared", 0.02, 0.01, 0.06),
    Level("crossed", 0.006, 0.5, 0.012),
    Level("different", 0.02, 0.9, 0.83),
    Level("later", 0.02, 0.006, 0.02),
)
FAMILY_LEVELS = (
    MISSING,
    Level("same", 0.76, 0.02, 0.76),
    Level("variant", 0.09, 0.01, 0.09),
    Level("near", 0.07, 0.01, 0.07),
    Level("far", 0.04, 0.02, 0.04),
    Level("initial", 0.02, 0.05, 0.02),
    Level("different", 0.02, 0.89, 0.02),
)
SECOND_LEVELS = (
    MISSING,
    Level("same", 0.55, 0.002, 0.40),
    Level("variant", 0.07, 0.002, 0.05),
    Level("near", 0.05, 0.005, 0.04),
    Level("far", 0.03, 0.01, 0.03),
    Level("initial", 0.02, 0.03, 0.02),
    Level("dropped", 0.23, 0.30, 0.23),
    Level("different", 0.05, 0.65, 0.23),
)
ORDER_LEVELS = (
    MISSING,
    Level("straight", 0.95, 0.6, 0.93),
    Level("crossed", 0.05, 0.4, 0.07),
)
TAKEN = frozenset({("given", "crossed")})
DROPPED, APART = 6, 7
COMPARISONS = (
    ("given", GIVEN_LEVELS),
    ("family", FAMILY_LEVELS),
    ("family_second", SECOND_LEVELS),
    ("family_third", SECOND_LEVELS),
    ("order", ORDER_LEVELS),
)
OPEN = 99.0
NO_BITS = -1.0


@dataclass(slots=True)
class NameLevels:
    """For each comparison of names a level and the bits of each pair; NO_BITS where the level has no rarity."""

    levels: "dict[str, Levels]"
    bits: "dict[str, Bits]"


def compare_names(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> NameLevels:  # noqa: E741
    """The levels of the pairs (row `l` of left, row `r` of right)."""
    import numpy as np

    names = [name for name, _ in COMPARISONS]
    found = NameLevels(
        {n: np.zeros(len(l), np.uint8) for n in names}, {n: np.full(len(l), NO_BITS, np.float32) for n in names}
    )
    for pairs in aligned(words, left, right, l, r):
        bits, parts = word_bits(words, pairs), parts_of(pairs)
        _given(pairs, parts, bits, found)
        _family(pairs, parts, bits, found)
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """Which aligned words are given names on both sides (`given`), which of the family (`family`), which neither.

    A word that is a given name on one side and a family name on the other (`crossed`) counts as of the family on both.
    `given_a` ... `family_b`: how many words of each sort either name has; `first`: whether the first given names of
    both are among the aligned ones.
    """

    given: "Any"
    family: "Any"
    crossed: "Any"
    partner: "Any"
    given_a: "Any"
    given_b: "Any"
    family_a: "Any"
    family_b: "Any"
    first: "Any"


def parts_of(pairs: Aligned) -> Parts:
    """Which aligned words are given names, and which of the family."""
    import numpy as np

    a, b = pairs.roles_a == GIVEN, pairs.roles_b == GIVEN
    partner = np.maximum(pairs.partner, 0).astype(np.int64)
    stands, to_given = pairs.partner >= 0, partners(b, pairs.partner)
    left, right = (stands & a & ~to_given).sum(1), (stands & ~a & to_given).sum(1)  # given here, of the family there
    given_a, given_b = a.sum(1) - left, b.sum(1) - right
    both = stands & a & to_given
    family_a, family_b = a.shape[1] - given_a, b.shape[1] - given_b
    first = _firsts(pairs, both, partner)
    return Parts(both, stands & ~both, stands & (a ^ to_given), partner, given_a, given_b, family_a, family_b, first)


def _firsts(pairs: Aligned, both: "Any", partner: "Any") -> "Any":
    """Whether the first given name of each side is aligned with a given name of the other."""
    import numpy as np

    rows = np.arange(len(both))
    taken = np.zeros(pairs.words_b.shape, bool)
    x, i = np.nonzero(both)
    taken[x, partner[x, i]] = True
    first_a, first_b = (pairs.roles_a == GIVEN).argmax(1), (pairs.roles_b == GIVEN).argmax(1)
    return both[rows, first_a] & taken[rows, first_b]


def partners(values: "Any", partner: "Any") -> "Any":
    """For each left word what `values` say of the right word that stands for it; of the first, where none does."""
    import numpy as np

    found = np.broadcast_to(values[:, :1], partner.shape)
    for n in range(1, values.shape[1]):
        found = np.where(partner == n, values[:, n : n + 1], found)
    return found


def word_bits(words: Words, pairs: Aligned) -> "Bits":
    """What each aligned word of the left says by its rarity; 0 where nothing stands for it."""
    import numpy as np

    told, many = words.grade_bits.reshape(-1), np.int32(len(words.texts))
    row = pairs.grade * many
    both = told[row + pairs.words_a], told[row + partners(pairs.words_b, pairs.partner)]
    return np.asarray(np.minimum(*both))


def _given(pairs: Aligned, parts: Parts, bits: "Bits", found: NameLevels) -> None:
    import numpy as np

    many, na, nb = parts.given.sum(1), parts.given_a, parts.given_b
    worst = np.where(parts.given, pairs.grade, 0).max(1)
    level = np.array([1, 3, 4, 5, 6, 9], np.uint8)[worst]
    level[(worst == SAME) & (many < np.maximum(na, nb))] = 2
    level[(many < na) & (many < nb)] = 7
    level[(many < np.maximum(na, nb)) & (many == np.minimum(na, nb)) & ~parts.first] = 10
    level[(worst >= FAR) & _doubtful(level, worst, many, na, nb)] = 9
    level[many == 0] = 9
    none = (na == 0) | (nb == 0)
    firm = ((pairs.partner >= 0) & (pairs.grade <= NEAR)).all(1)  # each word of the name that has fewer
    level[none] = np.where(parts.crossed.any(1), np.where(firm, 8, 9), 0)[none]
    found.levels["given"][pairs.at] = level
    bare = (level == 0) | (level == 8) | (level == 9)
    found.bits["given"][pairs.at] = np.where(bare, NO_BITS, np.where(parts.given, bits, 0).sum(1))


def _doubtful(level: Any, worst: Any, many: Any, na: Any, nb: Any) -> Any:
    """Where names that only sound alike, or an initial, leave another given name unexplained: two doubts at once."""
    left_over = (worst == FAR) & (many < na.clip(nb))
    return left_over | (level == 7) | (level == 10)


def _family(pairs: Aligned, parts: Parts, bits: "Bits", found: NameLevels) -> None:
    import numpy as np

    both = parts.family
    na, nb = parts.family_a, parts.family_b
    least, most, width = np.minimum(na, nb), np.maximum(na, nb), both.shape[1]
    order = best_first(pairs, parts, bits)
    for n, name in enumerate(("family", "family_second", "family_third")):
        if n >= width:
            there, grade, weight = np.zeros(len(na), bool), np.zeros(len(na), np.uint8), np.zeros(len(na), np.float32)
        else:
            at = order[:, n : n + 1]
            there = np.take_along_axis(both, at, 1)[:, 0]
            grade = np.take_along_axis(pairs.grade, at, 1)[:, 0]
            weight = np.take_along_axis(bits, at, 1)[:, 0]
        level = np.where(there, grade + 1, np.where(least > n, APART - (n == 0), 0)).astype(np.uint8)
        if n:
            level[~there & (least <= n) & (most > n)] = DROPPED
        found.levels[name][pairs.at] = level
        found.bits[name][pairs.at] = np.where(there, weight, NO_BITS)
    _order(pairs, parts, found)


def best_first(pairs: Aligned, parts: Parts, bits: "Bits") -> Any:
    """The family words of each pair in the order in which they are compared: the best grade first, then the rarer."""
    import numpy as np

    rank = np.where(parts.family, pairs.grade * 64.0 - bits, OPEN * 64)
    return np.argsort(rank, axis=1, kind="stable")


def _order(pairs: Aligned, parts: Parts, found: NameLevels) -> None:
    """Whether the family names that agree have the same roles: a first surname that stands second is crossed."""
    import numpy as np

    firm = parts.family & (pairs.grade <= FAR)
    crossed = firm & (pairs.roles_a != partners(pairs.roles_b, pairs.partner))
    level = np.where(firm.any(1), np.where(crossed.any(1), 2, 1), 0)
    found.levels["order"][pairs.at] = level.astype(np.uint8)


__all__ = ["COMPARISONS", "DIFFERENT", "INITIAL", "NEAR", "NO_BITS", "VARIANT", "NameLevels", "compare_names"]
