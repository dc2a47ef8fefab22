"""A model by columns: for what is asked of all its rows at once, exactly.

- Whole numbers of 64 bits; where a sum could pass them, Python's own whole numbers.
- numpy stays in here and in those who are handed a matrix: import this module where it is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from .model import Model, Row, Terms

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
SAFE = 1 << 62


@dataclass(frozen=True)
class Matrix:
    """Rows one after another (`start`, `column`, `value`), `row` for each entry; `low`, `high` None = no bound."""

    least: Whole
    most: Whole
    row: Whole
    column: Whole
    value: Whole
    low: tuple[int | None, ...]
    high: tuple[int | None, ...]

    @classmethod
    def of(cls, model: Model) -> "Matrix":
        """The rows and columns of a model."""
        rows = model.rows
        row = np.repeat(np.arange(len(rows)), [len(r.terms) for r in rows]).astype(np.int64)
        column = np.fromiter(chain.from_iterable(r.terms for r in rows), np.int64, len(row))
        value = np.fromiter(chain.from_iterable(r.terms.values() for r in rows), np.int64, len(row))
        least, most = np.array(model.least, dtype=np.int64), np.array(model.most, dtype=np.int64)
        return cls(least, most, row, column, value, tuple(r.least for r in rows), tuple(r.most for r in rows))

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.most)

    def more(self, row: Row) -> "Matrix":
        """The same with one more row."""
        return Matrix(
            self.least,
            self.most,
            np.append(self.row, np.full(len(row.terms), len(self.low))),
            np.append(self.column, np.fromiter(row.terms, np.int64, len(row.terms))),
            np.append(self.value, np.fromiter(row.terms.values(), np.int64, len(row.terms))),
            (*self.low, row.least),
            (*self.high, row.most),
        )

    def sums(self, values: Whole) -> Whole:
        """What each row comes to."""
        found = np.zeros(len(self.low), dtype=np.int64)
        np.add.at(found, self.row, self.value * values[self.column])
        return found

    def holds(self, values: Sequence[int]) -> bool:
        """Whether whole numbers satisfy every bound of every column and row."""
        if len(values) != self.width:
            return False
        found = np.array(values, dtype=np.int64)
        if (found < self.least).any() or (found > self.most).any():
            return False
        sums = self.sums(found).tolist()
        low = all(at is None or at <= n for at, n in zip(self.low, sums, strict=True))
        return low and all(at is None or n <= at for at, n in zip(self.high, sums, strict=True))


def dense(terms: Terms, width: int) -> Whole:
    """An aim as an array."""
    found = np.zeros(width, dtype=np.int64)
    found[list(terms)] = list(terms.values())
    return found
