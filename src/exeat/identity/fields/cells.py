"""A column of a list as it is read here: a cell that says nothing, or says *unknown*, is null."""

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


def told(rows: "pl.DataFrame", column: str) -> "pl.Series":
    """The same, with a cell that holds no letter or digit, or a word for *unknown*, as null."""
    import polars as pl

    text = pl.col(column).str.strip_chars()
    bare = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    frame = cells(rows, column).alias(column).to_frame()
    return frame.select(pl.when((bare != "") & ~bare.is_in(UNKNOWN)).then(text)).to_series()


def folded(texts: "pl.Series") -> "pl.Series":
    """Texts in Latin letters of one case without accents, words parted by one space; null where nothing is left."""
    from exeat.identity.names.fold import fold

    plain = fold(texts).str.replace_all(" ?, ?", " ").str.strip_chars()
    return plain.set(plain == "", None)
