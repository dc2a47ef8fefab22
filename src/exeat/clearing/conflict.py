"""No, because: which of the parties' own clauses clash, and which change of one of them would allow what.

- A clashing set is irreducible: without any one of its clauses the others can be fulfilled together.
- Where the clauses can be fulfilled by nobody going and in no other way, the set clashes with anybody going.
- Relaxations touch parties' own terms only: a number, an *everybody*, a *must*, an exclusion, a balance, a limit, a
  rate, a quota. Refusal, fear, health, children and courts are no terms; families are never suggested to be split.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.core.counts import Count

from .levels import most
from .model import Model, Row, Solver
from .nearest import Change, limit_changes, quota_changes, rate_changes
from .problem import EVERYBODY, Problem, build
from .world import World


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change of one clause by those whose clause it is, and how many people it would let go in all.

    `destination`: where the number is that of a quota.
    """

    clause: str
    change: str
    value: str | None
    allows: int
    destination: str | None = None


def clashing(problem: Problem, solver: Solver) -> tuple[str, ...]:
    """An irreducible set of clauses that cannot be fulfilled together; empty where they can.

    By deletion, clause after clause in the order of their ids: what is left out for good never comes back.
    """
    if most(problem, solver).outcome != "infeasible":
        problem = _with_somebody(problem)
        if most(problem, solver).outcome != "infeasible":
            return ()
    for clause in sorted({r.clause for r in problem.model.rows if r.clause}):
        without = problem.drop(clause)
        if most(without, solver).outcome == "infeasible":
            problem = without
    return tuple(sorted({r.clause for r in problem.model.rows if r.clause}))


def _with_somebody(problem: Problem) -> Problem:
    """The problem, asked that somebody goes; as it is where nobody could in any case."""
    people = problem.terms(EVERYBODY)
    if not people:
        return problem
    rows = [*problem.model.rows, Row("", people, 1, None)]
    return replace(problem, model=Model(problem.model.least, problem.model.most, rows))


def relaxations(
    world: World, clauses: Sequence[Clause], clash: Sequence[str], solver: Solver
) -> tuple[Relaxation, ...]:
    """The smallest change of each clashing clause, by itself, that lets people go."""
    found = []
    for clause in clauses:
        if clause.id in clash:
            for change, value, to, changed in _changes(world, clauses, clause, solver):
                if number := _allowed(world, clauses, changed, solver):
                    found.append(Relaxation(clause.id, change, value, number, to))
    return tuple(sorted(found, key=lambda r: (r.clause, r.change, r.destination or "", r.value or "")))


def _allowed(world: World, clauses: Sequence[Clause], changed: Clause, solver: Solver) -> int:
    """How many people go with one clause changed; 0 where there is no exchange."""
    solved = most(build(world, [changed if c.id == changed.id else c for c in clauses]), solver)
    return solved.value if solved.outcome == "optimal" else 0


def _changes(world: World, clauses: Sequence[Clause], clause: Clause, solver: Solver) -> Iterable[Change]:
    match clause:
        case cl.Release() if clause.selection.count is None and clause.blocked == "stop":
            yield "excused", None, None, replace(clause, blocked="excused")
        case cl.Release() | cl.Include() if isinstance(clause.selection.count, Count):
            for change, value, changed in _number(world, clauses, clause, solver):
                yield change, value, None, changed
        case cl.Include() if clause.force == "must":
            yield "should", None, None, replace(clause, force="should")
        case cl.Exclude():
            yield "lifted", None, None, replace(clause, selection=cl.Selector())
        case cl.Balance():
            yield "dropped", None, None, replace(clause, left=cl.Selector(), right=cl.Selector())
        case cl.Limit() | cl.Destination() | cl.Rate():
            yield from _bound(world, clauses, clause, solver)


def _bound(
    world: World, clauses: Sequence[Clause], clause: cl.Limit | cl.Destination | cl.Rate, solver: Solver
) -> Iterable[Change]:
    """A limit, a quota or a rate with the nearest number that works."""

    def works(changed: Clause) -> bool:
        return _allowed(world, clauses, changed, solver) > 0

    people = len(build(world, clauses).persons)
    match clause:
        case cl.Limit():
            yield from limit_changes(clause, people, works)
        case cl.Destination():
            yield from quota_changes(clause, people, works)
        case cl.Rate():
            yield from rate_changes(clause, works)


def _number(
    world: World, clauses: Sequence[Clause], clause: cl.Release | cl.Include, solver: Solver
) -> Iterable[tuple[str, str | None, Clause]]:
    """The number nearest to the clause's own for which the others hold: fewer first, then more."""
    count = clause.selection.count
    assert isinstance(count, Count)
    free = replace(clause, selection=replace(clause.selection, count=Count("0..", 0, None)))
    problem = build(world, [free if c.id == clause.id else c for c in clauses])
    for change, most_of in (
        ("fewer", (0, count.least - 1)),
        ("more", (None if count.most is None else count.most + 1, None)),
    ):
        if most_of == (None, None) or (most_of[1] is not None and most_of[1] < 0):
            continue
        nearest = _nearest(problem, clause.id, most_of, solver)
        if nearest is not None:
            number = Count(str(nearest), nearest, nearest)
            yield change, str(nearest), replace(clause, selection=replace(clause.selection, count=number))


def _nearest(problem: Problem, clause: str, bounds: tuple[int | None, int | None], solver: Solver) -> int | None:
    terms: Mapping[int, Any] = problem.terms(("counts", clause), [clause])
    model = Model(problem.model.least, problem.model.most, [*problem.model.rows, Row(clause, terms, *bounds)])
    if any(not r.terms and (r.least or 0) > 0 for r in model.rows):
        return None
    sign = 1 if bounds[1] is not None else -1
    solved = solver.open(model).maximise({i: sign * n for i, n in terms.items()})
    return None if solved.outcome != "optimal" else abs(solved.value)
