"""A column of dates as people write them, read into closed intervals of days: of birth, of detention.

- EDTF is read as `core.dates` reads it; other forms as `written` takes them apart. Each different text is read once.
- A date is never repaired: a day that no calendar has (31 June) is its month, a month that none has is its year; the
  digits are kept, so that a slip of the pen can be seen.
- A year or month marked as approximate reaches one more of its kind in both directions.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from exeat.identity.customs import of_column, settled

from .cells import cells, once_each
from .written import FIGURES, UNLIVED, Habits, figures, parts, shown

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

DAY, MONTH, YEAR, AGE, WIDER = 1, 2, 3, 4, 5
"""Kinds of an interval."""
COLUMNS = ("first", "last", "kind", "swapped", "give", "digits")
ISO_ALONE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]0?0:00(?::00(?:\.0*)?)?Z?)?$"


def read(texts: "pl.Series", latest: int | None = None, month_first: bool | None = None) -> "pl.DataFrame":
    """Each text as days since 1970-01-01, null throughout where none is read.

    first, last: closed bounds. kind: DAY, MONTH, YEAR or WIDER. swapped: the day with day and month changed, null if no
    calendar has it or the two are one. give: days by which the calendar itself may be out (1 for Hijri). digits: the
    date as YYYYMMDD, a digit in each four bits, where a whole day was written. year: where both bounds are in one.
    `latest`: the year of the list, for years of two digits. `month_first`: the order of days in figures, None = as the
    column shows.
    """
    import polars as pl

    if texts.null_count() == len(texts):
        return _nothing(len(texts))
    with of_column(texts.name):
        return once_each(texts.cast(pl.String), partial(_read, latest, month_first))


def _nothing(size: int) -> "pl.DataFrame":
    """As many rows in which no date is read."""
    import polars as pl

    types = {"kind": pl.UInt8, "give": pl.UInt8}
    return pl.DataFrame(schema={c: types.get(c, pl.Int32) for c in (*COLUMNS, "year")}).clear(size)


def month_first(rows: "pl.DataFrame") -> bool:
    """Whether the days in figures of a list show that the month stands first; what shows nothing has the day first."""
    return settled("the month stands first", lambda: _month_first(rows)) or False


def _month_first(rows: "pl.DataFrame") -> bool | None:
    """The same; None where nothing shows it."""
    columns = [cells(rows, column).drop_nulls().unique() for column in ("birth_date", "held_since", "as_of")]
    found = [shown(column) for column in columns]
    days, months = sum(day for day, _ in found), sum(month for _, month in found)
    return months > days if months + days else None


def _read(latest: int | None, month_first: bool | None, texts: "pl.Series") -> "pl.DataFrame":
    import polars as pl

    frame = _whole_days(texts.str.strip_chars().alias("text"))
    odd = frame["text"].filter(frame["first"].is_null()).drop_nulls().unique()
    if len(odd):
        if month_first is None:
            day, month = shown(odd)
            month_first = month > day
        habits = Habits(latest, month_first, _modern(frame))
        frame = _filled(frame, _odd(odd, habits))
    first, last = (pl.col(c).cast(pl.Date).dt.year() for c in ("first", "last"))
    return frame.select(*COLUMNS, pl.when(first == last).then(first.cast(pl.Int32)).alias("year"))


def _whole_days(told: "pl.Series") -> "pl.DataFrame":
    """The plain days of EDTF, which most columns hold and nothing else."""
    import polars as pl

    plain = pl.when(pl.col("text").str.contains(ISO_ALONE)).then(pl.col("text").str.head(10))
    day = plain.str.to_date("%Y-%m-%d", strict=False, cache=False)
    frame = told.to_frame().with_columns(day=day)
    frame = frame.with_columns(day=pl.when(pl.col("day").dt.year() > 1500).then("day"))
    return pl.concat([told.to_frame(), _of_dates(frame["day"])], how="horizontal")


def _of_dates(days: "pl.Series") -> "pl.DataFrame":
    """The columns of whole days; null where there is none."""
    import polars as pl

    day = pl.col(days.name)
    y, m, d = day.dt.year().cast(pl.Int32), day.dt.month().cast(pl.Int32), day.dt.day().cast(pl.Int32)
    one = day.cast(pl.Int32)
    turned = pl.when((d <= 12) & (d != m)).then(
        pl.date(y, pl.when(d <= 12).then(d).otherwise(1), pl.when(d <= 12).then(m).otherwise(1))
    )
    return days.to_frame().select(
        one.alias("first"),
        one.alias("last"),
        pl.when(day.is_not_null()).then(pl.lit(DAY, pl.UInt8)).alias("kind"),
        turned.cast(pl.Int32).alias("swapped"),
        pl.when(day.is_not_null()).then(pl.lit(0, pl.UInt8)).alias("give"),
        _digits(y, m, d).alias("digits"),
    )


def _digits(y: "pl.Expr", m: "pl.Expr", d: "pl.Expr") -> "pl.Expr":
    """YYYYMMDD with each digit in four bits of a number."""
    import polars as pl

    shown = ((y // 1000, 28), (y // 100 % 10, 24), (y // 10 % 10, 20), (y % 10, 16), (m // 10, 12), (m % 10, 8))
    number = sum((part.cast(pl.Int64) * (1 << shift) for part, shift in shown), (d // 10 * 16 + d % 10).cast(pl.Int64))
    return pl.when(y < 8000).then(number).cast(pl.Int32)


def _filled(frame: "pl.DataFrame", odd: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    joined = frame.join(odd, on="text", how="left", suffix="_odd", maintain_order="left")
    return joined.select(pl.coalesce(c, f"{c}_odd").alias(c) for c in COLUMNS)


def _modern(frame: "pl.DataFrame") -> bool:
    """Whether none of the dates read so far is of the years in which nobody alive was born."""
    import polars as pl

    return not frame.select(pl.col("first").cast(pl.Date).dt.year().is_between(*UNLIVED).any()).item()


def _odd(texts: "pl.Series", habits: Habits) -> "pl.DataFrame":
    """Distinct texts that are no plain day, in any order, and what they say: figures, EDTF, then as people write."""
    import polars as pl

    plain = texts.str.contains(FIGURES)
    read = [_beside(texts.filter(plain), _of_parts(figures(texts.filter(plain), habits)))]
    rest = texts.filter(~plain)
    if len(rest):
        read.append(_beside(rest, _edtf(rest)).filter(pl.col("first").is_not_null()))
        rest = rest.filter(~rest.is_in(read[1]["text"].implode()))
    if len(rest):
        habits = replace(habits, modern=habits.modern and all(map(_modern, read)))
        read.append(_beside(rest, _of_parts(parts(rest, habits))))
    return pl.concat(read)


def _beside(texts: "pl.Series", read: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return pl.concat([texts.alias("text").to_frame(), read.select(COLUMNS)], how="horizontal")


def _edtf(texts: "pl.Series") -> "pl.DataFrame":
    """What EDTF reads of them, with both ends; a date before 1501 is left to the other calendars."""
    import polars as pl

    from exeat.core.dates import read_dates

    found = read_dates(texts.alias("text")).with_columns(text=texts)
    good = pl.col("valid") & pl.col("last").is_not_null() & (pl.col("first").dt.year() > 1500)
    about = pl.col("approximate").fill_null(False) | pl.col("uncertain").fill_null(False)
    first, last = (pl.when(good).then(c).cast(pl.Int32) for c in ("first", "last"))
    bounds = found.select(first.alias("first"), last.alias("last"), about.alias("about"))
    whole = _of_dates(found.select(day=pl.when(good & (pl.col("first") == pl.col("last"))).then("first"))["day"])
    wide = _of_bounds(bounds)
    return pl.concat([whole, wide.rename({c: f"{c}_wide" for c in wide.columns})], how="horizontal").select(
        pl.coalesce(c, f"{c}_wide").alias(c) for c in COLUMNS
    )


def _of_bounds(frame: "pl.DataFrame") -> "pl.DataFrame":
    """The columns of intervals first, last; `about` makes a year or a month wider."""
    import polars as pl

    wide = pl.col("last") - pl.col("first") + 1
    kind = pl.when(wide <= 31).then(MONTH).when(wide <= 366).then(YEAR).otherwise(WIDER)
    more = pl.when(pl.col("about")).then(pl.when(wide <= 31).then(31).otherwise(366)).otherwise(0)
    known = pl.col("first").is_not_null() & pl.col("last").is_not_null()
    return frame.select(
        pl.when(known).then(pl.col("first") - more).cast(pl.Int32).alias("first"),
        pl.when(known).then(pl.col("last") + more).cast(pl.Int32).alias("last"),
        pl.when(known).then(pl.when("about").then(WIDER).otherwise(kind)).cast(pl.UInt8).alias("kind"),
        pl.lit(None, pl.Int32).alias("swapped"),
        pl.when(known).then(0).cast(pl.UInt8).alias("give"),
        pl.lit(None, pl.Int32).alias("digits"),
    )


def _of_parts(taken: "pl.DataFrame") -> "pl.DataFrame":
    """The columns of dates taken apart, calendar by calendar."""
    import polars as pl

    numbered = taken.with_row_index("row")
    calendars = numbered["calendar"].unique(maintain_order=True).to_list() or ["g"]
    done = [_of_calendar(numbered.filter(pl.col("calendar") == name), name) for name in calendars]
    return pl.concat(done).sort("row").drop("row")


def _of_calendar(parts: "pl.DataFrame", calendar: str) -> "pl.DataFrame":
    """The same for rows of one calendar: bounds from its months, days where the month has them."""
    import numpy as np
    import polars as pl

    from .calendars import NO_DAY

    y, z, m, d = (parts[c].fill_null(NO_DAY).to_numpy().astype(np.int64) for c in ("y", "z", "m", "d"))
    first, last, is_day = _bounds(calendar, y, z, m, d)
    known = (first != NO_DAY) & (last != NO_DAY) & (first <= last)
    bounds = pl.DataFrame({"first": first, "last": last, "about": parts["about"]}, nan_to_null=False)
    keep = pl.Series(known)
    bounds = bounds.with_columns(pl.when(keep).then(c).alias(c) for c in ("first", "last"))
    dates = pl.Series("day", np.where(known & is_day, first, 0)).cast(pl.Int32).cast(pl.Date)
    whole = _of_dates(pl.DataFrame({"day": dates}).select(pl.when(pl.Series(known & is_day)).then("day"))["day"])
    if calendar == "h":
        whole = whole.with_columns(pl.when(pl.col("give").is_not_null()).then(1).cast(pl.UInt8).alias("give"))
    return _joined(whole, _of_bounds(bounds), parts, calendar)


def _joined(whole: "pl.DataFrame", wide: "pl.DataFrame", parts: "pl.DataFrame", calendar: str) -> "pl.DataFrame":
    """Whole days where there are, else the interval; the digits of a day that no calendar has are kept."""
    import polars as pl

    both = pl.concat(
        [parts.select("row", "y", "m", "d"), whole, wide.rename({c: f"{c}_wide" for c in COLUMNS})], how="horizontal"
    )
    unreal = _digits(pl.col("y"), pl.col("m"), pl.col("d")) if calendar == "g" else pl.lit(None, pl.Int32)
    in_figures = pl.col("m").is_between(0, 99) & pl.col("d").is_between(0, 99) & pl.col("y").is_between(1, 7999)
    merged = [pl.coalesce(c, f"{c}_wide").alias(c) for c in COLUMNS if c != "digits"]
    return both.select("row", *merged, pl.coalesce("digits", pl.when(in_figures).then(unreal)).alias("digits"))


def _bounds(
    calendar: str, y: "Numbers", z: "Numbers", m: "Numbers", d: "Numbers"
) -> "tuple[Numbers, Numbers, np.ndarray[Any, np.dtype[np.bool_]]]":
    """First and last day, and whether it is one day: of the day, else of its month, else of its year or years."""
    import numpy as np

    from .calendars import NO_DAY, month_start

    end = np.where(z == NO_DAY, y, z)
    no = np.ones(len(y), np.int64)
    year_first, year_last = month_start(calendar, y, no), month_start(calendar, end, no * 13) - 1
    month_first, month_last = month_start(calendar, y, m), month_start(calendar, y, m + 1) - 1
    has_month = (month_first != NO_DAY) & (m <= 12)
    day = month_first + d - 1
    is_day = has_month & (d >= 1) & (day <= month_last)
    first = np.where(is_day, day, np.where(has_month, month_first, year_first))
    last = np.where(is_day, day, np.where(has_month, month_last, year_last))
    return first, np.where(last == NO_DAY - 1, NO_DAY, last), is_day
