"""What-ifs on the invented example: what would change and why; what nobody may suppose; nothing is ever written."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from exeat.adapters.what_if_file import read_supposed
from exeat.clearing.document import PersonHeldBack
from exeat.clearing.whatif.changes import Changes
from exeat.clearing.whatif.whatif import WhatIf
from exeat.core.errors import Refused
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from exeat.house.reading import ACCESSES, readings

EXAMPLE = Path(__file__).parents[2] / "examples" / "2025-offer-with-lists"
GOES, HALTED = "sv-roster#SV-001", "sv-roster#SV-036"
KIN = "sv-roster#SV-010"  # goes together with two others
WRITING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.move"}
watched: list[str] = []
watching = [False]


@pytest.fixture(scope="module")
def house() -> ClearingHouse:
    return open_case(EXAMPLE)


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "supposed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def supposing(house: ClearingHouse, path: Path) -> WhatIf:
    statements, offers = read_supposed([path], house.facts())
    return house.what_if(Changes(statements=statements, offers=offers))


def refused(house: ClearingHouse, path: Path) -> set[str]:
    with pytest.raises(Refused) as error:
        supposing(house, path)
    return {p.code for p in error.value.problems}


def held(house: ClearingHouse) -> Sequence[PersonHeldBack]:
    return house.plan().plan.held_back or ()


# ------------------------------------------------------------ what would change


def test_who_would_refuse_is_not_named_and_the_reason_is_told(house: ClearingHouse) -> None:
    found = house.what_if(Changes(refuses=(GOES,)))
    (lost,) = found.difference.no_longer_named
    assert GOES in lost.records
    assert lost.standing == "held_back"
    assert [(r.rule, r.verdict) for r in lost.reasons] == [("consent", "recorded")]
    assert set(lost.reasons[0].statements) <= {s.id for s in found.supposed}
    assert (found.was.people, found.would_be.people) == (470, 468)  # one fewer here, and as many there as here


def test_the_kin_of_who_would_refuse_are_not_sent_alone(house: ClearingHouse) -> None:
    found = house.what_if(Changes(refuses=(KIN,)))
    rules = {lost.person: {r.rule for r in lost.reasons} for lost in found.difference.no_longer_named}
    assert sorted(map(sorted, rules.values())) == [["consent"], ["together"], ["together"]]


@pytest.mark.parametrize(
    ("changes", "rule"), [(Changes(stays=(GOES,)), "court_order"), (Changes(dies=(GOES,)), "death")]
)
def test_who_would_be_stayed_or_dead_is_not_named(
    house: ClearingHouse,
    changes: Changes,
    rule: str,
) -> None:
    (lost,) = house.what_if(changes).difference.no_longer_named
    assert GOES in lost.records
    assert [r.rule for r in lost.reasons] == [rule]


def test_without_a_party_nobody_is_sent_to_it_or_given_by_it(house: ClearingHouse) -> None:
    found = house.what_if(Changes(leaves=("ve",)))
    assert found.would_be.status == "none"
    assert {p for p, _ in found.after.readings.base.problem.columns} == set()


def test_what_is_not_asked_for_any_more_moves_nobody(house: ClearingHouse) -> None:
    found = house.what_if(Changes(without=("foreigners",)))
    assert {lost.standing for lost in found.difference.no_longer_named} == {"not_selected"}
    assert len(found.difference.no_longer_named) == 28


def test_a_question_about_nothing_changes_nothing(house: ClearingHouse) -> None:
    found = house.what_if()
    assert not found.difference
    assert found.was == found.would_be
    assert found.supposed == ()


def test_a_choice_of_the_other_reading_is_tried_and_not_kept(house: ClearingHouse) -> None:
    found = house.what_if(Changes(refuses=(GOES,), read={"asked/refusal": "stops"}))
    assert found.would_be.status == "none"
    assert {x.standing for x in found.difference.no_longer_named} == {
        "held_back",
        "no_exchange",
    }
    assert not house.what_if().difference


def test_papers_that_would_arrive_let_those_go_who_wait_for_them(
    house: ClearingHouse,
    tmp_path: Path,
) -> None:
    waits = next(h.person for h in held(house) if h.clause == "sv-all" and [r.rule for r in h.reasons] == ["document"])
    claim = f'{{kind: document, subject: "{waits}", document: passport}}'
    path = file_of(tmp_path, f"- {{key: papers, by: ve, act: states, claim: {claim}}}\n")
    found = supposing(house, path)
    assert [h.person for h in found.difference.no_longer_held] == [waits]
    assert waits in {n.person for n in found.difference.newly_named}


def test_a_clause_in_other_words_keeps_its_place_in_its_offer(
    house: ClearingHouse,
    tmp_path: Path,
) -> None:
    path = file_of(
        tmp_path,
        "id: another\nby: ve\nto: [sv]\nclauses:\n"
        '  - {kind: release, id: ve-same, from: ve, selection: {list: monitor-list, count: "100"}}\n',
    )
    found = supposing(house, path)
    (count,) = (c for c in found.difference.counts if c.clause == "ve-same")
    assert [c.left for c in count.after] == [100]
    assert {t.offer for t in found.after.terms if t.clause.id == "ve-same"} == {"sv-offer"}


# ------------------------------------------------------------ what nobody may suppose

PERSON = f'subject: "{HALTED}"'
STATED = {
    "consent": (f"{{kind: consent, {PERSON}, destination: ve, answer: yes}}", "what-if-refusal"),
    "fear": (f"{{kind: fear, {PERSON}, destination: ve, state: resolved}}", "what-if-refusal"),
    "health": (f"{{kind: medical, {PERSON}, finding: fit}}", "what-if-refusal"),
    "child": (f"{{kind: guardianship, {PERSON}, state: decided}}", "what-if-refusal"),
    "override": (f"{{kind: override, {PERSON}, rule: document, name: A, reason: b}}", "what-if-refusal"),
    "court": (
        f'{{kind: court_order, court: sv-court, covers: ["{HALTED}"], binds: [sv], effect: lifts}}',
        "what-if-order",
    ),
    "detainee": (f"{{kind: custody, {PERSON}, power: sv}}", "what-if-detainee"),
    "two": (f'{{kind: same_person, left: "{HALTED}", right: "{GOES}", verdict: different}}', "what-if-detainee"),
    "lottery": ("{kind: draw, clause: ve-same, randomness: '123'}", "what-if-kind"),
}


@pytest.mark.parametrize("word", STATED)
def test_no_word_that_lets_somebody_go_is_put_in_a_mouth(
    house: ClearingHouse,
    tmp_path: Path,
    word: str,
) -> None:
    claim, code = STATED[word]
    assert refused(house, file_of(tmp_path, f"- {{key: a, by: mission, act: states, claim: {claim}}}\n")) == {code}


def test_no_order_and_no_refusal_is_taken_back(house: ClearingHouse, tmp_path: Path) -> None:
    order = next(i for h in held(house) for r in h.reasons if r.rule == "court_order"
                 for i in r.statements)  # fmt: skip
    claim = f"{{kind: withdrawal, statement: {order}}}"
    path = file_of(tmp_path, f"- {{key: a, by: sv-court, act: states, claim: {claim}}}\n")
    assert refused(house, path) == {"what-if-order"}


def test_no_refusal_becomes_a_doubt(house: ClearingHouse, tmp_path: Path) -> None:
    """A word without a day is the last word: to be undecided would take the refusal away."""
    refuser = next(h.person for h in held(house) for r in h.reasons if (r.rule, r.verdict) == ("consent", "recorded"))
    claim = f'{{kind: consent, subject: "{refuser}", destination: ve, answer: undecided}}'
    path = file_of(tmp_path, f"- {{key: a, by: mission, act: states, claim: {claim}}}\n")
    assert refused(house, path) == {"what-if-refusal"}


def test_no_list_is_added(house: ClearingHouse, tmp_path: Path) -> None:
    claim = "{kind: submitted, list: more, of: holds, purpose: proposal, rows: 1, root: x, columns: {}}"
    path = file_of(tmp_path, f"- {{key: a, by: sv, act: states, claim: {claim}}}\n")
    assert refused(house, path) == {"kind-elsewhere"}


def test_a_slip_in_a_file_is_not_a_what_if_of_something_else(
    house: ClearingHouse,
    tmp_path: Path,
) -> None:
    claim = '{kind: medical, subject: "sv-roster#SV-999999", finding: unfit}'
    assert refused(house, file_of(tmp_path, f"- {{key: a, by: nobody, act: states, claim: {claim}}}\n")) == {
        "reference-unknown"
    }
    with pytest.raises(Refused) as error:
        house.what_if(Changes(refuses=("sv-roster#SV-999999",), leaves=("vee",), without=("sv-al",)))
    assert [p.code for p in error.value.problems] == ["person-unknown", "what-if-unknown", "what-if-unknown"]


# ------------------------------------------------------------ never recorded


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if watching[0] and (event in WRITING or (event == "open" and _writes(arguments))):
        watched.append(f"{event} {arguments[:2]}")


def _writes(arguments: tuple[object, ...]) -> bool:
    mode = arguments[1] if len(arguments) > 1 else None
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


@contextmanager
def nothing_written() -> Iterator[None]:
    """Every file that is opened to be written is an accident."""
    if not watching[0] and not getattr(sys, "_what_if_hook", False):
        sys.addaudithook(_watch)
        sys._what_if_hook = True  # type: ignore[attr-defined]
    watched.clear()
    watching[0] = True
    try:
        yield
    finally:
        watching[0] = False
    assert watched == []


def test_no_what_if_is_ever_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not into the store of a recorded case, and not beside it; the answer after it is the answer before it.

    That somebody asked is noted in the log of accesses, and not what they supposed, nor of whom.
    """
    import shutil

    case = shutil.copytree(EXAMPLE, tmp_path / "case", ignore=shutil.ignore_patterns("*.db*"))
    assert run(["record", str(case)]) == 0
    before = beside_accesses(case)
    with nothing_written():
        assert run(["what-if", str(case), "--refuses", GOES, "--json"]) == 0
        assert run(["what-if", str(case), "--leaves", "ve"]) == 1
    capsys.readouterr()
    now = beside_accesses(case)
    noted = [a.asked for a in readings(open_case(case)) if a.asked is not None and a.asked.command == "what-if"]
    assert [(a.about, a.asked) for a in noted] == [((), ())] * 2
    assert now == before


def beside_accesses(case: Path) -> dict[Path, bytes]:
    """Every file of a case but the log of accesses."""
    return {p: p.read_bytes() for p in sorted(case.rglob("*")) if p.is_file() and not p.name.startswith(ACCESSES)}


def test_the_machine_compares_nobody_anew(house: ClearingHouse) -> None:
    """A what-if adds no row, so that who may be one person is what it was."""
    house.what_if()
    kept = dict(house._machine._proposed), dict(house._machine._compared)
    house.what_if(Changes(refuses=(GOES,)))
    assert (house._machine._proposed.keys(), house._machine._compared.keys()) == (kept[0].keys(), kept[1].keys())
