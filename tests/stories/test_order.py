"""An order arrives after the lists: whom it covers must be found out, and nobody else is held back by it."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exeat.clearing.document import Plan
from exeat.core.facts import AsOf
from exeat.core.shape import encode
from exeat.house import ClearingHouse, open_case
from tests.folders import Clock, exchange, recorded, said, say

FIRST, SECOND, THIRD = (Clock(f"2025-06-0{n}T12:00") for n in (1, 2, 3))
DAY, AFTER = date(2025, 6, 1), date(2025, 8, 1)
PERSON, PETITIONER = "aro-roster#2", "petitioners#p1"


def order(**given: Any) -> dict[str, Any]:
    claim = {"kind": "court_order", "court": "aro-court", "binds": ["aro"], "in_force": "2025-06-01/2025-07-31"}
    return said("order", "aro-court", {**claim, "covers": [PETITIONER], **given}, "orders")


def judged(verdict: str = "same") -> dict[str, Any]:
    claim = {"kind": "same_person", "left": PERSON, "right": PETITIONER, "verdict": verdict}
    return said("judged", "mission", claim)


def plan_of(house: ClearingHouse, on: date = DAY, known: Clock | None = None) -> Plan:
    moment = None if known is None else known.moment
    return house.plan(house.facts(AsOf(moment, on))).plan


def text(plan: Plan) -> bytes:
    return json.dumps(encode(plan, True), sort_keys=True).encode()


def warned(plan: Plan) -> list[Mapping[str, str]]:
    """The warnings that nobody has said who of the people here an order covers."""
    return [m.values for m in plan.warnings if m.id == "impediments.order_not_linked"]


def held(plan: Plan) -> dict[str, set[str]]:
    return {h.person: {r.rule for r in h.reasons} for h in plan.held_back or ()}


def numbers(plan: Plan) -> dict[str, tuple[int | None, int | None]]:
    return {n.clause: (n.left, n.right) for n in plan.counts or ()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small exchange, recorded before anybody heard of an order."""
    recorded(exchange(tmp_path / "case"), FIRST)
    return tmp_path / "case"


def test_an_order_on_somebody_nobody_linked_is_a_loud_warning(folder: Path) -> None:
    say(folder, "order", order())
    plan = plan_of(recorded(folder, SECOND))
    (warning,) = warned(plan)
    assert (warning["covers"], warning["binds"]) == (PETITIONER, "aro")
    assert held(plan) == {}  # nobody is held back on a guess


def test_nobody_is_transferred_against_an_order_once_somebody_linked_the_petitioner(folder: Path) -> None:
    say(folder, "order", order())
    say(folder, "judged", judged())
    plan = plan_of(recorded(folder, SECOND))
    assert warned(plan) == []
    assert held(plan) == {PERSON: {"court_order"}}
    assert PERSON not in {m.person for m in plan.moves or ()}
    assert numbers(plan)["as-many"] == (2, 2)


def test_who_was_held_back_by_an_order_is_free_when_it_lapses(folder: Path) -> None:
    say(folder, "order", order())
    say(folder, "judged", judged())
    house = recorded(folder, SECOND)
    plan = plan_of(house, AFTER)
    assert (held(plan), warned(plan)) == ({}, [])
    assert PERSON in {m.person for m in plan.moves or ()}
    assert numbers(plan)["as-many"] == (3, 3)


def test_an_order_that_lapsed_and_was_never_linked_warns_no_more(folder: Path) -> None:
    say(folder, "order", order())
    assert warned(plan_of(recorded(folder, SECOND), AFTER)) == []


def test_what_was_answered_before_the_order_was_known_stays_the_answer(folder: Path) -> None:
    before = text(plan_of(open_case(folder)))
    say(folder, "order", order())
    recorded(folder, SECOND)
    say(folder, "judged", judged())
    house = recorded(folder, THIRD)
    assert text(plan_of(house, DAY, FIRST)) == before
    assert held(plan_of(house, DAY, SECOND)) == {}
    assert len(warned(plan_of(house, DAY, SECOND))) == 1
    assert held(plan_of(house, DAY, THIRD)) == {PERSON: {"court_order"}}


def test_an_unsure_link_to_a_petitioner_lets_nobody_go(folder: Path) -> None:
    say(folder, "order", order())
    say(folder, "judged", judged("unsure"))
    plan = plan_of(recorded(folder, SECOND))
    assert held(plan) == {PERSON: {"identity"}}
    assert len(warned(plan)) == 1


def test_an_order_that_may_have_lapsed_is_not_taken_for_lapsed(folder: Path) -> None:
    say(folder, "order", order(in_force="2025-06-01/2025"))
    say(folder, "judged", judged())
    plan = plan_of(recorded(folder, SECOND), AFTER)
    assert held(plan) == {PERSON: {"court_order"}}
    assert {r.verdict for h in plan.held_back or () for r in h.reasons} == {"not_established"}


@pytest.mark.parametrize(
    "other",
    [{"binds": ["bel"], "court": "bel-court"}, {"act": "release"}, {"in_force": "2025-01-01/2025-03-01"}],
    ids=["another power", "another act", "over"],
)
def test_an_order_that_does_not_reach_the_move_holds_nobody_back(folder: Path, other: dict[str, Any]) -> None:
    say(folder, "order", order(**other))
    say(folder, "judged", judged())
    assert held(plan_of(recorded(folder, SECOND))) == {}


def test_an_order_on_another_group_changes_nothing(folder: Path) -> None:
    before = plan_of(open_case(folder))
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    case["groups"] = [{"id": "others", "name": "other people"}]
    (folder / "case.yaml").write_text(json.dumps(case), "utf-8")
    say(folder, "order", order(covers=["others"]))
    after = plan_of(recorded(folder, SECOND))
    assert (after.moves, after.counts, after.held_back) == (before.moves, before.counts, before.held_back)
    assert [m.id for m in after.warnings if "order" in m.id] == ["impediments.order_covers_a_group"]


# ------------------------------------------------------------ words taken back


DEAD = {"kind": "death", "subject": PERSON}


@pytest.fixture
def told_twice(folder: Path) -> Path:
    """One speaker's words through two papers, and the same words of somebody else."""
    say(folder, "one", said("one", "bel-office", DEAD, via="press-one"))
    say(folder, "two", said("two", "bel-office", DEAD, via="press-two"))
    assert standing(recorded(folder, SECOND)) == {"one", "two"}
    return folder


def standing(house: ClearingHouse) -> set[str]:
    facts = house.facts()
    return {facts.key(i) for i in facts.statements} & {"one", "two", "three"}


def take_back(folder: Path, by: str, key: str = "one", kind: str = "withdrawal") -> ClearingHouse:
    say(folder, "back", said("back", by, {"kind": kind, "statement": key}))
    return recorded(folder, THIRD)


def test_words_taken_back_by_their_speaker_stand_through_no_relay(told_twice: Path) -> None:
    house = take_back(told_twice, "bel-office")
    assert standing(house) == set()
    assert held(plan_of(house)) == {}
    assert held(plan_of(house, known=SECOND)) == {PERSON: {"death"}}


def test_a_relay_takes_back_its_own_report_only(told_twice: Path) -> None:
    house = take_back(told_twice, "press-one")
    assert standing(house) == {"two"}
    assert held(plan_of(house)) == {PERSON: {"death"}}


def test_nobody_takes_back_the_words_of_another(told_twice: Path) -> None:
    assert standing(take_back(told_twice, "press-two")) == {"one", "two"}


def test_a_slip_of_the_recorder_takes_nobody_s_words_back(told_twice: Path) -> None:
    assert standing(take_back(told_twice, "press-one", kind="recording_error")) == {"two"}


def test_the_same_words_of_somebody_else_stand(told_twice: Path) -> None:
    say(told_twice, "three", said("three", "aro-office", DEAD))
    assert standing(take_back(told_twice, "bel-office")) == {"three"}


def test_a_withdrawal_can_be_taken_back(told_twice: Path) -> None:
    take_back(told_twice, "bel-office")
    say(told_twice, "again", said("again", "bel-office", {"kind": "withdrawal", "statement": "back"}))
    assert standing(recorded(told_twice, Clock("2025-06-04T12:00"))) == {"one", "two"}
