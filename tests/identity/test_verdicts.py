"""What people judged teaches what other pairs are worth: who is asked about in vain, who is taken for another."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.core.claims import SamePerson, Withdrawal
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.identity.among import Among, among
from exeat.identity.explained import explained
from exeat.identity.labels import labels
from exeat.identity.proposals import compared_of, everywhere, pairs_of, proposals
from exeat.identity.scoring.verdicts import MOST
from exeat.testing.byhand import roster
from exeat.testing.memory import CASE, facts_of, id_of, says

SOME = settings(max_examples=40, deadline=None)
FAMILY = ("Quelmoraz", "Fruvaldés", "Ulmirazo", "Galdruña", "Norbelúa", "Calmarú", "Hervoniz")
GIVEN = ("Ramón", "Óscar", "Verónica", "Isabel", "Carlos", "Andrés", "Daniel", "Simón")
Verdict = tuple[int, str]


def row(n: int, born: int) -> dict[str, str | None]:
    names = {"given_names": GIVEN[n % 8], "surname": FAMILY[n % 7], "second_surname": FAMILY[(n + 3) % 7]}
    return {**names, "birth_date": f"{born}-{1 + n % 12:02}-{1 + n % 28:02}"}


LEFT = roster("l", "ax", {str(n): row(n, 1960 + n) for n in range(12)})
RIGHT = roster("m", "be", {str(n): row(n, 1961 + n) for n in range(12)})  # a year later, all of them
ONE = st.tuples(st.integers(0, 8), st.sampled_from(("same", "different")))
VERDICTS = st.lists(ONE, min_size=1, max_size=8, unique_by=lambda v: v[0])


def says_of(n: int, verdict: Any, by: str = "red") -> Statement:
    return says(by, SamePerson(f"l#{n}", f"m#{n}", verdict))


def case_of(*said: Statement) -> Facts:
    return facts_of(CASE, [LEFT, RIGHT, *said])


def score(found: pl.DataFrame, n: int) -> float:
    one = found.filter((pl.col("left") == f"l#{n}") & (pl.col("right") == f"m#{n}"))
    return float(one["score"][0])


WITHOUT = compared_of(case_of(), everywhere(case_of()))
assert WITHOUT is not None
BEFORE = pairs_of(WITHOUT)


def taught(verdicts: list[Verdict]) -> pl.DataFrame:
    assert WITHOUT is not None
    return pairs_of(WITHOUT.with_verdicts(labels(case_of(*(says_of(n, v) for n, v in verdicts)))))


def test_who_is_like_many_that_were_told_apart_is_no_longer_proposed_as_surely() -> None:
    assert score(taught([(n, "different") for n in range(9)]), 10) < score(BEFORE, 10) - 1


def test_what_nobody_judged_teaches_nothing_to_the_bit() -> None:
    assert proposals(case_of()).equals(BEFORE)
    assert proposals(case_of(says_of(3, "unsure"))).equals(BEFORE)


def test_a_verdict_taken_back_teaches_no_longer() -> None:
    wrong = says_of(3, "different")
    back = says("red", Withdrawal(id_of(case_of().case, wrong)))
    assert proposals(case_of(wrong, back)).equals(BEFORE)


def test_of_two_reviewers_who_contradict_each_other_neither_teaches() -> None:
    assert proposals(case_of(says_of(3, "same"), says_of(3, "different", "blue"))).equals(BEFORE)


def test_whoever_was_told_apart_stands_in_nobodys_way() -> None:
    """Two rows are as likely one person with a third: when one of them is told apart, the other is not left at half."""
    rows = [
        {"list": "l", "id": "l#1", **row(1, 1960)},
        *({"list": "m", "id": f"m#{n}", **row(1, 1960)} for n in (1, 2)),
    ]
    apart = pl.DataFrame({"left": ["l#1"], "right": ["m#1"], "same": [False]})
    chance = [dict(zip(f["right"], f["probability"], strict=True)) for f in _between(among(pl.DataFrame(rows)), apart)]
    assert chance[0]["m#2"] <= 0.5
    assert chance[1]["m#2"] > 0.5


def _between(compared: Among, judged: pl.DataFrame) -> list[pl.DataFrame]:
    return [x.pairs(all_pairs=True).filter(pl.col("left") == "l#1") for x in (compared, compared.with_verdicts(judged))]


def test_the_guard_is_not_talked_away_by_verdicts() -> None:
    assert WITHOUT is not None
    found = WITHOUT.with_verdicts(labels(case_of(*(says_of(n, "same") for n in range(9)))))
    assert found.guard is WITHOUT.guard


def test_one_score_is_shown_with_the_judgements_that_taught_it() -> None:
    assert WITHOUT is not None
    facts = case_of(*(says_of(n, "different") for n in range(9)))
    why = explained(facts, WITHOUT.with_verdicts(labels(facts)), "l#10", "m#10")
    assert abs(why.score - score(proposals(facts), 10)) < 1e-5
    (bar,) = [b for b in why.bars if b.comparison == "verdicts"]
    assert bar.words.values == {"number": "9"}
    assert abs(why.prior + sum(b.weight for b in why.bars) - why.score) < 1e-3


@SOME
@given(VERDICTS, st.randoms(use_true_random=False))
def test_no_order_of_verdicts_teaches_otherwise(verdicts: list[Verdict], chance: Any) -> None:
    moved = list(verdicts)
    chance.shuffle(moved)
    assert taught(moved).equals(taught(verdicts))


@SOME
@given(VERDICTS)
def test_one_verdict_more_moves_pairs_that_show_the_same_its_own_way_and_none_too_far(verdicts: list[Verdict]) -> None:
    (n, last), others = verdicts[-1], verdicts[:-1]
    before, after = (score(taught(v) if v else BEFORE, n) for v in (others, verdicts))
    assert after >= before - 1e-2 if last == "same" else after <= before + 1e-2
    assert abs(after - score(BEFORE, n)) <= MOST + 1e-4
