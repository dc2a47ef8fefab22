"""List files: rows of any format, their columns as ours, and what is wrong in them.

- A heading or an id given twice, an id missing, a value that a closed vocabulary does not know, a record that is
  nowhere: each is a problem at its place in the file, all at once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.case import ListDeclared
from exeat.core.claims import Submitted
from exeat.core.errors import Problem
from exeat.core.facts import PEOPLE_LISTS, ROWS_OF, SPEAKER_FIELDS
from exeat.core.message import Message
from exeat.core.shape import fields_of
from exeat.core.values import choices, value_of

from .columns import Mapped, map_columns
from .read import read_sheet
from .sheet import HEADINGS, Sheet

if TYPE_CHECKING:
    import polars as pl

NAMES_RECORD = ("record", "left", "right")
PAIRED = ("judgements", "family_links")  # a row names two records, `left` and `right`
NAMES_PERSON = ("name", "given_names", "surname", "second_surname")  # an additional name in a list of remarks


class ListFile:
    """One list file on its way to a table statement."""

    def __init__(self, declared: ListDeclared, path: Path, problems: list[Problem]) -> None:
        self.declared, self.path, self.problems = declared, path, problems
        self.name = declared.file
        self.sheet: Sheet | None = None
        self.columns: dict[str, str] = {}  # ours: theirs

    def problem(self, code: str, row: int, theirs: str | None = None, /, **values: str) -> None:
        """A problem in a row, at the cell of a column of theirs."""
        assert self.sheet is not None
        places = self.sheet.places
        cell = None if theirs is None else places.cell(row, theirs) or (theirs if row != HEADINGS else None)
        self.problems.append(Problem(code, self.name, places.line(row), None, cell, values))

    def read(self) -> "tuple[pl.DataFrame, Mapped] | None":
        """The rows and how their columns map to ours; None where the file cannot be read."""
        declared = self.declared
        self.sheet = read_sheet(self.path, self.name, self.problems, sheet=declared.sheet, heading=declared.heading)
        if self.sheet is None:
            return None
        rows = self.sheet.rows
        mapped = map_columns(declared.columns, rows.columns, self.sheet.told)
        self.columns = dict(mapped.columns)
        for theirs in mapped.missing:
            self._no_column(theirs, rows)
        for theirs in sorted({t for t in self.columns.values() if list(self.columns.values()).count(t) > 1}):
            self.problem("csv-column-twice", HEADINGS, theirs, column=theirs)
        self._check(rows)
        return rows, mapped

    def ids(self) -> "pl.Series | None":
        """The ids of the rows; None where the list has no id column."""
        if self.sheet is None or "id" not in self.columns:
            return None
        return self.sheet.rows[self.columns["id"]].drop_nulls()

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the reader of the file guessed or left aside."""
        return () if self.sheet is None else self.sheet.notes

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
            self.problem("row-id-missing", at, self.columns["id"])
        for at in (ids.is_not_null() & ids.is_duplicated() & ~ids.is_first_distinct()).arg_true().to_list():
            self.problem("row-id-twice", at, self.columns["id"], id=str(ids[at]))

    def _check_claims(self, claim: type, rows: "pl.DataFrame") -> None:
        told = {*self.columns, *dict(self.declared.columns)}  # a declared heading that is missing was told already
        if self.declared.kind not in (*PEOPLE_LISTS, *PAIRED) and not {"record", *self._naming()} & told:
            self._no_column("record", rows)
        for f in fields_of(claim):
            if f.key in self.columns:
                self._check_values(f.key, rows[self.columns[f.key]], choices(f.type), f.required)
            elif f.required and f.key not in ("subject", *SPEAKER_FIELDS, *told):
                self._no_column(f.key, rows)

    def _naming(self) -> tuple[str, ...]:
        """The columns that name somebody whom no record stands for: only remarks on a list may be about a name."""
        may = self.declared.kind == "remarks" and self.declared.about is not None
        return tuple(c for c in NAMES_PERSON if c in self.columns) if may else ()

    def _no_column(self, column: str, rows: "pl.DataFrame") -> None:
        self.problem("csv-column-missing", HEADINGS, column=column, known=", ".join(rows.columns))

    def _check_values(self, ours: str, cells: "pl.Series", allowed: tuple[str, ...], required: bool) -> None:
        if required and cells.null_count():
            self._each(cells.is_null(), "row-value-unknown", ours, given="nothing", known=", ".join(allowed))
        found = cells.unique().to_list() if allowed else []
        wrong = [v for v in found if v is not None and value_of(v, allowed) is None]
        if wrong:
            self._each(cells.is_in(wrong), "row-value-unknown", ours, known=", ".join(allowed))

    def _each(self, wrong: "pl.Series", code: str, ours: str, **values: str) -> None:
        """One problem for every row of a column that is wrong."""
        assert self.sheet is not None
        theirs = self.columns[ours]
        for at in wrong.fill_null(False).arg_true().to_list():
            value = self.sheet.rows[theirs][at] or ""
            self.problem(code, at, theirs, **{"value": value, "column": theirs, **values})

    def check_records(self, lost: "Callable[[pl.Series], list[str]]") -> None:
        """Every record that a row names must be there; a row that names none is about nobody.

        `lost`: which of some records are nowhere.

        A remark may be about a name alone: such a row needs a cell with a name.
        """
        if self.sheet is None:
            return
        import polars as pl

        naming, unnamed = self._naming(), ~self._named(self.sheet.rows)
        for ours in sorted({*NAMES_RECORD} & set(self.columns)):
            cells = self.sheet.rows[self.columns[ours]]
            about = pl.when(~pl.col(cells.name).str.contains("#", literal=True)).then(
                pl.lit(f"{self.declared.about or ''}#")
            )
            named = cells.to_frame().select(pl.concat_str(about.otherwise(pl.lit("")), cells.name)).to_series()
            if nowhere := lost(named):
                self._each(named.is_in(nowhere), "row-record-unknown", ours, list=self.declared.about or "")
            if cells.null_count():
                self._each(cells.is_null() & unnamed, "row-value-unknown", ours, given="nothing", known="")
        if "record" not in self.columns and naming:
            self._each(unnamed, "row-value-unknown", naming[0], given="nothing", known="")

    def _named(self, rows: "pl.DataFrame") -> "pl.Series":
        """Which rows give a name of their own, where one is enough."""
        import polars as pl

        cells = [pl.col(self.columns[c]).is_not_null() for c in self._naming()]
        return rows.select(pl.any_horizontal(pl.repeat(False, pl.len()), *cells).alias("named")).to_series()


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
        dates=declared.dates,
    )
