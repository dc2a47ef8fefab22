"""XLSX: every cell a text, marked as one, so that a spreadsheet program shows it and never computes.

- A cell that might be computed has the quote prefix; every cell has the number format of text, so that it stays one
  when somebody edits it. Nothing is put into the text itself.
- Characters that XML forbids are written as ECMA-376 has it (`_x0001_`), and read back the same. U+FFFE and U+FFFF,
  which are no characters, become U+FFFD; the file says in how many cells.
"""

import io
import re
from typing import TYPE_CHECKING, Any

from exeat.adapters.lists.apostrophe import guarded
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message

from .faceless import faceless
from .outgoing import Outgoing, Written, numbered
from .stamped import stamped

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

ROWS, COLUMNS, LETTERS = 1_048_575, 16_384, 32_767  # below the headings; in a row; in a cell
UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f]")
NONE_AT_ALL = re.compile("[\ufffe\uffff]")


def xlsx_file(out: Outgoing) -> Written:
    """The list as a workbook with one sheet. Raises Refused where it is too large for one."""
    from openpyxl import Workbook

    out = stamped(out)
    _fits(out)
    book = Workbook(write_only=True)
    book.properties.creator = "exeat"
    sheet: Any = book.create_sheet(re.sub(r"[^0-9A-Za-z .-]", "-", out.list)[:31])
    sheet.freeze_panes = "A2"
    cells = _Cells(sheet)
    for row in (out.rows.columns, *out.rows.iter_rows()):
        sheet.append([None if t is None else cells.text(t) for t in row])
    held = io.BytesIO()
    book.save(held)
    odd = (c.str.contains(NONE_AT_ALL.pattern).sum() for c in numbered(out.rows).get_columns())
    lost = sum(map(int, odd))
    notes = (Message("export.no_characters", {"cells": str(lost)}),) if lost else ()
    return Written(faceless(held.getvalue(), out.said_on), (), notes)


def _fits(out: Outgoing) -> None:
    longest = _longest(out)
    wrong = {
        "rows": (out.rows.height, ROWS), "columns": (out.rows.width, COLUMNS), "characters": (longest, LETTERS)
    }  # fmt: skip
    too_large = [
        Problem("export-too-large", values={"given": k, "number": str(n), "most": str(most)})
        for k, (n, most) in wrong.items()
        if n > most
    ]
    if too_large:
        raise Refused(too_large)


def _longest(out: Outgoing) -> int:
    """The characters of the longest cell."""
    lengths = [c.str.len_chars().max() for c in numbered(out.rows).get_columns()]
    return max((n for n in lengths if isinstance(n, int)), default=0)


class _Cells:
    """Cells that are texts whatever they look like: the library would make a formula of `=1+1`."""

    def __init__(self, sheet: "WriteOnlyWorksheet") -> None:
        from openpyxl.cell import WriteOnlyCell

        self.sheet, self.make = sheet, WriteOnlyCell
        self.styles = [self._style(quoted) for quoted in (False, True)]

    def _style(self, quoted: bool) -> Any:
        cell: Any = self.make(self.sheet)
        cell.number_format = "@"
        cell.quotePrefix = quoted
        return cell._style

    def text(self, text: str) -> Any:
        """A cell with this text."""
        cell: Any = self.make(self.sheet)
        cell._value = _written(text)
        cell.data_type = "s"
        cell._style = self.styles[guarded(text) != text]
        return cell


def _written(text: str) -> str:
    if not text.strip():
        return "".join(f"_x{ord(c):04X}_" for c in text)  # readers take a cell of spaces for an empty one
    plain = NONE_AT_ALL.sub("\ufffd", UNDERSCORE.sub("_x005F_", text))
    return FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)
