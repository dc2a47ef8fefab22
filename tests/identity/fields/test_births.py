"""Two birth dates: a namesake is not taken for the person, nor the person for a namesake by a slip of the pen."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exeat.identity.fields import dates
from exeat.identity.fields.days import AGE, DAY, MONTH, WIDER, YEAR

from .pairs import every, named, one

AS_OF = dt.date(2024, 7, 29)
BIRTH = dates.COMPARISONS[0]
Row = dict[str, Any]
Told = list[tuple[str | None, str | None, str | None]]

SEEN = (
    ("1963-09-04", "04/09/1963", "same"),
    ("1963-09-04", "1963-04-09", "swapped"),
    ("1963-09-04", "1963-09-05", "slip"),
    ("1963-09-04", "1963-09-24", "slip"),
    ("1963-09-04", "1964-09-04", "slip"),
    ("1963-09-04", "1936-09-04", "slip"),
    ("1963-09-04", "1973-09-04", "slip"),
    ("1963-09-12", "1963-09-21", "slip"),
    ("1963-12-31", "1964-01-01", "close"),
    ("1963-09-08", "1963-09-17", "close"),
    ("1963-09-04", "1963-09-28", "two_parts"),
    ("1963-09-04", "1963-12-04", "two_parts"),
    ("1963-09-04", "1947-09-04", "two_parts"),
    ("1963-09", "1963-09-04", "month_fits"),
    ("1963", "1963-09-04", "year_fits"),
    ("196X", "1963-09-04", "wide_fits"),
    ("1963-09-14", "1963-12-02", "same_year"),
    ("1963-09", "1963-10", "same_year"),
    ("1963-01-01", "1963-12-02", "new_year"),
    ("1963-01-01", "1963-12-01", "new_year"),
    ("1963-01-01", "1963-10", "new_year"),
    ("1963-01-01", "1964-12-02", "different"),
    ("1963", "1964-12-02", "year_near"),
    ("1963", "1965", "year_slip"),
    ("1963", "1993-05-01", "year_slip"),
    ("1963", "1975", "different"),
    ("1963", "1975/1976", "different"),
    ("1963-09-14", "1971-12-02", "different"),
    ("1963-06-31", "1963-06-30", "slip"),
    ("1963-06-31", "31/06/1963", "same"),
    ("1963-09-04", None, "missing"),
    ("15/09/1405 هـ", "1985-06-04", "same"),
    ("15/09/1405 هـ", "1985-06-02", "same"),
    ("15/09/1405 هـ", "1985-06-05", "slip"),
)


@pytest.mark.parametrize(("left", "right", "level"), SEEN)
def test_what_two_birth_dates_show_is_named_as_it_is(left: str, right: str | None, level: str) -> None:
    assert one(dates, "birth_date", left, right) == level


def told(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("birth_date", "age", "as_of"), pl.String), orient="row")
    return dates.prepare(frame, None)


@pytest.mark.parametrize(
    ("age", "as_of", "level"),
    [
        ("60", "2024-07-29", "age_fits"),
        ("61", "2024-09-04", "age_fits"),
        ("60", "2024-09-03", "age_fits"),
        ("61", "2024-09-03", "age_near"),
        ("58", "2024-07-29", "age_near"),
        ("50", "2024-07-29", "different"),
        ("55-65", "2024-07-29", "age_fits"),
        ("60 años", "2024", "missing"),
        ("60", None, "missing"),
        ("130", "2024-07-29", "missing"),
    ],
)
def test_an_age_is_a_year_of_days_and_never_a_birth_date(age: str, as_of: str | None, level: str) -> None:
    left, right = told(("1963-09-04", None, None)), told((None, age, as_of))
    assert named(BIRTH, every(left, right)) == named(BIRTH, every(right, left)) == [level]


def test_ages_of_unknown_days_are_compared_with_ages_alone() -> None:
    ages = told((None, "30", None), (None, "31", None), (None, "33", None), (None, "40", None))
    assert named(BIRTH, every(ages[:1], ages)) == ["age_fits", "age_fits", "age_near", "different"]


def test_an_age_in_the_column_of_births_is_an_age() -> None:
    frame = pl.DataFrame({"birth_date": ["60 años", "1963-09-04"], "as_of": ["2024-07-29", None]})
    assert dates.prepare(frame, None)["born_kind"].to_list() == [AGE, DAY]


# A twin in plain Python: one pair at a time, by calendar dates and written digits.


def digits(row: Row) -> str | None:
    return None if row["born_digits"] is None else f"{row['born_digits']:08x}"


def one_slip(a: str, b: str) -> bool:
    wrong = [n for n in range(8) if a[n] != b[n]]
    if len(wrong) == 1:
        return True
    inside = {(0, 1), (1, 2), (2, 3), (4, 5), (6, 7)}
    return len(wrong) == 2 and tuple(wrong) in inside and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]


def of_days(a: Row, b: Row, one: str, two: str) -> str:
    if one == two or abs(a["born_first"] - b["born_first"]) <= (a["born_give"] + b["born_give"] or -1):
        return "same"
    parts = [(one[:4], two[:4]), (one[4:6], two[4:6]), (one[6:], two[6:])]
    if one[:4] == two[:4] and one[4:6] == two[6:] and one[6:] == two[4:6]:
        return "swapped"
    if one_slip(one, two):
        return "slip"
    if abs(a["born_first"] - b["born_first"]) <= 10:
        return "close"
    if one[:4] == two[:4] and "0101" in (one[4:], two[4:]):
        return "new_year"
    if sum(x == y for x, y in parts) == 2:
        return "two_parts"
    return "same_year" if one[:4] == two[:4] else "different"


def apart(a: Row, b: Row) -> int:
    """Days between the intervals; 0 or less where they share a day."""
    return int(max(a["born_first"] - b["born_last"], b["born_first"] - a["born_last"]))


def of_intervals(a: Row, b: Row) -> str:
    kinds = {a["born_kind"], b["born_kind"]}
    if apart(a, b) <= 0:
        for kind, level in ((WIDER, "wide_fits"), (AGE, "age_fits"), (YEAR, "year_fits"), (MONTH, "month_fits")):
            if kind in kinds:
                return level
    if AGE in kinds:
        return "age_near" if apart(a, b) <= 731 else "different"
    if kinds <= {DAY, MONTH}:
        if a["born_year"] is None or a["born_year"] != b["born_year"]:
            return "different"
        return "new_year" if any((digits(row) or "").endswith("0101") for row in (a, b)) else "same_year"
    if apart(a, b) < 366:
        return "year_near"
    years = [str(row["born_year"]) for row in (a, b) if row["born_year"] is not None]
    slip = len(years) == 2 and WIDER not in kinds and sum(x != y for x, y in zip(*years, strict=True)) == 1
    return "year_slip" if slip else "different"


def rule(a: Row, b: Row) -> str:
    one, two = digits(a), digits(b)
    if one is not None and two is not None:
        return of_days(a, b, one, two)
    if a["born_first"] is not None and b["born_first"] is not None:
        return of_intervals(a, b)
    if a["born_age"] is None or b["born_age"] is None:
        return "missing"
    years = abs(a["born_age"] - b["born_age"])
    return "age_fits" if years <= 1 else "age_near" if years <= 3 else "different"


DAYS = st.dates(dt.date(1961, 11, 1), dt.date(1964, 3, 1)).map(dt.date.isoformat)
WRITTEN = st.one_of(
    DAYS,
    DAYS.map(lambda d: f"{d[8:]}/{d[5:7]}/{d[:4]}"),
    DAYS.map(lambda d: d[:7]),
    DAYS.map(lambda d: d[:4]),
    DAYS.map(lambda d: f"{d}/{int(d[:4]) + 1}"),
    st.sampled_from(["1963-06-31", "196X", "~1963", "1963-13-40", "1/9/1383 هـ", "2/9/1383 هـ", "1342 ش", "x"]),
)
ROWS = st.tuples(
    st.none() | WRITTEN, st.none() | st.integers(58, 64).map(str), st.sampled_from([None, "2024-07-29", "2025-01-01"])
)
LISTS = st.lists(ROWS, min_size=20, max_size=40)
"""Long lists, few of them: preparing costs more than comparing, and every record meets every other."""
few = settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@few
@given(LISTS)
def test_columns_of_pairs_show_what_one_pair_at_a_time_shows(rows: Told) -> None:
    made = told(*rows)
    one_by_one = list(made.iter_rows(named=True))
    assert named(BIRTH, every(made, made)) == [rule(a, b) for a in one_by_one for b in one_by_one]


@few
@given(LISTS)
def test_which_list_is_named_first_changes_nothing(rows: Told) -> None:
    made = told(*rows)
    found = BIRTH.compare(every(made, made)).reshape(made.height, -1)
    assert (found == found.T).all()


@few
@given(LISTS)
def test_nobody_differs_from_himself(rows: Told) -> None:
    made = told(*rows)
    found = named(BIRTH, every(made, made))[:: made.height + 1]
    fits = {"same", "month_fits", "year_fits", "wide_fits", "age_fits"}
    assert all(level in fits | {"missing"} for level in found)
    assert [level == "missing" for level in found] == made["born_told"].is_null().to_list()


def unreal(row: Row) -> bool:
    """Whether a day was written that no calendar has: its month or year is known, and its digits are compared."""
    return row["born_digits"] is not None and row["born_kind"] != DAY


APART = {"different", "year_slip", "same_year", "year_near", "age_near"}


@few
@given(LISTS)
def test_dates_that_can_be_one_day_are_never_called_apart(rows: Told) -> None:
    made = told(*rows)
    pairs = [(a, b) for a in made.iter_rows(named=True) for b in made.iter_rows(named=True)]
    for (a, b), level in zip(pairs, named(BIRTH, every(made, made)), strict=True):
        if a["born_first"] is not None and b["born_first"] is not None:
            assert (level == "different") <= (apart(a, b) > 0), (a, b)
            assert (level in APART) <= (apart(a, b) > 0) or unreal(a) or unreal(b), (a, b, level)
