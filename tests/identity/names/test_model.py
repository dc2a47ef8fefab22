"""Whose words are whose: a name's given names, patronymic and surnames, in any order and usage."""

import polars as pl
import pytest

from exeat.identity.names.model import GIVEN, PATRONYMIC, SECOND_SURNAME, SURNAME, parse

G, S, T, P = GIVEN, SURNAME, SECOND_SURNAME, PATRONYMIC


def one(name: str) -> list[tuple[str, int]]:
    [(tokens, roles)] = parse(pl.DataFrame({"name": [name]})).rows()
    return list(zip(tokens, roles, strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "José Luis Pérez Rondón",
        "PÉREZ RONDÓN, JOSÉ LUIS",
        "PEREZ RONDON JOSE LUIS",
        "Sr. José Luis Pérez y Rondón hijo",
    ],
)
def test_a_brothers_second_surname_is_not_taken_for_a_given_name(name: str) -> None:
    assert one(name) == [("jose", G), ("luis", G), ("perez", S), ("rondon", T)]


@pytest.mark.parametrize("name", ["Abdul Rahman al-Masri", "Abdurrahman El Masri", "ʿAbd ar-Raḥmān al-Maṣrī"])
def test_a_servant_of_the_merciful_has_one_given_name_however_it_is_written(name: str) -> None:
    assert one(name) == [("abdulrahman", G), ("masri", S)]


@pytest.mark.parametrize("name", ["Сидоров Иван Петрович", "Иван Петрович Сидоров"])
def test_a_patronymic_is_no_surname(name: str) -> None:
    assert [role for _, role in one(name)] == [G, P, S]
    assert one(name)[2][0] == "sidorov"


def test_headings_are_believed() -> None:
    rows = pl.DataFrame({"given_names": ["Torres"], "surname": ["Luis Pérez"]})
    assert parse(rows).rows() == [(["torres", "luis", "perez"], [G, S, T])]


def test_a_row_without_a_name_has_no_words() -> None:
    assert parse(pl.DataFrame({"name": [None, " ", "Ana Gil"]})).rows() == [
        ([], []),
        ([], []),
        (["ana", "gil"], [G, S]),
    ]
