"""Where a moving clause may take people, and where each person may go by it.

- A clause with a `to` of its own takes people there, a release leaves them where they are.
- A transfer without one may use every place that destination clauses name; where one leaves all to the people's
  choice, every party to which one of them said yes. Never the power that the people are taken from.
"""

from collections.abc import Mapping
from dataclasses import replace

from exeat.core.claims import Consent
from exeat.core.clauses import Clause, Destination, Release, Status

from .asked import named_places
from .impediments import Terms
from .reading import Move, Reading, asks_for
from .rules import Context
from .selection import Selection
from .words import Words


def terms_of(reading: Reading, select: Selection) -> Terms:
    """What the clauses of a reading say of each person: statuses asked for, and where to go."""
    statuses: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[Destination, ...]] = {}
    for c in reading.clauses.values():
        for person in select.of(c.selection) if isinstance(c, Status | Destination) else ():
            if isinstance(c, Destination):
                places[person] = (*places.get(person, ()), c)
            elif isinstance(c, Status) and c.status is not None:
                statuses[person] = (*statuses.get(person, ()), c.status)
    return Terms(statuses, places)


def contexts_of(reading: Reading, select: Selection, words: Words) -> dict[str, tuple[Context, ...]]:
    """The contexts of each moving clause: one, or one for each destination that it may use."""
    used = frozenset().union(*(_used(c, select, words) for c in reading.of(Destination)))
    return {i: _contexts(c, used, reading.clauses, words) for i, c in reading.moves.items()}


def _used(clause: Clause, select: Selection, words: Words) -> frozenset[str]:
    assert isinstance(clause, Destination)
    names: set[str | None] = set(named_places(clause))
    if clause.choice and not names:
        people = (select.people[p] for p in select.of(clause.selection))
        names = {w["destination"] for p in people for w in words.said(p, Consent, answer="yes")}
    return frozenset(to for to in map(words.power, names) if to is not None)


def _contexts(clause: Move, used: frozenset[str], clauses: Mapping[str, Clause], words: Words) -> tuple[Context, ...]:
    assert clause.from_ is not None, clause.id
    assert clause.act is not None, clause.id
    asked = [a for c in clauses.values() if (a := asks_for(c)) is not None and a[1] == clause.id]
    proof = min((days for rule, _, days in asked if rule == "proof_of_life"), default=None)
    window = max((days for rule, _, days in asked if rule == "petition_window"), default=None)
    power = words.facts.case.power_of(clause.from_)
    of_remains = isinstance(clause, Release) and bool(clause.remains)
    here = Context(power, clause.act, None, False, proof, window, of_remains)
    if clause.act == "release":
        return (here,)
    if clause.to is not None:
        return (replace(here, to=words.power(clause.to)),)
    others = sorted(used - {power}, key=str.encode)
    return tuple(replace(here, to=to, unnamed=True) for to in others) or (replace(here, unnamed=True),)
