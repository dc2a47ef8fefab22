"""The case folder: `case.yaml`, `lists/`, `statements/*.yaml`, `offers/*.yaml`, read into statements.

- Every mistake in every file comes out at once; nothing is taken from a folder that has one.
- A statement is known in the files by its key; its id is made from its body. References by key become ids in the
  order in which statements point to one another.
- Where no real person is concerned the salts come from the bodies, so two readers get the same ids.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from exeat.core.case import CASE_FILE, KEEPER, Case, ListDeclared
from exeat.core.claims import CaseKept, Offer, StatusLabel, Submitted
from exeat.core.errors import Problem, Refused
from exeat.core.marked import Marked
from exeat.core.message import Message
from exeat.core.shape import AnyName, Decoder, refs, rewrite
from exeat.core.statement import SaidOn, Statement
from exeat.core.tables import Table

from .case_checks import Looker, circular, ordered, rings_in_case, visibility_mistakes
from .case_names import CASE_KEY, CaseNames, RowIds, define
from .column_checks import unknown_columns
from .criteria_files import criteria_of, unknown_items
from .file_forms import OfferFile, StatementFile, Statements
from .lists.list_file import ListFile, header
from .said import FromWords, Said, Salts, identified, rooted
from .text_file import inside, names_in
from .yaml_file import read_yaml

VERSION = "1"
STATED = frozenset({"statement", "clause"})  # what the files of `statements/` and `offers/` name

__all__ = ["CASE_FILE", "CASE_KEY", "Said", "identified", "read_folder"]


def read_folder(
    folder: Path,
    held: Mapping[str, Table] | None = None,
    drawn: Salts | None = None,
    shut: frozenset[str] = frozenset(),
) -> tuple[Case, list[Said]]:
    """What a case folder says. Raises Refused with every mistake.

    `held`: lists that were recorded before; the file of one of them may be gone. `drawn`: the salts of real people's
    words; None = no ledger is there to keep them, and they follow from the words. `shut`: lists that were recorded and
    are not open to whoever reads; what is said of their records is believed.
    """
    return _Reader(folder, held or {}, drawn, shut).read()


class _Reader:
    def __init__(self, folder: Path, held: Mapping[str, Table], drawn: Salts | None, shut: frozenset[str]) -> None:
        self.folder, self.held, self.drawn, self.shut = folder, held, drawn, shut
        self.salts: Salts = FromWords("")
        self.problems: list[Problem] = []
        self.decoder = Decoder(AnyName(), self.problems, Looker(self.problems))
        self.statements: dict[str, tuple[Statement, Table | None, Marked]] = {}
        self.notes: dict[str, tuple[Message, ...]] = {}  # of each list

    def read(self) -> tuple[Case, list[Said]]:
        node = self._file(CASE_FILE)
        read = [self._file(f) for f in self._names("statements", "offers")]
        files = [n for n in read if n is not None]
        names = define(node or Marked({}), files, self.problems)
        names.believed = STATED if len(files) < len(read) else frozenset()
        case = None if node is None else self._case(node, names)
        for file in files:
            self._said(file)
        self._columns()
        self._items(case)
        made = self._identified(case)
        if self.problems or case is None:
            raise Refused(sorted(_told_once(self.problems), key=_place))
        return case, made

    # -------------------------------------------------------- files

    def _file(self, name: str) -> Marked | None:
        path = self.folder / name
        if not inside(self.folder, path):
            self.problems.append(Problem("file-unreadable", name, values={"why": "outside"}))
            return None
        return read_yaml(path, name, self.problems)

    def _names(self, *folders: str) -> list[str]:
        return [n for f in folders for n in names_in(self.folder, f, (".yaml", ".yml"), self.problems)]

    # -------------------------------------------------------- the case and its lists

    def _case(self, node: Marked, names: CaseNames) -> Case | None:
        self.decoder.names = names
        self.problems.extend(rings_in_case(node))
        case = self.decoder.shape(Case, self._of_our_version(node))
        self.problems.extend(visibility_mistakes(case, node) if case is not None else ())
        real = case is not None and case.people == "real"
        self.salts = self.drawn if real and self.drawn is not None else FromWords(node.text("id") or "")
        self._lists(names, node)
        return case

    def _of_our_version(self, node: Marked) -> Marked:
        """The case, its version checked apart: another version is not just a wrong value."""
        given = node.get("exeat")
        if not isinstance(node.value, dict) or given is None or given.value in ("", VERSION):
            return node
        if not isinstance(given.value, str):
            return node
        self.decoder.problem("version-unknown", given, value=given.value, known=VERSION)
        return replace(node, value={**node.value, "exeat": replace(given, value=VERSION)})

    def _lists(self, names: CaseNames, node: Marked) -> None:
        """Read every list that is declared well, whatever else is wrong with the case."""
        lists = []
        for at in (node.get("lists") or Marked([])).items():
            declared = Decoder(names).shape(ListDeclared, at)
            if declared is not None and not (self.folder / declared.file).exists():
                if declared.id in self.held:
                    names.rows[declared.id] = RowIds(self.held[declared.id].ids(), self._gone(declared.id))
                if declared.id in self.held or declared.id in self.shut:
                    continue
            found = None if declared is None else self._list(declared, at)
            if found is not None:
                names.rows[found.declared.id] = RowIds(found.ids(), self._gone(found.declared.id))
                lists.append(found)
        for found in lists:
            found.check_records(names.lost)

    def _gone(self, name: str) -> frozenset[int]:
        """The places, from 1, of the rows of a recorded list that were erased."""
        return frozenset(n + 1 for n, _ in self.held[name].gone) if name in self.held else frozenset()

    def _columns(self) -> None:
        """Every column that a clause names must be there."""
        tables = dict(self.held) | {key: table for key, (_, table, _) in self.statements.items() if table is not None}
        for statement, _, at in self.statements.values():
            if isinstance(statement.claim, Offer):
                self.problems.extend(unknown_columns(statement.claim, at, tables))

    def _items(self, case: Case | None) -> None:
        """Every item of criteria that a label names must be there."""
        for statement, _, at in self.statements.values():
            if isinstance(statement.claim, StatusLabel) and case is not None:
                self.problems.extend(unknown_items(statement.claim, criteria_of(case), at.get("claim") or at))

    def _list(self, declared: ListDeclared, at: Marked) -> ListFile | None:
        path = self.folder / declared.file
        if not inside(self.folder, path):
            self.decoder.problem("file-unreadable", at.get("file") or at, why="outside")
            return None
        found = ListFile(declared, path, self.problems)
        read = found.read()
        if read is None:
            return None
        rows, mapped = read
        self.notes[declared.id] = found.notes
        table = rooted(header(declared, mapped, rows.height, ""), rows, self.salts)
        self.statements.setdefault(declared.id, (_submission(declared, table.header), table, at))
        return found

    # -------------------------------------------------------- statements and offers

    def _said(self, node: Marked) -> None:
        if (node.file or "").startswith("offers/"):
            self._add(self.decoder.shape(OfferFile, node), node)
        elif not isinstance(node.value, list):
            self.decoder.value(Statements, node)
        for item in node.items() if (node.file or "").startswith("statements/") else []:
            self._add(self.decoder.shape(StatementFile, item), item)

    def _add(self, form: StatementFile | OfferFile | None, at: Marked) -> None:
        if form is not None:
            key = form.key if isinstance(form, StatementFile) else form.id
            self.statements.setdefault(key, (form.said(), None, at))

    # -------------------------------------------------------- ids

    def _identified(self, case: Case | None) -> list[Said]:
        if case is not None:
            kept = Statement(KEEPER, "states", CaseKept(replace(case, lists=())))
            self.statements[CASE_KEY] = (kept, None, Marked("", CASE_FILE, 1, 1))
        to = {key: self._keys_in(statement) for key, (statement, _, _) in self.statements.items()}
        keys, rings = ordered(to)
        self.problems.extend(circular(ring, self.statements[ring[0]][2]) for ring in rings)
        made: dict[str, Said] = {}
        for key in keys:
            statement, table, _ = self.statements[key]
            known = {k: made[k].id for k in to[key] if k in made}
            said = identified(self.salts, key, _pointing(statement, known), table)
            made[key] = replace(said, notes=self.notes.get(key, ()))
        self._same_twice(made)
        return [made[key] for key in sorted(made)]

    def _keys_in(self, statement: Statement) -> list[str]:
        return [r for r in refs(statement, "statement") if r in self.statements]

    def _same_twice(self, made: dict[str, Said]) -> None:
        first: dict[str, str] = {}
        for key in sorted(made, key=lambda k: _place(self.statements[k][2])):
            id = made[key].id
            if id in first:
                self.decoder.problem("statement-twice", self.statements[key][2], key=key, first=first[id])
            first.setdefault(id, key)


def _pointing(statement: Statement, ids: dict[str, str]) -> Statement:
    return rewrite(statement, "statement", lambda key: ids.get(key, key))


def _told_once(problems: list[Problem]) -> list[Problem]:
    """Without what only follows from a place where the file itself is broken."""
    broken = {(p.file, p.line, p.column) for p in problems if p.code == "yaml-broken"}
    return [p for p in problems if p.code == "yaml-broken" or (p.file, p.line, p.column) not in broken]


def _place(at: Problem | Marked) -> tuple[bool, str, int, int]:
    """The order in which people look for mistakes: the case first, then file by file."""
    return at.file != CASE_FILE, at.file or "", at.line or 0, at.column or 0


def _submission(declared: ListDeclared, said: Submitted) -> Statement:
    on = SaidOn(declared.as_of) if declared.as_of else None
    return Statement(declared.by, "states", said, declared.via, source=declared.source, said_on=on)
