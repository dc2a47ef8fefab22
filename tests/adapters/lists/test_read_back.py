"""A list that was written is read as it was written: a name changed on the way is another person's name."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tools.make_formats import ods, xlsx

from exeat.adapters.lists.raw import Ask
from exeat.adapters.lists.read import READERS, read_sheet
from exeat.adapters.lists.sandbox import read_with
from exeat.adapters.lists.table import letters
from exeat.adapters.lists.xlsx import _column

Rows = list[list[str]]
WRITABLE = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"))
TEXT = st.one_of(
    st.text(WRITABLE, max_size=8),
    st.sampled_from(
        ["007", "=1+1", "+58 414", "-Perez", "@a", "1e5", "TRUE", "2031-03-01", "12.0", "9" * 25, "#1", "N/A"]
    ),
    st.sampled_from(
        ["أحمد", "Ім'я", "שלום", "Ñandú", "Ñ", "a\u200bb", "😀", "a  b", " a ", "a\nb", "<b>&amp;", "_x0041_"]
    ),
)
TABLE = st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6)
HEADINGS = ["id", "name", "surname"]
MANY = settings(max_examples=200)


def read_back(ending: str, data: bytes) -> Rows:
    """The rows of a file as its reader gives them, in this process; "" for an empty cell."""
    reader = READERS[ending]
    found = read_with(reader.module, reader.function, io.BytesIO(data), Ask())
    assert found.faults == []
    assert found.headings == HEADINGS
    return [[c or "" for c in row] for row in found.rows]


def kept(rows: Rows) -> Rows:
    """The rows that say anything: an empty row of a spreadsheet is no row."""
    return [row for row in rows if any(c.strip() for c in row)]


@given(TABLE)
@MANY
@example([["=1+1", "_x0041_", "a\nb"]])
def test_texts_of_a_spreadsheet_come_back(rows: Rows) -> None:
    escaped = [[c.replace("_x", "_x005F_x") for c in row] for row in rows]  # as the format spells an underscore
    assert read_back(".xlsx", xlsx({"A": [HEADINGS, *escaped]}, as_texts)) == kept(rows)


def as_texts(sheet: object) -> None:
    """No text is a formula or an error, whatever it looks like."""
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.data_type = "s"


@given(TABLE)
@MANY
@example([["=1+1", "a  b", " a\tb "]])
def test_texts_of_an_open_document_come_back(rows: Rows) -> None:
    assert read_back(".ods", ods({"A": [HEADINGS, *rows]})) == kept(rows)


@given(TABLE, st.sampled_from([",", ";", "\t"]))
@MANY
def test_texts_of_a_csv_come_back(tmp_path_factory: pytest.TempPathFactory, rows: Rows, separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    path = tmp_path_factory.getbasetemp() / "a.csv"
    path.write_bytes(out.getvalue().encode())
    found = read_sheet(path, "a.csv", [])
    assert found is not None
    assert [list(row) for row in found.rows.fill_null("").rows()] == rows


NUMBERS = st.one_of(st.integers(-(10**14), 10**14), st.decimals(-1000, 1000, places=2).map(float))


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
@given(st.lists(NUMBERS, min_size=1, max_size=5))
@settings(max_examples=150)
def test_a_number_is_the_digits_that_were_typed(ending: str, numbers: list[int | float]) -> None:
    sheet: dict[str, list[list[str | int | float]]] = {
        "A": [[*HEADINGS], *([str(i), n, "x"] for i, n in enumerate(numbers))]
    }
    made = (xlsx if ending == ".xlsx" else ods)(sheet)
    typed = [str(int(n)) if n == int(n) else repr(n) for n in numbers]
    assert [row[1] for row in read_back(ending, made)] == typed


def test_through_the_child_it_is_the_same(tmp_path: Path) -> None:
    rows = [["007", "أحمد", "=1+1"], ["2", "😀", "a\nb"]]
    for name, data in (("a.xlsx", xlsx({"A": [HEADINGS, *rows]}, as_texts)), ("a.ods", ods({"A": [HEADINGS, *rows]}))):
        (tmp_path / name).write_bytes(data)
        found = read_sheet(tmp_path / name, name, [])
        assert found is not None
        assert [list(r) for r in found.rows.rows()] == rows
        assert found.places.cell(1, "surname") == "A!C3"


@given(st.integers(0, 16_383))
def test_columns_have_the_names_that_spreadsheets_give_them(column: int) -> None:
    assert _column(letters(column)) == column
    assert letters(0) + letters(25) + letters(26) + letters(16_383) == "AZAAXFD"
