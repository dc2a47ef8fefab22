"""CSV: columns of text by polars; rows with quotes or blank lines by the standard library.

- Every cell stays as received; an empty cell is null, a blank line is no row. The separator is the commonest of
  , ; and tab in the heading.
- A row whose cells are more or fewer than the headings and a heading given twice are problems with their lines, all
  at once.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.text_file import read_text
from exeat.core.errors import Problem

from .sheet import Lines, Sheet

if TYPE_CHECKING:
    import polars as pl

LARGE = 1 << 18  # characters; below, the standard library is quicker than starting polars' reader


def read_csv(path: Path, name: str, problems: list[Problem], heading: int | None = None) -> Sheet | None:
    """The rows of a CSV file; None and problems where it cannot be read. `heading`: the line of the headings."""
    text = read_text(path, name, problems)
    return None if text is None else _Csv(text, name, problems, max(heading or 1, 1)).read()


class _Csv:
    """One text on its way to a sheet. Lines are counted in the file, whatever stands above the headings."""

    def __init__(self, text: str, name: str, problems: list[Problem], heading: int) -> None:
        self.text = text if heading == 1 else "".join(text.splitlines(keepends=True)[heading - 1 :])
        self.name, self.problems, self.heading = name, problems, heading
        self.separator = max(",;\t", key=self.text.partition("\n")[0].count)
        self.starts: list[int] = []

    def read(self) -> Sheet | None:
        headings = self._headings()
        rows = None if headings is None else self._rows(headings)
        return None if rows is None else Sheet(rows, Lines(self.starts, self.heading))

    def _problem(self, code: str, line: int, **values: str) -> None:
        self.problems.append(Problem(code, self.name, line + self.heading - 1, values=values))

    def _rows(self, headings: list[str]) -> "pl.DataFrame | None":
        import polars as pl

        if len(self.text) > LARGE and _plainly_even(self.text, self.separator, len(headings)):
            return pl.read_csv(self.text.encode(), separator=self.separator, quote_char=None, infer_schema=False)
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
                    starts.append(begins + self.heading - 1)
                begins = reader.line_num + 1
        except csv.Error as e:
            self._problem("csv-broken", begins, why=str(e))
        self.starts = starts[1:]
        return rows[1:] if len(self.problems) == before else None


def _plainly_even(text: str, separator: str, width: int) -> bool:
    """Whether a text without quotes has the same number of cells on every line: the common case, by columns."""
    import polars as pl

    lines = text.replace("\r\n", "\n")
    if '"' in lines or "\r" in lines or "\n\n" in lines or lines.startswith("\ufeff"):
        return False
    counts = pl.Series(lines.removesuffix("\n").split("\n")).str.count_matches(separator, literal=True)
    return bool((counts == width - 1).all())
