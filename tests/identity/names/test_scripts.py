"""Spellings and scripts: who is not found because a name was written otherwise, and who is taken for another."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.identity.names.fold import fold, script
from exeat.identity.names.grades import DIFFERENT, FAR, GRADES, INITIAL, NEAR, SAME, VARIANT, grades, similarity
from exeat.identity.names.skeleton import close, far

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=12)
LETTERS = st.sampled_from("aeioubdfghjklmnprstvyzкиєжآبحدمש")
WORDS = st.lists(st.text("abcdeghiklmnorstuvyz", min_size=1, max_size=11), min_size=1, max_size=15)


def grade(left: str, right: str) -> str:
    return GRADES[grades(pl.Series([left]), pl.Series([right]))[0]]


def folded(text: str) -> str | None:
    value: str | None = fold(pl.Series([text]))[0]
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pérez Rondón, José Luis", "perez rondon , jose luis"),
        ("O'Neil-Ñandú", "oneil nandu"),
        ("Дем'яненко Сергій", "demyanenko serhiy"),
        ("Đorđe Müller Łódź", "dorde muller lodz"),
        ("Abd al-Raḥmān", "abd al rahman"),
        ("الله", "allah"),
        ("٣ محمد", "3 mohamed"),
        ("  ,, ", None),
        ("…", None),
    ],
)
def test_a_name_is_not_lost_for_its_signs_and_accents(text: str, expected: str | None) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("محمد", "muhammad"),
        ("مُحَمَّد", "mohammed"),
        ("أحمد", "ahmed"),
        ("احمد", "ahmad"),
        ("فاطمة", "fatima"),
        ("فاطمه", "fatemeh"),
        ("يوسف", "yousef"),
        ("Олександр", "Aleksandr"),
        ("Сергій", "Sergei"),
        ("Володимир", "Vladimir"),
        ("Шевченко", "Schewtschenko"),
        ("Микола", "Nikolay"),
        ("Аляксандр", "Oleksandr"),
        ("Петровић", "Petrovich"),
        ("יצחק", "Itzhak"),
    ],
)
def test_nobody_is_lost_for_the_script_of_a_list(native: str, latin: str) -> None:
    assert grade(folded(native) or "", folded(latin) or "") in ("same", "variant")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("mohamed", "muhammad"),
        ("gonzalez", "gonsales"),
        ("jimenez", "gimenez"),
        ("vasquez", "basquez"),
        ("chernyshov", "tschernyschow"),
        ("mykhailovych", "mikhailovich"),
        ("serhiivna", "sergeevna"),
        ("oleksandrovych", "aleksandrovich"),
        ("hossein", "hussain"),
        ("cohen", "kohen"),
        ("mueller", "muller"),
        ("yitzhak", "itzhak"),
    ],
)
def test_nobody_is_lost_for_how_a_clerk_spells(left: str, right: str) -> None:
    assert grade(left, right) == "variant"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("maria", "mario"),
        ("juan", "julian"),
        ("jose", "josue"),
        ("carlos", "carla"),
        ("hassan", "hussein"),
        ("ali", "alia"),
        ("ivan", "ivana"),
        ("oleh", "olena"),
        ("saleh", "salah"),
        ("salem", "salim"),
        ("hamid", "humaid"),
        ("petrov", "petrova"),
    ],
)
def test_brothers_and_sisters_are_not_one_name(left: str, right: str) -> None:
    assert GRADES.index(grade(left, right)) > VARIANT


@pytest.mark.parametrize(
    ("left", "right"), [("maria", "mario"), ("ivan", "ivana"), ("ali", "alia"), ("julio", "julia")]
)
def test_a_last_vowel_that_tells_a_sister_from_a_brother_is_no_slip(left: str, right: str) -> None:
    assert GRADES.index(grade(left, right)) >= FAR


@pytest.mark.parametrize(
    ("left", "right"),
    [("bernal", "bemal"), ("clara", "dara"), ("marlin", "mar1in"), ("perez", "peres"), ("ramirez", "ramriez")],
)
def test_a_slip_of_a_hand_or_a_scanner_loses_nobody(left: str, right: str) -> None:
    assert grade(left, right) in ("variant", "near")


def test_an_initial_is_only_an_initial() -> None:
    assert grade("j", "jose") == "initial"
    assert grade("j", "maria") == "different"


def test_a_missing_word_is_like_no_other() -> None:
    found = grades(pl.Series([None, "ana", None], dtype=pl.String), pl.Series([None, None, "ana"], dtype=pl.String))
    assert found.tolist() == [DIFFERENT] * 3


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_law_any_text_at_all_is_folded_and_folding_again_changes_nothing(texts: list[str | None]) -> None:
    once = fold(pl.Series("t", texts, dtype=pl.String))
    assert once.len() == len(texts)
    assert fold(once).to_list() == once.to_list()
    assert once.drop_nulls().str.contains("^[a-z0-9,]+( [a-z0-9,]+)*$").all()
    assert script(pl.Series(texts, dtype=pl.String)).len() == len(texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(LETTERS, max_size=12), min_size=1, max_size=8))
def test_law_a_list_is_folded_as_its_rows_are(texts: list[str]) -> None:
    whole = fold(pl.Series([*texts, *texts]))
    assert whole.to_list() == [folded(text) for text in texts] * 2


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_law_which_list_stands_left_changes_no_grade(left: list[str], right: list[str]) -> None:
    size = min(len(left), len(right))
    a, b = pl.Series(left[:size]), pl.Series(right[:size])
    assert grades(a, b).tolist() == grades(b, a).tolist()
    assert np.array_equal(similarity(a, b), similarity(b, a))
    assert grades(a, a).tolist() == [SAME] * size


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS)
def test_law_a_pair_is_graded_alike_whatever_stands_beside_it(left: list[str], right: list[str]) -> None:
    size = min(len(left), len(right))
    one_by_one = [GRADES.index(grade(a, b)) for a, b in zip(left[:size], right[:size], strict=True)]
    assert grades(pl.Series(left[:size]), pl.Series(right[:size])).tolist() == one_by_one


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_law_every_word_has_its_keys_whatever_stands_beside_it(words: list[str]) -> None:
    both = pl.Series([*words, *words, None], dtype=pl.String)
    for key in (close, far):
        assert key(both).to_list() == [key(pl.Series([word]))[0] for word in words] * 2 + [None]
        assert key(pl.Series(words)).null_count() == 0


def test_codes_of_the_grades_stand_in_order() -> None:
    assert tuple(range(len(GRADES))) == (SAME, VARIANT, NEAR, FAR, INITIAL, DIFFERENT)


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Hryhorenko", "Grigorenko"),
        ("Honcharuk", "Goncharuk"),
        ("Horbachov", "Gorbachyov"),
        ("Kyselov", "Kiselev"),
        ("Pidhornyi", "Podgorny"),
        ("Bilenko", "Belenko"),
        ("Serhieiev", "Sergeyev"),
        ("Isaienko", "Isaenko"),
        ("Berezovyi", "Berezovoy"),
        ("Zelenskyi", "Zelenskij"),
        ("Mykolaichuk", "Nikolajchuk"),
        ("Dniprovskyi", "Dneprovskiy"),
        ("Hryhorivna", "Grigorievna"),
        ("Serhiiovych", "Sergeyevich"),
        ("Volodymyr", "Vladimir"),
        ("Ihnatii", "Ignaty"),
        ("Shulha", "Shulga"),
        ("Заїченко", "Zaichenko"),
    ],
)
def test_nobody_is_lost_because_the_other_side_writes_their_name_in_its_own_language(
    ukrainian: str, russian: str
) -> None:
    one, two = folded(ukrainian), folded(russian)
    assert one is not None
    assert two is not None
    assert grade(one, two) in ("same", "variant")
    assert far(pl.Series([one])).equals(far(pl.Series([two])))


@pytest.mark.parametrize(("one", "other"), [("hassan", "gassan"), ("gomez", "homez"), ("petriv", "petrov")])
def test_a_rule_for_slavic_endings_makes_one_name_of_no_others(one: str, other: str) -> None:
    assert grade(one, other) not in ("same", "variant")
