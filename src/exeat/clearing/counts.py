"""Each clause of a plan as numbers: left, op, right; or what else it comes to.

- A clause is counted as its kind is cleared: a move by its number, a bound by its sums, a wish by what it reached.
- Clauses of stages, and those of parties that stay out, say what became of them.
"""

from collections.abc import Iterable

from exeat.core import clauses as cl
from exeat.core.counts import Count

from . import document as doc
from . import staged
from .bounds import Bound, bounds
from .equivalence import equivalence_bounds
from .families import split_of
from .model import total
from .moves import in_any, in_both
from .parties import not_asked
from .problem import EVERYBODY, counted
from .readings import Reading
from .world import World


def counts(world: World, base: Reading) -> Iterable[doc.ClauseCounted]:
    """Every clause that stands, as numbers of the reading's plan; by clause, in the order of the terms."""
    for term in world.terms:
        read = (*base.clauses, *base.fallen, *base.unplanned)
        clause = next((c for c in read if c.id == term.clause.id), None)
        if clause is None:
            if not term.of_answer:
                yield doc.ClauseCounted(term.clause.id, "not_cleared")
            continue
        if not_asked(base.problem, base.answer.values, clause):
            yield doc.ClauseCounted(clause.id, "stays_out")
            continue
        yield from _count(world, base, clause)


def _count(world: World, base: Reading, clause: cl.Clause) -> Iterable[doc.ClauseCounted]:
    problem, moves = base.problem, base.problem.moves
    if clause not in base.clauses or isinstance(clause, cl.Phase | cl.When | cl.Handover | cl.Inform):
        yield from staged.counts(world, base, clause)
        return
    match clause:
        case cl.Release() | cl.Include() if clause.id in moves:
            yield from _count_move(base, clause)
        case cl.Include() if (within := world.within(clause, base.clauses)) is not None:
            of = total(problem.terms(("of", clause.id), [within]), base.answer.values)
            rows = [r for r in problem.asked if r.clause == clause.id]
            yield _compared(clause.id, of, ">=", rows[0].least or 0 if rows else 0)
        case cl.Exclude():
            out = set(in_both(world.select(clause.selection), in_any([w.free for w in problem.ways.values()])))
            gone = sum(
                base.answer.values[i] for i, (c, _) in enumerate(problem.columns if out else ())
                if any(out & set(u) for u in problem.classes[c].units)
            )  # fmt: skip
            yield _compared(clause.id, gone, "=", 0)
        case cl.Balance():
            for category in sorted(
                {t[3] for k in problem.classes for m in k.members for t in m if t[:2] == ("balance", clause.id)}
            ):
                left = total(problem.terms(("balance", clause.id, "left", category)), base.answer.values)
                right = total(problem.terms(("balance", clause.id, "right", category)), base.answer.values)
                yield _compared(clause.id, left, "=", right)
        case cl.Equivalence():
            for bound in equivalence_bounds(problem, clause):
                yield from _bound(base, bound)
        case cl.Limit() | cl.Rate() | cl.Destination() if found := list(bounds(world, problem, clause)):
            for bound in found:
                yield from _bound(base, bound)
        case cl.Together(force="should"):
            groups = split_of(clause, problem.families)
            whole = next(terms for name, terms in problem.aims if name == clause.id)
            yield _compared(clause.id, total(whole, base.answer.values), "<=", groups)
        case cl.Together() | cl.Designate() | cl.ConsentAsked() | cl.Status() | cl.Destination():
            yield doc.ClauseCounted(clause.id, "holds")


def _bound(base: Reading, bound: Bound) -> Iterable[doc.ClauseCounted]:
    """The bounds that a limit, a rate or a quota names, in numbers."""
    left = total(bound.left.terms, base.answer.values) + bound.left.more
    if bound.right is not None:
        yield _compared(bound.clause, left, bound.op, total(bound.right.terms, base.answer.values) + bound.right.more)
        return
    exact = bound.least == bound.most
    if bound.least is not None:
        yield _compared(bound.clause, left, "=" if exact else ">=", bound.least, bound.destination, bound.stage)
    if bound.most is not None and not exact:
        yield _compared(bound.clause, left, "<=", bound.most, bound.destination, bound.stage)


def _count_move(base: Reading, clause: cl.Release | cl.Include) -> Iterable[doc.ClauseCounted]:
    """The number of a clause that makes a move. A wish (an include that says should) has no least."""
    count = clause.selection.count
    wish = isinstance(clause, cl.Include) and clause.force == "should"
    terms, extra = counted(base.problem, base.clauses, clause.id)
    gone = total(terms, base.answer.values) + extra
    if count is None:
        moved = total(base.problem.terms(EVERYBODY, [clause.id]), base.answer.values)
        rows = [r.least or 0 for r in base.problem.asked if r.clause == clause.id]
        asked = rows[0] if rows else 0  # of everybody; as the number counts: see n(c) in the specification
        needed = extra if wish else gone - moved + asked
        yield _compared(clause.id, gone, ">=" if wish else "=", needed)
    elif isinstance(count, Count):
        yield from _between(clause.id, gone, 0 if wish else count.least, count.most)
    else:
        others, more = counted(base.problem, base.clauses, count.same_as)
        yield _compared(clause.id, gone, "<=" if wish else "=", total(others, base.answer.values) + more)


def _between(clause: str, left: int, least: int, most: int | None) -> Iterable[doc.ClauseCounted]:
    yield _compared(clause, left, "=" if least == most else ">=", least)
    if most is not None and most != least:
        yield _compared(clause, left, "<=", most)


def _compared(
    clause: str, left: int, op: str, right: int, destination: str | None = None, stage: int | None = None
) -> doc.ClauseCounted:
    holds = {"=": left == right, ">=": left >= right, "<=": left <= right}[op]
    state = "holds" if holds else "broken"
    return doc.ClauseCounted(clause, state, left, op, right, destination, stage)  # type: ignore[arg-type]
