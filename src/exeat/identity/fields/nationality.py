"""Nationality, as lists write it: a country's name, a word for its people, or its letters.

- Only what is the same text after folding, but for the ending that tells a man from a woman, is the same.
- In a list in which everybody has one nationality it says nothing: the comparison is then left aside.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level

from .cells import cells, folded, once_each, told
from .texts import shared

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels, Pairs

COLUMNS = ("nationality",)
COLUMN = "nationality_key"
LEVELS = (MISSING, Level("same", 0.93, 0.7, 0.95), Level("different", 0.07, 0.3, 0.05))


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Column nationality_key: the folded text without its ending; null where none is told."""
    return once_each(cells(rows, "nationality"), _keys)


def _keys(texts: "pl.Series") -> "pl.DataFrame":
    keys = folded(told(texts)).str.replace(r"([a-z]{4,})(?:o|a|os|as)$", "${1}")
    return keys.alias(COLUMN).to_frame()


def compare(pairs: "Pairs") -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    left, right, texts = pairs.codes(COLUMN)
    if len(texts) < 2:
        return np.zeros(len(pairs), np.uint8)
    missing = (left < 0) | (right < 0)
    return np.where(missing, 0, np.where(left == right, 1, 2)).astype(np.uint8)


COMPARISONS = (Comparison("nationality", LEVELS, compare, partial(shared, COLUMN), COLUMN, (COLUMN,)),)
