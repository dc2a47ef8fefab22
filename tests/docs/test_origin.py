"""Where exeat starts: no sentence of the reports may be dropped, or made to say what nobody said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "2025-offer"
SENTENCES = [f"A{n}" for n in range(1, 16)] + [f"B{n}" for n in range(1, 13)]
Row = tuple[str, str, list[str], str, str]


def loaded(path: Path) -> Any:
    # BaseLoader: every scalar stays a text, as in the program's own reader.
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def table() -> list[Row]:
    rows = []
    for line in (ROOT / "docs" / "origin.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"[A-Z]\d+", cells[0]):
            assert len(cells) == 5, line
            sentence, words, keys, shown_by, test = cells
            rows.append((sentence, words, re.findall(r"`([^`]+)`", keys), shown_by, test.strip("`")))
    return rows


def said() -> dict[str, dict[str, Any]]:
    """Every statement and offer of the example under its key."""
    statements = [s for path in sorted(EXAMPLE.glob("statements/*.yaml")) for s in loaded(path)]
    offers = [loaded(path) for path in sorted(EXAMPLE.glob("offers/*.yaml"))]
    keys = [s["key"] for s in statements] + [o["id"] for o in offers]
    assert len(keys) == len(set(keys)), "a key stands twice"
    return dict(zip(keys, [*statements, *offers], strict=True))


ROWS = table()
SAID = said()


def sentences_of(key: str) -> set[str]:
    """The sentences in which a statement stands, from its source and place."""
    source, place = SAID[key]["source"], SAID[key]["place"]
    return {source.rpartition("-")[2].upper() + number for number in re.findall(r"\d+", place)}


def test_no_sentence_is_left_out_or_told_twice() -> None:
    assert [row[0] for row in ROWS] == SENTENCES


def test_the_reports_are_as_long_as_the_case_says() -> None:
    lengths = {s["title"]: int(s["sentences"]) for s in loaded(EXAMPLE / "case.yaml")["sources"]}
    assert lengths == {"Report A": 15, "Report B": 12}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_sentence_claims_no_statement_that_is_not_there(row: Row) -> None:
    sentence, words, keys, shown_by, _ = row
    assert words
    assert shown_by
    assert len(keys) == len(set(keys))
    assert [key for key in keys if key not in SAID] == []
    assert [key for key in keys if sentence not in sentences_of(key)] == []


@pytest.mark.parametrize("key", SAID)
def test_no_statement_of_the_example_lacks_the_sentence_it_came_from(key: str) -> None:
    assert sentences_of(key)
    assert {row[0] for row in ROWS if key in row[2]} == sentences_of(key)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_sentence_is_said_to_be_tested_by_a_test_that_is_not_there(row: Row) -> None:
    _, _, keys, _, test = row
    if test == "commentary":
        assert keys == [], "a sentence with statements is more than commentary"
        return
    path, _, name = test.partition("::")
    assert (ROOT / path).is_file(), path
    assert f"def {name}(" in (ROOT / path).read_text("utf-8"), test


def test_the_example_invents_nobody() -> None:
    case = loaded(EXAMPLE / "case.yaml")
    assert case["people"] == "none"
    assert "lists" not in case
    assert [p["id"] for p in case["parties"] if p["kind"] in ("person", "family")] == []
    assert not (EXAMPLE / "lists").exists()


def test_the_example_gives_no_date_to_undated_reports() -> None:
    assert "on" not in loaded(EXAMPLE / "case.yaml")
    assert [s["id"] for s in loaded(EXAMPLE / "case.yaml")["sources"] if "date" in s] == []
    assert [key for key, s in SAID.items() if "date" in s.get("said_on", {})] == []
