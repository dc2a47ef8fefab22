"""Two names and nothing else: who would be taken for another by how much of a name is the same, and who lost."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.identity import alike

WORDS = st.lists(
    st.sampled_from(["Omar", "Umar", "Dulani", "Tikrani", "al-Rawani", "Pedro", "P.", "Rondon", "RondonVega", "Олег"]),
    max_size=5,
).map(" ".join)


def score(left: str, right: str) -> float:
    found: float = alike(pl.Series([left]), pl.Series([right]))["score"][0]
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Omar Salim Hasan al-Dulani", "Omar Salim Hasan al-Tikrani"),
        ("Ruslan Olegovich Harenko", "Ruslan Petrovich Harenko"),
        ("Salman bin Yusuf al-Rawani", "Yusuf bin Salman al-Rawani"),
    ],
)
def test_two_names_are_not_one_because_most_of_their_words_are(left: str, right: str) -> None:
    assert score(left, right) < 0 < score(left, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PedroRondon", "Pedro Rondon"),
        ("Pedro Ron don", "Pedro Rondon"),
        ("RONDON, PEDRO", "Pedro Rondón"),
        ("Pedro Rondon Vega", "Pedro Rondon"),
        ("Олег Гаренко", "Oleh Harenko"),
    ],
)
def test_a_name_is_not_lost_because_it_is_glued_parted_turned_cut_or_in_another_script(left: str, right: str) -> None:
    assert score(left, right) > 0


def test_one_word_is_not_taken_for_every_name_that_has_it() -> None:
    assert score("Omar", "Omar Hasan Dulani") < 0 < score("Omar", "Omar")


def test_a_name_without_a_word_says_nothing_either_way() -> None:
    found = alike(pl.Series([None, "", "?"], dtype=pl.String), pl.Series(["Pedro Rondon"] * 3))
    assert found["score"].to_list() == [0, 0, 0]
    assert alike(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String)).height == 0


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3))
def test_neither_the_side_nor_the_other_pairs_change_what_is_said_of_two_names(pairs: list[tuple[str, str]]) -> None:
    left, right = (pl.Series([p[i] for p in pairs], dtype=pl.String) for i in (0, 1))
    one, two = alike(left, right), alike(right, left)
    assert one.equals(two)
    assert one["score"].to_list() == [score(*p) for p in pairs]
