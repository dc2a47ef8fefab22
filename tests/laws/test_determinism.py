"""The same facts, moment and seed give the same bytes; and recording is said once, or refused whole."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.folders import ROOT, WITH_LISTS, Clock, drawn, exchange, recorded, said, say

from exeat.core.claims import Death
from exeat.core.errors import Refused
from exeat.core.facts import Facts
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case

LATER = Clock("2025-06-02T12:00")
CLEAR = "import sys; from exeat.faces.cli import main; main(['clear', sys.argv[1], '--json'])"
DEATH = {"kind": "death", "subject": "aro-roster#1"}
DRAWN = said("drawn", "mission", {"kind": "draw", "clause": "aro-some", "randomness": "0f3a"})


def cleared_apart(case: Path, hashseed: str) -> bytes:
    """What a process of its own prints."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": hashseed}
    return subprocess.run([sys.executable, "-c", CLEAR, str(case)], env=env, check=True, capture_output=True).stdout


def plan_text(house: ClearingHouse) -> str:
    return json.dumps(encode(house.plan().plan, True), sort_keys=True)


def keys(house: ClearingHouse) -> dict[str, str]:
    facts = house.facts()
    return {facts.key(i): i for i in facts.statements}


def dead(facts: Facts) -> list[str]:
    return [s.claim.subject for _, s in facts.of(Death) if isinstance(s.claim, Death)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exchange(tmp_path / "case")


def lots_drawn(folder: Path) -> Path:
    """The exchange where somebody stays behind and the places are drawn by lot."""
    case = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    case["clauses"].append({"kind": "designate", "id": "who", "clause": "aro-some", "how": "lottery"})
    (folder / "offers/offer.yaml").write_text(json.dumps(case), "utf-8")
    say(folder, "lot", said("dead", "press-one", {"kind": "death", "subject": "bel-roster#2"}))
    drawn(recorded(folder))
    return folder


def test_nobody_gets_another_answer_in_another_process(folder: Path) -> None:
    lots_drawn(folder)
    first, second = (cleared_apart(folder, seed) for seed in ("1", "4242"))
    assert first == second
    assert [m["why"] for m in json.loads(first)["moves"]].count("draw") == 2


def test_nobody_gets_another_answer_when_the_invented_lists_are_cleared_again() -> None:
    first, second = (cleared_apart(WITH_LISTS, seed) for seed in ("7", "11"))
    assert first == second


def test_nobody_gets_another_answer_when_asked_twice(folder: Path) -> None:
    house = open_case(lots_drawn(folder))
    assert plan_text(house) == plan_text(house) == plan_text(open_case(folder))


def test_nobody_gets_another_answer_from_another_order_of_recording(tmp_path: Path) -> None:
    batches = {
        "one": [said("dead", "press-one", DEATH), said("asked", "counsel", question(), "asks")],
        "two": [said("alive", "press-two", DEATH, "denies"), DRAWN],
    }
    houses = []
    for order in (("one", "two"), ("two", "one")):
        folder = exchange(tmp_path / "-".join(order))
        for name in order:
            say(folder, name, *batches[name])
            recorded(folder, LATER)
        houses.append(open_case(folder))
    first, second = houses
    assert [e.body for e in first.entries] != [e.body for e in second.entries]
    assert plan_text(first) == plan_text(second)
    assert first.facts().root == second.facts().root
    assert [encode(d) for d in first.differences()] == [encode(d) for d in second.differences()]


def question() -> dict[str, str]:
    return {"kind": "question", "to": "aro", "topic": "court", "subject": "aro-roster#1", "words": "When?"}


def test_a_statement_has_one_id_in_memory_and_in_every_store(folder: Path, tmp_path: Path) -> None:
    in_memory = open_case(folder)
    assert not in_memory.recorded
    ids, root = keys(in_memory), in_memory.facts().root
    stored = recorded(folder)
    assert (keys(stored), stored.facts().root) == (ids, root)
    again = recorded(exchange(tmp_path / "again"), LATER)
    assert (keys(again), again.facts().root) == (ids, root)


def test_a_recorded_list_gives_the_answer_of_its_file(folder: Path) -> None:
    before: Any = encode(open_case(folder).plan().plan, True)
    after: Any = encode(recorded(folder).plan().plan, True)
    for document in (before, after):
        document["facts"].pop("known", None)
    assert before == after


# ------------------------------------------------------------ recording


def test_nothing_is_recorded_twice(folder: Path) -> None:
    first = open_case(folder, LATER).record()
    assert first.entries == len(first.new)
    again = open_case(folder, LATER).record()
    assert (again.new, again.corrected, again.gone, again.entries) == ((), (), (), first.entries)
    assert again.known == first.entries


def test_a_known_key_with_other_words_is_refused_and_nothing_is_written(folder: Path) -> None:
    say(folder, "one", said("dead", "press-one", DEATH))
    house = recorded(folder)
    entries = len(house.entries)
    say(folder, "one", said("dead", "press-two", DEATH), said("new", "press-two", {**DEATH, "subject": "bel-roster#1"}))
    with pytest.raises(Refused) as refused:
        open_case(folder, LATER).record()
    assert [(p.code, p.values["key"]) for p in refused.value.problems] == [("key-known", "dead")]
    assert len(open_case(folder).entries) == entries


def test_a_slip_of_the_recorder_is_corrected_and_stays_on_record(folder: Path) -> None:
    say(folder, "one", said("dead", "press-one", DEATH))
    recorded(folder)
    say(folder, "one", said("dead", "press-one", {**DEATH, "subject": "aro-roster#2"}))
    done = open_case(folder, LATER).record(correct=["dead"])
    assert (done.new, done.corrected) == ((), ("dead",))
    facts = open_case(folder).facts()
    assert dead(facts) == ["aro-roster#2"]
    assert sum(b.key == "dead" for b in facts.bodies.values()) == 2
    assert [s.act for s in facts.statements.values() if s.claim.kind == "withdrawal"] == []


def test_a_correction_that_was_itself_a_slip_is_not_lost(folder: Path) -> None:
    slip, right = said("dead", "press-one", {**DEATH, "subject": "aro-roster#2"}), said("dead", "press-one", DEATH)
    say(folder, "one", right)
    recorded(folder)
    say(folder, "one", slip)
    open_case(folder, LATER).record(correct=["dead"])
    say(folder, "one", right)
    with pytest.raises(Refused):
        open_case(folder, LATER).record()
    open_case(folder, LATER).record(correct=["dead"])
    assert dead(open_case(folder).facts()) == ["aro-roster#1"]


def test_what_left_the_files_is_named_and_still_stands(folder: Path) -> None:
    say(folder, "one", said("dead", "press-one", DEATH))
    recorded(folder)
    (folder / "statements/one.yaml").unlink()
    assert open_case(folder, LATER).record().gone == ("dead",)
    assert "dead" in keys(open_case(folder))


def test_nobody_takes_files_that_were_not_recorded_for_recorded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(folder)
    say(folder, "one", said("dead", "press-one", DEATH))
    assert run(["clear", str(folder)]) == 0
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1
    assert "1 statement" in told.err
    recorded(folder, LATER)
    assert run(["clear", str(folder), "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_nobody_takes_a_protocol_that_was_not_recorded_for_recorded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(folder)
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    (folder / "case.yaml").write_text(json.dumps({**case, "protocol": {"cut_off": "2024-04-01"}}), "utf-8")
    assert run(["clear", str(folder)]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_case_declared_anew_and_back_again_says_what_its_file_says(folder: Path) -> None:
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    for title in ("one", "two", "one", "two"):
        (folder / "case.yaml").write_text(json.dumps({**case, "title": title}), "utf-8")
        assert recorded(folder, LATER).facts().case.title == title


def test_an_empty_set_is_recorded_as_it_was_said(folder: Path) -> None:
    """`agree: []` says that nobody's agreement is needed; without it that is an open point."""
    offer = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    offer["clauses"][0]["agree"] = []
    (folder / "offers/offer.yaml").write_text(json.dumps(offer), "utf-8")
    claim = {"kind": "court_order", "court": "aro-court", "covers": [], "binds": ["aro"]}
    say(folder, "one", said("order", "aro-court", claim, "orders"))
    before = open_case(folder).facts()
    after = recorded(folder).facts()
    assert {after.key(i): s for i, s in after.statements.items()} == {
        before.key(i): s for i, s in before.statements.items()
    }
