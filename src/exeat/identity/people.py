"""Persons: clusters of records joined by people's judgements, as of a moment.

- Only a standing judgement *same* joins two records; a machine match is a proposal and joins nobody.
- A person's id is the address of its records that sorts first by UTF-8.
- Where judgements contradict one another through a chain, nobody is split by the program: the person is unresolved,
  and the contradiction is reported with the judgements in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core.claims import SamePerson
from exeat.core.facts import Facts

if TYPE_CHECKING:
    import polars as pl

DENIED = {"same": "different", "different": "unsure"}
"""Who denies that two records are one person says that they are two; who denies that they are two, says no more."""

Judgement = tuple[str, str, str, str]  # left, right, verdict, statement


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person is unresolved: a contradiction, or a pair about which somebody is unsure."""

    person: str
    kind: str  # contradiction | unsure
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """`person_of` holds the records that judgements joined to another; any other record is a person by itself.

    `joined`: the records of each person of more than one, sorted by UTF-8.
    """

    person_of: dict[str, str]
    joined: dict[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...]
    judged: frozenset[tuple[str, str]]  # pairs of records, sorted, with a verdict same or different
    address: Callable[[str], str]  # the address of a record, whichever version of its list it is named under

    def person(self, record: str) -> str:
        """The person to which a record belongs."""
        found = self.address(record)
        return self.person_of.get(found, found)

    def persons(self, records: "pl.Series") -> "pl.Series":
        """The person of each record of a column."""
        if not self.person_of:
            return records.alias("person")
        return records.replace(list(self.person_of), list(self.person_of.values())).alias("person")

    def records(self, person: str) -> tuple[str, ...]:
        """The records of a person that judgements joined, sorted; at least the one it is named after."""
        return self.joined.get(person, (person,))


def people(facts: Facts) -> People:
    """The persons of a case, as its standing judgements make them."""
    judgements = list(_judgements(facts))
    person_of = _clusters((left, right) for left, right, verdict, _ in judgements if verdict == "same")
    judged = frozenset(_pair(a, b) for a, b, verdict, _ in judgements if verdict != "unsure")
    return People(person_of, _joined(person_of), tuple(_doubts(judgements, person_of, judged)), judged, facts.address)


def _judgements(facts: Facts) -> Iterable[Judgement]:
    said = facts.frame(SamePerson).select("left", "right", "verdict", "statement", "act").drop_nulls()
    for left, right, verdict, statement, act in said.iter_rows():
        if act != "denies":
            yield left, right, verdict, statement
        elif verdict != "unsure":
            yield left, right, DENIED[verdict], statement


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _clusters(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Union-find; every record of a cluster points to the one that sorts first."""
    root: dict[str, str] = {}

    def find(record: str) -> str:
        while root.setdefault(record, record) != record:
            root[record] = record = root[root[record]]
        return record

    for a, b in pairs:
        a, b = sorted((find(a), find(b)), key=str.encode)
        root[b] = a
    return {record: find(record) for record in list(root)}


def _joined(person_of: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for record, person in sorted(person_of.items(), key=lambda rp: rp[0].encode()):
        found.setdefault(person, []).append(record)
    return {person: tuple(records) for person, records in found.items()}


def _doubts(
    judgements: list[Judgement], person_of: dict[str, str], judged: frozenset[tuple[str, str]]
) -> Iterable[Doubt]:
    found: dict[tuple[str, str], list[str]] = {}
    for left, right, verdict, statement in judgements:
        a, b = person_of.get(left, left), person_of.get(right, right)
        if verdict == "different" and a == b:
            found.setdefault((a, "contradiction"), []).append(statement)
        if verdict == "unsure" and _pair(left, right) not in judged and a != b:
            found.setdefault((a, "unsure"), []).append(statement)
            found.setdefault((b, "unsure"), []).append(statement)
    for (person, kind), statements in sorted(found.items()):
        yield Doubt(person, kind, tuple(sorted(set(statements))))
