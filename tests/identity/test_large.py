"""A list read part by part: nobody is lost, nobody is scored otherwise, because of where a part ends."""

from collections.abc import Callable, Iterator

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from exeat.identity.large import match_large, sampled
from exeat.identity.match import matching
from tests.identity.two_lists import two_lists


def cut(rows: pl.DataFrame, size: int) -> Callable[[], Iterator[pl.DataFrame]]:
    return lambda: rows.iter_slices(size)


@pytest.mark.parametrize("size", [1, 7, 60, 1000])
def test_where_a_part_ends_changes_no_pair_and_no_score(size: int) -> None:
    short, register = two_lists(40, 150)
    if size == 1:
        register = register.head(25)
    whole = matching(short, register)
    found = match_large(short, cut(register, size))
    assert_frame_equal(found.pairs(all_pairs=True), whole.pairs(all_pairs=True))
    assert_frame_equal(found.pairs(one_to_one_only=True), whole.pairs(one_to_one_only=True))
    assert found.candidates.report == whole.candidates.report


def test_a_name_is_as_rare_as_in_the_whole_register_not_as_in_its_part() -> None:
    short, register = two_lists(30, 120)
    register = register.sort("surname")  # so that whoever shares a surname stands in one part
    whole = matching(short, register).pairs(all_pairs=True)
    assert_frame_equal(match_large(short, cut(register, 10)).pairs(all_pairs=True), whole)


def test_weights_are_learnt_once_from_the_whole_and_are_those_of_memory() -> None:
    short, register = two_lists(700, 1500)
    whole = matching(short, register)
    found = match_large(short, cut(register, 400))
    assert whole.weights.learnt
    assert found.weights == whole.weights
    assert_frame_equal(found.pairs(), whole.pairs())


def test_the_order_of_day_and_month_is_settled_for_a_register_not_for_each_part() -> None:
    short, register = two_lists(30, 90)
    figures = pl.col("birth_date").str.to_date().dt.strftime("%m/%d/%Y")
    register = register.with_columns(figures).sort(pl.col("birth_date").str.slice(3, 2).cast(pl.Int32))
    whole = matching(short, register).pairs(all_pairs=True)
    assert_frame_equal(match_large(short, cut(register, 10)).pairs(all_pairs=True), whole)


def test_rows_without_ids_keep_their_number_in_the_whole_list() -> None:
    short, register = two_lists(20, 60)
    found = match_large(short, cut(register.drop("id"), 9)).pairs()
    assert_frame_equal(found, matching(short, register.drop("id")).pairs())


def test_the_long_list_may_be_named_first() -> None:
    short, register = two_lists(20, 60)
    found = match_large(short, cut(register, 9), flipped=True).pairs()
    assert_frame_equal(found, matching(register, short).pairs())


def test_rows_are_drawn_evenly_from_the_whole_list() -> None:
    rows = pl.DataFrame({"id": [str(n) for n in range(1000)]})
    drawn, seen = sampled(rows.iter_slices(37), 100)
    assert seen == 1000
    assert drawn["id"].cast(pl.Int64).to_list() == list(range(0, 1000, 8))
    assert sampled(rows.iter_slices(37), 1000)[0].height == 1000


def test_an_empty_register_has_nobody() -> None:
    short, register = two_lists(5, 10)
    assert match_large(short, cut(register.clear(), 5)).pairs().is_empty()


def test_what_somebody_judged_stands_whatever_part_the_record_is_in() -> None:
    short, register = two_lists(20, 60)
    pairs = matching(short, register).pairs(all_pairs=True)
    best = pairs.sort("score").tail(1)
    strangers = pl.DataFrame({"left": ["S-0000"], "right": ["R-00050"]})
    judged = pl.concat([best.select("left", "right"), strangers]).with_columns(same=pl.Series([False, True]))
    whole = matching(short, register, judged=judged).pairs(all_pairs=True)
    assert_frame_equal(match_large(short, cut(register, 7), judged=judged).pairs(all_pairs=True), whole)
