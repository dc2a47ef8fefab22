"""Stages, obligations and handovers as a plan says them, and the counts of the clauses that they come from.

- A stage says how many people go in it by which clause, and what opens it; who goes is said once, in the moves.
- What falls away or is for a default is said with each clause that it takes along, and the others stand.
"""

from collections.abc import Iterable, Mapping

from exeat.core import clauses as cl
from exeat.core.message import Message

from . import document as doc
from .because.clashes import shrunk
from .because.possible import Possible
from .bounds import Bound
from .model import Solver, total
from .problem import EVERYBODY, build
from .readings import Reading
from .stages import Opening, exposures, thresholds
from .world import World


def stages(world: World, base: Reading) -> tuple[doc.StagePlanned, ...] | None:
    """The plan stage by stage; None where the terms have no stages, or there is no plan."""
    found = base.problem.staging
    if not found.of or not base.answer.values:
        return None
    left = {b.clause: b for b in thresholds(world, base.problem, base.clauses)}
    return tuple(_stage(world, base, number, left) for number in found.numbers)


def _stage(world: World, base: Reading, number: int, left: Mapping[str, Bound]) -> doc.StagePlanned:
    found = base.problem.staging
    mine = sorted(c for c, n in found.of.items() if n == number)
    clauses = tuple(_in_stage(base, c) for c in mine)
    opens = tuple(
        _opens(base, o, left.get(o.guard.by))
        for o in sorted(found.openings, key=lambda o: (o.guard.by, o.guard.then))
        if o.guard.then in mine
    )
    waits = any(o.state != "came_about" for o in opens)
    people, remains = sum(c.people for c in clauses), sum(c.remains or 0 for c in clauses)
    return doc.StagePlanned(number, "waits" if waits else "open", people, clauses, opens, remains or None)


def _in_stage(base: Reading, clause: str) -> doc.ClauseInStage:
    phases = [c for c in base.clauses if isinstance(c, cl.Phase) and c.clause == clause]
    context = base.problem.moves[clause].context
    number = total(base.problem.terms(EVERYBODY, [clause]), base.answer.values)
    windows = tuple(sorted({p.window.text for p in phases if p.window is not None}))
    cadences = tuple(sorted({p.cadence for p in phases if p.cadence is not None}))
    people, remains = (0, number) if context.remains else (number, None)
    return doc.ClauseInStage(clause, context.power, people, windows, cadences, remains)


def _opens(base: Reading, opening: Opening, bound: Bound | None) -> doc.StageOpens:
    guard = opening.guard
    words = next(
        c.event if isinstance(c, cl.When) else c.opens or ""
        for c in base.clauses
        if isinstance(c, cl.When | cl.Phase) and c.id == guard.by
    )
    went, number = opening.went, guard.event.number
    if bound is not None:
        went = total(bound.left.terms, base.answer.values) + bound.left.more
    counted = (went, number) if number is not None else (None, None)
    return doc.StageOpens(guard.by, guard.then, words, opening.state, opening.statements, guard.severable, *counted)


def handovers(base: Reading) -> tuple[doc.HandoverAgreed, ...] | None:
    """How people are handed over, clause by clause; None where no clause says."""
    found = sorted((c for c in base.clauses if isinstance(c, cl.Handover)), key=lambda c: c.id)
    made = (doc.HandoverAgreed(c.id, c.point, c.carrier, c.order, c.exposure, c.ceremony) for c in found)
    return tuple(made) or None


# ------------------------------------------------------------ counts


def counts(world: World, base: Reading, clause: cl.Clause) -> Iterable[doc.ClauseCounted]:
    """What a phase, a condition, a handover or an obligation comes to."""
    if clause in base.unplanned or clause in base.fallen or _named(clause) & _gone(base):
        yield doc.ClauseCounted(clause.id, _without(base, clause))
    elif isinstance(clause, cl.Inform):
        yield doc.ClauseCounted(clause.id, "passed_on")
    elif isinstance(clause, cl.Handover):
        yield from _handover(world, base, clause)
    else:
        bounds = [b for b in thresholds(world, base.problem, base.clauses) if b.clause == clause.id]
        for bound in bounds:
            left = total(bound.left.terms, base.answer.values) + bound.left.more
            least = bound.least or 0
            yield doc.ClauseCounted(clause.id, "holds" if left >= least else "broken", left, ">=", least)
        if not bounds:
            yield doc.ClauseCounted(clause.id, "holds")


def no_part(base: Reading) -> Iterable[doc.ClauseCounted]:
    """The clauses that are no part of the plan, where there is no plan either."""
    for clause in sorted((*base.fallen, *base.unplanned), key=lambda c: c.id):
        yield doc.ClauseCounted(clause.id, _without(base, clause))


def _handover(world: World, base: Reading, clause: cl.Handover) -> Iterable[doc.ClauseCounted]:
    found = [b for b in exposures(world, base.problem, base.clauses) if b.clause == clause.id]
    for bound in found:
        ahead = abs(total(bound.left.terms, base.answer.values) + bound.left.more)
        state: doc.CountState = "holds" if ahead <= (bound.most or 0) else "broken"
        yield doc.ClauseCounted(clause.id, state, ahead, "<=", bound.most, stage=bound.stage)
    if not found:
        yield doc.ClauseCounted(clause.id, "passed_on")


def _named(clause: cl.Clause) -> set[str]:
    """The clause to which a phase or a condition points."""
    return {clause.clause} if isinstance(clause, cl.Phase) else {clause.then} if isinstance(clause, cl.When) else set()


def _gone(base: Reading) -> set[str]:
    return {c.id for c in (*base.fallen, *base.unplanned)}


def _without(base: Reading, clause: cl.Clause) -> doc.CountState:
    unplanned = {c.id for c in base.unplanned}
    return "not_planned" if ({clause.id} | _named(clause)) & unplanned else "falls_away"


# ------------------------------------------------------------ why


def fallen_warnings(world: World, base: Reading, solver: Solver) -> Iterable[Message]:
    """What falls away, and with which clauses it cannot be kept; what is not planned; which exposure is not told."""
    if base.fallen and base.answer.values:
        fallen, clash = ", ".join(sorted(c.id for c in base.fallen)), ", ".join(_clash(world, base, solver))
        values = {"fallen": fallen, "clauses": clash} if clash else {"fallen": fallen}
        yield Message("clearing.falls_away" if clash else "clearing.falls_in_turn", values)
    for clause in base.unplanned:
        yield Message("clearing.not_planned", {"clause": clause.id})
    told = {b.clause for b in exposures(world, base.problem, base.clauses)}
    for clause in base.clauses:
        if isinstance(clause, cl.Handover) and clause.exposure is not None and clause.id not in told:
            yield Message("clearing.exposure_on_tranches", {"clause": clause.id})


def _clash(world: World, base: Reading, solver: Solver) -> list[str]:
    """A clashing set of the plan's clauses and all that fell away; empty where they could be fulfilled together."""
    clauses = [*base.clauses, *base.fallen]
    possible = Possible(build(world, clauses), clauses, solver)
    return [] if possible(possible.clauses) else sorted(shrunk(possible, possible.clauses))
