"""Columns that are none of ours, under one heading in both lists: an occupation, a street, a postcode.

- Compared as texts: the same, nearly the same (Jaro-Winkler, or one slip in four signs or more), different.
- Left aside: a column in which everybody has the same, or nobody has what somebody of the other list has; free text
  (more than 40 letters on average); and numbers that only count the rows.
"""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import cells, folded, keys, told
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
ALIKE, SHORTEST, FREE_TEXT = 0.9, 4, 40


def columns(left: "pl.DataFrame", right: "pl.DataFrame", known: Collection[str]) -> tuple[str, ...]:
    """The columns to compare, in the order of their names. `known`: our columns, which are compared otherwise."""
    both = sorted(set(left.columns) & set(right.columns) - set(known))
    return tuple(c for c in both if _tells(_told(left, c), _told(right, c)))


def prepare(rows: "pl.DataFrame", names: Collection[str]) -> "pl.DataFrame":
    """Columns other_<name>: each text folded; null where nothing is told."""
    import polars as pl

    made = keys(rows, tuple(names), lambda texts: folded(told(texts))) if names else ()
    return pl.DataFrame([key.alias(f"other_{name}") for name, key in zip(names, made, strict=True)])


def comparison(name: str) -> Comparison:
    """The comparison of a column, by its name in the lists: `other_<name>`."""
    column = f"other_{name}"
    return Comparison(column, LEVELS, partial(_compare, column), partial(shared, column), column, (column,))


def _told(rows: "pl.DataFrame", name: str) -> "pl.Series":
    return told(cells(rows, name)).drop_nulls()


def _tells(left: "pl.Series", right: "pl.Series") -> bool:
    """Whether a column can tell people apart or alike."""
    one, two = (texts.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "").unique() for texts in (left, right))
    if min(len(one), len(two)) < 2 or not one.is_in(two.implode()).any():
        return False
    return not any(_counts(texts) or _is_long(texts) for texts in (left, right))


def _counts(texts: "pl.Series") -> bool:
    """Whether they are numbers each of which is one more than the last."""
    import polars as pl

    numbers = texts.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and bool((numbers.diff().drop_nulls() == 1).all())


def _is_long(texts: "pl.Series") -> bool:
    mean = texts.str.len_chars().mean()
    return isinstance(mean, float) and mean > FREE_TEXT


def _compare(column: str, pairs: Pairs) -> "Levels":
    """The level of each pair; symmetric."""
    return levels(pairs, column, _of_others)


def _of_others(sides: Sides, column: str, a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of texts that are not equal."""
    import numpy as np
    from rapidfuzz.distance import OSA, JaroWinkler
    from rapidfuzz.process import cpdist

    texts = sides.distinct(column).texts
    left, right = texts[a].to_list(), texts[b].to_list()
    alike = cpdist(left, right, scorer=JaroWinkler.similarity) >= ALIKE
    one_slip = cpdist(left, right, scorer=OSA.distance, score_cutoff=1) <= 1
    long = np.minimum(*(texts[rows].str.len_chars().to_numpy() for rows in (a, b))) >= SHORTEST
    return np.where(alike | (one_slip & long), NEAR, DIFFERENT).astype(np.uint8)
