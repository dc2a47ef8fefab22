"""What people were told is changed as little as the terms allow, and nobody's clause pays for it."""

from collections.abc import Collection
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.columns import REMAINS
from exeat.clearing.earlier import AIMS, earlier_of
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.whatif.changes import Changes, supposing
from exeat.core.facts import Facts
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.brute import Move, best, forced
from exeat.testing.byhand import exchange, refusing, send
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]
laws = settings(max_examples=60, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)


def told_plan(moves: Collection[Move], why: str = "draw") -> dict[str, Any]:
    """A plan document that named these people: as much of it as telling somebody takes."""
    rows = [{"person": p, "clauses": [c], "why": why, **({} if to is None else {"to": to})} for p, c, to in moves]
    return {"exeat": "plan/1", "moves": sorted(rows, key=lambda r: str(r["person"]))}


def cleared(world: World, facts: Facts, told: dict[str, Any] | None) -> Cleared:
    earlier = None if told is None else earlier_of(told, facts)
    return clear(facts, people(facts, world.proposals), Highs(), world.choices, False, earlier)


@laws
@given(worlds(most=3), st.data())
def test_as_few_as_the_twin_says_are_left_out_and_no_aim_is_lowered_for_it(world: World, data: st.DataObject) -> None:
    """Told a best plan, or any moves at all; then somebody refuses, or dies, or a court halts somebody."""
    first, without = best(world.facts, world.choices, world.proposals), cleared(world, world.facts, None)
    base = without.readings.base
    records = sorted(world.facts.people["record"])
    any_moves = st.sets(st.tuples(st.sampled_from(records), st.sampled_from(("left-go", "right-go")),
                                  st.sampled_from((None, "ax", "be", "ce"))), max_size=4)  # fmt: skip
    plans = [st.sampled_from(sorted(first.plans, key=sorted_moves))] if first.plans else []
    moves = data.draw(st.one_of(any_moves, *plans))
    one = {r: (r, c, to) for r, c, to in sorted(moves, key=str)}.values()
    few = tuple(data.draw(st.lists(st.sampled_from(records), max_size=1)))
    changes = data.draw(st.sampled_from((Changes(few), Changes(stays=few), Changes(dies=few))))
    facts = supposing(world.facts, base, changes)
    told = told_plan(one)
    found, twin = cleared(world, facts, told), best(facts, world.choices, world.proposals, told=list(one))
    assert found.plan.status == twin.status, repr(world)
    plain: Any = encode(found.plan, True)
    wrong = check_plan(facts, plain, world.choices, world.proposals, told)
    assert [f for f in wrong if f.code in ("told-differs", "malformed", "foreign-facts")] == [], (repr(world), told)
    if twin.status == "optimal":
        reached = tuple(a.value for a in found.readings.base.answer.aims)
        assert reached == twin.aims, (repr(world), told)
        assert of_the_living(found) == of_the_living(cleared(world, facts, None)), (repr(world), told)
        if found.names is None:  # a point stays open, or nobody could go at all
            assert found.plan.reading is None or not found.readings.base.answer.values
            return
        named: dict[str, set[str]] = {}
        for group in found.names.named:
            named.setdefault(group.clause, set()).update(*group.units)
        assert named == {c: set(p) for c, p in forced(twin).items() if p}, (repr(world), told)


def of_the_living(found: Cleared) -> dict[str, int]:
    """The aims on the living, but for those on whom was told: remains of the dead come after all of them."""
    aims = {a.name: a.value for a in found.readings.base.answer.aims}
    return {name: n for name, n in aims.items() if name not in AIMS and not name.startswith(REMAINS)}


def sorted_moves(plan: frozenset[Move]) -> list[str]:
    return sorted(map(str, plan))


def test_who_was_told_keeps_the_place_and_the_reason_when_another_refuses() -> None:
    """Two of three were drawn; one refuses: the other keeps the place, and only the free place goes on."""
    one = exchange(send("1..2"), more=[refusing("2")])
    told = told_plan([("l#1", "go", "be"), ("l#2", "go", "be")])
    plan = cleared(one, one.facts, told).plan
    assert [(m.person, m.why, m.told) for m in plan.moves or () if m.told] == [("l#1", "draw", True)]
    assert plan.told is not None
    assert [(p.person, p.standing, p.why) for p in plan.told.left] == [("l#2", "held_back", "draw")]


def test_who_was_told_nothing_is_not_named_by_having_told_others() -> None:
    """Two of three go, one of them was told: the second place stays open between the two others."""
    one = exchange(send("2"))
    plan = cleared(one, one.facts, told_plan([("l#3", "go", "be")])).plan
    assert [(m.person, m.told) for m in plan.moves or ()] == [("l#3", True)]
    assert [(p.clause, p.number, p.among) for p in plan.open_places or ()] == [("go", 1, 2)]
    assert [a.name for a in plan.readings[0].aims] == ["people", *AIMS]


def test_a_plan_that_nobody_adopted_is_called_so() -> None:
    one = exchange(send("2"))
    plan = cleared(one, one.facts, told_plan([("l#3", "go", "be")])).plan
    assert "clearing.told_not_adopted" in {m.id for m in plan.warnings}


def test_no_plan_says_that_everybody_told_goes_when_somebody_does_not() -> None:
    one = exchange(send("2"), more=[refusing("2")])
    told = told_plan([("l#1", "go", "be"), ("l#2", "go", "be")])
    plain: Any = encode(cleared(one, one.facts, told).plan, True)
    assert check_plan(one.facts, plain, one.choices, None, told) == ()
    silent = {**plain, "told": {**plain["told"], "left": []}}
    assert {f.code for f in check_plan(one.facts, silent, one.choices, None, told)} == {"told-differs"}
    other = {**plain, "told": {**plain["told"], "plan": "0" * 64}}
    assert {f.code for f in check_plan(one.facts, other, one.choices, None, told)} == {"told-differs"}
    no_reason = {**plain, "told": {**plain["told"], "left": [{**plain["told"]["left"][0], "standing": "open"}]}}
    assert {f.code for f in check_plan(one.facts, no_reason, one.choices, None, told)} == {"told-differs"}
    assert {f.code for f in check_plan(one.facts, plain, one.choices)} == {"not-drawn"}  # nobody shows that it was
