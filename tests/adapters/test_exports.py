"""What leaves in a list comes back: nobody is renamed, lost or computed away between two programs."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import python_calamine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exeat.adapters.exports.csv_out import csv_file
from exeat.adapters.exports.outgoing import Outgoing
from exeat.adapters.exports.write import write_list
from exeat.adapters.exports.xlsx_out import xlsx_file
from exeat.adapters.lists.apostrophe import MARK, bare, guarded
from exeat.adapters.lists.read import read_sheet
from exeat.core.errors import Problem, Refused

from .outgoing_lists import TEXTS, lists, made

FORMULAS = ["=1+1", "+58 414 5550123", "-Perez", "@x", "\t=1", "\uff1d1", " =1", "\u200b=1", "'=1"]


def read_back(data: bytes, name: str) -> pl.DataFrame:
    """The rows that our reader takes from a file."""
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        sheet = read_sheet(path, name, problems)
    assert sheet is not None, problems
    return sheet.rows


# ------------------------------------------------------------ the apostrophe


@given(TEXTS)
@example("'=1")
@example("\n\n=1")
def test_no_name_is_changed_by_the_apostrophe_that_guards_it(text: str) -> None:
    assert bare(guarded(text)) == text


@given(TEXTS)
def test_no_cell_begins_a_formula_wherever_a_program_cuts_the_line(text: str) -> None:
    cells = [text]
    for separator in ",;|\t\r\n":
        cells += guarded(text).split(separator)
    for cell in cells[1:]:
        seen = cell.lstrip("\x00\x01\u200b\u3000\u2028\x85\ufeff \xa0").lstrip()
        assert not seen or seen[0] not in "=+-@\uff1d\uff0b\uff0d\uff20", (text, cell)


@pytest.mark.parametrize("text", ["Perez-Vendúriz", "o'clock", "'Abd", "1+1", "10 = 10", "José"])
def test_a_name_that_no_program_computes_is_left_alone(text: str) -> None:
    assert guarded(text) == text


# ------------------------------------------------------------ CSV and XLSX


@given(lists())
@settings(max_examples=60, deadline=None)
def test_a_list_in_csv_reads_back_the_same(out: Outgoing) -> None:
    assert read_back(csv_file(out).data, "list.csv").equals(out.rows)


def test_a_file_that_needs_no_apostrophe_says_nothing_of_any() -> None:
    written = csv_file(made({"id": ["1"], "name": ["José Aldoverra"]}))
    assert written.data.decode() == "id,name\n1,José Aldoverra\n"
    assert written.notes == ()


def test_apostrophes_of_others_are_not_taken_out() -> None:
    assert read_back(b"id,name\n1,'=1\n", "list.csv")["name"].to_list() == ["'=1"]


@given(lists().filter(lambda out: "" not in out.rows.columns))  # a column without heading or cells is none there
@settings(max_examples=30, deadline=None)
def test_a_list_in_xlsx_reads_back_the_same(out: Outgoing) -> None:
    data = xlsx_file(out).data
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    head, *rows = [[str(c) for c in row] for row in found]
    assert head == out.rows.columns
    assert [tuple(c or None for c in row) for row in rows] == out.rows.rows()


@given(lists())
@settings(max_examples=15, deadline=None)
@example(made({"id": FORMULAS, "name": list(FORMULAS)}))
def test_no_cell_of_a_workbook_is_a_formula(out: Outgoing) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file(out).data)).worksheets[0]
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        assert cell.data_type == "s"
        assert cell.number_format == "@"
        if str(cell.value).lstrip("' \u200b").startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix


# ------------------------------------------------------------ the file


@given(st.sampled_from(["consents", "fears", "medical", "guardianship", "due_process"]))
def test_what_people_said_in_confidence_goes_into_no_format_for_publishing(kind: str) -> None:
    for ending in ("xml", "pfif", "jsonl", "ftm.json"):
        with pytest.raises(Refused) as refused:
            write_list(made({"id": ["1"]}, kind), Path(f"/nowhere/list.{ending}"), False)
        assert [p.code for p in refused.value.problems] == ["export-in-confidence"]


def test_no_file_is_written_over_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("precious")
    out = made({"id": ["1"], "name": ["José Aldoverra"]})
    with pytest.raises(Refused) as refused:
        write_list(out, path, False)
    assert [p.code for p in refused.value.problems] == ["export-exists"]
    assert path.read_text() == "precious"
    write_list(out, path, True)
    assert path.read_bytes() == csv_file(out).data
    assert [p.name for p in tmp_path.iterdir()] == ["list.csv"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_list_in_csv_holds_no_formula() -> None:
    written = csv_file(made({"id": [str(n) for n in range(len(FORMULAS))], "=name": list(FORMULAS)}))
    head, *rows = csv.reader(io.StringIO(written.data.decode(), newline=""))
    assert head == ["id", "'=name", MARK]
    assert [row[1][0] for row in rows] == ["'"] * len(FORMULAS)
    assert read_back(written.data, "list.csv")["=name"].to_list() == FORMULAS
