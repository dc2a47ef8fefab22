# ruff: noqa: RUF001 - letters of other scripts are meant here
"""The sex that a list tells: words and letters of many languages.

- What a single letter means goes by the letters that the column has: M beside H is *mujer*, M beside F is *male*.
- A word or letter that is not known, or that the column leaves open, is not read.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exeat.identity.comparisons import MISSING, Comparison, Level
from exeat.identity.customs import settled
from exeat.identity.sides import UNKNOWN

from .cells import cells, told

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from exeat.identity.sides import Levels, Pairs

COLUMNS = ("sex",)
LEVELS = (MISSING, Level("same", 0.985, 0.75, 0.6), Level("different", 0.015, 0.25, 0.4))
MALE, FEMALE = 1, 2
WORDS = {
    MALE: "male man men boy masc masculino masculine masculin hombre varon nino homme garcon macho homem menino"
    " чоловік чоловіча чоловічий чол хлопець мужчина мужской муж мальчик ذكر رجل ولد مرد پسر זכר גבר ben zakar erkek"
    " mann mannlich mezczyzna mr sr",
    FEMALE: "female woman women girl fem femenino feminino feminine feminin mujer hembra nina femme fille mulher menina"
    " жінка жіноча жіночий жін дівчина женщина женский жен девочка انثى أنثى امراه امرأة امراة بنت زن دختر נקבה אישה"
    " kadin frau weiblich kobieta mrs ms sra srta",
}
LETTERS: tuple[Mapping[str, int], ...] = (
    {"m": MALE, "f": FEMALE},
    {"h": MALE, "m": FEMALE},  # hombre, mujer
    {"h": MALE, "f": FEMALE},  # homme, femme
    {"v": MALE, "m": FEMALE},  # varón, mujer
    {"v": MALE, "h": FEMALE},  # varón, hembra
    {"m": MALE, "w": FEMALE},
    {"m": MALE, "k": FEMALE},
    {"e": MALE, "k": FEMALE},
    {"ч": MALE, "ж": FEMALE},
    {"м": MALE, "ж": FEMALE},
    {"ذ": MALE, "ا": FEMALE},
    {"ז": MALE, "נ": FEMALE},
    {"1": MALE, "2": FEMALE},  # ISO/IEC 5218
)
"""The letters of a column, and what they mean there: the line that reads the most cells, the first of such lines."""


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Column sex_told (UInt8): 1 male, 2 female; null where nothing is told that we read."""
    import polars as pl

    given = cells(rows, "sex")
    counts = given.value_counts(name="times").drop_nulls()
    bare = told(counts["sex"]).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "").to_list()
    known = _meanings(list(zip(bare, counts["times"], strict=True)))
    code = pl.Series([known.get(text) for text in bare], dtype=pl.UInt8)
    return pl.DataFrame({"sex_told": given.replace_strict(counts["sex"], code, default=None, return_dtype=pl.UInt8)})


def compare(pairs: "Pairs") -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    left, right = pairs.numbers("sex_told")
    missing = (left == UNKNOWN) | (right == UNKNOWN)
    return np.where(missing, 0, np.where(left == right, 1, 2)).astype(np.uint8)


COMPARISONS = (Comparison("sex", LEVELS, compare, needs=("sex_told",)),)


def _meanings(counts: Sequence[tuple[str | None, int]]) -> dict[str | None, int]:
    """What each text of a column means. `counts`: each text, and how often it is there; a text may stand twice."""
    times: dict[str | None, int] = {}
    for text, many in counts:
        times[text] = times.get(text, 0) + many
    seen = [sum(times.get(letter, 0) for letter in means) for means in LETTERS]
    letters = settled("letters", lambda: LETTERS[seen.index(max(seen))] if any(seen) else None) or LETTERS[0]
    words = {word: sex for sex, told in WORDS.items() for word in told.split()} | dict(letters)
    return {text: words[text] for text in times if text in words}
