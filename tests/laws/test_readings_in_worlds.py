"""Small dense worlds: what the table of open points says of a choice is what that reading alone comes to."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from hypothesis import HealthCheck, Phase, given, seed, settings

from exeat.adapters.highs import Highs
from exeat.clearing.because.effects import by_points
from exeat.clearing.plan import clear
from exeat.identity.people import people
from exeat.terms.points import OpenPoint
from exeat.testing.brute import best
from exeat.testing.memory import World
from exeat.testing.worlds import worlds

WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000")) // 16
MOST = 12  # readings to a world, at most
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@seed(7)
@settings(max_examples=WORLDS, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH)
@given(worlds(most=2))
def test_no_choice_is_said_to_come_to_what_it_does_not(world: World) -> None:
    found = clear(world.facts, people(world.facts, world.proposals), Highs(), {})
    told = by_points(found.readings, found.points)
    bearing = [p for p in found.points if p.bearing and len(p.choices) > 1]
    if not told or prod(len(p.choices) for p in bearing) > MOST:
        return
    base, of = found.readings.base.choices, dict(_each(world, bearing, found.readings.base.choices))
    for effect in told:
        for choice in effect.choices:
            mine = [n for reading, n in of.items() if (effect.point, choice.choice) in reading]
            alone = of[frozenset({**_of(base, bearing), effect.point: choice.choice}.items())]
            assert choice.people in (alone, None), (effect, world)
            assert (choice.least, choice.most) == (min(mine), max(mine)), (effect, mine, world)
            assert choice.base == (base[effect.point] == choice.choice), (effect, world)


def _of(choices: Mapping[str, str], points: Sequence[OpenPoint]) -> dict[str, str]:
    return {p.id: choices[p.id] for p in points}


def _each(
    world: World, points: Sequence[OpenPoint], base: Mapping[str, str]
) -> Iterator[tuple[frozenset[tuple[str, str]], int]]:
    """Every reading, and how many people go in it by the twin."""
    for way in product(*(p.choices for p in points)):
        choices = {p.id: c for p, c in zip(points, way, strict=True)}
        made = best(world.facts, {**base, **choices}, world.proposals)
        yield frozenset(choices.items()), made.aims[0] if made.status == "optimal" else 0
