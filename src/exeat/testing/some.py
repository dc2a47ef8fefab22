"""The brute-force twin asked for some of the clauses only: which of them clash, by trying every set.

- A clause that is not asked asks nothing of the numbers. What it says of persons still stands: whom it excludes, who
  goes together, who was designated, who is due. Where clauses are asked which of them clash, such terms of the parties
  are left out too (`Own`); who is due stays as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from exeat.clearing.check.setting import Setting
from exeat.core.clauses import Clause, Together
from exeat.core.facts import Facts

from .brute import Plan, _World, planned
from .own import Own
from .staged import Held

if TYPE_CHECKING:
    import polars as pl

Set = frozenset[str]


class Some:
    """A reading, of which some clauses may be asked. `clauses`: as read, or changed; None = as they stand."""

    def __init__(
        self,
        facts: Facts,
        choices: Mapping[str, str],
        proposals: "pl.DataFrame | None" = None,
        clauses: Sequence[Clause] | None = None,
    ) -> None:
        self.facts, self.choices, self.proposals = facts, choices, proposals
        self.world = _World(planned(facts, choices, proposals, clauses))
        nothing = _asking(self.world, frozenset())
        self.plans = [p for p in self.world.plans() if nothing.holds(p)]

    @cached_property
    def own(self) -> Own:
        """The parties' own terms on persons, each to be asked or not."""
        return Own(self.world.s, self._again)

    def _again(self, clauses: Sequence[Clause]) -> Setting:
        return Setting(self.facts, self.choices, clauses, self.proposals)

    @cached_property
    def loose(self) -> list[Plan]:
        """Every plan that nothing bars but the parties' own terms."""
        nothing = _asking(self.world, frozenset(), self.own.loose)
        return [p for p in _World(self.own.loose).plans() if nothing.holds(p)]

    def possible(self, kept: Set) -> bool:
        """Whether these clauses can be fulfilled together, and somebody goes by it where anybody could."""
        asking, anybody = _asking(self.world, kept, self.own.loose), any(self.loose)
        return any(
            (plan or not anybody) and asking.holds(plan) and self.own.holds(plan, kept, asking.out)
            for plan in self.loose
        )

    @property
    def clauses(self) -> Set:
        """Every clause that may be left out: all but those on who goes together."""
        return frozenset(i for i, c in self.world.s.reading.clauses.items() if not isinstance(c, Together))

    @cached_property
    def best(self) -> list[Plan]:
        """Every best plan; none where there is no exchange."""
        held = [p for p in self.plans if p and self.world.holds(p)]
        aims = max(map(self.world.aims, held), default=())
        return [p for p in held if self.world.aims(p) == aims]

    def with_person(self, move: tuple[str, str], out: set[str]) -> bool:
        """Whether without some clauses a person goes by a clause in a plan that reaches every aim all the same."""
        return any(_moves(p, move) for p in self._reached(self.every - out))

    def without_person(self, move: tuple[str, str], kept: Set) -> bool:
        """Whether a plan that fulfils some clauses and reaches every aim leaves a person out of a clause."""
        return any(not _moves(p, move) for p in self._reached(kept))

    def _reached(self, kept: Set) -> Iterator[Plan]:
        """The plans that fulfil some clauses and reach every aim."""
        asking, aims = _asking(self.world, kept), self.world.aims(self.best[0])
        for plan in filter(asking.holds, self.plans):
            if all(a >= b for a, b in zip(self.world.aims(plan), aims, strict=True)):
                yield plan

    def with_person_at_all(self, move: tuple[str, str]) -> bool:
        """Whether a person goes by a clause in some plan, however few go in it."""
        return any(_moves(p, move) and self.world.holds(p) for p in self.plans)

    @property
    def every(self) -> Set:
        """Every clause."""
        return frozenset(self.world.s.reading.clauses)

    def most(self, kept: Set | None = None) -> int:
        """The most people that all the clauses, or some of them, let go; 0 where there is no exchange."""
        return self.reach(kept)[0]

    def reach(self, kept: Set | None = None) -> tuple[int, int]:
        """The most people, and with as many of them the most remains; (0, 0) where there is no exchange."""
        asking, dead = self.world if kept is None else _asking(self.world, kept), self.world.s.of_remains
        held = [[c in dead for _, c, _ in p] for p in self.plans if asking.holds(p)]
        return max(((len(p) - sum(p), sum(p)) for p in held), default=(0, 0))

    def clashing(self) -> frozenset[Set]:
        """Every irreducible set of clauses that cannot be fulfilled together."""
        found: set[Set] = set()
        for some in _subsets(frozenset(self.world.s.reading.clauses)):
            if not any(f <= some for f in found) and not self.possible(some):
                found.add(some)
        return frozenset(f for f in found if f)


def _subsets(clauses: Set) -> Iterator[Set]:
    """Every set of them, the small ones first."""
    ordered = sorted(clauses)
    return map(frozenset, chain.from_iterable(combinations(ordered, n) for n in range(len(ordered) + 1)))


def _moves(plan: Plan, move: tuple[str, str]) -> bool:
    return any((p, c) == move for p, c, _ in plan)


class _Kept:
    """A setting in which only some clauses ask; who may move, and who is due, is as it was."""

    def __init__(self, setting: Setting, kept: Set, loose: Setting | None) -> None:
        self._setting = setting
        if loose is not None:
            self.excluded, self.families, self.conditions = loose.excluded, loose.families, loose.conditions
            self.designated: dict[str, Set] = {}
        reading = setting.reading
        self.reading = replace(reading, clauses={i: c for i, c in reading.clauses.items() if i in kept})
        self.moves = {i: c for i, c in setting.moves.items() if i in kept}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._setting, name)


class _HeldBy:
    """What stages ask, but for some clauses; which clause comes in which stage is as it was."""

    def __init__(self, held: Held, out: Set) -> None:
        self._held, self._out = held, out

    def opens(self, plan: Plan, out: Set) -> bool:
        """Whether every guard opens that is asked."""
        return self._held.opens(plan, out | self._out)

    def exposed(self, plan: Plan, out: Set) -> bool:
        """Whether nobody is ahead by more than a clause that is asked allows."""
        return self._held.exposed(plan, out | self._out)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._held, name)


def _asking(world: _World, kept: Set, loose: Setting | None = None) -> _World:
    """The same world, in which only these clauses ask. `loose`: whom terms on persons still bar; None = as it is."""
    asking: Any = copy(world)
    asking.s = _Kept(world.s, kept, loose)
    asking.inside = [c for c in world.inside if c.id in kept]
    asking.refused_by_party = [c for c in world.refused_by_party if c in kept]
    asking.held = _HeldBy(world.held, frozenset(world.s.reading.clauses.keys() - kept))
    asking._scales = lambda: [x for x in world.s.scales if x.clause.id in kept - asking.out]
    found: _World = asking
    return found
