"""What XLSX and ODS share: which sheet is read, how large it may be, how numbers and times become texts.

- The first visible sheet with headings that we know is read, else the first with a table, unless the case names one;
  a note names the others.
- 12.0 is "12"; a day is written as ISO 8601 has it, its time only where it has one; truth is yes or no.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .columns import known_heading
from .limits import Limits
from .raw import Ask, Raw, Unreadable
from .table import Grid, table

MOST_NAMED = 20
EXACT = 1e15  # above it, a spreadsheet has lost digits of a number


@dataclass(frozen=True, slots=True)
class Named:
    """A sheet of a spreadsheet, not read yet."""

    name: str
    hidden: bool
    grid: Callable[[], Grid]


def choose(sheets: Sequence[Named], ask: Ask) -> Raw:
    """The table of the sheet that is asked for. Raises Unreadable where there is none."""
    if ask.sheet is not None:
        wanted = [s for s in sheets if s.name == ask.sheet]
        wanted = wanted or [s for i, s in enumerate(sheets, 1) if str(i) == ask.sheet]
        if not wanted:
            raise Unreadable("sheet-missing", sheet=ask.sheet, known=_names(sheets))
        return table(wanted[0].grid(), ask.heading)
    tables = [(s, found) for s in sheets if not s.hidden and (found := _tried(s, ask)) is not None]
    if not tables:
        raise Unreadable("sheet-broken", ask.heading, why="no heading" if ask.heading else "empty")
    read, raw = max(tables, key=lambda t: _like_a_list(t[1]))
    _others(raw, read, sheets)
    return raw


def _tried(sheet: Named, ask: Ask) -> Raw | None:
    """The table of a sheet; None where it has none, as one that only explains the others."""
    try:
        return table(sheet.grid(), ask.heading)
    except Unreadable as e:
        if e.fault.values.get("why") in ("empty", "no heading"):
            return None
        raise


def _like_a_list(raw: Raw) -> int:
    """2 where headings are known and rows stand under them, 1 where it is at least a table; of equals the first is."""
    if not raw.rows:
        return 0
    known = bool(raw.told) or any(known_heading(h) for h in raw.headings)
    return 2 if known and len(raw.headings) > 1 else int(len(raw.headings) > 1)


def _others(raw: Raw, read: Named, sheets: Sequence[Named]) -> None:
    shown = [s for s in sheets if not s.hidden and s.name != read.name]
    hidden = [s for s in sheets if s.hidden]
    if shown:
        raw.notes.append(("lists.sheets", {"read": read.name, "others": _names(shown)}))
    if hidden:
        raw.notes.append(("lists.hidden", {"read": read.name, "others": _names(hidden)}))


def _names(sheets: Sequence[Named]) -> str:
    return ", ".join(s.name for s in sheets[:MOST_NAMED]) + (", …" if len(sheets) > MOST_NAMED else "")


def prefix(sheet: str) -> str:
    """A sheet's name as it opens the address of a cell; quoted where it is not one word."""
    return (sheet if sheet.isidentifier() else "'" + sheet.replace("'", "''") + "'") + "!"


def fits(rows: int, columns: int, limits: Limits) -> None:
    """Raises Unreadable where a sheet is larger than what is read."""
    for of, number, most in (
        ("rows", rows, limits.rows),
        ("columns", columns, limits.columns),
        ("cells", rows * columns, limits.cells),
    ):
        if number > most:
            raise Unreadable("file-too-large", of=of, number=str(number), most=str(most))


def short(text: str, limits: Limits) -> str:
    """A cell's text. Raises Unreadable where it is longer than what is read."""
    if len(text) > limits.cell:
        raise Unreadable("file-too-large", of="characters", number=str(len(text)), most=str(limits.cell))
    return text


def number_text(number: float) -> str:
    """A number without what the format adds to it: 12.0 is "12"."""
    return str(int(number)) if number.is_integer() else repr(number)


def time_text(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta) -> str:
    """A day, a day with its time, a time or a length of time."""
    if isinstance(value, datetime.datetime):
        rounded = (value + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
        return rounded.date().isoformat() if rounded.time() == datetime.time() else rounded.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat()
