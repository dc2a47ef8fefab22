"""Words that stand for our values in lists: the same answer in English and Spanish, yes and no in four more.

- Only whole cells are read, without accents and case; a word that is not here is refused, never guessed.
- The text as received stays in the list; this is a view of it.
"""

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

if TYPE_CHECKING:
    import polars as pl

WORDS: Mapping[str, str] = {
    "si": "yes", "s": "yes", "y": "yes", "true": "yes", "verdadero": "yes", "n": "no", "false": "no", "falso": "no",
    "indeciso": "undecided", "indecisa": "undecided", "retirado": "withdrawn", "ninguno": "none", "ninguna": "none",
    "expresado": "expressed", "resuelto": "resolved", "apto": "fit", "apta": "fit", "no apto": "unfit",
    "no apta": "unfit", "apto con cuidados": "fit_with_care", "aceptado": "accepted", "aceptada": "accepted",
    "rechazado": "refused", "rechazada": "refused", "pasaporte": "passport", "salvoconducto": "travel_document",
    "nacionalidad confirmada": "nationality_confirmed", "boleta de excarcelacion": "release_order",
    "orden de excarcelacion": "release_order", "indulto": "pardon", "conmutacion": "commutation",
    "orden de traslado": "transfer_order", "detenido": "held", "detenida": "held", "no detenido": "not_held",
    "en otro lugar": "held_elsewhere", "liberado": "released", "liberada": "released", "excarcelado": "released",
    "fallecido": "dead", "fallecida": "dead", "desconocido": "unknown", "faltan datos": "needs_data",
    "misma": "same", "mismo": "same", "distinta": "different", "distinto": "different", "decidido": "decided",
    "oui": "yes", "non": "no", "نعم": "yes", "لا": "no", "так": "yes", "ні": "no", "да": "yes", "нет": "no",
    "pendiente": "pending", "cargos": "charge", "tribunal": "court", "abogado": "counsel", "contacto": "contact",
}  # fmt: skip


def fold(text: str) -> str:
    """A text without case, accents, and doubled or outer spaces; `_` and `-` count as spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", " ").casefold())
    return " ".join("".join(ch for ch in plain if not unicodedata.combining(ch)).split())


def choices(tp: Any) -> tuple[str, ...]:
    """The values that a field of a closed vocabulary takes; none for a field of free text."""
    from .shape import split, union_of  # late: whoever folds a heading need not wait for it

    inner = split(union_of(split(tp)[0])[0])[0]
    if inner is bool:
        return ("yes", "no")
    return get_args(inner) if get_origin(inner) is Literal else ()


def value_of(text: str, allowed: tuple[str, ...]) -> str | None:
    """Our value for a cell; None where the words are not known."""
    folded = fold(text)
    word = WORDS.get(folded, folded.replace(" ", "_"))
    return word if word in allowed else None


def clean(column: "pl.Expr", cells: "pl.Series", allowed: tuple[str, ...]) -> "pl.Expr":
    """The column with each distinct cell replaced by our value; null where the words are not known."""
    known = {cell: value_of(cell, allowed) for cell in cells.drop_nulls().unique().to_list()}
    return column.replace_strict(list(known), list(known.values()), default=None, return_dtype=cells.dtype)
