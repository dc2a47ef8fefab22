"""Whom those who may designate have named, in which order, and what of it counts.

- A party that designates names whom it will; of several that name in turn one name of each counts, in the order
  recorded. Whoever ran ahead waits: the name counts when the others have named theirs.
- Every name takes its turn, also of somebody who cannot go: what befalls a person moves nobody else's turn.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

from exeat.core import clauses as cl
from exeat.core.claims import Designation
from exeat.core.clauses import Clause
from exeat.core.entry import BodyRef
from exeat.core.facts import Facts
from exeat.identity.people import People


@dataclass(frozen=True, slots=True)
class Naming:
    """A record that somebody named, and the statement in which; the power of whoever named it."""

    statement: str
    record: str
    by: str


def namings(facts: Facts, clauses: Sequence[Clause], clause: str) -> list[tuple[cl.Designate, list[Naming]]]:
    """By designate clause on a moving clause: who was named by whoever may, in the order recorded."""
    found = []
    for c in clauses:
        if isinstance(c, cl.Designate) and c.clause == clause:
            may = {facts.case.power_of(p) for p in (c.turns if c.how == "alternating" else (c.by,)) if p}
            found.append((c, [n for n in _named(facts, {clause, c.id}) if n.by in may]))
    return found


def counting(facts: Facts, people: People, clauses: Sequence[Clause], clause: str) -> tuple[list[Naming], list[Naming]]:
    """The names that count for a moving clause, and those that wait for the turn of another."""
    counted, waiting = [], []
    for c, named in namings(facts, clauses, clause):
        mine = _in_turn(facts, people, c, named) if c.how == "alternating" else named
        done = {people.person(n.record) for n in mine}
        counted += mine
        waiting += [n for n in named if people.person(n.record) not in done]
    return counted, waiting


def _in_turn(facts: Facts, people: People, clause: cl.Designate, named: Iterable[Naming]) -> list[Naming]:
    """One name of each in turn, until somebody whose turn it is has named nobody more."""
    left: dict[str, deque[Naming]] = {}
    for naming in named:
        left.setdefault(naming.by, deque()).append(naming)
    found: list[Naming] = []
    taken: set[str] = set()
    for party in cycle(facts.case.power_of(p) for p in clause.turns):
        mine = left.get(party, deque())
        while mine and people.person(mine[0].record) in taken:
            mine.popleft()
        if not mine:
            return found
        found.append(mine.popleft())
        taken.add(people.person(found[-1].record))
    return found


def _named(facts: Facts, ids: set[str]) -> list[Naming]:
    """Who was named for a clause, by its id or that of the clause on who designates: in the order of the log."""
    place = {e.body.id: e.index for e in reversed(facts.entries) if isinstance(e.body, BodyRef)}
    said = [
        (place.get(i, len(facts.entries)), i, s)
        for i, s in facts.of(Designation)
        if isinstance(s.claim, Designation) and s.act != "denies" and s.claim.clause in ids
    ]
    power = facts.case.power_of
    ordered = sorted(said, key=lambda x: x[:2])
    return [
        Naming(i, r, power(s.by)) for _, i, s in ordered if isinstance(s.claim, Designation) for r in s.claim.people
    ]
