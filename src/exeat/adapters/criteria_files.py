"""The criteria that ship, `exeat/criteria/*.toml`, and whether a status label names items that there are.

- A case may declare criteria of its own; a shipped set of the same id is then that of the case.
- A label whose criteria are words of its own, and that names no items, is taken as it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from exeat.core.case import Case
from exeat.core.claims import StatusLabel
from exeat.core.criteria import Criteria
from exeat.core.errors import Problem
from exeat.core.marked import Marked, marked
from exeat.core.shape import Decoder


@cache
def shipped() -> Mapping[str, Criteria]:
    """The criteria that ship, by id."""
    found = [f for f in files("exeat").joinpath("criteria").iterdir() if f.name.endswith(".toml")]
    made = [Decoder().shape(Criteria, marked(tomllib.loads(f.read_text("utf-8")))) for f in found]
    assert all(made), "criteria that ship are well formed"
    return {c.id: c for c in sorted((c for c in made if c is not None), key=lambda c: c.id)}


def criteria_of(case: Case) -> Mapping[str, Criteria]:
    """The criteria that a label of this case may name: those that ship, and the case's own."""
    return {**shipped(), **{c.id: c for c in case.criteria}}


def unknown_items(label: StatusLabel, known: Mapping[str, Criteria], at: Marked) -> Iterator[Problem]:
    """A problem for each item that no criteria of that name have, at its place in the file."""
    found = known.get(label.criteria or "")
    if label.items and found is None:
        node = at.get("criteria") or at
        yield _wrong(node, label.criteria or "", known)
    for id in label.items if found is not None else ():
        if found is not None and found.item(id) is None:
            yield _wrong(at.get("items") or at, id, [i.id for i in found.items])


def _wrong(at: Marked, value: str, known: "Mapping[str, Criteria] | list[str]") -> Problem:
    values = {"value": value, "wanted": "choice", "known": ", ".join(known)}
    return Problem("value-wrong", at.file, at.line, at.column, values=values)
