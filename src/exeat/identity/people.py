"""Persons: clusters of records joined by people's judgements, as of a moment; and by links where a threshold stands.

- A standing judgement *same* joins two records. A machine match is a proposal and joins nobody, unless the case's
  protocol names a threshold: see `links`.
- A person's id is the address of its records that sorts first by UTF-8; of names that are no row of a current list
  only where it has no other.
- Where judgements contradict one another through a chain, nobody is split by the program: the person is unresolved,
  and the contradiction is reported with the judgements in it. Where links bring it about, they join nobody.
- Neither the order of judgements nor that of proposals matters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exeat.core.claims import SamePerson
from exeat.core.facts import Facts

from .links import Link, Links, clusters, links

if TYPE_CHECKING:
    import polars as pl

DENIED = {"same": "different", "different": "unsure"}
"""Who denies that two records are one person says that they are two; who denies that they are two, says no more."""

Judgement = tuple[str, str, str, str]  # left, right, verdict, statement
Pair = tuple[str, str]  # two records, or two persons, the one that sorts first before the other


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person is unresolved: a contradiction, a pair about which somebody is unsure, a chain of links.

    `records`: those that the links of the chain would have joined.
    """

    person: str
    kind: str  # contradiction | unsure | chain
    statements: tuple[str, ...]
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class People:
    """`person_of` holds the records that were joined to another; any other record is a person by itself.

    `joined`: the records of each person of more than one, sorted by UTF-8.
    """

    person_of: dict[str, str]
    joined: dict[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...]
    judgements: "Judgements"
    open: "pl.DataFrame | None"  # the open proposals: left, right, probability, decision; None = none were asked for
    links: dict[str, tuple[Link, ...]]  # by person: what joined records of it without a person
    address: Callable[[str], str]  # the address of a record, whichever version of its list it is named under

    @property
    def judged(self) -> frozenset[Pair]:
        """Pairs of records with a verdict same or different."""
        return self.judgements.judged

    def person(self, record: str) -> str:
        """The person to which a record belongs."""
        found = self.address(record)
        return self.person_of.get(found, found)

    def persons(self, records: "pl.Series") -> "pl.Series":
        """The person of each record of a column, as `person_column` has them."""
        import polars as pl

        return _persons(records, self.person_of).cast(pl.Categorical).alias("person")

    def records(self, person: str) -> tuple[str, ...]:
        """The records of a person, sorted; at least the one it is named after."""
        return self.joined.get(person, (person,))

    def apart(self, left: str, right: str) -> bool:
        """Whether a record that judgements join to the one was judged together with one that they join to the other."""
        return self.judgements.apart(left, right)


class Judgements:
    """What people judged, and the persons that it makes without any machine."""

    def __init__(self, said: Iterable[Judgement]) -> None:
        self.said = tuple(said)
        self.person_of = clusters((left, right) for left, right, verdict, _ in self.said if verdict == "same")
        self.judged = frozenset(pair(a, b) for a, b, verdict, _ in self.said if verdict != "unsure")

    @cached_property
    def against(self) -> tuple[tuple[str, str, str], ...]:
        """The pairs that no machine joins, with the statement: judged different, or doubted."""
        return tuple(
            (left, right, statement)
            for left, right, verdict, statement in self.said
            if verdict == "different" or (verdict == "unsure" and pair(left, right) not in self.judged)
        )

    @cached_property
    def _apart(self) -> frozenset[Pair]:
        person = self.person_of.get
        return frozenset(pair(person(a, a), person(b, b)) for a, b, _, _ in self.said)

    def apart(self, left: str, right: str) -> bool:
        """See `People.apart`."""
        return pair(self.person_of.get(left, left), self.person_of.get(right, right)) in self._apart

    def unanswered(self, proposals: "pl.DataFrame") -> "pl.DataFrame":
        """The proposals whose records judgements neither join nor tell apart."""
        import polars as pl

        ends = [_persons(proposals[end], self.person_of).alias(end) for end in ("left", "right")]
        low, high = pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right")
        both = pl.DataFrame(ends).select(low.alias("low"), high.alias("high"))
        told = pl.DataFrame(list(self._apart), {"low": pl.String, "high": pl.String}, orient="row")
        open_ = (
            both.with_row_index("i").filter(pl.col("low") != pl.col("high")).join(told, on=["low", "high"], how="anti")
        )
        return proposals[open_["i"].sort()]


def people(facts: Facts, proposals: "pl.DataFrame | None" = None) -> People:
    """The persons of a case, as its standing judgements make them, and its protocol's threshold if it names one.

    `proposals`: columns `left`, `right`, `probability`, `decision`, as `proposals.proposals` gives them; None = nobody
    asked the machine, and it joins nobody.
    """
    judgements = Judgements(_judgements(facts))
    open_ = None if proposals is None else judgements.unanswered(proposals)
    found = Links() if open_ is None else links(facts, judgements, open_)
    same = [(left, right) for left, right, verdict, _ in judgements.said if verdict == "same"]
    person_of = _named(facts, clusters([*same, *((x.left, x.right) for x in found.joining)]))
    doubts = [*_doubts(judgements, person_of), *_chains(judgements, found, person_of)]
    by_person: dict[str, list[Link]] = {}
    for link in found.joining:
        by_person.setdefault(person_of[link.left], []).append(link)
    return People(
        person_of,
        _joined(person_of),
        tuple(sorted(doubts, key=lambda d: (d.person, d.kind))),
        judgements,
        open_,
        {person: tuple(sorted(of)) for person, of in by_person.items()},
        facts.address,
    )


def _judgements(facts: Facts) -> Iterable[Judgement]:
    said = facts.frame(SamePerson).select("left", "right", "verdict", "statement", "act").drop_nulls()
    for left, right, verdict, statement, act in said.iter_rows():
        if act != "denies":
            yield left, right, verdict, statement
        elif verdict != "unsure":
            yield left, right, DENIED[verdict], statement


def pair(a: str, b: str) -> Pair:
    """Two of a kind, in their order."""
    return (a, b) if a <= b else (b, a)


def person_column(ids: Iterable[str] = ()) -> "pl.Series":
    """A column of persons: their ids as a category, so that joins compare numbers; its order is that of the texts."""
    import polars as pl

    return pl.Series("person", list(ids), dtype=pl.Categorical)


def _persons(records: "pl.Series", person_of: dict[str, str]) -> "pl.Series":
    return records.replace(list(person_of), list(person_of.values())) if person_of else records


def _named(facts: Facts, person_of: dict[str, str]) -> dict[str, str]:
    """The same persons, each under the first of its records that is a row of a current list, if there is one."""
    import polars as pl

    rows = facts.people.filter(pl.col("record").is_in(list(person_of)))["record"] if person_of else ()
    name: dict[str, str] = {}
    for record in sorted(set(rows), key=str.encode):
        name.setdefault(person_of[record], record)
    return {record: name.get(person, person) for record, person in person_of.items()}


def _joined(person_of: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for record, person in sorted(person_of.items(), key=lambda rp: rp[0].encode()):
        found.setdefault(person, []).append(record)
    return {person: tuple(records) for person, records in found.items()}


def _doubts(judgements: Judgements, person_of: dict[str, str]) -> Iterable[Doubt]:
    found: dict[tuple[str, str], list[str]] = {}
    ends = [(person_of.get(left, left), person_of.get(right, right)) for left, right, _, _ in judgements.said]
    torn = {a for (a, b), said in zip(ends, judgements.said, strict=True) if said[2] == "different" and a == b}
    for (a, b), (left, right, verdict, statement) in zip(ends, judgements.said, strict=True):
        if verdict != "unsure" and a == b and a in torn:
            found.setdefault((a, "contradiction"), []).append(statement)
        if verdict == "unsure" and pair(left, right) not in judgements.judged:
            found.setdefault((a, "unsure"), []).append(statement)
            found.setdefault((b, "unsure"), []).append(statement)
    for (person, kind), statements in found.items():
        yield Doubt(person, kind, tuple(sorted(set(statements))))


def _chains(judgements: Judgements, found: Links, person_of: dict[str, str]) -> Iterable[Doubt]:
    for chain in found.contradicting:
        inside = chain.persons
        of = judgements.person_of.get
        bearing = {s for a, b, s in judgements.against if of(a, a) in inside and of(b, b) in inside}
        records = sorted({r for x in chain.links for r in (x.left, x.right)}, key=str.encode)
        for person in inside:
            yield Doubt(person_of.get(person, person), "chain", tuple(sorted(bearing)), tuple(records))
