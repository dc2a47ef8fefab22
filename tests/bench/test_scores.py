"""The figures by which a matcher is judged: one that flatters lets a wrong join pass for a right one."""

import numpy as np
import polars as pl
import pytest
from bench.identity.scores import answer, calibration, figures, greedy

TRUTH = pl.DataFrame({"left": ["a", "b", "c"], "right": ["x", "y", "z"]})
PAIRS = pl.DataFrame(
    {
        "left": ["a", "a", "b", "c", "d"],
        "right": ["x", "y", "y", "x", "z"],
        "score": [9.0, 8.0, 7.0, 6.0, 5.0],
        "decision": ["match", "match", "match", "review", "match"],
    }
)


def test_a_record_that_was_given_away_counts_once() -> None:
    once = greedy(answer(PAIRS, TRUTH))
    assert once.score.tolist() == [9.0, 7.0, 5.0]
    assert once.true.tolist() == [True, True, False]


def test_what_was_decided_is_what_is_judged() -> None:
    told = figures(answer(PAIRS, TRUTH))
    assert told["precision"] == pytest.approx(2 / 3)
    assert told["recall"] == pytest.approx(2 / 3)
    assert told["f1_shipped"] == pytest.approx(2 / 3)
    assert told["f1_best"] == pytest.approx(0.8)  # without the last pair
    assert told["accepted"] == pytest.approx(2 / 3)


def test_a_planted_pair_that_is_matched_is_counted_even_where_another_took_its_records() -> None:
    hard = pl.DataFrame({"left": ["a", "c"], "right": ["y", "x"], "sort": ["twin", "namesake"]})
    told = figures(answer(PAIRS, TRUTH, hard))
    assert (told["matched_twin"], told["matched_namesake"]) == (1, 0)


def test_a_promise_that_is_not_kept_is_an_error_of_calibration() -> None:
    promised, true = np.full(1000, 0.9), np.arange(1000) % 10 < 9
    assert calibration(promised, true) < 0.02
    assert calibration(promised, np.arange(1000) % 10 < 5) == pytest.approx(0.4, abs=0.02)


def test_the_order_of_a_file_changes_no_figure() -> None:
    assert figures(answer(PAIRS.reverse(), TRUTH.reverse())) == figures(answer(PAIRS, TRUTH))
