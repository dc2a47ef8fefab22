"""Who names the people for open places, in each form: who releases, who receives, a mediator, in turn, by lot."""

from collections.abc import Mapping
from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.terms.choices import choices_of
from exeat.terms.points import open_points
from exeat.terms.terms import terms
from exeat.testing.asks import answer as twin
from exeat.testing.asks import checked
from exeat.testing.byhand import exchange, people, refusing, send
from exeat.testing.memory import Part, World, says

FIVE = people("1", "2", "3", "7", "8")


def cleared(w: World) -> Cleared:
    """The base reading: whoever is named is so in the twin too, and the independent check finds nothing."""
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices)
    plain: Any = encode(found.plan, True)
    choices = choices_of(plain)
    assert choices is not None
    assert check_plan(w.facts, plain, choices) == ()
    best = twin(World(w.facts, choices, w.proposals))
    assert {m.person for m in found.plan.moves or ()} == set.intersection(*({p for p, *_ in x} for x in best.plans))
    return found


def names(by: str, *ids: str, clause: str = "go") -> Part:
    return says(by, c.Designation(clause, tuple(f"l#{i}" for i in ids)))


def named(found: Cleared) -> set[str]:
    return {m.person for m in found.plan.moves or () if m.why == "designated"}


def waits(found: Cleared) -> list[str]:
    return sorted(m.values["by"] for m in found.plan.warnings if m.id == "clearing.designation_waits")


def places(*more: Part, choices: Mapping[str, str] | None = None, **given: Any) -> World:
    """Four of five places, and one clause on who names for them."""
    clause = k.Designate("names", "go", **given)
    return exchange(send("4"), clause, left=FIVE, more=more, choices=choices)


@pytest.mark.parametrize(("by", "who"), [("ax", "who releases"), ("be", "who receives"), ("red", "a mediator")])
def test_only_whoever_may_designate_names_people(by: str, who: str) -> None:
    said = [names(p, i) for p, i in (("ax", "1"), ("be", "2"), ("red", "3"))]
    found = cleared(places(*said, how="party", by=by))
    assert named(found) == {{"ax": "l#1", "be": "l#2", "red": "l#3"}[by]}, who
    assert [p.designates for p in found.plan.open_places or ()] == [by]
    uncounted = {m.values["by"] for m in found.plan.warnings if m.id == "clearing.designation_not_counted"}
    assert uncounted == {"ax", "be", "red"} - {by}


def test_whoever_runs_ahead_names_nobody_before_the_other_has() -> None:
    """Axia names three, Beria one: one of Axia's, Beria's, and Axia's next; the third waits."""
    in_turn: Any = {"how": "alternating", "turns": ("ax", "be")}
    ahead = (names("ax", "1"), names("ax", "2"), names("ax", "3"), names("be", "8"))
    found = cleared(places(*ahead, **in_turn))
    assert named(found) == {"l#1", "l#8", "l#2"}
    assert waits(found) == ["ax"]
    assert [p.designates for p in found.plan.open_places or ()] == ["alternating"]
    caught_up = (*ahead[:2], ahead[3], names("be", "7"))
    assert named(cleared(places(*caught_up, **in_turn))) == {"l#1", "l#8", "l#2", "l#7"}


def test_nobody_begins_out_of_turn() -> None:
    found = cleared(places(names("ax", "1", "2"), how="alternating", turns=("be", "ax")))
    assert named(found) == set()
    assert waits(found) == ["ax"]


def test_a_name_that_the_other_gave_already_takes_no_second_turn() -> None:
    said = (names("ax", "1"), names("be", "1", clause="names"), names("be", "2"))
    assert named(cleared(places(*said, how="alternating", turns=("ax", "be")))) == {"l#1", "l#2"}


def test_what_befalls_a_person_moves_nobody_else_s_turn() -> None:
    """Somebody named refuses: the place is lost for now, and the names given after it stand."""
    said = (names("ax", "1"), names("be", "2"), names("ax", "3"))
    before = cleared(places(*said, how="alternating", turns=("ax", "be")))
    after = cleared(places(*said, refusing("1"), how="alternating", turns=("ax", "be")))
    assert (named(before), named(after)) == ({"l#1", "l#2", "l#3"}, {"l#2", "l#3"})


def test_who_names_is_asked_and_a_choice_of_it_is_heard() -> None:
    open_ = places(names("be", "1"), how="party")
    asked = {p.id: p.choices for p in open_points(open_.facts, terms(open_.facts))}
    assert "be" in asked["names/by"]
    assert named(cleared(open_)) == set()
    assert named(cleared(places(names("be", "1"), how="party", choices={"names/by": "be"}))) == {"l#1"}


def test_a_lottery_and_an_order_of_priority_name_as_before() -> None:
    by_lot = cleared(places(how="lottery"))
    assert [(p.number, p.designates) for p in by_lot.plan.open_places or ()] == [(4, "lottery")]
    first = clear((w := places(how="priority", by="be", priority=("l#3",))).facts, people_of(w.facts), Highs(), {})
    assert {m.person: m.why for m in first.plan.moves or ()} == {"l#3": "priority"}


def test_a_list_that_leaves_out_whose_turn_it_was_does_not_pass() -> None:
    w = places(names("ax", "1"), names("be", "8"), names("be", "7"), how="alternating", turns=("ax", "be"))
    without = [(f"l#{i}", "go") for i in ("1", "2", "3", "7")]
    assert "designated-left" in checked(w, *without)
    assert checked(w, *[(f"l#{i}", "go") for i in ("1", "2", "3", "8")]) == set()


def test_somebody_named_whose_family_cannot_go_takes_nobody_else_s_place() -> None:
    """They go together or not at all, and one of them refuses: the place stays open, and it is said why."""
    together = k.Together("family", k.Selector(named=("l#1", "l#2")))
    designate = k.Designate("names", "go", how="party", by="be")
    more = [names("be", "1", "3")]
    w = exchange(send("2"), designate, together, left=FIVE, more=more, blocked=("2",))
    found = cleared(w)
    assert named(found) == {"l#3"}
    assert [p.number for p in found.plan.open_places or ()] == [1]
    held = [m.values["record"] for m in found.plan.warnings if m.id == "clearing.designated_held"]
    assert held == ["l#1"]
