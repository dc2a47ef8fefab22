"""Findings from columns: which rows go together, and which of their cells are shown."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .nouns import Findings, Kind, Listed

if TYPE_CHECKING:
    import polars as pl

SHOWN = ("given_names", "surname", "second_surname", "name", "birth_date")


def schema() -> "dict[str, pl.DataType]":
    """The columns of `Findings.cells`."""
    import polars as pl

    return {
        "finding": pl.UInt32(),
        "list": pl.String(),
        "row": pl.UInt32(),
        "column": pl.String(),
        "value": pl.String(),
    }


def cells(listed: Listed, at: "pl.DataFrame", shown: Iterable[str], theirs: bool = False) -> "pl.DataFrame":
    """The cells of these columns of ours in the rows of `at` (`finding`, `row`), a row without any once.

    `theirs`: the columns are named by their own headings.
    """
    import polars as pl

    names = {h: h for h in listed.rows.columns} if theirs else listed.theirs
    have = [(name, names[name]) for name in dict.fromkeys(shown) if name in names]
    rows = at.select(pl.col("finding").cast(pl.UInt32), pl.col("row").cast(pl.UInt32))
    named = rows.with_columns(pl.lit(listed.name).alias("list"))
    empty = pl.lit(None, dtype=pl.String)
    frames = [named.with_columns(empty.alias("column"), empty.alias("value"), pl.lit(-1).alias("place"))]
    for place, (_, heading) in enumerate(have):
        values = listed.rows[heading].gather(rows["row"])
        frames.append(
            named.with_columns(pl.lit(heading).alias("column"), values.alias("value"), pl.lit(place).alias("place"))
        )
    found = pl.concat(frames).filter((pl.col("place") < 0) | pl.col("value").is_not_null())
    alone = pl.len().over("finding", "list", "row") == 1
    kept = found.filter((pl.col("place") >= 0) | alone)
    return kept.sort("finding", "row", "place", maintain_order=True).select(schema().keys())


def each(
    kind: Kind, listed: Listed, at: "pl.DataFrame", shown: Iterable[str], values: Mapping[str, str] | None = None
) -> Iterable[Findings]:
    """A finding for every row of `at` (`row`; other columns become what is said with it), none where it is empty."""
    if at.is_empty():
        return
    numbered = at.with_row_index("finding")
    more = {i: {k: str(v) for k, v in row.items()} for i, row in enumerate(at.drop("row").iter_rows(named=True))}
    said = more if at.width > 1 else {}
    yield Findings(kind, listed.name, cells(listed, numbered, shown), said, values or {})


def together(
    kind: Kind, listed: Listed, keyed: "pl.DataFrame", shown: Iterable[str], most: int = 0
) -> Iterable[Findings]:
    """A finding for every `key` that two or more rows of `keyed` (`row`, `key`) have.

    `most`: show no more rows of one finding than this; 0 = all. How many there are is always said.
    """
    import polars as pl

    many = keyed.drop_nulls("key").filter(pl.len().over("key") > 1)
    if many.is_empty():
        return
    first = pl.col("row").min().over("key").rank("dense") - 1
    numbered = many.with_columns(first.cast(pl.UInt32).alias("finding"), pl.len().over("key").alias("number"))
    numbered = numbered.sort("finding", "row")
    sizes = numbered.unique("finding", keep="first", maintain_order=True)
    more = {f: {"number": str(n)} for f, n in sizes.select("finding", "number").iter_rows()}
    kept = numbered.filter(pl.int_range(pl.len()).over("finding") < most) if most else numbered
    yield Findings(kind, listed.name, cells(listed, kept, shown), more)
