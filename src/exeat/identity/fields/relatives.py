"""The names of a person's father and mother: the same names in any order, fewer of them, or names alike.

- Brothers and sisters have the same parents: these comparisons tell families apart, not the people of a family.
- A parent written with one name on one side (`María`) and with three on the other is `part`.
- Words are compared by their sound, then by their consonants, as other scripts write them.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import distinct_pairs

from .cells import folded, told
from .words import Words, every, inside, some, words

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels, Pairs

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
NEARLY = 85
PARTICLES = "de del la las los da do dos di bin bint ibn al el ul y e van von"
"""Words of a name that do not count."""


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns relative_father and relative_mother: the words of each name, sorted; null where there is none."""
    import polars as pl

    return pl.DataFrame({f"relative_{column}": _key(rows, column) for column in COLUMNS})


def shared_code(pairs: "Pairs", column: str = "relative_father") -> "Numbers":
    """The number of the name that both sides of a pair give; -1 where they do not give one in the same words."""
    import numpy as np

    left, right, _ = pairs.codes(column)
    return np.where(left == right, left, -1)


def _key(rows: "pl.DataFrame", column: str) -> "pl.Series":
    import polars as pl

    texts = told(rows, column)
    distinct = texts.drop_nulls().unique()
    parted = folded(distinct).str.split(" ")
    kept = parted.list.eval(pl.element().filter(~pl.element().is_in(PARTICLES.split()))).list.unique().list.sort()
    return texts.replace_strict(distinct, _text(kept), default=None, return_dtype=pl.String)


def _text(parted: "pl.Series") -> "pl.Series":
    joined = parted.list.join(" ")
    return joined.set(joined == "", None)


def _compare(column: str, pairs: "Pairs") -> "Levels":
    """The level of each pair; 0 where one side does not name the parent. Symmetric."""
    import numpy as np

    left, right, texts = pairs.codes(column)
    levels = np.zeros(len(pairs), np.uint8)
    known = np.flatnonzero((left >= 0) & (right >= 0))
    a, b, where = distinct_pairs(left[known], right[known], len(texts))
    found = np.full(len(a), SAME, np.uint8)
    apart = np.flatnonzero(a != b)
    if len(apart):
        found[apart] = _of_others(texts, a[apart], b[apart])
    levels[known] = found[where]
    return levels


def _of_others(texts: "pl.Series", a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of names that are not written alike."""
    import numpy as np

    made = words(texts)
    shared, fewer, all_ = _by(made, "close", a, b)
    _, alike, _ = _by(made, "far", a, b)
    levels = np.where(shared, SHARES, DIFFERENT).astype(np.uint8)
    rest = np.flatnonzero(~fewer & ~alike)
    levels[rest[_nearly(texts, a[rest], b[rest])]] = ALIKE
    levels[alike] = ALIKE
    levels[fewer] = PART
    levels[all_] = SAME
    return levels


def _by(made: Words, key: str, a: "Numbers", b: "Numbers") -> "tuple[Marks, Marks, Marks]":
    """By a key: whether a word is shared, whether all of one name's words are in the other's, whether both ways."""
    table = getattr(made, key)
    left, right = inside(table[a], table[b]), inside(table[b], table[a])
    all_left, all_right = every(left, table[a]), every(right, table[b])
    return some(left), all_left | all_right, all_left & all_right


def _nearly(texts: "pl.Series", a: "Numbers", b: "Numbers") -> "Marks":
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    return cpdist(texts[a].to_list(), texts[b].to_list(), scorer=ratio, score_cutoff=NEARLY) > 0


FATHER = Comparison("father", LEVELS, partial(_compare, "relative_father"))
MOTHER = Comparison("mother", LEVELS, partial(_compare, "relative_mother"))
COMPARISONS = (FATHER, MOTHER)
