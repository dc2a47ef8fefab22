"""Where a person was born, or comes from: the names of places, compared by their words.

- Words that only say what kind of place it is (city, municipio, oblast), and articles, do not count; nor does order.
- A village within its province, written by one side and not by the other, is `part`, not a difference.
- Birth place is compared with birth place, origin with origin; the nearer of the two counts. Where the sides tell
  different things of the two, birth place is compared with origin.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs

from .cells import cells, folded, once_each, told
from .texts import levels, shared
from .words import every, in_order, inside, some, words

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels

    from .words import Marks, Numbers

COLUMNS = ("birth_place", "origin")
COLUMNS_MADE = ("birth_place", "origin_place", "any_place")
LEVELS = (
    MISSING,
    Level("same", 0.72, 0.03, 0.45),
    Level("part", 0.12, 0.02, 0.12),
    Level("near", 0.06, 0.005, 0.04),
    Level("shares", 0.03, 0.04, 0.06),
    Level("different", 0.07, 0.905, 0.33),
)
SAME, PART, NEAR, SHARES, DIFFERENT = range(1, 6)
NOTHING = 255
ALIKE = 0.85
KINDS = (
    "city ciudad cidade ville town pueblo village aldea caserio villa municipio municipality municipalidad mun "
    "parroquia parish provincia province prov estado state edo departamento department dpto region distrito district "
    "capital oblast oblasti obl raion rayon raiion rn misto gorod selo selyshche smt poselok krai hromada respublika "
    "republic republica governorate muhafazat muhafaza mohafazat wilaya camp campamento canton comuna commune county "
    "condado de del la las los el le les of the da do dos das di al in en"
)
"""Words that say what kind of place it is, and articles."""


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns birth_place, origin_place and any_place (the first of the two that is told): the words that count, each
    once, sorted; null where nothing is told.
    """
    import polars as pl

    made = pl.DataFrame({"birth_place": _key(rows, "birth_place"), "origin_place": _key(rows, "origin")})
    return made.with_columns(any_place=pl.coalesce(made.columns))


def _key(rows: "pl.DataFrame", column: str) -> "pl.Series":
    return once_each(cells(rows, column), _keys).to_series()


def _keys(texts: "pl.Series") -> "pl.DataFrame":
    plain = folded(told(texts))
    bare = in_order(plain, KINDS)
    return bare.zip_with(bare.is_not_null(), in_order(plain, "")).to_frame()


def compare(pairs: Pairs) -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    told = [levels(pairs, column, _of_others) for column in COLUMNS_MADE[:2]]
    birth, origin = (np.where(found == 0, NOTHING, found).astype(np.uint8) for found in told)
    nearest = np.minimum(birth, origin)
    across = np.flatnonzero(nearest == NOTHING)
    some_pairs = Pairs(pairs.sides, pairs.l[across], pairs.r[across])
    nearest[across] = levels(some_pairs, COLUMNS_MADE[2], _of_others)
    return nearest


COMPARISONS = (Comparison("place", LEVELS, compare, partial(shared, "any_place"), "any_place", ("any_place",)),)


def _of_others(texts: "pl.Series", a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of texts that are not equal."""
    import numpy as np

    made = words(texts)
    left, right = inside(made.close[a], made.close[b]), inside(made.close[b], made.close[a])
    all_left, all_right = every(left, made.exact[a]), every(right, made.exact[b])
    found = np.where(some(left), SHARES, DIFFERENT).astype(np.uint8)
    none = np.flatnonzero(~all_left & ~all_right)
    found[none[_alike(texts, a[none], b[none])]] = NEAR
    found[all_left | all_right] = PART
    found[all_left & all_right] = SAME
    return found


def _alike(texts: "pl.Series", a: "Numbers", b: "Numbers") -> "Marks":
    """The pairs whose words, in their order, are nearly the same letters."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    return cpdist(texts[a].to_list(), texts[b].to_list(), scorer=ratio, score_cutoff=ALIKE * 100) > 0
