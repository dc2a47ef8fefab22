"""What the machine's proposals on who is who come to beside a plan: what must be seen, and of one person what it says.

- A proposal is a guess and is shown as one. Whom it holds back is in the rule `identity`; here is what holds nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.identity.links import list_of
from exeat.identity.people import People

if TYPE_CHECKING:
    import polars as pl

GONE = ("deceased", "released")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record of a person and another that may be the same person, as the machine has it: a guess.

    `probability`: a decimal text. `joined`: the protocol's threshold makes it the same person, and nobody judged it.
    """

    record: str
    other: str
    probability: str
    decision: str
    joined: bool


def identity_warnings(facts: Facts, people: People, among: "pl.Series") -> list[Message]:
    """What must be seen on who is who of the people of a problem (`among`): counts, never names."""
    machine = _number(among, people.links)
    threshold = facts.case.protocol.identity_threshold or ""
    found = [Message("clearing.identity_by_machine", {"number": str(machine), "threshold": threshold})] * (machine > 0)
    for kind in ("chain", "contradiction"):
        torn = _number(among, {d.person for d in people.doubts if d.kind == kind})
        found += [Message(f"clearing.identity_{kind}", {"number": str(torn)})] * (torn > 0)
    return found + _open(facts, people, among)


def _number(among: "pl.Series", persons: Collection[str]) -> int:
    """How many of some persons are among these, of whom each is there once."""
    return int(among.is_in(list(persons)).sum()) if persons else 0


def _open(facts: Facts, people: People, among: "pl.Series") -> list[Message]:
    """The open proposals that hold nobody back; apart from them those with lists of who died or was released."""
    import polars as pl

    if people.open is None or people.open.is_empty():
        return []
    ends = [people.persons(people.open[end]).alias(f"{end}_person") for end in ("left", "right")]
    inside = [pl.col(f"{end}_person").is_in(among.implode()) for end in ("left", "right")]
    both, one = inside[0] & inside[1], inside[0] | inside[1]
    rows = people.open.with_columns(ends).filter(pl.col("left_person") != pl.col("right_person"))
    rows = rows.filter(one & ~(both & (pl.col("decision") == "match")))
    gone = [_gone(facts, rows.filter(both.not_()), kind) for kind in GONE]
    await_ = [Message("clearing.identity_open", {"number": str(rows.height)})] if rows.height else []
    return [*await_, *(m for m in gone if m is not None)]


def _gone(facts: Facts, rows: "pl.DataFrame", kind: str) -> Message | None:
    """How many pairs are with a row of a list of the dead, or of those released, that lists them by itself."""
    lists = {facts.origin(n) for n, (_, t) in facts.current.items() if t.header.of == kind}
    number = sum(bool({list_of(a), list_of(b)} & lists) for a, b in rows.select("left", "right").iter_rows())
    return Message(f"clearing.identity_maybe_{kind}", {"number": str(number)}) if number else None


def likenesses(people: People, person: str) -> tuple[Likeness, ...]:
    """What the machine says of a person: the links that joined its records, then the open proposals on them."""
    import polars as pl

    found = [Likeness(x.left, x.right, f"{x.probability:.6f}", "match", True) for x in people.links.get(person, ())]
    if people.open is None:
        return tuple(found)
    mine = set(people.records(person))
    rows = people.open.filter(pl.col("left").is_in(sorted(mine)) | pl.col("right").is_in(sorted(mine)))
    for left, right, probability, decision in rows.select("left", "right", "probability", "decision").iter_rows():
        if not {left, right} <= mine:
            own, other = (left, right) if left in mine else (right, left)
            found.append(Likeness(own, other, f"{probability:.6f}", decision, False))
    return tuple(sorted(found, key=lambda x: (not x.joined, x.decision, x.record, x.other)))
