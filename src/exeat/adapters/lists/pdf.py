"""Tables in a PDF: rows as they are printed, with the page and the box of every cell.

- Where lines are drawn around cells, they say what a cell is. Where none are, columns are guessed from the white
  space that runs down between the words, and that is said.
- A table goes on where the next one has the same headings, or has as many columns and no headings of its own; a heading
  repeated on a later page is no row. Other tables are said, and read by their number (`sheet`).
- A PDF of pictures and one that asks for a password are refused with what to do. Nothing is read from a picture.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .columns import known_heading
from .raw import Ask, Fault, Raw, Unreadable

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the upper left corner
GAP = 0.75  # white space this many times the height of the letters parts two cells of a line
GUTTER = 2.0  # points of white space that part two columns, all the way down


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands."""

    text: str
    page: int
    box: Box

    @property
    def place(self) -> str:
        """Its address: the page, and the upper left and lower right corners in points."""
        return f"page {self.page}, {' '.join(f'{n:.0f}' for n in self.box)}"


@dataclass(slots=True)
class Table:
    """Rows under headings, on one page or several. `parts`: how many tables of the file it is made of."""

    headings: list[Cell]
    rows: list[list[Cell]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    parts: int = 1


def read(data: bytes, ask: Ask) -> Raw:
    """The table of a PDF that is asked for; None asked for = the one with most headings that we know."""
    with _opened(data) as pdf:
        _has_text(pdf)
        ruled = [part for page in pdf.pages for part in _ruled(page)]
        guessed = not any(len(part) > 1 for part in ruled)
        outside: list[str] = []
        parts = _by_white_space(pdf, outside) if guessed else ruled
    tables = _joined(parts, ask.heading or 1)
    if not tables:
        raise Unreadable("sheet-broken", why="pdf table")
    table = _chosen(tables, ask)
    raw = _raw(table)
    if guessed:
        _notes_of_guesses(raw, outside)
    _notes(raw, tables, table)
    return raw


def _opened(data: bytes) -> "PDF":
    """The document. Raises Unreadable."""
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every oddity of a font
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = len(pdf.pages)
    except Exception as e:
        told = [e, *e.args, e.__cause__, e.__context__]
        if any(isinstance(t, PDFPasswordIncorrect) for t in told):
            raise Unreadable("sheet-broken", why="pdf password") from None
        raise Unreadable("sheet-broken", why="pdf broken", words=f"{type(e).__name__} {e}"[:120]) from None
    if not pages:
        raise Unreadable("sheet-broken", why="pdf broken", words="no page")
    return pdf


def _has_text(pdf: "PDF") -> None:
    if not any(page.chars for page in pdf.pages):
        raise Unreadable("sheet-broken", why="pdf image")


# ------------------------------------------------------------ tables with lines


def _ruled(page: "Page") -> Iterator[list[list[Cell]]]:
    """The tables of a page that have lines around their cells, from the top."""
    for table in page.find_tables():
        texts = table.extract()
        boxes = [[c or r.bbox for c in r.cells] for r in table.rows]
        rows = [
            [Cell(t or "", page.page_number, b) for t, b in zip(*row, strict=True)]
            for row in zip(texts, boxes, strict=True)
        ]
        if rows and len(rows[0]) > 1:
            yield rows


# ------------------------------------------------------------ tables without


Line = Sequence[dict[str, Any]]  # the words of a line, from the left


def _by_white_space(pdf: "PDF", outside: list[str]) -> list[list[list[Cell]]]:
    """One table a page, parted where white space runs down all lines of several cells.

    It goes from the first such line of the page to the last: what stands alone between them is a row. The lines above
    and below go into `outside`.
    """
    pages = [(page.page_number, _lines(page)) for page in pdf.pages]
    gutters = _gutters([line for _, lines in pages for line in lines if _of_cells(line)])
    parts = []
    for number, lines in pages if gutters else []:
        inside = [i for i, line in enumerate(lines) if _of_cells(line)]
        first, last = (inside[0], inside[-1] + 1) if inside else (0, 0)
        outside += [" ".join(w["text"] for w in line) for line in (*lines[:first], *lines[last:])]
        parts += [[_cut(line, number, gutters) for line in lines[first:last]]] if inside else []
    return parts


def _lines(page: "Page") -> list[Line]:
    """The lines of a page, from the top."""
    words = sorted(page.extract_words(keep_blank_chars=False), key=lambda w: (w["top"], w["x0"]))
    lines: list[list[dict[str, Any]]] = []
    for word in words:
        if lines and word["top"] - lines[-1][0]["top"] < (word["bottom"] - word["top"]) / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _of_cells(line: Line) -> bool:
    """Whether white space parts a line into several cells."""
    return any(b["x0"] - a["x1"] > GAP * (a["bottom"] - a["top"]) for a, b in pairwise(line))


def _gutters(lines: Sequence[Line]) -> list[float]:
    """The middles of the white spaces that run down between all words."""
    spans = sorted((w["x0"], w["x1"]) for line in lines for w in line)
    found, right = [], spans[0][1] if spans else 0.0
    for x0, x1 in spans:
        if x0 - right >= GUTTER:
            found.append((right + x0) / 2)
        right = max(right, x1)
    return found


def _cut(line: Line, page: int, gutters: Sequence[float]) -> list[Cell]:
    """A line as cells, one for every column."""
    top, bottom = min(w["top"] for w in line), max(w["bottom"] for w in line)
    edges = [0.0, *gutters, 10_000.0]
    cells = []
    for left, right in pairwise(edges):
        words = [w for w in line if left <= w["x0"] < right]
        box = (words[0]["x0"], top, words[-1]["x1"], bottom) if words else (left, top, right, bottom)
        cells.append(Cell(" ".join(w["text"] for w in words), page, box))
    return cells


# ------------------------------------------------------------ one table over several pages


def _joined(parts: Sequence[list[list[Cell]]], heading: int) -> list[Table]:
    """The tables, each with the parts in which it goes on."""
    tables: list[Table] = []
    for part in parts:
        before = next((t for t in reversed(tables) if _same(t.headings, part[0])), None)
        goes_on = before or (tables[-1] if tables and _goes_on(tables[-1], part[0]) else None)
        if goes_on is None:
            at = min(heading, len(part)) - 1
            tables.append(Table(part[at], part[at + 1 :], [part[0][0].page]))
            continue
        goes_on.rows += part[1:] if before else part
        goes_on.pages.append(part[0][0].page)
        goes_on.parts += 1
    for table in tables:
        table.rows = [r for r in table.rows if any(c.text.strip() for c in r) and not _same(table.headings, r)]
    return [t for t in tables if t.rows]


def _same(headings: Sequence[Cell], row: Sequence[Cell]) -> bool:
    return [_on_one_line(c.text) for c in headings] == [_on_one_line(c.text) for c in row]


def _goes_on(table: Table, row: Sequence[Cell]) -> bool:
    """Whether a table without the headings of another is the rest of it: as wide, and with no headings of its own."""
    return len(row) == len(table.headings) and _known(row) < 2


def _chosen(tables: Sequence[Table], ask: Ask) -> Table:
    numbers = [str(n) for n in range(1, len(tables) + 1)]
    if ask.sheet is not None:
        if ask.sheet not in numbers:
            raise Unreadable("sheet-missing", sheet=ask.sheet, known=", ".join(numbers))
        return tables[int(ask.sheet) - 1]
    return max(tables, key=lambda t: _known(t.headings))


def _known(row: Sequence[Cell]) -> int:
    return sum(known_heading(_on_one_line(c.text)) is not None for c in row)


# ------------------------------------------------------------ rows


def _raw(table: Table) -> Raw:
    """The rows of a table; a column without heading and without texts is none."""
    names = [_on_one_line(c.text) for c in table.headings]
    keep = [i for i, n in enumerate(names) if n or any(r[i].text.strip() for r in table.rows)]
    raw = Raw([names[i] or f"column {i + 1}" for i in keep])
    for n, heading in enumerate(raw.headings):
        if heading in raw.headings[:n]:
            raw.faults.append(Fault("csv-column-twice", None, table.headings[keep[n]].place, {"column": heading}))
    raw.rows = [[_on_one_line(r[i].text) or None for i in keep] for r in table.rows]
    raw.cells = [[r[i].place for i in keep] for r in (table.headings, *table.rows)]
    return raw


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _notes_of_guesses(raw: Raw, outside: Sequence[str]) -> None:
    raw.notes.append(("lists.pdf_guessed", {}))
    alone = sum(sum(c is not None for c in row) == 1 for row in raw.rows)
    if alone:
        raw.notes.append(("lists.pdf_alone", {"number": str(alone)}))
    if outside:
        texts = "; ".join(text[:40] for text in outside[:3])
        raw.notes.append(("lists.pdf_outside", {"number": str(len(outside)), "texts": texts}))


def _notes(raw: Raw, tables: Sequence[Table], table: Table) -> None:
    if table.parts > 1:
        pages = f"{table.pages[0]}-{table.pages[-1]}"
        raw.notes.append(("lists.pdf_tables", {"number": str(table.parts), "pages": pages}))
    others = [f"{n} (page {t.pages[0]})" for n, t in enumerate(tables, 1) if t is not table]
    if others:
        raw.notes.append(("lists.pdf_other", {"tables": ", ".join(others)}))
    broken = sum("\n" in c.text.strip() for r in table.rows for c in r)
    if broken:
        raw.notes.append(("lists.pdf_broken_lines", {"number": str(broken)}))
