"""The names that a case's files define, and whether what points to one points to something.

- Every name is collected before anything is typed, so that one broken line does not break the references to it.
- A list is also a statement: its id and the keys of statements are names of one kind, as are all other ids.
- `keeper` and `case` are names that exeat keeps for itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exeat.core.case import KEEPER
from exeat.core.errors import Problem
from exeat.core.ids import is_id, list_of
from exeat.core.marked import Marked

if TYPE_CHECKING:
    import polars as pl

CASE_KEY = "case"
IN_CASE = (
    ("party", "parties"), ("source", "sources"), ("group", "groups"), ("list", "lists"), ("criteria", "criteria"),
    ("visibility", "visibility"),
)  # fmt: skip


@dataclass(slots=True)
class RowIds:
    """The ids of a list's rows, `column` None where it has none; a set only where somebody asks for a single one.

    `gone`: the places, from 1, of rows that were erased.
    """

    column: "pl.Series | None"
    gone: frozenset[int] = frozenset()
    known: frozenset[str] | None = None

    def __contains__(self, id: str) -> bool:
        if self.known is None:
            self.known = frozenset() if self.column is None else frozenset(self.column.to_list())
        return id in self.known


@dataclass(slots=True)
class CaseNames:
    """The ids that the files of a case define."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, RowIds | None] = field(default_factory=dict)  # of the lists; None = not read
    believed: frozenset[str] = frozenset()  # kinds that a file may name which could not be read

    def known(self, kind: str, name: str) -> bool:
        """Whether something of this kind has this name; what a file that could not be read may name is believed."""
        match kind:
            case _ if kind in self.believed:
                return True
            case "speaker":
                return self.known("record" if "#" in name else "party", name)
            case "subject":
                return self.known("record" if "#" in name else "group", name)
            case "record":
                return "#" in name and self._record(name)
            case "statement":
                return name in self.ids.get(kind, set()) or name.startswith("st_")
        return name in self.ids.get(kind, set())

    def _record(self, name: str) -> bool:
        origin, _, id = name.partition("#")
        rows = self.rows.get(list_of(name), RowIds(None))
        by_position = "@" in origin and list_of(name) in self.rows and id.isascii() and id.isdigit()
        if by_position and rows is not None:
            return int(id) not in rows.gone
        return rows is None or by_position or id in rows

    def lost(self, records: "pl.Series") -> list[str]:
        """Which records are nowhere, each once; those with an id in a list that was read are looked up by columns."""
        import polars as pl

        named = records.drop_nulls().unique().alias("record")
        lists = named.str.extract("^([^#]*)#").drop_nulls().unique().to_list()
        columns = [(n, rows.column) for n in lists if (rows := self.rows.get(n)) is not None]
        there = [(f"{name}#" + ids).alias("record").to_frame() for name, ids in columns if ids is not None]
        left = named.to_frame().join(pl.concat(there), on="record", how="anti")["record"] if there else named
        return [r for r in left.to_list() if not self.known("record", r)]

    def near(self, kind: str) -> list[str]:
        """The names of a kind, to suggest one."""
        kinds = {"speaker": "party", "subject": "group"}
        return sorted(self.ids.get(kinds.get(kind, kind), set()))


def define(case: Marked, files: Sequence[Marked], problems: list[Problem]) -> CaseNames:
    """Every name that the files define; a name given twice is a problem."""
    return _Definer(problems).define(case, files)


class _Definer:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems, self.names = problems, CaseNames()
        self.ids: dict[str, str] = {KEEPER: "reserved"}  # name: where it was given first
        self.keys: dict[str, str] = {CASE_KEY: "reserved"}

    def define(self, case: Marked, files: Sequence[Marked]) -> CaseNames:
        for kind, key in IN_CASE:
            for item in (case.get(key) or Marked([])).items():
                self._one(kind, item, "id", self.ids)
                if kind == "list":
                    self._one("statement", item, "id", self.keys, item.text("id") in (CASE_KEY,))
        for kind, item, key in named_in(files):
            self._one(kind, item, key, self.keys if kind == "statement" else self.ids)
        self.names.rows = dict.fromkeys(self.names.ids.get("list", set()))
        self.names.ids.setdefault("party", set()).add(KEEPER)
        return self.names

    def _one(self, kind: str, item: Marked, key: str, seen: dict[str, str], tell: bool = True) -> None:
        name, at = item.text(key), item.get(key)
        if name is None or at is None or not is_id(name):
            return  # what has no name, or none that can be one, is told where it is typed
        if name in seen and tell:
            values = {"id": name, "first": seen[name]}
            self.problems.append(Problem("id-twice", at.file, at.line, at.column, values=values))
        seen.setdefault(name, f"{at.file}:{at.line}")
        self.names.ids.setdefault(kind, set()).add(name)


def named_in(files: Sequence[Marked]) -> Iterator[tuple[str, Marked, str]]:
    """The statements' keys, and the offers' and clauses' ids, as they stand in the files."""
    for node in files:
        for item in node.items():
            yield "statement", item, "key"
            yield from _clauses(item.get("claim"))
        if isinstance(node.value, dict):
            yield "statement", node, "id"
            yield from _clauses(node)


def _clauses(offer: Marked | None) -> Iterator[tuple[str, Marked, str]]:
    for clause in ((offer and offer.get("clauses")) or Marked([])).items():
        yield "clause", clause, "id"
