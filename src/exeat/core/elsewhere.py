"""Words that two offices recorded: one statement here, under two ids, since each office drew a salt of its own.

- What refers to the id that the words have elsewhere means the statement here, from the entry on that says so.
- A statement keeps its own id and its own words in the log; only what it refers to is read so.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from .claims import RecordedElsewhere
from .entry import BodyRef
from .marked import Plain, marked
from .shape import Decoder, encode
from .statement import Statement

VERSION = re.compile(r"@([0-9a-f]{12})#")  # of a list, in the address of a row without an id
LENGTH = 12


def resolved(bodies: Mapping[str, BodyRef]) -> dict[str, BodyRef]:
    """The bodies by id, each referring to statements by the ids that they have here."""
    same = _same(bodies)
    if not same:
        return dict(bodies)
    return {i: replace(b, statement=_said(b.statement, same)) for i, b in bodies.items()}


def _same(bodies: Mapping[str, BodyRef]) -> dict[str, str]:
    """The id here by the id elsewhere."""
    claims = (b.statement.claim for b in bodies.values())
    first = {c.there: c.statement for c in claims if isinstance(c, RecordedElsewhere) and c.there is not None}
    return {there: _last(there, first) for there in first}


def _last(id: str, first: Mapping[str, str]) -> str:
    seen = {id}
    while (after := first.get(id)) is not None and after not in seen:
        seen.add(after)
        id = after
    return id


def _said(statement: Statement, same: Mapping[str, str]) -> Statement:
    claim = statement.claim
    if isinstance(claim, RecordedElsewhere):
        return replace(statement, claim=replace(claim, statement=same.get(claim.statement, claim.statement)))
    held = encode(statement)
    told = _in(held, same, {_version(k): _version(v) for k, v in same.items()})
    if told == held:
        return statement
    found: Statement | None = Decoder().shape(Statement, marked(told))
    assert found is not None, "a statement with another reference is a statement"
    return found


def _version(id: str) -> str:
    return id[3 : 3 + LENGTH]


def _in(value: Plain, same: Mapping[str, str], versions: Mapping[str, str]) -> Plain:
    if isinstance(value, dict):
        return {k: _in(v, same, versions) for k, v in value.items()}
    if isinstance(value, list):
        return [_in(v, same, versions) for v in value]
    if isinstance(value, str):
        return VERSION.sub(lambda m: f"@{versions.get(m[1], m[1])}#", same.get(value, value))
    return value
