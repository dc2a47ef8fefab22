"""A sheet: what every reader of lists makes of its file, whatever the format.

- Cells are texts as received; an empty cell is null. Nothing is typed, cleaned or translated here.
- Every cell keeps its place in the file, so that a mistake in it can be shown where its author will look.
- What the format itself says of a column is told; what a reader guessed or left aside stands in the notes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
