"""A list file of any format as a sheet.

- Which reader reads a file is said by its ending, and its first bytes must agree. A file with an ending that nobody
  knows is read as CSV, unless its first bytes say that it is something else.
- A reader of plain text runs here: `read(path, problems, ask) -> Sheet | None`. Every other one runs in the sandbox:
  `read(data, ask) -> Raw`. A new format is a line in `READERS` and a module with one of the two functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from exeat.adapters.text_file import first_bytes, read_bytes
from exeat.core.errors import Problem
from exeat.core.message import Message

from .apostrophe import taken_out
from .copies import without_mark
from .limits import LIMITS, Limits
from .raw import Ask, Fault, Raw
from .sheet import Addresses, Sheet, no_patterns

ZIP, PDF, OLE, XML = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"<"
HEAD = 1024  # bytes at the beginning that say what a file is


@dataclass(frozen=True, slots=True)
class Reader:
    """Which function reads a format, where it runs, and with what its files begin (nothing: plain text)."""

    module: str
    function: str = "read"
    sandboxed: bool = True
    begins: bytes = b""


_HERE = "exeat.adapters.lists"
CSV = Reader(f"{_HERE}.csv_rows", sandboxed=False)
READERS: Mapping[str, Reader] = {
    ".csv": CSV,
    ".tsv": CSV,
    ".txt": CSV,
    ".xlsx": Reader(f"{_HERE}.xlsx", begins=ZIP),
    ".xlsm": Reader(f"{_HERE}.xlsx", begins=ZIP),
    ".ods": Reader(f"{_HERE}.ods", begins=ZIP),
    ".pdf": Reader(f"{_HERE}.pdf", begins=PDF),
    ".pfif": Reader(f"{_HERE}.pfif", begins=XML),
    ".xml": Reader(f"{_HERE}.pfif", begins=XML),
    ".json": Reader(f"{_HERE}.ftm"),
    ".jsonl": Reader(f"{_HERE}.ftm"),
    ".ftm": Reader(f"{_HERE}.ftm"),
}
"""The readers by ending."""


def read_sheet(
    path: Path,
    name: str,
    problems: list[Problem],
    *,
    sheet: str | None = None,
    heading: int | None = None,
    limits: Limits = LIMITS,
) -> Sheet | None:
    """The rows of a list file; None and problems where it cannot be read. `name` is what errors call the file.

    `sheet`: the name of the sheet, or the number of the table; None = the first with a table. `heading`: the row of
    the headings, from 1; None = it is found.
    """
    ask = Ask(name, sheet, heading, limits)
    reader = READERS.get(path.suffix.lower(), CSV)
    if not reader.sandboxed:
        return without_mark(taken_out(no_patterns(_plain(path, reader, problems, ask))))
    data = read_bytes(path, name, problems, limits.file)
    if data is None or _unlike(data, reader, path.suffix, name, problems):
        return None
    from .sandbox import run

    return without_mark(taken_out(no_patterns(made(run(reader.module, reader.function, data, ask), name, problems))))


def made(raw: Raw, name: str, problems: list[Problem]) -> Sheet | None:
    """The sheet of what a reader in the sandbox handed back; None and problems where it found mistakes."""
    import polars as pl

    faults = list(raw.faults)
    columns = {h: [row[i] for row in raw.rows] for i, h in enumerate(raw.headings)}
    try:
        rows = pl.DataFrame(columns, schema=dict.fromkeys(raw.headings, pl.String()))
    except (UnicodeEncodeError, pl.exceptions.PolarsError) as e:
        faults.append(Fault("sheet-broken", values={"why": "reader", "words": str(e)[:200]}))
    problems.extend(Problem(f.code, name, f.line, None, f.cell, f.values) for f in faults)
    if faults:
        return None
    places = Addresses(raw.headings, raw.lines, raw.letters, raw.prefix, raw.cells)
    return Sheet(rows, places, raw.told, tuple(Message(id, values) for id, values in raw.notes))


def _plain(path: Path, reader: Reader, problems: list[Problem], ask: Ask) -> Sheet | None:
    """A file of plain text, unless its first bytes say that it is none."""
    if _unlike(first_bytes(path, HEAD), reader, path.suffix, ask.name, problems):
        return None
    found: Sheet | None = getattr(import_module(reader.module), reader.function)(path, problems, ask)
    return found


def _unlike(data: bytes, reader: Reader, ending: str, name: str, problems: list[Problem]) -> bool:
    """Whether a file is not what its ending says; a problem then."""
    found = _what(data)
    if found == reader.begins or (found == XML and not reader.begins):
        return False
    values = {"found": FOUND[found], "ending": ending or "none", "known": ", ".join(READERS)}
    problems.append(Problem("file-format-unknown", name, values=values))
    return True


FOUND = {ZIP: "archive", PDF: "pdf", OLE: "old excel", XML: "xml", b"": "text"}


def _what(data: bytes) -> bytes:
    """What the first bytes say; nothing for plain text, which anything else is taken for."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    begun = next((mark for mark in (ZIP, OLE, XML) if head.startswith(mark)), b"")
    return PDF if not begun and PDF in head else begun
