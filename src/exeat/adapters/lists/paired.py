"""Two list files on their way to be matched.

- Ids come from the `id` column, each once; without one, rows go by their number, counted from 1 after the headings.
- A heading that both lists have and that is none of ours goes along as it is: agreement there may say something.
- A file of columns (`--columns`) says ours: theirs for both lists, or under `left:` and `right:` for each; `theirs` is
  a heading, or a list of headings whose cells are joined.
- Every mistake in both files and in what was said of them comes out at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.errors import Problem, Refused
from exeat.core.marked import Marked
from exeat.core.message import Message

from .columns import plain
from .content import LOOKED_AT
from .heading_words import told_by_words
from .read import read_sheet
from .recognised import IDENTITY, NAMES, Column, Columns, guesses, ours, recognised
from .sheet import HEADINGS, Sheet

if TYPE_CHECKING:
    import polars as pl

SIDES = ("left", "right")
Said = dict[str, tuple[Marked, tuple[str, ...]]]  # ours to where it stands and to theirs


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One list as it is matched. `rows`: our columns as texts, `id` always among them, then those that both lists have.

    `numbered`: there is no id column, rows go by their number. `unread`: headings that nothing is compared by.
    """

    file: str
    rows: "pl.DataFrame"
    columns: tuple[Column, ...]
    numbered: bool
    also: tuple[str, ...]
    unread: tuple[str, ...]
    notes: tuple[Message, ...]
    total: int | None = None  # rows of the list, where `rows` has only the first of them

    @property
    def records(self) -> int:
        """How many rows the list has."""
        return self.rows.height if self.total is None else self.total


@dataclass(slots=True, eq=False)
class _List:
    """One list on its way."""

    file: str
    sheet: Sheet
    columns: Columns

    @property
    def rows(self) -> "pl.DataFrame":
        return self.sheet.rows

    @property
    def used(self) -> set[str]:
        return {h for c in self.columns.values() for h in c.theirs}


def read_pair(left: str, right: str, columns: str | None = None, sheet: str | None = None) -> tuple[Listed, Listed]:
    """Both lists. Raises Refused with every mistake in them, and in the file of columns."""
    problems: list[Problem] = []
    said = _said(columns, problems)
    read = [_read(file, sheet, problems) for file in (left, right)]
    lists = [
        _List(file, found, recognised(found.rows, _of(said[side], found, file, problems), found.told, cells=False))
        for side, file, found in zip(SIDES, (left, right), read, strict=True)
        if found is not None
    ]
    if len(lists) == len(SIDES):
        _by_cells(*lists)
        _in_one_script(*lists)
    for found in lists:
        _check(found, problems)
    if problems:
        raise Refused(problems)
    also = _also(*lists)
    return _listed(lists[0], dict(zip(also, also, strict=True))), _listed(lists[1], also)


def _read(file: str, sheet: str | None, problems: list[Problem]) -> Sheet | None:
    if not Path(file).is_file():
        problems.append(Problem("audit-file", values={"file": file}))
        return None
    return read_sheet(Path(file), file, problems, sheet=sheet)


# ------------------------------------------------------------ what the caller says


def _said(columns: str | None, problems: list[Problem]) -> dict[str, Said]:
    """What the file of columns says of each side."""
    none: dict[str, Said] = {side: {} for side in SIDES}
    if columns is None:
        return none
    from exeat.adapters.yaml_file import read_yaml  # late: most calls say nothing of columns

    node = read_yaml(Path(columns), columns, problems)
    if node is None:
        return none
    if not isinstance(node.value, dict):
        problems.append(_misplaced(node, "mapping"))
        return none
    both = _mapping({k: v for k, v in node.value.items() if k not in SIDES}, problems)
    return {side: both | _mapping(_side(node, side, problems), problems) for side in SIDES}


def _side(node: Marked, side: str, problems: list[Problem]) -> dict[str, Marked]:
    found = node.get(side)
    if found is not None and not isinstance(found.value, dict):
        problems.append(_misplaced(found, "mapping"))
    return found.value if found is not None and isinstance(found.value, dict) else {}


def _mapping(given: Mapping[str, Marked], problems: list[Problem]) -> Said:
    found: Said = {}
    for key, node in given.items():
        named = node.named()
        texts = [n.value for n in (node.items() or [node])]
        if key not in IDENTITY:
            near = next(iter(get_close_matches(key, IDENTITY, 1, 0.7)), "")
            values = {"key": key, "known": ", ".join((*IDENTITY, *SIDES)), "near": near}
            problems.append(Problem("key-unknown", named.file, named.line, named.column, values=values))
        elif not all(isinstance(t, str) and t for t in texts):
            problems.append(_misplaced(node, "text"))
        else:
            found[key] = node, tuple(str(t) for t in texts)
    return found


def _misplaced(node: Marked, wanted: str) -> Problem:
    given = "list" if isinstance(node.value, list) else "mapping" if isinstance(node.value, dict) else "text"
    values = {"given": "nothing" if node.value == "" else given, "wanted": wanted}
    return Problem("value-wrong", node.file, node.line, node.column, values=values)


def _of(said: Said, sheet: Sheet, file: str, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """What is said of a list, as far as it has such columns."""
    found = {}
    for name, (node, theirs) in said.items():
        for heading in (h for h in theirs if h not in sheet.rows.columns):
            known = sheet.rows.columns
            values = {"column": heading, "list": file, "known": ", ".join(known)}
            values["near"] = next(iter(get_close_matches(heading, known, 1, 0.7)), "")
            problems.append(Problem("match-column", node.file, node.line, node.column, values=values))
        if all(h in sheet.rows.columns for h in theirs):
            found[name] = theirs
    return found


# ------------------------------------------------------------ what both lists come to


def _by_cells(left: _List, right: _List) -> None:
    """What the cells look like; a heading that both lists have means the same in both, or is left alone."""
    found = [guesses(x.columns, x.rows) for x in (left, right)]
    for mine, other, its in ((left, right, found), (right, left, found[::-1])):
        for heading, name in its[0].items():
            if heading not in other.rows.columns or its[1].get(heading, name) == name:
                mine.columns.setdefault(name, Column(name, (heading,), "cells"))


def _in_one_script(left: _List, right: _List) -> None:
    """Of a name in several scripts, the one that the other list writes is the name; the rest are other names."""
    for mine, other in ((left, right), (right, left)):
        name, more = mine.columns.get("name"), mine.columns.get("other_names")
        theirs = next((other.columns[c].theirs[0] for c in NAMES if c in other.columns), None)
        if name is None or more is None or theirs is None or more.how != "words" or name.how == "said":
            continue
        wanted = _script(other.rows[theirs])
        same = [h for h in (*name.theirs, *more.theirs) if _script(mine.rows[h]) == wanted]
        if same and same[0] not in name.theirs:
            rest = tuple(h for h in (*name.theirs, *more.theirs) if h != same[0])
            mine.columns.update(
                name=Column("name", (same[0],), "words"), other_names=Column("other_names", rest, "words")
            )


def _script(cells: "pl.Series") -> str | None:
    """The script of most cells."""
    from exeat.identity.names.fold import script

    found = script(cells.drop_nulls().head(LOOKED_AT)).drop_nulls().mode().sort()
    return str(found[0]) if len(found) else None


def _check(found: _List, problems: list[Problem]) -> None:
    if not found.columns.keys() & set(NAMES):
        values = {"list": found.file, "known": ", ".join(found.rows.columns)}
        problems.append(Problem("match-no-names", found.file, found.sheet.places.line(HEADINGS), values=values))
    if "id" in found.columns:
        _check_ids(found, found.columns["id"].theirs[0], problems)


def _check_ids(found: _List, heading: str, problems: list[Problem]) -> None:
    """Every row has an id of its own."""
    ids = found.rows[heading]
    first: dict[str, int] = {}
    for at in ids.is_null().arg_true().to_list():
        problems.append(_at(found, "row-id-missing", at, heading))
    if ids.n_unique() == len(ids):
        return
    for at in (ids.is_not_null() & ids.is_duplicated()).arg_true().to_list():
        before = first.setdefault(ids[at], at)
        if before != at:
            line = found.sheet.places.line(before)
            place = (
                found.sheet.places.cell(before, heading) or f"{'row' if line is None else 'line'} {line or before + 1}"
            )
            problems.append(_at(found, "match-id-twice", at, heading, id=str(ids[at]), before=place))


def _at(found: _List, code: str, row: int, heading: str, **values: str) -> Problem:
    places = found.sheet.places
    cell = places.cell(row, heading) or heading
    return Problem(code, found.file, places.line(row), None, cell, {"column": heading, **values})


def _also(left: _List, right: _List) -> dict[str, str]:
    """The headings that both lists have and that are none of ours, left to right, where their cells differ at all."""
    free = {plain(h): h for h in right.rows.columns if h not in right.used}
    pairs = {h: free[plain(h)] for h in left.rows.columns if h not in left.used and plain(h) in free}
    return {a: b for a, b in pairs.items() if _tells(left.rows[a], a) and _tells(right.rows[b], b)}


def _tells(cells: "pl.Series", heading: str) -> bool:
    """Whether a column may tell people apart: it is no number or group of its own list, and not all alike."""
    held = told_by_words(heading)
    apart = heading in IDENTITY or (held is not None and held.ours == "id") or plain(heading) in OF_ONE_LIST
    return not apart and cells.drop_nulls().n_unique() > 1


OF_ONE_LIST = frozenset({
    "family", "family group", "familia", "grupo familiar", "household id", "record", "left", "right", "remark",
    "remarks", "observaciones", "notes", "notas", "comments", "words", "file", "source", "list",
})  # fmt: skip


def _listed(found: _List, also: Mapping[str, str]) -> Listed:
    """`also`: under which name each heading that both have goes, to how it stands in this list."""
    import polars as pl

    rows = ours(found.rows, found.columns).with_columns(found.rows[b].alias(a) for a, b in also.items())
    numbered = "id" not in found.columns
    if numbered:
        numbers = pl.int_range(1, found.rows.height + 1, eager=True).cast(pl.String).alias("id")
        rows = rows.select(numbers, pl.all())
    unread = tuple(h for h in found.rows.columns if h not in found.used and h not in also.values())
    return Listed(
        found.file, rows, tuple(found.columns.values()), numbered, tuple(also.values()), unread, found.sheet.notes
    )
