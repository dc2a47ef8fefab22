"""When the detention began: days alike, near each other, or in one year.

- Lists often give the day of the arrest, of the transfer or of the order: a difference says little.
- Someone may have been detained more than once: `different` is no strong sign of two people.
"""

from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import UNKNOWN

from .cells import cells

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels, Pairs

    from .words import Marks

COLUMNS = ("held_since",)
LEVELS = (
    MISSING,
    Level("same", 0.55, 0.004, 0.05),
    Level("days", 0.15, 0.012, 0.03),
    Level("fits", 0.08, 0.03, 0.05),
    Level("weeks", 0.08, 0.06, 0.08),
    Level("turned", 0.01, 0.002, 0.002),
    Level("same_year", 0.06, 0.25, 0.25),
    Level("different", 0.07, 0.642, 0.538),
)
SAME, DAYS, FITS, WEEKS, TURNED, SAME_YEAR, DIFFERENT = range(1, 8)
FEW_DAYS, FEW_WEEKS = 3, 31


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns held_first, held_last, held_swapped (days since 1970-01-01) and held_year; null where none is told."""
    import polars as pl

    from .days import month_first, read

    found = read(cells(rows, "held_since"), None if as_of is None else as_of.year, month_first(rows))
    return found.select(pl.col(c).alias(f"held_{c}") for c in ("first", "last", "swapped", "year"))


def compare(pairs: "Pairs") -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    (first, first_other), (last, last_other) = pairs.numbers("held_first"), pairs.numbers("held_last")
    day = (first == last) & (first_other == last_other)
    apart = np.maximum(first - last_other, first_other - last)
    levels = np.where(_equal(pairs, "held_year"), SAME_YEAR, DIFFERENT).astype(np.uint8)
    swapped, other = pairs.numbers("held_swapped")
    levels[day & ((swapped == first_other) | (other == first))] = TURNED
    for most, level in ((FEW_WEEKS, WEEKS), (FEW_DAYS, DAYS), (0, FITS)):
        levels[apart <= most] = level
    levels[day & (apart == 0)] = SAME
    levels[(first == UNKNOWN) | (first_other == UNKNOWN)] = 0
    return levels


def _equal(pairs: "Pairs", column: str) -> "Marks":
    left, right = pairs.numbers(column)
    equal: Marks = (left == right) & (left != UNKNOWN)
    return equal


COMPARISONS = (Comparison("held", LEVELS, compare, needs=("held_first",)),)
