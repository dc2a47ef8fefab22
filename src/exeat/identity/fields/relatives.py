"""The names of a person's father and mother: the same names in any order, fewer of them, or names alike.

- Brothers and sisters have the same parents: these comparisons tell families apart, not the people of a family.
- A parent written with one name on one side (`María`) and with three on the other is `part`.
- Words are compared by their sound, then by their consonants, as other scripts write them.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import folded, keys, told
from .texts import levels, shared
from .words import Words, every, in_order, inside, nearly, some, words

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels

    from .words import Marks, Numbers

COLUMNS = ("father", "mother")
LEVELS = (
    MISSING,
    Level("same", 0.60, 0.0005, 0.45),
    Level("part", 0.20, 0.004, 0.18),
    Level("alike", 0.12, 0.002, 0.10),
    Level("shares", 0.05, 0.06, 0.12),
    Level("different", 0.03, 0.9335, 0.15),
)
SAME, PART, ALIKE, SHARES, DIFFERENT = range(1, 6)
NEARLY = 0.85
PARTICLES = "de del la las los da do dos di bin bint ibn al el ul y e van von"
"""Words of a name that do not count."""


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns father_name and mother_name: the words of each name, sorted; null where there is none."""
    import polars as pl

    return pl.DataFrame(
        [made.alias(f"{column}_name") for column, made in zip(COLUMNS, keys(rows, COLUMNS, _words), strict=True)]
    )


def _words(texts: "pl.Series") -> "pl.Series":
    return in_order(folded(told(texts)), PARTICLES)


def _compare(column: str, pairs: Pairs) -> "Levels":
    """The level of each pair; 0 where one side does not name the parent. Symmetric."""
    return levels(pairs, column, _of_others)


def _of_others(sides: Sides, column: str, a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of names that are not written alike."""
    import numpy as np

    made = words(sides, column)
    a_word, fewer, all_ = _by(made, "close", a, b)
    _, alike, _ = _by(made, "far", a, b)
    found = np.where(a_word, SHARES, DIFFERENT).astype(np.uint8)
    rest = np.flatnonzero(~fewer & ~alike)
    found[rest[nearly(made, a[rest], b[rest], NEARLY)]] = ALIKE
    found[alike] = ALIKE
    found[fewer] = PART
    found[all_] = SAME
    return found


def _by(made: Words, key: str, a: "Numbers", b: "Numbers") -> "tuple[Marks, Marks, Marks]":
    """By a key: whether a word is shared, whether all of one name's words are in the other's, whether both ways."""
    table = getattr(made, key)
    one, two = table[a], table[b]
    left, right = inside(one, two), inside(two, one)
    all_left, all_right = every(left, one), every(right, two)
    return some(left), all_left | all_right, all_left & all_right


COMPARISONS = tuple(
    Comparison(c, LEVELS, partial(_compare, f"{c}_name"), partial(shared, f"{c}_name"), f"{c}_name", (f"{c}_name",))
    for c in COLUMNS
)
