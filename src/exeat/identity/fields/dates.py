"""The birth of a person: a date as people write it, or an age, as a closed interval of days.

- A birth date wins over an age; an age counts where no birth date can be read, or where the date's column holds one.
- An age holds on the row's `as_of`, else on the list's. Where neither is known it is compared with other ages only.
- 1 January stands for a year alone in a list in which it is written far oftener than any other day.
"""

from typing import TYPE_CHECKING

from exeat.identity.comparisons import Comparison
from exeat.identity.customs import settled

from . import births
from .cells import cells
from .days import AGE, DAY, YEAR

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

COLUMNS = ("birth_date", "age", "as_of")
HEAPED, FEWEST = 5 / 365.25, 5
"""What is more than this share of the days of a list, and more than so many, is not written because it is so."""

COMPARISONS = (Comparison("birth", births.LEVELS, births.compare, needs=("born_told",)),)


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns born_first, born_last, born_kind, born_swapped, born_give, born_digits as `days.read` makes them, and
    born_year (Int32; the Gregorian year where it is one), born_age (Int32; the age as written) and born_told (UInt8; 1
    where any of these is told). Null where nothing is told. `as_of`: the day of the list.
    """
    import polars as pl

    from .days import month_first, read

    dates = cells(rows, "birth_date")
    first = month_first(rows)
    latest = None if as_of is None else as_of.year
    born = _heaped(read(dates, latest, first))
    age = _ages(rows, dates)
    born = pl.concat([born, _of_ages(age, _days(rows, as_of, first))], how="horizontal")
    dated = pl.col("first").is_not_null()
    kept = [pl.when(dated).then(c).otherwise(f"{c}_of_age").alias(c) for c in ("first", "last", "kind")]
    born = born.with_columns(*kept, age=age["least"])
    told = pl.when(pl.col("kind").is_not_null() | pl.col("age").is_not_null()).then(pl.lit(1, pl.UInt8)).alias("told")
    names = ("first", "last", "kind", "swapped", "give", "digits", "year", "age", "told")
    return born.with_columns(told).select(pl.col(c).alias(f"born_{c}") for c in names)


def _ages(rows: "pl.DataFrame", dates: "pl.Series") -> "pl.DataFrame":
    """least and most: the age of each row; of the birth date's column where that holds one with its word."""
    import polars as pl

    from .ages import WORDS, read

    written = cells(rows, "age")
    if dates.str.contains(WORDS).any():
        told = pl.DataFrame({"age": written, "date": dates})
        has = pl.col("date").str.contains(WORDS)
        written = told.select(pl.coalesce("age", pl.when(has).then("date"))).to_series()
    return read(written)


def _days(rows: "pl.DataFrame", as_of: "date | None", month_first: bool) -> "pl.Series":
    """The day on which the age of each row held."""
    import polars as pl

    from .days import read

    if "as_of" not in rows.columns:
        return pl.repeat(as_of, rows.height, dtype=pl.Date, eager=True)
    told = read(cells(rows, "as_of"), month_first=month_first)
    day = pl.when(pl.col("kind") == DAY).then(pl.col("first").cast(pl.Date))
    return told.select(day if as_of is None else day.fill_null(pl.lit(as_of, pl.Date))).to_series()


def _of_ages(age: "pl.DataFrame", on: "pl.Series") -> "pl.DataFrame":
    import polars as pl

    from .ages import born

    told = born(age, on)
    kind = pl.when(pl.col("first").is_not_null()).then(pl.lit(AGE, pl.UInt8)).alias("kind")
    return told.with_columns(kind).select(pl.all().name.suffix("_of_age"))


def _heaped(born: "pl.DataFrame") -> "pl.DataFrame":
    """The same, with 1 January as its year where the list has far too many of them."""
    import polars as pl

    first_day = (pl.col("kind") == DAY) & (pl.col("digits") & 0xFFFF == 0x0101)
    days, found = born.select((pl.col("kind") == DAY).sum(), first_day.sum().alias("first")).row(0)
    if not settled("1 January is a year", lambda: bool(found > FEWEST and found > HEAPED * days)):
        return born
    start = pl.col("first").cast(pl.Date)
    return born.with_columns(
        pl.when(first_day).then(start.dt.offset_by("1y").cast(pl.Int32) - 1).otherwise("last").alias("last"),
        pl.when(first_day).then(pl.lit(YEAR, pl.UInt8)).otherwise("kind").alias("kind"),
        *(pl.when(~first_day.fill_null(False)).then(c).alias(c) for c in ("swapped", "digits")),
    )
