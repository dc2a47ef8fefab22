"""Small dense worlds: the answer by classes is the brute-force twin's, and the independent checker finds nothing."""

import os

from hypothesis import HealthCheck, given, settings

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.brute import best, forced
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000"))
many = settings(
    max_examples=WORLDS,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _cleared(world: World) -> Cleared:
    return clear(world.facts, people(world.facts), Highs(), world.choices, others=False)


@many
@given(worlds(most=3))
def test_nobody_stays_behind_or_goes_whom_the_twin_treats_otherwise(world: World) -> None:
    """Same status, same aims; whoever is named goes in every best plan, and everybody who does is named."""
    twin, plan = best(world.facts, world.choices), _cleared(world).plan
    assert plan.status == twin.status
    if plan.reading is None or plan.status == "none":
        return
    reading = next(r for r in plan.readings if r.id == plan.reading)
    assert tuple(a.value for a in reading.aims) == twin.aims
    named: dict[str, set[str]] = {}
    for move in plan.moves or ():
        named.setdefault(_mover(move.clauses, twin.plans), set()).add(move.person)
    for clause, persons in forced(twin).items():
        assert named.get(clause, set()) == persons
    plain = encode(plan, True)
    assert isinstance(plain, dict)
    assert check_plan(world.facts, plain, world.choices) == ()


def _mover(clauses: tuple[str, ...], plans: frozenset[frozenset[tuple[str, str]]]) -> str:
    """Of the clauses that name a move the one that makes it."""
    moving = {clause for plan in plans for _, clause in plan}
    return next(c for c in clauses if c in moving)
