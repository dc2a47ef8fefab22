"""For two parties that let people go: every pair of numbers that both could reach, where neither can have more alone.

- The terms as they stand, but for the numbers that clauses state of whom they move: these are left free. Rates,
  balances, limits, quotas and what stands against persons stay.
- A pair is kept where no other pair has as many of the one and more of the other. Numbers of people, never whose.
  Where nobody can go, there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exeat.clearing.falling import settled
from exeat.clearing.levels import Aim, best_face
from exeat.clearing.model import Row, Session, Solver
from exeat.clearing.problem import EVERYBODY, Problem, build
from exeat.clearing.readings import Reading
from exeat.clearing.world import World
from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.core.counts import Count

PAIRS = 400  # how many pairs are worked out, at most


@dataclass(frozen=True, slots=True)
class Pair:
    """How many people the first party lets go, and how many the second."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """`pairs`: by the first number, from the fewest. `all`: whether these are all there are.

    `now`: what the best exchanges of the terms as they stand come to: the fewest and the most of each party; None where
    there is none.
    """

    first: str
    second: str
    pairs: tuple[Pair, ...]
    all: bool
    now: tuple[Pair, Pair] | None = None


def giving(problem: Problem) -> tuple[str, ...]:
    """The powers that a clause lets people go from, sorted."""
    return tuple(sorted({m.context.power for m in problem.moves.values()}))


def frontier(world: World, base: Reading, solver: Solver) -> Frontier | None:
    """The frontier of the two parties that let people go; None where they are not two.

    What falls away as the terms stand may be kept where the numbers are free.
    """
    powers = giving(base.problem)
    if len(powers) != 2:
        return None
    free = build(world, settled(world, [freed(c) for c in base.read], solver).clauses)
    found = [p for p in _pairs(free, powers, solver) if p.first or p.second]
    now = _now(base.problem, powers, base.answer.aims, solver)
    return Frontier(*powers, tuple(reversed(found[:PAIRS])), len(found) <= PAIRS, now)


def freed(clause: Clause) -> Clause:
    """A clause that states a number of whom it moves, with any number."""
    match clause:
        case cl.Release() | cl.Include() if clause.selection.count is not None:
            return replace(clause, selection=replace(clause.selection, count=Count("0..", 0, None)))
    return clause


def _of(problem: Problem, power: str) -> dict[int, int]:
    """The people whom a power lets go, column by column; the dead are none of them."""
    mine = [m.id for m in problem.moves.values() if m.context.power == power and not m.context.remains]
    return problem.terms(EVERYBODY, mine)


def _pairs(problem: Problem, powers: Sequence[str], solver: Solver) -> Iterator[Pair]:
    """From the most of the first party on: the most of the second, then with one more of the second, and so on."""
    first, second = (_of(problem, p) for p in powers)
    if any(not r.terms and not _holds(r) for r in problem.model.rows):
        return
    session, least = solver.open(problem.model), 0
    for _ in range(PAIRS + 1):
        session.add(Row("", second, least, None))
        most = session.maximise(first)
        if not most.values:
            return
        at = solver.open(replace(problem.model, rows=[*problem.model.rows, Row("", first, most.value, None)]))
        found = at.maximise(second)
        yield Pair(most.value, found.value)
        least = found.value + 1


def _holds(row: Row) -> bool:
    return (row.least is None or row.least <= 0) and (row.most is None or row.most >= 0)


def _now(problem: Problem, powers: Sequence[str], aims: Sequence[Aim], solver: Solver) -> tuple[Pair, Pair] | None:
    """The fewest and the most of each party in the best exchanges as the terms stand."""
    if not aims or not aims[0].value:
        return None
    face = best_face(problem, solver, tuple(aims))
    (a, b), (c, d) = (_least_and_most(face, _of(problem, p)) for p in powers)
    return Pair(a, c), Pair(b, d)


def _least_and_most(face: Session, terms: dict[int, int]) -> tuple[int, int]:
    fewer = {i: -n for i, n in terms.items()}
    return -face.maximise(fewer).value, face.maximise(terms).value
