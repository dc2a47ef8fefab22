"""Nationality, as lists write it: a country's name, a word for its people, or the letters of ISO 3166-1.

- Countries and their people are known in English and Spanish, many in French, Arabic, Ukrainian and Russian
  (`data/nations.tsv`); what is not known there is compared as it stands.
- Who has two nationalities shares one with whoever has either.
- In lists in which everybody has one nationality it says nothing: the comparison is then left aside.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import folded, keys, told
from .tables import nations, renamed
from .texts import levels, shared
from .words import in_order, inside, some, words

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels

    from .words import Numbers

COLUMNS = ("nationality",)
COLUMN = "nation"
LEVELS = (MISSING, Level("same", 0.93, 0.7, 0.95), Level("different", 0.07, 0.3, 0.05))
SAME, DIFFERENT = 1, 2
NATIVE = r"[\p{Cyrillic}\p{Arabic}\p{Hebrew}]"
WITHOUT = "ciudadano ciudadana citizen of de del la el the republica republic and y hromadianyn hromadianka hrazhdanin"


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Column nation: the nations of each person, by two letters where we know them; null where none is told."""
    (made,) = keys(rows, COLUMNS, _nations)
    return made.alias(COLUMN).to_frame()


def _nations(texts: "pl.Series") -> "pl.Series":
    import polars as pl

    codes, names = nations(bool(texts.str.contains(NATIVE).any()))
    plain = folded(told(texts)).replace(list(codes), list(codes.values())).alias("text")
    kept = in_order(plain.to_frame().select(renamed(pl.col("text"), names)).to_series(), WITHOUT)
    return kept.zip_with(kept.is_not_null(), plain)


def _compare(pairs: Pairs) -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    if len(pairs.sides.distinct(COLUMN).texts) < 2:
        return np.zeros(len(pairs), np.uint8)
    return levels(pairs, COLUMN, _of_others)


def _of_others(sides: Sides, column: str, a: "Numbers", b: "Numbers") -> "Levels":
    """Whether two texts that are not equal have a nation in common."""
    import numpy as np

    made = words(sides, column)
    return np.where(some(inside(made.exact[a], made.exact[b])), SAME, DIFFERENT).astype(np.uint8)


COMPARISONS = (Comparison("nationality", LEVELS, _compare, partial(shared, COLUMN), COLUMN, (COLUMN,)),)
