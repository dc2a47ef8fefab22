"""Your own spreadsheet: what is wrong with the invented list is what its maker wrote down, and all of it is found."""

import json
from pathlib import Path

import pytest
from tools import make_spreadsheet as made

from exeat.adapters.lists.read import read_sheet
from exeat.faces.cli import run

FOLDER = Path(__file__).parents[2] / "examples" / "spreadsheet"


def test_the_files_are_those_that_the_program_writes(tmp_path: Path) -> None:
    made.main(tmp_path)
    for path in FOLDER.iterdir():
        sheets = [read_sheet(p, p.name, []) for p in (path, tmp_path / path.name)]
        assert sheets[0] is not None
        assert sheets[1] is not None
        assert sheets[0].rows.equals(sheets[1].rows), path.name


def test_every_planted_mistake_is_found_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """By kind: the rows that were spoilt by hand, and nobody else's."""
    assert run(["audit", str(FOLDER / "ministry-list.xlsx"), "--on", made.DAY, "--json"]) == 1
    found: dict[str, set[int]] = {}
    findings = json.loads(capsys.readouterr().out)["findings"]
    empty = [(f["column"], f["number"], f["rows"]) for f in findings if f["kind"] == "missing"]
    first, last = (made.FIRST_LINE + n - 1 for n in (min(made.NO_BIRTH), max(made.NO_BIRTH)))
    assert empty == [("Date of birth", len(made.NO_BIRTH), f"lines {first}-{last}")]
    for finding in (f for f in findings if f["kind"] != "missing"):
        found.setdefault(finding["kind"], set()).update(cell["row"] for cell in finding["cells"])
    assert found == {
        "same_document": {*made.SAME_PAPER, *made.SAME_PAPER.values()},
        "same_names_birth": {*made.DOUBLES, *made.DOUBLES.values()},
        "date_unread": {*made.NO_DAY},
        "date_future": {*made.UNBORN},
        "born_after_held": {*made.UNBORN, *made.TOO_EARLY},
        "age_not_birth": {*made.WRONG_AGE},
        "digits_in_name": {*made.DIGITS},
    }
