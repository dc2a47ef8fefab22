"""Every record of one list compared with every record of another."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from exeat.identity.comparisons import Comparison
from exeat.identity.sides import Pairs, Side, Sides

Cells = Mapping[str, Sequence[str | None]]


def frame(cells: Cells) -> pl.DataFrame:
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))


def every(left: pl.DataFrame, right: pl.DataFrame, sides: Sides | None = None) -> Pairs:
    """All pairs of two prepared lists, the left record first."""
    rows, others = np.arange(left.height, dtype=np.int32), np.arange(right.height, dtype=np.int32)
    sides = sides or Sides(Side(left), Side(right))
    return Pairs(sides, np.repeat(rows, len(others)), np.tile(others, len(rows)))


def named(comparison: Comparison, pairs: Pairs) -> list[str]:
    return [comparison.levels[code].id for code in comparison.compare(pairs)]


def table(module: Any, left: Cells, right: Cells, number: int = 0) -> list[list[str]]:
    """The level of each pair by the comparison of a field: one row a record of the left."""
    one, two = module.prepare(frame(left), None), module.prepare(frame(right), None)
    found = named(module.COMPARISONS[number], every(one, two))
    return [found[start : start + two.height] for start in range(0, len(found), two.height)]


def one(module: Any, column: str, left: str | None, right: str | None, number: int = 0) -> str:
    """The level of two cells; it is the same the other way round."""
    [[forth]], [[back]] = (
        table(module, {column: [a]}, {column: [b]}, number) for a, b in ((left, right), (right, left))
    )
    assert forth == back
    return forth
