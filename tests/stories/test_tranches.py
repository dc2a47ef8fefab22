"""An exchange in tranches: after each, what went is counted, and the same rate gives the numbers of the next.

Three are freed for each one who comes home, by the basis of the rate. People were told before the first tranche; then
one of them refuses, and of those who went one may not be verified. Those told stay told as far as the rate lets them.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.earlier import earlier_of
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.marked import Plain
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.byhand import exchange, let_go, people, send
from exeat.testing.memory import Part, day, says

HOME = [str(n) for n in range(1, 11)]
FREED = [str(n) for n in range(11, 51)]
IN_ORDER = tuple(f"r#{n}" for n in FREED)


def answer(basis: Any, more: Sequence[Part] = (), told: Plain = None) -> Cleared:
    """The plan as of what was said; the independent check, given what people were told, finds nothing in it."""
    rate = k.Rate("three", k.Share(k.Selector(list="l"), 1), (k.Share(k.Selector(list="r"), 3),), basis)
    order = k.Designate("in-order", "back", "priority", "be", priority=IN_ORDER)
    terms = (send("0..10"), let_go("0..40"), rate, order)
    w = exchange(*terms, left=people(*HOME), right=people(*FREED), more=list(more))
    earlier = None if told is None else earlier_of(told, w.facts)
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False, earlier=earlier)
    plan = encode(found.plan, True)
    assert isinstance(plan, dict)
    assert told is None or isinstance(told, dict)
    assert check_plan(w.facts, plan, w.choices, told=told) == ()
    return found


def went(home: Sequence[str], freed: Sequence[str], unverified: Sequence[str] = ()) -> list[Part]:
    """Those of the first tranche: handed over and verified, but for some; and held no longer."""
    records = [f"l#{n}" for n in home] + [f"r#{n}" for n in freed]
    said: list[Part] = [says("red", c.HandoverRecord(r, "handed_over", on=day("2025-05-20"))) for r in records]
    said += [says("red", c.Verification(r, "arrived", on=day("2025-05-21"))) for r in records if r not in unverified]
    return said + [says("red", c.Released(r)) for r in records]


def named(found: Cleared, clause: str) -> set[str]:
    return {m.person for m in found.plan.moves or () if clause in m.clauses}


def products(found: Cleared) -> tuple[int | None, str | None, int | None]:
    (row,) = [x for x in found.plan.counts or () if x.clause == "three"]
    return row.left, row.op, row.right


FIRST = went(HOME[:4], FREED[:12])
REFUSED = says("red", c.Consent("l#9", "be", "no", "red", True, day("2025-05-22")))


@pytest.mark.parametrize("basis", ["delivered", "verified"])
def test_one_refuses_after_a_tranche_and_three_fewer_are_freed(basis: Any) -> None:
    """Ten for thirty were told. Four and twelve went, one refuses: five more come home, and fifteen more are freed."""
    first = answer(basis)
    assert (named(first, "go"), len(named(first, "back"))) == ({f"l#{n}" for n in HOME}, 30)
    then = answer(basis, [*FIRST, REFUSED], encode(first.plan, True))
    assert named(then, "go") == {f"l#{n}" for n in HOME[4:]} - {"l#9"}
    assert named(then, "back") == {f"r#{n}" for n in FREED[12:27]}, "those told, in the order of the party that named"
    assert all(m.told for m in then.plan.moves or ())
    assert products(then) == (27, "=", 9 * 3)
    left = {p.person: p.standing for p in (then.plan.told.left if then.plan.told else ())}
    assert left["l#9"] == "held_back"
    assert {p for p, s in left.items() if s == "not_needed"} == {f"r#{n}" for n in FREED[27:30]}


def test_fewer_verified_than_delivered_and_fewer_follow() -> None:
    """Of four who were delivered three are verified: by delivery eighteen more are freed, by verification fifteen."""
    first = [*went(HOME[:4], FREED[:12], ["l#4"])]
    told = encode(answer("verified").plan, True)
    assert len(named(answer("delivered", first, told), "back")) == 18
    then = answer("verified", first, told)
    assert named(then, "back") == {f"r#{n}" for n in FREED[12:27]}
    assert products(then) == (27, "=", 9 * 3)


def test_a_delivery_that_is_denied_is_waited_for() -> None:
    """That one was handed over is denied: he neither went nor goes, and three fewer are freed until it is settled."""
    denied = says("ax", c.HandoverRecord("l#1", "handed_over"), "denies")
    then = answer("delivered", [*FIRST, denied], encode(answer("delivered").plan, True))
    assert len(named(then, "back")) == 15
    assert products(then) == (27, "=", 9 * 3)
