# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Sex, places, parents, detention, nationality, other columns: what one side says and the other says otherwise."""

from typing import Any

import polars as pl
import pytest

from exeat.identity.comparisons import Comparison
from exeat.identity.fields import dates, documents, held, nationality, other, places, relatives, sex
from exeat.identity.fields.cells import UNKNOWN

from .pairs import Cells, every, frame, named, one, table


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["H", "M"], [1, 2]),
        (["M", "F"], [1, 2]),
        (["h", "f"], [1, 2]),
        (["V", "M"], [1, 2]),
        (["Hombre", "Mujer", "M", "F"], [1, 2, 1, 2]),
        (["M", "M", "F", "H?"], [1, 1, 2, None]),
        (["Ч", "Ж"], [1, 2]),
        (["М", "Ж"], [1, 2]),
        (["чоловіча", "жіноча"], [1, 2]),
        (["ذكر", "أنثى"], [1, 2]),
        (["זכר", "נקבה"], [1, 2]),
        (["1", "2"], [1, 2]),
        (["M"], [1]),
        (["male", "FEMALE", "Masculino", "femenino", "unknown", "", "?"], [1, 2, 1, 2, None, None, None]),
    ],
)
def test_a_woman_is_not_made_a_man_by_the_letter_m(cells: list[str], told: list[int | None]) -> None:
    assert sex.prepare(frame({"sex": cells}), None)["sex_told"].to_list() == told


def test_two_lists_may_write_sex_in_their_own_letters() -> None:
    assert table(sex, {"sex": ["H", "M"]}, {"sex": ["M", "F", None]}) == [
        ["same", "different", "missing"],
        ["different", "same", "missing"],
    ]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Maracay", "MARACAY", "same"),
        ("Municipio Guarenas", "Guarenas", "same"),
        ("Guarenas, estado Miranda", "Miranda (Guarenas)", "same"),
        ("Guarenas, Miranda", "Guarenas", "part"),
        ("Guarenas, Miranda", "Guatire, Miranda", "shares"),
        ("Maracaibo", "Maracaivo", "same"),
        ("Barquisimeto", "Barquicimeto", "same"),
        ("Barquisimeto", "Barkisimeto", "same"),
        ("Cumaná", "Cumanacoa", "different"),
        ("Kyiv", "Київ", "same"),
        ("Zaporizhzhia", "Запорожье", "same"),
        ("Aleppo", "Halab", "same"),
        ("Damascus", "دمشق", "near"),
        ("Caracas", "Distrito Capital", "same"),
        ("Caracas", "Valencia", "different"),
        ("Caracas", "s/d", "missing"),
    ],
)
def test_a_town_is_one_town_by_whatever_name(left: str, right: str, level: str) -> None:
    assert one(places, "birth_place", left, right) == level


def test_birth_place_and_origin_are_compared_each_with_its_own_first() -> None:
    left = {"birth_place": ["Coro", "Coro", None], "origin": ["Valera", None, "Valera"]}
    right = {"birth_place": ["Mérida"], "origin": ["Valera"]}
    assert table(places, left, right) == [["same"], ["different"], ["same"]]
    assert table(places, {"birth_place": ["Coro"]}, {"origin": ["Coro"]}) == [["same"]]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Colony 4", "Colony 12", "different"),
        ("Colony 12", "ИК-12", "same"),
        ("SIZO 2", "Remand Prison No. 2", "same"),
        ("Block A", "Block B", "different"),
        ("Anexo II", "Anexo 2", "same"),
        ("Centro Penitenciario San Telmo", "San Telmo", "same"),
    ],
)
def test_nobody_is_in_the_next_block_because_its_name_is_alike(left: str, right: str, level: str) -> None:
    assert one(places, "place", left, right, 1) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Pedro Quiroz", "QUIROZ, Pedro", "same"),
        ("Pedro Quiroz", "Pedro Antonio Quiroz Anzola", "part"),
        ("Pedro", "Pedro Quiroz", "part"),
        ("Ahmed Salem", "أحمد سالم", "same"),
        ("Ivan Petrenko", "Іван Петренко", "same"),
        ("Pedro Quiroz", "Luis Quiroz", "shares"),
        ("Pedro Quiroz", "Luis Anzola", "different"),
        ("Pedro Quiroz", "no consta", "missing"),
    ],
)
def test_the_father_is_known_by_less_than_his_whole_name(left: str, right: str, level: str) -> None:
    assert one(relatives, "father", left, right) == level
    assert one(relatives, "mother", left, right, 1) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("2024-07-29", "29/07/2024", "same"),
        ("2024-07-29", "2024-08-01", "days"),
        ("2024-07-29", "2024-08-29", "weeks"),
        ("2024-07", "2024-07-29", "fits"),
        ("2024-08-03", "2024-03-08", "turned"),
        ("2024-01-29", "2024-07-29", "same_year"),
        ("2023-12-29", "2024-01-02", "weeks"),
        ("2021-01-29", "2024-07-29", "different"),
        ("2024-01-29", "", "missing"),
    ],
)
def test_a_detention_dated_by_another_office_is_no_other_detention(left: str, right: str, level: str) -> None:
    assert one(held, "held_since", left, right) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("venezolana", "VEN", "same"),
        ("Venezuela", "venezolano", "same"),
        ("українець", "Ukraine", "same"),
        ("украинка", "UA", "same"),
        ("سوري", "Syrian", "same"),
        ("venezolana / española", "Spain", "same"),
        ("colombiana", "venezolana", "different"),
        ("Niger", "Nigeria", "different"),
        ("de la República de Colombia", "DE", "different"),
        ("Atlantis", "atlantis", "same"),
        ("unknown", "venezolana", "missing"),
    ],
)
def test_nobody_changes_nationality_by_the_language_of_a_list(left: str, right: str, level: str) -> None:
    # With another person of another nationality on either list: one that everybody has says nothing.
    assert table(nationality, {"nationality": [left, "x"]}, {"nationality": [right, "y"]})[0][0] == level


def test_a_nationality_that_everybody_has_says_nothing() -> None:
    assert (
        table(nationality, {"nationality": ["VE", "venezolano"]}, {"nationality": ["Venezuela"]}) == [["missing"]] * 2
    )


LEFT = pl.DataFrame(
    {
        "id": ["a", "b", "c"],
        "row": ["1", "2", "3"],
        "country": ["VE", "VE", "VE"],
        "street": ["Calle Larga 4", "Calle Corta", None],
        "note": ["x" * 60, "y" * 60, "z" * 60],
        "own": ["k1", "k2", "k3"],
    }
)
RIGHT = LEFT.with_columns(
    own=pl.Series(["r1", "r2", "r3"]), street=pl.Series(["calle larga, 4", "Calle Cotra", "Plaza"])
)


def test_what_an_unknown_column_says_counts_and_what_only_counts_rows_does_not() -> None:
    assert other.columns(LEFT, RIGHT, ("id",)) == other.columns(RIGHT, LEFT, ("id",)) == ("street",)
    street = other.comparison("street")
    left, right = (other.prepare(f, ("street",)) for f in (LEFT, RIGHT))
    found = named(street, every(left, right))
    assert found[0] == "same"
    assert found[4] == "near"
    assert found[6:] == ["missing"] * 3


MODULES = (dates, documents, sex, places, relatives, held, nationality)
ROWS: Cells = {
    "birth_date": ["1963-09-04", "04/09/1963", "1963", None, "1964-01"],
    "age": ["60", None, "61", "33", None],
    "document_number": ["V-12345678", "12345679", "AB123456", None, "1234567"],
    "sex": ["M", "F", "M", None, "F"],
    "birth_place": ["Coro", "Valera, Trujillo", "Trujillo", None, "Corro"],
    "origin": ["Valera", None, "Coro", "Coro", None],
    "place": ["Colony 4", "Colony 12", "San Telmo", None, "Penal San Telmo"],
    "father": ["Pedro Quiroz", "Pedro", "Luis Anzola", None, "Quiroz Pedro Luis"],
    "mother": ["Ana", "Ana Anzola", "Anna", None, "Luisa"],
    "held_since": ["2024-07-29", "2024-08-01", "2024", None, "08/01/2024"],
    "nationality": ["VE", "venezolana", "CO", None, "VE / CO"],
}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_the_order_of_the_lists_and_of_their_rows_changes_nothing(module: Any) -> None:
    rows = frame(ROWS)
    made, turned = module.prepare(rows, None), module.prepare(rows[::-1], None)
    for comparison in module.COMPARISONS:
        codes = comparison.compare(every(made, made)).reshape(made.height, -1)
        assert (codes == codes.T).all()
        assert (comparison.compare(every(turned, turned)).reshape(made.height, -1)[::-1, ::-1] == codes).all()
        assert comparison.levels[codes[0, 0]].id in ("same", "missing")


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_a_part_at_a_time_is_as_all_at_once(module: Any) -> None:
    made = module.prepare(frame(ROWS), None)
    whole = every(made, made)
    parts = every(made, made)
    for comparison in module.COMPARISONS:
        codes = comparison.compare(whole)
        for start in range(0, len(codes), 7):
            some = type(parts)(parts.sides, parts.l[start : start + 7], parts.r[start : start + 7])
            assert (comparison.compare(some) == codes[start : start + 7]).all()


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_a_list_that_has_not_the_column_says_nothing(module: Any) -> None:
    with_, without = module.prepare(frame(ROWS), None), module.prepare(frame({"id": ["a", "b"]}), None)
    assert without.height == 2
    assert without.columns == with_.columns
    for comparison in module.COMPARISONS:
        assert set(named(comparison, every(with_, without))) == {"missing"}
        assert needs(comparison, without) is False


def needs(comparison: Comparison, made: pl.DataFrame) -> bool:
    """Whether the list tells what the comparison needs."""
    return all(made[column].null_count() < made.height for column in comparison.needs)


def test_the_words_for_unknown_are_those_of_the_audit() -> None:
    from exeat.evidence.audit.writing import UNKNOWN as OF_AUDIT

    assert set(OF_AUDIT) <= set(UNKNOWN)
