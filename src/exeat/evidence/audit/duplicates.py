"""Rows of one list that may be about one person; or about two who have a name in common.

- The same id or document number; the same names and the same full birth date; the same names, and birth dates that
  differ by day and month alone; the same names, while a birth date is missing or not complete, which is weaker.
- Namesakes with different birth dates are two people as far as the list says: no finding.
- Nobody is joined or taken off. A judgement that two records are one person is a person's, and a statement.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .frames import SHOWN, together
from .nouns import Findings, Listed
from .writing import dates, key, name_key, told

if TYPE_CHECKING:
    import polars as pl

MOST = 10  # rows of one name that are shown where birth dates are missing


def people(listed: Listed) -> "pl.DataFrame":
    """`row`, `key` of the names, `first` and `last` day of birth, `full` whether that is one day."""
    import polars as pl

    rows = listed.ours("given_names", "surname", "second_surname", "name", "birth_date")
    births = dates(rows["birth_date"]).select("first", "last")
    full = (pl.col("first") == pl.col("last")).fill_null(False)
    return pl.concat([rows.select("row"), name_key(rows).to_frame("key"), births], how="horizontal").with_columns(
        full=full
    )


def duplicates(listed: Listed) -> Iterator[Findings]:
    """What may stand twice on a list."""

    rows = listed.ours("id", "document_number")
    ids = rows.select("row", told(rows["id"].str.strip_chars()).alias("key"))
    yield from together("same_id", listed, ids, ("id", *SHOWN))
    numbers = rows.select("row", key(rows["document_number"]).alias("key"))
    yield from together("same_document", listed, numbers, ("document_number", *SHOWN))
    found = people(listed)
    yield from _same_names(listed, found)


def _same_names(listed: Listed, found: "pl.DataFrame") -> Iterator[Findings]:
    import polars as pl

    many = found.drop_nulls("key").filter(pl.len().over("key") > 1)
    day = pl.col("first").dt.strftime("%Y-%m-%d")
    full = many.filter("full")
    yield from together(
        "same_names_birth", listed, full.select("row", pl.format("{} {}", "key", day).alias("key")), SHOWN
    )
    yield from together("same_names_swapped", listed, _swapped(full), SHOWN)
    yield from together("same_names_weak", listed, _weak(many), SHOWN, MOST)


def _swapped(full: "pl.DataFrame") -> "pl.DataFrame":
    """Rows of the same names whose birth dates are one another's with day and month changed."""
    import polars as pl

    y, a, b = (getattr(pl.col("first").dt, part)() for part in ("year", "month", "day"))
    low, high = pl.min_horizontal(a, b), pl.max_horizontal(a, b)
    keyed = full.filter(pl.max_horizontal(a, b) <= 12).with_columns(
        pl.format("{} {}-{}/{}", "key", y, low, high).alias("key")
    )
    return keyed.filter(pl.col("first").n_unique().over("key") > 1).select("row", "key")


def _weak(many: "pl.DataFrame") -> "pl.DataFrame":
    """Rows of the same names where a birth date is missing, or is no single day, and none excludes the other."""
    import polars as pl

    year, last = pl.col("first").dt.year(), pl.col("last").dt.year()
    within = pl.when((year == last).fill_null(False)).then(year)
    dated = many.with_columns(year=within)
    unknown = pl.col("year").is_null().any().over("key")
    by_year = pl.when(unknown).then("key").otherwise(pl.format("{} {}", "key", "year"))
    grouped = dated.with_columns(by_year.alias("key"))
    return grouped.filter(~pl.col("full").all().over("key")).select("row", "key")
