"""Reading a plan document: its rows, whatever it holds, and whether it speaks of these facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from exeat.core.entry import time_text
from exeat.core.facts import Facts

from .finding import Finding

Plan = Mapping[str, Any]
LISTS = ("moves", "counts", "held_back", "open_places", "parties", "flows", "loops")


def rows(plan: Plan, key: str) -> list[Mapping[str, Any]]:
    """The rows of a part of a plan; what is no row is left out (see `malformed`)."""
    found = plan.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def texts(row: Mapping[str, Any], key: str) -> list[str]:
    """The texts of a list in a row."""
    found = row.get(key)
    return [t for t in found if isinstance(t, str)] if isinstance(found, list) else []


def malformed(plan: Plan) -> Iterator[Finding]:
    """The parts of a plan that are not what the format says."""
    if plan.get("exeat") != "plan/1":
        yield Finding("malformed", values={"part": "exeat"})
    if not isinstance(plan.get("facts"), Mapping):
        yield Finding("malformed", values={"part": "facts"})
    for key in LISTS:
        if key in plan and (not isinstance(plan[key], list) or len(rows(plan, key)) != len(plan[key])):
            yield Finding("malformed", values={"part": key})
    for row in rows(plan, "open_places"):
        number = row.get("number")
        if not isinstance(number, int) or isinstance(number, bool) or number < 0 or "clause" not in row:
            yield Finding("malformed", _text(row.get("clause")), values={"part": "open_places"})


def open_places(plan: Plan) -> dict[str, int]:
    """How many places each clause leaves open."""
    found: dict[str, int] = {}
    for row in rows(plan, "open_places"):
        clause, number = row.get("clause"), row.get("number")
        if isinstance(clause, str) and isinstance(number, int) and number > 0:
            found[clause] = found.get(clause, 0) + number
    return found


def foreign(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Where a plan speaks of another case, other statements, another day or another moment."""
    said = plan.get("facts")
    said = said if isinstance(said, Mapping) else {}
    wanted: dict[str, set[str | None]] = {
        "case": {facts.case.id},
        "root": {facts.root},
        "on": {facts.as_of.on.isoformat()},
        "known": _known(facts),
    }
    for key, allowed in wanted.items():
        found = plan.get("case") if key == "case" else said.get(key)
        if found not in allowed:
            values = {
                "part": key,
                "said": str(found or ""),
                "found": ", ".join(a or "" for a in allowed),
            }
            yield Finding("foreign-facts", values=values)


def _known(facts: Facts) -> set[str | None]:
    """The moment asked for; where none was, the last entry's time, or none for a folder read in memory."""
    if facts.as_of.known is not None:
        return {time_text(facts.as_of.known)}
    times = [e.recorded_at for e in facts.entries if e.recorded_at is not None]
    return {time_text(max(times))} if times else {None}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
