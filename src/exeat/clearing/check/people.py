"""Who is who: records joined into people by what was judged or by a threshold, and what stays unresolved.

- To deny that two records are one person is to judge that they are two.
- A person's id is the address of its records that sorts first by UTF-8.
- Names that are no row of a current list can join records too, and what is said of them is said of the person.
- What the machine proposes is given, like the facts; what it comes to is worked out here: see `machine`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core.claims import SamePerson
from exeat.core.facts import Facts

from .machine import Proposal, Proposed, proposed

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, str | None]
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Person:
    """A cluster of records: `records` are rows of current lists, `known_as` also the names judged to be the same."""

    id: str
    records: tuple[str, ...]
    known_as: frozenset[str]
    rows: tuple[Row, ...]
    unresolved: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the current lists, by id; `of` the person of each record.

    `alone`: the records that judgements alone join to each record. `judged`: the pairs somebody judged. `open`: the
    proposals that nobody answered, by both their records.
    """

    by_id: Mapping[str, Person]
    of: Mapping[str, str]
    alone: Mapping[str, frozenset[str]]
    judged: frozenset[Pair]
    open: Mapping[str, tuple[Proposal, ...]]

    def __getitem__(self, id: str) -> Person:
        return self.by_id[id]

    def of_records(self, records: Iterable[str]) -> frozenset[str]:
        """The people of these records; what is no record is nobody."""
        return frozenset(self.of[r] for r in records if r in self.of)

    def told_apart(self, left: str, right: str) -> bool:
        """Whether a record judged to be the one was judged together with a record judged to be the other."""
        return told_apart(self.judged, self.alone[left], self.alone[right])

    def proposed_with(self, person: str) -> frozenset[str]:
        """The other people of whom the machine says that they match this one, and whom nobody judged."""
        mine = [x for r in self.by_id[person].records for x in self.open.get(r, ()) if x.decision == "match"]
        return self.of_records(r for x in mine for r in (x.left, x.right)) - {person}


def address(facts: Facts, name: str) -> str:
    """A record under the name that its row has: the first list of the versions, with a version only if by place."""
    head, mark, row = name.partition("#")
    list_name, _, version = head.partition("@")
    if not mark or list_name not in facts.lists:
        return name
    by_place = version and "id" not in dict(facts.lists[list_name][1].header.columns)
    return f"{facts.origin(list_name)}{'@' + version if by_place else ''}#{row}"


def people_of(facts: Facts, proposals: "pl.DataFrame | None" = None) -> People:
    """The people of the current lists of a case. `proposals`: what the machine proposes; None = nothing."""
    rows: dict[str, list[Row]] = {}
    for row in facts.people.iter_rows(named=True):
        rows.setdefault(row["record"], []).append(row)
    verdicts = _verdicts(facts)
    judged = frozenset(pair for pairs in verdicts.values() for pair in pairs)
    by_judgement = _clusters(rows, verdicts["same"])
    alone = {r: names for names in by_judgement for r in names}
    against = verdicts["different"] | _doubted(verdicts)
    found = _machine(facts, proposals, rows, judged, alone, against)
    everyone = _clusters(rows, verdicts["same"] | found.joined)
    persons = [_person(names, rows, verdicts, found.torn) for names in everyone if names & rows.keys()]
    of = {r: p.id for p in persons for r in p.known_as}
    return People({p.id: p for p in persons}, of, alone, judged, found.by_record)


def _machine(
    facts: Facts,
    proposals: "pl.DataFrame | None",
    rows: Mapping[str, list[Row]],
    judged: frozenset[Pair],
    alone: Mapping[str, frozenset[str]],
    against: set[Pair],
) -> Proposed:
    """What the machine proposes, and nobody answered: which of it joins, and whom it leaves unresolved."""
    said = () if proposals is None else tuple(Proposal.of(row) for row in proposals.iter_rows(named=True))
    known = [x for x in said if x.left in rows and x.right in rows]
    unanswered = [
        x for x in known if x.right not in alone[x.left] and not told_apart(judged, alone[x.left], alone[x.right])
    ]
    return proposed(unanswered, facts.case.protocol.identity_threshold, alone, against, frozenset(rows))


def told_apart(judged: frozenset[Pair], left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether somebody judged one of these together with one of those."""
    return any(frozenset((a, b)) in judged for a in left for b in right)


def _doubted(verdicts: Mapping[str, set[Pair]]) -> set[Pair]:
    return verdicts["unsure"] - verdicts["same"] - verdicts["different"]


def _verdicts(facts: Facts) -> dict[str, set[Pair]]:
    """The pairs judged same, different and unsure. To deny `same` is to judge `different`; see the page."""
    denying = {"same": "different", "different": "unsure", "unsure": ""}
    said: set[tuple[str, Pair]] = set()
    for row in facts.frame(SamePerson).iter_rows(named=True):
        pair = frozenset((address(facts, row["left"] or ""), address(facts, row["right"] or "")))
        verdict = row["verdict"] or ""
        said.add((denying.get(verdict, "") if row["act"] == "denies" else verdict, pair))
    standing = {(verdict, pair) for verdict, pair in said if len(pair) == 2}
    return {v: {pair for w, pair in standing if w == v} for v in ("same", "different", "unsure")}


def _clusters(records: Iterable[str], same: set[Pair]) -> list[frozenset[str]]:
    """The names that judgements join, directly or through a chain."""
    beside: dict[str, set[str]] = {r: set() for r in records}
    for pair in same:
        for name in pair:
            beside.setdefault(name, set()).update(pair)
    clusters: list[frozenset[str]] = []
    seen: set[str] = set()
    for name in beside:
        if name not in seen:
            clusters.append(_reach(name, beside))
            seen |= clusters[-1]
    return clusters


def _reach(start: str, beside: Mapping[str, set[str]]) -> frozenset[str]:
    found, todo = {start}, [start]
    while todo:
        for name in beside[todo.pop()] - found:
            found.add(name)
            todo.append(name)
    return frozenset(found)


def _person(
    names: frozenset[str], rows: Mapping[str, list[Row]], verdicts: Mapping[str, set[Pair]], torn: frozenset[str]
) -> Person:
    records = tuple(sorted((n for n in names if n in rows), key=str.encode))
    contradicted = any(pair <= names for pair in verdicts["different"])
    unresolved = contradicted or any(pair & names for pair in _doubted(verdicts)) or bool(names & torn)
    return Person(records[0], records, names, tuple(row for r in records for row in rows[r]), unresolved)
