"""Stages: which moving clause comes in which stage, what opens it, and what that asks of the numbers.

- A clause under an open guard is a conditional commitment: it comes in a later stage than what opens it.
- A plan that never opens a guard cannot keep its clause; earlier stages stand by themselves without what is severable.
- Exposure is looked at between stages, and only between the two powers that give.

The rules are those of `docs/spec/clearing.md`; what falls away is found in `falling`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.terms.events import EventState, Guard, guards, in_stages, state, words_on

from .bounds import Bound, Side
from .classes import Tagged
from .obligations import FULFILLED, obligation_state

if TYPE_CHECKING:
    import polars as pl

    from .problem import Problem
    from .world import World


@dataclass(frozen=True, slots=True)
class Opening:
    """A guard as of the day: its state, the statements it rests on, and how many people went (None = not counted)."""

    guard: Guard
    state: EventState
    statements: tuple[str, ...]
    went: int | None = None

    @property
    def open_(self) -> bool:
        """Whether the clause still waits for the event."""
        return self.state != "came_about"

    @property
    def unplanned(self) -> bool:
        """Whether the clause is what happens on a default, which is not planned for."""
        return self.open_ and self.guard.event.kind == "default" and self.guard.severable is not None


@dataclass(frozen=True, slots=True)
class Staging:
    """`of` = the stage of each moving clause; empty where the terms have no stages. `never`: guards that never open.

    `severable`: the clauses that may fall away, each with its stage, those that move nobody among them.
    """

    of: Mapping[str, int] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    severable: Mapping[str, int] = field(default_factory=dict)
    never: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The stages of the plan."""
        return tuple(sorted(set(self.of.values())))

    def up_to(self, stage: int) -> frozenset[str]:
        """The moving clauses of the stages up to one."""
        return frozenset(c for c, n in self.of.items() if n <= stage)

    @property
    def waiting(self) -> tuple[Opening, ...]:
        """The openings that have not come about."""
        return tuple(o for o in self.openings if o.open_)


def staging(world: "World", clauses: Sequence[Clause]) -> Staging:
    """The stages of clauses, as of the day."""
    if not in_stages(clauses):
        return Staging()
    moving = frozenset(world.moves(clauses))
    ids = {c.id for c in clauses}
    found = tuple(_opening(world, clauses, g) for g in guards(clauses) if g.then in ids)
    waiting = [o.guard for o in found if o.open_]
    depths = _Depths(waiting, moving, clauses)
    whens = [g for g in waiting if g.severable is not None]
    severable = {g.then for g in whens} - {g.then for g in whens if not g.severable}
    of = {c: depths.stage(c) for c in sorted(moving)}
    never = frozenset(g.by for g in waiting if depths.never(g))
    return Staging(of, found, {c: depths.stage(c) for c in sorted(severable)}, never)


def _opening(world: "World", clauses: Sequence[Clause], guard: Guard) -> Opening:
    words, event = words_on(world.facts, guard.by), guard.event
    cited, reached, number = {w.statement for w in words if w.act != "promises"}, False, None
    if event.kind == "went" and event.number is not None and event.clause in world.moves(clauses):
        number = len(done(world, clauses, event.clause or "", event.basis))
        reached = number >= event.number
    elif event.kind == "list" and event.list in world.facts.lists:
        reached = True
        cited.add(world.facts.lists[event.list or ""][0])
    elif event.kind == "obligation":
        held, under = obligation_state(world.facts, _inform(clauses, event.clause))
        reached = held in (("verified",) if event.basis == "verified" else FULFILLED)
        cited |= set(under) if reached else set()
    return Opening(guard, state(words, reached), tuple(sorted(cited)), number)


def _inform(clauses: Sequence[Clause], id: str | None) -> cl.Inform:
    return next(c for c in clauses if isinstance(c, cl.Inform) and c.id == id)


def done(world: "World", clauses: Sequence[Clause], clause: str, basis: str | None) -> "pl.Series":
    """The people whom a moving clause selects and who went, by a basis."""
    selected = world.moves(clauses)[clause].selected
    return selected.filter(selected.is_in(world.went(basis).implode()))


class _Depths:
    """How deep each clause stands behind what it waits for."""

    def __init__(self, waiting: Sequence[Guard], moving: frozenset[str], clauses: Sequence[Clause]) -> None:
        self.waiting, self.moving = waiting, moving
        self.numbers: dict[str, int] = {}
        for c in clauses:
            if isinstance(c, cl.Phase):
                self.numbers[c.clause] = max(c.number, self.numbers.get(c.clause, 1))

    def stage(self, clause: str, behind: frozenset[str] = frozenset()) -> int:
        """The stage of a clause; what waits for itself is not followed round."""
        mine = [g for g in self.waiting if g.then == clause]
        counted = [c for g in mine if (c := self._counts(g)) is not None and c not in behind | {clause}]
        unnamed = [2 for g in mine if self._counts(g) is None and clause not in self.numbers]
        behind = behind | {clause}
        return max(1, self.numbers.get(clause, 1), *unnamed, *(1 + self.stage(c, behind) for c in counted))

    def never(self, guard: Guard) -> bool:
        """Whether a guard never opens: nobody moves by what it names, or it waits for itself."""
        event = guard.event
        if event.kind != "went":
            return False
        return event.clause not in self.moving or guard.then in self._before(event.clause or "")

    def _before(self, clause: str) -> set[str]:
        """A clause, and all that it waits for."""
        found, todo = {clause}, [clause]
        while todo:
            here = todo.pop()
            new = {c for g in self.waiting if g.then == here and (c := self._counts(g)) is not None} - found
            found |= new
            todo += sorted(new)
        return found

    def _counts(self, guard: Guard) -> str | None:
        """The moving clause whose people a guard counts."""
        named = guard.event.clause if guard.event.kind == "went" else None
        return named if named in self.moving else None


# ------------------------------------------------------------ what it asks of the numbers


def stage_tags(world: "World", clauses: Sequence[Clause], found: Staging) -> Iterable[Tagged]:
    """How stages tell persons apart: who of a counted clause has yet to go."""
    for basis, clause in sorted(_counted(clauses, found)):
        selected = world.moves(clauses)[clause].selected
        yield selected.filter(~selected.is_in(world.went(basis).implode())), ("to_go", basis, clause)


def _counted(clauses: Sequence[Clause], found: Staging) -> set[tuple[str, str]]:
    named = {
        (o.guard.event.basis or "delivered", o.guard.event.clause or "")
        for o in found.waiting
        if o.guard.event.kind == "went" and o.guard.event.clause in found.of
    }
    exposed = any(isinstance(c, cl.Handover) and c.exposure is not None for c in clauses)
    return named | ({("delivered", c) for c in found.of} if exposed else set())


def thresholds(world: "World", problem: "Problem", clauses: Sequence[Clause]) -> Iterable[Bound]:
    """What each open guard asks: that the plan moves as many people as the event counts."""
    for opening in problem.staging.waiting:
        event, guard = opening.guard.event, opening.guard
        if guard.by in problem.staging.never:
            yield Bound(guard.by, Side({}), None, 1, None)
        elif event.kind == "went":
            basis, clause = event.basis or "delivered", event.clause or ""
            went = len(done(world, clauses, clause, basis))
            terms = problem.terms(("to_go", basis, clause), [clause])
            yield Bound(guard.by, Side(terms, went), None, 1 if event.number is None else event.number, None)


def exposures(world: "World", problem: "Problem", clauses: Sequence[Clause]) -> Iterable[Bound]:
    """How far the one power may be ahead of the other at the end of each stage but the last, where it can be told."""
    power, found = world.facts.case.power_of, problem.staging
    by: dict[str, list[str]] = {}
    for c in sorted(found.of.keys() - set(problem.of_remains)):
        by.setdefault(power(problem.moves[c].context.power), []).append(c)
    bounded = [c for c in clauses if isinstance(c, cl.Handover) and c.exposure is not None]
    if len(by) != 2 or not bounded:
        return
    (one, other), stages = (by[p] for p in sorted(by)), found.numbers[:-1]
    for clause in bounded:
        for stage in stages:
            left = _given(world, problem, clauses, [c for c in one if found.of[c] <= stage])
            right = _given(world, problem, clauses, [c for c in other if found.of[c] <= stage])
            terms = {**left.terms, **{i: left.terms.get(i, 0) - n for i, n in right.terms.items()}}
            most = clause.exposure or 0
            yield Bound(clause.id, Side(terms, left.more - right.more), None, -most, most, stage=stage)


def _given(world: "World", problem: "Problem", clauses: Sequence[Clause], which: Sequence[str]) -> Side:
    """The people whom some clauses move, and those of them who went."""
    terms: dict[int, int] = {}
    for c in which:
        terms |= problem.terms(("to_go", "delivered", c), [c])
    return Side(terms, len({p for c in which for p in done(world, clauses, c, "delivered")}))


def standing_alone(problem: "Problem") -> Iterable[frozenset[str]]:
    """For each stage of a severable clause that moves people: the clauses whose moves are taken away."""
    found = problem.staging
    late = {c: n for c, n in found.severable.items() if c in found.of}
    for stage in sorted(set(late.values())):
        yield frozenset(c for c, n in late.items() if n >= stage)
