"""The endings of Slavic surnames: one family has one form, that of its men."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

RULES = (
    (r"^([a-z]+[sczk]k)(?:iy|yy|yi|ii|ij|yj|y|i|a|aya|aia|aja|oy|oi|oj)$", "${1}iy"),
    (r"^([a-z]{2,}[oe]v)a$", "${1}"),
    (r"^([a-z]{2,}[lntrskbdpmvgzhfc]i?[iy]n)a$", "${1}"),
    (r"^([a-z]{3,})(?:aya|aia|aja)$", "${1}iy"),
    (r"^([a-z]{3,}n)(?:yy|yi|ii|yj)$", "${1}iy"),
)
"""Endings as they are folded, and what becomes of them: -ova, -ina, -skaya, and the spellings of -skiy."""


def masculine(texts: "pl.Series") -> "pl.Series":
    """Distinct Slavic surnames, each in the form of men; the first rule that fits is taken."""
    import polars as pl

    found = pl.col("text")
    for pattern, form in reversed(RULES):
        fits = pl.col("text").str.contains(pattern)
        found = pl.when(fits).then(pl.col("text").str.replace(pattern, form)).otherwise(found)
    return pl.DataFrame({"text": texts}).select(found.alias(texts.name)).to_series()
