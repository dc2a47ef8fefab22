"""Copies in plain files: where the folder of a case still holds a row, a name, an id or an address of one person.

- The files of lists that the case declares are read as lists: a row about them is found also where it has no name.
- Every other file is searched line by line. A workbook or a PDF is searched row by row where it has a table, and is
  said to be unread all the same: it may hold more than that.
- The store, the keys and what begins with a dot are not searched.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.case import CASE_FILE, ListDeclared
from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.core.marked import Marked
from exeat.core.shape import Decoder
from exeat.core.tables import Table
from exeat.evidence.mentions import Wanted, of_rows
from exeat.evidence.traces import rows_of

from .lists.list_file import ListFile, header
from .lists.read import CSV, READERS, read_sheet
from .text_file import inside
from .yaml_file import read_yaml

if TYPE_CHECKING:
    import polars as pl

    from exeat.core.errors import Problem

OURS = "exeat."  # with what the files of a ledger begin, and what SQLite keeps beside them


@dataclass(frozen=True, slots=True)
class Copy:
    """A place in a file that still holds them. `line`: None = nobody can read the file here."""

    file: str
    line: int | None


def copies(folder: Path, facts: Facts, records: Collection[str], wanted: Wanted) -> tuple[Copy, ...]:
    """Where plain files of a case still hold the person of some records. `wanted`: names and ids, where they are known.

    Rows that were erased and that are still in a file say themselves what else to look for.
    """
    found: set[Copy] = set()
    read: set[str] = set()
    for declared, table, line in _lists(folder, facts):
        hit = _held(facts, records, declared, table)
        read.add(declared.file)
        found |= {Copy(declared.file, line(n) or n + 1) for n in hit.arg_true().to_list()}
        if hit.any() and table.header.of in PEOPLE_LISTS:
            wanted = wanted.and_(of_rows(table.ours().filter(hit)))
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        found |= {Copy(name, line) for line in _searched(path, name, wanted) if line is not None or name not in read}
    return tuple(sorted(found, key=lambda c: (c.file, c.line or 0)))


# ------------------------------------------------------------ lists


def _lists(folder: Path, facts: Facts) -> Iterator[tuple[ListDeclared, Table, Callable[[int], int | None]]]:
    """The lists that the case declares and whose files are here; what cannot be read is searched as any other file."""
    problems: list[Problem] = []
    node = read_yaml(folder / CASE_FILE, CASE_FILE, problems) if (folder / CASE_FILE).is_file() else None
    for at in ((node and node.get("lists")) or Marked([])).items():
        declared = Decoder().shape(ListDeclared, at)
        path = folder / declared.file if declared is not None else folder
        if declared is None or not inside(folder, path) or not path.is_file():
            continue
        file = ListFile(declared, path, problems)
        read = file.read()
        if read is not None and file.sheet is not None:
            rows, mapped = read
            held = facts.lists.get(declared.id)
            version = held[1].version if held is not None else ""
            yield declared, Table(header(declared, mapped, rows.height, ""), rows, version), file.sheet.places.line


def _held(facts: Facts, records: Collection[str], declared: ListDeclared, table: Table) -> "pl.Series":
    """Which rows of a file name the person, or were erased from the list as it was recorded."""
    import polars as pl

    held = facts.lists.get(declared.id)
    gone = [] if held is None else [place for place, _ in held[1].gone]
    named = rows_of(facts, records, table)
    whole = held is not None and gone and table.rows.height == held[1].header.rows
    if whole and held is not None and table.rows[held[1].places()].equals(held[1].rows):
        return named | pl.int_range(0, table.rows.height, eager=True).is_in(gone)
    return named


# ------------------------------------------------------------ other files


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p.startswith(".") for p in parts) and not parts[0].startswith(OURS):
            yield path


def _searched(path: Path, name: str, wanted: Wanted) -> Iterable[int | None]:
    """The lines of a file that hold what is looked for; None = the file cannot be read here."""
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return (*_rows(path, name, wanted), None)
    except OSError:
        return (None,)
    found = [n for n, text in enumerate(lines, 1) if wanted.in_text(text)]
    known = READERS.get(path.suffix.lower(), CSV)
    return found or (_rows(path, name, wanted) if known is not CSV else ())


def _rows(path: Path, name: str, wanted: Wanted) -> list[int]:
    """The rows of a table in another format that hold what is looked for."""
    sheet = read_sheet(path, name, []) if path.suffix.lower() in READERS else None
    texts = () if sheet is None else (" ".join(c for c in row if c) for row in sheet.rows.iter_rows())
    places = [] if sheet is None else [n for n, text in enumerate(texts) if wanted.in_text(text)]
    return [(sheet.places.line(n) if sheet is not None else None) or n + 1 for n in places]
