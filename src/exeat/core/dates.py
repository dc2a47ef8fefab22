"""Partial dates: what a written date allows, and no more.

Source: EDTF, that is ISO 8601-2:2019 and the Library of Congress EDTF specification, of which this
module reads dates, qualifiers at the end of a date (`~`, `?`, `%`), unspecified digits (`X`) and
intervals. Seasons, sets, years beyond four digits, times of day and qualifiers on part of a date are
not read. Years run from 0001 to 9999, the range of `datetime.date`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "PartialDate",
    "age_on",
    "certainly_before",
    "covers",
    "in_figures",
    "in_force",
    "may_equal",
    "order_shown",
    "read_date",
    "read_dates",
]

# [0-9] and not \d: other scripts' digits are not EDTF, and Python and polars differ on them.
_ONE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([~?%]?)")
_FULL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[~?%]?$"
_FIGURES = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$"
_MONTHS = tuple(f"{month:02}" for month in range(1, 13))
_DAYS = tuple(f"{day:02}" for day in range(1, 32))
_OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or an interval of days as it was written, with the bounds that the text sets.

    `first` and `last` are the earliest and latest day the text allows, both included; None means that
    end is open (`..`) or unknown (nothing written), which are treated alike. Not every day between them
    need be allowed: `1985-XX-12` runs from 1985-01-12 to 1985-12-12.

    `approximate` (`~`) and `uncertain` (`?`), both for `%`, hold if any end of an interval is so marked.
    Neither widens `first` and `last`: no source says by how much, so the reader of the flags decides.

    Raises ValueError if `last` is before `first`.
    """

    text: str
    first: datetime.date | None
    last: datetime.date | None
    approximate: bool
    uncertain: bool

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"{self.text!r} ends before it starts")


def read_date(text: str) -> PartialDate | None:
    """Read one EDTF date or interval; None if `text` is not one in the forms this module reads.

    Forms: `1985`, `1985-04`, `1985-04-12`; `X` for any digit of these (`198X`, `1985-XX-12`); one of
    `~ ? %` at the end of a date; `a/b`, `a/..`, `../b`, `a/`, `/b` with a and b any of these dates.
    None also for a day that does not exist, an interval that can only end before it starts, an interval
    with neither end written, and white space anywhere. Nothing is repaired and no day is supplied.
    """
    if "/" not in text:
        return _read_one(text)
    ends = _ends(text)
    return None if ends is None else _join(text, *ends)


def may_equal(a: PartialDate, b: PartialDate) -> bool:
    """Whether the closed bounds of `a` and `b` share a day; an open end (None) reaches every day.

    False is certain. True says only that the bounds do not exclude it.
    """
    return not certainly_before(a, b) and not certainly_before(b, a)


def certainly_before(a: PartialDate, b: PartialDate) -> bool:
    """Whether every day that `a` allows is before every day that `b` allows; False if either end is open.

    False does not mean "after": both `certainly_before(a, b)` and its converse may be False.
    """
    return a.last is not None and b.first is not None and a.last < b.first


def covers(date: PartialDate, day: datetime.date) -> bool:
    """Whether `day` is within the closed bounds of `date`; an open end (None) reaches every day."""
    return (date.first is None or date.first <= day) and (date.last is None or day <= date.last)


def in_force(interval: PartialDate, day: datetime.date) -> bool | None:
    """Whether something that lasted `interval`, both end days included, was in force on `day`.

    True or False only if it holds for every start and end day the text allows; None if it cannot be told
    because an end is imprecise (`1985-04/1990` on 1985-04-15). An open or unknown end never ends: the
    interval is in force on every later (or earlier) day. A date without `/` is one day, perhaps not fully
    known. The flags `approximate` and `uncertain` are not weighed.
    """
    if not covers(interval, day):
        return False
    ends = _ends(interval.text) if "/" in interval.text else None
    if ends is None:
        return True if interval.first == interval.last else None
    return True if _surely_within(*ends, day) else None


def age_on(birth: PartialDate, day: datetime.date) -> tuple[int | None, int | None]:
    """Completed years of age on `day` as a closed range (least, most), from the bounds of `birth`.

    None for least if the latest day of birth is open, None for most if the earliest is; (None, None) also
    if every allowed day of birth is after `day`. Days of birth after `day` are left aside, so least is
    never below 0. Someone born on 29 February completes a year on 1 March of a common year; where the law
    counts from 28 February the caller must allow for it. The flags are not weighed.
    """
    if birth.first is not None and birth.first > day:
        return None, None
    least = None if birth.last is None else _completed_years(min(birth.last, day), day)
    most = None if birth.first is None else _completed_years(birth.first, day)
    return least, most


def read_dates(column: pl.Series) -> pl.DataFrame:
    """Read a String Series as `read_date` reads each value; n values in, n rows out, in the same order.

    Columns: `first` and `last` (Date; null where that end is open), `approximate`, `uncertain` and `valid`
    (Boolean). A value `read_date` refuses gives `valid` False and null elsewhere; a null gives null in
    every column. Raises TypeError if the column is neither String nor wholly null.
    """
    import polars as pl

    if column.dtype not in (pl.String, pl.Null):
        raise TypeError(f"dates are read from a String column, not {column.dtype}")
    frame = _read_full(column.cast(pl.String))
    missed = frame["text"].filter(frame["valid"].is_null()).drop_nulls().unique()
    if missed.is_empty():
        return frame.drop("text")
    # The partial dates are few values often repeated: each is read once and joined back by its text.
    filled = frame.join(_read_each(missed), on="text", how="left", suffix="_each", maintain_order="left")
    names = frame.columns[1:]
    return filled.select(pl.coalesce(name, f"{name}_each").alias(name) for name in names)


def _read_one(text: str) -> PartialDate | None:
    """Read a date without `/`; None if it is none or if no such day exists."""
    match = _ONE.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.groups()
    first, last = _bounds(year, month or "XX", day or "XX")
    if first is None or last is None:
        return None
    return PartialDate(text, first, last, mark in ("~", "%"), mark in ("?", "%"))


def _bounds(year: str, month: str, day: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The earliest and the latest day that exists and fits the digits; both None if none does."""
    whole = f"{year}-{month}-{day}"
    if "X" not in whole:
        return (_existing_day(whole),) * 2
    first, last = (map(_existing_day, _fillings(year, month, day, step)) for step in (1, -1))
    return next(filter(None, first), None), next(filter(None, last), None)


def _fillings(year: str, month: str, day: str, step: int) -> Iterator[str]:
    """Every filling of the X digits, in order of time (step 1) or against it (step -1)."""
    months, days = _fitting(month, _MONTHS), _fitting(day, _DAYS)
    for digits in product(*("0123456789"[::step] if digit == "X" else digit for digit in year)):
        for two in months[::step]:
            yield from ("".join(digits) + "-" + two + "-" + end for end in days[::step])


def in_figures(column: pl.Series, order: Literal["day_first", "month_first"]) -> pl.Series:
    """A column of texts, each day written in figures (`04/09/1963`, `4.9.1963`) as EDTF; anything else as it is.

    The order is somebody's word, never a guess of ours. A day that no calendar has stays as it was written.
    """
    import polars as pl

    text = pl.col(column.name)
    first, second, year = (text.str.extract(_FIGURES, n) for n in (1, 2, 3))
    day, month = (first, second) if order == "day_first" else (second, first)
    written = pl.concat_str([year, month.str.zfill(2), day.str.zfill(2)], separator="-")
    real = written.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return column.to_frame().select(pl.when(real).then(written).otherwise(text).alias(column.name)).to_series()


def order_shown(columns: Iterable[pl.Series]) -> Literal["day_first", "month_first"] | None:
    """The order of days in figures that columns themselves show: some can be read in one order only, none in the other.

    None where no such day stands there, or such days of both orders. What no calendar has shows nothing.
    """
    day = month = False
    for column in columns:
        by_day, by_month = in_figures(column, "day_first") != column, in_figures(column, "month_first") != column
        day = day or bool((by_day & ~by_month).any())
        month = month or bool((by_month & ~by_day).any())
    if day == month:
        return None
    return "day_first" if day else "month_first"


@lru_cache(maxsize=512)
def _fitting(pattern: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values that have the pattern's digits wherever it is not X."""
    return tuple(v for v in values if all(p in ("X", d) for p, d in zip(pattern, v, strict=True)))


def _existing_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _ends(text: str) -> tuple[PartialDate | None, PartialDate | None] | None:
    """The two ends of an interval, None for an open one; None in place of the pair if it is no interval."""
    parts = text.split("/")
    if len(parts) != 2 or all(part in _OPEN for part in parts):
        return None
    start, end = (None if part in _OPEN else _read_one(part) for part in parts)
    if any(read is None and part not in _OPEN for read, part in zip((start, end), parts, strict=True)):
        return None
    return start, end


def _join(text: str, start: PartialDate | None, end: PartialDate | None) -> PartialDate | None:
    """The interval from `start` to `end`; None if it could only end before it starts."""
    first = None if start is None else start.first
    last = None if end is None else end.last
    if first is not None and last is not None and last < first:
        return None
    written = [one for one in (start, end) if one is not None]
    approximate = any(one.approximate for one in written)
    return PartialDate(text, first, last, approximate, any(one.uncertain for one in written))


def _surely_within(start: PartialDate | None, end: PartialDate | None, day: datetime.date) -> bool:
    """Whether `day` is between every allowed start and every allowed end.

    A start after the last end, or an end before the first start, is not allowed, which can settle a day
    where the two overlap: `1985-04-12/1985` was surely in force on 1985-04-12.
    """
    starts = [start.last, None if end is None else end.last] if start is not None else []
    ends = [end.first, None if start is None else start.first] if end is not None else []
    latest_start = min((one for one in starts if one is not None), default=day)
    earliest_end = max((one for one in ends if one is not None), default=day)
    return latest_start <= day <= earliest_end


def _completed_years(birth: datetime.date, day: datetime.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _read_full(column: pl.Series) -> pl.DataFrame:
    """One row for each value, `text` and the five answers, which are null but for full dates that exist."""
    import polars as pl

    text = pl.col("text")
    # The pattern guards the parser, which by itself also takes signs and unpadded numbers.
    shaped = pl.when(text.str.contains(_FULL)).then(text.str.head(10))
    # Without the cache of parsed values: most full dates of a column are distinct.
    day = shaped.str.to_date("%Y-%m-%d", strict=False, cache=False)
    read = pl.DataFrame({"text": column}).with_columns(first=day)
    # polars has a year 0 and datetime.date has not: such a day is left for `read_date`, which refuses it.
    known, both = pl.when(pl.col("first") >= datetime.date.min), text.str.ends_with("%")
    return read.with_columns(
        first=known.then(pl.col("first")),
        last=known.then(pl.col("first")),
        approximate=known.then(text.str.ends_with("~") | both),
        uncertain=known.then(text.str.ends_with("?") | both),
        valid=known.then(True),
    )


def _read_each(texts: pl.Series) -> pl.DataFrame:
    """The same columns as `_read_full`, every value read by `read_date`."""
    import polars as pl

    schema = pl.Schema({"text": pl.String, "first": pl.Date, "last": pl.Date})
    schema.update(dict.fromkeys(("approximate", "uncertain", "valid"), pl.Boolean()))
    return pl.DataFrame([_row(text) for text in texts], schema=schema, orient="row")


def _row(text: str) -> tuple[object, ...]:
    read = read_date(text)
    if read is None:
        return text, None, None, None, None, False
    return text, read.first, read.last, read.approximate, read.uncertain, True
