"""Rows that do not fit the category that the list itself, or the case, gives them.

- A category is read by its words in English and Spanish: an age ("under 25", "menores de 18"), women or men,
  civilians, wounded or sick. Words that are not known bear on nothing.
- What it is held against are the row's own cells: birth date or age, sex, rank, what was found of health.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exeat.core.values import fold

from .frames import each
from .nouns import Findings, Listed
from .values import FEMALE, MALE
from .writing import dates, key, told

if TYPE_CHECKING:
    import polars as pl

OF_AGE = 18
UNDER = re.compile(r"\b(?:under|below|younger than|menor(?:es)? de|sub)\s*(?:the age of )?(\d{1,2})\b|<\s*(\d{1,2})")
OVER = re.compile(r"\b(?:over|above|older than|mayor(?:es)? de)\s*(?:the age of )?(\d{1,2})\b|>\s*(\d{1,2})")
CHILD = re.compile(r"\b(child|children|minors?|menor(?:es)?|nin[oa]s?|adolescentes?)\b")
WOMEN = re.compile(r"\b(wom[ae]n|females?|mujer(?:es)?|femenin[oa]s?)\b")
MEN = re.compile(r"\b(m[ae]n|males?|hombres?|varon(?:es)?|masculin[oa]s?)\b")
CIVILIAN = re.compile(r"\b(civilians?|civil(?:es)?)\b")
NOT_CIVILIAN = re.compile(r"\b(non|not|no)\s+(civil)|\bmilitar|\bmilitary")
WOUNDED = re.compile(r"\b(wounded|sick|injured|ill|herid[oa]s?|enferm[oa]s?)\b")
FIT = ("fit", "apto", "apta", "sano", "sana", "healthy")


@dataclass(frozen=True, slots=True)
class _Means:
    """What the words of a category ask for; None = nothing."""

    under: int | None
    over: int | None
    sex: str | None
    civilian: bool
    wounded: bool


def categories(listed: Listed, day: date) -> Iterator[Findings]:
    """Rows whose cells do not fit the words of their category, or of what the case says the list is of."""
    import polars as pl

    if listed.about is None and "category" not in listed.theirs:
        return
    rows = listed.ours("category", "sex", "birth_date", "age", "rank", "finding")
    words = pl.coalesce("category", pl.lit(listed.about, dtype=pl.String)).alias("words")
    rows = rows.with_columns(told(rows["category"]), *(key(rows[c]) for c in ("sex", "rank", "finding")))
    rows = rows.with_columns(words)
    meant = {w: _means(fold(w)) for w in rows["words"].drop_nulls().unique().to_list()}
    rows = rows.join(_frame(meant), on="words", how="left", maintain_order="left")
    yield from _ages(listed, rows, day)
    male, female = (pl.col("sex").is_in(sorted(words)) for words in (MALE, FEMALE))
    other = ((pl.col("wanted") == "f") & male) | ((pl.col("wanted") == "m") & female)
    yield from each("other_sex", listed, rows.filter(other).select("row", "words"), ("category", "sex"))
    ranked = pl.col("civilian") & pl.col("rank").is_not_null() & ~pl.col("rank").is_in(["civil", "civilian"])
    yield from each("rank_among_civilians", listed, rows.filter(ranked).select("row", "words"), ("category", "rank"))
    fit = pl.col("wounded") & pl.col("finding").is_in(list(FIT))
    yield from each("fit_among_wounded", listed, rows.filter(fit).select("row", "words"), ("category", "finding"))


def _ages(listed: Listed, rows: "pl.DataFrame", day: date) -> Iterator[Findings]:
    """Who is surely too old or too young on that day, by the birth date, else by the age written down."""
    import polars as pl

    births = dates(rows["birth_date"]).select("first", "last")
    said = pl.col("age").str.extract(r"^\s*(\d{1,3})").cast(pl.Int32)
    frame = pl.concat([rows, births], how="horizontal").with_columns(
        least=pl.coalesce(_years("last", day), said), most=pl.coalesce(_years("first", day), said)
    )
    for kind, wrong, age in (
        ("not_under_age", pl.col("least") >= pl.col("under"), "least"),
        ("not_over_age", pl.col("most") < pl.col("over"), "most"),
    ):
        found = frame.filter(wrong).select("row", "words", pl.col(age).alias("years"))
        yield from each(kind, listed, found, ("category", "birth_date", "age"))  # type: ignore[arg-type]


def _years(column: str, day: date) -> "pl.Expr":
    """Completed years of age on that day."""
    import polars as pl

    birth = pl.col(column).dt
    later = (birth.month() > day.month) | ((birth.month() == day.month) & (birth.day() > day.day))
    return pl.lit(day.year) - birth.year() - later.cast(pl.Int32)


def _means(words: str) -> _Means:
    under, over = _number(UNDER, words), _number(OVER, words)
    if under is None and over is None and CHILD.search(words):
        under = OF_AGE
    women, men = WOMEN.search(words), MEN.search(words)
    sex = None if bool(women) == bool(men) else ("f" if women else "m")
    civilian = CIVILIAN.search(words) is not None and NOT_CIVILIAN.search(words) is None
    return _Means(under, over, sex, civilian, WOUNDED.search(words) is not None)


def _number(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    return None if found is None else int(found[1] or found[2])


def _frame(meant: dict[str, _Means]) -> "pl.DataFrame":
    import polars as pl

    schema = {
        "words": pl.String, "under": pl.Int32, "over": pl.Int32, "wanted": pl.String, "civilian": pl.Boolean,
        "wounded": pl.Boolean,
    }  # fmt: skip
    rows = [(w, m.under, m.over, m.sex, m.civilian, m.wounded) for w, m in meant.items()]
    return pl.DataFrame(rows, schema=schema, orient="row")
