"""CSV: columns of text by polars; rows with quotes or blank lines by the standard library.

- Every cell stays as received; an empty cell is null, a blank line is no row. The separator is the commonest of
  , ; and tab in the heading.
- The headings stand in the first line, unless the case names another, a row of HXL tags follows further down, or the
  first line cannot be headings: then they are found, and shown as guessed.
- A row whose cells are more or fewer than the headings and a heading given twice are problems with their lines, all
  at once.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.text_file import read_text
from exeat.core.errors import Problem
from exeat.core.message import Message

from . import hxl
from .columns import known_heading
from .raw import Ask, Unreadable
from .sheet import Lines, Sheet
from .table import UPPER, likely

if TYPE_CHECKING:
    import polars as pl

LARGE = 1 << 18  # characters; below, the standard library is quicker than starting polars' reader


def read(path: Path, problems: list[Problem], ask: Ask) -> Sheet | None:
    """The rows of a CSV file; None and problems where it cannot be read."""
    text = read_text(path, ask.name, problems, ask.limits.text)
    return None if text is None else _Csv(text, ask, problems).read()


class _Csv:
    """One text on its way to a sheet. Lines are counted in the file, whatever stands above the headings."""

    def __init__(self, text: str, ask: Ask, problems: list[Problem]) -> None:
        self.name, self.problems, self.most = ask.name, problems, ask.limits.columns
        self.top = _Top(text, max(ask.heading or 1, 1), ask.heading is not None)
        self.text = self.top.text
        self.separator = max(",;\t", key=self.text.partition("\n")[0].count)
        self.starts: list[int] = []

    def read(self) -> Sheet | None:
        headings = self._headings()
        rows = None if headings is None else self._rows(headings)
        if headings is None or rows is None:
            return None
        told = hxl.told(self.top.tags, headings, range(len(headings)))
        return Sheet(rows, Lines(self.starts, self.top.line, self.top.gap), told, self.top.notes())

    def _problem(self, code: str, line: int, **values: str) -> None:
        self.problems.append(Problem(code, self.name, self._line(line), values=values))

    def _line(self, line: int) -> int:
        """The line in the file of a line of the text."""
        return line + self.top.line - 1 + (self.top.gap if line > 1 else 0)

    def _rows(self, headings: list[str]) -> "pl.DataFrame | None":
        import polars as pl

        if len(self.text) > LARGE and (plain := plainly_even(self.text.encode(), self.separator, headings)) is not None:
            return plain
        cells = self._cells(len(headings))
        if cells is None:
            return None
        columns = zip(*cells, strict=True) if cells else [()] * len(headings)
        return pl.DataFrame(
            {h: [c or None for c in column] for h, column in zip(headings, columns, strict=True)},
            schema=dict.fromkeys(headings, pl.String()),
        )

    def _headings(self) -> list[str] | None:
        try:
            headings = next(csv.reader(io.StringIO(self.text), delimiter=self.separator, strict=True), [])
        except csv.Error as e:
            self._problem("csv-broken", 1, why=str(e))
            return None
        if not headings:
            self._problem("csv-broken", 1, why="no heading")
        if len(headings) > self.most:
            self._problem("file-too-large", 1, of="columns", number=str(len(headings)), most=str(self.most))
            return None
        twice = sorted({h for h in headings if headings.count(h) > 1})
        for heading in twice:
            self._problem("csv-column-twice", 1, column=heading)
        return headings if headings and not twice else None

    def _cells(self, width: int) -> list[list[str]] | None:
        """The rows after the heading, cell by cell; None where one has more or fewer cells than there are headings."""
        before = len(self.problems)
        reader = csv.reader(io.StringIO(self.text), delimiter=self.separator, strict=True)
        rows, begins, starts = [], 1, []
        try:
            for row in reader:
                if row and len(row) != width:
                    self._problem("csv-broken", begins, why="ragged", cells=str(len(row)), headings=str(width))
                if row:
                    rows.append(row)
                    starts.append(self._line(begins))
                begins = reader.line_num + 1
        except csv.Error as e:
            self._problem("csv-broken", begins, why=str(e))
        self.starts = starts[1:]
        return rows[1:] if len(self.problems) == before else None


class _Top:
    """What stands in the upper lines of a text: headings, perhaps titles above them and tags of HXL below them.

    `line` is the line of the headings; `text` begins with them, and the rows follow at once.
    """

    def __init__(self, text: str, line: int, given: bool) -> None:
        self.line, self.given, self.gap = line, given, 0
        self.tags: list[str] = []
        start = _offset(text, line - 1)
        self.rows = _upper(text[start:])
        at, after = self._find([row for _, row in self.rows])
        if not given and at:
            self.line = self.rows[at][0]
        self.gap = 0 if after is None else self.rows[after][0] - self.rows[at][0]
        self.text = text[_offset(text, self.line - 1) :] if self.line > 1 else text
        if self.gap:
            self.text = self.text[: _offset(self.text, 1)] + self.text[_offset(self.text, self.gap + 1) :]

    def _find(self, cells: list[list[str]]) -> tuple[int, int | None]:
        """The rows of the headings and of the tags, as found."""
        tags = hxl.tag_row(cells)
        if tags is not None:
            self.tags = cells[tags]
            at = 0 if self.given else max(tags - 1, 0)
            return at, tags if tags > at else None
        filled = [i for i, row in enumerate(cells) if any(c.strip() for c in row)]
        if self.given or not filled or filled[0] or not _like_a_title(cells):
            return 0, None
        try:
            found = likely(cells, filled)
        except Unreadable:
            return 0, None
        return (found if any(known_heading(c) for c in cells[found]) else 0), None

    def notes(self) -> tuple[Message, ...]:
        """What was found and not said."""
        tags = (Message("lists.tags", {"row": str(self.line + self.gap)}),) if self.tags else ()
        guessed = not self.given and self.line > 1 and not self.tags
        return (*tags, Message("lists.heading", {"row": str(self.line)})) if guessed else tags


def _like_a_title(cells: list[list[str]]) -> bool:
    """Whether the first row cannot be the headings: it has other cells than those below, or two without a text."""
    widths = [len(row) for row in cells[1:] if row]
    usual = max(widths, key=widths.count, default=len(cells[0]))
    return len(cells[0]) != usual or cells[0].count("") > 1


def _upper(text: str) -> list[tuple[int, list[str]]]:
    """The first rows that are not blank, each with its line; as far as they can be read."""
    head = text[: _offset(text, UPPER)]
    first = head.partition("\n")[0]
    separator = max(",;\t", key=(first if any(s in first for s in ",;\t") else head).count)
    reader = csv.reader(io.StringIO(head), delimiter=separator)
    rows, begins = [], 1
    try:
        for row in reader:
            rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error:
        pass
    return [(line, row) for line, row in rows if row or line == 1]


def _offset(text: str, lines: int) -> int:
    """Where a text goes on after so many lines."""
    at = 0
    for _ in range(lines):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def plainly_even(text: bytes, separator: str, headings: list[str]) -> "pl.DataFrame | None":
    """The rows of a text without quotes that has as many cells on every line as headings: the common case, by columns.

    None for any other text: it is read row by row. No line has more cells than headings where polars reads it at all,
    so all have as many where the separators come to the right number.
    """
    import polars as pl

    lines = text.replace(b"\r\n", b"\n") if b"\r" in text else text
    if b'"' in lines or b"\r" in lines or b"\n\n" in lines or lines.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        rows = pl.read_csv(lines, separator=separator, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    number = lines.count(b"\n") + (not lines.endswith(b"\n"))
    even = lines.count(separator.encode()) == (len(headings) - 1) * number
    return rows if even and rows.height == number - 1 and rows.columns == headings else None
