"""The words of two names in the words of an explanation: which word stood for which, and what one side lacks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .align import GIVEN, aligned
from .others import KNOWN_AS, chosen
from .parted import parted

if TYPE_CHECKING:
    from exeat.identity.scoring.evidence import Witness

    from .words import NameRows

Sided = tuple[str | None, str | None]
FAMILY = ("family", "family_second", "family_third")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of two names, the caller's left first. `pairs`: the family names that stand for one another, in the
    order in which they were compared; `alone`: family names that nothing stands for, with their roles, by side.

    `whole`: all words of either name; `other`: whether it is another name than the record's first one; `tries`: how
    many pairs of names there were to compare.
    """

    given: Sided
    family: Sided
    pairs: tuple[tuple[str, str], ...]
    alone: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
    whole: tuple[str, str]
    other: tuple[bool, bool]
    tries: int

    def texts(self, comparison: str) -> Sided:
        """What a comparison of names compared, left and right."""
        if comparison == "given":
            return self.given
        if comparison == KNOWN_AS:
            return self.whole if any(self.other) else (None, None)
        if comparison not in FAMILY:
            return self.family
        number = FAMILY.index(comparison)
        if number < len(self.pairs):
            return self.pairs[number]
        left, right = (side[number - len(self.pairs) :] for side in self.alone)
        return left[0][0] if left else None, right[0][0] if right else None

    def dropped(self, comparison: str) -> tuple[int, str]:
        """The role of the word that one side lacks, and which side lacks it."""
        number = FAMILY.index(comparison) - len(self.pairs)
        left, right = (side[number] if number < len(side) else None for side in self.alone)
        found, side = (left, "right") if left is not None else (right, "left")
        return (found[1] if found else 0), side

    @property
    def fuller(self) -> str:
        """The side with more, or longer, given names."""
        left, right = ((g or "").split() for g in self.given)
        return "left" if (len(left), len("".join(left))) > (len(right), len("".join(right))) else "right"


def spoken(witness: "Witness", l: int, r: int, flipped: bool) -> Spoken:  # noqa: E741
    """The words of two names (row `l` of one side, row `r` of the other); `flipped`: the caller's left is right."""
    import numpy as np

    a, b, tries = chosen(witness.words, *witness.names, l, r)
    *_, known = parted(witness.words, *witness.names, *(np.array([n], np.int32) for n in (a, b)))
    one, two = (known.left, int(known.l[0])), (known.right, int(known.r[0]))
    sides, other = ((two, one), (b != r, a != l)) if flipped else ((one, two), (a != l, b != r))
    texts = witness.words.texts
    words = [[str(texts[int(w)]) for w in names.words[at, : names.many[at]]] for names, at in sides]
    roles = [[int(x) for x in names.roles[at, : names.many[at]]] for names, at in sides]
    pairs = _pairs(witness, sides, words)
    return _spoken(words, roles, pairs, other, tries)


def _pairs(
    witness: "Witness", sides: "tuple[tuple[NameRows, int], tuple[NameRows, int]]", words: list[list[str]]
) -> list[tuple[int, int]]:
    """Which word of the left stands for which of the right, by their places, as they were compared."""
    import numpy as np

    from .compare import best_first, parts_of, word_bits

    (left, one), (right, two) = sides
    found: list[tuple[int, int]] = []
    for at in aligned(witness.words, left, right, np.array([one], np.int32), np.array([two], np.int32)):
        straight = np.array_equal(at.words_a[0], left.words[one, : left.many[one]]) and np.array_equal(
            at.words_b[0], right.words[two, : right.many[two]]
        )
        parts = parts_of(at)
        order = best_first(at, parts, word_bits(witness.words, at))[0]
        ordered = [int(i) for i in order if parts.family[0, i]]
        pairs = [(i, int(at.partner[0, i])) for i in ordered]
        found = pairs if straight else [(j, i) for i, j in pairs]
    return found


def _spoken(
    words: list[list[str]], roles: list[list[int]], pairs: list[tuple[int, int]], other: tuple[bool, bool], tries: int
) -> Spoken:
    left, right = (_Side(words[s], roles[s], {p[s] for p in pairs}) for s in (0, 1))
    stand = tuple((words[0][i], words[1][j]) for i, j in pairs)
    whole = (" ".join(words[0]), " ".join(words[1]))
    alone = (left.alone, right.alone)
    return Spoken((left.given, right.given), (left.family, right.family), stand, alone, whole, other, tries)


@dataclass(frozen=True, slots=True)
class _Side:
    """One name. `stands`: the places of its words that were compared as family names, whatever their role."""

    words: list[str]
    roles: list[int]
    stands: set[int]

    def _of_family(self) -> list[tuple[int, str]]:
        return [(n, w) for n, w in enumerate(self.words) if self.roles[n] != GIVEN or n in self.stands]

    @property
    def given(self) -> str | None:
        of_family = {n for n, _ in self._of_family()}
        return " ".join(w for n, w in enumerate(self.words) if n not in of_family) or None

    @property
    def family(self) -> str | None:
        return " ".join(w for _, w in self._of_family()) or None

    @property
    def alone(self) -> tuple[tuple[str, int], ...]:
        return tuple((w, self.roles[n]) for n, w in self._of_family() if n not in self.stands)
