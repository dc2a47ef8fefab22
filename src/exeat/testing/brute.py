"""The brute-force twin of clearing: every plan of a small world is tried, and every clause asked of it.

- A plan is a set of (person, clause, destination) moves; who is released where they are has no destination. Only what
  nobody could ever do is left out beforehand: two moves of one person, a move of somebody whom the clause may not move.
- Levels: people moved; then each `include` or `together` that says should, by its order, then its id; after all that is
  of the living, the remains of the dead. The seeded level, which is nobody's aim, is left out: `plans` holds every
  best plan.
- About ten people and a few clauses; it counts on its fingers, and is meant to.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeVar

from exeat.clearing.check.roles import Roles
from exeat.clearing.check.scale import Scale
from exeat.clearing.check.setting import Setting, in_order, is_wish
from exeat.clearing.check.stages import Staged
from exeat.core.clauses import (
    Balance,
    Clause,
    Destination,
    Include,
    Limit,
    Rate,
    Release,
    SameAs,
    Selector,
    Share,
    Together,
)
from exeat.core.counts import Count
from exeat.core.facts import Facts

from .staged import Held, falling

if TYPE_CHECKING:
    import polars as pl

Move = tuple[str, str, str | None]
Plan = frozenset[Move]
C = TypeVar("C", bound=Clause)


@dataclass(frozen=True, slots=True)
class Best:
    """The best plans: `aims` are the numbers reached, level by level. `none`: no plan, or the best moves nobody."""

    status: Literal["optimal", "none"]
    aims: tuple[int, ...]
    plans: frozenset[Plan]


NONE = Best("none", (), frozenset())


def best(
    facts: Facts,
    choices: Mapping[str, str],
    proposals: "pl.DataFrame | None" = None,
    among: Callable[[frozenset[str]], bool] | None = None,
    told: Collection[Move] | None = None,
) -> Best:
    """All best plans of a reading. `proposals`: what the machine proposes on who is who; None = nothing.

    `among`: which parties may take part together; None = any. `told`: the moves of the plan that people were told of,
    by one record each (no destination: any); None = there is no such plan.
    """
    return _best(planned(facts, choices, proposals), among, told)


def planned(
    facts: Facts,
    choices: Mapping[str, str],
    proposals: "pl.DataFrame | None" = None,
    clauses: Sequence[Clause] | None = None,
) -> Setting:
    """A reading without what falls away. `clauses`: as read, or changed; None = as they stand."""

    def setting(fallen: frozenset[str] = frozenset()) -> Setting:
        return Setting(facts, choices, clauses, proposals, fallen)

    whole = setting()
    asked = Staged(whole).severable.keys()
    fall = falling(whole, lambda f: _possible(setting(f), asked - f)) if asked else frozenset()
    return setting(fall) if fall else whole


def _possible(setting: Setting, asked: Collection[str]) -> bool:
    """Whether there is a plan, with these clauses among those kept."""
    world = _World(setting)
    return Held(setting).may_be(asked) and any(plan and world.holds(plan) for plan in world.plans())


def _best(
    setting: Setting,
    among: Callable[[frozenset[str]], bool] | None = None,
    told: Collection[Move] | None = None,
) -> Best:
    world = _World(setting, told)
    found: list[Plan] = []
    aims: tuple[int, ...] = ()
    for plan in world.plans():
        reached = world.aims(plan)
        if reached >= aims and world.holds(plan) and (among is None or among(world.taking_part(plan))):
            found = [*found, plan] if reached == aims else [plan]
            aims = reached
    return Best("optimal", aims, frozenset(found)) if any(found) else NONE


def forced(best: Best) -> dict[str, frozenset[str]]:
    """By clause: the people who move by it in every best plan, wherever to."""
    every = frozenset.intersection(*(frozenset((p, c) for p, c, _ in plan) for plan in best.plans or [frozenset()]))
    return {c: frozenset(p for p, by in every if by == c) for c in sorted({c for _, c in every})}


def taking_part(facts: Facts, choices: Mapping[str, str], plan: Plan) -> frozenset[str]:
    """The parties that take part in a plan of a reading."""
    return _World(Setting(facts, choices)).taking_part(plan)


def settled(best: Best) -> dict[str, tuple[str, str | None]]:
    """By person: the clause and the destination of whoever moves by one to one in every best plan."""
    every = frozenset.intersection(*best.plans) if best.plans else frozenset()
    return {p: (c, to) for p, c, to in sorted(every)}


class _World:
    """A reading, and plans to be asked of it. Every rule of `docs/spec/clearing.md` is one method."""

    def __init__(self, setting: Setting, told: Collection[Move] | None = None) -> None:
        self.s = setting
        of = setting.people.of_records
        self.told = None if told is None else [(p, c, to) for r, c, to in told for p in of([r])]
        includes = [c for c in setting.reading.of(Include) if isinstance(c, Include)]
        self.inside = [c for c in includes if c.inside == "inside"]
        found = setting.reading.of(Include, Together)
        self.wishes = in_order(c for c in found if isinstance(c, Include | Together) and is_wish(c))
        self.people = {c.id: setting.select.of(c.selection) for c in includes}
        self.due = {c: setting.due(c) for c in setting.moves}
        self.delivered = {c: setting.delivered(c) for c in setting.moves}
        self.obliged = {c.id: setting.obliged(c) for c in self.inside}
        self.able = {p for c in setting.moves for p in setting.members[c] - setting.blocked[c]}
        self.held, self.passed = Held(setting), frozenset[str]()
        self.refused_by_party = [c for c in setting.moves if setting.disagreeing(c)]
        self.roles = Roles(setting)
        self.out: frozenset[str] = frozenset()  # the clauses not asked of the plan under work

    def plans(self) -> Iterator[Plan]:
        """Every set of moves in which nobody moves twice and nobody moves who may not."""
        people = sorted(self.s.everybody, key=str.encode)
        options = [[None, *((p, c, x.to) for c in self.s.moves for x in self.s.options(p, c))] for p in people]
        for chosen in product(*options):
            yield frozenset(move for move in chosen if move is not None)

    def aims(self, plan: Plan) -> tuple[int, ...]:
        """The living moved, then for each wish its people, by whichever clause they move, or its groups not split."""
        moved = _people(plan)
        reached = (
            len(moved & self.people[c.id]) if isinstance(c, Include) else self._whole(plan, c) for c in self.wishes
        )
        dead = frozenset(m for m in plan if m[1] in self.s.of_remains)
        alive = plan - dead
        after = (len(dead), *self._unchanged(dead)) if self.s.of_remains else ()
        return (len(alive), *reached, *self._unchanged(alive), *after)

    def _unchanged(self, plan: Plan) -> tuple[int, ...]:
        """Of those told that they go: how many go by some moves, and how many of these the same way."""
        if self.told is None:
            return ()
        same = [m for m in self.told if any((p, c) == m[:2] and m[2] in (None, to) for p, c, to in plan)]
        return len({p for p, _, _ in self.told} & _people(plan)), len({p for p, _, _ in same})

    def _whole(self, plan: Plan, wish: Together) -> int:
        """The groups of a wish that go by one way, or stay; of *A not without B*, one or none."""
        by, of = {p: (c, to) for p, c, to in plan}, self.s.select.of
        if wish.unless is not None:
            return int(not of(wish.selection) & by.keys() or of(wish.unless) <= by.keys())
        return sum(len({by.get(p) for p in group}) == 1 for group in self.s.wished[wish.id])

    def holds(self, plan: Plan) -> bool:
        """Whether every clause holds that is asked: those of a party that stays out are not."""
        self.out = self.roles.not_asked(self.taking_part(plan))
        asked: tuple[Callable[[Plan], bool], ...] = (
            self.numbers, self.musts, self.excludes, self.balances, self.families, self.unless, self.designations,
            self.limits, self.rates, self.quotas, self.scales, self.likes,
            self.opens, self.exposed, self.earlier,
        )  # fmt: skip
        return set(self.refused_by_party) <= self.out and all(ask(plan) for ask in asked)

    def taking_part(self, plan: Plan) -> frozenset[str]:
        """Who takes part: somebody is moved from them, to them, or by a clause of theirs."""
        return frozenset(p for _, c, to in plan for p in self.roles.of_move(c, to))

    def asked(self, kind: type[C]) -> list[C]:
        """The clauses of a kind that are asked."""
        return [c for c in self.s.reading.of(kind) if isinstance(c, kind) and c.id not in self.out | self.passed]

    def opens(self, plan: Plan) -> bool:
        """Every guard that is asked opens."""
        return self.held.opens(plan, self.out)

    def exposed(self, plan: Plan) -> bool:
        """Nobody is ahead by more than agreed."""
        return self.held.exposed(plan, self.out)

    def earlier(self, plan: Plan) -> bool:
        """Whether what ties people of several clauses holds without what waits, too: what is severable aside."""
        asked = (self.balances, self.unless, self.limits, self.rates, self.quotas, self.scales)
        left = self.held.earlier(plan)
        self.passed = frozenset(self.held.staged.severable)
        holds = all(ask(some) for some in left for ask in asked)
        self.passed = frozenset()
        return holds

    # -------------------------------------------------------- one rule each

    def n(self, plan: Plan, clause: str) -> int:
        """n(c) of the page."""
        return sum(not self.s.late(p) for p in _by(plan, clause)) + self.delivered[clause]

    def numbers(self, plan: Plan) -> bool:
        """All of them but the excused, or so many, or as many as another."""
        for id, clause in self.s.moves.items():
            count = clause.selection.count
            if id in self.out:
                continue
            if count is None and not self.due[id] <= _by(plan, id):
                return False
            if count is not None and not self._so_many(plan, clause, count):
                return False
        return True

    def _so_many(self, plan: Plan, clause: Release | Include, count: Count | SameAs) -> bool:
        n = self.n(plan, clause.id)
        least = most = self.n(plan, count.same_as) if isinstance(count, SameAs) else None
        if isinstance(count, Count):
            least, most = count.least, count.most
        return (is_wish(clause) or n >= (least or 0)) and (most is None or n <= most)

    def musts(self, plan: Plan) -> bool:
        """Those who must be inside a number are among those moved for it."""
        for c in (c for c in self.inside if c.id not in self.out):
            here, count = _by(plan, c.within), c.selection.count
            if c.force == "must" and count is None and not self.obliged[c.id] <= here:
                return False
            if c.force == "must" and count is not None:
                least = count.least if isinstance(count, Count) else self.n(plan, count.same_as)
                if len(here & self.people[c.id]) < least:
                    return False
        return True

    def excludes(self, plan: Plan) -> bool:
        """Nobody excluded moves."""
        return not any(p in self.s.excluded for p in _people(plan))

    def balances(self, plan: Plan) -> bool:
        """As many on the left as on the right, in all or in each category."""
        moved = _people(plan)
        for c in self.asked(Balance):
            left, right = (self._heads(side, c.within, moved) for side in (c.left, c.right))
            if any(left.get(k, 0) != right.get(k, 0) for k in left.keys() | right.keys()):
                return False
        return True

    def _heads(self, side: Selector, within: str | None, moved: frozenset[str]) -> dict[str | None, int]:
        heads: dict[str | None, int] = {}
        for person, rows in self.s.select.rows_of(side).items():
            values = [row.get(within) for row in rows if within and row.get(within) is not None]
            category = values[0] if values else None
            heads[category] = heads.get(category, 0) + (person in moved)
        return heads

    def families(self, plan: Plan) -> bool:
        """All of a family by one clause to one place, or nobody of it."""
        by = {p: (c, to) for p, c, to in plan}
        return all(len({by.get(p) for p in family}) <= 1 for _, family in self.s.families)

    def unless(self, plan: Plan) -> bool:
        """A not without B."""
        moved = _people(plan)
        asked = [(a, b) for id, a, b in self.s.conditions if id not in self.passed]
        return all(not dependent & moved or others <= moved for dependent, others in asked)

    def designations(self, plan: Plan) -> bool:
        """Whom somebody designated who may."""
        return all(people <= _by(plan, c) for c, people in self.s.designated.items() if c not in self.out)

    def limits(self, plan: Plan) -> bool:
        """At least and at most so many of some people, in all, to each destination that there is or to one."""
        everywhere = {x.to for contexts in self.s.contexts.values() for x in contexts} - {None}
        for c in self.asked(Limit):
            people = self.s.select.of(c.selection)
            if c.to is not None:
                people = people & _sent(plan, self.s.facts.case.power_of(c.to))
            heads = [len(people & _people(plan))]
            if c.per == "destination" and c.to is None:
                heads = [len(people & _sent(plan, to)) for to in everywhere]
            if c.per == "stage":
                heads = [] if self.passed else [len(people & here) for here in self.held.stages(plan).values()]
            if not all(_within(n, c.least, c.most) for n in heads):
                return False
        return True

    def rates(self, plan: Plan) -> bool:
        """For each so many who went or go of some people, so many of others: exactly, or between two bounds."""
        for c in self.asked(Rate):
            per = self._gone(plan, c, c.per)
            for share in c.give:
                few, many, given = _least(c.per), _most(c.per), self._gone(plan, c, share)
                if (many is not None and many * given < _least(share) * per) or (
                    (most := _most(share)) is not None and few * given > most * per
                ):
                    return False
        return True

    def _gone(self, plan: Plan, rate: Rate, share: Share) -> int:
        """Of a side of a rate: who went before, by its basis, and who goes now."""
        people = self.s.select.of(share.selection)
        return len(self.s.done(people, rate.basis or "agreed") | (people & _people(plan)))

    def scales(self, plan: Plan) -> bool:
        """What both sides weigh by a scale: as much, or as much more or less as it says; nobody who is not on it."""
        moved = _people(plan)
        if any(scale.off & moved for scale in self.s.scales):
            return False
        for scale in (s for s in self._scales() if s.clause.id not in self.passed):
            sums = [
                times * sum(scale.weights[category] * len(moved & set(people)) for category, people in side.items())
                for times, side in zip(scale.times, (scale.left, scale.right), strict=True)
            ]
            least, most = scale.apart()
            if not least <= sums[0] - sums[1] <= most:
                return False
        return True

    def _scales(self) -> list[Scale]:
        return [scale for scale in self.s.scales if scale.clause.id not in self.out]

    def likes(self, plan: Plan) -> bool:
        """Like for like first: nobody of a category stays who could go while the other side gives more of it."""
        moved = _people(plan)
        for scale in self._scales():
            for category in scale.weights if scale.clause.like_first else ():
                sides = [set(side.get(category, ())) for side in (scale.left, scale.right)]
                left, right = (n * len(moved & side) for n, side in zip(scale.times, sides, strict=True))
                short = sides[0] if left < right else sides[1] if right < left else set()
                if (short & self.able) - moved:
                    return False
        return True

    def quotas(self, plan: Plan) -> bool:
        """At least and at most so many of some people to each place that takes a number."""
        power = self.s.facts.case.power_of
        for c in self.asked(Destination):
            people = self.s.select.of(c.selection)
            if not all(_within(len(people & _sent(plan, power(q.to))), q.least, q.most) for q in c.quotas):
                return False
        return True


def _least(share: Share) -> int:
    return share.number if isinstance(share.number, int) else share.number.least


def _most(share: Share) -> int | None:
    return share.number if isinstance(share.number, int) else share.number.most


def _within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _people(plan: Plan) -> frozenset[str]:
    return frozenset(p for p, _, _ in plan)


def _by(plan: Plan, clause: str | None) -> frozenset[str]:
    return frozenset(p for p, c, _ in plan if c == clause)


def _sent(plan: Plan, to: str | None) -> frozenset[str]:
    return frozenset(p for p, _, place in plan if place == to)
