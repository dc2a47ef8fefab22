"""A column of dates as people write them, read into closed intervals of days: of birth, of detention.

- EDTF is read as `core.dates` reads it; other forms as `written` takes them apart. Each different text is read once.
- A date is never repaired: a day that no calendar has (31 June) is its month, a month that none has is its year; the
  digits are kept, so that a slip of the pen can be seen.
- A year or month marked as approximate reaches one more of its kind in both directions.
"""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exeat.identity.customs import of_column, settled

from .calendars import NO_DAY, month_start
from .written import FIGURES, UNLIVED, Habits, figures, parts, shown

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Numbers = np.ndarray[Any, np.dtype[np.int64]]
    Marks = np.ndarray[Any, np.dtype[np.bool_]]

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
        return _read(latest, month_first, texts.cast(pl.String).alias("text"))


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
    dated = [column for column in ("birth_date", "held_since", "as_of") if column in rows.columns]
    days, months = shown([rows[column] for column in dated])
    return months > days if months + days else None


def _read(latest: int | None, month_first: bool | None, texts: "pl.Series") -> "pl.DataFrame":
    import polars as pl

    frame = _plain_days(texts)
    read = frame.lazy()
    odd = frame["text"].filter(frame["first"].is_null() & frame["text"].is_not_null()).unique()
    if len(odd):
        if month_first is None:
            day, month = shown([odd])
            month_first = month > day
        told = _odd(odd, frame["first"], latest, month_first).lazy()
        read = read.join(told, on="text", how="left", suffix="_odd", maintain_order="left")
        read = read.select(pl.coalesce(c, f"{c}_odd").alias(c) for c in COLUMNS)
    first, last = (pl.col(c).cast(pl.Date).dt.year() for c in ("first", "last"))
    return read.select(*COLUMNS, pl.when(first == last).then(first.cast(pl.Int32)).alias("year")).collect()


def _plain_days(texts: "pl.Series") -> "pl.DataFrame":
    """The plain days of EDTF, which most columns hold and nothing else, beside the texts."""
    import polars as pl

    text, day = pl.col("text"), pl.col("day")
    plain = pl.when(text.str.contains(ISO_ALONE)).then(text.str.head(10))
    read = texts.to_frame().lazy().with_columns(text.str.strip_chars())
    read = read.with_columns(day=plain.str.to_date("%Y-%m-%d", strict=False, cache=False))
    read = read.with_columns(pl.when(day.dt.year() > 1500).then(day))
    return read.select("text", **_of_day()).collect()


@lru_cache
def _of_day() -> "dict[str, pl.Expr]":
    """The columns of whole days, made of the column `day`; null where there is none."""
    import polars as pl

    day = pl.col("day")
    y, m, d = day.dt.year().cast(pl.Int32), day.dt.month().cast(pl.Int32), day.dt.day().cast(pl.Int32)
    turned = pl.date(y, pl.when(d <= 12).then(d).otherwise(1), pl.when(d <= 12).then(m).otherwise(1))
    return {
        "first": day.cast(pl.Int32),
        "last": day.cast(pl.Int32),
        "kind": pl.when(day.is_not_null()).then(pl.lit(DAY, pl.UInt8)),
        "swapped": pl.when((d <= 12) & (d != m)).then(turned).cast(pl.Int32),
        "give": pl.when(day.is_not_null()).then(pl.lit(0, pl.UInt8)),
        "digits": _digits(y, m, d),
    }


def _digits(y: "pl.Expr", m: "pl.Expr", d: "pl.Expr") -> "pl.Expr":
    """YYYYMMDD with each digit in four bits of a number."""
    import polars as pl

    shown = ((y // 1000, 28), (y // 100 % 10, 24), (y // 10 % 10, 20), (y % 10, 16), (m // 10, 12), (m % 10, 8))
    number = sum((part.cast(pl.Int64) * (1 << shift) for part, shift in shown), (d // 10 * 16 + d % 10).cast(pl.Int64))
    return pl.when(y < 8000).then(number).cast(pl.Int32)


def _modern(*days: "pl.Series") -> bool:
    """Whether none of these days is of the years in which nobody alive was born."""
    import polars as pl

    years = pl.concat(days).cast(pl.Date).dt.year()
    return not years.is_between(*UNLIVED).any()


def _odd(texts: "pl.Series", days: "pl.Series", latest: int | None, month_first: bool) -> "pl.DataFrame":
    """Distinct texts that are no plain day, in any order, and what they say: figures, EDTF, then as people write.

    `days`: the first days that the others of the column say.
    """
    import polars as pl

    habits = Habits(latest, month_first, modern=True)
    plain = texts.str.contains(FIGURES)
    read = [_of_parts(texts.filter(plain), figures(texts.filter(plain), habits))] if plain.any() else []
    rest = texts.filter(~plain)
    if len(rest):
        read.append(_edtf(rest))
        rest = rest.filter(~rest.is_in(read[-1]["text"].implode()))
    if len(rest):
        habits = replace(habits, modern=_modern(days, *(found["first"] for found in read)))
        read.append(_of_parts(rest, parts(rest, habits)))
    return pl.concat(read)


def _edtf(texts: "pl.Series") -> "pl.DataFrame":
    """What EDTF reads of them, with both ends; a date before 1501 is left to the other calendars."""
    import polars as pl

    from exeat.core.dates import read_dates

    first, last = pl.col("first"), pl.col("last")
    about = pl.col("approximate").fill_null(False) | pl.col("uncertain").fill_null(False)
    found = read_dates(texts).lazy().with_columns(text=texts, about=about)
    good = found.filter(pl.col("valid") & last.is_not_null() & (first.dt.year() > 1500))
    good = good.with_columns(first.cast(pl.Int32), last.cast(pl.Int32), day=pl.when(first == last).then(first))
    whole, wide = _of_day(), _of_bounds()
    return good.select("text", **{c: pl.coalesce(whole[c], wide[c]) for c in COLUMNS}).collect()


@lru_cache
def _of_bounds() -> "dict[str, pl.Expr]":
    """The columns of intervals, made of `first` and `last` in days; `about` makes a year or a month wider."""
    import polars as pl

    first, last, about = pl.col("first"), pl.col("last"), pl.col("about")
    wide = last - first + 1
    kind = pl.when(about).then(WIDER).when(wide <= 31).then(MONTH).when(wide <= 366).then(YEAR).otherwise(WIDER)
    more = pl.when(about).then(pl.when(wide <= 31).then(31).otherwise(366)).otherwise(0)
    known = first.is_not_null() & last.is_not_null()
    return {
        "first": pl.when(known).then(first - more).cast(pl.Int32),
        "last": pl.when(known).then(last + more).cast(pl.Int32),
        "kind": pl.when(known).then(kind).cast(pl.UInt8),
        "swapped": pl.lit(None, pl.Int32),
        "give": pl.when(known).then(0).cast(pl.UInt8),
        "digits": pl.lit(None, pl.Int32),
    }


def _of_parts(texts: "pl.Series", taken: "pl.DataFrame") -> "pl.DataFrame":
    """The columns of dates taken apart, beside their texts: whole days where there are, else the interval.

    The digits of a day that no calendar has are kept.
    """
    import polars as pl

    first, last, is_day = _days(taken)
    known = pl.Series((first != NO_DAY) & (last != NO_DAY) & (first <= last))
    told = {"first": pl.Series(first), "last": pl.Series(last), "known": known, "is_day": pl.Series(is_day)}
    frame = taken.lazy().with_columns(texts, **told)
    frame = frame.with_columns(pl.when("known").then(c).alias(c) for c in ("first", "last"))
    frame = frame.with_columns(day=pl.when("known", "is_day").then(pl.col("first").cast(pl.Int32).cast(pl.Date)))
    whole, wide = _of_day(), _of_bounds()
    in_figures = pl.col("m").is_between(0, 99) & pl.col("d").is_between(0, 99) & pl.col("y").is_between(1, 7999)
    unreal = pl.when(in_figures & (pl.col("calendar") == "g")).then(_digits(*map(pl.col, "ymd")))
    hijri = pl.when(pl.col("day").is_not_null() & (pl.col("calendar") == "h")).then(pl.lit(1, pl.UInt8))
    own = {"give": pl.coalesce(hijri, whole["give"], wide["give"]), "digits": pl.coalesce(whole["digits"], unreal)}
    return frame.select("text", **({c: pl.coalesce(whole[c], wide[c]) for c in COLUMNS} | own)).collect()


def _days(taken: "pl.DataFrame") -> "tuple[Numbers, Numbers, Marks]":
    """First and last day of dates taken apart, NO_DAY where there is none, and whether it is one day."""
    import numpy as np

    numbers = [taken[c].fill_null(NO_DAY).to_numpy().astype(np.int64) for c in "yzmd"]
    calendar = taken["calendar"].to_numpy()
    first, last = np.full((2, len(calendar)), NO_DAY, np.int64)
    is_day = np.zeros(len(calendar), np.bool_)
    for name in np.unique(calendar):
        at = np.flatnonzero(calendar == name)
        first[at], last[at], is_day[at] = _bounds(name, *(n[at] for n in numbers))
    return first, last, is_day


def _bounds(calendar: str, y: "Numbers", z: "Numbers", m: "Numbers", d: "Numbers") -> "tuple[Numbers, Numbers, Marks]":
    """First and last day, and whether it is one day: of the day, else of its month, else of its year or years."""
    import numpy as np

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
