"""Two lists on their way to be matched: whoever is read under the wrong column is matched with the wrong person."""

from pathlib import Path

import pytest

from exeat.adapters.lists.content import guess
from exeat.adapters.lists.heading_words import WORDS, Held, says_nothing, told_by_words
from exeat.adapters.lists.paired import Listed, read_pair
from exeat.adapters.lists.recognised import BY_CELLS, IDENTITY
from exeat.core.errors import Refused

PEOPLE = "id,name,birth_date\n7,Ana Quelmoraz,1980-01-02\n8,Luis Norbelúa,1975-05-06\n9,Eva Sarvunte,1991\n"


def pair(folder: Path, left: str, right: str = PEOPLE, columns: str | None = None) -> tuple[Listed, Listed]:
    files = []
    for name, text in (("left.csv", left), ("right.csv", right), ("map.yaml", columns or "{}")):
        (folder / name).write_text(text, encoding="utf-8")
        files.append(str(folder / name))
    return read_pair(files[0], files[1], files[2] if columns else None)


def columns_of(listed: Listed) -> dict[str, str]:
    return {c.ours: " + ".join(c.theirs) for c in listed.columns}


def refused(folder: Path, left: str, right: str = PEOPLE, columns: str | None = None) -> list[tuple[object, ...]]:
    with pytest.raises(Refused) as error:
        pair(folder, left, right, columns)
    return [(p.code, Path(p.file or "").name, p.line, dict(p.values)) for p in error.value.problems]


# ------------------------------------------------------------ headings


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("name_given", "given_names"), ("GivenName", "given_names"), ("forename", "given_names"),
        ("PersonBirthDate", "birth_date"), ("birthDate", "birth_date"), ("f_nac_detenido", "birth_date"),
        ("FEC_NAC", "birth_date"), ("apellido1", "surname"), ("ApellidoMaterno", "second_surname"),
        ("surname_2", "second_surname"), ("nombre_del_padre", "father"), ("mothers_name", "mother"),
        ("lugar_nac", "birth_place"), ("CityOfBirth", "birth_place"), ("date_of_arrest", "held_since"),
        ("FechaDetencion", "held_since"), ("prison_name", "place"), ("C.I.", "document_number"),
        ("soc_sec_id", "document_number"), ("ДатаРождения", "birth_date"), ("по_батькові", "patronymic"),
        ("تاريخ_الميلاد", "birth_date"), ("نام پدر", "father"), ("שם_האב", "father"), ("doğum_tarihi", "birth_date"),
        ("data_urodzenia", "birth_date"), ("aka", "other_names"), ("SOYADI", "surname"), ("person_id", "id"),
    ],
)  # fmt: skip
def test_a_heading_that_nobody_saw_before_is_read_by_its_words(heading: str, expected: str) -> None:
    found = told_by_words(heading)
    assert found is not None
    assert found.ours == expected


@pytest.mark.parametrize(
    "heading",
    ["lawyer_name", "release_date", "document_type", "place_of_arrest", "age_group", "spouse_name", "father_dob",
     "sentence_date", "contact_phone", "nombre_abogado", "birth_registration_no", "file_name", "grandfather_name"],
)  # fmt: skip
def test_nobody_is_compared_by_somebody_elses_name_or_another_date(heading: str) -> None:
    assert told_by_words(heading) is None
    assert not says_nothing(heading)


def test_several_columns_come_together_and_keep_their_order() -> None:
    assert told_by_words("nombre_2") == Held("given_names", 2)
    assert told_by_words("dob_m") == Held("birth_date", 2)
    assert told_by_words("name_ar") == Held("name", 1)


def test_no_rule_speaks_of_a_column_or_a_word_that_does_not_exist() -> None:
    from exeat.adapters.lists.heading_words import ALONE, RULES

    assert {o.partition(":")[0] for _, _, o in RULES if o} | {o.partition(":")[0] for o in ALONE.values()} <= set(
        IDENTITY
    )
    assert {w for needs, forbids, _ in RULES for w in f"{needs} {forbids}".split()} <= set(WORDS)


# ------------------------------------------------------------ cells


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1980-02-03", "3/4/1962", "1999"], "birth_date"), (["19151111", "19790306", "19881224"], "birth_date"),
        (["3 de mayo de 1980", "12 enero 1955", "1 abr 1990"], "birth_date"), (["1360", "1372", "1345"], "birth_date"),
        (["2024-01-03", "2024-02", "2025-01-01"], "held_since"), (["M", "F", "M"], "sex"),
        (["жін", "чол", "чол"], "sex"), (["18234567", "12323232", "9.876.543"], "document_number"),
        (["V-18234567", "E-12323232", "V-9876543"], "document_number"), (["10001", "10002", "10003"], None),
        (["Ana Quelmoraz", "Luis Norbelúa Gil", "Eva Sarvunte"], "name"), (["12 Long Road", "3 Short St", "A B"], None),
        (["Norte", "Sur", "Norte"], None), (["8", "12", "47"], None), (["M", "F"], None),
    ],
)  # fmt: skip
def test_cells_are_taken_for_what_they_look_like_and_for_nothing_else(cells: list[str], expected: str | None) -> None:
    assert guess([*cells, None, " "], BY_CELLS) == expected


def test_nothing_is_guessed_twice(tmp_path: Path) -> None:
    left, _ = pair(tmp_path, "a,b,dob\nAna Quelmoraz,1980-01-02,1980-01-02\nEva Gil,1970-01-02,\nLuz Mar,1960-01-02,\n")
    assert columns_of(left) == {"name": "a", "birth_date": "dob"}
    assert left.unread == ("b",)


def test_a_column_that_looks_otherwise_in_the_other_list_is_left_alone(tmp_path: Path) -> None:
    left = "name,x\nAna Quelmoraz,1980-01-02\nEva Gil,1970-01-02\nLuz Mar,1960-01-02\n"
    right = "name,x\nAna Quelmoraz,2025-01-02\nEva Gil,2024-01-02\nLuz Mar,2025-01-02\n"
    a, b = pair(tmp_path, left, right)
    assert columns_of(a) == columns_of(b) == {"name": "name"}
    assert a.also == b.also == ("x",)


# ------------------------------------------------------------ names beside surnames


def test_a_name_beside_a_surname_is_the_given_name(tmp_path: Path) -> None:
    left, right = pair(tmp_path, "nombre,apellido\nAna,Quelmoraz\n", "Nom,Prénom\nQuelmoraz,Ana\n")
    assert columns_of(left) == {"given_names": "nombre", "surname": "apellido"}
    assert columns_of(right) == {"given_names": "Prénom", "surname": "Nom"}


def test_a_name_that_holds_the_surname_stays_whole(tmp_path: Path) -> None:
    left, right = pair(tmp_path, "name,surname\nAna Quelmoraz,Quelmoraz\n", "nombre\nAna Quelmoraz\n")
    assert columns_of(left) == {"name": "name", "surname": "surname"}
    assert columns_of(right) == {"name": "nombre"}


def test_parts_of_a_name_and_of_a_date_are_joined(tmp_path: Path) -> None:
    text = "nombre_2,nombre_1,apellido_1,dob_d,dob_m,dob_y\nLuz,Ana,Gil,3,,1980\n,Eva,Mar,3,4,1981\n,Eva,Mar,3,4,\n"
    left, _ = pair(tmp_path, text)
    assert left.rows["given_names"].to_list() == ["Ana Luz", "Eva", "Eva"]
    assert left.rows["birth_date"].to_list() == ["1980", "1981-04-03", None]


def test_a_name_in_a_second_script_is_another_name_of_the_same_person(tmp_path: Path) -> None:
    left, _ = pair(tmp_path, "name_en,name_ar\nAhmad Salem,أحمد سالم\n")
    assert columns_of(left) == {"name": "name_en", "other_names": "name_ar"}


def test_of_a_name_in_two_scripts_the_one_is_compared_that_the_other_list_writes(tmp_path: Path) -> None:
    two = "name_en,name_ar\nAhmad Salem,أحمد سالم\n"
    left, _ = pair(tmp_path, two, "الاسم\nأحمد سالم\n")
    assert columns_of(left) == {"name": "name_ar", "other_names": "name_en"}
    left, right = pair(tmp_path, two, "name_ar,name_en\nأحمد سالم,Ahmad Salem\n")
    assert columns_of(left)["name"] == columns_of(right)["name"]


# ------------------------------------------------------------ ids


def test_rows_without_ids_go_by_their_numbers(tmp_path: Path) -> None:
    left, right = pair(tmp_path, "name\nAna Gil\nEva Mar\n")
    assert (left.numbered, left.rows["id"].to_list()) == (True, ["1", "2"])
    assert (right.numbered, right.rows["id"].to_list()) == (False, ["7", "8", "9"])


def test_a_number_that_repeats_is_no_id_by_a_guess(tmp_path: Path) -> None:
    left, _ = pair(tmp_path, "code,name\nA,Ana Gil\nA,Eva Mar\n")
    assert left.numbered


def test_an_id_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    twice = "id,name\n7,Ana Gil\n8,Eva Mar\n7,Luz Mar\n"
    expected = ("match-id-twice", "left.csv", 4, {"column": "id", "id": "7", "before": "line 2"})
    assert refused(tmp_path, twice) == [expected]
    missing = refused(tmp_path, "id,name\n,Ana Gil\n8,Eva Mar\n")
    assert missing == [("row-id-missing", "left.csv", 2, {"column": "id"})]


# ------------------------------------------------------------ what the caller says


def test_what_the_caller_says_wins_over_every_guess(tmp_path: Path) -> None:
    text = "id,name,alias,n\n7,x1,Ana Gil,1\n"
    left, right = pair(tmp_path, text, columns="left: {name: alias, id: n}\nright: {name: name}\n")
    assert columns_of(left) == {"id": "n", "name": "alias"}
    assert not any(c.guessed for c in left.columns)
    assert columns_of(right)["name"] == "name"


def test_joined_columns_can_be_said(tmp_path: Path) -> None:
    both = "name: [a, b]\n"
    left, right = pair(tmp_path, "a,b\nAna,Gil\n", "b,a\nMar,Eva\n", both)
    assert (left.rows["name"].to_list(), right.rows["name"].to_list()) == (["Ana Gil"], ["Eva Mar"])


def test_all_mistakes_in_the_columns_come_out_at_once(tmp_path: Path) -> None:
    said = "nmae: name\nsex:\n  x: y\nleft:\n  birth_date: nacido\nright: name\n"
    found = refused(tmp_path, "a\n1\n", columns=said)
    assert [(c, f, n) for c, f, n, _ in found] == [
        ("key-unknown", "map.yaml", 1), ("value-wrong", "map.yaml", 3), ("value-wrong", "map.yaml", 6),
        ("match-column", "map.yaml", 5), ("match-no-names", "left.csv", 1),
    ]  # fmt: skip
    assert found[0][3]["near"] == "name"  # type: ignore[index]


def test_files_that_are_not_there_are_both_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        read_pair(str(tmp_path / "a"), str(tmp_path / "b"))
    assert [p.code for p in error.value.problems] == ["audit-file", "audit-file"]


# ------------------------------------------------------------ columns that are none of ours


def test_a_column_of_both_lists_goes_along_and_a_number_of_one_list_does_not(tmp_path: Path) -> None:
    left = "id,name,Suburb,family,seq,kind\n7,Ana Gil,East,F1,1,x\n8,Eva Mar,West,F2,2,x\n"
    right = "id,name,suburb,family,seq,kind\n1,Ana Gil,East,F2,1,x\n2,Eva Mar,West,F1,2,y\n"
    a, b = pair(tmp_path, left, right)
    assert (a.also, b.also) == (("Suburb",), ("suburb",))
    assert a.rows.columns == b.rows.columns == ["id", "name", "Suburb"]
    assert b.rows["Suburb"].to_list() == ["East", "West"]
