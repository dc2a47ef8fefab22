"""A sheet: what every reader of lists makes of its file, whatever the format.

- Cells are texts as received; an empty cell is null. Nothing is typed, cleaned or translated here.
- Every cell keeps its place in the file, so that a mistake in it can be shown where its author will look.
- What the format itself says of a column is told; what a reader guessed or left aside stands in the notes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from exeat.core.message import Message

if TYPE_CHECKING:
    import polars as pl

HEADINGS = -1  # the row of the headings, where places are asked for


class Places(Protocol):
    """Where the rows of a sheet stand in its file. Rows count from 0; `HEADINGS` is the row of the headings."""

    def line(self, row: int) -> int | None:
        """The line on which a row begins, from 1; None where the format has no lines."""

    def cell(self, row: int, column: str) -> str | None:
        """The address of a cell (`Persons!B7`); None where a line and a heading say enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The rows of a list as its file gives them: one text column per heading.

    `told` maps ours to theirs where the file itself says so (an HXL tag, a PFIF field), and is no guess.
    """

    rows: "pl.DataFrame"
    places: Places
    told: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Places in a text. `starts`: the line of each row; empty where every row is one line, right after the headings.

    `gap`: lines between the headings and the first row that are no rows.
    """

    starts: Sequence[int] = ()
    headings: int = 1
    gap: int = 0

    def line(self, row: int) -> int | None:
        """The line on which a row begins."""
        if row == HEADINGS:
            return self.headings
        return self.starts[row] if self.starts else self.headings + self.gap + row + 1

    def cell(self, row: int, column: str) -> str | None:
        """None: a line and a heading say enough."""
        return None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Places in a table that has addresses. All begin with the headings, then come the rows.

    `lines`: the number of each row in its sheet; `letters`: the name of each column, where an address is
    `prefix`, letters and line; `cells`: each cell's address, where it is not.
    """

    headings: Sequence[str]
    lines: Sequence[int] | None = None
    letters: Sequence[str] | None = None
    prefix: str = ""
    cells: Sequence[Sequence[str]] | None = None

    def line(self, row: int) -> int | None:
        """The number of a row in its sheet."""
        return None if self.lines is None else self.lines[row + 1]

    def cell(self, row: int, column: str) -> str | None:
        """The address of a cell; None where the table has no column of that heading."""
        at = self.headings.index(column) if column in self.headings else -1
        if at < 0 or (self.cells is None and self.letters is None):
            return None
        return self.cells[row + 1][at] if self.cells else f"{self.prefix}{(self.letters or ())[at]}{self.line(row)}"


@dataclass(frozen=True, slots=True)
class Renamed:
    """Places of a sheet whose headings were changed. `names`: as they stand in the file, to as they are here."""

    places: Places
    names: Mapping[str, str]

    def line(self, row: int) -> int | None:
        """The line of the file."""
        return self.places.line(row)

    def cell(self, row: int, column: str) -> str | None:
        """The address in the file."""
        return self.places.cell(row, next((n for n, here in self.names.items() if here == column), column))


def no_patterns(sheet: Sheet | None) -> Sheet | None:
    """A sheet in which no heading is what polars takes for a pattern over headings (`*`, `^...$`).

    Such a heading gets a space behind it, and a note says so: else a column would stand for others, or for all.
    """
    names = {} if sheet is None else {h: f"{h} " for h in sheet.rows.columns if _pattern(h)}
    if sheet is None or not names:
        return sheet
    note = Message("lists.pattern", {"headings": ", ".join(names)})
    told = {ours: names.get(theirs, theirs) for ours, theirs in sheet.told.items()}
    places = Renamed(sheet.places, names)
    return replace(sheet, rows=sheet.rows.rename(names), told=told, places=places, notes=(*sheet.notes, note))


def _pattern(heading: str) -> bool:
    return heading == "*" or (heading.startswith("^") and heading.endswith("$"))
