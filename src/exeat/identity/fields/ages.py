# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Ages as lists write them, and the days of birth that an age at a day allows.

- `23`, `23 años`, `23.0`; a span `20-25`; months of age are less than a year. Above 120 nothing is read.
- Someone of 23 years on a day was born from 24 years before it (that day excluded) to 23 years before it (included).
- Ages in lists are often estimated: who compares allows for a year or two.
"""

from typing import TYPE_CHECKING

from .cells import DIGITS, once_each

if TYPE_CHECKING:
    import polars as pl

OLDEST = 120
MONTHS = r"(?i)\b(?:mes|meses|months?|mo|м[іе]с\p{L}*|mois)\b|شهر|אشהر"
WORDS = (
    r"(?i)^\d{1,3} *(?:a|anos?|años?|ans?|years?( old)?|yrs?|y\.?o?\.?"
    r"|р\.?|рок\p{L}*|лет|год\p{L}*|سنة|عام\p{L}*|ساله?|שנים|mes\p{L}*|months?|міс\p{L}*|мес\p{L}*|شهر|חודש\p{L}*)\.?$"
)
"""An age with its word: what a column of birth dates may hold instead of a date."""


def read(texts: "pl.Series") -> "pl.DataFrame":
    """Each text as the least and the most completed years; null where no age is read."""
    return once_each(texts, _read)


def _read(texts: "pl.Series") -> "pl.DataFrame":
    import polars as pl

    plain = pl.col("text").str.replace_many(DIGITS).str.strip_chars()
    numbers = plain.str.replace(r"[.,]\d*", "").str.extract_all("[0-9]+")
    numbers = numbers.list.eval(pl.element().cast(pl.Int32, strict=False))
    frame = texts.alias("text").to_frame()
    frame = frame.select(
        least=numbers.list.min(), most=numbers.list.max(), count=numbers.list.len(), months=plain.str.contains(MONTHS)
    )
    good = pl.col("count").is_between(1, 2) & pl.col("most").is_between(0, OLDEST)
    of_months = pl.col("months") & (pl.col("most") < 24)
    return frame.select(
        pl.when(good).then(pl.when(of_months).then(pl.col(c) // 12).otherwise(c)).alias(c) for c in ("least", "most")
    )


def born(ages: "pl.DataFrame", on: "pl.Series") -> "pl.DataFrame":
    """first and last: the days of birth (since 1970-01-01) that ages on days allow, both ends included.

    `on`: Date; where it is null, nothing is allowed or excluded, and both are null.
    """
    import polars as pl

    frame = ages.select("least", "most").with_columns(on=on)
    distinct = frame.drop_nulls().unique()
    back = [pl.col("on").dt.offset_by(pl.format("-{}y", n)) for n in (pl.col("most") + 1, pl.col("least"))]
    counted = distinct.with_columns(first=back[0].cast(pl.Int32) + 1, last=back[1].cast(pl.Int32))
    return frame.join(counted, on=["least", "most", "on"], how="left", maintain_order="left").select("first", "last")
