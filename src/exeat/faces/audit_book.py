"""An audit as a workbook: the lists as they were received, with the cells marked; a legend; every finding.

- A cell is text, whatever it looks like: never a formula, a number or a date; its text is what was received. A
  character that a workbook cannot hold is shown as U+FFFD.
- A colour is a family of findings. Notes stand at the first marked cells of a sheet: thousands of them make a
  workbook that no program opens. The sheet of findings holds all.
- A list longer than a sheet can be is shown by its rows with findings, and the legend says so.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exeat.evidence.audit import Findings, Kind, Listed

from .audit_words import Cell, Words

if TYPE_CHECKING:
    from openpyxl import Workbook

COLOURS: Mapping[str, tuple[Kind, ...]] = {
    "FFF2B3": ("same_id", "same_document", "same_names_birth", "same_names_swapped", "same_names_weak", "alike"),
    "CFE8FF": ("missing",),
    "FFD3B0": (
        "date_unread", "day_month_guess", "date_future", "born_after_held", "over_120", "age_not_birth", "ends_before",
        "released_before_held", "sex_unknown", "digits_in_name",
    ),
    "E3D0FF": (
        "said_dead", "said_released", "said_elsewhere", "maybe_dead", "maybe_released", "maybe_elsewhere",
        "maybe_dead_weak", "maybe_released_weak", "maybe_elsewhere_weak",
    ),
    "CDEFC9": (
        "on_both", "on_both_swapped", "on_both_weak", "document_on_both", "document_other_names", "alike_on_other",
    ),
    "FFCFE3": ("not_under_age", "not_over_age", "other_sex", "rank_among_civilians", "fit_among_wounded"),
    "FFBDBD": ("sum_differs", "part_over_total", "count_differs"),
    "DDDDDD": ("added", "gone", "renumbered", "changed"),
}  # fmt: skip
COLOUR = {kind: colour for colour, kinds in COLOURS.items() for kind in kinds}
LONGEST = 1_048_575  # rows that a sheet can have, but for its headings
NOTES = 2_000  # notes on a sheet
UNDATED = date(1980, 1, 1)  # nobody is told when somebody looked
LONGEST_TEXT = 32_767
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Marks = dict[tuple[int, str], list[tuple[Kind, str]]]


def write_book(words: Words, path: Path) -> None:
    """Write the workbook of an audit. Raises OSError, and before any work, where the file cannot be written."""
    from exeat.adapters.exports.faceless import faceless

    with path.open("wb") as file:
        held = io.BytesIO()
        _book(words).save(held)
        file.write(faceless(held.getvalue(), UNDATED))


def _book(words: Words) -> "Workbook":
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _Legend(words, book).write()
    marks = {name: Marks() for name in words.lists}
    for found in words.audit.findings:
        _mark(words, found, marks)
    for name, listed in words.lists.items():
        _Sheet(book, listed, marks[name]).write()
    _findings(words, book)
    return book


def text(value: str | None) -> str | None:
    """A text as a workbook can hold it."""
    return None if value is None else UNWRITABLE.sub("\ufffd", value)[:LONGEST_TEXT]


class _Page:
    """A sheet that is written row by row, every cell as text."""

    def __init__(self, book: "Workbook", title: str, widths: tuple[int, ...] = ()) -> None:
        self.sheet = book.create_sheet(_title(title, book.sheetnames))
        for n, width in enumerate(widths):
            self.sheet.column_dimensions["ABCDEFGHIJ"[n]].width = width

    def cell(self, value: str | None, colour: str | None = None, bold: bool = False) -> Any:
        """A cell that no program reads as a formula."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        made = WriteOnlyCell(self.sheet, value=text(value))
        if value is not None:
            made.data_type = "s"
            made.quotePrefix = True
        if colour is not None:
            made.fill = _fill(colour)
        if bold:
            made.font = Font(bold=True)
        return made

    def row(self, *values: str | None, colours: tuple[str | None, ...] = (), bold: bool = False) -> None:
        padded = (*colours, *(None for _ in values))
        self.sheet.append([self.cell(v, c, bold) for v, c in zip(values, padded, strict=False)])


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=colour, end_color=colour)


def _title(name: str, taken: list[str]) -> str:
    """A name that a sheet may have, and none has yet."""
    plain = re.sub(r"[\[\]:*?/\\']", "-", name).strip() or "-"
    numbered = (plain[:31] if n == 1 else f"{plain[:26]} ({n})" for n in range(1, len(taken) + 2))
    return next(t for t in numbered if t.casefold() not in {s.casefold() for s in taken})


class _Legend:
    """The first sheet: what the colours say."""

    def __init__(self, words: Words, book: "Workbook") -> None:
        self.words, self.say = words, words.speaker
        self.page = _Page(book, self.say.text("audit.legend"), (12, 60, 110))

    def write(self) -> None:
        audit, say = self.words.audit, self.say
        found = say.text("audit.found", number=str(audit.number)) if audit.findings else say.text("audit.found_none")
        self.page.row(None, say.text("audit.legend_what", found=found))
        self.page.row(None, say.text("audit.legend_notes", number=str(NOTES)))
        for listed in self.words.lists.values():
            if listed.rows.height > LONGEST:
                self.page.row(None, say.text("audit.legend_only", list=listed.name))
        for note in audit.notes:
            self.page.row(None, say.say(note))
        self.page.row()
        for each in audit.findings:
            kind = self.words.kind(each)
            self.page.row(
                str(each.number), f"{kind} [{each.list}]", self.words.about(each), colours=(COLOUR[each.kind],)
            )


def _mark(words: Words, found: Findings, marks: dict[str, Marks]) -> None:
    """The cells of each finding with what is said of them; a row as a whole is marked at its first cell."""
    kind = words.kind(found)
    for finding, cells in words.findings(found):
        said = ". ".join(filter(None, (kind, words.one(found, finding))))
        for cell in cells:
            if cell.row is not None:
                column = cell.column or words.lists[cell.list].rows.columns[0]
                marks[cell.list].setdefault((cell.row, column), []).append((found.kind, said))


class _Sheet:
    """A list with its cells marked."""

    def __init__(self, book: "Workbook", listed: Listed, marks: Marks) -> None:
        self.page, self.listed, self.marks = _Page(book, listed.name), listed, marks
        self.notes = 0

    def write(self) -> None:
        self.page.sheet.freeze_panes = "A2"
        self.page.row(*self.listed.rows.columns, bold=True)
        for at, row in self._rows():
            self.page.sheet.append([self._cell(at, c, v) for c, v in zip(self.listed.rows.columns, row, strict=True)])

    def _rows(self) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        rows = self.listed.rows
        if rows.height <= LONGEST:
            yield from enumerate(rows.iter_rows())
            return
        for at in sorted({row for row, _ in self.marks})[:LONGEST]:
            yield at, rows.row(at)

    def _cell(self, row: int, column: str, value: str | None) -> Any:
        found = self.marks.get((row, column))
        if not found:
            return self.page.cell(value)
        made = self.page.cell(value, COLOUR[found[0][0]])
        if self.notes < NOTES:
            made.comment = _note("\n".join(dict.fromkeys(said for _, said in found)))
            self.notes += 1
        return made


def _note(said: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(text(said), "exeat", width=320, height=24 + 18 * (len(said) // 45 + 1))


def _findings(words: Words, book: "Workbook") -> None:
    """The last sheet: every finding, a row for each cell."""
    say = words.speaker
    page = _Page(book, say.text("audit.findings"), (8, 50, 24, 24, 24, 30, 60))
    page.row(*(say.text(f"audit.head_{h}") for h in ("number", "what", "list", "place", "column", "value")), bold=True)
    number = left = 0
    for found in words.audit.findings:
        for finding, cells in words.findings(found):
            number += 1
            said = words.one(found, finding)
            for cell in cells:
                left += 1
                if left < LONGEST:
                    _finding_row(words, page, number, found, cell, said)


def _finding_row(words: Words, page: _Page, number: int, found: Findings, cell: Cell, said: str) -> None:
    place = "" if cell.row is None else words.row(words.lists[cell.list], cell.row, cell.column)
    values = (str(number), words.kind(found), cell.list, place, cell.column, cell.value, said)
    page.row(*values, colours=(COLOUR[found.kind],))
