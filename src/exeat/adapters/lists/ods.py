"""ODS: the cells of OpenDocument spreadsheets, read from their XML.

- A cell is what it is worth (`office:value`, `office:date-value`), not how it is shown; a text is its paragraphs. A
  number that is shown with leading zeros keeps them: it is somebody's number.
- Rows and cells that are repeated count as often as they stand there: a small file that says "a million times" is
  too large. Empty ones at the end count for nothing.
- An error is a mistake at its cell. Comments are not part of a cell.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

from .archive import unpacked
from .raw import Ask, Fault, Raw, Unreadable
from .sheets import Named, choose, fits, number_text, prefix, short
from .table import Grid, Span, address

CONTENT = "content.xml"
MOST_TOLD = 100


def read(data: bytes, ask: Ask) -> Raw:
    """The rows of a sheet of an ODS file."""
    parts = unpacked(data, ask.limits)
    if CONTENT not in parts:
        raise Unreadable("sheet-broken", why="no list")
    parser = _Parser(ask)
    try:
        parser.parse(parts[CONTENT])
    except expat.ExpatError as e:
        raise Unreadable("sheet-broken", e.lineno, why="xml", words=str(e)) from None
    return choose([Named(t.name, t.style in parser.invisible, partial(t.grid, ask)) for t in parser.tables], ask)


@dataclass(slots=True)
class _Table:
    """A sheet: the texts of its cells row by row, and the number of each row from 0."""

    name: str
    style: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    height: int = 0
    width: int = 0

    def grid(self, ask: Ask) -> Grid:
        """The cells as a grid."""
        fits(len(self.rows), self.width, ask.limits)
        start = prefix(self.name)
        cells = [row + [""] * (self.width - len(row)) for _, row in self.rows]
        grid = Grid(cells, [row + 1 for row, _ in self.rows], self._spans(), start)
        for row, column, words in self.faults[:MOST_TOLD]:
            where = address(start, column, row + 1)
            grid.faults.append(Fault("cell-error", row + 1, where, {"why": "error", "words": words}))
        return grid

    def _spans(self) -> list[Span]:
        """The merged cells, by the rows that are kept: those that hold nothing are not."""
        kept = [row for row, _ in self.rows]
        found = [(bisect_left(kept, a), b, bisect_right(kept, c) - 1, d) for a, b, c, d in self.spans]
        return [s for s in found if s[0] <= s[2] and s[3] < self.width]


class _Parser:
    """One pass over `content.xml`."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.tables: list[_Table] = []
        self.invisible: set[str] = set()
        self.style = ""
        self.row: list[str] = []
        self.row_times = self.cell_times = 1
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.inside = 0  # comments, in which paragraphs are no part of the cell
        self.in_paragraph = 0

    def parse(self, body: bytes) -> None:
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(body, True)

    # -------------------------------------------------------- elements

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "style:style":
                self.style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self.invisible.add(self.style)
            case "table:table":
                self.tables.append(_Table(attributes.get("table:name", ""), attributes.get("table:style-name", "")))
            case "table:table-row":
                self.row, self.row_times = [], _times(attributes, "table:number-rows-repeated")
            case "table:table-cell" | "table:covered-table-cell":
                self.cell, self.paragraphs = attributes, []
                self.cell_times = _times(attributes, "table:number-columns-repeated")
            case "office:annotation":
                self.inside += 1
            case _:
                self._start_text(tag, attributes)

    def _start_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "text:p" and not self.inside:
            self.in_paragraph += 1
            self.paragraphs.append("")
        elif self.in_paragraph and not self.inside:
            self._characters({"text:s": " " * min(_times(attributes, "text:c"), self.ask.limits.cell),
                              "text:tab": "\t", "text:line-break": "\n"}.get(tag, ""))  # fmt: skip

    def _characters(self, text: str) -> None:
        if self.in_paragraph and not self.inside and self.cell is not None:
            self.paragraphs[-1] += text

    def _end(self, tag: str) -> None:
        match tag:
            case "text:p" if not self.inside:
                self.in_paragraph -= 1
            case "office:annotation":
                self.inside -= 1
            case "table:table-cell" | "table:covered-table-cell" if self.cell is not None and self.tables:
                self._cell(self.tables[-1], self.cell)
                self.cell = None
            case "table:table-row" if self.tables:
                self._row(self.tables[-1])

    # -------------------------------------------------------- rows and cells

    def _cell(self, table: _Table, attributes: dict[str, str]) -> None:
        text = short(self._text(table, attributes), self.ask.limits)
        down, across = (_times(attributes, f"table:number-{n}-spanned") for n in ("rows", "columns"))
        if down > 1 or across > 1:
            top, left = table.height, len(self.row)
            table.spans.append((top, left, top + min(down, self.ask.limits.rows) - 1, left + across - 1))
        if not text:
            self.cell_times = min(self.cell_times, self.ask.limits.columns + 1)
        fits(1, len(self.row) + (self.cell_times if text else 0), self.ask.limits)
        if len(self.row) <= self.ask.limits.columns:
            self.row.extend([text] * self.cell_times)

    def _row(self, table: _Table) -> None:
        while self.row and not self.row[-1]:
            self.row.pop()
        if self.row:
            table.width = max(table.width, len(self.row))
            fits(len(table.rows) + self.row_times, table.width, self.ask.limits)
            table.rows.extend((table.height + i, list(self.row)) for i in range(self.row_times))
        table.height += self.row_times

    def _text(self, table: _Table, attributes: dict[str, str]) -> str:
        shown = "\n".join(self.paragraphs)
        kind = attributes.get("office:value-type", attributes.get("calcext:value-type", "string"))
        if attributes.get("calcext:value-type") == "error":
            table.faults.append((table.height, len(self.row), shown))
        match kind:
            case "float" | "percentage" | "currency":
                return _number(attributes.get("office:value", ""), shown)
            case "date":
                return attributes.get("office:date-value", shown).removesuffix("T00:00:00")
            case "time":
                return _time(attributes.get("office:time-value", shown))
            case "boolean":
                return {"true": "yes", "false": "no"}.get(attributes.get("office:boolean-value", ""), shown)
        return attributes.get("office:string-value", shown) if not self.paragraphs else shown


def _times(attributes: dict[str, str], name: str) -> int:
    """How often something stands there; 1 where nothing is said, or nothing that is a number."""
    given = attributes.get(name, "1")
    return max(int(given), 1) if given.isascii() and given.isdecimal() and len(given) < 10 else 1


def _number(value: str, shown: str) -> str:
    """A number's digits as the file has them; shown with leading zeros, as it is shown."""
    if value.isdecimal():
        return shown if shown.isdecimal() and shown.lstrip("0") == value.lstrip("0") else value
    try:
        return number_text(float(value))
    except (ValueError, OverflowError):
        return shown


def _time(value: str) -> str:
    """`PT10H30M00S` as 10:30:00; anything else as it stands."""
    hours, _, rest = value.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    plain = seconds.removesuffix("S").partition(".")[0]
    fine = value.startswith("PT") and all(p.isdecimal() for p in (hours, minutes, plain))
    return f"{hours.zfill(2)}:{minutes.zfill(2)}:{plain.zfill(2)}" if fine else value
