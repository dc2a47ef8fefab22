"""Names against a civil register: who is found in it, who is found twice, who is not; and nobody is joined.

The full size, 16,000 names against a register of 1,000,000, is measured by `bench/audit.py`; here 1,600 against 60,000.
Everybody is invented.

- names 1-1,200 stand in the register once, written as a register writes: capitals, no accents, surnames in one column
- names 1,201-1,300 stand there twice, under two numbers; 1,301-1,600 do not stand there
"""

import contextlib
import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from exeat.faces.cli import run
from tests.stories.people_in_lists import Rows, people

ONCE, TWICE, NAMES, REGISTER = 1200, 1300, 1600, 60_000


def written(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).upper()


def registered(person: dict[str, str], number: int) -> dict[str, str]:
    surnames = f"{plain(person['surname'])}  {plain(person['second_surname'])}"
    return {"number": f"X-{number:06}", "given_names": plain(person["given_names"]), "surname": surnames,
            "birth_date": person["birth_date"]}  # fmt: skip


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("lists")
    everybody = people("L", REGISTER - (TWICE - ONCE) + NAMES - TWICE)
    names, others = everybody[:NAMES], everybody[NAMES:]
    there = [*names[:TWICE], *names[ONCE:TWICE], *others]
    register = [registered(p, n) for n, p in enumerate(there)]
    files = [written(folder / "names.csv", names), written(folder / "register.csv", register)]
    with io.StringIO() as out, contextlib.redirect_stdout(out):
        assert run(["audit", *map(str, files), "--json", "--on", "2030-01-01"]) == 1
        found: list[dict[str, Any]] = json.loads(out.getvalue())["findings"]
    return found


def rows_of(finding: dict[str, Any], name: str) -> set[int]:
    return {cell["row"] for cell in finding["cells"] if cell["list"] == name}


def test_who_stands_in_the_register_is_found_and_nobody_else(findings: list[dict[str, Any]]) -> None:
    """Row by row: the one row of the register, the two, or none; however the register writes its names."""
    found: dict[int, set[int]] = {}
    for finding in (f for f in findings if f["kind"] == "on_both"):
        (name,) = rows_of(finding, "names.csv")
        found.setdefault(name, set()).update(rows_of(finding, "register.csv"))
    once = {n: {n} for n in range(1, ONCE + 1)}
    twice = {n: {n, TWICE + n - ONCE} for n in range(ONCE + 1, TWICE + 1)}
    assert found == once | twice


def test_two_of_one_name_in_the_register_are_asked_about_and_not_joined(findings: list[dict[str, Any]]) -> None:
    doubles = [rows_of(f, "register.csv") for f in findings if f["kind"] == "same_names_birth"]
    assert sorted(map(sorted, doubles)) == [[n, TWICE + n - ONCE] for n in range(ONCE + 1, TWICE + 1)]
