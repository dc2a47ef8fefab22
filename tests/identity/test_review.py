"""Which pair is asked next: nobody is asked twice, the order tells nobody's verdict, nothing moves by chance."""

from math import log2

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.identity.review import Queue, queue

NOBODY = pl.DataFrame(schema=dict.fromkeys(("left", "right", "verdict", "by", "statement", "row"), pl.String()))
Row = tuple[str, str, float, str]


def proposals(*rows: Row) -> pl.DataFrame:
    """Pairs of (left, right, score, decision)."""
    schema = {"left": pl.String, "right": pl.String, "score": pl.Float64, "decision": pl.String}
    found = pl.DataFrame(list(rows), schema, orient="row")
    return found.with_columns((1 / (1 + 2.0 ** -pl.col("score"))).alias("probability"))


def judged(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Judgements of (left, right, verdict, by)."""
    sorted_ = [(*sorted((a, b)), v, by, f"st_{n}", None) for n, (a, b, v, by) in enumerate(rows)]
    return pl.DataFrame(sorted_, NOBODY.schema, orient="row")


def order(found: Queue) -> list[tuple[str, str]]:
    return found.pairs.select("left", "right").rows()


def entropy(q: float) -> float:
    return -q * log2(q) - (1 - q) * log2(1 - q)


def test_what_a_verdict_is_worth_by_hand() -> None:
    found = queue(proposals(("a#1", "b#1", 0.0, "review"), ("a#1", "b#2", 1.0, "review")), NOBODY, "r")
    first, second = 2 / (1 + 1 + 2), 1 / (1 + 1 + 2)  # o = 2 and 1; the left record has one counterpart, or none
    assert order(found) == [("a#1", "b#2"), ("a#1", "b#1")]
    assert found.pairs["worth"].to_list() == [
        pytest.approx(entropy(first) + first * entropy(second), abs=1e-6),
        pytest.approx(entropy(second) + second * entropy(first), abs=1e-6),
    ]


def test_a_sure_score_with_a_rival_as_sure_is_not_called_certain() -> None:
    """Twins: both pairs score far beyond doubt, and one of them is wrong."""
    twins = [("a#1", "b#1", 20.0, "review"), ("a#1", "b#2", 20.0, "review")]
    lone = [("a#9", "b#9", 3.0, "review"), ("a#8", "b#8", 20.0, "review")]
    found = order(queue(proposals(*twins, *lone), NOBODY, "r"))
    assert found == [("a#1", "b#1"), ("a#1", "b#2"), ("a#9", "b#9"), ("a#8", "b#8")]


@pytest.mark.parametrize("rival", [("a#1", "b#2"), ("a#2", "b#1")])
def test_a_rival_on_either_side_opens_a_pair(rival: tuple[str, str]) -> None:
    found = queue(proposals(("a#1", "b#1", 9.0, "review"), (*rival, 9.0, "review")), NOBODY, "r")
    assert found.pairs["worth"].to_list() == [pytest.approx(1.5, abs=0.01)] * 2


def test_a_pair_in_another_list_is_no_rival() -> None:
    found = queue(proposals(("a#1", "b#1", 9.0, "review"), ("a#1", "c#1", 9.0, "review")), NOBODY, "r")
    assert found.pairs["worth"].to_list() == [pytest.approx(entropy(2**9 / (1 + 2**9)), abs=1e-6)] * 2


def test_a_person_may_stand_three_times_in_one_list() -> None:
    thrice = [("a#1", "a#2", 4.0, "review"), ("a#1", "a#3", 4.0, "review")]
    found = queue(proposals(*thrice, ("a#1", "b#1", 9.0, "review")), judged(("a#1", "b#1", "same", "r")), "r")
    assert found.pairs["worth"].to_list() == [pytest.approx(entropy(2**4 / (1 + 2**4)), abs=1e-6)] * 2


def test_what_the_machine_leaves_to_people_comes_before_what_it_proposes() -> None:
    found = queue(proposals(("a#1", "b#1", 0.0, "match"), ("a#2", "b#2", 12.0, "review")), NOBODY, "r")
    assert order(found) == [("a#2", "b#2"), ("a#1", "b#1")]


def test_what_the_machine_rejects_is_a_rival_and_is_not_asked() -> None:
    found = queue(proposals(("a#1", "b#1", 5.0, "review"), ("a#1", "b#2", 5.0, "no")), NOBODY, "r")
    assert order(found) == [("a#1", "b#1")]
    assert found.pairs["worth"][0] > 1


FOUR = proposals(*((f"a#{i}", f"b#{i}", float(i), "review") for i in (1, 2, 3, 4)))


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_nobody_is_asked_twice(verdict: str) -> None:
    found = queue(FOUR, judged(("b#1", "a#1", verdict, "r")), "r")
    assert (order(found), found.judged, found.others) == ([("a#2", "b#2"), ("a#3", "b#3"), ("a#4", "b#4")], 1, 0)


def test_a_pair_that_another_judged_is_a_second_opinion() -> None:
    known = judged(("a#1", "b#1", "same", "q"), ("a#2", "b#2", "unsure", "q"), ("a#3", "b#3", "different", "r"))
    first = queue(FOUR, known, "r")
    assert order(first) == [("a#2", "b#2"), ("a#4", "b#4")]  # who is unsure has settled nothing
    assert (first.judged, first.others) == (1, 1)
    assert order(queue(FOUR, known, "r", second=True)) == [("a#1", "b#1"), ("a#2", "b#2")]


CLUSTERED = proposals(
    ("a#1", "b#1", 1.0, "review"), ("a#1", "b#2", 1.5, "review"), ("a#2", "b#1", 2.0, "review"),
    ("a#2", "b#2", 2.5, "review"), ("a#3", "b#3", 0.5, "review"),
)  # fmt: skip


@given(st.lists(st.sampled_from(["same", "different", "unsure"]), min_size=4, max_size=4))
def test_the_order_of_second_opinions_tells_no_verdict(verdicts: list[str]) -> None:
    pairs = [r[:2] for r in CLUSTERED.select("left", "right").rows()]
    known = judged(*((a, b, v, "q") for (a, b), v in zip(pairs, verdicts, strict=False)))
    seen = queue(CLUSTERED, known, "r", second=True)
    blank = judged(*((a, b, "unsure", "q") for a, b in pairs[:4]))
    assert seen.pairs.equals(queue(CLUSTERED, blank, "r", second=True).pairs)
    assert (seen.others, seen.settled) == (0, 0)


def test_what_follows_from_verdicts_is_not_asked() -> None:
    pairs = proposals(("a#1", "b#1", 0.0, "review"), ("b#1", "c#1", 0.0, "review"), ("a#1", "c#1", 0.0, "review"))
    chain = judged(("a#1", "b#1", "same", "r"), ("b#1", "c#1", "same", "q"))
    assert (order(queue(pairs, chain, "r")), queue(pairs, chain, "r").settled) == ([], 1)
    apart = judged(("a#1", "b#1", "same", "r"), ("b#1", "c#1", "different", "r"))
    assert (order(queue(pairs, apart, "r")), queue(pairs, apart, "r").settled) == ([], 1)


def test_whoever_is_found_makes_the_rivals_worth_little() -> None:
    rows: list[Row] = [("a#1", "b#1", 3.0, "review"), ("a#1", "b#2", 3.0, "review"), ("a#9", "b#9", 4.0, "review")]
    assert order(queue(proposals(*rows), NOBODY, "r"))[0] == ("a#1", "b#1")
    found = queue(proposals(*rows), judged(("a#1", "b#1", "same", "r")), "r")
    assert order(found) == [("a#9", "b#9"), ("a#1", "b#2")]
    assert found.pairs["worth"][1] == 0


def test_whoever_is_ruled_out_is_no_rival_any_more() -> None:
    rows: list[Row] = [("a#1", "b#1", 9.0, "review"), ("a#1", "b#2", 9.0, "review")]
    found = queue(proposals(*rows), judged(("a#1", "b#1", "different", "r")), "r")
    assert found.pairs["worth"].to_list() == [pytest.approx(entropy(2**9 / (1 + 2**9)), abs=1e-6)]


RECORDS = st.sampled_from(["1", "2", "3", "4"])
DRAWN = st.lists(
    st.tuples(
        RECORDS.map("a#{}".format), RECORDS.map("b#{}".format),
        st.floats(-40, 60).map(lambda f: round(f, 3)), st.sampled_from(["review", "match", "no"]),
    ),
    unique_by=lambda r: r[:2], max_size=10,
)  # fmt: skip
SAID = st.lists(
    st.tuples(
        RECORDS.map("a#{}".format), RECORDS.map("b#{}".format),
        st.sampled_from(["same", "different", "unsure"]), st.sampled_from(["r", "q"]),
    ),
    max_size=4,
)  # fmt: skip


@given(DRAWN, SAID, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_rows_moves_nothing(rows: list[Row], said: list[Row], chance: object, second: bool) -> None:
    found = queue(proposals(*rows), judged(*said), "r", second)  # type: ignore[arg-type]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert queue(proposals(*rows), judged(*said), "r", second).pairs.equals(found.pairs)  # type: ignore[arg-type]


@given(DRAWN, SAID)
def test_every_pair_is_asked_or_accounted_for(rows: list[Row], said: list[Row]) -> None:
    found = queue(proposals(*rows), judged(*said), "r")  # type: ignore[arg-type]
    own = {tuple(sorted(s[:2])) for s in said if s[3] == "r"}
    asked = {r[:2] for r in rows if r[3] != "no" and r[:2] not in own}
    assert len(order(found)) + found.others + found.settled == len(asked)
    assert set(order(found)) <= asked
    assert found.pairs["worth"].is_finite().all()
