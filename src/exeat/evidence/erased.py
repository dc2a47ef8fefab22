"""What was erased from a ledger: when, by whose word, how much. Nothing here says of whom."""

from dataclasses import dataclass

from exeat.core.claims import Erasure
from exeat.core.entry import BodyRef, Entry, time_text
from exeat.core.facts import Facts
from exeat.core.ids import list_of
from exeat.core.message import Message


@dataclass(frozen=True, slots=True)
class ErasedOnce:
    """One erasure. `statement` says it; `rows`: how many, of how many `lists`; `at`: when it was recorded.

    `afterwards`: it was gone already by then.
    """

    statement: str
    asked_by: str
    reason: str
    at: str | None
    entries: int
    rows: int
    lists: int
    afterwards: bool = False

    @property
    def message(self) -> Message:
        values = {"day": (self.at or "")[:10], "asked_by": self.asked_by, "reason": self.reason}
        numbers = {"entries": str(self.entries), "rows": str(self.rows), "lists": str(self.lists)}
        return Message("erase.erased_afterwards" if self.afterwards else "erase.erased", {**values, **numbers})


def erased(facts: Facts) -> tuple[ErasedOnce, ...]:
    """Every erasure, the first one first."""
    return tuple(made for e in facts.entries if (made := once(e)) is not None)


def once(entry: Entry) -> ErasedOnce | None:
    """The erasure that an entry says; None = it says none."""
    body = entry.body
    claim = body.statement.claim if isinstance(body, BodyRef) else None
    if not isinstance(body, BodyRef) or not isinstance(claim, Erasure):
        return None
    at = None if entry.recorded_at is None else time_text(entry.recorded_at)
    rows = sum(len(x.rows) for x in claim.lists)
    return ErasedOnce(
        body.id, claim.asked_by, claim.reason, at, len(claim.entries), rows, len(claim.lists), bool(claim.afterwards)
    )


def erased_from(facts: Facts, record: str) -> tuple[ErasedOnce, ...]:
    """The erasures that took rows from the list of an address; for one by position, those that took this very row.

    Nothing tells whose row an erased one was: an address with an id may be of one of them, or of nobody.
    """
    name, _, id = record.partition("#")
    lists = {b.digest: b for b in facts.bodies.values() if b.table is not None and b.table.gone
             and (facts.origin(b.table.header.list) == facts.origin(list_of(name)))}  # fmt: skip
    if "@" in name:
        version = name.partition("@")[2]
        lists = {d: b for d, b in lists.items() if b.table is not None and b.table.version == version}
    place = int(id) if "@" in name and id.isascii() and id.isdigit() else None
    taken = {b.id for b in facts.bodies.values() if isinstance(b.statement.claim, Erasure) and any(
        x.of in lists and (place is None or place in x.rows) for x in b.statement.claim.lists)}  # fmt: skip
    return tuple(e for e in erased(facts) if e.statement in taken)
