"""The daily page over several recordings: nothing that happened between two days is missing from the second."""

import json
from pathlib import Path
from typing import Any

import pytest

from exeat.adapters.vault import VAULT, Vault
from exeat.adapters.vault.passphrase import Cost
from exeat.core.claims import Erasure
from exeat.core.errors import Refused
from exeat.core.statement import Statement
from exeat.evidence.today import Today
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from exeat.house.pens import new_pen
from tests.folders import EXAMPLES, Clock, exchange, recorded, said, say, write, write_rows

EXAMPLE = EXAMPLES / "remarks-round"
PASSPHRASE = "eleven green kettles"
FIRST, SECOND, THIRD = (Clock(f"2025-05-{day}T{hour}") for day, hour in ((28, "12:00"), (30, "09:00"), (31, "18:00")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exchange(tmp_path / "case")


def then(folder: Path, clock: Clock, *statements: dict[str, Any]) -> ClearingHouse:
    """The case after these statements were recorded at this time."""
    if statements:
        say(folder, f"at-{clock.moment:%d}", *statements)
    return recorded(folder, clock)


def keys(house: ClearingHouse, found: Today) -> set[str]:
    """The keys of what was said since."""
    return {house.facts().key(s.statement) for s in found.said}


def lists(folder: Path, *more: dict[str, str]) -> None:
    """Declare more lists in the case."""
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    case["lists"] += [{**one, "file": f"lists/{one['id']}.csv"} for one in more]
    write(folder, "case.yaml", case)


def dead(of: str = "1") -> dict[str, Any]:
    return {"kind": "death", "subject": f"aro-roster#{of}"}


def verified(number: str, subject: str = "g", **more: str) -> dict[str, Any]:
    return {"kind": "verification", "subject": subject, "state": "at home", "number": number, **more}


def groups(folder: Path) -> None:
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", {**case, "groups": [{"id": "g", "name": "those released"}]})


# ------------------------------------------------------------ what was said


def test_the_page_holds_what_was_recorded_after_the_day_before_and_by_whom(folder: Path) -> None:
    then(folder, FIRST)
    then(folder, SECOND, said("one", "press-one", dead()))
    house = then(folder, THIRD, said("two", "bel", dead("2")))
    found = house.today()
    assert keys(house, found) == {"two"}
    assert (found.said[0].by, found.said[0].recorded_at) == ("bel", "2025-05-31T18:00:00.000000Z")
    assert found.since.moment == "2025-05-30T09:00:00.000000Z"
    assert keys(house, house.today(since=FIRST.now())) == {"one", "two"}


def test_a_first_day_is_new_as_a_whole(folder: Path) -> None:
    house = then(folder, FIRST)
    found = house.today()
    assert len(found.said) == len(house.entries)
    assert found.since.moment is None


def test_words_taken_back_and_slips_undone_are_on_the_page(folder: Path) -> None:
    then(folder, FIRST, said("one", "press-one", dead()), said("slip", "bel", dead("2")))
    say(folder, "at-28", said("one", "press-one", dead()), said("slip", "bel", dead("3")))
    say(folder, "back", said("back", "press-one", {"kind": "withdrawal", "statement": "one"}))
    house = recorded(folder, SECOND, correct=["slip"])
    found = house.today()
    ended = {house.facts().key(e.statement) for e in found.ended}
    assert ended == {"one", "slip"}
    assert {s.what for s in found.said} == {"withdrawal", "recording_error", "statement"}


def test_said_and_taken_back_within_a_day_is_not_hidden(folder: Path) -> None:
    then(folder, FIRST)
    back = said("back", "press-one", {"kind": "withdrawal", "statement": "one"})
    house = then(folder, SECOND, said("one", "press-one", dead()), back)
    found = house.today()
    assert {(house.facts().key(s.statement), s.stands) for s in found.said} == {("one", False), ("back", True)}


def test_a_new_version_of_a_list_says_whom_it_adds_and_leaves_out(folder: Path) -> None:
    then(folder, FIRST)
    rows = [{"id": "1", "surname": "Quelmoraz"}, {"id": "9", "surname": "Sarvunte"}]
    write_rows(folder, "lists/aro-again.csv", rows)
    lists(folder, {"id": "aro-again", "by": "aro", "kind": "holds", "purpose": "proposal", "supersedes": "aro-roster"})
    house = then(folder, SECOND)
    found = house.today()
    (version,) = [s for s in found.said if s.what == "list"]
    assert (version.rows, version.added, version.gone, version.changed) == (2, 1, 2, 1)
    (newly,) = found.newly
    assert newly.power == "aro"
    assert newly.held == ("aro-roster#9",)
    assert (newly.released, newly.gone) == ((), ("aro-roster#2", "aro-roster#3"))


def test_what_is_not_known_yet_is_no_moment_to_look_back_from(folder: Path) -> None:
    house = then(folder, FIRST)
    with pytest.raises(Refused) as refused:
        house.today(house.facts(house.as_of(known=FIRST.now())), since=THIRD.now())
    assert [p.code for p in refused.value.problems] == ["time-wrong"]


# ------------------------------------------------------------ silences and days


def test_a_question_without_an_answer_is_on_every_page(folder: Path) -> None:
    question = {"kind": "question", "to": "bel", "topic": "charge", "words": "Of what?"}
    asked = {**said("asked", "aro", question, "asks"), "said_on": {"date": "2025-05-20"}}
    then(folder, FIRST, asked)
    found = then(folder, SECOND, said("one", "press-one", dead())).today()
    assert [(w.to, w.days, w.new) for w in found.waiting] == [("bel", 12, False)]
    answer = said("said", "bel-office", {"kind": "answer", "question": "asked", "words": "Of nothing."}, "answers")
    found = then(folder, THIRD, answer).today()
    assert (found.waiting, len(found.answered)) == ((), 1)


def order(in_force: str) -> dict[str, Any]:
    claim = {"kind": "court_order", "court": "aro-court", "covers": ["aro-roster#1"], "binds": ["aro"]}
    return said("order", "aro-court", {**claim, "in_force": in_force}, "orders")


@pytest.mark.parametrize(
    ("in_force", "near"),
    [
        ("2025-05-01/2025-06-02", [("ends", 1)]),
        ("2025-06-15/..", [("begins", 14)]),
        ("2025-06-16/..", []),
        ("2025-05-01/2025-05-31", []),
        ("2025-05-01/2025-06", [("ends", 0)]),
        ("2025-06-01/2025-06-01", [("begins", 0), ("ends", 0)]),
    ],
)
def test_an_order_that_ends_tomorrow_is_on_the_page(folder: Path, in_force: str, near: list[tuple[str, int]]) -> None:
    found = then(folder, FIRST, order(in_force)).today()
    assert [(d.turn, d.days) for d in found.deadlines] == near


def test_papers_that_lapse_and_windows_that_close_are_on_the_page(folder: Path) -> None:
    papers = [{"id": "1", "record": "1", "document": "passport", "valid": "2025-06-05"}]
    write_rows(folder, "lists/aro-papers.csv", papers)
    acts = [{"id": "1", "record": "1", "legal_act": "transfer_order", "on": "2025-05-30"}]
    write_rows(folder, "lists/aro-acts.csv", acts)
    offer = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    window = {"kind": "when", "id": "window", "event": "petition_window_passed", "then": "aro-some", "days": "7"}
    promise = {"kind": "status", "id": "free", "selection": {"list": "aro-roster"}, "no_rearrest_until": "2025-06-10"}
    offer["clauses"] += [window, promise]
    write(folder, "offers/offer.yaml", offer)
    found = then(folder, FIRST).today()
    assert [(d.kind, d.first, d.records) for d in found.deadlines] == [
        ("document", "2025-06-05", ("aro-roster#1",)),
        ("petition_window", "2025-06-06", ("aro-roster#1",)),
        ("no_rearrest", "2025-06-10", ()),
    ]


def test_a_name_that_got_its_answer_is_told_and_a_silence_stays(folder: Path) -> None:
    asked = [{"id": "1", "surname": "Zulvacin"}, {"id": "2", "surname": "Sarvunte"}]
    write_rows(folder, "lists/asked.csv", asked)
    lists(folder, {"id": "asked", "by": "aro", "kind": "seeks", "holder": "bel", "purpose": "proposal"})
    then(folder, FIRST)
    remark = {"kind": "remark", "subject": "asked#1", "power": "bel", "remark": "held"}
    found = then(folder, SECOND, said("remark", "bel", remark)).today()
    assert [(o.list, o.power, o.names, o.before) for o in found.owed if o.list == "asked"] == [("asked", "bel", 1, 2)]


# ------------------------------------------------------------ announced, verified


def test_announced_is_never_shown_as_verified(folder: Path) -> None:
    groups(folder)
    free = {"kind": "announcement", "act": "release"}
    one, two = ({**free, "subject": f"aro-roster#{n}"} for n in (1, 2))
    told = [said("a", "aro", {**free, "number": "116"}), said("b", "aro-office", {**free, "number": "more than 400"})]
    seen = said("v", "mission", {"kind": "verification", "subject": "aro-roster#2", "state": "in prison"})
    house = then(
        folder, FIRST, *told, said("c", "aro", one), said("d", "aro", two), seen, said("n", "counsel", verified("56"))
    )
    found = house.today()
    assert {(n.what, n.number, n.by) for n in found.numbers} == {
        ("announced", "116", "aro"),
        ("announced", "more than 400", "aro-office"),
        ("verified", "56", "counsel"),
    }
    assert {(a.person, a.verified) for a in found.announced} == {
        ("aro-roster#1", ()),
        ("aro-roster#2", ("mission: in prison",)),
    }


def test_a_verified_count_that_goes_down_is_shown(folder: Path) -> None:
    groups(folder)
    then(folder, FIRST, said("v1", "counsel", verified("99", on="2025-05-20")))
    then(folder, SECOND, said("v2", "counsel", verified("75", on="2025-05-21")))
    house = then(folder, THIRD, said("v3", "counsel", verified("61")))
    told = [(f.earlier, f.later, f.by) for f in house.today().fallen]
    assert sorted(told) == [("75", "61", "counsel"), ("99", "75", "counsel")]


def test_two_speakers_who_count_otherwise_are_no_fall(folder: Path) -> None:
    groups(folder)
    first = said("v1", "counsel", verified("99", on="2025-05-20"))
    assert then(folder, FIRST, first, said("v2", "mission", verified("75", on="2025-05-21"))).today().fallen == ()


def test_a_verification_taken_back_is_shown(folder: Path) -> None:
    seen = said("v", "mission", {"kind": "verification", "subject": "aro-roster#2", "state": "at home"})
    then(folder, FIRST, seen)
    house = then(folder, SECOND, said("back", "mission", {"kind": "withdrawal", "statement": "v"}))
    assert [(f.of, f.earlier, f.later_statement) for f in house.today().fallen] == [("at home", "aro-roster#2", None)]


def test_fewer_names_verified_in_the_next_version_are_shown(folder: Path) -> None:
    rows = [{"id": n, "record": n, "state": "at home"} for n in "123"]
    write_rows(folder, "lists/seen.csv", rows)
    write_rows(folder, "lists/seen-2.csv", [*rows[:1], {**rows[1], "state": "in prison"}])
    one = {"by": "mission", "kind": "verified", "about": "aro-roster"}
    lists(folder, {"id": "seen", **one}, {"id": "seen-2", **one, "supersedes": "seen"})
    assert [(f.of, f.earlier, f.later) for f in then(folder, FIRST).today().fallen] == [("at home", "3", "1")]


# ------------------------------------------------------------ held after a release


def freed(on: str) -> dict[str, Any]:
    return said("freed", "aro", {"kind": "released", "subject": "aro-roster#1", "on": on})


def held(since: str, record: str = "aro-roster#1") -> dict[str, Any]:
    claim = {"kind": "custody", "subject": record, "power": "aro", "role": "physical_holder"}
    return said("held", "press-one", {**claim, "since": since} if since else claim)


def test_who_is_held_after_a_release_is_on_the_page_with_the_promise(folder: Path) -> None:
    offer = json.loads((folder / "offers/offer.yaml").read_text("utf-8"))
    promise = {"kind": "status", "id": "free", "selection": {"list": "aro-roster"}, "no_rearrest_until": "2025-12-31"}
    offer["clauses"].append(promise)
    write(folder, "offers/offer.yaml", offer)
    then(folder, FIRST, freed("2025-05-20"))
    (again,) = then(folder, SECOND, held("2025-05-27")).today().again
    assert (again.person, again.certain, again.promises) == ("aro-roster#1", True, ("free",))
    assert (again.released_by, again.held_by) == ("aro", "press-one")


def test_who_was_held_before_the_release_is_not_held_again(folder: Path) -> None:
    assert then(folder, FIRST, freed("2025-05-20"), held("2025-05-20")).today().again == ()


def test_where_nobody_can_tell_which_came_first_it_is_said_so(folder: Path) -> None:
    then(folder, FIRST, freed("2025-05-20"))
    (again,) = then(folder, SECOND, held("")).today().again
    assert not again.certain


def test_another_record_of_the_same_person_is_not_missed(folder: Path) -> None:
    same = {"kind": "same_person", "left": "aro-roster#1", "right": "petitioners#p1", "verdict": "same"}
    then(folder, FIRST, freed("2025-05-20"), said("same", "mission", same))
    (again,) = then(folder, SECOND, held("2025-05-27", "petitioners#p1")).today().again
    assert again.certain


# ------------------------------------------------------------ what was done to the ledger


def test_a_new_key_is_no_news_of_a_person_and_pushes_none_off_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Vault.create(folder / VAULT, PASSPHRASE, Cost(8, 1, 1)).close()
    sealed(folder, FIRST).record()
    say(folder, "two", said("one", "press-one", dead()))
    sealed(folder, SECOND).record()
    house = sealed(folder, THIRD)
    new_pen(house, "monitor.example/desk", "recorder")
    house.say(lambda _: [Statement("keeper", "states", Erasure("the person", "asked to be gone"))], "desk")
    found = house.today()
    assert keys(house, found) == {"one"}, "the news of the day before: nothing was said of anybody since"
    assert {s.what for s in found.ledger} == {"signing_key", "erasure"}
    assert found.since.moment == "2025-05-28T12:00:00.000000Z"
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    assert run(["today", str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.index("Said since (1)") < told.index("Done to the ledger itself") < told.index("asked to be gone")


def sealed(folder: Path, clock: Clock) -> ClearingHouse:
    return open_case(folder, clock, unlock=lambda: PASSPHRASE)


# ------------------------------------------------------------ without a store, and on the screen


def test_a_folder_never_recorded_is_compared_by_days_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["today", str(EXAMPLE), "--since", "2031-03-25", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["since"] == {"by": "said", "chosen": True, "moment": "2031-03-25", "undated": 0}
    assert len(found["said"]) == 3
    assert run(["today", str(EXAMPLE)]) == 0
    assert "Nothing here was recorded" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_line_fits_and_every_sentence_is_there(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    groups(folder)
    then(folder, FIRST, freed("2025-05-20"), said("v1", "counsel", verified("99", on="2025-05-20")))
    then(folder, SECOND, held("2025-05-27"), order("2025-05-01/2025-06-02"), said("v2", "counsel", verified("61")))
    for case in (folder, EXAMPLE, EXAMPLES / "2025-offer-with-lists"):
        assert run(["today", str(case), "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert "today." not in shown
        assert "{" not in shown
        assert all(len(line) <= 80 for line in shown.splitlines())
