"""Several speak, and may stay out: the answer is the twin's, which asks of each plan those who take part in it."""

import os

from hypothesis import HealthCheck, Phase, given, seed, settings

from exeat.testing.brute import best, taking_part
from exeat.testing.many import many_worlds
from exeat.testing.memory import World

from .test_twin_worlds import cleared, differs

WORLDS = int(os.environ.get("EXEAT_WORLDS", "2000"))
EACH = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@seed(5)
@settings(EACH, max_examples=WORLDS // 2)
@given(many_worlds())
def test_nobody_goes_for_a_party_that_stays_out(world: World) -> None:
    """Same status, same aims, same names; the checker finds nothing."""
    assert differs(world) == [], repr(world)


@seed(6)
@settings(EACH, max_examples=WORLDS // 10)
@given(many_worlds())
def test_why_a_party_has_to_be_in_is_solved_again(world: World) -> None:
    """Those who take part do so in a best plan; without one of them as many go as the twin finds, and with another."""
    plan = cleared(world).plan
    if plan.status != "optimal" or plan.parties is None:  # none: no reading is chosen
        return
    parties = plan.parties or ()
    here = frozenset(p.party for p in parties if p.takes_part)
    assert here in {taking_part(world.facts, world.choices, b) for b in best(world.facts, world.choices).plans}
    for party in parties:
        wanted = not party.takes_part
        twin = best(world.facts, world.choices, among=lambda some, p=party.party, w=wanted: (p in some) == w)  # type: ignore[misc]
        assert (party.otherwise.people, party.otherwise.status) == (twin.aims[0] if twin.aims else 0, twin.status)
