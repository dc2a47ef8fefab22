"""A file of what is supposed: statements, or an offer, as the files of a case hold them; nothing of it is recorded.

- A list is the form of `statements/*.yaml`, a mapping the form of `offers/*.yaml`.
- Names are those of the case as it was recorded; a key names a standing statement, or one of these files.
- Every mistake in every file comes out at once.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exeat.core.claims import Offer
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.ids import derived_salt, statement_id
from exeat.core.marked import Marked
from exeat.core.shape import Decoder, rewrite
from exeat.core.statement import Statement

from .case_checks import Looker
from .case_names import CaseNames, RowIds
from .column_checks import unknown_columns
from .file_forms import OfferFile, StatementFile, Statements
from .yaml_file import read_yaml

if TYPE_CHECKING:
    from exeat.core.tables import Table

Said = tuple[str, Statement]


def read_supposed(files: Sequence[Path], facts: Facts) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """The statements and the offers of these files, each with its key. Raises Refused with every mistake."""
    return _Reader(facts).read(files)


class _Reader:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.problems: list[Problem] = []
        self.ids = {body.key: i for i, body in facts.bodies.items() if body.key and i in facts.statements}
        self.names = names_of(facts)
        self.decoder = Decoder(self.names, self.problems, Looker(self.problems))
        self.statements: list[Said] = []
        self.offers: list[Said] = []

    def read(self, files: Sequence[Path]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        found = [self._file(path) for path in files]
        nodes = [node for node in found if node is not None]
        for node in nodes:
            self._define(node)
        for node in nodes:
            self._said(node)
        if self.problems:
            raise Refused(sorted(self.problems, key=lambda p: (p.file or "", p.line or 0, p.column or 0)))
        return tuple(self.statements), tuple(self.offers)

    def _file(self, path: Path) -> Marked | None:
        if not path.is_file():
            self.problems.append(Problem("file-missing", str(path)))
            return None
        return read_yaml(path, path.name, self.problems)

    def _define(self, node: Marked) -> None:
        """The names that a file adds: keys of statements, ids of clauses."""
        for item in node.items() or [node]:
            key = item.text("key") or item.text("id")
            self.names.ids["statement"] |= {key} if key else set()
            clauses = (item.get("claim") or item).get("clauses") or Marked([])
            self.names.ids["clause"] |= {id for k in clauses.items() if (id := k.text("id"))}

    def _said(self, node: Marked) -> None:
        if isinstance(node.value, dict):
            offer = self.decoder.shape(OfferFile, node)
            if offer is not None:
                self._columns(offer.said(), node)
                self.offers.append((offer.id, self._pointing(offer.said())))
            return
        if not isinstance(node.value, list):
            self.decoder.value(Statements, node)
        for item in node.items():
            form = self.decoder.shape(StatementFile, item)
            if form is not None:
                said = self._pointing(form.said())
                self._columns(said, item.get("claim") or item)
                (self.offers if isinstance(said.claim, Offer) else self.statements).append((form.key, said))
                body = said.body()
                self.ids[form.key] = statement_id(derived_salt(self.facts.case.id, body), body)

    def _columns(self, said: Statement, at: Marked) -> None:
        if isinstance(said.claim, Offer):
            tables: Mapping[str, Table] = {name: table for name, (_, table) in self.facts.lists.items()}
            self.problems.extend(unknown_columns(said.claim, at, dict(tables)))

    def _pointing(self, said: Statement) -> Statement:
        made: Statement = rewrite(said, "statement", lambda key: self.ids.get(key, key))
        return made


def names_of(facts: Facts) -> CaseNames:
    """The names that a case has, as it was recorded."""
    case = facts.case
    clauses = {k.id for _, s in facts.of(Offer) if isinstance(s.claim, Offer) for k in s.claim.clauses}
    ids: dict[str, set[str]] = {
        "party": {p.id for p in case.parties} | {"keeper"},
        "source": {s.id for s in case.sources},
        "group": {g.id for g in case.groups},
        "criteria": {c.id for c in case.criteria},
        "list": set(facts.lists),
        "statement": {b.key for b in facts.bodies.values() if b.key},
        "clause": clauses,
    }
    rows: dict[str, Any] = {name: RowIds(table.ids()) for name, (_, table) in facts.lists.items()}
    return CaseNames(ids, rows)
