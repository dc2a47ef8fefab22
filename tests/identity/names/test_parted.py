"""Names written as one word on one side and as two on the other: nobody is lost by it, and nobody gains by it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.identity import alike
from exeat.identity.explain import Waterfall, explain
from exeat.identity.match import matching

OTHERS = ["Ciro Lembrúa", "Gil Wolmaren Kardumel", "Teófilo Brisquén", "Ulises Dorvaneño"]
GLUED = [
    ("María José Calmarú", "Mariajose Calmarú"),
    ("Juan Dorva Neño", "Juan Dorvaneño"),
    ("Nicanor Calmarú", "NICANORCALMARU"),
    ("Kim Jong Un", "Kim Jongun"),
    ("Олександр Кардумельський", "Олександркардумельський"),
    ("María José Calma Rú", "Mariajose Calmarú"),
]


def explained(left: str, right: str, *more: str) -> Waterfall:
    """Of these two names, on lists with some others."""
    one, two = ([*names, *OTHERS] for names in ((left,), (right, *more)))
    return explain(frame(one, "L"), frame(two, "R"), "L0", "R0")


def frame(names: list[str], list_: str) -> pl.DataFrame:
    return pl.DataFrame({"id": [f"{list_}{n}" for n in range(len(names))], "name": names})


@pytest.mark.parametrize(("parted", "glued"), GLUED)
def test_who_is_glued_on_one_list_is_not_lost(parted: str, glued: str) -> None:
    told = explained(parted, glued)
    assert told.proposed
    assert told.score > explained(parted, "Ramiro Wolmaren").score + 4


@pytest.mark.parametrize(("parted", "glued"), GLUED)
def test_a_glued_name_is_never_worth_more_than_the_same_name(parted: str, glued: str) -> None:
    one, two = frame([parted, *OTHERS], "L"), frame([glued, parted, *OTHERS], "R")
    assert explain(one, two, "L0", "R0").score < explain(one, two, "L0", "R1").score
    left, right = pl.Series([parted, parted]), pl.Series([glued, parted])
    found, same = alike(left, right)["score"].to_list()
    assert 0 < found <= same


def test_who_has_only_one_of_the_two_parts_gains_nothing_by_a_third_record() -> None:
    """The word is parted for the pair that asks for it; a pair is not judged by what stands on other lines."""
    alone = explained("Mariajose Calmarú", "María Lembrúa", "Ciro Wolmaren")
    beside = explained("Mariajose Calmarú", "María Lembrúa", "María José Wolmaren")
    assert [b.level for b in alone.bars] == [b.level for b in beside.bars]


def test_who_has_the_word_as_well_keeps_it() -> None:
    told = explained("Rosa Linda Calmarú", "Rosalinda Rosa Linda")
    assert "rosalinda" in " ".join(b.right_text or "" for b in told.bars)


def test_the_explanation_shows_the_words_that_were_compared() -> None:
    told = explained("Mariajose Calmarú", "María José Calmarú")
    bar = next(b for b in told.bars if b.comparison == "given")
    assert (bar.level, bar.left_text, bar.right_text) == ("variant", "maria jose", "maria jose")
    assert told.prior + sum(b.weight for b in told.bars) == pytest.approx(told.score, abs=1e-3)


WORDS = st.lists(st.sampled_from(["Maria", "Jose", "Mariajose", "Calmaru", "Josecalmaru", "Calma", "Ru"]), max_size=4)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4))
def test_which_list_is_named_first_changes_no_score(one: list[list[str]], two: list[list[str]]) -> None:
    left, right = (frame([" ".join(words) for words in names], s) for names, s in ((one, "L"), (two, "R")))
    straight, turned = matching(left, right).pairs(all_pairs=True), matching(right, left).pairs(all_pairs=True)
    turned = turned.rename({"left": "right", "right": "left"}).select(straight.columns).sort("left", "right")
    assert straight.equals(turned)
