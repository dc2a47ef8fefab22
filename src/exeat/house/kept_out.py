"""What another office's ledger would bring back of somebody who was erased here, as far as anything here can tell.

- An erasure names lists, rows by their places, and entries by hashes: nobody. So it is told that erasures stand here,
  and somebody who looked says why words are taken all the same.
- An address of a list from which rows were erased, which is in no row here any more, may be of an erased person: what
  names it is kept out, and so is what is about that. It may also be somebody who never was in that list here.

What it does not do: it recognises no words. What could, would let anybody guess an erased person and find the guess
confirmed.
"""

from collections.abc import Iterator, Sequence

from exeat.core.claims import Submitted
from exeat.core.entry import BodyRef
from exeat.core.facts import Facts
from exeat.core.ids import list_of
from exeat.core.shape import refs
from exeat.core.tables import Table
from exeat.evidence.erased import erased

KINDS = ("record", "subject", "speaker")  # of ids that may name somebody
NAMING = ("record", "left", "right")  # columns that do


class KeptOut:
    """Their facts beside those here. `erasures`: that stand here; `lists`: here, from which rows were erased."""

    def __init__(self, ours: Facts, theirs: Facts) -> None:
        self.ours, self.theirs, self.erasures = ours, theirs, erased(ours)
        self.here: dict[str, set[str]] = {}  # by list, the addresses of the rows that are left
        tables = [b.table for b in ours.bodies.values() if b.table is not None]
        self.lists = {ours.origin(t.header.list) for t in tables if t.gone}
        for table in tables:
            origin = ours.origin(table.header.list)
            if origin in self.lists:
                self.here.setdefault(origin, set()).update(table.records(origin).drop_nulls().to_list())

    def names(self, body: BodyRef) -> bool:
        """Whether words of theirs name somebody who may have been erased here."""
        said = body.statement
        named = [*(r for kind in KINDS for r in refs(said, kind)), *self._rows(body)] if self.lists else []
        return any(map(self._gone, named))

    def among(self, bodies: Sequence[BodyRef]) -> set[str]:
        """The ids of those that name such a person, and of what is about those in turn."""
        found = {b.id for b in bodies if self.names(b)}
        more = found
        while more:
            more = {b.id for b in bodies if b.id not in found and not found.isdisjoint(refs(b.statement, "statement"))}
            found |= more
        return found

    def _rows(self, body: BodyRef) -> Iterator[str]:
        """The addresses that the rows of a list are, and those of which they say something."""
        table, claim = body.table, body.statement.claim
        if table is None or not isinstance(claim, Submitted):
            return
        for origin in {self.ours.origin(claim.list), self.theirs.origin(claim.list)} & self.lists:
            yield from table.records(origin).drop_nulls().to_list()
        yield from _about(table, claim)

    def _gone(self, record: str) -> bool:
        name = list_of(record.partition("#")[0])
        for origin in {self.ours.origin(name), self.theirs.origin(name)} & self.lists:
            address = record if "@" in record else f"{origin}#{record.partition('#')[2]}"
            if "#" in record and address not in self.here[origin]:
                return True
        return False


def _about(table: Table, claim: Submitted) -> Iterator[str]:
    """The records of which the rows of a list say something: whole addresses, or ids of the list that it is about."""
    rows = table.ours()
    for column in (c for c in NAMING if c in rows.columns):
        cells = rows[column].drop_nulls().to_list()
        yield from (cell if "#" in cell or not claim.about else f"{claim.about}#{cell}" for cell in cells)
