"""A counter-offer that does not clear to what it promised would send a mediator with a false word."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exeat.faces.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"
CAPS = """
  - kind: limit
    id: cap
    selection: {list: sv-roster}
    most: 100
  - kind: limit
    id: many
    selection: {list: monitor-list}
    least: 200
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The invented lists, and two limits that clash with what was offered."""
    made = shutil.copytree(
        EXAMPLES / "2025-offer-with-lists", tmp_path / "case", ignore=shutil.ignore_patterns("*.db*")
    )
    annex = made / "offers" / "invented-annex.yaml"
    annex.write_text(annex.read_text("utf-8").rstrip() + CAPS, "utf-8")
    return made


def said(capsys: pytest.CaptureFixture[str], *call: str) -> Any:
    capsys.readouterr()
    run([*call, "--json"])
    return json.loads(capsys.readouterr().out)


def test_a_draft_read_back_clears_to_what_it_promised(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    relaxations = said(capsys, "draft", str(case))["relaxations"]
    assert relaxations
    for n, r in enumerate(relaxations, 1):
        copy = shutil.copytree(case, case.parent / f"copy-{n}")
        (copy / "offers" / "invented-annex.yaml").rename(copy / "offers" / "annex.yaml")
        files = said(capsys, "draft", str(case), "--change", str(n), "--out", str(case.parent / f"out-{n}"))["files"]
        assert files
        for f in files:
            shutil.copy(case.parent / f"out-{n}" / f["name"], copy / "offers" / f["name"])
        plan = said(capsys, "clear", str(copy))
        readings = plan["readings"]
        assert readings[0]["aims"][0]["value"] == r["allows"], (n, r)


def test_a_draft_says_that_nobody_said_it_and_overwrites_nothing(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = said(capsys, "draft", str(case), "--change", "1")["files"]
    text = file["text"]
    assert text.startswith("# DRAFT of annex")
    assert "source:" not in text
    assert "  # CHANGED: if cap" in text
    out = case.parent / "out"
    assert run(["draft", str(case), "--change", "1", "--out", str(out)]) == 0
    assert run(["draft", str(case), "--change", "1", "--out", str(out)]) == 2
    assert run(["draft", str(case), "--change", "99"]) == 2


def test_no_word_of_a_party_steps_out_of_a_comment() -> None:
    from exeat.adapters.draft_file import offer_text

    text = offer_text("o", "ax", ["be"], (), ["one\nid: two"], {})
    assert text.splitlines()[0] == "# one id: two"
