"""Years, months and days of three calendars as whole days since 1970-01-01, for whole columns of numbers.

- Gregorian: as numpy counts it, also before 1582.
- Hijri: the Umm al-Qura tables of hijridate for the years 1343 to 1500. A list may follow the sight of the moon, which
  is a day earlier or later; who compares allows for it. Other years are not converted.
- Persian (solar): leap years by the cycle of 33 years, counted from 1 Farvardin 1400 = 2021-03-21.

Sources: hijridate (Umm al-Qura); M. Heydari-Malayeri, A concise review of the Iranian calendar, 2004
(arXiv:astro-ph/0409620): from 1178 to 1633 the leap years leave 1, 5, 9, 13, 17, 22, 26 or 30 on division by 33.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

NO_DAY = -(1 << 31)
"""In place of a day that does not exist."""
PERSIAN_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)
PERSIAN_YEARS, HIJRI_YEARS, GREGORIAN_YEARS = (1178, 1633), (1343, 1500), (1, 9998)
FARVARDIN_1400 = 18707  # 2021-03-21


def month_start(calendar: str, year: "Numbers", month: "Numbers") -> "Numbers":
    """The first day of each month (month 13: of the next year); NO_DAY where the calendar is not known to us."""
    import numpy as np

    known, count = {
        "g": (GREGORIAN_YEARS, _gregorian),
        "h": (HIJRI_YEARS, _hijri),
        "j": (PERSIAN_YEARS, _persian),
    }[calendar]
    good = (year >= known[0]) & (year <= known[1]) & (month >= 1) & (month <= 13)
    starts = np.full(len(year), NO_DAY, np.int64)
    starts[good] = count(year[good], month[good])
    return starts


def fields_of(days: "Numbers") -> "tuple[Numbers, Numbers, Numbers]":
    """Year, month and day of days, in the Gregorian calendar."""
    import numpy as np

    when = days.astype("datetime64[D]")
    months = when.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    return year, month, (when - months.astype("datetime64[D]")).astype(np.int64) + 1


def _gregorian(year: "Numbers", month: "Numbers") -> "Numbers":
    import numpy as np

    return ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _hijri(year: "Numbers", month: "Numbers") -> "Numbers":
    import numpy as np
    from hijridate import Hijri

    distinct, where = np.unique(year * 13 + month - 1, return_inverse=True)
    starts = [_hijri_month(Hijri, int(code) // 13, int(code) % 13 + 1) for code in distinct]
    return np.array(starts, np.int64)[where]


def _hijri_month(hijri: Any, year: int, month: int) -> int:
    """The first day of a month; month 13 is the day after the last of month 12."""
    if month < 13:
        return int(hijri(year, month, 1).to_gregorian().toordinal()) - 719163
    last = hijri(year, 12, 1)
    return int(last.to_gregorian().toordinal()) - 719163 + int(last.month_length())


def _persian(year: "Numbers", month: "Numbers") -> "Numbers":
    """Six months of 31 days, then of 30, the last of 29 but in leap years."""
    import numpy as np

    year, month = year + month // 13, np.where(month == 13, 1, month)
    before = np.where(month <= 7, (month - 1) * 31, 186 + (month - 7) * 30)
    leaps = _leaps_before(year) - _leaps_before(np.array([1400]))
    return FARVARDIN_1400 + (year - 1400) * 365 + leaps + before


def _leaps_before(year: "Numbers") -> "Numbers":
    """How many leap years of the cycles came before a year."""
    import numpy as np

    return (year - 1) // 33 * len(PERSIAN_LEAP) + np.searchsorted(PERSIAN_LEAP, (year - 1) % 33, side="right")
