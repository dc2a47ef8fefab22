"""Why one person is in, out, or in an open place: clause by clause, with what stands against it."""

from dataclasses import dataclass
from typing import Literal

from .document import PersonHeldBack, ReasonHeld
from .held import held_back
from .identified import Likeness, likenesses
from .model import Row
from .plan import Cleared
from .readings import Reading

Standing = Literal["named", "open", "not_needed", "held_back", "no_exchange"]


@dataclass(frozen=True, slots=True)
class ByClause:
    """A person under one clause that selects it.

    named: goes, and `why` says through what, and for a `transfer`, `to` where (None: stays open). open: one of `among`
    people for `places` open places. not_needed: free, and the clause has no place left; `full`: the clauses that let
    nobody more like this person go. held_back: see `reasons`. no_exchange: free, and there is no plan.
    """

    clause: str
    standing: Standing
    why: str | None = None
    places: int | None = None
    among: int | None = None
    reasons: tuple[ReasonHeld, ...] = ()
    to: str | None = None
    transfer: bool = False
    full: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """A person, its records, and how it stands under every clause that selects it. Empty: no clause selects it.

    `alike`: which records may be the same person, or were joined by the protocol's threshold, as the machine has it.
    """

    person: str
    records: tuple[str, ...]
    reading: str
    clauses: tuple[ByClause, ...]
    alike: tuple[Likeness, ...] = ()


def why(cleared: Cleared, record: str) -> Why:
    """How the person of a record stands in the base reading."""
    person = cleared.world.people.person(record)
    base = cleared.readings.base
    held = {h.clause: h for h in held_back(cleared.world, base) if h.person == person}
    selecting = [m for m in sorted(base.problem.moves) if person in set(base.problem.moves[m].selected)]
    clauses = tuple(_by_clause(cleared, person, m, held.get(m)) for m in selecting)
    people = cleared.world.people
    return Why(person, people.records(person), base.id, clauses, likenesses(people, person))


def _by_clause(cleared: Cleared, person: str, clause: str, held: PersonHeldBack | None) -> ByClause:
    if held is not None:
        return ByClause(clause, "held_back", reasons=held.reasons)
    if cleared.names is None:
        return ByClause(clause, "no_exchange")
    for unit, move, reason in cleared.names.named:
        if move == clause and person in unit:
            transfer = cleared.readings.base.problem.moves[clause].context.act == "transfer"
            return ByClause(clause, "named", reason, to=cleared.names.to[unit], transfer=transfer)
    for places in cleared.plan.open_places or ():
        if places.clause == clause:
            return ByClause(clause, "open", places=places.number, among=places.among)
    return ByClause(clause, "not_needed", full=_full(cleared.readings.base, person, clause))


def _full(base: Reading, person: str, clause: str) -> tuple[str, ...]:
    """The other clauses that let nobody more like this person go by a clause, to any destination open to them."""
    found: set[str] = set()
    values = base.answer.values
    for i, (c, way) in enumerate(base.problem.columns):
        if base.problem.ways[way].clause == clause and any(person in u for u in base.problem.classes[c].units):
            rows = [r for r in base.problem.model.rows if i in r.terms and r.clause not in ("", clause)]
            found |= {r.clause for r in rows if not _has_room(r, i, sum(n * values[k] for k, n in r.terms.items()))}
    return tuple(sorted(found))


def _has_room(row: Row, column: int, value: int) -> bool:
    more = value + row.terms[column]
    return (row.least is None or more >= row.least) and (row.most is None or more <= row.most)
