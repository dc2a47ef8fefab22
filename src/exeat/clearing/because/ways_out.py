"""Relaxations: the least changes of clauses that clash with which an exchange can be done, and what each would allow.

- For every way out (a least set of clauses to give way) each of its clauses is changed, and no other.
- Every number is moved no further than it must be. Where several clauses change together, one is moved as little as
  can be, then the next; in every order, for whoever gives way first is not for a program to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from exeat.clearing.falling import settled
from exeat.clearing.levels import reach
from exeat.clearing.model import Solver
from exeat.clearing.moves import in_any
from exeat.clearing.problem import Problem, build
from exeat.clearing.readings import Reading
from exeat.clearing.world import World
from exeat.core.clauses import Clause
from exeat.terms.events import has_stages

from .give import Give, Number
from .gives import TRIED, changed, gives

TOGETHER = 2  # how many clauses are changed together, at most
WAYS = 12  # how many ways out are worked out, at most
NUMBERED = ("fewer", "more", "sooner", "number", "tolerance")


@dataclass(frozen=True, slots=True)
class Changed:
    """One clause changed by those whose clause it is. `destination`: where the number is that of a quota.

    `part`: which of its numbers, from 1, where it has several of a kind.
    """

    clause: str
    change: str
    value: str | None = None
    destination: str | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Changes made together, and how many people they would let go in all; and how many remains of the dead.

    `clauses`: these, as changed, without those that are taken back.
    """

    changes: tuple[Changed, ...]
    allows: int
    remains: int
    clauses: tuple[Clause, ...]


def relaxations(
    world: World, base: Reading, ways_out: Sequence[Sequence[str]], solver: Solver
) -> tuple[Relaxation, ...]:
    """The least changes, way out by way out."""
    asked = _Asked(world, base, solver)
    found: dict[tuple[Changed, ...], Relaxation] = {}
    for way in [w for w in ways_out if len(w) <= TOGETHER][:WAYS]:
        for together in product(*(asked.gives(c) for c in way)):
            found.update((r.changes, r) for r in asked.nearest(together))
    return tuple(sorted(found.values(), key=lambda r: [_key(c) for c in r.changes]))


def _key(c: Changed) -> tuple[str, str, str, str, int]:
    return (c.clause, c.change, c.destination or "", c.value or "", c.part or 0)


class _Asked:
    """A world and a reading of its terms, asked what could be done if some clauses were changed.

    Where the terms have stages, every change is read from the beginning: what fell away may be kept with it.
    """

    def __init__(self, world: World, base: Reading, solver: Solver) -> None:
        self.world, self.base, self.solver = world, base, solver
        self.by_id = {c.id: c for c in base.clauses}
        self.built: dict[tuple[tuple[Give, Number], ...], Problem] = {}
        self.people = len(in_any([m.selected for m in base.problem.moves.values()]))
        self.staged = has_stages(base.read)

    def gives(self, clause: str) -> list[Give]:
        """What a clause could give."""
        return list(gives(self.by_id[clause], self.people, self.by_id)) if clause in self.by_id else []

    def nearest(self, together: Sequence[Give]) -> Iterable[Relaxation]:
        """These changes, each no greater than it must be: once for each order in which they give way."""
        if any(g.change in NUMBERED and not g.numbers for g in together):
            return
        loosest: dict[Give, Number] = {g: (g.numbers[-1] if g.numbers else None) for g in together}
        steady = all(g.steady for g in together)
        if steady and len(together) > 1 and not any(self._allows(loosest)):
            return
        for order in permutations(g for g in together if g.numbers):
            numbers = self._settled(loosest, order)
            if numbers is not None and any(allows := self._allows(numbers)) and not self._too_many(numbers):
                yield self._told(numbers, *allows)

    def _too_many(self, numbers: Mapping[Give, Number]) -> bool:
        """Whether some of these changes would do without the others."""
        fewer = ({g: n for g, n in numbers.items() if g is not out} for out in numbers)
        return len(numbers) > 1 and any(any(self._allows(some)) for some in fewer)

    def _settled(self, loosest: Mapping[Give, Number], order: Sequence[Give]) -> dict[Give, Number] | None:
        """The numbers when each of these in turn gives as little as it can; None where it cannot."""
        numbers = dict(loosest)
        for give in order:
            found = self._first(numbers, give)
            if found is None:
                return None
            numbers[give] = found
        return numbers

    def _first(self, numbers: Mapping[Give, Number], give: Give) -> int | None:
        """The smallest change of one clause that works, the others as they are.

        A number further off may undo what a nearer one does, where nobody would be left to go, or what waits for them
        would fall away: then the nearest are tried one by one.
        """

        def works(n: int) -> bool:
            return any(self._allows({**numbers, give: n}))

        if not give.steady or len(give.numbers) <= TRIED or not works(give.numbers[-1]):
            return next((n for n in give.numbers[:TRIED] if works(n)), None)
        low, high = 0, len(give.numbers) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if works(give.numbers[middle]) else (middle + 1, high)
        return give.numbers[low] if works(give.numbers[low]) else None

    def _allows(self, numbers: Mapping[Give, Number]) -> tuple[int, int]:
        """How many people go with these changes, and how many remains; (0, 0) where there is no exchange."""
        problem = self._built(tuple((g, n) for g, n in numbers.items() if self._rebuilt(g)))
        for give, number in numbers.items():
            if not self._rebuilt(give):
                problem = changed(self.world, problem, self.base.clauses, give, number)
        return reach(problem, self.solver)

    def _rebuilt(self, give: Give) -> bool:
        return self.staged or give.anew

    def _built(self, rebuilt: tuple[tuple[Give, Number], ...]) -> Problem:
        if rebuilt not in self.built:
            other = {g.clause: g.at(n) for g, n in rebuilt}
            read = [c for old in self.base.read if (c := other.get(old.id, old)) is not None]
            self.built[rebuilt] = build(self.world, settled(self.world, read, self.solver).clauses)
        return self.built[rebuilt]

    def _told(self, numbers: Mapping[Give, Number], allows: int, remains: int) -> Relaxation:
        ordered = sorted(numbers.items(), key=lambda gn: gn[0].clause)
        told = tuple(
            Changed(g.clause, g.change, None if n is None else str(n), g.destination, g.part) for g, n in ordered
        )
        return Relaxation(told, allows, remains, tuple(c for g, n in ordered if (c := g.at(n)) is not None))
