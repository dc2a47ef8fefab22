"""Two lists as received, made comparable: one row a record, columns of numbers and of plain texts.

- Reads our columns (see `core.tables`): `id`, the names, and whatever the fields read; columns that both lists have
  under one heading and that are none of ours are compared as plain texts.
- Nothing is repaired: what cannot be read is as if it were not said.
- Rows are put in the order of their ids (UTF-8); without ids, in the order of the list, each by its number from 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from .comparisons import Comparison
from .customs import Customs, keeping, settled

if TYPE_CHECKING:
    import polars as pl

NAMED = frozenset(
    (
        "id",
        "name",
        "given_names",
        "surname",
        "second_surname",
        "patronymic",
        "other_names",
        "place",
        "origin",
        "age",
        "as_of",
    )
)
"""Columns that are read elsewhere, or that say where somebody is rather than who; no comparison of others."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both lists, their ids in the order of the rows, and the comparisons that could apply to them."""

    left: "pl.DataFrame"
    right: "pl.DataFrame"
    left_ids: "pl.Series"
    right_ids: "pl.Series"
    comparisons: tuple[Comparison, ...]


def prepared(left: Any, right: Any, as_of: date | None = None) -> Prepared:
    """Two lists (polars frames or Arrow tables of our columns), made comparable; right None = the left one again."""
    one = _ordered(_texts(left))
    if right is None:
        frame, comparisons = _one(one, as_of)
        return Prepared(frame, frame, one["id"], one["id"], comparisons)
    two = _ordered(_texts(right))
    (a, b), told = _each([one, two], as_of, two)
    return Prepared(a, b, one["id"], two["id"], told)


def prepared_part(
    rows: Any, as_of: date | None, customs: Customs, other: "pl.DataFrame | None" = None, before: int = 0
) -> "tuple[pl.DataFrame, tuple[Comparison, ...]]":
    """A part of a list made comparable, with its ids in the column `id`, and the comparisons that could apply.

    `customs`: what the list is settled to mean, kept from part to part. `other`: rows of the other list, asked for its
    headings where that is not settled yet. `before`: how many rows of the list stand before these.
    """
    texts = _texts(rows, before)
    with keeping(customs):
        frame, comparisons = _one(texts, as_of, other)
    return frame.with_columns(texts["id"]), comparisons


def texts_of(rows: Any) -> "pl.DataFrame":
    """A list as it is compared: every cell as text, with an id for each row, in the order of the ids."""
    return _ordered(_texts(rows))


def _texts(rows: Any, before: int = 0) -> "pl.DataFrame":
    """Every cell as text, the empty ones as null; with an id for each row."""
    import polars as pl

    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(pl.from_arrow(rows))
    frame = frame.select(pl.all().cast(pl.String))
    frame = frame.select(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    number = pl.int_range(before + 1, before + pl.len() + 1).cast(pl.String)
    return frame.with_columns(id=pl.col("id").fill_null(number) if "id" in frame.columns else number)


def _ordered(rows: "pl.DataFrame") -> "pl.DataFrame":
    return rows.sort("id") if rows["id"].is_unique().all() else rows


def _one(
    rows: "pl.DataFrame", as_of: date | None, other: "pl.DataFrame | None" = None
) -> "tuple[pl.DataFrame, tuple[Comparison, ...]]":
    """One list made comparable, and the comparisons; `other`: the list whose headings must be there too."""
    (frame,), comparisons = _each([rows], as_of, rows if other is None else other)
    return frame, comparisons


def _each(
    lists: "Sequence[pl.DataFrame]", as_of: date | None, other: "pl.DataFrame"
) -> "tuple[list[pl.DataFrame], tuple[Comparison, ...]]":
    """Lists made comparable, and the comparisons. What is read of a text whatever list it stands in is read once.

    `other`: the list whose headings must be in the first one too.
    """
    import polars as pl

    from .fields import other as others
    from .names.others import parse_each

    modules, together = _fields()
    known = {c for m in modules for c in m.COLUMNS} | NAMED
    more = settled("other columns", lambda: others.columns(lists[0], other, known))
    whole = pl.concat(lists, how="diagonal") if len(lists) > 1 else lists[0]
    shared = pl.concat([*(m.prepare(whole, as_of) for m in together), others.prepare(whole, more)], how="horizontal")
    frames, start = [], 0
    for rows, parsed in zip(lists, parse_each(lists), strict=True):
        own = (m.prepare(rows, as_of) for m in modules if m not in together)
        frames.append(pl.concat([parsed, *own, shared.slice(start, rows.height)], how="horizontal"))
        start += rows.height
    return frames, (*(c for m in modules for c in _comparisons(m)), *(others.comparison(name) for name in more))


def _comparisons(module: Any) -> tuple[Comparison, ...]:
    return getattr(module, "COMPARISONS", None) or (module.COMPARISON,)


def _fields() -> tuple[Sequence[Any], Sequence[Any]]:
    """The modules of the fields, in the order of their bars in a waterfall; those that read a cell by itself.

    What the others read depends on the rest of the list: on the order of its dates, on its letters for the sexes.
    """
    from .fields import dates, documents, held, nationality, places, relatives, sex

    return (dates, documents, sex, places, relatives, held, nationality), (documents, places, relatives)
