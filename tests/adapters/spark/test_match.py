"""Two lists on a real cluster of two workers: the same people, with the same scores, as on one machine."""

from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.identity.two_lists import two_lists

from exeat.adapters.spark.match import match_on_spark
from exeat.identity.match import matching

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


# One test, so that tests that run side by side do not start a cluster each.
def test_where_people_are_compared_changes_no_pair_no_score_and_no_weight(spark: "SparkSession") -> None:
    left, right = two_lists(700, 1500)
    judged = pl.DataFrame({"left": ["S-0000"], "right": ["R-00050"], "same": [True]})
    whole = matching(right, left, judged=judged)
    found = match_on_spark(spark, right, left, judged=judged, partitions=4)
    assert whole.weights.learnt
    assert found.weights == whole.weights
    assert_frame_equal(found.pairs(all_pairs=True), whole.pairs(all_pairs=True))
    assert_frame_equal(found.pairs(one_to_one_only=True), whole.pairs(one_to_one_only=True))
    assert found.candidates.report == whole.candidates.report
    assert found.candidates.hits.tolist() == whole.candidates.hits.tolist()
