"""Headings are anybody's text: none of them may stand for another column, or for all of them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.adapters.lists.read import read_sheet
from exeat.adapters.new_case import new_case
from exeat.house import open_case

ODD = ("*", "^a$", "^.*$", "$", "^", "[a]", "a.b", "{x}", "col(\\)", "id ", "..", "true", "#x")


@pytest.mark.parametrize("heading", ODD)
def test_a_column_is_taken_for_another(heading: str, tmp_path: Path) -> None:
    """Recorded whole, and each cell still under its own heading."""
    (tmp_path / "l.csv").write_text(f"id,{heading},surname,birth_date\n1,first,Quelmoraz,1980\n2,,Ulmirazo,\n", "utf-8")
    new_case(tmp_path / "case", [tmp_path / "l.csv"])
    house = open_case(tmp_path / "case")
    house.record()
    people = house.facts().people
    assert people["surname"].to_list() == ["Quelmoraz", "Ulmirazo"]
    kept = next(c for c in people.columns if c.strip() == heading.strip() and c != "id")
    assert people[kept].to_list() == ["first", None]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("*^$.abc", min_size=1, max_size=4))
def test_what_looks_like_a_pattern_stays_a_heading(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "l.csv"
    path.write_text(f"id,{heading},abc{heading}\n1,first,second\n", "utf-8")
    sheet = read_sheet(path, "l.csv", [])
    assert sheet is not None
    assert [c.rstrip() for c in sheet.rows.columns] == ["id", heading, f"abc{heading}"]
    assert sheet.rows.row(0) == ("1", "first", "second")
