"""Words graded once and remembered: what was met before, or beside what, never changes how near two words are."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.identity.names import remembered
from exeat.identity.names.grades import DIFFERENT, Keys, grades
from exeat.identity.names.remembered import Remembered

WORDS = ["bruzat", "brusat", "bruza", "maria", "mario", "mariya", "jose", "pepe", "j", "khaled", "halid", "xx"]


@pytest.fixture(autouse=True)
def _few_are_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "COMMON", 4)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=40), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_law_a_remembered_grade_is_the_grade_of_the_two_words(pairs: list[tuple[int, int]], times: int) -> None:
    memory = Remembered.none_yet(Keys(pl.Series(WORDS)), pl.Series([9, 1, 8, 1, 7, 1, 1, 6, 1, 1, 1, 1]).to_numpy())
    a, b = pl.DataFrame(pairs, schema=["a", "b"], orient="row").get_columns()
    words = pl.Series(WORDS)
    expected = grades(words.gather(a), words.gather(b)).tolist()
    for _ in range(times):
        assert memory.grades(a.to_numpy(), b.to_numpy()).tolist() == expected


def test_every_word_of_one_name_is_graded_with_every_word_of_the_other() -> None:
    memory = Remembered.none_yet(Keys(pl.Series(WORDS)), pl.Series([1] * 12).to_numpy())
    one, two = pl.Series([0, 3]).to_numpy(), pl.Series([1, 11, 3]).to_numpy()
    found = memory.grades(one[:, None], two[None])
    assert found.shape == (2, 3)
    assert found[1, 2] == 0
    assert found[0, 1] == DIFFERENT
