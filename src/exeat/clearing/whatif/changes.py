"""What is supposed: statements that nobody made, terms in other words, open points read otherwise.

- Everything supposed is said by the case's keeper, or by whoever a file of statements names; it stands in memory alone.
- A party that leaves gives nobody and receives nobody; the words of the offers are otherwise left as they are.
- A clause in other words keeps its place in its offer, and with it whatever was answered to that offer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exeat.clearing.problem import Problem
from exeat.clearing.readings import Reading
from exeat.core import claims as c
from exeat.core import clauses as cl
from exeat.core.case import KEEPER
from exeat.core.claims import Offer
from exeat.core.clauses import Clause
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.terms.points import filled

Supposed = tuple[str, Statement]  # what it is called where it is shown, and the words


@dataclass(frozen=True, slots=True)
class Changes:
    """What somebody supposes. `refuses`, `stays`, `dies`: records; `leaves`: parties; `without`: ids of clauses.

    `statements` carry the keys of their file. `offers`: clauses of them that have the id of a standing clause stand in
    its place, the others are new. `read`: how open points are read, over what the protocol chooses.
    """

    refuses: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    dies: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    statements: tuple[Supposed, ...] = ()
    offers: tuple[Supposed, ...] = ()
    read: Mapping[str, str] = field(default_factory=dict)


def supposing(facts: Facts, base: Reading, changes: Changes) -> Facts:
    """The facts as they would be. `base`: the reading that stands, which says whom a party gives and receives."""
    said = [*_of_people(facts, changes), *_no_longer_received(base.problem, facts, changes.leaves)]
    new, instead = _terms(facts, {**base.choices, **changes.read}, changes)
    said += changes.statements
    return facts.supposing([*said, *new], instead)


# ------------------------------------------------------------ people


def _of_people(facts: Facts, changes: Changes) -> Iterable[Supposed]:
    case = facts.case
    powers = tuple(sorted({case.power_of(p.id) for p in case.parties}))
    for record in changes.refuses:
        for to in powers:  # to go anywhere: no day, so it is the last word
            yield f"what-if:refuses:{record}", Statement(KEEPER, "states", c.Consent(record, to, "no"))
    for record in changes.stays:
        order = c.CourtOrder(KEEPER, (record,), powers, act="both")
        yield f"what-if:stays:{record}", Statement(KEEPER, "orders", order)
    for record in changes.dies:
        yield f"what-if:dies:{record}", Statement(KEEPER, "states", c.Death(record))


def _no_longer_received(problem: Problem, facts: Facts, leaving: Sequence[str]) -> Iterable[Supposed]:
    """Whom a party could receive by nobody's name but a destination clause's: it takes them no more."""
    gone = {facts.case.power_of(p) for p in leaving}
    for way in problem.ways.values():
        if way.to in gone and way.key != way.clause:
            for person in way.offered:
                refusal = c.Acceptance(person, way.to, "refused")
                yield f"what-if:leaves:{way.to}", Statement(way.to, "states", refusal)


# ------------------------------------------------------------ terms


def _terms(facts: Facts, choices: Mapping[str, str], changes: Changes) -> tuple[list[Supposed], dict[str, Statement]]:
    """Offers that are new, and standing offers in other words, by the ids of their statements."""
    given = {k.id: k for _, s in changes.offers if isinstance(s.claim, Offer) for k in s.claim.clauses}
    standing = [(i, s, s.claim) for i, s in facts.of(Offer) if isinstance(s.claim, Offer)]
    known = {k.id for _, _, offer in standing for k in offer.clauses}
    gone = {facts.case.power_of(p) for p in changes.leaves}
    words = {i: tuple(given.get(k.id, k) for k in offer.clauses) for i, _, offer in standing}
    read = {k.id: k for k in filled([k for clauses in words.values() for k in clauses], choices)}
    instead = {}
    for i, s, offer in standing:
        clauses = tuple(_now(facts, k, read.get(k.id, k), gone, set(changes.without)) for k in words[i])
        if clauses != offer.clauses:
            instead[i] = replace(s, claim=replace(offer, clauses=clauses))
    return list(_new(changes.offers, known)), instead


def _new(offers: Sequence[Supposed], known: set[str]) -> Iterable[Supposed]:
    for key, s in offers:
        assert isinstance(s.claim, Offer)
        clauses = tuple(k for k in s.claim.clauses if k.id not in known)
        if clauses:
            yield key, replace(s, claim=replace(s.claim, clauses=clauses))


def _now(facts: Facts, clause: Clause, read: Clause, gone: set[str], without: set[str]) -> Clause:
    """A clause as it would be: rejected, where nobody holds to it any more. `read`: with its open points filled."""
    power = facts.case.power_of
    if clause.id in without or gone & {power(p) for p in _parties(read)}:
        return replace(clause, state="rejected")
    if gone and isinstance(clause, cl.Destination) and clause.quotas:
        left = tuple(q for q in clause.quotas if power(q.to) not in gone)
        rest: dict[str, Any] = {"quotas": left} if left or clause.choice else {"state": "rejected"}
        return clause if len(left) == len(clause.quotas) else replace(clause, **rest)
    return clause


def _parties(clause: Clause) -> Iterable[str]:
    """The parties without which a clause moves nobody: who gives, who receives."""
    match clause:
        case cl.Release() | cl.Include():
            return (p for p in (clause.from_, clause.to) if p is not None)
        case cl.Destination() if clause.to is not None and not clause.quotas:
            return (clause.to,)
    return ()
