"""How many still go whichever few of those who go drop out: the worst case, with places filled again by the clauses.

- Who drops out goes nowhere: held back in every way, and where they would be transferred, with their consent recorded
  as refused, so that the consent clause says what that does to a number.
- The exchange is then worked out anew with everybody else. Any people may drop out who go together in some best plan:
  nobody has to be named for that.
- People whom nothing tells apart are one case; in a family it matters who and how many of it drop out. Every case is
  tried. Where there are more than `MOST`, or families that only should stay together, the number is not exact: it is
  then the worst of the cases tried.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING

from exeat.clearing.falling import settled
from exeat.clearing.levels import best_face, most
from exeat.clearing.model import Row, Solver
from exeat.clearing.moves import Move, Way, in_any, in_every_offer, without
from exeat.clearing.plan import Cleared
from exeat.clearing.problem import Problem, build
from exeat.clearing.world import World
from exeat.core.clauses import Clause
from exeat.identity.people import person_column

if TYPE_CHECKING:
    import polars as pl

MOST = 2000  # cases that are tried
LOOKED_AT = 200_000  # groups of people that are looked at for a case that was not tried

Sign = tuple[object, ...]  # what tells people apart


@dataclass(frozen=True, slots=True)
class FallenOut:
    """Of whom the worst case takes: so many people who could go by a clause."""

    clause: str
    number: int


@dataclass(frozen=True, slots=True)
class DropOuts:
    """Whichever `number` of those who go drop out, `people` still go; `fewer` than today, those included.

    `exact`: every case was tried, `cases` of them. `worst`: a case in which no more go; people, and never names.
    """

    number: int
    people: int
    fewer: int
    exact: bool
    cases: int
    worst: tuple[FallenOut, ...]


def drop_outs(cleared: Cleared, solver: Solver, most_people: int) -> tuple[DropOuts, ...]:
    """What still holds when one, two, ... people drop out of the best plans; nothing where there is no exchange."""
    answer = cleared.readings.base.answer
    if answer.status == "none" or not answer.values:
        return ()
    asked = _Asked(cleared, solver)
    return tuple(found for k in range(1, most_people + 1) if (found := asked.worst(k)) is not None)


class _Asked:
    """One answer, and what becomes of it without some people."""

    def __init__(self, cleared: Cleared, solver: Solver) -> None:
        self.base, self.world, self.solver = cleared.readings.base, cleared.world, solver
        self.problem: Problem = self.base.problem
        self.people = self.base.answer.aims[0].value
        clauses = (*self.base.clauses, *self.base.fallen, *self.base.unplanned)
        self.clauses: tuple[Clause, ...] = tuple(sorted(clauses, key=lambda c: c.id))
        self.sign = {p: repr(sign) for p, sign in _signs(self.problem).items()}
        self.blocks = _blocks(self.problem)
        self.kinds, self.living = self.problem.kinds, self.problem.living
        self.unit = {p: (k, u) for k, kind in enumerate(self.kinds) for u in kind.units for p in u}
        self.whole = not self.problem.families.types  # every case was looked at

    def worst(self, k: int) -> DropOuts | None:
        """The worst case of k people; None where no best plan moves so many."""
        found: tuple[int, tuple[str, ...]] | None = None
        tried, cases = 0, iter(self._cases(k))
        for gone in islice(cases, MOST):
            if self._go_together(gone):
                tried, left = tried + 1, self._left(gone)
                if found is None or left < found[0]:
                    found = left, gone
        if found is None:
            return None
        exact = next(cases, None) is None and self.whole
        return DropOuts(k, found[0], self.people - found[0], exact, tried, tuple(self._of(found[1])))

    def _cases(self, k: int) -> Iterable[tuple[str, ...]]:
        """People who drop out together, one case for all that nothing tells apart."""
        alike: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for block in self.blocks:
            alike.setdefault(self._sign_of(block), []).append(block)
        some = [(sign, block) for sign, blocks in sorted(alike.items()) for block in blocks[:k]]
        people = [(n, person) for n, (_, block) in enumerate(some) for person in block]
        self.whole = self.whole and comb(len(people), k) <= LOOKED_AT
        seen: set[Sign] = set()
        for gone in islice(combinations(people, k), LOOKED_AT):
            together: dict[int, list[str]] = {}
            for n, person in gone:
                together.setdefault(n, []).append(person)
            case = tuple(sorted((some[n][0], self._sign_of(mine)) for n, mine in together.items()))
            if case not in seen:
                seen.add(case)
                yield tuple(person for _, person in gone)

    def _sign_of(self, people: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.sign[p] for p in people))

    def _go_together(self, gone: tuple[str, ...]) -> bool:
        """Whether a best plan moves all of these, as far as kinds of people tell."""
        face = best_face(self.problem, self.solver, self.base.answer.aims)
        taken: dict[int, set[tuple[str, ...]]] = {}
        for k, unit in (self.unit[p] for p in gone):
            taken.setdefault(k, set()).add(unit)
        for k, units in taken.items():
            terms: dict[int, int] = {}
            for column, number in (c for columns in self.kinds[k].by.values() for c in columns.items()):
                if column in self.living:
                    terms[column] = terms.get(column, 0) + number
            face.add(Row("", terms, len(units), None))
        return face.maximise(dict(self.problem.aims[0][1])).outcome == "optimal"

    def _left(self, gone: tuple[str, ...]) -> int:
        """How many go at most without some people."""
        world = Without(self.world, frozenset(gone))
        clauses = settled(world, self.clauses, self.solver).clauses
        found = most(build(world, clauses), self.solver)
        return found.value if found.outcome != "infeasible" else 0

    def _of(self, gone: tuple[str, ...]) -> Iterable[FallenOut]:
        """How many of them could go by which clause: the first, for who could by several."""
        clauses = [min(self.kinds[self.unit[p][0]].by) for p in gone]
        return (FallenOut(clause, clauses.count(clause)) for clause in sorted(set(clauses)))


def _living(problem: Problem) -> set[str]:
    """The people who could go: the dead drop out of nothing."""
    columns = (problem.columns[i][0] for i in problem.living)
    return {p for c in columns for unit in problem.classes[c].units for p in unit}


def _signs(problem: Problem) -> dict[str, Sign]:
    """By person: its classes, and what it is in each."""
    found: dict[str, list[object]] = {}
    for n, c in enumerate(problem.classes):
        tags = [tuple(sorted(m)) for m in c.members]
        for unit in c.units:
            for i, person in enumerate(unit):
                found.setdefault(person, []).append((n, tags[i]))
    movable = _living(problem)
    return {p: tuple(sign) for p, sign in found.items() if p in movable}


def _blocks(problem: Problem) -> list[tuple[str, ...]]:
    """The people who could go, with all with whom they are in a unit of some class."""
    movable = _living(problem)
    root = {p: p for p in movable}

    def find(p: str) -> str:
        while root[p] != p:
            p = root[p]
        return p

    for c in problem.classes:
        for unit in c.units if len(c.members) > 1 else ():
            mine = sorted(p for p in unit if p in movable)
            for other in mine[1:]:
                root[find(other)] = find(mine[0])
    found: dict[str, list[str]] = {}
    for person in sorted(movable):
        found.setdefault(find(person), []).append(person)
    return [tuple(block) for _, block in sorted(found.items())]


class Without(World):
    """The same persons, of whom some go nowhere and refuse wherever they would be taken. All else is shared."""

    def __init__(self, world: World, gone: frozenset[str]) -> None:
        self.__dict__.update(world.__dict__)
        self._gone = gone

    def moves(self, clauses: Sequence[Clause]) -> dict[str, Move]:
        """The moves that clauses make, without these people."""
        return {i: self._less(move) for i, move in super().moves(clauses).items()}

    def _less(self, move: Move) -> Move:

        gone = person_column(sorted(self._gone))
        ways = tuple(_less(way, gone) for way in move.ways)
        return replace(move, ways=ways, free=in_any([w.free for w in ways]), refused=in_every_offer(ways))


def _less(way: Way, gone: "pl.Series") -> Way:
    refusing = way.offered.filter(way.offered.is_in(gone.implode())) if way.context.act == "transfer" else gone.head(0)
    return replace(way, free=without(way.free, gone), refused=in_any([way.refused, refusing]))
