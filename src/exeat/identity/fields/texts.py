"""Levels of pairs of texts, worked out once for each two texts however many pairs of records have them.

- What was worked out is remembered with the two lists, so that pairs can be compared a part at a time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exeat.identity.sides import Pairs, Sides, distinct_pairs

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints, Levels

    Table = np.ndarray[Any, np.dtype[np.uint8]]

OfTexts = Callable[[Sides, str, "Ints", "Ints"], "Levels"]
"""The levels of pairs of unequal texts of a column of two lists: the numbers of the two texts of each pair."""
SAME, NOT_YET = 1, 255
REMEMBERED = 6_000
"""Up to how many texts every two of them are remembered, a byte for each two."""


def levels(pairs: Pairs, column: str, of_texts: OfTexts) -> "Levels":
    """The level of each pair in a text column: 0 where a side has none, 1 where both have the same, else `of_texts`."""
    import numpy as np

    left, right, texts = pairs.codes(column)
    found = np.zeros(len(pairs), np.uint8)
    found[(left == right) & (left >= 0)] = SAME
    rest = np.flatnonzero((left != right) & (left >= 0) & (right >= 0))
    if len(rest):
        work = _remembering if len(texts) <= REMEMBERED else _once_each
        found[rest] = work(pairs, column, left[rest], right[rest], of_texts)
    return found


def shared(column: str, pairs: Pairs) -> "Ints":
    """The number of the text that both sides of a pair have in a column; -1 where they do not have the same."""
    import numpy as np

    left, right, _ = pairs.codes(column)
    return np.where(left == right, left, -1)


def _once_each(pairs: Pairs, column: str, left: "Ints", right: "Ints", of_texts: OfTexts) -> "Levels":
    a, b, where = distinct_pairs(left, right, len(pairs.sides.distinct(column).texts))
    told: Levels = of_texts(pairs.sides, column, a, b)[where]
    return told


def _remembering(pairs: Pairs, column: str, left: "Ints", right: "Ints", of_texts: OfTexts) -> "Levels":
    import numpy as np

    size = len(pairs.sides.distinct(column).texts)
    table: Table = pairs.sides.once(f"levels of {column}", lambda: np.full((size, size), NOT_YET, np.uint8))
    found = table[left, right]
    new = found == NOT_YET
    if new.any():
        a, b, _ = distinct_pairs(left[new], right[new], size)
        table[a, b] = table[b, a] = of_texts(pairs.sides, column, a, b)
        found = table[left, right]
    return found
