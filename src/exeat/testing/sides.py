"""A world in which the two sides have changed places: every party, office and list of one is called as the other's.

- The names of the sides are those of `worlds`: `ax` and `be`, and their lists `left` and `right`. Clauses keep their
  ids, which are no side's. To change the names twice changes nothing.
- Facts in which only names differ must be answered alike: see `tests/laws/test_sides.py`.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import polars as pl

from exeat.core.entry import BodyRef
from exeat.core.tables import Table, table_root

from .memory import Part, World, facts_of, id_of

SIDES = {"ax": "be", "be": "ax", "left": "right", "right": "left"}
_NAMES = re.compile(
    rf"(?<!designated-)\b({'|'.join(SIDES)})\b(?!-go|-where|\": )"
)  # not in the id of a clause, the code of a finding, nor the key of a JSON object


def swap(text: str) -> str:
    """A text with the names of the sides changed for one another."""
    return _NAMES.sub(lambda name: SIDES[name.group()], text)


def swapped(world: World) -> World:
    """The same world with the sides' names changed, statement by statement, in the same order."""
    facts, case = world.facts, _swap(world.facts.case)
    ids: dict[str, str] = {}
    parts: list[Part] = []
    for body in (e.body for e in facts.entries[1:] if isinstance(e.body, BodyRef)):  # the first declares the case
        said = _swap(body.statement, ids)
        ids[body.id] = id_of(case, said)
        parts.append(said if body.table is None else _listed(case.id, said, body.table))
    same = world.proposals
    other = None if same is None else same.with_columns(pl.col("left", "right").map_elements(swap, pl.String))
    return World(facts_of(case, parts, facts.as_of.on), _swap(dict(world.choices)), other)


def _listed(case: str, said: Any, table: Table) -> Part:
    cells = {name: [_swap(cell) for cell in column] for name, column in table.rows.to_dict(as_series=False).items()}
    rows = pl.DataFrame(cells, dict.fromkeys(cells, pl.String()))
    header = replace(said.claim, root=table_root(case, rows))
    return replace(said, claim=header), Table(header, rows, "")


def _swap(value: Any, ids: dict[str, str] | None = None) -> Any:
    """Every text in a value changed; ids of statements become those of the statements as changed."""
    if isinstance(value, str):
        return (ids or {}).get(value) or swap(value)
    if isinstance(value, tuple):
        return tuple(_swap(v, ids) for v in value)
    if isinstance(value, dict):
        return {_swap(k, ids): _swap(v, ids) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _swap(getattr(value, f.name), ids) for f in fields(value)})
    return value
