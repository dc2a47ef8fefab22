"""A plan held against the plan that people were told of: does it say truly who goes so no longer, and how they stand?

- Without the earlier document: whoever is left out moves not as told, and stands as the plan itself says; a move marked
  as told is not left out.
- With it: its hash is the one stated, and everybody it named either moves as told, marked so, or is left out.
- That nobody could have been left in is not worked out again, as that a plan is best is not.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from exeat.core.canonical import canonical

from .document import Plan, rows, texts
from .finding import Finding
from .moves import person_of
from .setting import Setting

Row = Mapping[str, Any]


def check_told(plan: Plan, setting: Setting, earlier: Plan | None) -> Iterator[Finding]:
    """What a plan says wrongly of the plan that people were told of. `earlier`: that plan, if it is given."""
    said = plan.get("told")
    marked = [row for row in rows(plan, "moves") if row.get("told")]
    if said is None:
        if marked or earlier is not None:
            yield _differs("told", "", "plan")
        return
    if not isinstance(said, Mapping) or not _is_hash(said.get("plan")):
        yield Finding("malformed", values={"part": "told"})
        return
    if "moves" not in plan:
        return
    yield from _left(plan, setting, rows(said, "left"))
    if earlier is not None:
        yield from _against(plan, setting, said, earlier)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef")


def _left(plan: Plan, setting: Setting, left: list[Row]) -> Iterator[Finding]:
    """Those left out, one by one, against the rest of the plan."""
    named = {row.get("person"): row for row in rows(plan, "moves")}
    held = {(row.get("person"), row.get("clause")) for row in rows(plan, "held_back")}
    for row in left:
        person = row.get("person")
        move = named.get(person)
        if move is not None and (move.get("told") or same_way(setting, move, row)):
            yield _differs("left", person, "moves")
        under = any((person, clause) in held for clause in texts(row, "clauses"))
        standing = "named" if move is not None else "held_back" if under else None
        if standing is not None and row.get("standing") != standing:
            yield _differs("standing", person, standing)
        elif standing is None and row.get("standing") in ("named", "held_back"):
            yield _differs("standing", person, "not named, not held back")


def same_way(setting: Setting, move: Row, told: Row) -> bool:
    """Whether a move is by a clause, and to the destination, that somebody was told."""
    power, to = setting.facts.case.power_of, told.get("to")
    there = move.get("to")
    place = to is None or (isinstance(there, str) and power(there) == power(str(to)))
    return place and bool(set(texts(move, "clauses")) & set(texts(told, "clauses")))


def _against(plan: Plan, setting: Setting, said: Row, earlier: Plan) -> Iterator[Finding]:
    """Everybody whom the earlier document named: as told, and marked so, or left out."""
    found = sha256(canonical(dict(earlier))).hexdigest()
    if found != said.get("plan"):
        yield _differs("told", said.get("plan"), found)
        return
    left = {row.get("person") for row in rows(said, "left")}
    named = {row.get("person"): row for row in rows(plan, "moves")}
    told = rows(earlier, "moves")
    if said.get("people") != len(told):
        yield _differs("people", said.get("people"), str(len(told)))
    for row in told:
        person = person_of(setting, row.get("person")) or row.get("person")
        move = named.get(person)
        stays = move is not None and same_way(setting, move, row)
        if not stays and person not in left:
            yield _differs("left", "", str(person))
        if move is not None and bool(move.get("told")) != stays:
            yield _differs("told", str(bool(move.get("told"))), str(person))


def _differs(part: str, said: object, found: str) -> Finding:
    return Finding("told-differs", values={"part": part, "said": str(said or ""), "found": found})
