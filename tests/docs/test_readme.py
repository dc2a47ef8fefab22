"""The first page: nobody should find something else behind it than it shows."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_first_screen_shows_nothing_that_the_demo_does_not_say(docs: ModuleType) -> None:
    found = re.search(r"```console\n\$ exeat demo\n(.*?)\n\.\.\.\n```", README, re.DOTALL)
    assert found is not None, "no excerpt of the demo"
    real, code = docs.exeat(["demo"], apart=True)
    assert code == 0
    assert 15 <= len(found[1].splitlines()) <= docs.FIRST_SCREEN
    at = real.find(found[1])
    assert at >= 0, "stale: `make docs`"
    assert real[:at].strip() == "", "the excerpt is not the demo's beginning"


def test_the_library_example_runs_and_prints_what_the_page_says(docs: ModuleType) -> None:
    assert len(docs.example().splitlines()) <= 12
    assert docs.library() in README, "stale: `make docs`"


def test_nobody_reads_on_without_the_warning() -> None:
    before = README.partition("\n## ")[0]
    assert "**unaudited**" in before
    assert "**never used in a real exchange**" in before


def test_every_command_named_exists(docs: ModuleType) -> None:
    listed, _ = docs.exeat(["--help"])
    known = set(re.findall(r"^  ([a-z-]+)  ", listed, re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        named = set(re.findall(r"(?:`|^\$ )exeat ([a-z][a-z-]*)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= known, f"{page.name}: {sorted(named - known)}"
