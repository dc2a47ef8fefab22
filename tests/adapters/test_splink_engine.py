"""Another engine on the same evidence: where the two disagree, one of them is wrong about somebody."""

from dataclasses import replace

import numpy as np
from tests.identity.two_lists import two_lists

from exeat.adapters.splink_engine import SplinkEngine
from exeat.identity.match import matching


def test_another_engine_adds_the_same_evidence_up_to_the_same_score() -> None:
    left, right = two_lists(100, 200)
    plain = replace(matching(left, right).weights, kin=0.0, namesake=0.0, slope=1.0, offset=0.0)
    ours = matching(left, right, weights=plain)
    theirs = matching(left, right, weights=plain, engine=SplinkEngine(learn=False))
    assert np.abs(ours.score - theirs.score).max() < 0.05  # bits: what a term frequency is rounded to, a few times


def test_another_engine_that_learns_by_itself_finds_the_same_people() -> None:
    left, right = two_lists(200, 500)
    ours, theirs = matching(left, right), matching(left, right, engine=SplinkEngine())
    for one, two in ((ours.decision == 2, theirs.decision == 2), (ours.probability > 0.5, theirs.probability > 0.5)):
        assert one.sum() > 80
        assert (one & two).sum() >= 0.97 * (one | two).sum()


def test_lists_without_anybody_alike_are_no_error_to_another_engine() -> None:
    left, right = two_lists(3, 6)
    assert matching(left.head(0), right, engine=SplinkEngine()).pairs().is_empty()
