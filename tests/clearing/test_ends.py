"""A wrong day keeps a family waiting at the gate: what ends by itself stands the day before, and no longer then."""

from datetime import date, timedelta
from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import why
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.facts import AsOf, Facts
from exeat.identity.people import people
from exeat.testing.byhand import exchange, let_go, send
from exeat.testing.memory import Part, World, day, says


def answer(w: World, on: date | None = None) -> Cleared:
    facts = w.facts if on is None else Facts(w.facts.entries, AsOf(None, on))
    return clear(facts, people(facts), Highs(), w.choices, others=False)


def told(w: World, record: str = "l#1") -> list[tuple[str, str]]:
    return [(e.rule, e.on) for by in why(answer(w), record).clauses for e in by.ends]


def stands(w: World, rule: str, on: date, record: str = "l#1") -> bool:
    return any(r.rule == rule for h in answer(w, on).plan.held_back or () if h.person == record for r in h.reasons)


def order(in_force: str | None, **given: Any) -> Part:
    """Of a court, on one person at Axia; the day of the worlds is 1 June 2025."""
    when = None if in_force is None else day(in_force)
    return says("court", c.CourtOrder("court", ("l#1",), ("ax",), in_force=when, **given), "orders")


@pytest.mark.parametrize(
    ("orders", "ends"),
    [
        ([order("2025-05-10/2025-06-20")], "2025-06-21"),
        ([order("2025-05-10/2025-06-20"), order("2025-06-15/2025-07-31")], "2025-08-01"),
        ([order("2025-05-10/2025-06-20"), order("2025-06-21/2025-06-30")], "2025-07-01"),
        ([order("2025-05-10/2025-06-20"), order("2025-06-25/2025-06-30")], "2025-06-21"),
        ([order("2025-05-10/2025-06-20"), order("2025-05-10/2025-07-31", act="release")], "2025-06-21"),
        ([order("2025-01-01/2025")], "2026-01-01"),
    ],
)
def test_an_order_ends_on_the_day_after_its_last(orders: list[Part], ends: str) -> None:
    w = exchange(send("0..3"), let_go(), more=orders)
    assert told(w) == [("court_order", ends)]
    on = date.fromisoformat(ends)
    assert stands(w, "court_order", on - timedelta(days=1))
    assert not stands(w, "court_order", on)


def test_an_order_that_names_no_last_day_ends_by_no_day() -> None:
    for orders in ([order(None)], [order("2025-05-10/..")], [order("2025-05-10/2025-06-20"), order(None)]):
        assert told(exchange(send("0..3"), let_go(), more=orders)) == []


def test_a_window_ends_when_its_days_have_passed_since_the_act() -> None:
    window = k.When("window", "petition_window_passed", "back", days=7)
    acts = [says("be", c.LegalAct("r#4", "be", "pardon", day("2025-05-30")))]
    w = exchange(send("0..3"), let_go("0..3"), window, more=acts)
    assert told(w, "r#4") == [("petition_window", "2025-06-06")]
    assert stands(w, "petition_window", date(2025, 6, 5), "r#4")
    assert not stands(w, "petition_window", date(2025, 6, 6), "r#4")
