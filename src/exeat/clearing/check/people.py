"""Who is who: records joined into people by what was judged, and what stays unresolved.

- To deny that two records are one person is to judge that they are two.
- A person's id is the address of its records that sorts first by UTF-8.
- Names that are no row of a current list can join records too, and what is said of them is said of the person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from exeat.core.claims import SamePerson
from exeat.core.facts import Facts

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
    """Everybody in the current lists, by id; `of` the person of each record; `judged` the pairs somebody judged."""

    by_id: Mapping[str, Person]
    of: Mapping[str, str]
    judged: frozenset[Pair]

    def __getitem__(self, id: str) -> Person:
        return self.by_id[id]

    def of_records(self, records: Iterable[str]) -> frozenset[str]:
        """The people of these records; what is no record is nobody."""
        return frozenset(self.of[r] for r in records if r in self.of)

    def were_judged(self, left: str, right: str) -> bool:
        """Whether somebody judged a record of one together with a record of the other."""
        ends = ((a, b) for a in self.by_id[left].known_as for b in self.by_id[right].known_as)
        return any(frozenset(pair) in self.judged for pair in ends)


def address(facts: Facts, name: str) -> str:
    """A record under the name that its row has: the first list of the versions, with a version only if by place."""
    head, mark, row = name.partition("#")
    list_name, _, version = head.partition("@")
    if not mark or list_name not in facts.lists:
        return name
    by_place = version and "id" not in dict(facts.lists[list_name][1].header.columns)
    return f"{facts.origin(list_name)}{'@' + version if by_place else ''}#{row}"


def people_of(facts: Facts) -> People:
    """The people of the current lists of a case."""
    rows: dict[str, list[Row]] = {}
    for row in facts.people.iter_rows(named=True):
        rows.setdefault(row["record"], []).append(row)
    verdicts = _verdicts(facts)
    clusters = _clusters(rows, verdicts["same"])
    persons = [_person(names, rows, verdicts) for names in clusters if names & rows.keys()]
    of = {r: p.id for p in persons for r in p.known_as}
    judged = frozenset(pair for pairs in verdicts.values() for pair in pairs)
    return People({p.id: p for p in persons}, of, judged)


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


def _person(names: frozenset[str], rows: Mapping[str, list[Row]], verdicts: Mapping[str, set[Pair]]) -> Person:
    records = tuple(sorted((n for n in names if n in rows), key=str.encode))
    torn = any(pair <= names for pair in verdicts["different"])
    doubted = verdicts["unsure"] - verdicts["same"] - verdicts["different"]
    unresolved = torn or any(pair & names for pair in doubted)
    return Person(records[0], records, names, tuple(row for r in records for row in rows[r]), unresolved)
