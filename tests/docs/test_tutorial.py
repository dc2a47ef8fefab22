"""The tutorial: a careful person who types what it says must see what it says."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PAGES = {p.name: p for p in (ROOT / "docs").rglob("*.md")}


def test_the_tutorial_builds_and_prints_what_it_shows(docs: ModuleType) -> None:
    for name, files in docs.BUILT.items():
        shown = (ROOT / name).read_text("utf-8")
        real = docs.rebuilt(shown, files)
        diff = "\n".join(difflib.unified_diff(shown.splitlines(), real.splitlines(), "shown", "real", lineterm=""))
        assert real == shown, f"stale: `make docs`\n{diff}"


def test_no_reader_is_left_with_a_failure(docs: ModuleType) -> None:
    for name in docs.BUILT:
        shown = (ROOT / name).read_text("utf-8")
        assert "Internal error" not in shown
        assert "Traceback" not in shown
        assert not re.search(r"\{'[a-z]+': '", shown), "a message without a sentence"


def test_the_tutorials_own_plan_holds(docs: ModuleType) -> None:
    shown = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    assert "$ exeat check two-sides plan.json\nIt holds" in shown


def test_every_file_is_shown_under_its_name() -> None:
    shown = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    named = re.findall(r"^\*\*([^*\n]+)\*\*.*\n\n```\w+ file=(\S+)$", shown, re.MULTILINE)
    assert len(named) == len(re.findall(r"^```\w+ file=", shown, re.MULTILINE))
    assert [a for a, b in named if a != b] == []


def test_no_page_shows_an_output_that_is_not_the_programs(docs: ModuleType) -> None:
    stale = [p.relative_to(ROOT).as_posix() for p, new in docs.pages() if p.read_text("utf-8") != new]
    assert stale == [], "`make docs`"
