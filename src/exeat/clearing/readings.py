"""Readings: an offer with its open points filled, each cleared; and which open point matters.

- A point that changes the problem in no reading is not combined; equal problems are solved once.
- Up to 64 combinations all are cleared; above that, one point is varied at a time around the base.
- The base takes the protocol's choice where there is one, and else the first choice, which then is nobody's: without
  a choice for every point that matters, no reading is *chosen*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from exeat.core.clauses import Clause
from exeat.terms.alternatives import OPTION, option_of, point_of
from exeat.terms.points import NAMING, OpenPoint, filled

from .falling import Settled, settled
from .levels import Answer, answer
from .model import Solver
from .problem import Problem, build
from .world import World

LIMIT = 64
BASE = "base"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to fill the open points, and what it comes to. `id`: how it differs from the base.

    `clauses`: those that are planned. `fallen`: those under conditions that cannot be kept; `unplanned`: for a default.
    `read`: all of these, in the order in which they were offered.
    """

    id: str
    choices: Mapping[str, str]
    clauses: tuple[Clause, ...]
    problem: Problem
    answer: Answer
    fallen: tuple[Clause, ...] = ()
    unplanned: tuple[Clause, ...] = ()
    read: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """`chosen` is None where a point that matters has no choice in the protocol; `matter`: the points that do."""

    base: Reading
    others: tuple[Reading, ...]
    chosen: bool
    matter: frozenset[str] | None  # None = cannot be told

    @property
    def all(self) -> tuple[Reading, ...]:
        """Every reading, the base first, the others by id."""
        return (self.base, *self.others)


def readings(
    world: World,
    clauses: Sequence[Clause],
    points: Sequence[OpenPoint],
    chosen: Mapping[str, str],
    solver: Solver,
    seed: str,
    others: bool = True,
) -> Readings:
    """Every reading that counts, cleared; without `others` the base alone.

    Where nothing that anybody said could fill a point that bears on the answer, there is no reading to clear: the base
    is then a *no*, and whether the other points matter cannot be told.
    """
    named = {p.id: chosen[p.id] for p in points if p.param in NAMING and p.id in chosen}
    reader = _Reader(world, tuple(clauses), chosen, solver, seed, named)
    bearing = [_said(p, chosen) for p in points if p.bearing and reader.bears(p, chosen)]
    if all(p.choices for p in bearing):
        return reader.read(bearing, others)
    return Readings(reader.unfilled([p for p in bearing if p.choices]), (), False, None)


def _said(point: OpenPoint, chosen: Mapping[str, str]) -> OpenPoint:
    """A point that no clause of this reading could fill, as somebody chose it for all of them."""
    if point.choices or point.id not in chosen:
        return point
    return replace(point, choices=(chosen[point.id],))


@dataclass(slots=True)
class _Reader:
    world: World
    clauses: tuple[Clause, ...]
    chosen: Mapping[str, str]
    solver: Solver
    seed: str
    named: Mapping[str, str]  # choices that bear on names alone
    planned: dict[tuple[Clause, ...], Settled] = field(default_factory=dict)
    built: dict[tuple[Clause, ...], Problem] = field(default_factory=dict)
    solved: dict[int, list[tuple[Problem, Answer]]] = field(default_factory=dict)

    def read(self, points: list[OpenPoint], others: bool) -> Readings:
        """The base, and every reading that differs from it in a point that matters."""
        base = self._base(points)
        first = self._problem(base)
        matter = [p for p in points if self._matters(p, base, first)] if others else points
        made = [self._reading(base, choices) for choices in self._combined(matter, base)] if others else []
        chosen = all(p.id in self.chosen or len(p.choices) == 1 for p in matter if self.bears(p, base))
        varied = tuple(sorted((r for r in made if r.id != BASE), key=lambda r: r.id))
        told = frozenset(p.id for p in matter) if others else None
        return Readings(self._reading(base, base), varied, chosen, told)

    def unfilled(self, points: list[OpenPoint]) -> Reading:
        """The base of an offer that nothing fills: nobody goes by it."""
        base = self._base(points)
        return self._read(BASE, base, self._problem(base), Answer("none", (), ()))

    def _base(self, points: list[OpenPoint]) -> dict[str, str]:
        return {**self.named, **{p.id: self.chosen.get(p.id, p.choices[0]) for p in points}}

    def _problem(self, choices: Mapping[str, str]) -> Problem:
        clauses = self._settled(choices).clauses
        if clauses not in self.built:
            self.built[clauses] = build(self.world, clauses)
        return self.built[clauses]

    def bears(self, point: OpenPoint, choices: Mapping[str, str]) -> bool:
        """Whether the clause of a point may hold by these choices: not where they choose another option."""
        under = self._under(point)
        return all(choices.get(p, option) == option for p, option in under.items())

    def _under(self, point: OpenPoint) -> dict[str, str]:
        """The choice of an option under which a point is asked at all."""
        clause = None if point.param == OPTION else point.clause
        mine = next((option_of(c) for c in self.clauses if c.id == clause), None)
        return {} if mine is None else {point_of(mine[0]): mine[1]}

    def _combined(self, matter: Sequence[OpenPoint], base: Mapping[str, str]) -> list[dict[str, str]]:
        """The combinations of choices; a point of an option that a combination does not choose stays as in the base."""
        found = []
        for choices in _combined(matter, base):
            idle = {p.id: base[p.id] for p in matter if not self.bears(p, choices)}
            if (combined := {**choices, **idle}) not in found:
                found.append(combined)
        return found

    def _filled(self, choices: Mapping[str, str]) -> tuple[Clause, ...]:
        """The clauses of a reading: without those inside the number of a clause of another option."""
        clauses, within = filled(self.clauses, choices), self.world.within
        return tuple(c for c in clauses if within(c, clauses) is not None or within(c, (c, *self.clauses)) is None)

    def _settled(self, choices: Mapping[str, str]) -> Settled:
        clauses = self._filled(choices)
        if clauses not in self.planned:
            self.planned[clauses] = settled(self.world, clauses, self.solver)
        return self.planned[clauses]

    def _matters(self, point: OpenPoint, base: Mapping[str, str], first: Problem) -> bool:
        if under := self._under(point):
            base = {**base, **under}
            first = self._problem(base)
        others = (c for c in point.choices if c != base[point.id])
        return any(self._problem({**base, point.id: c}).key != first.key for c in others)

    def _reading(self, base: Mapping[str, str], choices: Mapping[str, str]) -> Reading:
        problem, solved = self._answer(self._problem(choices))
        differs = "; ".join(f"{p}={c}" for p, c in sorted(choices.items()) if base[p] != c)
        return self._read(differs or BASE, choices, problem, solved)

    def _read(self, id: str, choices: Mapping[str, str], problem: Problem, solved: Answer) -> Reading:
        plan, read = self._settled(choices), self._filled(choices)
        fallen, unplanned = (tuple(c for c in read if c.id in ids) for ids in (plan.fallen, plan.unplanned))
        return Reading(id, dict(choices), plan.clauses, problem, solved, fallen, unplanned, read)

    def _answer(self, problem: Problem) -> tuple[Problem, Answer]:
        """The problem's answer; equal problems share one."""
        key = problem.key
        alike = self.solved.setdefault(hash(key), [])
        for known, solved in alike:
            if known.key == key:
                return problem, solved
        alike.append((problem, answer(problem, self.solver, self.seed)))
        return alike[-1]


def _combined(matter: Sequence[OpenPoint], base: Mapping[str, str]) -> list[dict[str, str]]:
    if prod(len(p.choices) for p in matter) <= LIMIT:
        ways = product(*(p.choices for p in matter))
        return [{**base, **{p.id: c for p, c in zip(matter, way, strict=True)}} for way in ways]
    return [{**base, p.id: c} for p in matter for c in p.choices]
