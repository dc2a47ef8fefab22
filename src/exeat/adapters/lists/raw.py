"""What a reader in the sandbox hands back: texts and places, and nothing that could do anything.

- It crosses a pipe as lines of JSON: the first says everything but the rows, each further one holds some rows.
- The parent believes none of it before it has looked: every value must be of its kind, every row as wide as the
  headings.

How a new reader is written: a function `read(data: bytes, ask: Ask) -> Raw` in a module of its own, with a line in
`exeat.adapters.lists.read.READERS`. It reads the bytes it is given and opens nothing; mistakes of the file go into
`Raw.faults`, or are raised as `Unreadable` where nothing more can be said.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from exeat.core.errors import CODES

from .limits import LIMITS, Limits

CHUNK = 2_000  # rows to a line


@dataclass(frozen=True, slots=True)
class Ask:
    """What the case says of a list: its sheet (a name, or the number of a table) and the row of its headings."""

    name: str = ""
    sheet: str | None = None
    heading: int | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in the file: a code of `core.errors.CODES`, its place, the values of its sentence."""

    code: str
    line: int | None = None
    cell: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """The file cannot be read at all."""

    def __init__(self, code: str, line: int | None = None, cell: str | None = None, **values: str) -> None:
        super().__init__(code)
        self.fault = Fault(code, line, cell, values)


@dataclass(slots=True)
class Raw:
    """The rows of one table as texts; None = an empty cell.

    Places, the headings first and then every row: `lines` has the line of each; `cells` the address of each cell.
    Where a cell's address is made of its column and its line, `letters` and `prefix` (`Persons!`) are enough.
    `told`: ours to theirs, where the format says it. `notes`: ids of texts and their values.
    """

    headings: list[str] = field(default_factory=list)
    rows: list[list[str | None]] = field(default_factory=list)
    lines: list[int] | None = None
    letters: list[str] | None = None
    prefix: str = ""
    cells: list[list[str]] | None = None
    told: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


HEAD = ("headings", "lines", "letters", "prefix", "cells", "told", "notes")


def write(raw: Raw, out: IO[bytes]) -> None:
    """A `Raw` as lines of JSON."""
    head: dict[str, Any] = {name: getattr(raw, name) for name in HEAD}
    _line(head | {"faults": [asdict(f) for f in raw.faults], "rows": len(raw.rows)}, out)
    for start in range(0, len(raw.rows), CHUNK):
        _line(raw.rows[start : start + CHUNK], out)


def _line(value: Any, out: IO[bytes]) -> None:
    out.write(json.dumps(value, separators=(",", ":")).encode() + b"\n")


def read(lines: Iterable[bytes]) -> Raw:
    """The `Raw` that lines of JSON hold. Raises ValueError where they hold anything else."""
    found = iter(lines)
    try:
        head = json.loads(next(found))
        raw = Raw(**{name: head[name] for name in HEAD}, faults=[Fault(**f) for f in head["faults"]])
        raw.rows = [row for line in found for row in json.loads(line)]
        _look(raw, head["rows"])
    except (StopIteration, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise ValueError(str(e)) from None
    raw.notes = [(str(id), values) for id, values in raw.notes]
    return raw


def _look(raw: Raw, height: int) -> None:
    """Everything must be of its kind. Raises ValueError."""
    width = len(raw.headings)
    fine = [
        _texts(raw.headings),
        len(set(raw.headings)) == width,
        len(raw.rows) == height,
        all(len(row) == width and _texts(row, empty=True) for row in raw.rows),
        raw.lines is None or (len(raw.lines) == height + 1 and all(type(n) is int for n in raw.lines)),
        raw.letters is None or (len(raw.letters) == width and _texts(raw.letters)),
        raw.cells is None or (len(raw.cells) == height + 1 and all(len(c) == width and _texts(c) for c in raw.cells)),
        _texts([raw.prefix, *raw.told, *raw.told.values()]),
        all(len(n) == 2 and _texts([n[0], *n[1], *n[1].values()]) for n in raw.notes),
        all(_fault(f) for f in raw.faults),
    ]
    if not all(fine):
        raise ValueError(f"not as promised: {fine.index(False)}")


def _texts(values: Sequence[Any], empty: bool = False) -> bool:
    return all(isinstance(v, str) or (empty and v is None) for v in values)


def _fault(f: Fault) -> bool:
    places = (f.line is None or type(f.line) is int) and (f.cell is None or isinstance(f.cell, str))
    return f.code in CODES and places and _texts([*f.values, *f.values.values()])
