"""Partial dates: a day nobody wrote must not decide how old a detainee was or since when held."""

from __future__ import annotations

import calendar
import datetime
from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.core.dates import (
    PartialDate,
    age_on,
    certainly_before,
    covers,
    in_figures,
    in_force,
    may_equal,
    order_shown,
    read_date,
    read_dates,
)

MARKS = st.sampled_from(["", "", "~", "?", "%"])


def masked(day: date, length: int, hidden: tuple[bool, ...]) -> str:
    text = day.isoformat()[:length]
    return "".join("X" if hide and c != "-" else c for c, hide in zip(text, hidden, strict=False))


HIDDEN = st.tuples(*[st.integers(0, 5).map(lambda n: n == 0)] * 10)
NOTHING_HIDDEN = st.just((False,) * 10)
DAYS = st.dates(date(1, 1, 1)) | st.dates(date(1980, 1, 1), date(1990, 12, 31))
BODIES = st.builds(masked, DAYS, st.sampled_from([4, 7, 10, 10]), NOTHING_HIDDEN | HIDDEN)
SINGLE = st.builds(lambda body, mark: body + mark, BODIES, MARKS)
ENDS = SINGLE | st.sampled_from(["", ".."])
INTERVALS = st.builds("{}/{}".format, ENDS, ENDS)
NEARLY = st.from_regex(r"\s?[+-]?[0-9X]{3,5}(-[0-9X]{1,3}){0,2}[~?% ]{0,2}(/(\.\.)?)?\n?", fullmatch=True)
ANYTHING = SINGLE | INTERVALS | NEARLY | st.text(max_size=12)
DATES = (SINGLE | INTERVALS).map(read_date).filter(lambda d: d is not None)


def read(text: str) -> PartialDate:
    found = read_date(text)
    assert found is not None, text
    return found


def span(text: str) -> tuple[str, str]:
    found = read(text)
    return str(found.first), str(found.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1985", "1985-01-01", "1985-12-31"), ("1985-04", "1985-04-01", "1985-04-30"),
        ("1985-04-12", "1985-04-12", "1985-04-12"), ("1985-04-12~", "1985-04-12", "1985-04-12"),
        ("198X", "1980-01-01", "1989-12-31"), ("19XX", "1900-01-01", "1999-12-31"),
        ("1985-04-XX", "1985-04-01", "1985-04-30"), ("1984-02-XX", "1984-02-01", "1984-02-29"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31"), ("1985-XX-12", "1985-01-12", "1985-12-12"),
        ("1985-XX-30", "1985-01-30", "1985-12-30"), ("198X-02-29", "1980-02-29", "1988-02-29"),
        ("1985-1X", "1985-10-01", "1985-12-31"), ("1985-04-3X", "1985-04-30", "1985-04-30"),
        ("1985/1990-03", "1985-01-01", "1990-03-31"), ("1985-04/1985", "1985-04-01", "1985-12-31"),
        ("1985/..", "1985-01-01", "None"), ("../1985", "None", "1985-12-31"),
        ("1985/", "1985-01-01", "None"), ("/1985?", "None", "1985-12-31"),
        ("000X", "0001-01-01", "0009-12-31"), ("9999", "9999-01-01", "9999-12-31"),
    ],
)  # fmt: skip
def test_a_record_gets_days_its_text_does_not_allow(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "1985-13", "1985-00", "1985-02-30", "1985-02-3X", "1985-04-00", "1985-4-12", "1985-04-1", "985",
        "0000", "0000-01-01", "1990/1985", "1985-05/1985-04", " 1985", "1985 ", "1985\n", "1985-04-12\n", "",
        "/", "../..", "/..", "../", "..", "1985/1986/1987", "1985/x", "1985~?", "~1985", "1985-04~-12",
        "12/04/1985", "1985-21", "Y12345", "-1985", "+1985", "19850412", "1985-W01-1", "198x",
        "\uff11\uff19\uff18\uff15", "\u0661\u0669\u0668\u0665-01-01", "1985 / 1986", "unknown",
        "1985-04-12T00:00", "1985~/~",
    ],
)  # fmt: skip
def test_a_day_is_invented_from_something_that_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("1985", 0, 0),
        ("1985~", 1, 0),
        ("1985?", 0, 1),
        ("1985%", 1, 1),
        ("1985~/1990?", 1, 1),
        ("../1990?", 0, 1),
    ],
)
def test_a_doubt_the_source_had_is_lost(text: str, approximate: int, uncertain: int) -> None:
    found = read(text)
    assert (found.approximate, found.uncertain) == (approximate, uncertain)
    assert found.text == text


def test_a_hand_made_date_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        PartialDate("", date(1985, 1, 2), date(1985, 1, 1), False, False)


@given(DAYS, st.sampled_from([4, 7, 10]), HIDDEN, MARKS)
def test_hiding_digits_excludes_the_true_day(day: date, length: int, hidden: tuple[bool, ...], mark: str) -> None:
    found = read(masked(day, length, hidden) + mark)
    assert covers(found, day)
    assert found.first is not None
    assert found.last is not None


def allowed(text: str, years: range) -> list[date]:
    """Every day that fits the text, by trying them all."""
    days = (date(years.start, 1, 1) + datetime.timedelta(n) for n in range(366 * len(years)))
    return [d for d in days if all(c in ("X", real) for c, real in zip(text, d.isoformat(), strict=False))]


@settings(max_examples=40)
@given(st.dates(date(1980, 1, 1), date(1989, 12, 31)), st.sampled_from([4, 7, 10]), HIDDEN)
def test_the_bounds_are_wider_or_narrower_than_the_text(day: date, length: int, hidden: tuple[bool, ...]) -> None:
    text = masked(day, length, (False, False, False, *hidden[3:]))
    days = allowed(text, range(1980, 1990))
    assert span(text) == (str(days[0]), str(days[-1]))


# The oracle reads `1985-XX-12` only unmarked, and no single X in a month or day; where it meets an open end
# or the year 0 it goes astray, and it takes 1989-02-29 for the last day of `198X-02-29`.
KNOWN_TO_EDTF = st.builds(
    lambda day, shape, mark: day.strftime(shape) + mark,
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-XX", "%Y-XX-XX", "%Y-XX"]),
    MARKS,
) | st.builds(lambda day: day.strftime("%Y-XX-%d"), st.dates(date(1000, 1, 1)))


@settings(max_examples=60, deadline=None)
@given(KNOWN_TO_EDTF | st.integers(100, 999).map("{}X".format) | st.integers(10, 99).map("{}XX".format))
def test_another_reader_of_the_standard_gives_other_days(text: str) -> None:
    oracle = parse_edtf(text)
    theirs = tuple(date(*day[:3]) for day in (oracle.lower_strict(), oracle.upper_strict()))
    ours = read(text)
    assert (ours.first, ours.last) == theirs


@settings(max_examples=30, deadline=None)
@given(*[st.builds(lambda d, n: d.isoformat()[:n], DAYS, st.sampled_from([4, 7, 10]))] * 2)
def test_another_reader_of_the_standard_gives_an_interval_other_days(start: str, end: str) -> None:
    ours = read_date(f"{start}/{end}")
    if ours is not None:
        oracle = parse_edtf(f"{start}/{end}")
        assert ours.first == date(*oracle.lower_strict()[:3])
        assert ours.last == date(*oracle.upper_strict()[:3])


@given(DATES, DATES, st.dates(date(1979, 1, 1), date(1992, 1, 1)))
def test_two_records_are_wrongly_kept_apart(a: PartialDate, b: PartialDate, day: date) -> None:
    assert may_equal(a, a)
    assert may_equal(a, b) == may_equal(b, a)
    assert not (certainly_before(a, b) and (may_equal(a, b) or certainly_before(b, a)))
    assert may_equal(a, b) or not (covers(a, day) and covers(b, day))


def test_an_open_end_is_taken_for_an_end() -> None:
    assert may_equal(read("1985/.."), read("2020"))
    assert not certainly_before(read("1985/"), read("2020"))
    assert certainly_before(read("../1985"), read("1986-01-01"))
    assert not certainly_before(read("1985"), read("1985-12-31"))


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("1985-04/1990", "1985-03-31", False), ("1985-04/1990", "1985-04-15", None),
        ("1985-04/1990", "1985-04-30", True), ("1985-04/1990", "1990-01-01", True),
        ("1985-04/1990", "1990-01-02", None), ("1985-04/1990", "1991-01-01", False),
        ("1985-04-12/..", "1985-04-12", True), ("1985-04-12/", "2020-01-01", True),
        ("../1985", "1970-01-01", True), ("../1985", "1985-06-01", None),
        ("1985-04-12", "1985-04-12", True), ("1985-04", "1985-04-12", None), ("1985-04", "1985-05-01", False),
        ("1985/1985", "1985-06-01", None), ("1985-04-12/1985", "1985-04-12", True),
        ("1985/1985-04-12", "1985-04-12", True), ("1985/1985-04-12", "1985-04-13", False),
    ],
)  # fmt: skip
def test_an_order_is_applied_on_a_day_it_may_not_have_been_in_force(text: str, day: str, expected: bool | None) -> None:
    assert in_force(read(text), date.fromisoformat(day)) is expected


@st.composite
def near_intervals(draw: st.DrawFn) -> tuple[str, str]:
    """Two ends in the same few weeks, each to the month or with its last digit hidden."""
    days = st.dates(date(1985, 1, 25), date(1985, 3, 5)).map(date.isoformat)
    ends = [draw(days.flatmap(lambda d: st.sampled_from([d, d[:9] + "X", d[:7]]))) for _ in range(2)]
    return ends[0], ends[1]


@given(near_intervals(), st.dates(date(1985, 1, 1), date(1985, 3, 31)))
def test_what_cannot_be_told_is_told(ends: tuple[str, str], day: date) -> None:
    starts, stops = (allowed(end, range(1985, 1986)) for end in ends)
    answers = {s <= day <= e for s, e in product(starts, stops) if s <= e}
    interval = read_date("/".join(ends))
    if interval is None:
        assert not answers
    else:
        assert in_force(interval, day) is (answers.pop() if len(answers) == 1 else None)


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        ("1985-04-12", "2003-04-11", (17, 17)), ("1985-04-12", "2003-04-12", (18, 18)),
        ("1985", "2003-06-01", (17, 18)), ("198X", "2003-12-31", (14, 23)),
        ("1985-XX-12", "2003-01-11", (17, 17)), ("1984-02-29", "2003-02-28", (18, 18)),
        ("1984-02-29", "2003-03-01", (19, 19)), ("1985/..", "2003-06-01", (None, 18)),
        ("../1985", "2003-06-01", (17, None)), ("2003", "2003-06-01", (0, 0)),
        ("2004", "2003-06-01", (None, None)), ("2004/..", "2003-06-01", (None, None)),
    ],
)  # fmt: skip
def test_a_minor_is_counted_as_an_adult(birth: str, day: str, expected: tuple[int | None, int | None]) -> None:
    assert age_on(read(birth), date.fromisoformat(day)) == expected


@given(st.dates(date(1950, 1, 1), date(2010, 1, 1)), HIDDEN, st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_the_true_age_is_outside_the_range(born: date, hidden: tuple[bool, ...], day: date) -> None:
    least, most = age_on(read(masked(born, 10, hidden)), day)
    birthday = (
        date(day.year, 3, 1)
        if (born.month, born.day) == (2, 29) and not calendar.isleap(day.year)
        else born.replace(year=day.year)
    )
    age = day.year - born.year - (day < birthday)
    assert least is not None
    assert most is not None
    assert least <= age <= most


def rows_of(texts: list[str | None]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for text in texts:
        found = None if text is None else read_date(text)
        if found is None:
            rows.append((None, None, None, None, None if text is None else False))
        else:
            rows.append((found.first, found.last, found.approximate, found.uncertain, True))
    return rows


SCHEMA = {
    "first": pl.Date,
    "last": pl.Date,
    "approximate": pl.Boolean,
    "uncertain": pl.Boolean,
    "valid": pl.Boolean,
}


@settings(deadline=None)
@given(st.lists(st.none() | ANYTHING, max_size=30))
def test_a_whole_file_is_read_otherwise_than_one_record(texts: list[str | None]) -> None:
    table = read_dates(pl.Series("born", texts, dtype=pl.String))
    assert dict(table.schema) == SCHEMA
    assert table.rows() == rows_of(texts)


def test_a_long_file_loses_the_order_of_its_records() -> None:
    odd = ["1985", None, "0000-01-01", "1985-02-30", "1985-04-12%", "1985-04-12 ", "1985/..", "-985-04-12"]
    first = date(1900, 1, 1)
    texts = [
        odd[n // 7 % len(odd)] if n % 7 == 0 else (first + datetime.timedelta(n)).isoformat() for n in range(20_000)
    ]
    assert read_dates(pl.Series(texts, dtype=pl.String)).rows() == rows_of(texts)


def test_an_empty_or_null_column_stops_the_reading() -> None:
    assert read_dates(pl.Series([], dtype=pl.String)).schema == SCHEMA
    assert read_dates(pl.Series([None, None])).rows() == [(None,) * 5] * 2


def test_numbers_are_taken_for_dates() -> None:
    with pytest.raises(TypeError, match="String column"):
        read_dates(pl.Series([1985]))


@given(st.dates(), st.sampled_from("/.-"), st.sampled_from(["day_first", "month_first"]), st.booleans())
def test_a_day_in_figures_becomes_another_day(day: date, mark: str, order: Any, padded: bool) -> None:
    parts = [day.day, day.month] if order == "day_first" else [day.month, day.day]
    text = mark.join([*(f"{p:02}" if padded else str(p) for p in parts), f"{day.year:04}"])
    assert in_figures(pl.Series("d", [text]), order).to_list() == [day.isoformat()]


def test_what_is_no_day_in_that_order_is_kept_as_it_was_written() -> None:
    texts = ["31/02/1988", "24/13/1990", "1988-02-03", "03/88", "", None, "12/1/1990x"]
    assert in_figures(pl.Series("d", texts), "day_first").to_list() == texts
    assert in_figures(pl.Series("d", ["24/12/1990"]), "month_first").to_list() == ["24/12/1990"]


def test_an_order_is_shown_only_by_days_that_can_stand_in_one_place() -> None:
    assert order_shown([pl.Series(["03/04/1990"]), pl.Series(["24/04/1990", None])]) == "day_first"
    assert order_shown([pl.Series(["04/24/1990", "x"])]) == "month_first"
    assert order_shown([pl.Series(["03/04/1990"])]) is None
    assert order_shown([pl.Series(["24/04/1990"]), pl.Series(["04/24/1990"])]) is None
    assert order_shown([]) is None
    slips = pl.Series(["24/04/1990", "15/13/1984", "31/02/1988"])
    assert order_shown([slips]) == "day_first"  # what no calendar has in either order shows nothing
