"""Exact fractions for a system of whole-number equations: lifted from arithmetic modulo a prime, then checked.

- A rational solution with large numerators costs little: one inverse modulo a prime, then a product for every 31 bits
  (J. D. Dixon, "Exact solution of linear equations using p-adic expansions", Numerische Mathematik 40, 1982).
- What is returned satisfies every equation in whole numbers; where nothing does, the answer is None.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[Any, np.dtype[np.int64]]

PRIME = (1 << 31) - 1
DIGITS = 1 << 10  # the longest expansion that is tried


def solved(rows: Sequence[Sequence[int]], right: Sequence[int]) -> tuple[Fraction, ...] | None:
    """The one solution of rows · x = right; None where there is none, or more than one. Entries below 2^31."""
    import numpy as np

    matrix = np.array(rows, dtype=np.int64)
    chosen = _independent(matrix)
    if chosen is None:
        return None
    square = matrix[chosen]
    inverse = _inverse(square % PRIME)
    left = np.array([right[i] for i in chosen], dtype=np.int64)
    digits: list[Any] = []
    wanted = 2
    while wanted <= DIGITS:
        left = _lift(square, inverse, left, digits, wanted)
        found = _fractions(digits)
        if found is not None and _holds(rows, right, found):
            return found
        wanted *= 2
    return None


def _independent(matrix: "Ints") -> list[int] | None:
    """Rows that together have the rank of all columns; None where the columns depend on one another."""
    import numpy as np

    work, order = matrix % PRIME, np.arange(matrix.shape[0])
    for c in range(matrix.shape[1]):
        below = np.flatnonzero(work[c:, c])
        if not len(below):
            return None
        swap = [c, c + int(below[0])]
        work[swap], order[swap] = work[swap[::-1]], order[swap[::-1]]
        factor = work[c + 1 :, c] * pow(int(work[c, c]), -1, PRIME) % PRIME
        work[c + 1 :] = (work[c + 1 :] - factor[:, None] * work[c] % PRIME) % PRIME
    return [int(i) for i in order[: matrix.shape[1]]]


def _inverse(square: "Ints") -> "Ints":
    """The inverse modulo the prime."""
    import numpy as np

    n = len(square)
    work = np.hstack([square, np.eye(n, dtype=np.int64)])
    for c in range(n):
        at = c + int(np.flatnonzero(work[c:, c])[0])
        work[[c, at]] = work[[at, c]]
        work[c] = work[c] * pow(int(work[c, c]), -1, PRIME) % PRIME
        factor = work[:, c].copy()
        factor[c] = 0
        work = (work - factor[:, None] * work[c] % PRIME) % PRIME
    return work[:, n:]


def _lift(square: "Ints", inverse: "Ints", left: "Ints", digits: list[Any], wanted: int) -> "Ints":
    """More digits of the solution in base `PRIME`, until there are as many as wanted; what is left over."""
    while len(digits) < wanted:
        digit = (inverse * (left % PRIME) % PRIME).sum(axis=1) % PRIME
        digits.append(digit)
        spread = (square * (digit >> 16)).sum(axis=1), (square * (digit & 0xFFFF)).sum(axis=1)
        # left - square * digit is a multiple of the prime; in two halves, so that nothing overflows
        left = _divided(left, spread[0], spread[1])
    return left


def _divided(left: "Ints", high: "Ints", low: "Ints") -> "Ints":
    import numpy as np

    exact = [(int(a) - (int(h) << 16) - int(b)) // PRIME for a, h, b in zip(left, high, low, strict=True)]
    return np.array(exact, dtype=np.int64)


def _fractions(digits: Sequence[Any]) -> tuple[Fraction, ...] | None:
    """The fractions of small numerator and denominator that have these digits; None where there are none."""
    modulus = PRIME ** len(digits)
    common, found = 1, []
    for column in zip(*(d.tolist() for d in digits), strict=True):
        value = 0
        for digit in reversed(column):
            value = value * PRIME + digit
        one = _fraction(value * common % modulus, modulus)
        if one is None:
            return None
        found.append(one / common)
        common *= one.denominator
    return tuple(found)


def _fraction(value: int, modulus: int) -> Fraction | None:
    """The fraction with numerator and denominator below the root of half the modulus (P. S. Wang, 1981)."""
    bound = isqrt(modulus // 2)
    a, b, s, t = modulus, value, 0, 1
    while b > bound:
        q = a // b
        a, b, s, t = b, a - q * b, t, s - q * t
    return None if t == 0 or abs(t) > bound else Fraction(b, t)


def _holds(rows: Sequence[Sequence[int]], right: Sequence[int], found: Sequence[Fraction]) -> bool:
    common = lcm(*(f.denominator for f in found))
    whole = [int(f * common) for f in found]
    return all(
        sum(a * x for a, x in zip(row, whole, strict=True) if a) == b * common
        for row, b in zip(rows, right, strict=True)
    )
