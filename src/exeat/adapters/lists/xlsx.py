"""XLSX: cells by calamine, and a second look at what calamine leaves out.

- An error, and a formula whose result was never worked out, come out of calamine as empty cells: here each is a
  mistake at its cell, because an empty cell says something else.
- A number that is shown with leading zeros (format `0000`) gets them back: it is somebody's number.
- Only parts of the archive that we unpacked ourselves are read; links, macros and images are not.
"""

import datetime
import io
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.parsers import expat

from .archive import repacked, unpacked
from .raw import Ask, Fault, Raw, Unreadable
from .sheets import EXACT, Named, choose, fits, number_text, prefix, short, time_text
from .table import Grid, address

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
ZEROS = re.compile("0{2,}")
PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,9})["']""")
MOST_COLUMNS = 16_384  # of the format; how many hold anything is looked at later
LOOK = (b'"e"', b"'e'", b"<f", b":f")  # what a sheet with errors or formulas holds
MOST_TOLD = 100  # mistakes of one sheet


def read(data: bytes, ask: Ask) -> Raw:
    """The rows of a sheet of an XLSX file."""
    from python_calamine import CalamineError, CalamineWorkbook

    parts = unpacked(data, ask.limits)
    if BOOK not in parts:
        raise Unreadable("sheet-broken", why="no list")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(repacked(parts))) as book:
            return _Book(book, parts, ask).read()
    except (CalamineError, ElementTree.ParseError, expat.ExpatError, LookupError) as e:
        raise Unreadable("sheet-broken", why="xml", words=" ".join(str(e).split())) from None


class _Book:
    """A workbook, of which one sheet is read."""

    def __init__(self, book: Any, parts: Mapping[str, bytes], ask: Ask) -> None:
        self.book, self.parts, self.ask = book, parts, ask
        self.long = 0

    def read(self) -> Raw:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        sheets = [
            Named(m.name, m.visible != SheetVisibleEnum.Visible, partial(self._grid, m.name))
            for m in self.book.sheets_metadata
            if m.typ == SheetTypeEnum.WorkSheet
        ]
        return choose(sheets, self.ask)

    def _grid(self, name: str) -> Grid:
        self._extent(name)
        sheet: CalamineSheet = self.book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            return Grid([], [])
        (top, left), (bottom, right) = sheet.start, sheet.end
        fits(bottom - top + 1, right - left + 1, self.ask.limits)
        self.long = 0
        cells = [[self._text(v) for v in row] for row in sheet.to_python()]
        spans = [(a - top, b - left, c - top, d - left) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
        spans = [s for s in spans if s[0] >= 0 and s[1] >= 0 and s[0] < len(cells) and s[3] < len(cells[0])]
        grid = Grid(cells, list(range(top + 1, top + 1 + len(cells))), spans, prefix(name), left, long=self.long)
        self._second_look(name, grid, top)
        return grid

    def _extent(self, name: str) -> None:
        """Two cells at the far corners of a sheet would make calamine ask for memory for all between them."""
        rows, columns = 1, {"A"}
        for place in REFERENCE.finditer(self.parts.get(self._part(name), b"")):
            columns.add(place[1].decode())
            rows = max(rows, int(place[2]))
        fits(rows, max(_column(c) for c in columns) + 1, replace(self.ask.limits, columns=MOST_COLUMNS))

    def _text(self, value: object) -> str:
        if isinstance(value, str):
            return short(value, self.ask.limits)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            self.long += abs(value) >= EXACT
            return number_text(float(value))
        assert isinstance(value, datetime.date | datetime.time | datetime.timedelta)
        return time_text(value)

    # -------------------------------------------------------- what calamine leaves out

    def _second_look(self, name: str, grid: Grid, top: int) -> None:
        body = self.parts.get(self._part(name), b"")
        zeros = self._zeros()
        if not zeros and not any(mark in body for mark in LOOK):
            return
        look = _Look(zeros)
        look.parse(body)
        for row, column, why, words in look.faults[:MOST_TOLD]:
            values = {"why": why, "words": words}
            grid.faults.append(Fault("cell-error", row + 1, address(grid.prefix, column, row + 1), values))
        for row, column, width in look.padded:
            cells = grid.cells[row - top]
            if cells[column - grid.first_column].isdecimal():
                cells[column - grid.first_column] = cells[column - grid.first_column].zfill(width)

    def _part(self, name: str) -> str:
        """The part of the archive that holds a sheet."""
        book, relations = (ElementTree.fromstring(self.parts[p]) for p in (BOOK, RELATIONS))
        to = {r.get("Id"): r.get("Target", "") for r in relations}
        for sheet in book.iter():
            if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
                id = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
                return posixpath.normpath(posixpath.join("/xl", to.get(id, ""))).lstrip("/")
        raise Unreadable("sheet-broken", why="xml", words=name)

    def _zeros(self) -> dict[int, int]:
        """How many digits each style shows at least, of those whose format is zeros and nothing else."""
        if b"00" not in self.parts.get(STYLES, b""):
            return {}
        root = ElementTree.fromstring(self.parts[STYLES])
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter() if f.tag.endswith("}numFmt")}
        cells = next((e for e in root if e.tag.endswith("}cellXfs")), ())
        wide = {i: codes.get(style.get("numFmtId"), "") for i, style in enumerate(cells)}
        return {i: len(code) for i, code in wide.items() if ZEROS.fullmatch(code)}


@dataclass(slots=True)
class _Look:
    """A pass over the cells of a sheet: errors, formulas without a result, numbers shown with leading zeros."""

    zeros: Mapping[int, int]
    faults: list[tuple[int, int, str, str]] = field(default_factory=list)
    padded: list[tuple[int, int, int]] = field(default_factory=list)
    row: int = -1
    column: int = -1
    cell: Mapping[str, str] = field(default_factory=dict)
    formula: bool = False
    text: list[str] | None = None
    value: str = ""

    def parse(self, body: bytes) -> None:
        parser = expat.ParserCreate("UTF-8", namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(body, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "row":
                number = attributes.get("r", "")
                self.row = int(number) - 1 if number.isdecimal() else self.row + 1
                self.column = -1
            case "c":
                place = PLACE.fullmatch(attributes.get("r", ""))
                self.column = _column(place[1]) if place else self.column + 1
                self.row = int(place[2]) - 1 if place else self.row
                self.cell, self.formula, self.value = attributes, False, ""
            case "f":
                self.formula = True
            case "v":
                self.text = []

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "v":
            self.value, self.text = "".join(self.text or ()), None
        elif name == "c":
            self._cell()

    def _cell(self) -> None:
        kind = self.cell.get("t", "n")
        if kind == "e":
            self.faults.append((self.row, self.column, "error", self.value))
        elif self.formula and not self.value and kind != "str":
            self.faults.append((self.row, self.column, "not worked out", ""))
        style = self.cell.get("s", "")
        if kind == "n" and self.value and style.isdecimal() and int(style) in self.zeros:
            self.padded.append((self.row, self.column, self.zeros[int(style)]))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
