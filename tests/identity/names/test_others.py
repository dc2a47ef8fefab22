"""Other names: whoever is listed under one is found, and nobody is joined too easily for having many."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tools.example_people import MEN, SURNAMES

from exeat.identity.explain import Waterfall, explain
from exeat.identity.large import match_large
from exeat.identity.match import Matching, matching

ASKED = "Evaristo Brisquén"
COLUMNS = ("id", "name", "other_names", "birth_date")


def lists(
    left: str, left_others: str | None, right: str, right_others: str | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One person on two lists (L-00, R-00), under these names and with one birth date, among others."""
    draw = random.Random(5)
    rows = [(f"{draw.choice(MEN)} {draw.choice(SURNAMES)}", None, f"19{draw.randint(50, 99)}-03-{draw.randint(1, 28)}")
            for _ in range(80)]  # fmt: skip
    one = [(left, left_others, "1988-01-27"), *rows[:40]]
    two = [(right, right_others, "1988-01-27"), *rows[40:]]
    return frame(one, "L"), frame(two, "R")


def frame(rows: list[tuple[str, str | None, str]], list_: str) -> pl.DataFrame:
    cells = [(f"{list_}-{n:02}", *row) for n, row in enumerate(rows)]
    return pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def score(found: Matching) -> float:
    """Of L-00 with R-00; -99 where nothing brought them together."""
    asked = found.pairs(all_pairs=True).filter(left="L-00", right="R-00")["score"].to_list()
    return float(asked[0]) if asked else -99.0


def explained(*names: str | None) -> Waterfall:
    return explain(*lists(*names), "L-00", "R-00")  # type: ignore[arg-type]


@pytest.mark.parametrize("names", [
    (ASKED, "Nicanor Calmarú", "Calmarú, Nicanor", None),
    ("Nicanor Calmarú", None, ASKED, "un apodo; Nicanor Calmaru"),
    (ASKED, "Teófilo Kardumel", "Ulises Lembrúa", "Kardumel, Teófilo"),
    ("Evaristo Dorvaneño Lembrúa", "Chispa", "Chispa Dorvaneño", None),
])  # fmt: skip
def test_who_is_listed_under_another_name_is_found(names: tuple[str, str | None, str, str | None]) -> None:
    one, two = lists(*names)
    without = matching(one.drop("other_names"), two.drop("other_names"))
    assert score(matching(one, two)) > max(score(without), 0) + 5


def test_a_name_that_only_other_names_share_brings_two_records_together() -> None:
    one, two = lists(ASKED, "Teófilo Kardumel", "Ulises Lembrúa", "Kardumel, Teófilo")
    assert score(matching(one.drop("birth_date"), two.drop("birth_date"))) > 0


def test_many_names_agree_by_accident_so_each_is_worth_less() -> None:
    each = ["Nicanor Calmarú", *(f"{a} Wolmaren" for a in ("Ciro", "Delfín", "Eloy", "Fabio", "Gil", "Hugo", "Ivo"))]
    told = [explained(ASKED, "; ".join(each[:n]), "Nicanor Calmarú", None) for n in (1, 2, 4, 8)]
    cost = [sum(b.weight for b in w.bars if b.comparison == "known_as") for w in told]
    assert cost == sorted(cost, reverse=True)
    assert len(set(cost)) == 4
    assert max(cost) <= -2
    itself = explained("Nicanor Calmarú", None, "Nicanor Calmarú", None)
    assert told[0].score < itself.score


def test_nobody_is_lost_for_having_other_names() -> None:
    plain = explained("Nicanor Calmarú", None, "Nicanor Calmarú", None)
    more = explained("Nicanor Calmarú", "Ulises Wolmaren; el Zurdo", "Nicanor Calmarú", None)
    assert [b for b in more.bars if b.comparison == "known_as"] == []
    assert more.score == pytest.approx(plain.score, abs=0.1)  # a word more is counted, no more than that


def test_an_alias_said_twice_is_not_two_chances() -> None:
    once = explained(ASKED, "Nicanor Calmarú", "Nicanor Calmarú", None)
    told = explained(ASKED, "Nicanor Calmarú; CALMARÚ, Nicanor; " + ASKED, "Nicanor Calmarú", None)
    assert once.score == told.score


def test_without_other_names_every_score_is_the_same_to_the_bit() -> None:
    one, two = lists("Nicanor Calmarú", None, "Nicanor Calmaru", None)
    plain = matching(one.drop("other_names"), two.drop("other_names"))
    assert (matching(one, two).score == plain.score).all()
    assert (matching(one, two).guard == plain.guard).all()


def test_an_alias_is_held_back_wherever_a_name_is_and_sooner() -> None:
    """A brother's name, or a name of war that many bear, is another name too."""
    held = []
    for given_names in ("Nicanor", "N.", "Nicanora", "Nicanor Ulises", "Teófilo"):
        for day in ("1988-01-27", "1988", "1988-02-27", "1971-09-03", None):
            one, two = lists(f"{given_names} Calmarú", None, "Nicanor Calmarú", None)
            other = lists(ASKED, f"{given_names} Calmarú", "Nicanor Calmarú", None)[0]
            at = pl.when(pl.col("id") == "L-00").then(pl.lit(day)).otherwise("birth_date").alias("birth_date")
            named, alias = (explain(rows.with_columns(at), two, "L-00", "R-00") for rows in (one, other))
            assert not alias.guard or alias.decision != "match"
            assert {m.id for m in named.guard} <= {m.id for m in alias.guard}
            held.append((bool(named.guard), bool(alias.guard)))
    assert (False, True) in held


def test_the_explanation_says_on_which_side_the_other_name_stands() -> None:
    told = explained(ASKED, "Nicanor Calmarú", "Nicanor Calmarú", None)
    bar = next(b for b in told.bars if b.comparison == "known_as")
    assert (bar.words.id, bar.left_text, bar.right_text) == (
        "match.known_as-left",
        "nicanor calmaru",
        "nicanor calmaru",
    )
    turned = explained("Nicanor Calmarú", None, ASKED, "Nicanor Calmarú")
    assert next(b for b in turned.bars if b.comparison == "known_as").words.id == "match.known_as-right"
    assert told.prior + sum(b.weight for b in told.bars) == pytest.approx(told.score, abs=1e-3)


@pytest.mark.parametrize("size", [3, 17])
def test_where_a_part_ends_loses_no_other_name(size: int) -> None:
    one, two = lists(ASKED, "Nicanor Calmarú", "Calmarú, Nicanor", "el Zurdo")
    found = match_large(one, lambda: two.iter_slices(size))
    assert_frame_equal(found.pairs(all_pairs=True), matching(one, two).pairs(all_pairs=True))
    assert score(matching(one, two)) > 0


NAMES = st.lists(st.sampled_from(["Nicanor Calmarú", "Calmarú", "Zurdo", "Ciro Lembrúa", "Gil Wolmaren"]), max_size=4)
ROWS = st.lists(
    st.tuples(st.sampled_from([ASKED, "Ciro Lembrúa", "Gil Kardumel Lembrúa"]), NAMES), min_size=1, max_size=5
)


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_which_list_is_named_first_changes_no_score(
    one: list[tuple[str, list[str]]], two: list[tuple[str, list[str]]]
) -> None:
    left, right = (frame([(n, "; ".join(o), "1988-01-27") for n, o in rows], x) for rows, x in ((one, "L"), (two, "R")))
    straight, turned = matching(left, right).pairs(all_pairs=True), matching(right, left).pairs(all_pairs=True)
    turned = turned.rename({"left": "right", "right": "left"}).select(straight.columns).sort("left", "right")
    assert_frame_equal(straight, turned)
