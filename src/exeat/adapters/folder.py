"""The case folder: `case.yaml`, `lists/`, `statements/*.yaml`, `offers/*.yaml`, read into statements.

- Every mistake in every file comes out at once; nothing is taken from a folder that has one.
- A statement is known in the files by its key; its id is made from its body. References by key become ids in the
  order in which statements point to one another.
- Where no real person is concerned the salts come from the bodies, so two readers get the same ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..core.case import KEEPER, Case, ListDeclared
from ..core.claims import CaseKept, Offer, Submitted
from ..core.errors import Problem, Refused
from ..core.ids import derived_salt, is_id, list_of, statement_id
from ..core.marked import Marked
from ..core.rules import NEVER_RELAXED, RULES
from ..core.shape import Decoder, refs, rewrite
from ..core.statement import SaidOn, Statement
from ..core.tables import Table, table_root
from .csv_list import CsvList, header
from .yaml_file import read_yaml

CASE_FILE = "case.yaml"
CASE_KEY = "case"
OFFER_KEYS = frozenset({"id", "by", "via", "act", "hedge", "to", "source", "place", "said_on", "words", "clauses"})


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the files give it: its key, id, salt and canonical body; the rows where it submits a list."""

    key: str
    id: str
    salt: bytes
    body: bytes
    statement: Statement
    table: Table | None = None


@dataclass(slots=True)
class CaseNames:
    """The ids that the files of a case define."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, set[str] | None] = field(default_factory=dict)  # ids of the rows of a list; None = not read

    def known(self, kind: str, name: str) -> bool:
        """Whether something of this kind has this name; a record of a list that could not be read is believed."""
        match kind:
            case "speaker":
                return name == KEEPER or ("#" in name and self.known("record", name)) or self.known("party", name)
            case "subject":
                return self.known("record", name) if "#" in name else self.known("group", name)
            case "record":
                rows = self.rows.get(list_of(name), set()) if "#" in name else set()
                return rows is None or "@" in name or name.partition("#")[2] in rows
            case "statement":
                return name in self.ids.get(kind, set()) or name.startswith("st_")
        return name in self.ids.get(kind, set())

    def near(self, kind: str) -> list[str]:
        """The names of a kind, to suggest one."""
        kinds = {"speaker": "party", "subject": "group"}
        return sorted(self.ids.get(kinds.get(kind, kind), set()))


def read_folder(folder: Path) -> tuple[Case, list[Said]]:
    """What a case folder says. Raises Refused with every mistake."""
    return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.names = CaseNames()
        self.decoder = Decoder(self.names, self.problems)
        self.statements: dict[str, tuple[Statement, Table | None, Marked]] = {}
        self._keys_seen: dict[str, Marked] = {}

    def read(self) -> tuple[Case, list[Said]]:
        case_node = self._file(CASE_FILE)
        files = [n for n in (self._file(f) for f in self._names("statements", "offers")) if n]
        if case_node is not None:
            self._define(case_node, files)
        case = self.decoder.shape(Case, case_node) if case_node else None
        if case is not None and case_node is not None:
            self._check_case(case, case_node)
            self._lists(case, case_node)
        for node in files:
            self._statements(node)
        if self.problems or case is None:
            raise Refused(self.problems)
        return case, self._identified(case)

    # -------------------------------------------------------- files

    def _file(self, name: str) -> Marked | None:
        path = self.folder / name
        if not path.is_file():
            self.problems.append(Problem("file-missing", name))
            return None
        return read_yaml(path, name, self.problems)

    def _names(self, *folders: str) -> Iterator[str]:
        for folder in folders:
            yield from sorted(p.relative_to(self.folder).as_posix() for p in (self.folder / folder).glob("*.yaml"))

    # -------------------------------------------------------- names

    def _define(self, case: Marked, files: list[Marked]) -> None:
        """Collect every id before anything is typed, so that one broken line does not break the references to it."""
        seen: dict[str, Marked] = {}
        for kind, key in (("party", "parties"), ("source", "sources"), ("group", "groups"), ("list", "lists")):
            for item in (case.get(key) or Marked([])).items():
                self._define_one(kind, item, "id", seen)
        for kind, item, key in _named_in(files):
            self._define_one(kind, item, key, seen if kind != "statement" else self._keys_seen)
        self.names.rows = dict.fromkeys(self.names.ids.get("list", set()))
        self.names.ids.setdefault("party", set()).add(KEEPER)

    def _define_one(self, kind: str, item: Marked, key: str, seen: dict[str, Marked]) -> None:
        name, at = item.text(key), item.get(key)
        if name is None or at is None:
            return
        if name in seen:
            first = seen[name]
            self.decoder.problem("id-twice", at, id=name, first=f"{first.file}:{first.line}")
        seen.setdefault(name, at)
        self.names.ids.setdefault(kind, set()).add(name)

    # -------------------------------------------------------- the case and its lists

    def _check_case(self, case: Case, node: Marked) -> None:
        protocol = node.get("protocol") or Marked({})
        permits = (protocol.get("unknown_permits") or Marked([])).items()
        for item in permits:
            rule, at = item.text("rule") or "", item.get("rule") or item
            if rule in NEVER_RELAXED:
                self.decoder.problem("rule-never-relaxed", at, rule=rule)
            elif rule not in RULES:
                self.decoder.problem("value-wrong", at, value=rule, wanted="one of " + ", ".join(RULES))

    def _lists(self, case: Case, node: Marked) -> None:
        places = (node.get("lists") or Marked([])).items()
        read = [self._list(case, declared, at) for declared, at in zip(case.lists, places, strict=True)]
        for declared, table in zip(case.lists, read, strict=True):
            if table is not None:
                self._check_records(declared, table)

    def _list(self, case: Case, declared: ListDeclared, at: Marked) -> Table | None:
        path = self.folder / declared.file
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self.decoder.problem("file-unreadable", at, why="the file lies outside the case folder")
            return None
        found = CsvList(declared, path, self.problems).read()
        if found is None:
            return None
        rows, mapped = found
        columns = dict(mapped.columns)
        ids = set(rows[columns["id"]].drop_nulls().to_list()) if "id" in columns else set()
        self.names.rows[declared.id] = ids
        said = header(declared, mapped, rows.height, table_root(case.id, rows))
        table = Table(said, rows, "")
        self.statements[declared.id] = (_submission(declared, said), table, at)
        return table

    def _check_records(self, declared: ListDeclared, table: Table) -> None:
        """Every record that a row names must be there."""
        columns = dict(table.header.columns)
        for ours in {"record", "left", "right"} & set(columns):
            cells = table.rows[columns[ours]]
            for name in cells.drop_nulls().unique().to_list():
                full = name if "#" in name else f"{declared.about or ''}#{name}"
                if not self.names.known("record", full):
                    line = (cells == name).fill_null(False).arg_true()[0] + 2
                    at = Problem("row-record-unknown", declared.file, line, None, ours, {"record": full})
                    self.problems.append(at)

    # -------------------------------------------------------- statements and offers

    def _statements(self, node: Marked) -> None:
        if (node.file or "").startswith("offers/"):
            self._offer(node)
            return
        if not isinstance(node.value, list):
            self.decoder.problem("value-wrong", node, value="a mapping", wanted="a list of statements")
        for item in node.items():
            if item.get("key") is None:
                self.decoder.problem("key-missing", item, key="key", of="statement")
            self._add(item.text("key"), self.decoder.shape(Statement, item, frozenset({"key"})), item)

    def _offer(self, node: Marked) -> None:
        if not isinstance(node.value, dict):
            self.decoder.problem("value-wrong", node, value="a list", wanted="a mapping")
            return
        offer = {"offer": node.value["id"]} if "id" in node.value else {}
        claim = {k: v for k, v in node.value.items() if k in ("to", "words", "clauses")}
        around = {k: v for k, v in node.value.items() if k not in ("id", "to", "words", "clauses")}
        act = node.value.get("act") or Marked("offers", node.file, node.line, node.column)
        made = {"kind": Marked("offer"), **offer, **claim}
        whole = Marked({**around, "act": act, "claim": _at(made, node)}, node.file, node.line, node.column)
        self._add(node.text("id"), self.decoder.shape(Statement, whole), node)

    def _add(self, key: str | None, statement: Statement | None, at: Marked) -> None:
        if key is None or statement is None:
            return
        if isinstance(statement.claim, Submitted | CaseKept):
            self.decoder.problem("kind-unknown", at, kind=statement.claim.kind, known="", near="")
        self.statements.setdefault(key, (statement, None, at))

    # -------------------------------------------------------- ids

    def _identified(self, case: Case) -> list[Said]:
        kept = Statement(KEEPER, "states", CaseKept(replace(case, lists=())))
        self.statements[CASE_KEY] = (kept, None, Marked("", CASE_FILE, 1, 1))
        made: dict[str, Said] = {}
        for key in self.statements:
            self._identify(case, key, made, ())
        if self.problems:
            raise Refused(self.problems)
        self._same_twice(made)
        return sorted(made.values(), key=lambda s: s.key)

    def _identify(self, case: Case, key: str, made: dict[str, Said], path: tuple[str, ...]) -> str:
        statement, table, at = self.statements[key]
        if key in path:
            self.decoder.problem("reference-circular", at, path=" > ".join((*path, key)))
            return key
        if key not in made:
            to = {r: self._identify(case, r, made, (*path, key)) for r in self._keys_in(statement)}
            made[key] = identified(case.id, key, rewrite(statement, "statement", lambda r: to.get(r, r)), table)
        return made[key].id

    def _keys_in(self, statement: Statement) -> list[str]:
        return [r for r in refs(statement, "statement") if r in self.statements]

    def _same_twice(self, made: dict[str, Said]) -> None:
        first: dict[str, str] = {}
        for said in made.values():
            if said.id in first:
                _, _, at = self.statements[said.key]
                self.decoder.problem("statement-twice", at, key=said.key, first=first[said.id])
            first.setdefault(said.id, said.key)
        if self.problems:
            raise Refused(self.problems)


def identified(case: str, key: str, statement: Statement, table: Table | None = None) -> Said:
    """A statement with the salt and id that its body gives it."""
    body = statement.body()
    salt = derived_salt(case, body)
    id = statement_id(salt, body)
    placed = None if table is None else Table(table.header, table.rows, id[3:15])
    return Said(key, id, salt, body, statement, placed)


def _submission(declared: ListDeclared, said: Submitted) -> Statement:
    on = SaidOn(declared.as_of) if declared.as_of else None
    return Statement(declared.by, "states", said, declared.via, source=declared.source, said_on=on)


def _at(value: dict[str, Marked], like: Marked) -> Marked:
    return Marked(value, like.file, like.line, like.column)


def _named_in(files: list[Marked]) -> Iterator[tuple[str, Marked, str]]:
    """The statements' keys, and the offers' and clauses' ids, as they stand in the files."""
    for node in files:
        for item in node.items():
            yield "statement", item, "key"
        if isinstance(node.value, dict):
            yield "statement", node, "id"
            for clause in (node.get("clauses") or Marked([])).items():
                if is_id(clause.text("id") or ""):
                    yield "clause", clause, "id"

