"""Places: where a person was born or comes from, and where a person is held; their names compared by their words.

- Words that only say what kind of place it is (city, municipio, oblast), and articles, do not count; nor does order.
- A village within its province, written by one side and not by the other, is `part`, not a difference.
- Birth place is compared with birth place, origin with origin; the nearer of the two counts. Where the sides tell
  different things of the two, birth place is compared with origin.
- People are moved: another place of detention says little.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import cells, folded, once_each, told
from .texts import levels, shared
from .words import every, in_order, inside, some, words

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels

    from .words import Marks, Numbers

COLUMNS = ("birth_place", "origin", "place")
FROM = (
    MISSING,
    Level("same", 0.72, 0.03, 0.45),
    Level("part", 0.12, 0.02, 0.12),
    Level("near", 0.06, 0.005, 0.04),
    Level("shares", 0.03, 0.04, 0.06),
    Level("different", 0.07, 0.905, 0.33),
)
HELD_AT = (
    MISSING,
    Level("same", 0.55, 0.06, 0.30),
    Level("part", 0.08, 0.02, 0.05),
    Level("near", 0.05, 0.01, 0.03),
    Level("shares", 0.07, 0.07, 0.10),
    Level("different", 0.25, 0.84, 0.52),
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
    """Columns birth_place, origin_place, any_place (the first of the two that is told) and held_place: the words that
    count, each once, sorted; null where nothing is told.
    """
    import polars as pl

    of = {"birth_place": "birth_place", "origin_place": "origin", "held_place": "place"}
    made = pl.DataFrame({ours: _key(rows, column) for ours, column in of.items()})
    return made.with_columns(any_place=pl.coalesce("birth_place", "origin_place"))


def _key(rows: "pl.DataFrame", column: str) -> "pl.Series":
    return once_each(cells(rows, column), _keys).to_series()


def _keys(texts: "pl.Series") -> "pl.DataFrame":
    plain = folded(told(texts))
    bare = in_order(plain, KINDS)
    return bare.zip_with(bare.is_not_null(), in_order(plain, "")).to_frame()


def _from(pairs: Pairs) -> "Levels":
    """The level of each pair by birth place and origin; symmetric."""
    import numpy as np

    told = [levels(pairs, column, _of_others) for column in ("birth_place", "origin_place")]
    birth, origin = (np.where(found == 0, NOTHING, found).astype(np.uint8) for found in told)
    nearest = np.minimum(birth, origin)
    across = np.flatnonzero(nearest == NOTHING)
    nearest[across] = levels(Pairs(pairs.sides, pairs.l[across], pairs.r[across]), "any_place", _of_others)
    return nearest


def _held_at(pairs: Pairs) -> "Levels":
    """The level of each pair by the place of detention; symmetric."""
    return levels(pairs, "held_place", _of_others)


COMPARISONS = (
    Comparison("birth_place", FROM, _from, partial(shared, "any_place"), "any_place", ("any_place",)),
    Comparison("place", HELD_AT, _held_at, partial(shared, "held_place"), "held_place", ("held_place",)),
)


def _of_others(sides: Sides, column: str, a: "Numbers", b: "Numbers") -> "Levels":
    """The level of each pair of names that are not the same words."""
    import numpy as np

    texts = sides.distinct(column).texts
    made = sides.once(f"words of {column}", lambda: words(texts))
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
