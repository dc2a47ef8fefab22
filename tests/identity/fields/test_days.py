# ruff: noqa: RUF001 - letters of other scripts are meant here
"""A date that is read wrong makes two people of one, or one of two."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.identity.fields import dates
from exeat.identity.fields.days import DAY, MONTH, WIDER, YEAR, read

ONE_DAY = (
    "1963-09-04", "1963-09-04 00:00:00", "1963-09-04T00:00:00Z", "04/09/1963", "4.9.1963", "4-9-1963", "4.9.63",
    "19630904", "04091963", "4 sep 1963", "4 Sept. 1963", "4 de septiembre de 1963", "4 DE SETIEMBRE DEL 1963",
    "Sept. 4, 1963", "4th of September, 1963", "4 вересня 1963 р.", "4 сентября 1963 г.", "4 septembre 1963",
    "٤/٩/١٩٦٣", "4 ايلول 1963", "4 سبتمبر 1963", "23258", "1963/09/04", "4-Sep-1963", "04-SEP-63",
)  # fmt: skip
OTHER = (
    ("1963", "1963-01-01", "1963-12-31", YEAR),
    ("00/00/1963", "1963-01-01", "1963-12-31", YEAR),
    ("xx/xx/1963", "1963-01-01", "1963-12-31", YEAR),
    ("1963-09", "1963-09-01", "1963-09-30", MONTH),
    ("09/1963", "1963-09-01", "1963-09-30", MONTH),
    ("00/09/1963", "1963-09-01", "1963-09-30", MONTH),
    ("septiembre de 1963", "1963-09-01", "1963-09-30", MONTH),
    ("196X", "1960-01-01", "1969-12-31", WIDER),
    ("1963/1965", "1963-01-01", "1965-12-31", WIDER),
    ("1963 - 1965", "1963-01-01", "1965-12-31", WIDER),
    ("~1963", "1961-12-31", "1964-12-31", WIDER),
    ("c. 1963", "1961-12-31", "1964-12-31", WIDER),
    ("31/06/1963", "1963-06-01", "1963-06-30", MONTH),
    ("19631945", "1963-01-01", "1963-12-31", YEAR),
    ("1963-13-45", "1963-01-01", "1963-12-31", YEAR),
)
ISLAMIC = (
    ("1/1/1445 AH", "2023-07-19"),
    ("1 رمضان 1444", "2023-03-23"),
    ("1442-10-01 هـ", "2021-05-13"),
    ("1 Muharram 1445", "2023-07-19"),
)  # by the Umm al-Qura calendar
PERSIAN = (
    ("1403-01-01 ه.ش", "2024-03-20"),
    ("30/12/1399 ش", "2021-03-20"),
    ("22 بهمن 1357", "1979-02-11"),
    ("1 Farvardin 1375", "1996-03-20"),
    ("11 فروردین 1304", "1925-03-31"),
)


def days(*texts: str | None, month_first: bool | None = None) -> pl.DataFrame:
    read_ = read(pl.Series(texts, dtype=pl.String), month_first=month_first)
    return read_.with_columns(pl.col("first", "last", "swapped").cast(pl.Date))


@pytest.mark.parametrize("text", ONE_DAY)
def test_one_birth_is_one_day_however_a_clerk_writes_it(text: str) -> None:
    row = days(text).row(0, named=True)
    assert (str(row["first"]), str(row["last"]), row["kind"]) == ("1963-09-04", "1963-09-04", DAY)
    assert (str(row["swapped"]), f"{row['digits']:x}", row["year"]) == ("1963-04-09", "19630904", 1963)


@pytest.mark.parametrize(("text", "first", "last", "kind"), OTHER)
def test_no_day_is_supplied_where_none_was_written(text: str, first: str, last: str, kind: int) -> None:
    row = days(text).row(0, named=True)
    assert (str(row["first"]), str(row["last"]), row["kind"], row["swapped"]) == (first, last, kind, None)


@pytest.mark.parametrize(
    "text", ["unknown", "", " ", "s/d", "12", "4/5", "99/99", "-", "3.5.3.1963", "no 1963 not", None]
)
def test_what_is_no_date_is_not_said(text: str | None) -> None:
    assert days(text).row(0) == (None,) * 7


@pytest.mark.parametrize(("text", "day"), ISLAMIC)
def test_a_hijri_day_of_birth_is_its_gregorian_day_give_or_take_one(text: str, day: str) -> None:
    row = days(text).row(0, named=True)
    assert (str(row["first"]), row["kind"], row["give"]) == (day, DAY, 1)


@pytest.mark.parametrize(("text", "day"), PERSIAN)
def test_a_persian_day_of_birth_is_its_gregorian_day(text: str, day: str) -> None:
    row = days(text).row(0, named=True)
    assert (str(row["first"]), row["kind"], row["give"]) == (day, DAY, 0)


def test_persian_years_follow_one_another_without_a_gap() -> None:
    years = days(*(f"{year} ش" for year in range(1250, 1450)))
    assert (years["last"].shift(1).drop_nulls() + dt.timedelta(1) == years["first"][1:]).all()
    assert years["first"].dt.day().is_in([20, 21, 22]).all()
    assert years["first"].dt.month().unique().to_list() == [3]


def test_years_that_no_living_person_was_born_in_are_of_another_calendar() -> None:
    hijri = days("1405", "1410-09-15", "1399")
    assert hijri["year"].to_list() == [None, 1990, None]
    assert hijri["give"].to_list()[1] == 1
    persian = days("1365/02/31", "1370", "1399")
    assert [str(d) for d in persian["first"]] == ["1986-05-21", "1991-03-21", "2020-03-20"]


def test_a_list_of_the_middle_ages_keeps_its_years() -> None:
    assert days("1405", "1410-09-15", "1620")["year"].to_list() == [1405, 1410, 1620]


def test_the_order_of_day_and_month_is_what_the_list_shows() -> None:
    assert days("04/09/1963", "25/12/1970", "13.1.1950")["first"].head(1).to_list() == [dt.date(1963, 9, 4)]
    assert days("04/09/1963", "12/25/1970", "1.13.1950")["first"].head(1).to_list() == [dt.date(1963, 4, 9)]
    # What can be read in one way only is read so, in a list of the other order too.
    assert days("12/26/1971", "25/12/1970", "24/12/1970")["first"].head(1).to_list() == [dt.date(1971, 12, 26)]


def test_the_day_of_detention_shows_how_the_list_writes_births() -> None:
    rows = pl.DataFrame({"birth_date": ["04/09/1963"], "held_since": ["07/29/2024"]})
    assert dates.prepare(rows, None)["born_first"].cast(pl.Date).to_list() == [dt.date(1963, 4, 9)]


def test_a_child_is_not_made_a_hundred_years_old_by_two_digits() -> None:
    assert [d.year for d in days("4.9.63", "4.9.15", "1.1.2024")["first"]] == [1963, 2015, 2024]
    rows = pl.DataFrame({"birth_date": ["4.9.31"]})
    assert dates.prepare(rows, dt.date(2035, 1, 1))["born_year"].to_list() == [2031]
    assert dates.prepare(rows, dt.date(2025, 1, 1))["born_year"].to_list() == [1931]


def test_first_of_january_written_for_want_of_a_day_is_its_year_alone() -> None:
    heaped = pl.DataFrame({"birth_date": ["1980-01-01"] * 8 + [f"19{n}-05-17" for n in range(50, 90)]})
    made = dates.prepare(heaped, None)
    assert made["born_kind"].to_list()[:9] == [YEAR] * 8 + [DAY]
    assert made["born_digits"][0] is None
    few = pl.DataFrame({"birth_date": ["1980-01-01"] * 2 + [f"19{n}-05-17" for n in range(50, 90)]})
    assert dates.prepare(few, None)["born_kind"].to_list()[0] == DAY


@settings(max_examples=30)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2030, 1, 1)))
def test_what_machines_and_people_write_is_the_same_day(day: dt.date) -> None:
    texts = (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{day.day}.{day.month}.{day.year}")
    found = days(*texts, month_first=False)
    assert set(found["first"]) == set(found["last"]) == {day}
    assert set(found["digits"]) == {int(f"{day:%Y%m%d}", 16)}
    other = dt.date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
    assert set(found["swapped"]) == {other}


@settings(max_examples=30)
@given(st.lists(st.one_of(st.none(), st.text(max_size=14), st.from_regex(r"[0-9X/.\- ]{4,12}", fullmatch=True))))
def test_whatever_stands_in_a_cell_it_is_read_or_left(texts: list[str | None]) -> None:
    found = read(pl.Series(texts, dtype=pl.String))
    assert len(found) == len(texts)
    told = found.drop_nulls("first")
    assert (told["first"] <= told["last"]).all()
    assert found["kind"].is_null().equals(found["first"].is_null())
