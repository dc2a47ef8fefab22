"""Lists from CSV: columns of text by polars; line numbers by the standard library, and only where they are needed.

- Every cell stays as received; an empty cell is null. The separator is the commonest of , ; and tab in the heading.
- A row whose cells are more or fewer than the headings, a heading or an id given twice, an id missing, a value that
  a closed vocabulary does not know: each is a problem with its line, and all come out at once.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.case import ListDeclared
from ..core.claims import Submitted
from ..core.errors import Problem
from ..core.facts import ROWS_OF, SPEAKER_FIELDS
from ..core.shape import fields_of
from ..core.values import choices, value_of
from .columns import Mapped, map_columns

if TYPE_CHECKING:
    import polars as pl

RECORD_FIELDS = ("subject", "left", "right")


class CsvList:
    """One list file on its way to a table statement."""

    def __init__(self, declared: ListDeclared, path: Path, problems: list[Problem]) -> None:
        self.declared, self.path, self.problems = declared, path, problems
        self.name = declared.file
        self._ends: list[int] = []

    def problem(self, code: str, line: int | None = None, cell: str | None = None, **values: str) -> None:
        self.problems.append(Problem(code, self.name, line, None, cell, values))

    def read(self) -> "tuple[pl.DataFrame, Mapped] | None":
        """The rows and how their columns map to ours; None where the file cannot be read."""
        text = self._text()
        if text is None:
            return None
        before = len(self.problems)
        rows = self._rows(text)
        if rows is None:
            return None
        mapped = map_columns(self.declared.columns, rows.columns)
        for theirs in mapped.missing:
            self.problem("csv-column-missing", 1, column=theirs, have=", ".join(rows.columns))
        if len(self.problems) == before:
            self._check(rows, dict(mapped.columns))
        return rows, mapped

    def _text(self) -> str | None:
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except OSError as e:
            code = "file-missing" if isinstance(e, FileNotFoundError) else "file-unreadable"
            self.problem(code, why=e.strerror or str(e))
        except UnicodeDecodeError as e:
            self.problem("file-unreadable", why=f"byte {e.start} is not UTF-8")
        return None

    def _rows(self, text: str) -> "pl.DataFrame | None":
        import polars as pl

        first = text.partition("\n")[0]
        separator = max(",;\t", key=first.count)
        headings = next(csv.reader(io.StringIO(first), delimiter=separator), [])
        if not headings:
            self.problem("csv-broken", 1, why="the file has no heading")
            return None
        for heading in sorted({h for h in headings if headings.count(h) > 1}):
            self.problem("csv-column-twice", 1, column=heading)
        if len(set(headings)) < len(headings) or self._ragged(text, separator, len(headings)):
            return None
        try:
            return pl.read_csv(text.encode(), separator=separator, infer_schema=False)
        except pl.exceptions.PolarsError as e:
            self.problem("csv-broken", why=str(e).partition("\n")[0])
            return None

    def _ragged(self, text: str, separator: str, width: int) -> bool:
        """Whether a row has more or fewer cells than there are headings; every such row is a problem."""
        if _plainly_even(text, separator, width):
            return False
        before = len(self.problems)
        reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        try:
            for row in reader:
                if row and len(row) != width:
                    self.problem("csv-broken", reader.line_num, why=f"{len(row)} cells under {width} headings")
        except csv.Error as e:
            self.problem("csv-broken", reader.line_num, why=str(e))
        return len(self.problems) > before

    def _check(self, rows: "pl.DataFrame", columns: dict[str, str]) -> None:
        if "id" in columns:
            self._check_ids(rows[columns["id"]])
        claim = ROWS_OF.get(self.declared.kind)
        if claim is not None:
            self._check_claims(claim, rows, columns)

    def _check_ids(self, ids: "pl.Series") -> None:
        for at in ids.is_null().arg_true().to_list():
            self.problem("row-id-missing", self._line(at))
        for at in (ids.is_not_null() & ids.is_duplicated() & ~ids.is_first_distinct()).arg_true().to_list():
            self.problem("row-id-twice", self._line(at), id=str(ids[at]))

    def _check_claims(self, claim: type, rows: "pl.DataFrame", columns: dict[str, str]) -> None:
        for f in fields_of(claim):
            if f.key in columns:
                allowed = choices(f.type)
                if allowed:
                    self._check_values(f.key, rows[columns[f.key]], allowed, f.required)
            elif f.required and f.key not in (*RECORD_FIELDS, *SPEAKER_FIELDS):
                self.problem("csv-column-missing", 1, column=f.key, have=", ".join(rows.columns))

    def _check_values(self, column: str, cells: "pl.Series", allowed: tuple[str, ...], required: bool) -> None:
        wrong = [v for v in cells.unique().to_list() if (required if v is None else value_of(v, allowed) is None)]
        for value in wrong:
            at = (cells.is_null() if value is None else (cells == value).fill_null(False)).arg_true().to_list()
            for row in at:
                self.problem("row-value-unknown", self._line(row), column, value=value or "", wanted=", ".join(allowed))

    def _line(self, row: int) -> int:
        """The line on which a row ends, counted with the line breaks inside cells."""
        if not self._ends:
            reader = csv.reader(io.StringIO(self._text() or ""))
            self._ends = [reader.line_num for cells in reader if cells]
        return self._ends[row + 1] if row + 1 < len(self._ends) else row + 2


def _plainly_even(text: str, separator: str, width: int) -> bool:
    """Whether a text without quotes has the same number of cells on every line: the common case, by columns."""
    import polars as pl

    if '"' in text or "\r" in text.replace("\r\n", "") or "\n\n" in text:
        return False
    lines = pl.Series(text.removesuffix("\n").split("\n"))
    return bool((lines.str.count_matches(separator, literal=True) == width - 1).all())


def header(declared: ListDeclared, mapped: Mapped, rows: int, root: str) -> Submitted:
    """The header of the table statement of a list."""
    return Submitted(
        list=declared.id,
        of=declared.kind,
        purpose=declared.purpose,
        rows=rows,
        root=root,
        columns=mapped.columns,
        guessed=mapped.guessed,
        as_of=declared.as_of,
        holder=declared.holder or (declared.by if declared.kind == "holds" and "#" not in declared.by else None),
        group=declared.group,
        about=declared.about,
        supersedes=declared.supersedes,
    )
