"""Whose words are whose: a name's given names, patronymic and surnames, in any order and usage."""

from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.known_words import heads as made_heads
from tools.known_words import known as made_known

from exeat.identity.names.fold import fold
from exeat.identity.names.model import GIVEN, MOST, PATRONYMIC, SECOND_SURNAME, SURNAME, UNKNOWN, named, parse
from exeat.identity.names.tables import known_given, known_surnames, nicknames, rows, words

G, S, T, P = GIVEN, SURNAME, SECOND_SURNAME, PATRONYMIC
Said = list[tuple[str, int]]


def every(names: list[str], **columns: list[str | None]) -> list[Said]:
    rows = parse(pl.DataFrame({"name": names, **columns} if names else columns)).rows()
    return [list(zip(tokens, roles, strict=True)) for tokens, roles in rows]


def one(name: str) -> Said:
    return every([name])[0]


@pytest.mark.parametrize(
    "name",
    [
        "José Luis Pérez Rondón",
        "PÉREZ RONDÓN, JOSÉ LUIS",
        "PEREZ RONDON JOSE LUIS",
        "Sr. José Luis Pérez y Rondón hijo",
        "José Luis Pérez Rondón, hijo",
        "Lic. Pérez de Rondón, José Luis",
    ],
)
def test_a_brothers_second_surname_is_not_taken_for_a_given_name(name: str) -> None:
    assert one(name) == [("jose", G), ("luis", G), ("perez", S), ("rondon", T)]


@pytest.mark.parametrize(
    "name", ["Carmen Aldoverra Brisquén", "Aldoverra Brisquén Carmen", "ALDOVERRA BRISQUÉN, Carmen"]
)
def test_surnames_that_no_table_knows_are_no_given_names(name: str) -> None:
    assert one(name) == [("carmen", G), ("aldoverra", S), ("brisquen", T)]


def test_an_initial_is_not_lost_for_looking_like_a_word_between_surnames() -> None:
    assert one("Juan Y. Calmarú") == [("juan", G), ("y", G), ("calmaru", S)]
    assert [word for word, _ in one("Juan Pérez y Calmarú")] == ["juan", "perez", "calmaru"]


@pytest.mark.parametrize(
    "name", ["María de la Cruz Pérez", "Maria Cruz Perez", "MARIA DELACRUZ PEREZ", "De la Cruz Pérez, María"]
)
def test_nobody_is_missed_for_a_particle_that_one_list_leaves_out(name: str) -> None:
    assert one(name) == [("maria", G), ("cruz", S), ("perez", T)]


@pytest.mark.parametrize(
    "name", ["Abdul Rahman al-Masri", "Abdurrahman El Masri", "ʿAbd ar-Raḥmān al-Maṣrī", "Abd Elrahman Almasri"]
)
def test_a_servant_of_the_merciful_has_one_given_name_however_it_is_written(name: str) -> None:
    assert one(name) == [("abdulrahman", G), ("masri", S)]


@pytest.mark.parametrize("name", ["Saif al-Din Haddad", "Saifuddin Haddad", "Saif Eddine Haddad", "Saif ad-Din Haddad"])
def test_the_sword_of_the_faith_is_one_given_name(name: str) -> None:
    assert one(name) == [("saifuddin", G), ("haddad", S)]


def test_a_father_is_no_given_name_and_a_kunya_is_one_word() -> None:
    assert one("Omar bin Khalid al-Masri") == [("omar", G), ("khalid", P), ("masri", S)]
    assert one("AL-MASRI, Omar ould Khalid") == [("omar", G), ("khalid", P), ("masri", S)]
    assert one("Abou Omar al-Masri") == [("abuomar", G), ("masri", S)]
    assert one("Umm Khalid") == [("ummkhalid", G)]


@pytest.mark.parametrize("name", ["Сидоров Иван Петрович", "Иван Петрович Сидоров", "Sidorov, Ivan Petrovich"])
def test_a_patronymic_is_no_surname(name: str) -> None:
    assert one(name) == [("ivan", G), ("petrovich", P), ("sidorov", S)]


def test_a_mother_and_her_son_bear_one_surname() -> None:
    mother, son = every(["Oksana Kardumelska", "Taras Kardumelskyi"])
    assert mother[1] == son[1]
    assert one("Мария Ивановна Сидорова")[2] == ("sidorov", S)
    assert one("Marina Cordova")[1] == ("cordova", S)  # no Slavic name


def test_a_persian_name_written_as_one_or_as_two_words() -> None:
    for name in ("Mohammadreza Hosseinzadeh", "Mohammad Reza Hossein-zadeh"):
        assert one(name) == [("mohammad", G), ("reza", G), ("hosseinzadeh", S)]


def test_a_peerage_is_no_given_name() -> None:
    assert one("thomas lembrua, 1st baron lembrua of wolmaren")[:2] == [("thomas", G), ("lembrua", S)]


def test_the_grandfather_of_one_list_is_no_surname() -> None:
    assert one("Omar Khalid Hasan Iscudari") == [("omar", G), ("khalid", P), ("hasan", P), ("iscudari", S)]
    assert one("Lurdavenko O. I.") == [("o", G), ("i", P), ("lurdavenko", S)]


def test_headings_are_believed_unless_every_word_contradicts_them() -> None:
    columns: dict[str, list[str | None]] = {
        "given_names": ["Torres", "Figueroa", "Ivan Petrovich"],
        "surname": ["Luis Pérez", "Rafael", "Sidorov"],
    }
    assert every([], **columns) == [
        [("torres", G), ("luis", S), ("perez", T)],
        [("rafael", G), ("figueroa", S)],
        [("ivan", G), ("petrovich", P), ("sidorov", S)],
    ]


def test_the_order_of_a_list_decides_for_names_that_show_none() -> None:
    sure = [f"{surname} {given_}" for surname in ("Perez", "Gomez", "Diaz") for given_ in ("Luis", "Ana", "Jose") * 3]
    assert every([*sure, "Dorvane Elquimar"])[-1] == [("elquimar", G), ("dorvane", S)]
    assert one("Dorvane Elquimar") == [("dorvane", G), ("elquimar", S)]


def test_a_title_is_left_out_only_where_a_name_remains() -> None:
    assert one("Dr. Calmarú") == [("calmaru", UNKNOWN)]
    assert [word for word, _ in one("Haji Khan")] == ["haji", "khan"]
    assert one("Sheikh Omar al-Masri") == [("omar", G), ("masri", S)]


def test_a_row_without_a_name_has_no_words() -> None:
    assert every([], name=[None, " ", "-", "Ana Gil"]) == [[], [], [], [("ana", G), ("gil", S)]]
    assert parse(pl.DataFrame({"name": []}, schema={"name": pl.String})).height == 0


LEFT_OUT = set(words())
WORD = st.sampled_from(
    [
        *known_given()["token"].to_list()[::97],
        *known_surnames()["token"].to_list()[::97],
        "de",
        "y",
        "dr",
        "aldoverra",
        "x",
    ]
)


@given(
    st.lists(st.lists(WORD, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_no_word_of_a_name_is_lost_and_the_order_of_rows_changes_nothing(names: list[str], chance: Random) -> None:
    found = every(names)
    for name, said in zip(names, found, strict=True):
        held = "".join(word for word, _ in said)
        assert len(said) <= MOST
        assert said or not name
        for word in str(fold(pl.Series([name]))[0]).split():
            assert word in held or word in LEFT_OUT or word[-4:-1] in held or word[:3] in held
    order = list(range(len(names)))
    chance.shuffle(order)
    assert every([names[at] for at in order]) == [found[at] for at in order]


def test_the_numbers_say_what_the_lists_say() -> None:
    rows = pl.DataFrame({"name": ["Ana Gil", None, "Ana Gil", "Omar bin Khalid al-Masri"] * 3})
    numbers = named(rows)
    told = [[numbers.texts[at] for at in row if at >= 0] for row in numbers.ids.tolist()]
    assert told == parse(rows)["tokens"].to_list()


@pytest.mark.parametrize(("table", "key"), [("given", 2), ("surnames", 2), ("words", 1), ("nicknames", 2)])
def test_tables_are_sorted_folded_and_say_nothing_twice(table: str, key: int) -> None:
    found = rows(table)
    keys = [row[:key] for row in found]
    assert keys == sorted(keys)
    assert len(keys) == len({tuple(row) for row in keys})
    names = pl.Series([name for row in found for name in row[: key if table == "nicknames" else 1]])
    assert (fold(names) == names).all()


def test_no_word_is_read_by_rules_that_no_longer_stand() -> None:
    # The tables made of tables: `python -m tools.known_words` writes them anew.
    for name, made in (("heads", made_heads()), ("known", made_known())):
        assert rows(name) == [[str(cell) for cell in row] for row in made.rows()]


def test_a_pet_form_stands_for_its_name_both_ways() -> None:
    pairs = {pair for one, other in nicknames() for pair in ((one, other), (other, one))}
    assert {
        ("pepe", "jose"),
        ("jose", "pepe"),
        ("sasha", "oleksandr"),
        ("itzik", "yitzhak"),
        ("bill", "william"),
    } <= pairs
    assert not any(a == b for a, b in pairs)
