"""The pages of formats: an example that the program would refuse helps nobody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from exeat.adapters.yaml_file import parse_yaml
from exeat.core.claims import Claim
from exeat.core.clauses import CLEARED, Clause
from exeat.core.errors import Problem
from exeat.core.marked import Marked
from exeat.core.shape import Decoder, kind_of, members_of

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = (SPEC / "case-folder.md").read_text("utf-8")
UNIONS: dict[str, Any] = {"claims": Claim, "clauses": Clause}


def blocks(of: str) -> list[list[Marked]]:
    """The examples of a kind, block by block."""
    found = []
    for text in re.findall(rf"^```yaml example={of}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        problems: list[Problem] = []
        node = parse_yaml(text, f"docs/spec/case-folder.md, {of}", problems)
        assert node is not None
        assert problems == []
        found.append(node.items())
    return found


EXAMPLES = [(of, node) for of in UNIONS for block in blocks(of) for node in block]


@pytest.mark.parametrize(("of", "node"), EXAMPLES, ids=lambda v: v.text("kind") if isinstance(v, Marked) else v)
def test_no_example_is_refused(of: str, node: Marked) -> None:
    decoder = Decoder()
    assert decoder.value(UNIONS[of], node) is not None, decoder.problems
    assert decoder.problems == []


@pytest.mark.parametrize("of", UNIONS)
def test_no_kind_is_left_without_an_example(of: str) -> None:
    kinds = [node.text("kind") for found, node in EXAMPLES if found == of]
    assert sorted(filter(None, kinds)) == sorted(kind_of(m) or "" for m in members_of(UNIONS[of]))


def test_the_page_does_not_promise_more_clauses_than_are_cleared() -> None:
    first, rest = blocks("clauses")
    assert {node.text("kind") for node in first} == CLEARED
    assert not {node.text("kind") for node in rest} & CLEARED


def test_every_page_of_a_format_opens_with_an_example() -> None:
    for page in sorted(SPEC.glob("*.md")):
        head = page.read_text("utf-8").partition("\n## ")[0]
        assert "```" in head, f"{page.name} shows no example before its first heading"
