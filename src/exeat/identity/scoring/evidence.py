"""The evidence of pairs: a level for each comparison, and bits for the levels that tell as much as they are rare.

- Comparisons of names and of the other fields stand in one order: names first, then the fields, then other columns.
- A comparison about which one of the lists says nothing at all is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import Comparison, Level
from exeat.identity.names.compare import NO_BITS
from exeat.identity.names.others import COMPARISONS as NAMES
from exeat.identity.names.others import compare_known
from exeat.identity.names.words import NameRows, Rarity, Words
from exeat.identity.sides import Pairs, Sides, fine

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Levels

    Bits = np.ndarray[Any, np.dtype[np.float32]]

NAMED = tuple(name for name, _ in NAMES)
LEVELS: Mapping[str, tuple[Level, ...]] = dict(NAMES)


@dataclass(slots=True)
class Evidence:
    """What pairs show. `levels`: by comparison; `bits`: by comparison, for those with rarity (NO_BITS = not rare)."""

    levels: "dict[str, Levels]"
    bits: "dict[str, Bits]"
    size: int


@dataclass(slots=True)
class Witness:
    """Everything needed to compare any pairs of two lists: their columns, their words, the comparisons that apply.

    `rarity`: how often texts are found, of a whole of which the sides are a part; None = the sides are the whole.
    `records`: how many records the two lists have, of which the sides are a part; None = the sides are the lists.
    """

    sides: Sides
    words: Words
    names: tuple[NameRows, NameRows]
    fields: tuple[Comparison, ...]
    rarity: Rarity | None = None
    records: tuple[int, int] | None = None
    _shares: "dict[str, Bits]" = field(default_factory=dict, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """How many records the two lists have."""
        return self.records or (len(self.sides.left), len(self.sides.right))

    def evidence(self, left: Any, right: Any) -> Evidence:
        """The evidence of the pairs (row of left, row of right)."""
        named = compare_known(self.words, *self.names, left, right)
        found = Evidence(named.levels, named.bits, len(left))
        pairs = Pairs(self.sides, left, right)
        for told in self.fields:
            found.levels[told.name] = told.compare(pairs)
            if told.shared is not None:
                found.bits[told.name] = self._shared(told, pairs)
        return found

    def _shared(self, field: Comparison, pairs: Pairs) -> "Bits":
        """How rare the text is that both records share: -log2 of its share; NO_BITS where they share none."""
        import numpy as np

        assert field.shared is not None
        codes = field.shared(pairs)
        bits = np.full(len(codes), NO_BITS, np.float32)
        if (codes >= 0).any() and field.column is not None:
            bits[codes >= 0] = self._share(field)[codes[codes >= 0]]
        return bits

    def _share(self, field: Comparison) -> "Bits":
        """-log2 of the share of each distinct text of a column, or NO_BITS (see `Comparison.own`). Computed once."""
        import numpy as np

        column = field.column or ""
        if column not in self._shares:
            counts, total = self._counts(column)
            bits = fine(-np.log2((counts + 0.5) / (total + 1)))
            least = min((-np.log2(level.u) for level in field.levels if level.id == "same"), default=0.0)
            alone = counts <= (4 if self.sides.left.frame is self.sides.right.frame else 2)  # one list counts twice
            self._shares[column] = np.where(field.own & alone & (bits < least), np.float32(NO_BITS), bits)
        return self._shares[column]

    def _counts(self, column: str) -> "tuple[Any, int]":
        """How often each distinct text of a column stands in it, and how many cells are told."""
        import numpy as np

        told = self.sides.distinct(column)
        if self.rarity is not None and column in self.rarity.texts:
            known, total = self.rarity.texts[column]
            return told.texts.replace_strict(known["text"], known["count"], default=0).to_numpy(), total
        every = np.concatenate([told.left, told.right])
        counts = np.bincount(every[every >= 0], minlength=len(told.texts))
        return counts, int(counts.sum())


def level_table(fields: Sequence[Comparison]) -> dict[str, tuple[Level, ...]]:
    """The levels of every comparison, by its name."""
    return dict(LEVELS) | {f.name: f.levels for f in fields}
