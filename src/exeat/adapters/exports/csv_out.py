"""CSV: RFC 4180 in UTF-8 with line feeds, a comma between cells, and no cell that a spreadsheet program computes."""

from typing import TYPE_CHECKING

from exeat.adapters.lists.apostrophe import MARK, each, guarded
from exeat.core.message import Message

from .outgoing import Outgoing, Written, numbered
from .stamped import stamped

if TYPE_CHECKING:
    import polars as pl

QUOTED = '[",;|\t\r\n\ufeff]|^\\s|\\s$'  # cells with these stand in quotes; so do those of a column alone


def csv_file(out: Outgoing) -> Written:
    """The list as CSV."""
    import polars as pl

    out = stamped(out)
    safe = each(out.rows, guarded)
    names = [guarded(c) for c in out.rows.columns]
    pairs = zip(numbered(safe).get_columns(), numbered(out.rows).get_columns(), strict=True)
    cells = sum(int(after.ne_missing(before).sum()) for after, before in pairs)
    safe.columns = names
    if cells or names != out.rows.columns:
        safe = safe.with_columns(pl.lit(None, pl.String).alias(MARK))
    lines = [_line(safe), *_lines(safe)]
    notes = [Message("export.apostrophes", {"cells": str(cells), "mark": MARK})] if MARK in safe.columns else []
    return Written(("\n".join(lines) + "\n").encode(), (), tuple(notes))


def _line(rows: "pl.DataFrame") -> str:
    """The headings."""
    import polars as pl

    head = pl.DataFrame([rows.columns], schema=dict.fromkeys(rows.columns, pl.String()), orient="row")
    return _lines(head)[0]


def _lines(rows: "pl.DataFrame") -> list[str]:
    import polars as pl

    rows = numbered(rows)
    cells = [_cell(pl.col(c), rows.width == 1) for c in rows.columns]
    return rows.select(pl.concat_str(cells, separator=",")).to_series().to_list() if rows.width else []


def _cell(cell: "pl.Expr", alone: bool) -> "pl.Expr":
    """A cell as it stands in the file; where a row has no other, an empty one is quoted, or its line would be blank."""
    import polars as pl

    quoted = pl.lit('"') + cell.str.replace_all('"', '""', literal=True) + pl.lit('"')
    return pl.when(cell.str.contains(QUOTED) | alone).then(quoted).otherwise(cell).fill_null('""' if alone else "")
