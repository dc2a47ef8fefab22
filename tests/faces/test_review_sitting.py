"""A reviewer at work on a real ledger: nothing seen too early, nothing lost, asked twice or destroyed."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.faces.review_case import case, proposals
from tests.folders import NOON, ROOT

from exeat.core.errors import Refused
from exeat.faces.review.sitting import Sitting
from exeat.house import ClearingHouse, open_case
from exeat.identity.judgements import judgements

P1, P2, P3, P4 = (("roster#1", "sought#p1"), ("roster#1", "sought#p2"), ("roster#2", "sought#p3"),
                  ("roster#3", "sought#p4"))  # fmt: skip


FIRST = P1  # by what a verdict is worth


@pytest.fixture
def house(tmp_path: Path) -> ClearingHouse:
    return case(tmp_path / "case")


def sitting(house: ClearingHouse, by: str = "ana", second: bool = False) -> Sitting:
    """A sitting that knows no more than a new process would."""
    return Sitting(open_case(house.folder, NOON), proposals, by, second)


def standing(house: ClearingHouse) -> list[tuple[str, str, str, str]]:
    found = judgements(open_case(house.folder, NOON).facts()).select("by", "left", "right", "verdict")
    return found.rows()


def test_the_score_is_not_there_before_the_verdict(house: ClearingHouse) -> None:
    at = sitting(house)
    assert at.machine is None
    at.judge("unsure")
    told = at.machine
    assert told is not None
    assert (at.current, told.score, told.decision) == (FIRST, 9.0, "review")
    at.take_back()
    assert at.current == FIRST
    assert at.machine is None


def test_a_verdict_is_recorded_before_anything_else_happens(house: ClearingHouse) -> None:
    sitting(house).judge("same")
    assert standing(house) == [("ana", *FIRST, "same")]


def test_after_a_verdict_the_reviewer_stays_where_they_are(house: ClearingHouse) -> None:
    at = sitting(house)
    first = at.current
    at.judge("same")
    assert at.current == first
    at.take_back()
    assert at.current == first


def test_a_key_pressed_too_often_changes_no_verdict(house: ClearingHouse) -> None:
    at = sitting(house)
    at.judge("same")
    assert not at.judge("different")
    assert standing(house) == [("ana", *FIRST, "same")]


def test_undo_destroys_no_later_verdict(house: ClearingHouse) -> None:
    at = sitting(house)
    given = {}
    for verdict in ("same", "different", "unsure"):
        assert at.current is not None
        given[at.current] = verdict
        at.judge(verdict)
        at.on()
    at.back(), at.back(), at.back()
    first = next(iter(given))
    assert (at.current, at.verdict) == (first, "same")
    at.take_back()
    assert {(left, right): v for _, left, right, v in standing(house)} == {p: v for p, v in given.items() if p != first}


def test_undo_on_a_fresh_pair_brings_back_the_last_one_and_no_other(house: ClearingHouse) -> None:
    at = sitting(house)
    at.judge("same")
    at.on()
    second = at.current
    at.judge("different")
    at.on()
    assert at.take_back()
    assert (at.current, at.verdict) == (second, None)
    assert standing(house) == [("ana", *FIRST, "same")]


def test_the_next_sitting_goes_on_where_this_one_ended(house: ClearingHouse) -> None:
    asked = []
    for _ in range(4):
        at = sitting(house)
        assert at.current is not None
        asked.append(at.current)
        at.judge("different")
    assert sitting(house).current is None
    assert sorted(asked) == [P1, P2, P3, P4]


def test_a_skipped_pair_comes_again_at_the_end(house: ClearingHouse) -> None:
    at = sitting(house)
    at.on()
    seen = []
    while at.current != FIRST:
        assert at.current is not None
        seen.append(at.current)
        at.judge("different")
        at.on()
    assert sorted(seen) == [P2, P3, P4]
    at.on()
    assert at.current == FIRST
    assert sitting(house).current == FIRST


def test_two_skipped_pairs_take_turns(house: ClearingHouse) -> None:
    at = sitting(house)
    turns = []
    for _ in range(8):
        turns.append(at.current)
        at.on()
    assert turns[:4] == turns[4:]
    assert len(set(turns)) == 4


def test_nobody_sees_anothers_verdict_before_their_own(house: ClearingHouse) -> None:
    """Neither in the pair as shown, nor in the order, nor in whom the person is said to be, too."""
    for left, right in (P1, P3):
        house.judge("ana", left, right, "same")
    house.judge("ana", "sought#p1", "sought#p2", "same")
    at = sitting(house, "bo", second=True)
    assert at.current == P1
    assert at.shown is not None
    assert at.shown.joined == ()
    assert (at.verdict, at.machine) == (None, None)
    for verdict in ("different", "unsure"):
        other = case(house.folder.parent / verdict)
        for left, right in (P1, P3):
            other.judge("ana", left, right, verdict)
        again = sitting(other, "bo", second=True)
        assert (again.current, again.shown) == (at.current, at.shown)


def test_the_second_opinion_is_of_what_others_judged(house: ClearingHouse) -> None:
    assert sitting(house, "bo", second=True).current is None
    house.judge("ana", *P3, "same")
    at = sitting(house, "bo", second=True)
    assert (at.current, at.left) == (P3, 1)
    at.judge("different")
    assert at.left == 0
    assert standing(house) == [("ana", *P3, "same"), ("bo", *P3, "different")]


def test_two_windows_of_one_reviewer_leave_one_word(house: ClearingHouse) -> None:
    one, two, before = sitting(house), sitting(house), len(house.entries)
    one.judge("same")
    two.judge("different")  # the same pair, not seen to be judged: the later word stands, and only it
    assert standing(house) == [("ana", *FIRST, "different")]
    assert len(open_case(house.folder, NOON).entries) == before + 3


def test_who_is_no_party_reviews_nothing(house: ClearingHouse) -> None:
    with pytest.raises(Refused, match="reviewer-unknown"):
        sitting(house, "anna")


def test_a_judgement_on_records_that_left_the_lists_stops_nobody(house: ClearingHouse) -> None:
    at = Sitting(house, lambda *_: pl.DataFrame(schema=proposals().schema), "ana")
    assert (at.current, at.shown, at.machine, at.back(), at.take_back()) == (None, None, None, False, False)
    at.on()
    assert at.current is None


KILLED = """
import os, sys
from pathlib import Path
from tests.faces.review_case import proposals
from exeat.faces.review.sitting import Sitting
from exeat.house import open_case
at = Sitting(open_case(Path(sys.argv[1])), proposals, "ana")
at.judge("same")
os.kill(os.getpid(), 9)
"""


def test_no_verdict_is_lost_when_the_program_is_killed(house: ClearingHouse) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED, str(house.folder)], cwd=ROOT, env=_env(), check=False)
    assert ran.returncode == -9
    assert standing(house) == [("ana", *FIRST, "same")]
    assert sitting(house).current != FIRST


def _env() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
