"""Whichever few of those who go drop out: as many still go as every way of dropping out, tried one by one, leaves."""

from itertools import combinations

from hypothesis import HealthCheck, Phase, given, settings

from exeat.adapters.highs import Highs
from exeat.clearing.plan import Cleared
from exeat.clearing.whatif.changes import Changes, supposing
from exeat.clearing.whatif.drop_outs import drop_outs
from exeat.clearing.whatif.whatif import one_reading
from exeat.core import clauses as k
from exeat.identity.people import people
from exeat.testing.brute import best
from exeat.testing.byhand import LEFT, exchange, let_go, send
from exeat.testing.byhand import people as people_of
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]
laws = settings(max_examples=60, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)


def cleared(world: World) -> Cleared:
    return one_reading(world.facts, people(world.facts, world.proposals), Highs(), world.choices)


def by_hand(world: World, found: Cleared, number: int) -> int | None:
    """The least that still go, by trying everybody; None where no best plan moves so many."""
    plans = best(world.facts, world.choices, world.proposals).plans
    dead = found.readings.base.problem.of_remains  # the dead drop out of nothing
    living = [sorted({p for p, clause, _ in plan if clause not in dead}) for plan in plans]
    falls = {gone for people in living for gone in combinations(people, number)}
    left = []
    for gone in sorted(falls):
        facts = supposing(world.facts, found.readings.base, Changes(refuses=gone, stays=gone))
        after = best(facts, world.choices, world.proposals)
        left.append(after.aims[0] if after.status == "optimal" else 0)
    return min(left, default=None)


@laws
@given(worlds(most=3))
def test_no_worse_way_of_dropping_out_was_overlooked(world: World) -> None:
    found = cleared(world)
    if not found.readings.chosen:
        return
    told = {fall.number: fall for fall in drop_outs(found, Highs(), 2)}
    for number in (1, 2):
        least = by_hand(world, found, number)
        fall = told.get(number)
        assert (fall is None) == (least is None), repr(world)
        if fall is not None and least is not None:
            assert fall.people == least or (not fall.exact and fall.people <= least), (fall, least, repr(world))


def numbers(world: World, most: int = 2) -> list[int]:
    return [fall.people for fall in drop_outs(cleared(world), Highs(), most)]


def test_a_substitute_takes_the_place_of_who_drops_out() -> None:
    """Two of three go: one may drop out at no cost, and then there is nobody left to step in."""
    assert numbers(exchange(send("1..2"))) == [2, 1]


def test_who_drops_out_takes_somebody_of_the_other_side_along() -> None:
    """All three go for as many of five: each who drops out here costs two, and there two can step in."""
    five = people_of("4", "5", "6", "7", "8")
    assert numbers(exchange(send(), let_go(k.SameAs("go")), right=five)) == [4, 2]


def test_an_exchange_that_nobody_can_leave_is_said_to_be_one() -> None:
    """All three go for exactly as many, and there are no more: one who drops out there ends it for all."""
    assert numbers(exchange(send(), let_go(k.SameAs("go"))), 1) == [0]


def test_a_family_is_not_counted_as_one() -> None:
    """Of a family of two, one drops out: both stay."""
    rows = people_of(*LEFT, p1={"family": "f"}, p2={"family": "f"})
    together = k.Together("kin", k.Selector(list="l"), "family")
    assert numbers(exchange(send(), together, left=rows)) == [1, 0]


def test_a_refusal_that_stops_the_exchange_leaves_nobody() -> None:
    asked = k.ConsentAsked("asked", "go", "red", "stops")
    assert numbers(exchange(send(), asked), 1) == [0]


def test_a_refusal_that_counts_as_delivered_costs_the_other_side_nobody() -> None:
    asked = k.ConsentAsked("asked", "go", "red", "counts_as_delivered")
    four = people_of("4", "5", "6", "7")
    assert numbers(exchange(send("3"), let_go(k.SameAs("go")), asked, right=four), 1) == [5]
