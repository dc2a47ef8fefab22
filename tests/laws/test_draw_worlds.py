"""Small dense worlds: everybody's chance is what leximin over all best plans, written out person by person, gives.

`EXEAT_WORLDS` says how many (a twentieth of it).
"""

import os
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, seed, settings

from exeat.adapters.highs import Highs
from exeat.clearing.draw.certificate import certificate
from exeat.clearing.draw.face import face
from exeat.clearing.draw.lottery import leximin
from exeat.clearing.plan import clear
from exeat.identity.people import people
from exeat.testing.brute import best
from exeat.testing.lots import chances
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000")) // 20
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
MANY = 40  # best plans that the twin mixes in fractions


@seed(5)
@settings(max_examples=WORLDS, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)
@given(worlds(most=3))
def test_nobody_has_another_chance_than_all_best_plans_give(world: World) -> None:
    twin = best(world.facts, world.choices, world.proposals)
    going = sorted({frozenset(p for p, _, _ in plan) for plan in twin.plans}, key=sorted)
    if not 0 < len(going) <= MANY:
        return
    found = clear(world.facts, people(world.facts, world.proposals), Highs(), world.choices, others=False)
    base = found.readings.base
    made = face(base.problem, base.answer.aims, tuple(base.problem.moves))
    lottery = leximin(made, Highs())
    ours = {p: c for part, c in zip(made.parts, lottery.chances, strict=True) for u in part.units for p in u}
    everybody = sorted(ours)
    assert set().union(*going) <= set(everybody)
    twins = chances([[int(p in plan) for p in everybody] for plan in going], [1] * len(everybody))
    assert ours == dict(zip(everybody, twins, strict=True))
    proof = certificate(made, lottery, Highs())
    assert not proof.missed
    assert proof.gap == Fraction(0)
