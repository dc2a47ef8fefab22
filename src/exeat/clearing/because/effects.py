"""What each clause does to the numbers, and each open point: the same asked again without it, or otherwise.

- Without a clause: as if it were not asked. Of a clause that moves people only what it asks of the number is left out;
  its people may still go. What stands against persons stands with or without any clause.
- An open point: its choices one by one, all else as in the base reading; and how far the answers go over all readings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exeat.clearing.falling import settled
from exeat.clearing.levels import Answer, Status, answer
from exeat.clearing.model import Solver
from exeat.clearing.problem import build
from exeat.clearing.readings import Reading, Readings
from exeat.clearing.world import World
from exeat.core.clauses import Clause
from exeat.terms.alternatives import OPTION
from exeat.terms.points import OpenPoint, open_points_of
from exeat.terms.terms import Term


@dataclass(frozen=True, slots=True)
class Reached:
    """What an aim comes to."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What is reached without one clause; `by`: who offered it. Nothing is reached where the status is none."""

    clause: str
    by: str
    status: Status
    reached: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class ChoiceEffect:
    """One choice of an open point. `people`: how many go, all else as in the base; None where it was not cleared.

    `least` and `most`: over all readings with this choice that were cleared, and those in which the point is not asked;
    0 where there is no exchange. `base`: whether it is the base's.
    """

    choice: str
    base: bool
    people: int | None
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class PointEffect:
    """An open point and what its choices come to."""

    point: str
    choices: tuple[ChoiceEffect, ...]


def effects(world: World, base: Reading, terms: Sequence[Term], solver: Solver) -> tuple[Effect, ...]:
    """Every clause of the parties that is planned, left out in turn; by its id."""
    by = {t.clause.id: t.by for t in terms}
    found = []
    for clause in sorted(base.clauses, key=lambda c: c.id):
        solved = _without(world, base, clause, solver)
        found.append(Effect(clause.id, by[clause.id], solved.status, reached(solved)))
    return tuple(found)


def _without(world: World, base: Reading, clause: Clause, solver: Solver) -> Answer:
    """The answer without a clause; none where it alone said what would else be open, such as where people go.

    What fell away with the clause may stand without it.
    """
    if clause.id in base.problem.moves:
        return answer(base.problem.drop(clause.id), solver, "0")
    others = [c for c in base.read if c.id != clause.id]
    before, after = ({p.id for p in open_points_of(world.facts, some) if p.bearing} for some in (base.read, others))
    if not after <= before:
        return Answer("none", (), ())
    return answer(build(world, settled(world, others, solver).clauses), solver, "0")


def reached(solved: Answer) -> tuple[Reached, ...]:
    """What the aims came to; nothing where there is no exchange."""
    return () if solved.status == "none" else tuple(Reached(a.name, a.value) for a in solved.aims)


def by_points(found: Readings, points: Sequence[OpenPoint]) -> tuple[PointEffect, ...]:
    """Every open point that bears on the answer, in the order of ids; none where no reading could be cleared."""
    if found.matter is None:
        return ()
    bearing = [p for p in points if p.bearing and len(p.choices) > 1]
    return tuple(PointEffect(p.id, tuple(_choices(found, p))) for p in sorted(bearing, key=lambda p: p.id))


def _choices(found: Readings, point: OpenPoint) -> Iterable[ChoiceEffect]:
    base = found.base.choices
    matters = point.id in (found.matter or ())
    for choice in point.choices:
        wanted = choice if matters else base[point.id]  # what does not matter was cleared once, in the base
        one = base if _idle(found.base, point) else {**base, point.id: wanted}
        mine = [r for r in found.all if r.choices[point.id] == wanted or _idle(r, point)]
        of = {tuple(sorted(r.choices.items())): _people(r.answer) for r in mine}
        alone, every = of.get(tuple(sorted(one.items()))), [n for n in of.values() if n is not None]
        yield ChoiceEffect(choice, choice == base[point.id], alone, min(every, default=None), max(every, default=None))


def _idle(reading: Reading, point: OpenPoint) -> bool:
    """Whether a point is not asked in a reading, which takes another option: whatever is chosen, it is the same."""
    return point.param != OPTION and all(c.id != point.clause for c in reading.read)


def _people(solved: Answer) -> int | None:
    """How many go; 0 where there is no exchange, None where the limit of time came first."""
    if solved.status == "none":
        return 0
    return solved.aims[0].value if solved.aims else None
