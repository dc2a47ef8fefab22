"""Columns that are none of ours, under one heading in both lists: an occupation, a street, a postcode.

- Compared as texts: the same, nearly the same, different.
- Left aside: a column in which everybody has the same, free text (more than 40 letters on average), and numbers that
  only count the rows.
"""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import cells, folded, once_each, told
from .texts import levels, shared

if TYPE_CHECKING:
    import polars as pl

    from exeat.identity.sides import Levels

    from .words import Numbers

LEVELS = (
    MISSING,
    Level("same", 0.75, 0.05, 0.3),
    Level("near", 0.12, 0.02, 0.05),
    Level("different", 0.13, 0.93, 0.65),
)
NEAR, DIFFERENT = 2, 3
ALIKE, FREE_TEXT = 0.9, 40


def columns(left: "pl.DataFrame", right: "pl.DataFrame", known: Collection[str]) -> tuple[str, ...]:
    """The columns to compare, in the order of their names. `known`: our columns, which are compared otherwise."""
    shared = sorted(set(left.columns) & set(right.columns) - set(known))
    return tuple(c for c in shared if _tells(left, c) and _tells(right, c))


def prepare(rows: "pl.DataFrame", names: Collection[str]) -> "pl.DataFrame":
    """Columns other_<name>: each text folded; null where nothing is told."""
    import polars as pl

    return pl.DataFrame({f"other_{name}": _key(rows, name) for name in names})


def comparison(name: str) -> Comparison:
    """The comparison of a column, by its name in the lists: `other_<name>`."""
    column = f"other_{name}"
    return Comparison(column, LEVELS, partial(_compare, column), partial(shared, column), column, (column,))


def _key(rows: "pl.DataFrame", name: str) -> "pl.Series":
    return once_each(cells(rows, name), lambda texts: folded(told(texts)).to_frame()).to_series()


def _tells(rows: "pl.DataFrame", name: str) -> bool:
    """Whether a column can tell people apart or alike."""
    import polars as pl

    texts = told(cells(rows, name)).drop_nulls()
    if texts.n_unique() < 2:
        return False
    length = texts.str.len_chars().mean()
    numbers = texts.cast(pl.Int64, strict=False)
    counts = bool((numbers.diff().drop_nulls() == 1).all()) and numbers.null_count() == 0
    return not counts and isinstance(length, float) and length <= FREE_TEXT


def _compare(column: str, pairs: Pairs) -> "Levels":
    """The level of each pair; symmetric."""
    return levels(pairs, column, _of_others)


def _of_others(sides: Sides, column: str, a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of texts that are not equal."""
    import numpy as np
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    texts = sides.distinct(column).texts
    likeness = cpdist(texts[a].to_list(), texts[b].to_list(), scorer=JaroWinkler.similarity)
    return np.where(likeness >= ALIKE, NEAR, DIFFERENT).astype(np.uint8)
