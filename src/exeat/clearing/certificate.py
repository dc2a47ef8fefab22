"""Certificates: a bound that no plan passes, computed in whole numbers, so that no solver has to be believed.

- Prices for the rows, however they were found, give a bound: sum of price x bound of each row, and for each column what
  is left of the aim after prices, at the better end of the column. Any prices give a true bound; good ones a tight one.
- Prices come as floats; they are rounded to fractions of 2^SHIFT first, and then everything is exact.
- A plan whose value equals the bound is proven to be best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .matrix import SAFE, Floats, Matrix, Whole

SHIFT = 40


@dataclass(frozen=True)
class Certificate:
    """No plan has more than `bound` / 2^`shift`; `reduced`: what is left of the aim for each column, x 2^`shift`."""

    bound: int
    shift: int
    reduced: Whole

    @property
    def whole(self) -> int:
        """The most that a whole number can be."""
        return self.bound >> self.shift

    def room(self, value: int) -> Whole:
        """How far each column may be from its better end in any plan that reaches a value."""
        gap = max(0, self.bound - (value << self.shift))
        size = np.abs(self.reduced)
        return np.where(size == 0, SAFE, gap // np.maximum(size, 1)) if gap < SAFE else np.full(len(size), SAFE)


def certificate(matrix: Matrix, aim: Whole, prices: Sequence[float]) -> Certificate:
    """The bound that prices of rows give for an aim."""
    rows = priced(matrix, aim, prices)
    return Certificate(rows.bound + ends(matrix, rows.reduced), rows.shift, rows.reduced)


def priced(matrix: Matrix, aim: Whole, prices: Sequence[float]) -> Certificate:
    """What prices of rows come to, without the columns: these are still to be added to the bound."""
    given = np.array(prices[: len(matrix.low)], dtype=np.float64)
    given = np.append(given, np.zeros(len(matrix.low) - len(given)))
    given[~np.isfinite(given)] = 0.0
    free_high = np.array([h is None for h in matrix.high], dtype=bool)
    free_low = np.array([n is None for n in matrix.low], dtype=bool)
    given[(given > 0) & free_high | (given < 0) & free_low] = 0.0
    shift = _shift(matrix, aim, given)
    price = np.rint(np.ldexp(given, shift)).astype(np.int64)
    reduced = aim << shift
    np.subtract.at(reduced, matrix.column, matrix.value * price[matrix.row])
    return Certificate(_rows(matrix, price), shift, reduced)


def _shift(matrix: Matrix, aim: Whole, prices: Floats) -> int:
    """The finest fraction with which no column's sum passes 64 bits."""
    size = np.abs(aim).astype(np.float64)
    np.add.at(size, matrix.column, np.abs(matrix.value * prices[matrix.row]))
    largest = max(float(size.max(initial=1.0)), float(np.abs(prices).max(initial=1.0)), 1.0)
    return max(0, min(SHIFT, 60 - int(np.ceil(np.log2(largest)))))


def _rows(matrix: Matrix, price: Whole) -> int:
    bounds = zip(price.tolist(), matrix.low, matrix.high, strict=True)
    return sum(p * ((high if p > 0 else low) or 0) for p, low, high in bounds if p)


def ends(matrix: Matrix, reduced: Whole) -> int:
    """What is left of the aim for each column, at the column's better end."""
    (where,) = reduced.nonzero()
    left = reduced[where]
    better = np.where(left > 0, matrix.most[where], matrix.least[where])
    return sum(d * x for d, x in zip(left.tolist(), better.tolist(), strict=True) if x)
