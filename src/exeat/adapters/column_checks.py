"""Columns that clauses name: a misspelt one would part a family, or exclude nobody, without a word.

- A clause's column must be one of the list it selects from; of a group's lists while no list is named.
- Our names and the lists' own headings that have none of ours are known; a heading that is mapped goes by our name.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from exeat.core import clauses as cl
from exeat.core.claims import Offer
from exeat.core.clauses import Clause, Selector
from exeat.core.errors import Problem
from exeat.core.marked import Marked
from exeat.core.tables import Table


def unknown_columns(offer: Offer, at: Marked, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """A problem for each column that no list has from which its clause selects, at its place in the offer's file."""
    nodes = {item.text("id"): item for item in (at.get("clauses") or Marked([])).items()}
    for clause in offer.clauses:
        node = nodes.get(clause.id, at)
        for selector, column in _asked(clause):
            yield from _unknown(column, _lists(selector, tables), node)


def _unknown(column: str, lists: Mapping[str, Table], node: Marked) -> Iterator[Problem]:
    known = sorted({c for t in lists.values() for c in t.ours().columns})
    if not known or column in known:
        return
    theirs = {b: a for t in lists.values() for a, b in t.header.columns}
    near = theirs.get(column) or next(iter(get_close_matches(column, known, 1, 0.6)), "")
    at = _place(node, column) or node
    values = {"column": column, "list": ", ".join(sorted(lists)), "known": ", ".join(known), "near": near}
    yield Problem("column-unknown", at.file, at.line, at.column, values=values)


def _asked(clause: Clause) -> Iterator[tuple[Selector, str]]:
    """Every column that a clause names, with the selector whose lists must have it."""
    selectors = [getattr(clause, name, None) for name in ("selection", "left", "right", "unless")]
    for selector in (s for s in selectors if isinstance(s, Selector)):
        for inner in _within(selector):
            yield from ((inner, condition.column) for condition in inner.where)
        if isinstance(clause, cl.Together) and clause.column is not None and selector is clause.selection:
            yield selector, clause.column
        if isinstance(clause, cl.Balance) and clause.within is not None:
            yield selector, clause.within
        if isinstance(clause, cl.Equivalence):
            yield selector, clause.column


def _within(selector: Selector) -> Iterator[Selector]:
    yield selector
    for other in (*selector.union, *([selector.minus] if selector.minus else [])):
        yield from _within(other)


def _lists(selector: Selector, tables: Mapping[str, Table]) -> dict[str, Table]:
    """The lists from which a selector may take people."""
    named = {selector.list, *(r.partition("#")[0] for r in selector.named)}
    for other in selector.union:
        named |= set(_lists(other, tables))
    return {
        name: table
        for name, table in tables.items()
        if name in named or (selector.list is None and selector.group and table.header.group == selector.group)
    }


def _place(node: Marked, text: str) -> Marked | None:
    """Where a text stands in a clause, as a value or as a key."""
    if node.value == text:
        return node
    inner = node.value.items() if isinstance(node.value, dict) else enumerate(node.items())
    for key, value in inner:
        if key == text:
            return value.named()
        found = _place(value, text)
        if found is not None:
            return found
    return None
