"""A note that leaves a question out, or tells a party about a person, is sent all the same."""

import re
from pathlib import Path

import pytest

from exeat.faces.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints, on one line."""
    assert run(list(arguments)) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("case", ["2025-offer", "2025-offer-with-lists"])
def test_no_open_point_is_left_out_of_the_note_and_no_person_is_in_it(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    note = printed(capsys, "questions", str(EXAMPLES / case), "--to", "ve")
    for asked in ("Who holds the people of foreigners?", "Must United States agree to sv-all?"):
        assert asked in note
    assert not re.search(r"[a-z-]+#[A-Z0-9]", note)


def test_nobody_is_asked_about_an_offer_that_is_not_theirs(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Who holds the people of foreigners?" not in printed(
        capsys, "questions", str(EXAMPLES / "2025-offer"), "--to", "rights-organisations"
    )


def test_every_question_says_of_whom_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, "questions", str(EXAMPLES / "2025-offer"))
    assert "Of El Salvador, Venezuela, on sv-offer:" in shown
