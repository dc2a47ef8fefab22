"""A table for both sides, as CSV, as a spreadsheet, or as Markdown.

- Cells are texts, and never formulas: in a spreadsheet they are typed and quoted as text; in CSV an
  apostrophe that is not part of the text stands before what a spreadsheet would calculate (`lists.apostrophe`).
- The same content in every format: title, lines before, headings, rows, lines after, a line for each signature.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .exports.faceless import faceless
from .lists.apostrophe import guarded

WIDEST, NARROWEST = 40, 6  # columns of a spreadsheet, in characters
LINE = "." * 40


@dataclass(frozen=True, slots=True)
class SignedTable:
    """What both sides get. `page`: the word for *page*. Every row has a cell for each heading."""

    title: str
    before: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]
    signatures: tuple[str, ...]
    page: str
    day: date


def write_table(table: SignedTable, path: Path) -> None:
    """Write the table in the format that the file's name asks for (.csv, .xlsx, .md). Raises OSError."""
    match path.suffix.lower():
        case ".csv":
            _csv(table, path)
        case ".xlsx":
            _xlsx(table, path)
        case _:
            path.write_text(_markdown(table), encoding="utf-8")


def _lines(table: SignedTable) -> Iterator[str]:
    """What follows the rows."""
    yield from table.after
    yield from (f"{s}: {LINE}" for s in table.signatures)


# ------------------------------------------------------------ CSV


def _csv(table: SignedTable, path: Path) -> None:
    """Headings and rows first, so that a program can read them; then the other lines, as wide as the rest."""
    rest = [()] + [(text,) for text in (table.title, *table.before, *_lines(table))]
    wide = [(*cells, *[""] * (len(table.head) - len(cells))) for cells in rest]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([guarded(c) for c in row] for row in (table.head, *table.rows, *wide))


# ------------------------------------------------------------ spreadsheet


def _xlsx(table: SignedTable, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("1")
    top = len(table.before) + 2
    _pages(sheet, table, top)
    for text in (table.title, *table.before):
        sheet.append(_cells(sheet, (text,), bold=text == table.title))
    sheet.append(_cells(sheet, table.head, bold=True))
    for row in table.rows:
        sheet.append(_cells(sheet, row))
    sheet.append([])
    for text in _lines(table):
        sheet.append(_cells(sheet, (text,)))
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(faceless(held.getvalue(), table.day))


def _pages(sheet: Any, table: SignedTable, top: int) -> None:
    """On paper: one page wide, the headings on every page, and which page of how many."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for n, head in enumerate(table.head):
        longest = max((len(row[n]) for row in table.rows), default=0)
        width = min(WIDEST, max(NARROWEST, len(head), longest) + 2)
        sheet.column_dimensions[get_column_letter(n + 1)].width = width
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = f"{table.page} &P / &N"


def _cells(sheet: Any, texts: tuple[str, ...], bold: bool = False) -> list[object]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    found: list[object] = []
    for text in texts:
        cell = WriteOnlyCell(sheet, None)
        cell.value = _printable(text) or None
        if text:
            cell.data_type = "s"  # a text, whatever it begins with
            cell.quotePrefix = guarded(text) != text
        if bold:
            cell.font = Font(bold=True)
        found.append(cell)
    return found


def _printable(text: str) -> str:
    """The text with control characters, which a spreadsheet cannot hold, as the sign for what is not readable."""
    return "".join(ch if ch in "\t\n" or unicodedata.category(ch) != "Cc" else "\ufffd" for ch in text)


# ------------------------------------------------------------ Markdown


def _markdown(table: SignedTable) -> str:
    rows = [table.head, ("---",) * len(table.head), *table.rows]
    grid = "\n".join("| " + " | ".join(c if c == "---" else _inline(c) for c in row) + " |" for row in rows)
    parts = [f"# {_inline(table.title)}", *map(_inline, table.before), grid, *map(_inline, _lines(table))]
    return "\n\n".join(parts) + "\n"


def _inline(text: str) -> str:
    """A text that stays a text: no line breaks, and no signs of Markdown or HTML."""
    flat = " ".join(text.split())
    return "".join(f"\\{ch}" if ch in "\\`*_[]<>|#" else ch for ch in flat)
