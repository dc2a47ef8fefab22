"""The harms that an exchange can do, one by one, on three invented people a side."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exeat.clearing.document import Plan
from exeat.clearing.draw.luck import Stream
from exeat.core.shape import encode
from exeat.house import open_case
from tests.folders import exchange, said, say, write_rows

PERSON = "aro-roster#1"
Told = Callable[..., Plan]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exchange(tmp_path / "case")


@pytest.fixture
def told(folder: Path) -> Told:
    """The plan after somebody said these things."""

    def plan(*statements: dict[str, Any]) -> Plan:
        say(folder, "told", *statements)
        return open_case(folder).plan().plan

    return plan


def held(plan: Plan) -> dict[str, set[tuple[str, str]]]:
    return {h.person: {(r.rule, r.verdict) for r in h.reasons} for h in plan.held_back or ()}


def consent(by: str, answer: str, **more: object) -> dict[str, Any]:
    claim = {"kind": "consent", "subject": PERSON, "destination": "bel", "answer": answer, "on": "2025-05-20"}
    return said(f"consent-{by}", by, {**claim, **more})


def without(folder: Path, name: str) -> None:
    """Nothing is said in this list of the first person."""
    path = folder / f"lists/{name}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), "utf-8")


def offer(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    return found


def offered(folder: Path, value: dict[str, Any]) -> Plan:
    (folder / "offers/offer.yaml").write_text(json.dumps(value), "utf-8")
    return open_case(folder).plan().plan


def number(plan: Plan, clause: str = "as-many") -> int | None:
    return next(n.left for n in plan.counts or () if n.clause == clause)


def test_nobody_is_sent_who_is_said_to_have_refused_by_whomever(folder: Path, told: Told) -> None:
    without(folder, "aro-consents")
    assert held(told(consent("press-one", "no"))) == {PERSON: {("consent", "recorded")}}


def test_nobody_is_sent_on_a_consent_that_the_holder_tells(folder: Path, told: Told) -> None:
    without(folder, "aro-consents")
    asked = consent("aro", "yes", private="yes", interviewer="aro")
    assert held(told(asked)) == {PERSON: {("consent", "not_established")}}


def test_nobody_is_sent_on_a_consent_that_was_not_private(folder: Path, told: Told) -> None:
    without(folder, "aro-consents")
    asked = consent("mission", "yes", private="no", interviewer="mission")
    assert held(told(asked)) == {PERSON: {("consent", "not_established")}}


def test_who_died_is_not_moved_and_moves_nobody_in_their_place(told: Told) -> None:
    plan = told(said("dead", "press-one", {"kind": "death", "subject": PERSON}))
    assert held(plan) == {PERSON: {("death", "recorded")}}
    assert PERSON not in {m.person for m in plan.moves or ()}
    assert number(plan) == 2


def test_what_is_not_established_is_no_permission(folder: Path, told: Told) -> None:
    without(folder, "aro-papers")
    plan = told(said("seen", "press-one", {"kind": "proof_of_life", "subject": PERSON, "on": "2025-05"}))
    assert held(plan) == {PERSON: {("document", "not_established")}}
    assert number(plan) == 2


def test_nobody_s_release_waits_for_a_consent_that_only_a_transfer_needs(folder: Path) -> None:
    for name in ("consents", "fears", "fitness", "papers", "answers"):
        without(folder, f"aro-{name}")
    acts = [{"id": str(n), "record": str(n), "legal_act": "release_order"} for n in (1, 2, 3)]
    write_rows(folder, "lists/aro-acts.csv", acts)
    value = offer(folder)
    value["clauses"][0] = {**value["clauses"][0], "act": "release", "to": None}
    value["clauses"][0].pop("to")
    plan = offered(folder, value)
    assert held(plan) == {}
    assert number(plan) == 3


def test_a_family_is_never_split(folder: Path) -> None:
    rows = (folder / "lists/aro-roster.csv").read_text("utf-8").splitlines()
    families = ("family", "f1", "f1", "f2")
    text = "\n".join(f"{row},{family}" for row, family in zip(rows, families, strict=True))
    (folder / "lists/aro-roster.csv").write_text(text + "\n", "utf-8")
    say(folder, "told", said("dead", "press-one", {"kind": "death", "subject": PERSON}))
    kin = {"kind": "together", "id": "kin", "selection": {"list": "aro-roster"}, "column": "family"}
    value = offer(folder)
    plan = offered(folder, {**value, "clauses": [*value["clauses"], kin]})
    assert held(plan) == {PERSON: {("death", "recorded")}, "aro-roster#2": {("together", "terms")}}
    assert number(plan) == 1


def test_no_more_people_go_than_a_party_said(folder: Path) -> None:
    value = offer(folder)
    value["clauses"][0]["selection"]["count"] = "1..2"
    plan = offered(folder, value)
    assert (number(plan), number(plan, "bel-some")) == (2, 2)
    assert {p.clause: (p.number, p.among) for p in plan.open_places or ()} == {
        "aro-some": (2, 3),
        "bel-some": (2, 3),
    }
    assert plan.moves == ()  # of three people alike nobody is named for two places


def test_what_a_party_left_open_is_not_filled_in_for_it(folder: Path) -> None:
    value = offer(folder)
    for key in ("act", "to"):
        del value["clauses"][0][key]
    plan = offered(folder, value)
    point = next(p for p in plan.open_points if p.id == "aro-some/receives")
    assert (point.choices, point.changes_answer, point.chosen) == (("stay", "bel"), True, None)
    assert (plan.reading, plan.moves, plan.counts, plan.held_back) == (None, None, None, None)
    assert {r.status for r in plan.readings} == {"optimal", "none"}  # to stay, nobody has a release order


def test_a_plan_that_moves_somebody_held_back_does_not_pass(folder: Path, told: Told) -> None:
    good = encode(told(), True)
    say(folder, "told", said("dead", "press-one", {"kind": "death", "subject": PERSON}))
    house = open_case(folder)
    bad = encode(house.plan().plan, True)
    assert isinstance(good, dict)
    assert isinstance(bad, dict)
    bad["moves"] = good["moves"]
    found = {(f.code, f.person) for f in house.check(bad)}
    assert ("impediment", PERSON) in found


def test_no_row_is_favoured_by_where_it_stands_in_a_list() -> None:
    units = [f"aro-roster#{n}" for n in range(1, 4)]
    first = [Stream(n.to_bytes(32, "big"), "class 1").order(units)[0] for n in range(600)]
    assert all(150 <= first.count(unit) <= 250 for unit in units)
