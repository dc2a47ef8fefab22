"""A column of a list as it is read here: a cell that says nothing, or says *unknown*, is null."""

from collections.abc import Callable
from typing import TYPE_CHECKING

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

    distinct = texts.drop_nulls().unique()
    if len(distinct) * 2 > len(texts) and not texts.null_count():
        return work(texts)
    rows = pl.Series(range(len(distinct)), dtype=pl.UInt32)
    of_each = texts.replace_strict(distinct, rows, default=None, return_dtype=pl.UInt32)
    return work(distinct).select(pl.all().gather(of_each))


def keys(rows: "pl.DataFrame", column: str, work: "Callable[[pl.Series], pl.Series]") -> "pl.Series":
    """What `work` makes of each text of a column, done once for each different text; null where nothing is told."""
    import polars as pl

    texts = cells(rows, column)
    if texts.null_count() == len(texts):
        return texts
    return once_each(texts, lambda some: pl.DataFrame({"key": work(some)})).to_series()


def told(texts: "pl.Series") -> "pl.Series":
    """The texts without outer spaces; null for one that holds no letter or digit, or a word for *unknown*."""
    import polars as pl

    text = pl.col("text").str.strip_chars()
    bare = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    kept = pl.when((bare != "") & ~bare.is_in(UNKNOWN)).then(text)
    return texts.alias("text").to_frame().select(kept).to_series()


def folded(texts: "pl.Series") -> "pl.Series":
    """Texts in Latin letters of one case without accents, words parted by one space; null where nothing is left."""
    from exeat.identity.names.fold import fold

    plain = fold(texts).str.replace_all(" ?, ?", " ").str.strip_chars()
    return plain.set(plain == "", None)
