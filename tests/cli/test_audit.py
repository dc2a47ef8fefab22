"""The audit as a clerk meets it: files in, sentences, a document or a workbook out, and nothing that a program runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from tests.folders import WITH_LISTS

from exeat.faces import schemas
from exeat.faces.cli import run

HELD = """Nro,Nombres,Apellidos,Fecha de nacimiento,Cedula,Nota
1,José,Quelmoraz,23/04/1980,X-101,=cmd|' /C calc'!A0
2,JOSE,QUEL-MORAZ,1980-04-23,x101,-Perez
3,Ana,Fruvaldés,,,+58 414 555
4,Luz,Norbelúa,1999-02-30,X-105,@SUM(1)
"""
DEAD = 'name,born\n"Fruvaldés, Ana",1990\n'
Exeat = Callable[..., tuple[int, str, str]]


@pytest.fixture
def exeat(capsys: pytest.CaptureFixture[str]) -> Exeat:
    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(a) for a in arguments])
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def held(tmp_path: Path) -> Path:
    (tmp_path / "held.csv").write_text(HELD, "utf-8")
    (tmp_path / "dead.csv").write_text(DEAD, "utf-8")
    return tmp_path / "held.csv"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_spreadsheet_alone_is_looked_at_and_never_changed(held: Path, lang: str, exeat: Exeat) -> None:
    code, out, err = exeat("audit", held, "--on", "2025-06-01", "--lang", lang)
    assert (code, err, held.read_text("utf-8")) == (1, "", HELD)
    assert max(map(len, out.splitlines())) <= 80
    assert "Nro 1" in out
    assert "{" not in out


def test_nothing_found_is_no_certificate(tmp_path: Path, exeat: Exeat) -> None:
    (tmp_path / "a.csv").write_text("id,surname,given_names\n1,Quelmoraz,Ana\n", "utf-8")
    code, out, _ = exeat("audit", tmp_path / "a.csv")
    assert code == 0
    assert "does not say that the lists are right" in " ".join(out.split())


def test_a_list_of_the_dead_speaks_in_the_words_of_whoever_submitted_it(held: Path, exeat: Exeat) -> None:
    dead = held.with_name("dead.csv")
    _, out, _ = exeat("audit", held, dead, "--kind", f"{dead}=deceased", "--by", f"{dead}=A monitor")
    assert "a list of the dead submitted by A monitor" in " ".join(out.split())


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["nowhere.csv"],
        ["HELD", "--columns", "surname=Nowhere"],
        ["HELD", "--columns", "family name=Apellidos"],
        ["HELD", "--kind", "HELD=perhaps"],
        ["HELD", "--kind", "other.csv=released"],
        ["HELD", "--by", "HELD"],
        ["HELD", "--on", "yesterday"],
        ["HELD", "--xlsx", "nowhere/out.xlsx"],
    ],
)
def test_a_wrong_call_is_2_and_shows_no_trace(call: list[str], held: Path, exeat: Exeat) -> None:
    code, out, err = exeat("audit", *(c.replace("HELD", str(held)) for c in call))
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert json.loads(exeat("audit", *(c.replace("HELD", str(held)) for c in call), "--json")[1])["errors"]


def test_the_document_names_every_cell_and_its_place(held: Path, exeat: Exeat) -> None:
    dead = held.with_name("dead.csv")
    code, out, _ = exeat("audit", held, dead, "--json", "--on", "2025-06-01")
    found = json.loads(out)
    assert (code, found["exeat"]) == (1, "audit/1")
    assert [e.message for e in Draft202012Validator(schemas.load("audit")).iter_errors(found)] == []
    (unread,) = [f for f in found["findings"] if f["kind"] == "date_unread"]
    assert unread["cells"] == [
        {"list": "held.csv", "row": 4, "place": "line 5", "column": "Fecha de nacimiento", "value": "1999-02-30"}
    ]


def test_two_versions_are_told_name_by_name(held: Path, exeat: Exeat) -> None:
    new = held.with_name("new.csv")
    new.write_text(HELD.replace("3,Ana,Fruvaldés,,,+58 414 555\n", ""), "utf-8")
    for call in (["--against", held, new], [held, new]):
        found = json.loads(exeat("audit", *call, "--json")[1])
        (gone,) = [f for f in found["findings"] if f["kind"] == "gone"]
        assert {c["row"] for c in gone["cells"]} == {3}


# ------------------------------------------------------------ the workbook


def book(held: Path, exeat: Exeat, *more: object) -> Any:
    out = held.with_name("out.xlsx")
    assert exeat("audit", held, "--on", "2025-06-01", "--xlsx", out, *more)[0] == 1
    return openpyxl.load_workbook(out)


def test_no_cell_of_a_workbook_is_a_formula(held: Path, exeat: Exeat) -> None:
    made = book(held, exeat)
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [row[5].value for row in made["held.csv"].iter_rows(min_row=2)] == [
        "=cmd|' /C calc'!A0", "-Perez", "+58 414 555", "@SUM(1)",
    ]  # fmt: skip


def test_the_cells_are_marked_where_the_findings_are(held: Path, exeat: Exeat) -> None:
    sheet = book(held, exeat)["held.csv"]
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type == "solid"}
    assert {"D5", "E4", "D4", "B2", "C3", "E2", "E3"} <= marked
    assert not {"F2", "A5", "B5"} & marked
    assert "cannot be read" in sheet["D5"].comment.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_workbook_has_its_legend_and_every_finding(held: Path, lang: str, exeat: Exeat) -> None:
    made = book(held, exeat, "--lang", lang)
    first, last = made.worksheets[0], made.worksheets[-1]
    assert [s.title for s in (first, last)] == (["Legend", "Findings"] if lang == "en" else ["Leyenda", "Hallazgos"])
    assert "1999-02-30" in [row[5].value for row in last.iter_rows()]


def test_characters_that_a_workbook_cannot_hold_do_not_stop_it(tmp_path: Path, exeat: Exeat) -> None:
    (tmp_path / "a.csv").write_text("id,surname\n1,Quel\x07moraz\n1,Calmarú\n", "utf-8")
    made = book(tmp_path / "a.csv", exeat)
    assert made["a.csv"]["B2"].value == "Quel\ufffdmoraz"


# ------------------------------------------------------------ a note


def test_a_note_is_written_as_it_is_sent(tmp_path: Path, exeat: Exeat) -> None:
    out = tmp_path / "note.md"
    code, said, _ = exeat("questions", WITH_LISTS, "--to", "monitor", "--lang", "es", "--out", out)
    text = out.read_text("utf-8")
    assert (code, text.splitlines()[0]) == (0, "Al 2025-06-01.")
    assert "\n1. En su lista monitor-list" in text
    assert max(map(len, text.splitlines())) <= 80
    assert said.strip() == f"Se escribió {out}." or len(said.splitlines()) > 1


def test_a_note_to_nobody_is_2(exeat: Exeat, tmp_path: Path) -> None:
    assert exeat("questions", WITH_LISTS, "--to", "nobody")[0] == 2
    assert exeat("questions", WITH_LISTS, "--out", tmp_path / "x.md")[0] == 2
    assert exeat("questions", WITH_LISTS, "--to", "sv", "--out", tmp_path / "no" / "x.md")[0] == 2


def test_whoever_was_compared_with_nobody_is_not_taken_for_unlike_everybody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("exeat.house.persons.GUESSED", 10)
    run(["audit", str(WITH_LISTS)])
    assert "compared nobody" in capsys.readouterr().out
