"""The INVENTED lists are what they say they are, and their sums add up, whoever counts them."""

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.stories.expected import FOLDER, Files, Side, expected

ROOT = FOLDER.parents[1]
NAMES = ["sv-roster", "monitor-list", "others-list"]


@pytest.fixture(scope="module")
def files() -> Files:
    return Files(FOLDER)


@pytest.fixture(scope="module")
def sides() -> dict[str, Side]:
    return expected()


def test_the_lists_are_those_that_the_program_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tools.make_example", str(tmp_path)], cwd=ROOT, check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in (FOLDER / "lists").iterdir()}


def test_the_two_reports_and_the_offer_are_those_of_the_example_without_lists() -> None:
    for name in ("statements/report-a.yaml", "statements/report-b.yaml", "offers/sv-offer.yaml"):
        assert (FOLDER / name).read_bytes() == (FOLDER.parent / "2025-offer" / name).read_bytes(), name


def test_every_invented_file_says_so(files: Files) -> None:
    sources = {source["id"]: source["title"] for source in files.case["sources"]}
    for declared in files.declared.values():
        assert Path(declared["file"]).name.startswith("invented-")
        assert "INVENTED" in sources[declared["source"]]
    for name in ("case.yaml", "statements/invented.yaml", "offers/invented-annex.yaml"):
        assert "INVENTED" in (FOLDER / name).read_text("utf-8").splitlines()[0]


def test_no_document_is_in_an_issued_range_and_none_is_two_peoples(files: Files) -> None:
    rows = [row for name in NAMES for row in files.rows(name)]
    papers = [row.get("document_number") for row in rows]
    given = [paper for paper in papers if paper]
    assert all(re.fullmatch(r"X-99\d{7}", paper) for paper in given)
    assert sum(n - 1 for n in Counter(given).values()) <= 6  # the six who are listed twice


def test_nobody_is_alleged_anything() -> None:
    invented = yaml.load((FOLDER / "statements/invented.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert not {s["claim"]["kind"] for s in invented} & {"allegation", "characterisation", "reason_held"}


@pytest.mark.parametrize("name", NAMES)
def test_every_record_is_somebody_and_everybody_is_held_back_or_free(name: str, sides: dict[str, Side]) -> None:
    side = sides[name]
    held = frozenset().union(*side.held_back.values()) | side.not_counted
    assert held <= side.people
    assert len(side.eligible) + len(held) == len(side.people) <= side.records
    assert not side.eligible & held


def test_a_family_stays_whole(files: Files, sides: dict[str, Side]) -> None:
    side = sides["sv-roster"]
    families: dict[str, set[bool]] = {}
    for record, row in files.records("sv-roster").items():
        if "family" in row:
            families.setdefault(row["family"], set()).add(side.person_of[record] in side.eligible)
    assert len(families) == 8
    assert all(len(together) == 1 for together in families.values())
    assert sum(False in together for together in families.values()) == 2


def test_a_person_listed_twice_is_counted_once(sides: dict[str, Side]) -> None:
    side = sides["monitor-list"]
    assert side.records - len(side.people) == 4
    assert "monitor-list#M-0015" in side.eligible  # the order names the other row of the same person
    assert "monitor-list#M-0412" not in side.eligible  # of whose other row it is said: not held


def test_words_denied_hold_nobody_back_and_words_not_denied_do(sides: dict[str, Side]) -> None:
    side = sides["monitor-list"]
    assert "monitor-list#M-0555" in side.eligible
    assert "monitor-list#M-0099" not in side.held_back["death"]
    assert "monitor-list#M-0613" in side.held_back["death"]


def test_more_people_are_free_to_go_on_one_side_than_on_the_other(sides: dict[str, Side]) -> None:
    assert 215 <= len(sides["sv-roster"].eligible) <= 230
    assert len(sides["monitor-list"].eligible) > 252


def test_what_is_not_established_is_not_permission(sides: dict[str, Side]) -> None:
    cautious = expected(cautious=True)
    assert all(cautious[name].eligible <= sides[name].eligible for name in NAMES)
    lost = {name: len(sides[name].eligible - cautious[name].eligible) for name in NAMES}
    assert lost == {"sv-roster": 4, "monitor-list": 1, "others-list": 0}


def test_every_row_of_a_claim_is_about_somebody_listed(files: Files) -> None:
    for name, declared in files.declared.items():
        if "about" in declared:
            known = files.records(declared["about"])
            assert {f"{declared['about']}#{row['record']}" for row in files.rows(name)} <= set(known), name


def test_every_list_is_declared_and_every_row_as_wide_as_its_header(files: Files) -> None:
    assert {Path(d["file"]).name for d in files.declared.values()} == {p.name for p in (FOLDER / "lists").iterdir()}
    for path in (FOLDER / "lists").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) == 1, path.name
