"""Words as numbers of their letters, so that two words written together are found without writing them together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from exeat.identity.sides import Ints

    Numbers = np.ndarray[Any, np.dtype[np.uint64]]

BASE = 0x9E3779B97F4A7C15  # the odd number of Fibonacci hashing (Knuth, TAOCP 6.4)
NONE = -1


@dataclass(frozen=True, slots=True)
class Digits:
    """`told`: each text's letters as the digits of a number, modulo 2**64. `shift`: what a number that stands before it
    is multiplied by: so the number of two texts written together is that of the one, multiplied, and that of the other.

    `order`: the texts in the order of their numbers.
    """

    told: "Numbers"
    shift: "Numbers"
    order: Any

    @classmethod
    def of(cls, texts: "pl.Series") -> "Digits":
        """The numbers of texts without nulls."""
        import numpy as np

        cells = np.array([t.encode() for t in texts], dtype=np.bytes_)
        rows = cells.view(np.uint8).reshape(len(cells), -1) if len(cells) else np.zeros((0, 0), np.uint8)
        told, shift = np.zeros(len(rows), np.uint64), np.ones(len(rows), np.uint64)
        for column in rows.T:
            at = column > 0
            told[at] = told[at] * np.uint64(BASE) + column[at]
            shift[at] *= np.uint64(BASE)
        return cls(told, shift, np.argsort(told, kind="stable"))

    def joined(self, first: "Ints", second: "Ints") -> "Any":
        """The first text that is the one and the other written together; NONE where there is no such text."""
        import numpy as np

        if not len(self.order):
            return np.full(len(first), NONE)
        wanted = self.told[first] * self.shift[second] + self.told[second]
        at = np.minimum(np.searchsorted(self.told, wanted, sorter=self.order), len(self.order) - 1)
        there = (self.told[self.order[at]] == wanted) & (wanted != 0)
        return np.where(there, self.order[at], NONE)
