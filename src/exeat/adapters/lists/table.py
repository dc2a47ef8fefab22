"""The table in a grid of texts: where the headings stand, and what around them is no row.

- The headings are the row that the case names; else the tags of HXL say it; else the first of the upper rows with
  the most headings that we know; else the first that is as full as the table is wide and holds words only. Found
  below the first row, it is shown as guessed.
- Empty rows and columns are left out. A cell that spans several rows is the value of each of them; one that spans
  most of a row is a caption and no row. Both are shown.
- Headings merged over two rows reach down to the lower one. A heading given twice is told apart by the merged heading
  above it; where there is none, it is a mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import hxl
from .columns import known_heading
from .raw import Fault, Raw, Unreadable

UPPER = 25  # rows in which headings and tags are looked for
Span = tuple[int, int, int, int]  # first row, first column, last row, last column, of the grid


@dataclass(slots=True)
class Grid:
    """Cells as texts, "" where empty. `lines`: the number of each row in its sheet, from 1; `spans`: merged cells."""

    cells: list[list[str]]
    lines: list[int]
    spans: Sequence[Span] = ()
    prefix: str = ""
    first_column: int = 0
    faults: list[Fault] = field(default_factory=list)
    long: int = 0  # numbers with more digits than a spreadsheet keeps


def table(grid: Grid, heading: int | None = None) -> Raw:
    """The rows under the headings. Raises Unreadable where there are no headings."""
    at = _Found(grid, heading)
    filled = _fill_down(grid, at.first)
    keep = [i for i, row in enumerate(grid.cells) if i >= at.first and any(c.strip() for c in row)]
    wide = _captions(grid)
    captions = [i for i in keep if i in wide]
    keep = [i for i in keep if i not in wide]
    columns = [c for c, h in enumerate(at.headings) if h or any(grid.cells[i][c].strip() for i in keep)]
    raw = Raw(prefix=grid.prefix, faults=list(grid.faults), letters=[letters(grid.first_column + c) for c in columns])
    raw.headings = _headings(grid, at, columns, raw)
    raw.rows = [[grid.cells[i][c] or None for c in columns] for i in keep]
    raw.lines = [grid.lines[at.row], *(grid.lines[i] for i in keep)]
    raw.told = hxl.told(at.tags, raw.headings, columns)
    _notes(raw, at, [grid.lines[i] for i in captions], filled)
    if grid.long:
        raw.notes.append(("lists.digits", {"number": str(grid.long)}))
    return raw


def letters(column: int) -> str:
    """The name of a column: A, B, ... Z, AA. Columns count from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(prefix: str, column: int, line: int) -> str:
    """The name of a cell: `Persons!B7`."""
    return f"{prefix}{letters(column)}{line}"


class _Found:
    """The row of the headings, that of the tags, and the first row of the table."""

    def __init__(self, grid: Grid, heading: int | None) -> None:
        self.guessed: str | None = None
        tags = hxl.tag_row(grid.cells[:UPPER])
        self.tags = [] if tags is None else grid.cells[tags]
        self.tag_line = None if tags is None else grid.lines[tags]
        self.row = _bottom(grid, self._row(grid, heading, tags))
        self.first = max(self.row, -1 if tags is None else tags) + 1
        above = grid.cells[self.row]
        self.headings = [_spanned(grid, self.row, c) for c in range(len(above))]
        if tags is not None:
            self.headings = [h or self.tags[c] for c, h in enumerate(self.headings)]

    def _row(self, grid: Grid, heading: int | None, tags: int | None) -> int:
        if heading is not None:
            if heading not in grid.lines:
                raise Unreadable("sheet-broken", heading, why="no heading")
            return grid.lines.index(heading)
        filled = [i for i, row in enumerate(grid.cells[:UPPER]) if any(c.strip() for c in row)]
        if tags is not None:
            return max((i for i in filled if i < tags), default=tags)
        if not filled:
            raise Unreadable("sheet-broken", why="empty")
        found = likely(grid.cells, filled)
        if not any(known_heading(c) for c in grid.cells[found]):
            self.guessed = "lists.heading-unknown"
        elif found != filled[0]:
            self.guessed = "lists.heading"
        return found


def _bottom(grid: Grid, row: int) -> int:
    """The last row of the headings, where some of them are merged over several."""
    last = max((r2 for r1, _, r2, _ in grid.spans if r1 <= row < r2), default=row)
    return last if last < len(grid.cells) and last - row < UPPER else row


def likely(cells: list[list[str]], filled: list[int]) -> int:
    """The row that is most like headings."""
    wide = max(_width(cells[i]) for i in filled)
    words = [i for i in filled if not any(_is_number(c) for c in cells[i])]
    known = {i: len({known_heading(c) for c in cells[i]} - {None}) for i in words}
    best = max(words, key=lambda i: known[i], default=-1)
    if best >= 0 and known[best] >= 2:
        return best
    full = [i for i in words if _width(cells[i]) * 2 > wide]
    if not full:
        raise Unreadable("sheet-broken", why="no heading")
    return best if known[best] and best in full else full[0]


def _width(row: list[str]) -> int:
    return sum(1 for c in row if c.strip())


def _is_number(text: str) -> bool:
    """Whether a text is a number or begins like a day: no heading is."""
    plain = text.strip()
    return plain[:4].isdecimal() or (plain != "" and plain.replace(".", "").replace("-", "").isdecimal())


# ------------------------------------------------------------ merged cells


def _spanned(grid: Grid, row: int, column: int) -> str:
    """The text of a cell, or of the taller merged cell of which it is part."""
    text = grid.cells[row][column].strip()
    for r1, c1, r2, c2 in grid.spans if not text else ():
        if r1 < row <= r2 and c1 == c2 == column:
            return grid.cells[r1][c1].strip()
    return text


def _fill_down(grid: Grid, first: int) -> int:
    """Give the value of a merged cell to each of its rows; how many such cells there are."""
    tall = [s for s in grid.spans if s[0] >= first and s[2] > s[0] and s[1] == s[3]]
    for r1, column, r2, _ in tall:
        for row in range(r1 + 1, min(r2 + 1, len(grid.cells))):
            grid.cells[row][column] = grid.cells[r1][column]
    return len(tall)


def _captions(grid: Grid) -> set[int]:
    """The rows of which one merged cell is all that they say."""
    width = len(grid.cells[0]) if grid.cells else 0
    wide = {s[0] for s in grid.spans if s[0] == s[2] < len(grid.cells) and (s[3] - s[1] + 1) * 2 > width}
    return {row for row in wide if width > 1 and _width(grid.cells[row]) == 1}


# ------------------------------------------------------------ headings


def _headings(grid: Grid, at: _Found, columns: list[int], raw: Raw) -> list[str]:
    """Every heading, told apart; a column without one goes by its letters."""
    given = [at.headings[c] or f"({letters(grid.first_column + c)})" for c in columns]
    twice = {h for h in given if given.count(h) > 1}
    made = [_under(grid, at.row, c, h) if h in twice else h for c, h in zip(columns, given, strict=True)]
    line = grid.lines[at.row]
    for i, heading in enumerate(made):
        if heading in made[:i]:
            cell = address(grid.prefix, grid.first_column + columns[i], line)
            raw.faults.append(Fault("csv-column-twice", line, cell, {"column": heading}))
    return made


def _under(grid: Grid, row: int, column: int, heading: str) -> str:
    """A heading with the merged one above it: `Father / Name`."""
    for r1, c1, r2, c2 in grid.spans:
        if r2 == row - 1 and c1 <= column <= c2 and grid.cells[r1][c1].strip():
            return f"{grid.cells[r1][c1].strip()} / {heading}"
    return heading


def _notes(raw: Raw, at: _Found, captions: list[int], filled: int) -> None:
    assert raw.lines is not None
    if at.tag_line is not None:
        raw.notes.append(("lists.tags", {"row": str(at.tag_line)}))
    if at.guessed:
        raw.notes.append((at.guessed, {"row": str(raw.lines[0])}))
    if captions:
        rows = ", ".join(str(n) for n in captions[:10]) + (", …" if len(captions) > 10 else "")
        raw.notes.append(("lists.captions", {"rows": rows}))
    if filled:
        raw.notes.append(("lists.merged", {"number": str(filled)}))
