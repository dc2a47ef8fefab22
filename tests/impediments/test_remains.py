"""Remains of the dead: whose may be handed over, and what nobody can sign away. Named after harms."""

from collections.abc import Mapping
from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import UnknownPermits
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.brute import best
from exeat.testing.byhand import LEFT, cleared, exchange, let_go, offer, people, roster, send, world
from exeat.testing.memory import Part, World, says

DEAD = says("red", c.Death("l#1"))
ALIVE = says("be", c.Death("l#1"), "denies")
TAKEN = says("be", c.Acceptance("l#1", "be", "accepted"))
BY_NAME = [says("red", c.Override("l#1", rule, "A named person", "so")) for rule in ("death", "remains")]


def answer(w: World) -> Cleared:
    """The answer, in which the check finds nothing, and which the twin has too."""
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False)
    plain = encode(found.plan, True)
    assert isinstance(plain, dict)
    assert check_plan(w.facts, plain, w.choices) == ()
    assert best(w.facts, w.choices).status == found.plan.status
    return found


def one(*said: Part, to: str = "be", more: tuple[Any, ...] = (), **protocol: Any) -> World:
    """The remains of the one person of a list are to be handed over, of whom nothing is said but this."""
    return world(roster("l", "ax", people("1")), offer(send(remains=True, to=to), *more), list(said), **protocol)


def held(w: World) -> Mapping[str, str]:
    """What holds the one person back."""
    return {r.rule: r.verdict for h in answer(w).plan.held_back or () for r in h.reasons}


def test_the_dead_are_not_held_back_by_what_only_the_living_can_say() -> None:
    status = k.Status("s", k.Selector(list="l"), "pardon")
    proof = k.Inform("sign", "ax", "proof_of_life", clause="go", days=30)
    choice = k.Destination("d", k.Selector(list="l"), choice=True)
    found = answer(one(DEAD, TAKEN, more=(status, proof, choice)))
    assert [(m.person, m.remains) for m in found.plan.moves or ()] == [("l#1", True)]
    assert {a.name: a.value for a in found.plan.readings[0].aims} == {"people": 0, "remains": 1}


@pytest.mark.parametrize(
    ("said", "verdict"), [([], "not_established"), ([DEAD, ALIVE], "not_established"), ([ALIVE], "recorded"),
                          ([says("ax", c.Remark("l#1", "ax", "held"))], "recorded")]
)  # fmt: skip
def test_nobody_is_handed_over_as_dead_who_may_live(said: list[Part], verdict: str) -> None:
    assert held(one(TAKEN, *said)) == {"remains": verdict}


@pytest.mark.parametrize("said", [[], [DEAD, ALIVE], [ALIVE]])
def test_nobody_signs_that_somebody_is_dead(said: list[Part]) -> None:
    """A protocol or a named person may let a death pass, so that somebody lives; never the other way round."""
    permits = tuple(UnknownPermits(rule, "red", "so") for rule in ("death", "remains"))
    assert "remains" in held(one(TAKEN, *said, *BY_NAME, unknown_permits=permits))


@pytest.mark.parametrize(
    ("said", "rule"),
    [([TAKEN, says("court", c.CourtOrder("court", ("l#1",), ("ax",), act="both"), "orders")], "court_order"),
     ([TAKEN, says("be", c.Custody("l#1", "ax"), "denies")], "custody"),
     ([TAKEN, says("be", c.Released("l#1"))], "released"),
     ([says("be", c.Acceptance("l#1", "be", "refused"))], "acceptance"), ([], "acceptance")],
)  # fmt: skip
def test_what_bears_on_the_dead_too(said: list[Part], rule: str) -> None:
    assert list(held(one(DEAD, *said))) == [rule]


def test_the_dead_of_a_list_fill_no_place_of_the_living() -> None:
    """Two of three live: two go, and the remains of the third go by their own clause, however much it would help."""
    dead = send(id="dead", remains=True)
    w = exchange(send("0..3"), let_go(k.SameAs("go")), dead, more=[DEAD])
    found = answer(w)
    assert [(a.name, a.value) for a in found.plan.readings[0].aims] == [("people", 4), ("remains", 1)]
    assert [(f.people, f.remains) for f in found.plan.flows or () if f.from_ == "ax"] == [(2, None), (0, 1)]
    assert found.plan.parties is not None
    ax = next(p for p in found.plan.parties if p.party == "ax")
    assert (ax.gives, ax.remains is not None and ax.remains.gives) == (2, 1)


def test_no_lots_are_drawn_over_the_dead() -> None:
    several = [says("red", c.Death(f"l#{i}")) for i in LEFT]
    w = exchange(send("2", remains=True), k.Designate("by-lot", "go", "lottery"), more=several)
    (places,) = answer(w).plan.open_places or ()
    assert (places.number, places.among, places.designates, places.remains) == (2, 3, None, True)


def test_people_of_a_list_are_not_included_among_the_dead() -> None:
    """An include that names no number is inside that of the living, also where the remains are told first."""
    wish = k.Include("wish", k.Selector(named=("l#2",)), "must", "ax", "be", "transfer", "inside")
    dead = send(id="a-dead", remains=True)
    w = exchange(dead, send("1"), let_go("0..3"), wish, more=[DEAD])
    assert {m.person: m.clauses for m in answer(w).plan.moves or () if m.from_ == "ax"} == {
        "l#1": ("a-dead",), "l#2": ("go", "wish"),
    }  # fmt: skip


def test_remains_alone_are_an_exchange() -> None:
    needed = cleared("l#1", "ax", "be")
    assert answer(one(DEAD, *needed)).plan.status == "optimal"
    assert answer(one(*needed)).plan.status == "none"
