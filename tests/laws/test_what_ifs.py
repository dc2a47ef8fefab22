"""Small dense worlds: what is supposed lets nobody go who could not, adds nobody, and says why it took somebody out."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exeat.adapters.highs import Highs
from exeat.clearing.whatif.changes import Changes
from exeat.clearing.whatif.whatif import WhatIf, one_reading, what_if
from exeat.core.claims import Override
from exeat.core.errors import Refused
from exeat.identity.people import people
from exeat.testing.brute import best
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]
laws = settings(max_examples=40, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)


def asked(world: World, changes: Changes) -> WhatIf:
    known = people(world.facts, world.proposals)
    return what_if(world.facts, one_reading(world.facts, known, Highs(), world.choices), Highs(), changes)


def records(world: World) -> list[str]:
    return sorted(world.facts.people["record"])


@laws
@given(worlds(most=3))
def test_to_suppose_nothing_changes_nothing(world: World) -> None:
    found = asked(world, Changes())
    assert not found.difference, repr(world)
    assert found.was == found.would_be
    plans = [replace(side.plan, open_points=()) for side in (found.before, found.after)]  # which say who chose
    assert plans[0] == plans[1]


@laws
@given(worlds(most=3), st.data())
def test_more_refusals_free_nobody_and_name_no_further_detainee(world: World, data: st.DataObject) -> None:
    """They may let more people go, where they excuse who refuses: but nobody who could not have gone before."""
    few = tuple(data.draw(st.lists(st.sampled_from(records(world)), min_size=1, max_size=2, unique=True)))
    changes = data.draw(st.sampled_from((Changes(few), Changes(stays=few), Changes(dies=few))))
    found = asked(world, changes)
    was, now = (side.readings.base.problem.ways for side in (found.before, found.after))
    living = {key: way for key, way in now.items() if not way.context.remains}  # who dies is no more asked
    for key, way in living.items():
        assert set(way.free) <= set(was[key].free), repr(world)
        gone = {found.before.world.people.person(r) for r in few} - (_passed(found) if changes.dies else set())
        if not changes.refuses or way.context.act == "transfer":
            assert not gone & set(way.free), repr(world)
    if not (changes.dies and found.after.readings.base.problem.of_remains):  # whose death stands may be handed over
        assert found.difference.no_longer_held == ()


def _passed(found: WhatIf) -> set[str]:
    """The persons whose death somebody named lets not stand in the way; no refusal and no court can be passed so."""
    people, said = found.before.world.people, found.before.world.facts.of(Override)
    return {
        people.person(s.claim.subject) for _, s in said if isinstance(s.claim, Override) and s.claim.rule == "death"
    }


@laws
@given(worlds(most=3), st.data())
def test_the_plan_that_would_be_is_the_best_of_what_would_be(world: World, data: st.DataObject) -> None:
    """The twin, asked of the facts as they would be, says the same: nothing supposed was forgotten on the way."""
    one = data.draw(st.sampled_from(records(world)))
    found = asked(world, data.draw(st.sampled_from((Changes((one,)), Changes(stays=(one,)), Changes(dies=(one,))))))
    choices = found.after.readings.base.choices
    twin = best(found.after.world.facts, choices, world.proposals)
    assert found.after.plan.status == twin.status, repr(world)
    if twin.status == "optimal":
        assert tuple(a.value for a in found.after.readings.base.answer.aims) == twin.aims, repr(world)


@laws
@given(worlds(most=3), st.sampled_from(("ax", "be", "ce")))
def test_a_party_that_leaves_gives_nobody_and_receives_nobody(world: World, party: str) -> None:
    try:
        found = asked(world, Changes(leaves=(party,)))
    except Refused as error:
        raise AssertionError(repr(world)) from error
    base = found.after.readings.base
    power = world.facts.case.power_of
    for (_, way), value in zip(base.problem.columns, base.answer.values, strict=False):
        context = base.problem.ways[way].context
        assert value == 0 or party not in (power(context.power), power(context.destination or "")), repr(world)
