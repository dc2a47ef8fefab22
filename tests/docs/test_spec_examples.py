"""The pages of formats: an example that the program would refuse helps nobody."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from exeat.adapters.criteria_files import shipped
from exeat.adapters.lists.columns import ALIASES
from exeat.adapters.yaml_file import parse_yaml
from exeat.clearing import document
from exeat.core.case import Case, Group, ListDeclared, ListKind, Party, Protocol, Source, UnknownPermits
from exeat.core.claims import Claim, Submitted
from exeat.core.clauses import CLEARED, Clause, Condition, Selector
from exeat.core.criteria import Criteria, Criterion
from exeat.core.entry import Entry
from exeat.core.errors import Problem
from exeat.core.marked import Marked
from exeat.core.rules import RULES
from exeat.core.shape import Decoder, fields_of, is_shape, kind_of, members_of
from exeat.core.statement import SaidOn, Statement

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
    kinds = {node.text("kind") for found, node in EXAMPLES if found == of}
    assert sorted(filter(None, kinds)) == sorted(kind_of(m) or "" for m in members_of(UNIONS[of]))


def test_the_page_does_not_promise_more_clauses_than_are_cleared() -> None:
    assert {node.text("kind") for block in blocks("clauses") for node in block} == CLEARED


def test_every_page_of_a_format_opens_with_an_example() -> None:
    for page in sorted(SPEC.glob("*.md")):
        head = page.read_text("utf-8").partition("\n## ")[0]
        assert "```" in head, f"{page.name} shows no example before its first heading"


def named(page: str) -> set[str]:
    """The names that a page sets in code type, and the keys in its examples."""
    text = (SPEC / page).read_text("utf-8")
    inline = {part for code in re.findall(r"`([^`\n]+)`", text) for part in re.findall(r"[a-z_]+", code)}
    return inline | set(re.findall(r"\"?([a-z_]+)\"?:", text))


@pytest.mark.parametrize(
    "shape",
    [Case, Party, Source, Group, ListDeclared, Protocol, UnknownPermits, Selector, Condition, Statement, SaidOn],
    ids=lambda s: s.__name__,
)
def test_no_key_of_a_file_is_left_out(shape: type) -> None:
    assert sorted({f.key for f in fields_of(shape)} - named("case-folder.md")) == []


def test_no_key_of_criteria_and_no_set_that_ships_is_left_out() -> None:
    words = named("criteria.md")
    assert sorted({f.key for shape in (Criteria, Criterion) for f in fields_of(shape)} - words) == []
    page = (SPEC / "criteria.md").read_text("utf-8")
    assert [name for name in shipped() if f"`{name}`" not in page] == []


def test_no_field_of_a_plan_is_left_out() -> None:
    shapes = [s for s in vars(document).values() if is_shape(s) and s.__module__ == document.__name__]
    assert document.Plan in shapes
    for shape in shapes:
        assert sorted({f.key for f in fields_of(shape)} - named("plan.md")) == [], shape.__name__


def test_no_field_of_a_table_or_an_entry_is_left_out() -> None:
    assert sorted({f.key for f in fields_of(Submitted)} - named("table.md")) == []
    assert sorted({f.name for f in dataclasses.fields(Entry)} - named("entry.md")) == []


def test_no_kind_of_list_is_left_out() -> None:
    assert sorted(set(get_args(ListKind)) - named("case-folder.md")) == []


def test_no_column_is_left_out() -> None:
    assert sorted(set(ALIASES) - named("case-folder.md")) == []


def test_no_rule_on_impediments_is_left_out() -> None:
    for page in ("clearing.md", "../explanation/impediments.md"):
        words = re.findall(r"[a-z_]+", (SPEC / page).read_text("utf-8"))
        assert sorted(set(RULES) - set(words)) == [], page
