"""Two names side by side: how the given names agree, how the family names agree, and in which order.

- Given names are one comparison; the words of the family (surnames, patronymics, a father's and grandfather's names)
  are taken by how well they agree: the best of them, the second, the third. So a dropped or swapped surname, a
  shortened chain of fathers, and a name given in another order cost what they should, in every language.
- Two records that share one given name and each have another are `shared`: brothers are often so named.
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
    Level("crossed", 0.02, 0.004, 0.004),
    Level("different", 0.02, 0.9, 0.83),
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
        bits = _bits(words, pairs)
        _given(pairs, bits, found)
        _family(pairs, bits, found)
    return found


def _bits(words: Words, pairs: Aligned) -> "Bits":
    """What each aligned word of the left says by its rarity; 0 where nothing stands for it."""
    import numpy as np

    a = pairs.words_a
    b = np.take_along_axis(pairs.words_b, np.maximum(pairs.partner, 0).astype(np.int64), 1)
    near = np.minimum(words.bits[a], words.bits[b]) * np.float32(0.5) + np.float32(2)
    initial = np.minimum(words.initial_bits[a], words.initial_bits[b])
    # A spelling that nobody else shares is as rare as the more usual one of the two.
    close = np.minimum(words.close_bits[a], words.close_bits[b])
    far = np.minimum(words.far_bits[a], words.far_bits[b])
    ways = [words.bits[a], close, np.minimum(near, 9), far, initial, np.zeros(a.shape, np.float32)]
    return np.choose(pairs.grade, ways).astype(np.float32)


def _given(pairs: Aligned, bits: "Bits", found: NameLevels) -> None:
    import numpy as np

    a, b = pairs.roles_a == GIVEN, pairs.roles_b == GIVEN
    partner = np.maximum(pairs.partner, 0).astype(np.int64)
    stands = pairs.partner >= 0
    to_given = np.take_along_axis(b, partner, 1)
    both = a & stands & to_given
    crossed = (a ^ to_given) & stands
    many, na, nb = both.sum(1), a.sum(1), b.sum(1)
    worst = np.where(both, pairs.grade, 0).max(1)
    level = np.array([1, 3, 4, 5, 6, 9], np.uint8)[worst]
    level[(worst == SAME) & (many < np.maximum(na, nb))] = 2
    level[(many < na) & (many < nb)] = 7
    none = many == 0
    level[none] = np.where(crossed.any(1), 8, 9)[none]
    level[(na == 0) | (nb == 0)] = 0
    weight = np.where(both, bits, 0).sum(1)
    weight[none] = np.where(crossed, bits, 0).max(1)[none]
    found.levels["given"][pairs.at] = level
    found.bits["given"][pairs.at] = np.where((level == 0) | (level == 9), NO_BITS, weight)


def _family(pairs: Aligned, bits: "Bits", found: NameLevels) -> None:
    import numpy as np

    a, b = pairs.roles_a != GIVEN, pairs.roles_b != GIVEN
    partner = np.maximum(pairs.partner, 0).astype(np.int64)
    both = a & (pairs.partner >= 0) & np.take_along_axis(b, partner, 1)
    na, nb = a.sum(1), b.sum(1)
    least, most, width = np.minimum(na, nb), np.maximum(na, nb), both.shape[1]
    # The best grade first; of one grade, the rarer word.
    rank = np.where(both, pairs.grade * 64.0 - bits, OPEN * 64)
    order = np.argsort(rank, axis=1, kind="stable")
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
    _order(pairs, both, partner, found)


def _order(pairs: Aligned, both: "Any", partner: "Any", found: NameLevels) -> None:
    """Whether the family names that agree have the same roles: a first surname that stands second is crossed."""
    import numpy as np

    firm = both & (pairs.grade <= FAR)
    crossed = firm & (pairs.roles_a != np.take_along_axis(pairs.roles_b, partner, 1))
    level = np.where(firm.any(1), np.where(crossed.any(1), 2, 1), 0)
    found.levels["order"][pairs.at] = level.astype(np.uint8)


__all__ = ["COMPARISONS", "DIFFERENT", "INITIAL", "NEAR", "NO_BITS", "VARIANT", "NameLevels", "compare_names"]
