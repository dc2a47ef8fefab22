"""Small dense worlds: the answer by classes is the brute-force twin's, and the independent checker finds nothing.

`EXEAT_WORLDS` says how many, over all parts; `EXEAT_PIECE` which (other pieces are other worlds). `bench/twin.py` runs
fifty thousand.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.brute import best, forced, settled
from exeat.testing.byhand import LEFT, exchange, let_go, send
from exeat.testing.byhand import people as people_of
from exeat.testing.memory import World, day
from exeat.testing.worlds import worlds

PARTS = 4  # run side by side
WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000"))
PIECE = int(os.environ.get("EXEAT_PIECE", "0"))
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


def cleared(world: World) -> Cleared:
    """The base reading alone: the twin knows no other."""
    return clear(world.facts, people(world.facts, world.proposals), Highs(), world.choices, others=False)


def differs(world: World) -> list[str]:
    """How the plan of a world differs from the twin's best, and what the checker finds in it."""
    twin, found = best(world.facts, world.choices, world.proposals), cleared(world)
    plain = encode(found.plan, True)
    assert isinstance(plain, dict)
    wrong = [f"check: {f}" for f in check_plan(world.facts, plain, world.choices, world.proposals)]
    if found.plan.status != twin.status:
        return [*wrong, f"status: {found.plan.status}, twin {twin.status}"]
    if found.names is None:
        return wrong
    aims = tuple(a.value for a in found.readings.base.answer.aims)
    named: dict[str, set[str]] = {}
    for group in found.names.named:
        named.setdefault(group.clause, set()).update(*group.units)
    goes = {c: set(p) for c, p in forced(twin).items() if p}
    places = {m.person: m.to for m in found.plan.moves or () if m.to is not None}
    sure = {p: to for p, (_, to) in settled(twin).items() if to is not None}
    what_differs = (("aims", aims, twin.aims), ("named", named, goes), ("places", places, sure))
    return [
        *wrong,
        *(f"{what}: {a}, twin {b}" for what, a, b in what_differs if a != b),
    ]


def test_a_wish_for_people_detained_late_does_not_ask_for_fewer_than_nobody() -> None:
    """They go, and are no part of the number; a wish obliges nobody, so its number is at least none."""
    rows = people_of(*LEFT, p1={"held_since": "2025-05-01"})
    wish = k.Include("wish", k.Selector(named=("l#1",)), "should", "ax", "be", "transfer", "outside")
    w = exchange(let_go("2"), wish, left=rows, cut_off=day("2025-02-01"))
    assert differs(w) == []
    assert [(c.left, c.op, c.right) for c in cleared(w).plan.counts or () if c.clause == "wish"] == [(0, ">=", 0)]


def test_a_condition_on_a_condition_that_fell_away_falls_with_it() -> None:
    """It waits for people who cannot go: nobody waits for what it guards, the rest goes, and the checker agrees."""
    first = k.When("c1", event="decree_signed", then="back")
    second = k.When("c2", event="All of back delivered", then="c1", severable=True)
    falls = {"c1/severable": "severable"}
    both = people_of(*LEFT)
    w = exchange(send(), let_go("1..3"), first, second, left=both, right=both, choices=falls)
    assert differs(w) == []
    fell = {c.clause for c in cleared(w).plan.counts or () if c.state == "falls_away"}
    assert fell == {"back", "c1", "c2"}


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_stays_or_goes_whom_the_twin_treats_otherwise(part: int) -> None:
    """Same status, same aims; whoever is named goes in every best plan, and everybody who does is named."""

    @seed(PARTS * PIECE + part)
    @settings(
        max_examples=WORLDS // PARTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=HEALTH,
    )
    @given(worlds(most=3))
    def same(world: World) -> None:
        assert differs(world) == [], repr(world)

    same()
