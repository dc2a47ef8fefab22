"""The offer with INVENTED lists: the program's answer against a count with csv and yaml alone."""

import json
from collections import Counter
from pathlib import Path

import pytest

from exeat.clearing.document import PersonHeldBack, Plan
from exeat.clearing.plan import Cleared
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from tests.folders import WITH_LISTS
from tests.stories.expected import Side, expected

LIST_OF = {"sv-all": "sv-roster", "ve-same": "monitor-list", "foreigners": "others-list"}
RULE = {"together": "family"}  # what expected.py calls by another name
CLAUSES = sorted(LIST_OF)


@pytest.fixture(scope="module")
def house() -> ClearingHouse:
    return open_case(WITH_LISTS)


@pytest.fixture(scope="module")
def cleared(house: ClearingHouse) -> Cleared:
    return house.plan()


@pytest.fixture(scope="module")
def plan(cleared: Cleared) -> Plan:
    return cleared.plan


@pytest.fixture(scope="module")
def everybody(house: ClearingHouse) -> Plan:
    """The plan where "all 252" means all of them, whoever cannot go."""
    return house.plan(read={"sv-all/blocked": "stop"}).plan


@pytest.fixture(scope="module")
def sides() -> dict[str, Side]:
    return expected(cautious=True)


def held(plan: Plan, clause: str) -> list[PersonHeldBack]:
    return [h for h in plan.held_back or () if h.clause == clause]


def by_rule(plan: Plan, clause: str) -> dict[str, set[str]]:
    """Whom each rule holds back."""
    found: dict[str, set[str]] = {}
    for h in held(plan, clause):
        for reason in h.reasons:
            found.setdefault(RULE.get(reason.rule, reason.rule), set()).add(h.person)
    return found


@pytest.mark.parametrize("clause", CLAUSES)
def test_nobody_is_free_or_held_back_but_whom_a_count_by_hand_finds(
    clause: str, cleared: Cleared, sides: dict[str, Side]
) -> None:
    move, side = cleared.readings.base.problem.moves[clause], sides[LIST_OF[clause]]
    assert set(move.selected) == side.people
    kin = side.held_back.get("family", frozenset())  # free, but for the family that cannot all go
    assert set(move.free) == side.eligible | kin
    assert {h.person for h in held(cleared.plan, clause)} == side.people - side.eligible


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_rule_holds_back_the_persons_it_should(clause: str, plan: Plan, sides: dict[str, Side]) -> None:
    side = sides[LIST_OF[clause]]
    wanted = {**side.held_back, "cut_off": side.not_counted}
    assert by_rule(plan, clause) == {rule: set(people) for rule, people in wanted.items() if people}


def test_how_many_for_how_many(plan: Plan, sides: dict[str, Side]) -> None:
    least = min(len(sides["sv-roster"].eligible), len(sides["monitor-list"].eligible))
    assert plan.status == "optimal"
    counts = {n.clause: (n.left, n.op, n.right, n.state) for n in plan.counts or () if n.left is not None}
    assert counts == {
        "sv-all": (least, "=", least, "holds"),
        "ve-same": (least, "=", least, "holds"),
        "foreigners": (28, "=", 28, "holds"),
    }
    assert least == 221


def test_nobody_is_named_whom_no_clause_names(plan: Plan, sides: dict[str, Side]) -> None:
    named = Counter((m.clauses[0], m.why) for m in plan.moves or ())
    assert named == {("sv-all", "terms"): 221, ("foreigners", "terms"): 28}
    assert {m.person for m in plan.moves or ()} == sides["sv-roster"].eligible | sides["others-list"].eligible
    places = {p.clause: (p.number, p.among, p.designates) for p in plan.open_places or ()}
    assert places == {"ve-same": (221, len(sides["monitor-list"].eligible), "lottery")}
    assert {n.person for n in plan.not_designated or ()} == sides["monitor-list"].eligible


def test_nobody_is_moved_who_is_held_back(plan: Plan) -> None:
    out = {(h.person, h.clause) for h in plan.held_back or ()}
    assert not out & {(m.person, clause) for m in plan.moves or () for clause in m.clauses}


def test_all_252_cannot_be_sent_home_today_and_why(everybody: Plan, sides: dict[str, Side]) -> None:
    assert (everybody.status, everybody.moves, everybody.open_places) == ("none", (), ())
    (conflict,) = everybody.conflicts
    assert conflict.clauses == ("sv-all",)
    told: Counter[str] = Counter()
    for m in conflict.reasons:
        if m.id.startswith("clearing.behind_"):
            told[m.values["rule"]] += int(m.values["number"])
    wanted = {rule: len(people) for rule, people in sides["sv-roster"].held_back.items() if rule != "family"}
    assert told == wanted
    free = next(m.values for m in conflict.reasons if m.id == "clearing.free_of")
    assert free == {"clause": "sv-all", "selected": "252", "free": "225"}  # of whom 4 stay with their kin


def test_only_a_party_can_relax_and_only_its_own_term(everybody: Plan) -> None:
    assert [(r.clause, r.change, r.allows) for r in everybody.relaxations] == [("sv-all", "excused", 470)]


def test_every_impediment_says_what_ends_it(everybody: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {reason.rule for h in everybody.held_back or () for reason in h.reasons if reason.verdict != "terms"}
    for person in {next(h.person for h in everybody.held_back or () if _has(h, rule)) for rule in shown}:
        assert run(["why", str(WITH_LISTS), person]) == 0
        told = capsys.readouterr().out
        assert told.count("Rests on") <= told.count("Ends by itself when:")
        assert "impediments." not in told  # a text that is missing is shown as its id


def _has(person: PersonHeldBack, rule: str) -> bool:
    return any(r.rule == rule for r in person.reasons)


def test_which_open_points_change_the_number(plan: Plan) -> None:
    changing = {p.id for p in plan.open_points if p.changes_answer}
    assert changing == {
        "asked/refusal", "foreigners/from", "foreigners/inside", "foreigners/receives", "sv-all/agree",
        "sv-all/blocked", "sv-all/list", "ve-same/receives",
    }  # fmt: skip
    people = {r.id: r.aims[0].value if r.status == "optimal" else None for r in plan.readings}
    assert people["base"] == 470
    assert people["sv-all/blocked=stop"] is None
    assert people["sv-all/agree=us"] is None  # nobody has said that it agrees
    assert people["foreigners/inside=inside"] == 442  # the 28 are then among the 221
    assert people["asked/refusal=counts_as_delivered"] == 476  # six who refused count, and so six more go home


def test_the_plan_passes_the_second_implementation(house: ClearingHouse, plan: Plan) -> None:
    assert house.check(encode(plan, True)) == ()


def test_the_plan_without_an_exchange_passes_too(house: ClearingHouse, everybody: Plan) -> None:
    assert house.check(encode(everybody, True)) == ()


def test_a_plan_in_a_file_is_checked(plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clear", str(WITH_LISTS), "--json"]) == 0
    file = tmp_path / "PLAN.json"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert run(["check", str(WITH_LISTS), str(file)]) == 0
    document = json.loads(file.read_text("utf-8"))
    document["moves"].append({**document["moves"][0], "person": (plan.held_back or ())[0].person})
    file.write_text(json.dumps(document), "utf-8")
    capsys.readouterr()
    assert run(["check", str(WITH_LISTS), str(file), "--json"]) == 1
    assert {f["code"] for f in json.loads(capsys.readouterr().out)["findings"]} >= {"impediment"}


def test_names_that_somebody_designated_are_checked(
    plan: Plan, sides: dict[str, Side], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "NAMES.csv"
    chosen = sorted(sides["monitor-list"].eligible)[:221]
    going = [(m.clauses[0], m.person) for m in plan.moves or ()]
    rows = [*going, *(("ve-same", person) for person in chosen)]
    file.write_text("clause,record\n" + "".join(f"{c},{r}\n" for c, r in rows), "utf-8")
    assert run(["check", str(WITH_LISTS), str(file)]) == 0, capsys.readouterr().out
    wrong = next(iter(sides["monitor-list"].held_back["released"]))
    file.write_text(f"clause,record\nve-same,{wrong}\n", "utf-8")
    assert run(["check", str(WITH_LISTS), str(file), "--json"]) == 1
