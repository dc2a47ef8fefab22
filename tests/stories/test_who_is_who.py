"""One person on two lists under two spellings: in no plan twice, and joined by nobody but a person or a threshold."""

import json
from pathlib import Path
from typing import Any

import pytest

from exeat.clearing.document import Plan
from exeat.core.claims import Death
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from tests.folders import NOON, exchange, said, say, write, write_rows

ONE, OTHER = "aro-roster#1", "wanted#w1"
PAIR = {"kind": "same_person", "left": ONE, "right": OTHER}
PAIRED = f"{ONE}: Ana, Quelmoraz, 1970-04-01 {OTHER}: Ana, Quelmoras, 1970-04-01"
WANTED = [
    {"id": "w1", "given_names": "Ana", "surname": "Quelmoras", "birth_date": "1970-04-01", "held_since": "2024-05"},
    {"id": "w2", "given_names": "Isabel", "surname": "Tolbraña", "birth_date": "1955-11-30", "held_since": "2023-01"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small exchange, and a list of people whom the other power asks for: one of them is on the roster too."""
    case = exchange(tmp_path / "case")
    write_rows(case, "lists/wanted.csv", WANTED)
    declared = json.loads((case / "case.yaml").read_text("utf-8"))
    wanted = {"id": "wanted", "file": "lists/wanted.csv", "by": "bel", "kind": "seeks", "purpose": "proposal"}
    declared["lists"].append({**wanted, "holder": "aro"})
    write(case, "case.yaml", declared)
    offer = json.loads((case / "offers/offer.yaml").read_text("utf-8"))
    offer["clauses"][0]["selection"]["union"] = [{"list": "wanted"}]
    offer["clauses"][0]["agree"] = []
    write(case, "offers/offer.yaml", offer)
    return case


def house_of(folder: Path, threshold: str | None = None) -> ClearingHouse:
    declared = json.loads((folder / "case.yaml").read_text("utf-8"))
    declared["protocol"] = {"identity_threshold": threshold} if threshold else {}
    write(folder, "case.yaml", declared)
    return open_case(folder, NOON)


def judged(folder: Path, *verdicts: dict[str, Any]) -> None:
    say(folder, "judged", *verdicts)


def verdict(word: str, key: str = "judged") -> dict[str, Any]:
    return said(key, "mission", {**PAIR, "verdict": word})


def unresolved(plan: Plan) -> set[str]:
    return {h.person for h in plan.held_back or () for r in h.reasons if r.rule == "identity"}


def warned(plan: Plan) -> dict[str, str]:
    return {m.id: m.values["number"] for m in plan.warnings if m.id.startswith("clearing.identity")}


def test_nobody_goes_while_they_may_stand_twice_under_two_spellings(folder: Path) -> None:
    house = house_of(folder)
    found = house.plan()
    assert unresolved(found.plan) == {ONE, OTHER}
    held = [h for h in found.plan.held_back or () if h.person == ONE]
    assert [r.rows for h in held for r in h.reasons if r.rule == "identity"] == [(ONE, OTHER)]
    assert house.check(encode(found.plan, True)) == ()
    assert [(x.other, x.joined) for x in house.why(ONE).alike if x.decision == "match"] == [(OTHER, False)]


def test_a_persons_word_ends_it_either_way_and_what_is_taken_back_returns(folder: Path) -> None:
    before = house_of(folder).plan().plan
    judged(folder, verdict("same"))
    one = house_of(folder).plan().plan
    assert unresolved(one) == set()
    assert {m.person: m.records for m in one.moves or () if m.from_ == "aro"}[ONE] == (ONE, OTHER)
    judged(folder, verdict("different"))
    two = house_of(folder).plan().plan
    assert unresolved(two) == set()
    assert {h.person for h in two.held_back or ()} == {
        OTHER,
        "wanted#w2",
    }  # of whom nothing is said that a transfer needs
    back = said("back", "mission", {"kind": "withdrawal", "statement": "judged"})
    judged(folder, verdict("same"), back)
    again = house_of(folder).plan().plan
    assert (again.moves, again.held_back, warned(again)) == (before.moves, before.held_back, warned(before))


def test_a_threshold_joins_them_says_that_it_did_and_a_person_overrules_it(folder: Path) -> None:
    house = house_of(folder, "0.9")
    found = house.plan()
    assert unresolved(found.plan) == set()
    assert {m.person: m.records for m in found.plan.moves or ()}[ONE] == (ONE, OTHER)
    assert warned(found.plan)["clearing.identity_by_machine"] == "1"
    assert house.check(encode(found.plan, True)) == ()
    assert [(x.record, x.other, x.joined) for x in house.why(OTHER).alike if x.joined] == [(ONE, OTHER, True)]
    judged(folder, verdict("different"))
    apart = house_of(folder, "0.9").plan().plan
    assert {m.person: m.records for m in apart.moves or ()}[ONE] == (ONE,)
    assert "clearing.identity_by_machine" not in warned(apart)


def test_whoever_is_said_to_be_dead_is_not_sent_under_another_spelling(folder: Path) -> None:
    """Below the threshold who they are is open; above it the death is theirs. Sent they are in neither case."""
    say(folder, "dead", said("dead", "press-one", {"kind": "death", "subject": OTHER}))
    for threshold in (None, "0.9"):
        plan = house_of(folder, threshold).plan().plan
        assert ONE not in {m.person for m in plan.moves or ()}
    assert {r.rule for h in plan.held_back or () if h.person == ONE for r in h.reasons} == {"death"}
    assert Death.kind == "death"


def test_two_rows_of_one_list_are_not_joined_through_a_row_of_another(folder: Path) -> None:
    """Each may be the one on the roster, and one list has nobody twice by a machine's word: it joins none of them."""
    twice = {**WANTED[0], "id": "w3"}
    write_rows(folder, "lists/wanted.csv", [*WANTED, twice])
    plan = house_of(folder, "0.4").plan().plan
    assert {ONE, OTHER, "wanted#w3"} <= unresolved(plan)
    assert all(len(m.records) == 1 for m in plan.moves or ())
    assert warned(plan)["clearing.identity_chain"] == "3"


def test_who_records_lists_and_audits_them_is_told_what_awaits_a_judgement(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_of(folder)
    assert run(["record", str(folder)]) == 0
    assert "await" in capsys.readouterr().out
    run(["audit", str(folder), "--all"])
    shown = " ".join(capsys.readouterr().out.split())
    assert f"{PAIRED} may be the same person: a guess, probability 0.9" in shown
    run(["why", str(folder), ONE])
    shown = " ".join(capsys.readouterr().out.split())
    assert f"{OTHER}: may be the same person, a guess of the machine" in shown
    judged(folder, verdict("same"))
    assert run(["record", str(folder)]) == 0
    run(["audit", str(folder), "--all"])
    assert PAIRED not in " ".join(capsys.readouterr().out.split())


def test_judgements_that_contradict_and_links_are_shown_by_what_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_of(folder, "0.9")
    run(["said", str(folder), OTHER])
    assert f"{ONE} and {OTHER} are one person by the machine alone" in " ".join(capsys.readouterr().out.split())
    judged(folder, verdict("same"), {**verdict("different", "other"), "by": "counsel"})
    run(["said", str(folder), ONE])
    shown = " ".join(capsys.readouterr().out.split())
    assert "contradict one another: judged, other" in shown
    assert "by the machine alone" not in shown
    assert warned(house_of(folder).plan().plan)["clearing.identity_contradiction"] == "1"
