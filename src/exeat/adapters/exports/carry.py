"""Rows into the fields of another format, and the rest into lines: columns at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.adapters.lists.carried import FORBIDDEN, PARTS, Field, escaped, heading_escaped
from exeat.core.message import Message

if TYPE_CHECKING:
    import polars as pl

DESCRIBES = frozenset({"name", *PARTS, "sex", "birth_date", "age", "nationality", "document_number"})


@dataclass(frozen=True, slots=True, eq=False)
class Carriage:
    """`fields`: a column for each field of theirs; `rest`: what goes into lines; `names`: every row's full name."""

    fields: "pl.DataFrame"
    rest: "pl.DataFrame"
    names: "pl.Series"
    as_text: tuple[str, ...]
    notes: tuple[Message, ...]


def carry(rows: "pl.DataFrame", fields: Sequence[Field], format: str) -> Carriage:
    """Rows into fields. The id column is left out: it is in the ids of the format."""
    names = _names(rows)
    held, rest = {}, {c: rows[c] for c in rows.columns if c != "id"}
    notes = []
    for f in fields:
        if f.ours not in rows.columns:
            continue
        held[f.theirs], rest[f.ours] = _field(rows[f.ours], f)
        if (partly := int(rest[f.ours].is_not_null().sum())) > 0:
            notes.append(Message("export.as_received", {"column": f.ours, "cells": str(partly), "format": format}))
    if "name" in rows.columns:
        rest["name"] = rest["name"].zip_with(rest["name"].is_not_null(), _same(rows["name"], _composed(rows)))
    held[next(f.theirs for f in fields if f.ours == "name")] = names
    as_text = tuple(c for c in rest if c not in {f.ours for f in fields})
    if as_text:
        notes.append(Message("export.as_text", {"columns": ", ".join(as_text), "format": format}))
    if (nameless := int((names == "").sum())) > 0:
        notes.append(Message("export.nameless", {"rows": str(nameless)}))
    return Carriage(_frame(held), _frame(rest), names, as_text, tuple(notes))


def _frame(columns: "Mapping[str, pl.Series]") -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame(dict(columns))


def _field(cells: "pl.Series", field: Field) -> "tuple[pl.Series, pl.Series]":
    """The field's values, and the texts as received where these cannot be told from them."""
    import polars as pl

    known = [v for v in cells.unique().to_list() if v is not None]
    there = {v: field.there(v) for v in known}
    exact = pl.Series([v for v, t in there.items() if t is not None and field.back(t) == v], dtype=pl.String)
    values = cells.replace_strict(list(there), list(there.values()), default=None, return_dtype=pl.String)
    return values, cells.set(cells.is_in(exact.implode()), None) if len(exact) else cells


def _composed(rows: "pl.DataFrame") -> "pl.Series":
    import polars as pl

    parts = [c for c in PARTS if c in rows.columns]
    if not parts:
        return pl.Series("name", [""] * rows.height, dtype=pl.String)
    return rows.select(pl.concat_str(parts, separator=" ", ignore_nulls=True).alias("name")).to_series()


def _names(rows: "pl.DataFrame") -> "pl.Series":
    import polars as pl

    made = _composed(rows)
    return made if "name" not in rows.columns else pl.DataFrame([rows["name"].alias("n"), made]).select(
        pl.coalesce("n", "name").alias("name")
    ).to_series()  # fmt: skip


def _same(names: "pl.Series", made: "pl.Series") -> "pl.Series":
    """The names that say no more than their parts; null elsewhere."""
    import polars as pl

    both = pl.DataFrame({"n": names, "m": made})
    return both.select(pl.when(pl.col("n") == pl.col("m")).then("n").alias("name")).to_series()


# ------------------------------------------------------------ lines


def lines(rest: "pl.DataFrame", columns: Sequence[str], height: int) -> "pl.Series":
    """Each row's lines of some columns; null where there are none. `height`: how many rows there are."""
    import polars as pl

    if not columns:
        return pl.Series("lines", [None], dtype=pl.String).new_from_index(0, height)
    frame = pl.DataFrame({str(n): rest[c] for n, c in enumerate(columns)})
    starts = [heading_escaped(c) + ": " for c in columns]
    cells = [pl.concat_str(pl.lit(s), line_text(pl.col(n))) for s, n in zip(starts, frame.columns, strict=True)]
    text = pl.concat_str(cells, separator="\n", ignore_nulls=True)
    return frame.select(pl.when(text != "").then(text).alias("lines")).to_series()


def line_text(cell: "pl.Expr") -> "pl.Expr":
    """A column as it stands in lines."""
    import polars as pl

    odd = cell.str.contains("[\\\\\n\r]|" + FORBIDDEN)
    return pl.when(odd).then(cell.map_elements(escaped, return_dtype=pl.String)).otherwise(cell)
