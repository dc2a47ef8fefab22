"""Places: where a person was born or comes from, and where a person is held; their names compared by their words.

- Words that only say what kind of place it is (city, municipio, oblast), and articles, do not count; nor does order.
- Towns have names in other languages, and had others before (`data/places.tsv`): these are one name.
- A village within its province, written by one side and not by the other, is `part`, not a difference.
- Birth place is compared with birth place, origin with origin; the nearer of the two counts. Where the sides tell
  different things of the two, birth place is compared with origin.
- People are moved: another place of detention says little. Numbers tell places apart: Colony 4, Colony 12.
"""

from functools import partial
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.sides import Pairs, Sides

from .cells import folded, keys, told
from .tables import other_names, renamed
from .texts import levels, shared
from .words import Words, every, in_order, inside, nearly, some, words

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
    "condado de del la las los el le les of the da do dos das di al ar an as ash at az ad in en"
)
"""Words that say what kind of place it is, and articles."""
PRISONS = KINDS + (
    " prison prisons jail carcel penal penitenciaria penitenciario penitentiary correctional correccional centro "
    "center centre facility internado judicial jud int reten policial police policia comando cuartel anexo femenino "
    "no num nr numero masculino "
    "detention detencion preventiva establecimiento viaznytsia tiurma tyurma sijn sejn habs zendan kele"
)
"""The same for places of detention."""
ONE_KIND = {
    " ik ": " colony ", " kolonia ": " colony ", " koloniia ": " colony ", " koloniya ": " colony ",
    " colonia ": " colony ",
    " vk ": " colony ", " remand prison ": " sizo ", " remand ": " sizo ", " izolator ": " sizo ",
    " izoliator ": " sizo ", " slidchyi izoliator ": " sizo ", " camp ": " lager ",
    " mukhayyam ": " lager ",
    " far ": " branch ", " fara ": " branch ", " markazi ": " central ", " merkazi ": " central ",
}  # fmt: skip
"""Kinds of places of detention that a number follows: the kind counts, by whatever word."""
NUMERALS = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ROMAN = {f" {numeral} ": f" {number} " for number, numeral in enumerate(NUMERALS, start=2)}


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Columns birth_place, origin_place, any_place (the first of the two that is told) and held_place: the words that
    count, each once, sorted; null where nothing is told.
    """
    import polars as pl

    birth, origin = keys(rows, ("birth_place", "origin"), _town)
    (held,) = keys(rows, ("place",), _prison)
    made = pl.DataFrame({"birth_place": birth, "origin_place": origin, "held_place": held})
    return made.with_columns(any_place=pl.coalesce("birth_place", "origin_place"))


def _town(texts: "pl.Series") -> "pl.Series":
    import polars as pl

    return _words(folded(told(texts)), pl.col("text"), KINDS)


def _prison(texts: "pl.Series") -> "pl.Series":
    import polars as pl

    numbered = renamed(pl.col("text").str.replace(" i$", " 1"), ROMAN | ONE_KIND).str.strip_chars(" ")
    return _words(folded(told(texts)), numbered, PRISONS)


def _words(plain: "pl.Series", text: "pl.Expr", kinds: str) -> "pl.Series":
    """The words of folded places (`text`: of the column `text`) that count; all of them where none does."""
    import polars as pl

    names = plain.alias("text").to_frame().select(renamed(text, other_names("places"))).to_series()
    every = pl.DataFrame({"counts": in_order(names, kinds), "all": in_order(plain, "")})
    return every.select(pl.coalesce("counts", "all")).to_series()


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

    made = words(sides, column)
    one, two = made.close[a], made.close[b]
    left, right = inside(one, two), inside(two, one)
    all_left, all_right = every(left, one), every(right, two)
    found = np.where(some(left), SHARES, DIFFERENT).astype(np.uint8)
    none = np.flatnonzero(~all_left & ~all_right)
    found[none[nearly(made, a[none], b[none], ALIKE)]] = NEAR
    found[_other_script(made, a, b)] = NEAR
    found[all_left | all_right] = PART
    found[all_left & all_right] = SAME
    numbers = sides.once(f"numbers of {column}", lambda: _numbers(made.texts))
    found[(numbers[a] > 0) & (numbers[b] > 0) & (numbers[a] != numbers[b])] = DIFFERENT
    return found


def _numbers(texts: "pl.Series") -> "Numbers":
    """What numbers a place, as a number: Colony 4 is not Colony 12, nor Block A Block B. 0 = nothing does."""
    import numpy as np

    found = texts.str.extract_all(r"\b(?:[a-z]|[a-z]*[0-9][a-z0-9]*)\b").list.join(" ")
    return np.where((found == "").to_numpy(), 0, found.rank("dense").to_numpy()).astype(np.int32)


def _other_script(made: Words, a: "Numbers", b: "Numbers") -> "Marks":
    """The pairs whose words have the same consonants, all of them, both ways: what scripts without vowels write."""
    one, two = made.far[a], made.far[b]
    return every(inside(one, two), one) & every(inside(two, one), two)
