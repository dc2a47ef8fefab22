"""Why one person is in, out, or in an open place: clause by clause, with what stands against it."""

from dataclasses import dataclass, replace
from typing import Literal

from .because.chances import Chance, chance
from .because.ends import Ending, endings
from .because.stands import Asked
from .document import PersonHeldBack, ReasonHeld
from .held import held_back
from .identified import Likeness, likenesses
from .plan import Cleared

Standing = Literal["named", "open", "not_needed", "held_back", "no_exchange"]


@dataclass(frozen=True, slots=True)
class ByClause:
    """A person under one clause that selects it.

    named: goes, and `why` says through what, and for a `transfer`, `to` where (None: stays open). open: one of `among`
    people for `places` open places. not_needed: free, and not in the exchange. held_back: see `reasons`. no_exchange:
    free, and there is no plan.

    `best`: whether one like this goes by the clause in every best exchange, in some, in none; None where it was not
    asked. `full`: if none, the least sets of clauses without which one would, with nobody fewer in all. `because`: if
    every, the irreducible sets of clauses that make it so. `with_fewer`: if none, whether there is an exchange with one
    like this in which fewer people go. `others_designated`: one like this would go in a best exchange, had nobody been
    designated; then the clauses are not asked. `ends`: which of the reasons end by themselves, and on which day.
    """

    clause: str
    standing: Standing
    why: str | None = None
    places: int | None = None
    among: int | None = None
    reasons: tuple[ReasonHeld, ...] = ()
    to: str | None = None
    transfer: bool = False
    full: tuple[tuple[str, ...], ...] = ()
    best: Chance | None = None
    because: tuple[tuple[str, ...], ...] = ()
    with_fewer: bool | None = None
    others_designated: bool = False
    ends: tuple[Ending, ...] = ()


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
        context = cleared.readings.base.problem.moves[clause].context
        ends = endings(cleared.world, person, context, held.reasons)
        return ByClause(clause, "held_back", reasons=held.reasons, ends=ends)
    if cleared.names is None:
        return ByClause(clause, "no_exchange")
    for named in cleared.names.named:
        if named.clause == clause and any(person in unit for unit in named.units):
            transfer = cleared.readings.base.problem.moves[clause].context.act == "transfer"
            best = _best(cleared, person, clause)
            return replace(best, standing="named", why=named.why, to=named.to, transfer=transfer)
    return _unnamed(cleared, clause, _best(cleared, person, clause))


def _unnamed(cleared: Cleared, clause: str, best: ByClause) -> ByClause:
    """Whom nobody named: in an open place, or not in the exchange."""
    for places in cleared.plan.open_places or ():
        if places.clause == clause and best.best != "none":
            return replace(best, standing="open", places=places.number, among=places.among)
    return best


def _best(cleared: Cleared, person: str, clause: str) -> ByClause:
    """What the best exchanges say of one like this person, by a clause."""
    base, found = cleared.readings.base, ByClause(clause, "not_needed")
    problem, solver = base.problem, cleared.solver
    n = next((n for n, k in enumerate(problem.kinds) if clause in k.by and any(person in u for u in k.units)), None)
    if solver is None or n is None:
        return found
    asked = Asked(problem, base.clauses, base.answer.aims, solver)
    terms, units = problem.kinds[n].by[clause], len(problem.kinds[n].units)
    best = chance(problem, base.answer, solver, (n, clause))
    if best == "none" and asked.but_for_names(terms):
        return replace(found, best=best, others_designated=True)
    if best == "none":
        return replace(found, best=best, full=asked.in_the_way(terms), with_fewer=asked.with_fewer(terms))
    return replace(found, best=best, because=asked.making_it_so(terms, units) if best == "every" else ())
