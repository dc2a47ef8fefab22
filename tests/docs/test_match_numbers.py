"""The numbers of a matching that a page states are those that decide."""

from pathlib import Path

import pytest

from exeat.identity import guard
from exeat.identity.blocking.candidates import BUDGET
from exeat.identity.match import LEARN_FROM, LIKELY, MATCH, REVIEW
from exeat.identity.scoring import learn, verdicts

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "match.md"
NUMBERS = {
    "probability from which a pair is `match`": MATCH,
    "probability from which a pair is `review`": REVIEW,
    "probability of a pair that stands one to one": LIKELY,
    "candidates for each record of the longer list": BUDGET,
    "records in both lists from which weights are learnt": LEARN_FROM,
    "pairs that the shipped weights count as, when learning": learn.PRIOR,
    "rounds of learning": learn.ROUNDS,
    "bits asked from beyond name and place": guard.BEYOND,
    "bits over kin and namesakes, where names and dates agree": guard.SAFE,
    "the same, where they leave a doubt": guard.SAFER,
    "the same, where they differ": guard.SUREST,
    "bits by which verdicts move a pair at most": verdicts.MOST,
}


@pytest.mark.parametrize("words", NUMBERS)
def test_nobody_relies_on_a_number_that_the_code_no_longer_has(words: str) -> None:
    assert f"| {words} | {NUMBERS[words]:,g} |" in PAGE.read_text("utf-8")
