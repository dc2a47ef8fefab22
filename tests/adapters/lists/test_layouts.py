"""Lists as ministries, registers, airlines and forms lay them out: who is on them, and what was guessed."""

import datetime
from pathlib import Path

import pytest
from tools import make_formats
from tools.make_formats import ods, xlsx

from exeat.adapters.lists.columns import ALIASES, known_heading, map_columns, plain
from exeat.adapters.lists.headings import MORE
from exeat.adapters.lists.hxl import TAGS, ours_of, parts
from exeat.adapters.lists.read import read_sheet
from exeat.adapters.lists.sheet import HEADINGS, Sheet
from exeat.core.errors import Problem
from exeat.core.message import Message
from exeat.faces.texts import LANGUAGES, text

EXAMPLES = Path(__file__).parents[3] / "examples" / "formats"
Cells = list[list[object]]


def sheet_of(path: Path, sheet: str | None = None, heading: int | None = None) -> Sheet:
    found: list[Problem] = []
    made = read_sheet(path, path.name, found, sheet=sheet, heading=heading)
    assert found == []
    assert made is not None
    for note in made.notes:
        assert all("{" not in text(note.id, language, **note.values) for language in LANGUAGES)
    return made


def ours(sheet: Sheet) -> list[dict[str, str | None]]:
    """The rows under our names, as far as we have any."""
    mapped = dict(map_columns((), sheet.rows.columns, sheet.told).columns)
    return sheet.rows.select(**mapped).to_dicts()


def written(tmp_path: Path, rows: Cells, *merged: str) -> Path:
    def merge(sheet: object) -> None:
        for cells in merged:
            sheet.merge_cells(cells)  # type: ignore[attr-defined]

    (tmp_path / "a.xlsx").write_bytes(xlsx({"A": rows}, merge))  # type: ignore[dict-item]
    return tmp_path / "a.xlsx"


# ------------------------------------------------------------ the examples


def test_a_ministrys_release_list() -> None:
    sheet = sheet_of(EXAMPLES / "release-list.xlsx")
    assert [(r["id"], r["name"], r["birth_date"], r["held_since"]) for r in ours(sheet)] == [
        ("00417", "Aldoverra, Rosa", "1985-04-02", "2030-06-11"),
        ("00392", "Brisquén, Tomás", "1979-11-30", "2029-01-20"),
        ("00005", "Calmarú, Inés", "1991-07-15", "2028-05-09"),
    ]
    assert sheet.rows["Days"].to_list() == [None, "10", "0"]
    assert sheet.rows["Designated for deportation?"].to_list() == ["no", "yes", "yes"]
    assert sheet.notes == (
        Message("lists.heading", {"row": "5"}),
        Message("lists.captions", {"rows": "8"}),
        Message("lists.sheets", {"read": "Releases", "others": "Notes"}),
    )
    assert sheet.places.cell(2, "Prisoner no.") == "Releases!B9"


def test_a_register_of_refugees() -> None:
    people = ours(sheet_of(EXAMPLES / "registration.csv"))
    assert [(p["id"], p["family"], p["name"], p["sex"]) for p in people] == [
        ("NOR-00012", "G-0007", "Dorvaneño, Julio", "M"),
        ("NOR-00013", "G-0007", "Dorvaneño, Luisa", "F"),
        ("NOR-00014", "G-0008", "Elquimar, (unknown)", "U"),
    ]


def test_a_flight_manifest() -> None:
    sheet = sheet_of(EXAMPLES / "manifest.ods")
    assert [(p["id"], p["name"], p["birth_date"], p["document_number"]) for p in ours(sheet)] == [
        ("1", "FRUVALDES/IVAN MR", "1988-02-29", "X-9900201"),
        ("2", "GALDRUNA/ANA MRS", "1990-12-01", "X-9900202"),
    ]
    assert sheet.notes == (Message("lists.heading", {"row": "2"}),)


@pytest.mark.parametrize("name", ["interviews.xlsx", "interviews.csv"])
def test_a_form_of_interviews(name: str) -> None:
    answers = ours(sheet_of(EXAMPLES / name))
    assert [(a["record"], a["destination"], a["answer"], a["private"]) for a in answers] == [
        ("N-1", "suldria", "yes", "yes"),
        ("N-2", "suldria", "no", "yes"),
    ]


def test_a_repeated_group_of_a_form_is_a_sheet_of_its_own() -> None:
    sheet = sheet_of(EXAMPLES / "interviews.xlsx", sheet="relatives")
    assert [p["name"] for p in ours(sheet)] == ["Hervoniz, Elena"]
    assert sheet_of(EXAMPLES / "interviews.xlsx", sheet="2").rows.equals(sheet.rows)


@pytest.mark.parametrize("name", ["tagged.xlsx", "tagged.csv"])
def test_a_list_with_tags_is_told_and_not_guessed(name: str) -> None:
    sheet = sheet_of(EXAMPLES / name)
    mapped = map_columns((), sheet.rows.columns, sheet.told)
    told = {"id": "Number", "name": "Who", "held_since": "Taken on", "place": "Kept in"}
    assert mapped.guessed == ("father",)
    assert dict(mapped.columns) == {**told, "father": "Father"}
    assert [(p["id"], p["held_since"]) for p in ours(sheet)] == [("P-1", "2030-08-01"), ("P-2", "2030-08")]
    assert sheet.places.line(HEADINGS) == 2
    assert [sheet.places.line(i) for i in range(2)] == [4, 5]
    assert sheet.notes == (Message("lists.tags", {"row": "3"}),)


def test_the_examples_are_those_that_the_tool_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_formats, "EXAMPLES", tmp_path)
    monkeypatch.setattr(make_formats, "broken", dict)
    make_formats.main()
    names = {p.name for p in tmp_path.iterdir()}
    assert {n: (tmp_path / n).read_bytes() for n in names} == {n: (EXAMPLES / n).read_bytes() for n in names}


# ------------------------------------------------------------ headings


def test_nobody_is_lost_because_they_were_taken_for_a_heading(tmp_path: Path) -> None:
    people: Cells = [["id", "name"], ["A", "Aldoverra"], ["No", "Sex"]]
    assert sheet_of(written(tmp_path, people)).rows.height == 2
    without: Cells = [["Aldoverra", 1985], ["Brisquén", 1979]]
    found: list[Problem] = []
    assert read_sheet(written(tmp_path, without), "a.xlsx", found) is None
    assert [(p.code, p.values["why"]) for p in found] == [("sheet-broken", "empty")]
    strange: Cells = [["Uno", "Dos"], ["a", "b"]]
    assert sheet_of(written(tmp_path, strange)).notes == (Message("lists.heading-unknown", {"row": "1"}),)


def test_the_case_may_say_where_the_headings_stand(tmp_path: Path) -> None:
    rows: Cells = [["id", "name"], ["x", "y"], ["clave", "quien"], ["1", "Aldoverra"]]
    sheet = sheet_of(written(tmp_path, rows), heading=3)
    assert sheet.rows.to_dicts() == [{"clave": "1", "quien": "Aldoverra"}]
    assert sheet.notes == ()
    (tmp_path / "a.csv").write_text("id,name\nx,y\nclave,quien\n1,Aldoverra\n", encoding="utf-8")
    sheet = sheet_of(tmp_path / "a.csv", heading=3)
    assert sheet.rows.to_dicts() == [{"clave": "1", "quien": "Aldoverra"}]
    assert sheet.places.line(0) == 4


def test_titles_above_the_headings_of_a_csv_are_no_headings(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('List of persons,,\n,,\nNo.,Full name,Sex\n1,"A, B",F\n', encoding="utf-8")
    sheet = sheet_of(tmp_path / "a.csv")
    assert sheet.rows.to_dicts() == [{"No.": "1", "Full name": "A, B", "Sex": "F"}]
    assert (sheet.places.line(HEADINGS), sheet.places.line(0)) == (3, 4)
    assert sheet.notes == (Message("lists.heading", {"row": "3"}),)


def test_a_prisoners_number_is_the_id_and_not_the_number_of_the_row() -> None:
    mapped = map_columns((), ["No.", "Name", "Prisoner no."])
    assert dict(mapped.columns)["id"] == "Prisoner no."
    assert dict(map_columns((), ["No.", "Name"]).columns)["id"] == "No."


def test_one_answer_of_many_and_two_paths_that_end_alike_are_left_alone() -> None:
    headings = ["g/document", "g/document/name", "person/name", "relative/name", "person/sex"]
    assert dict(map_columns((), headings).columns) == {"document": "g/document", "sex": "person/sex"}


def test_two_words_for_one_heading_are_never_of_two_columns() -> None:
    words = [(plain(w), o) for o in ALIASES for w in (o.replace("_", " "), *ALIASES[o], *MORE.get(o, ()))]
    assert len({w for w, _ in words}) == len(set(words))
    for heading, expected in {
        "№": "id", "ПІБ": "name", "Ім\u2019я": "given_names", "الاسم الاول": "given_names", "Prénom(s)": "given_names",
        "Date d\u2019arrestation": "held_since", "SEXO:": "sex", "Nom": None, "Отчество": "patronymic",
    }.items():  # fmt: skip
        assert known_heading(heading) == expected, heading


# ------------------------------------------------------------ merged cells, sheets, values


def test_a_merged_cell_is_the_value_of_each_of_its_rows(tmp_path: Path) -> None:
    rows: Cells = [["id", "family"], ["1", "F-1"], ["2", None], ["3", "F-2"]]
    sheet = sheet_of(written(tmp_path, rows, "B2:B3"))
    assert sheet.rows["family"].to_list() == ["F-1", "F-1", "F-2"]
    assert sheet.notes == (Message("lists.merged", {"number": "1"}),)


def test_headings_twice_are_told_apart_by_what_stands_above_them(tmp_path: Path) -> None:
    rows: Cells = [["id", "Person", None, "Father", None], [None, "Name", "Age", "Name", "Age"], ["1", "A", 3, "B", 40]]
    sheet = sheet_of(written(tmp_path, rows, "A1:A2", "B1:C1", "D1:E1"))
    assert sheet.rows.columns == ["id", "Person / Name", "Person / Age", "Father / Name", "Father / Age"]
    found: list[Problem] = []
    assert read_sheet(written(tmp_path, [["id", "id"], ["1", "2"]]), "a.xlsx", found) is None
    assert [(p.code, p.line, p.cell) for p in found] == [("csv-column-twice", 1, "A!B1")]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_sheet_with_people_is_read_and_not_the_cover(write: object, tmp_path: Path) -> None:
    assert callable(write)
    path = tmp_path / ("a.xlsx" if write is xlsx else "a.ods")
    path.write_bytes(write({"Cover": [["Read me"], ["Invented"]], "People": [["id", "name"], ["1", "A"]], "Empty": []}))
    sheet = sheet_of(path)
    assert sheet.rows.to_dicts() == [{"id": "1", "name": "A"}]
    assert sheet.notes == (Message("lists.sheets", {"read": "People", "others": "Cover, Empty"}),)


def test_a_hidden_sheet_is_read_only_if_it_is_named(tmp_path: Path) -> None:
    def hide(sheet: object) -> None:
        sheet.sheet_state = "hidden"  # type: ignore[attr-defined]

    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"Old": [["id", "name"], ["9", "B"]], "New": [["id", "name"], ["1", "A"]]}, hide))
    assert sheet_of(path).rows["id"].to_list() == ["1"]
    assert sheet_of(path).notes == (Message("lists.hidden", {"read": "New", "others": "Old"}),)
    assert sheet_of(path, sheet="Old").rows["id"].to_list() == ["9"]


def test_days_times_and_truth_are_written_as_people_write_them(tmp_path: Path) -> None:
    given = [
        datetime.date(2031, 3, 1), datetime.datetime(2031, 3, 1, 10, 30), datetime.time(10, 30), True, False,
        datetime.timedelta(hours=30), 12.0, 0.5, 10**20,
    ]  # fmt: skip
    sheet = sheet_of(written(tmp_path, [["id", "value"], *([str(i), v] for i, v in enumerate(given))]))
    assert sheet.rows["value"].to_list() == [
        "2031-03-01", "2031-03-01T10:30:00", "10:30:00", "yes", "no", "30:00:00", "12", "0.5", "1" + "0" * 20,
    ]  # fmt: skip
    assert sheet.notes == (Message("lists.digits", {"number": "1"}),)


def test_an_error_in_a_cell_is_not_an_empty_cell(tmp_path: Path) -> None:
    found: list[Problem] = []
    path = written(tmp_path, [["id", "name", "age"], ["1", "#REF!", "=40+1"], ["2", "A", "3"]])
    assert read_sheet(path, "a.xlsx", found) is None
    assert [(p.cell, p.values["why"]) for p in found] == [("A!B2", "error"), ("A!C2", "not worked out")]


# ------------------------------------------------------------ tags


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("#indiv+name", "name"), ("#INDIV +Name", "name"), ("#indiv +first +name", "given_names"),
        ("#indiv+name+first", "given_names"), ("#indiv+name+father", None), ("#indiv+name+ar", "name"),
        ("#indiv+id", "id"), ("#date +arrest", "held_since"), ("#date+release", None), ("#loc+detention", "place"),
        ("#loc+origin", None), ("#indiv+i_uk+name", "name"),
    ],
)  # fmt: skip
def test_a_tag_is_ours_only_where_nothing_in_it_may_mean_something_else(tag: str, expected: str | None) -> None:
    assert ours_of(tag) == expected


def test_no_tag_is_of_two_columns() -> None:
    tags = [parts(t) for ts in TAGS.values() for t in ts]
    assert len(set(tags)) == len(tags)
    assert set(TAGS) <= set(ALIASES)
