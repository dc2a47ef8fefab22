"""Lists from CSV: columns of text by polars; rows with quotes or blank lines by the standard library.

- Every cell stays as received; an empty cell is null, a blank line is no row. The separator is the commonest of
  , ; and tab in the heading.
- A row whose cells are more or fewer than the headings, a heading or an id given twice, an id missing, a value that
  a closed vocabulary does not know, a record that is nowhere: each is a problem with its line, all at once.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.case import ListDeclared
from exeat.core.claims import Submitted
from exeat.core.errors import Problem
from exeat.core.facts import PEOPLE_LISTS, ROWS_OF, SPEAKER_FIELDS
from exeat.core.shape import fields_of
from exeat.core.values import choices, value_of

from .columns import Mapped, map_columns
from .text_file import read_text

if TYPE_CHECKING:
    import polars as pl

NAMES_RECORD = ("record", "left", "right")


LARGE = 1 << 18  # characters; below, the standard library is quicker than starting polars' reader


class CsvList:
    """One list file on its way to a table statement."""

    def __init__(self, declared: ListDeclared, path: Path, problems: list[Problem]) -> None:
        self.declared, self.path, self.problems = declared, path, problems
        self.name = declared.file
        self.rows: pl.DataFrame | None = None
        self.columns: dict[str, str] = {}  # ours: theirs
        self._starts: list[int] = []  # the line on which each row begins, where it is not the one after the last

    def problem(self, code: str, line: int | None = None, cell: str | None = None, **values: str) -> None:
        self.problems.append(Problem(code, self.name, line, None, cell, values))

    def read(self) -> "tuple[pl.DataFrame, Mapped] | None":
        """The rows and how their columns map to ours; None where the file cannot be read."""
        text = read_text(self.path, self.name, self.problems)
        self.rows = None if text is None else self._rows(text)
        if self.rows is None:
            return None
        mapped = map_columns(self.declared.columns, self.rows.columns)
        self.columns = dict(mapped.columns)
        for theirs in mapped.missing:
            self._no_column(theirs, self.rows)
        for theirs in sorted({t for t in self.columns.values() if list(self.columns.values()).count(t) > 1}):
            self.problem("csv-column-twice", 1, column=theirs)
        self._check(self.rows)
        return self.rows, mapped

    def ids(self) -> set[str]:
        """The ids of the rows; none where the list has no id column."""
        if self.rows is None or "id" not in self.columns:
            return set()
        return set(self.rows[self.columns["id"]].drop_nulls().to_list())

    # -------------------------------------------------------- cells

    def _rows(self, text: str) -> "pl.DataFrame | None":
        import polars as pl

        separator = max(",;\t", key=text.partition("\n")[0].count)
        headings = self._headings(text, separator)
        if headings is None:
            return None
        if len(text) > LARGE and _plainly_even(text, separator, len(headings)):
            return pl.read_csv(text.encode(), separator=separator, quote_char=None, infer_schema=False)
        cells = self._cells(text, separator, len(headings))
        if cells is None:
            return None
        columns = zip(*cells, strict=True) if cells else [()] * len(headings)
        return pl.DataFrame(
            {h: [c or None for c in column] for h, column in zip(headings, columns, strict=True)},
            schema=dict.fromkeys(headings, pl.String()),
        )

    def _headings(self, text: str, separator: str) -> list[str] | None:
        try:
            headings = next(csv.reader(io.StringIO(text), delimiter=separator, strict=True), [])
        except csv.Error as e:
            self.problem("csv-broken", 1, why=str(e))
            return None
        if not headings:
            self.problem("csv-broken", 1, why="no heading")
        twice = sorted({h for h in headings if headings.count(h) > 1})
        for heading in twice:
            self.problem("csv-column-twice", 1, column=heading)
        return headings if headings and not twice else None

    def _cells(self, text: str, separator: str, width: int) -> list[list[str]] | None:
        """The rows after the heading, cell by cell; None where one has more or fewer cells than there are headings."""
        before = len(self.problems)
        reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        rows, begins = [], 1
        try:
            for row in reader:
                if row and len(row) != width:
                    self.problem("csv-broken", begins, why="ragged", cells=str(len(row)), headings=str(width))
                if row:
                    rows.append(row)
                    self._starts.append(begins)
                begins = reader.line_num + 1
        except csv.Error as e:
            self.problem("csv-broken", begins, why=str(e))
        return rows[1:] if len(self.problems) == before else None

    def _line(self, row: int) -> int:
        """The line on which a row begins."""
        return self._starts[row + 1] if self._starts else row + 2

    # -------------------------------------------------------- checks

    def _check(self, rows: "pl.DataFrame") -> None:
        if "id" in self.columns:
            self._check_ids(rows[self.columns["id"]])
        claim = ROWS_OF.get(self.declared.kind)
        if claim is not None:
            self._check_claims(claim, rows)

    def _check_ids(self, ids: "pl.Series") -> None:
        if not ids.null_count() and ids.n_unique() == len(ids):
            return
        for at in ids.is_null().arg_true().to_list():
            self.problem("row-id-missing", self._line(at), self.columns["id"])
        for at in (ids.is_not_null() & ids.is_duplicated() & ~ids.is_first_distinct()).arg_true().to_list():
            self.problem("row-id-twice", self._line(at), self.columns["id"], id=str(ids[at]))

    def _check_claims(self, claim: type, rows: "pl.DataFrame") -> None:
        told = {*self.columns, *dict(self.declared.columns)}  # a declared heading that is missing was told already
        if self.declared.kind not in (*PEOPLE_LISTS, "judgements") and "record" not in told:
            self._no_column("record", rows)
        for f in fields_of(claim):
            if f.key in self.columns:
                self._check_values(f.key, rows[self.columns[f.key]], choices(f.type), f.required)
            elif f.required and f.key not in ("subject", *SPEAKER_FIELDS, *told):
                self._no_column(f.key, rows)

    def _no_column(self, column: str, rows: "pl.DataFrame") -> None:
        self.problem("csv-column-missing", 1, column=column, known=", ".join(rows.columns))

    def _check_values(self, ours: str, cells: "pl.Series", allowed: tuple[str, ...], required: bool) -> None:
        if required and cells.null_count():
            self._each(cells.is_null(), "row-value-unknown", ours, given="nothing", known=", ".join(allowed))
        found = cells.unique().to_list() if allowed else []
        wrong = [v for v in found if v is not None and value_of(v, allowed) is None]
        if wrong:
            self._each(cells.is_in(wrong), "row-value-unknown", ours, known=", ".join(allowed))

    def _each(self, wrong: "pl.Series", code: str, ours: str, **values: str) -> None:
        """One problem for every row of a column that is wrong."""
        assert self.rows is not None
        theirs = self.columns[ours]
        for at in wrong.fill_null(False).arg_true().to_list():
            value = self.rows[theirs][at] or ""
            self.problem(code, self._line(at), theirs, **{"value": value, "column": theirs, **values})

    def check_records(self, known: Callable[[str, str], bool]) -> None:
        """Every record that a row names must be there; a row that names none is about nobody."""
        if self.rows is None:
            return
        for ours in sorted({*NAMES_RECORD} & set(self.columns)):
            cells = self.rows[self.columns[ours]]
            named = (n for n in cells.unique().to_list() if n is not None)
            lost = [n for n in named if not known("record", n if "#" in n else f"{self.declared.about or ''}#{n}")]
            if lost:
                self._each(cells.is_in(lost), "row-record-unknown", ours, list=self.declared.about or "")
            if cells.null_count():
                self._each(cells.is_null(), "row-value-unknown", ours, given="nothing", known="")


def _plainly_even(text: str, separator: str, width: int) -> bool:
    """Whether a text without quotes has the same number of cells on every line: the common case, by columns."""
    import polars as pl

    lines = text.replace("\r\n", "\n")
    if '"' in lines or "\r" in lines or "\n\n" in lines or lines.startswith("\ufeff"):
        return False
    counts = pl.Series(lines.removesuffix("\n").split("\n")).str.count_matches(separator, literal=True)
    return bool((counts == width - 1).all())


def header(declared: ListDeclared, mapped: Mapped, rows: int, root: str) -> Submitted:
    """The header of the table statement of a list."""
    held = declared.by if declared.kind == "holds" and "#" not in declared.by else None
    return Submitted(
        list=declared.id,
        of=declared.kind,
        purpose=declared.purpose,
        rows=rows,
        root=root,
        columns=mapped.columns,
        guessed=mapped.guessed,
        as_of=declared.as_of,
        holder=declared.holder or held,
        group=declared.group,
        about=declared.about,
        supersedes=declared.supersedes,
    )
