"""A verdict stands, is taken back, and stands again, in a real ledger; nobody's word is overwritten or lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.core.claims import SamePerson
from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.core.statement import Statement
from exeat.house import ClearingHouse, open_case
from exeat.identity.judgements import Reviewer, judgements
from exeat.testing.memory import CASE, facts_of
from tests.folders import NOON, Clock, exchange, recorded, said, say

ONE, TWO, THREE = "aro-roster#1", "bel-roster#1", "bel-roster#2"


@pytest.fixture
def house(tmp_path: Path) -> ClearingHouse:
    return recorded(exchange(tmp_path / "case"))


def standing(house: ClearingHouse) -> list[tuple[str, str, str, str]]:
    found = judgements(open_case(house.folder, NOON).facts()).select("by", "left", "right", "verdict")
    return found.rows()


def leaves(house: ClearingHouse) -> list[bytes]:
    return [e.leaf() for e in open_case(house.folder, NOON).entries]


def statement(house: ClearingHouse, by: str, left: str = ONE, right: str = TWO) -> str:
    found = Reviewer(house.facts(), by).verdict(left, right)
    assert found is not None
    return found[0]


def test_a_verdict_is_in_the_ledger_the_moment_it_is_given(house: ClearingHouse) -> None:
    house.judge("mission", TWO, ONE, "same")
    assert standing(house) == [("mission", ONE, TWO, "same")]
    entry = open_case(house.folder, NOON).entries[-1]
    assert entry.recorded_by == "mission"
    assert isinstance(entry.body, BodyRef)
    assert entry.body.statement.claim == SamePerson(ONE, TWO, "same")


def test_taking_one_back_destroys_no_later_verdict_and_stays_visible(house: ClearingHouse) -> None:
    house.judge("mission", ONE, TWO, "same")
    house.judge("mission", ONE, THREE, "different")
    before = leaves(house)
    house.take_back("mission", statement(house, "mission"))
    assert standing(house) == [("mission", ONE, THREE, "different")]
    assert leaves(house)[:-1] == before


def test_words_taken_back_can_be_said_again_and_again(house: ClearingHouse) -> None:
    for _ in range(4):  # the store takes a body once, and a withdrawal reaches the same words wherever they stand
        house.judge("mission", ONE, TWO, "same")
        assert standing(house) == [("mission", ONE, TWO, "same")]
        house.take_back("mission", statement(house, "mission"))
        assert standing(house) == []


def test_words_taken_back_can_be_said_again_on_another_day(house: ClearingHouse) -> None:
    house.judge("mission", ONE, TWO, "same")
    house.take_back("mission", statement(house, "mission"))
    house.clock = Clock("2025-06-09T12:00")
    house.judge("mission", ONE, TWO, "same")
    assert standing(house) == [("mission", ONE, TWO, "same")]


def test_who_changes_their_mind_says_one_thing(house: ClearingHouse) -> None:
    for verdict in ("same", "different", "same", "unsure", "different", "different"):
        house.judge("mission", ONE, TWO, verdict)
        assert standing(house) == [("mission", ONE, TWO, verdict)]


def test_nobody_takes_back_the_words_of_another(house: ClearingHouse) -> None:
    house.judge("mission", ONE, TWO, "same")
    house.judge("counsel", ONE, TWO, "different")
    house.take_back("counsel", statement(house, "mission"))
    assert standing(house) == [("counsel", ONE, TWO, "different"), ("mission", ONE, TWO, "same")]
    house.judge("counsel", ONE, TWO, "same")
    house.take_back("counsel", statement(house, "counsel"))
    assert standing(house) == [("mission", ONE, TWO, "same")]


def test_a_verdict_from_the_files_can_be_changed_whichever_record_it_names_first(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    claim = {"kind": "same_person", "left": TWO, "right": ONE, "verdict": "same"}
    say(folder, "known", said("j1", "mission", claim))
    house = recorded(folder)
    house.judge("mission", ONE, TWO, "different")
    assert standing(house) == [("mission", ONE, TWO, "different")]
    house.take_back("mission", statement(house, "mission"))
    house.judge("mission", ONE, TWO, "same")
    assert standing(house) == [("mission", ONE, TWO, "same")]


def test_words_undone_as_a_slip_of_the_recorder_can_be_said_by_the_reviewer(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    claim = {"kind": "same_person", "left": ONE, "right": TWO, "verdict": "same"}
    say(folder, "known", said("j1", "mission", claim))
    recorded(folder)
    say(folder, "known", said("j1", "mission", {**claim, "verdict": "different"}))
    house = recorded(folder, correct=["j1"])
    assert standing(house) == [("mission", ONE, TWO, "different")]
    house.judge("mission", ONE, TWO, "same")
    assert standing(house) == [("mission", ONE, TWO, "same")]


def test_two_windows_of_one_reviewer_do_not_leave_two_verdicts(house: ClearingHouse) -> None:
    other = open_case(house.folder, NOON)
    assert len(other.entries) == len(house.entries)  # both have read the same
    house.judge("mission", ONE, TWO, "same")
    other.judge("mission", ONE, TWO, "different")
    house.judge("mission", ONE, TWO, "different")
    assert standing(house) == [("mission", ONE, TWO, "different")]


def test_recording_the_files_again_speaks_of_no_verdict(house: ClearingHouse) -> None:
    house.judge("mission", ONE, TWO, "same")
    done = open_case(house.folder, NOON).record()
    assert (done.new, done.gone, done.corrected) == ((), (), ())


@pytest.mark.parametrize(
    ("by", "left", "code"), [("missoin", ONE, "reviewer-unknown"), ("mission", "aro-roster#77", "person-unknown")]
)
def test_nobody_unknown_judges_and_nobody_unknown_is_judged(
    by: str, left: str, code: str, house: ClearingHouse
) -> None:
    before = leaves(house)
    with pytest.raises(Refused) as refused:
        house.judge(by, left, TWO, "same")
    assert [p.code for p in refused.value.problems] == [code]
    assert leaves(house) == before


def test_no_verdict_is_given_where_nothing_keeps_it(tmp_path: Path) -> None:
    house = open_case(exchange(tmp_path / "case"), NOON)
    with pytest.raises(Refused, match="not-recorded"):
        house.judge("mission", ONE, TWO, "same")
    assert not house.recorded


Done = tuple[str, int, str]  # who, which pair, a verdict or "back"
PAIRS = ((ONE, TWO), (ONE, THREE))
DONE = st.tuples(
    st.sampled_from(["red", "be"]), st.integers(0, 1), st.sampled_from(["same", "different", "unsure", "back"])
)


@given(st.lists(DONE, max_size=12))
def test_whatever_is_said_and_taken_back_the_last_word_of_each_stands(done: list[Done]) -> None:
    """Beside a dictionary: each reviewer has one verdict on a pair, or none; nothing recorded is said twice."""
    words: list[Statement] = []
    last: dict[tuple[str, int], str] = {}
    for by, n, verdict in done:
        own = Reviewer(facts_of(CASE, words), by)
        known = own.verdict(*PAIRS[n])
        if verdict == "back":
            new = own.take_back(known[0]) if known else []
            last.pop((by, n), None)
        else:
            new = own.judge(*PAIRS[n], verdict)  # type: ignore[arg-type]
            last[by, n] = verdict
        assert not {s.body() for s in new} & {s.body() for s in words}
        words += new
    found = judgements(facts_of(CASE, words)).select("by", "left", "right", "verdict").rows()
    assert sorted(found) == sorted((by, *PAIRS[n], v) for (by, n), v in last.items())
