"""Small dense worlds: what clearing says of a no is what trying everything says.

- The clashing sets are all the irreducible ones, and no others. Every relaxation works, and no smaller one does.
"""

import os
from collections.abc import Callable
from itertools import chain, combinations

from hypothesis import HealthCheck, Phase, given, seed, settings

from exeat.adapters.highs import Highs
from exeat.clearing.because.clashes import clashes
from exeat.clearing.because.effects import effects
from exeat.clearing.because.frontier import freed, frontier
from exeat.clearing.because.gives import gives
from exeat.clearing.because.possible import Possible
from exeat.clearing.because.ways_out import Relaxation, relaxations
from exeat.clearing.check.setting import Setting
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import why
from exeat.core.clauses import Clause
from exeat.identity.people import people
from exeat.testing.brute import Plan
from exeat.testing.memory import World
from exeat.testing.some import Some
from exeat.testing.worlds import worlds

WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000")) // 8
Ways = tuple[tuple[str, ...], ...]
FEW = 2  # how many clauses out together are all tried
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_no_set_is_called_clashing_that_is_not_and_none_is_kept_quiet() -> None:
    def same(world: World, found: Cleared) -> None:
        said = {frozenset(c.clauses) for c in found.plan.conflicts if found.readings.base.problem.moves}
        twin = Some(world.facts, world.choices, world.proposals)
        assert twin.clashing() in (said, frozenset()), repr(world)

    _of_worlds(same)


def test_no_relaxation_is_told_that_does_not_work_or_asks_more_than_it_must() -> None:
    def least(world: World, found: Cleared) -> None:
        base = found.readings.base
        clash = clashes(Possible(base.problem, base.clauses, Highs()))
        for r in relaxations(found.world, base, clash.ways_out, Highs()):
            whole = _changed(r)
            assert _reach(world, found, whole) == (r.allows, r.remains) != (0, 0), (r.changes, world)
            for smaller in _smaller(found, r, whole):
                assert _reach(world, found, smaller) == (0, 0), (r.changes, smaller, world)

    _of_worlds(least)


def test_nobody_is_told_of_a_chance_or_of_a_clause_in_the_way_that_is_not_so() -> None:
    def same(world: World, found: Cleared) -> None:
        twin = Some(world.facts, world.choices, world.proposals)
        best = twin.best
        for person in sorted({p for plan in twin.plans for p, _, _ in plan}):
            for by in why(found, person).clauses:
                goes = [any((p, c) == (person, by.clause) for p, c, _ in plan) for plan in best]
                asked = (by.best, bool(by.best is None and not any(goes)))
                told = {True: "every", False: "some" if any(goes) else "none"}[all(goes)]
                assert by.best == told or asked == (None, True), (person, by, world)
                if by.best == "none" and not by.others_designated:
                    assert by.with_fewer == twin.with_person_at_all((person, by.clause)), (person, by, world)
                    _least_in_the_way(twin, (person, by.clause), by.full)
                if by.best == "every":
                    _make_it_so(twin, (person, by.clause), by.because)

    _of_worlds(same, "optimal")


def test_no_clause_is_said_to_do_to_the_numbers_what_it_does_not() -> None:
    def same(world: World, found: Cleared) -> None:
        base = found.readings.base
        for effect in effects(found.world, base, found.terms, Highs()):
            told = effect.reached[0].value if effect.reached else 0
            if effect.clause in base.problem.moves:
                twin = Some(world.facts, world.choices, world.proposals)
                asked = twin.most(twin.every - {effect.clause})
            else:
                asked = 0 if _opens(world, found, effect.clause) else _reach(world, found, {effect.clause: None})[0]
            assert told == asked, (effect, world)

    _of_worlds(same, "optimal")


def _least_in_the_way(twin: Some, move: tuple[str, str], told: Ways) -> None:
    """Every least set of few clauses without which the person goes is told, and whatever is told is least."""

    def goes(some: set[str]) -> bool:
        return twin.with_person(move, some)

    assert {f for f in told if len(f) <= FEW} == _least(twin.clauses, goes), (move, told)
    for f in (f for f in told if len(f) > FEW):
        assert goes({*f}), (move, f)
        assert not any(goes({*f} - {x}) for x in f), (move, f)


def _make_it_so(twin: Some, move: tuple[str, str], told: Ways) -> None:
    """The clauses are enough to make it so, and none of them too many."""
    for kept in map(frozenset, told):
        assert not twin.without_person(move, kept), (move, kept)
        assert all(twin.without_person(move, kept - {x}) for x in kept), (move, kept)


def _least(clauses: frozenset[str], works: Callable[[set[str]], bool]) -> set[tuple[str, ...]]:
    """The least sets of at most FEW clauses that work."""
    found: set[tuple[str, ...]] = set()
    for some in chain.from_iterable(combinations(sorted(clauses), n) for n in range(1, FEW + 1)):
        if not any({*f} <= {*some} for f in found) and works({*some}):
            found.add(some)
    return found


def _of_worlds(law: object, status: str = "none") -> None:
    @seed(len(getattr(law, "__name__", "")))
    @settings(max_examples=WORLDS, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)
    @given(worlds(most=3))
    def holds(world: World) -> None:
        found = clear(world.facts, people(world.facts, world.proposals), Highs(), world.choices, others=False)
        if found.plan.status == status:
            assert callable(law)
            law(world, found)

    holds()


def _opens(world: World, found: Cleared, out: str) -> bool:
    """Whether a clause alone said what is open without it: then there is no reading to clear."""
    clauses = [c for c in found.readings.base.read if c.id != out]
    return bool(Setting(world.facts, found.readings.base.choices, clauses, world.proposals).reading.open)


Changes = dict[str, Clause | None]


def _reach(world: World, found: Cleared, changed: Changes) -> tuple[int, int]:
    """How many people go in the twin, and how many remains, with some clauses changed, or left out (None)."""
    base = found.readings.base
    clauses = [c for old in base.read if (c := changed.get(old.id, old)) is not None]
    return Some(world.facts, base.choices, world.proposals, clauses).reach()


def _changed(r: Relaxation) -> Changes:
    """The clauses of a relaxation, as changed; None where they are taken back."""
    return {x.clause: next((c for c in r.clauses if c.id == x.clause), None) for x in r.changes}


def _smaller(found: Cleared, r: Relaxation, whole: Changes) -> list[Changes]:
    """The same changes, with one of them left out, or one number nearer to what the clause said."""
    stood = {c.id: c for c in found.readings.base.clauses}
    smaller = [{i: c for i, c in whole.items() if i != x.clause} for x in r.changes] if len(r.changes) > 1 else []
    for x in r.changes:
        for give in gives(stood[x.clause], _people(found), stood):
            if (give.change, give.destination, give.part) == (x.change, x.destination, x.part) and x.value is not None:
                at = list(give.numbers).index(int(x.value))
                smaller += [{**whole, x.clause: give.at(n)} for n in give.numbers[:at]]
    return smaller


def _people(found: Cleared) -> int:
    """How many people any moving clause selects."""
    return len({p for m in found.readings.base.problem.moves.values() for p in m.selected})


def test_nobody_is_shown_a_frontier_that_cannot_be_reached_or_can_be_bettered() -> None:
    def same(world: World, found: Cleared) -> None:
        base = found.readings.base
        made = frontier(found.world, base, Highs())
        if made is None:
            return
        powers = (made.first, made.second)
        free = Some(world.facts, base.choices, world.proposals, [freed(c) for c in base.read])
        reached = {_pair(free, plan, powers) for plan in free.plans if free.world.holds(plan)}
        best = {p for p in reached - {(0, 0)} if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in reached)}
        assert [(p.first, p.second) for p in made.pairs] == sorted(best), (made, world)
        twin = Some(world.facts, base.choices, world.proposals)
        now = [_pair(twin, plan, powers) for plan in twin.best]
        if made.now is not None:
            spans = [(min(n), max(n)) for n in zip(*now, strict=True)]
            assert [(made.now[0].first, made.now[1].first), (made.now[0].second, made.now[1].second)] == spans, world

    _of_worlds(same, "optimal")
    _of_worlds(same)


def _pair(twin: Some, plan: Plan, powers: tuple[str, str]) -> tuple[int, int]:
    """How many living people a plan takes from each of two powers."""
    power, dead = twin.facts.case.power_of, twin.world.s.of_remains
    of = [power(twin.world.s.contexts[c][0].power) for _, c, _ in plan if c not in dead]
    return of.count(powers[0]), of.count(powers[1])
