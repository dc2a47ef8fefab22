"""Links and words: no page sends a reader nowhere, and none tells of the desk it was written at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# Put together here, so that this file does not hold them either.
FORBIDDEN = ["/" + "work", "shared" + "/", *(f"{name}.{end}" for name, end in (
    ("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org"), ("crates", "io"), ("anaconda", "org"),
))]  # fmt: skip


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings)
    return frozenset(plain)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        to = (page.parent / name).resolve() if name else page
        assert to.exists(), link
        assert to.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(to), link


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_page_tells_of_the_desk_it_was_written_at(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [word for word in FORBIDDEN if word in text] == []


def test_no_page_is_left_out_of_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    decisions = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    linked = {(ROOT / "docs" / name).resolve() for name in LINK.findall(index)}
    linked |= {(ROOT / "docs" / "decisions" / name).resolve() for name in LINK.findall(decisions)}
    pages = [p for p in sorted((ROOT / "docs").rglob("*.md")) if p.name != "README.md"]
    assert [p.name for p in pages if p.resolve() not in linked] == []
