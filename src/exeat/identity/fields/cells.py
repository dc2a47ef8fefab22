"""A column of a list as it is read here: a cell that says nothing, or says *unknown*, is null."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from exeat.identity.sides import coded

if TYPE_CHECKING:
    import polars as pl

DIGITS = {d: str(n % 10) for n, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
"""The digits of Arabic and Persian, as ours."""
UNKNOWN = (
    "unknown", "unk", "na", "nodata", "notknown", "none", "null", "nil", "nan", "xx", "xxx", "nn", "tbd", "desconocido",
    "desconocida", "sindatos", "sindato", "sd", "nd", "seignora", "noidentificado", "noidentificada", "noconsta",
    "pordeterminar", "ninguno", "ninguna", "inconnu", "inconnue", "desconhecido", "desconhecida", "невідомо",
    "невідомий", "невідома", "немаєданих", "неизвестно", "неизвестен", "неизвестна", "нетданных", "غيرمعروف", "مجهول",
    "لايوجد", "نامعلوم",
)  # fmt: skip
"""Words for an empty cell, without signs and spaces."""


def cells(rows: "pl.DataFrame", column: str) -> "pl.Series":
    """The column as text; null throughout where there is none."""
    import polars as pl

    if column in rows.columns:
        return rows[column].cast(pl.String)
    return pl.Series(column, [None] * rows.height, dtype=pl.String)


def once_each(texts: "pl.Series", work: "Callable[[pl.Series], pl.DataFrame]") -> "pl.DataFrame":
    """What `work` makes of each text, a row each, done once for each different text; null for a null."""
    import polars as pl

    if not texts.null_count() and texts.n_unique() * 2 > len(texts):
        return work(texts)
    codes, distinct = coded(texts)
    return work(distinct).select(pl.all().gather(codes))


def keys(
    rows: "pl.DataFrame", columns: Sequence[str], work: "Callable[[pl.Series], pl.Series]"
) -> "Iterator[pl.Series]":
    """What `work` makes of each text of some columns, done once for each different text; null where nothing is told."""
    import polars as pl

    texts = pl.concat([cells(rows, column).alias("text") for column in columns])
    if texts.null_count() < len(texts):
        texts = once_each(texts, lambda some: pl.DataFrame({"key": work(some)})).to_series()
    return (texts.slice(n * rows.height, rows.height) for n in range(len(columns)))


def told(texts: "pl.Series") -> "pl.Series":
    """The texts without outer spaces; null for one that holds no letter or digit, or a word for *unknown*."""
    return texts.alias("text").to_frame().select(_told()).to_series()


@lru_cache
def _told() -> "pl.Expr":
    import polars as pl

    text = pl.col("text").str.strip_chars()
    bare = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    return pl.when((bare != "") & ~bare.is_in(UNKNOWN)).then(text)


def folded(texts: "pl.Series") -> "pl.Series":
    """Texts in Latin letters of one case without accents, words parted by one space; null where nothing is left."""
    import polars as pl

    from exeat.identity.names.fold import fold

    text = pl.col("text").str.replace_all(" ?, ?", " ").str.strip_chars()
    plain = fold(texts).alias("text").to_frame().lazy().select(text)
    return plain.select(pl.when(pl.col("text") != "").then("text").alias(texts.name)).collect().to_series()
