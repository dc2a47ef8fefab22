"""Two birth dates, pair by pair: how alike they are, from the same day to days that exclude each other.

- Two whole days are compared by their digits; whatever else, by the intervals of days that were written.
- `different` is said only where the intervals exclude each other, and nothing of what follows explains it: day and
  month changed, one slip of the pen, days near each other, two of three parts alike, one year, an estimated age.
- 1 January is what many write where only the year is known: against another day of that year it is `new_year`.
"""

from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import MISSING, Level
from exeat.identity.sides import UNKNOWN, Pairs

from .ages import OLDEST
from .days import AGE, MONTH, WIDER, YEAR

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Levels

    Numbers = np.ndarray[Any, np.dtype[np.int32]]
    Rows = np.ndarray[Any, np.dtype[np.intp]]
    Marks = np.ndarray[Any, np.dtype[np.bool_]]

LEVELS = (
    MISSING,
    Level("same", 0.80, 0.00007, 0.006),
    Level("swapped", 0.02, 0.00003, 0.0001),
    Level("slip", 0.04, 0.0016, 0.003),
    Level("close", 0.012, 0.0012, 0.003),
    Level("two_parts", 0.012, 0.0045, 0.006),
    Level("month_fits", 0.02, 0.0015, 0.004),
    Level("year_fits", 0.04, 0.02, 0.03),
    Level("wide_fits", 0.012, 0.07, 0.06),
    Level("age_fits", 0.03, 0.025, 0.03),
    Level("age_near", 0.008, 0.06, 0.08),
    Level("same_year", 0.007, 0.02, 0.025),
    Level("year_near", 0.005, 0.04, 0.08),
    Level("year_slip", 0.002, 0.02, 0.02),
    Level("different", 0.006, 0.73, 0.68),
    Level("new_year", 0.008, 0.0006, 0.0008),
)
NUMBER = {level.id: number for number, level in enumerate(LEVELS)}
NEAR_DAYS, NEAR_AGE = 10, 731
FITS = tuple(NUMBER[id] for id in ("missing", "same", "month_fits", "year_fits", "age_fits", "wide_fits"))
"""The level of intervals that share a day, by the widest kind of the two."""
NIBBLES = 0x11111111
FIRST_DAY = 0x0101


def compare(pairs: Pairs) -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    levels = np.zeros(len(pairs), np.uint8)
    left, right = pairs.numbers("born_digits")
    whole = (left != UNKNOWN) & (right != UNKNOWN)
    if whole.all():
        return _of_days(pairs, left, right)
    days, rest = np.flatnonzero(whole), np.flatnonzero(~whole)
    levels[days] = _of_days(_some(pairs, days), left[days], right[days])
    levels[rest] = _of_intervals(_some(pairs, rest))
    return levels


def _some(pairs: Pairs, rows: "Rows") -> Pairs:
    return Pairs(pairs.sides, pairs.l[rows], pairs.r[rows])


def _of_days(pairs: Pairs, left: "Numbers", right: "Numbers") -> "Levels":
    """Levels of pairs of whole days: the weakest likeness is written first, a stronger one over it."""
    import numpy as np

    apart = left ^ right
    levels = np.full(len(left), NUMBER["different"], np.uint8)
    year, month, day = apart >> 16 == 0, apart & 0xFF00 == 0, apart & 0xFF == 0
    levels[year] = NUMBER["same_year"]
    levels[(year & (month | day)) | (month & day)] = NUMBER["two_parts"]
    levels[year & _first_day(left, right)] = NUMBER["new_year"]
    first, other = pairs.numbers("born_first")
    between = np.abs(first - other)
    levels[between <= NEAR_DAYS] = NUMBER["close"]
    levels[_one_slip(apart, left, right)] = NUMBER["slip"]
    levels[_turned(left, right, year & ~month & ~day)] = NUMBER["swapped"]
    levels[apart == 0] = NUMBER["same"]
    levels[between <= _give(pairs)] = NUMBER["same"]
    return levels


def _first_day(left: "Numbers", right: "Numbers") -> "Marks":
    """Whether one of the two days is a 1 January, and the other is not."""
    found: Marks = (left & 0xFFFF == FIRST_DAY) ^ (right & 0xFFFF == FIRST_DAY)
    return found


def _give(pairs: Pairs) -> "Numbers | int":
    """By how many days the calendars themselves may be apart; -1 where the days must be equal."""
    import numpy as np

    sides = (pairs.sides.left.numbers("born_give"), pairs.sides.right.numbers("born_give"))
    if not any((side > 0).any() for side in sides):
        return -1
    left, right = pairs.numbers("born_give")
    return np.where(left + right > 0, left + right, -1)


def _one_slip(apart: "Numbers", left: "Numbers", right: "Numbers") -> "Rows":
    """The rows in which one digit is another, or two neighbours within year, month or day have changed places."""
    import numpy as np

    marks = (apart | apart >> 1 | apart >> 2 | apart >> 3) & NIBBLES
    count = np.bitwise_count(marks)
    two = np.flatnonzero((count == 2) & (marks & marks >> 4 != 0))
    return np.concatenate([np.flatnonzero(count == 1), two[_neighbours(left[two], right[two])]])


def _neighbours(left: "Numbers", right: "Numbers") -> "Marks":
    import numpy as np

    found = np.zeros(len(left), np.bool_)
    for place in (0, 8, 16, 20, 24):
        a, b = left >> place & 0xF, left >> place + 4 & 0xF
        found |= left ^ ((a ^ b) * 0x11 << place) == right
    return found


def _turned(left: "Numbers", right: "Numbers", chosen: "Marks") -> "Rows":
    """The chosen rows in which the day of one is the month of the other, both ways."""
    import numpy as np

    rows = np.flatnonzero(chosen)
    a, b = left[rows], right[rows]
    turned: Rows = rows[(a & 0xFF) << 8 | (a >> 8 & 0xFF) == b & 0xFFFF]
    return turned


def _of_intervals(pairs: Pairs) -> "Levels":
    """Levels of pairs of which one at least is no whole day."""
    import numpy as np

    (kind, other), (first, first_other) = pairs.numbers("born_kind"), pairs.numbers("born_first")
    last, last_other = pairs.numbers("born_last")
    widest = np.maximum(kind, other)
    apart = np.maximum(first - last_other, first_other - last)
    levels = np.where(apart <= 0, np.array(FITS)[np.clip(widest, 0, WIDER)], NUMBER["different"]).astype(np.uint8)
    apart_years = (apart > 0) & (kind != AGE) & (other != AGE)
    levels[apart_years & (widest == YEAR) & _slip_of_year(pairs)] = NUMBER["year_slip"]
    levels[apart_years & (widest >= YEAR) & (apart < 366)] = NUMBER["year_near"]
    months = apart_years & (widest == MONTH) & _same_year(pairs)
    levels[months] = np.where(_first_day(*pairs.numbers("born_digits")), NUMBER["new_year"], NUMBER["same_year"])[
        months
    ]
    levels[(apart > 0) & ~apart_years & (apart <= NEAR_AGE)] = NUMBER["age_near"]
    unknown = np.flatnonzero((kind == UNKNOWN) | (other == UNKNOWN))
    levels[unknown] = _of_ages(_some(pairs, unknown))
    return levels


def _same_year(pairs: Pairs) -> "Marks":
    year, other = pairs.numbers("born_year")
    same: Marks = (year == other) & (year != UNKNOWN)
    return same


def _slip_of_year(pairs: Pairs) -> "Marks":
    """Whether one digit of the years is another; never where a year is not known."""
    import numpy as np

    year, other = pairs.numbers("born_year")
    wrong = sum((year // ten % 10 != other // ten % 10).astype(np.uint8) for ten in (1, 10, 100, 1000))
    slip: Marks = (wrong == 1) & (year != UNKNOWN) & (other != UNKNOWN)
    return slip


def _of_ages(pairs: Pairs) -> "Levels":
    """Levels of pairs of which one has no day: ages whose day nobody says are compared as they stand."""
    import numpy as np

    (age, other), levels = pairs.numbers("born_age"), np.zeros(len(pairs), np.uint8)
    known, apart = (age != UNKNOWN) & (other != UNKNOWN), np.abs(age - other)
    for most, level in ((OLDEST, "different"), (3, "age_near"), (1, "age_fits")):
        levels[known & (apart <= most)] = NUMBER[level]
    return levels
