"""Tables of counts: how many people of a list have each value of one column, or of two.

- A value that fewer than 5 people have is not named: such values are put together as *other*. No value at all is a
  value, and 0 at a place where two values meet is a count. A value that nobody has is not in the table.
- So whoever knows this knows that a value that is named stands for 5 people or more, and *other* for 1 or more.
- Every count is an arc between two sums, in the direction in which people flow from the whole to its parts and back;
  that all sums hold is that as many arrive at each place as leave it. One-way and two-way tables are such flows, and so
  is every tree of sums; what can be worked out of one is then a question of flows (see `attack`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from .numbers import FEW

if TYPE_CHECKING:
    import polars as pl

OTHER, NOT_SAID, ALL = "*other", "*not said", "*all"  # no value of a list begins so here: see `_label`
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many people at a place of the table (a value of each column, or `ALL`). `parts`: how many cells it sums;
    `least`: how many there must be, as everybody knows.
    """

    place: Place
    number: int
    start: str
    end: str
    parts: int = 1
    least: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """A table: its columns, its values by column, and every count, sums included; sorted by place."""

    columns: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    cells: tuple[Count, ...]

    @property
    def total(self) -> int:
        """How many people there are."""
        return next(c.number for c in self.cells if set(c.place) == {ALL})


def counted(rows: "pl.DataFrame", columns: Sequence[str]) -> Counts:
    """The people of a list by one or two of its columns. `rows`: a row for each, texts; null = not said."""
    import polars as pl

    labels = pl.DataFrame({str(i): _labels(rows[c]) for i, c in enumerate(columns)})
    values = [tuple(labels[c].unique().sort()) for c in labels.columns]
    found = labels.group_by(labels.columns).len()
    inner: dict[Place, int] = {tuple(r[:-1]): r[-1] for r in found.iter_rows()}
    return made(tuple(columns), values, inner, known=True)


def _labels(cells: "pl.Series") -> "pl.Series":
    """Every cell's value; those that few have as one."""
    import polars as pl

    own = pl.DataFrame({"v": cells}).select(
        pl.when(pl.col("v").is_null())
        .then(pl.lit(NOT_SAID))
        .when(pl.col("v").str.starts_with("*"))
        .then(pl.lit(" ") + pl.col("v"))
        .otherwise("v")
        .alias("v")
    )
    many = pl.len().over("v") >= FEW
    return own.select(pl.when(many).then("v").otherwise(pl.lit(OTHER)).alias("v"))["v"]


def made(
    columns: tuple[str, ...], values: Sequence[tuple[str, ...]], inner: Mapping[Place, int], known: bool = False
) -> Counts:
    """The table of these inner counts (none = 0), with every sum. `known`: its values were named by the rule above."""
    cells = []
    for place in product(*((*v, ALL) for v in values)):
        spread = [v if p == ALL else (p,) for p, v in zip(place, values, strict=True)]
        parts = list(product(*spread))
        number = sum(inner.get(p, 0) for p in parts)
        cells.append(Count(place, number, *_arc(place), len(parts), _least(place) if known else 0))
    return Counts(columns, tuple(values), tuple(sorted(cells, key=lambda c: c.place)))


def _least(place: Place) -> int:
    """How many people a place must have: where one value is named, as many as it takes to be named."""
    named = [p for p in place if p != ALL]
    return 0 if len(named) != 1 else 1 if named == [OTHER] else FEW


def _arc(place: Place) -> tuple[str, str]:
    """Where a count leaves from and arrives: from the whole to the rows, to the columns, and back to the whole."""
    if len(place) == 1:
        return ("end", "start") if place == (ALL,) else ("start", "end")
    row, column = place
    if row == ALL:
        return ("rows", "columns") if column == ALL else (f"column {column}", "rows")
    return ("columns", f"row {row}") if column == ALL else (f"row {row}", f"column {column}")
