"""Traces: what a ledger holds of one person, whose records are known.

- *Alone*: rows of lists, and statements, that name this person and nobody else; and statements about such statements.
  They can be erased without taking a word about anybody else away. A judgement on two records is about both, and says
  nothing more of the one when the other is gone: it counts as alone.
- *Left*: what names others too, or holds a name or an id of theirs in free text. Somebody has to look at it.
- Every version of every list counts, and every statement, whether it still stands or not.
- Offers, agreements, lists and the case itself are about an exchange, and never about one person alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from exeat.core import claims as c
from exeat.core.entry import BodyRef
from exeat.core.facts import PEOPLE_LISTS, Facts
from exeat.core.ids import list_of
from exeat.core.shape import encode, refs
from exeat.core.tables import DATES, Table

from .mentions import Wanted, borne, of_rows, plain

if TYPE_CHECKING:
    import polars as pl

    from exeat.core.marked import Plain
    from exeat.core.statement import Statement

NEVER_ALONE = (c.Offer, c.Agreement, c.Submitted, c.CaseKept, c.DrawSealed, c.Erasure)
PAIR = ("left", "right")
NAMED = frozenset(
    ("name", "given_names", "surname", "second_surname", "other_names", "id", "record", *PAIR, *DATES)
)  # fmt: skip
"""Columns of rows that say who it is; the others may hold a name of somebody else."""


@dataclass(frozen=True, slots=True)
class Left:
    """What still names them: a statement, or a row by its address. `how`: it names others too, or holds it in words."""

    key: str
    id: str
    kind: str
    how: Literal["others", "words"]


@dataclass(frozen=True, slots=True)
class Traces:
    """What a ledger holds of one person. `rows`: by the `body` of the list, places from 0; `entries`: whole ones.

    `sources`: those of the lists and statements that go. `wanted`: their names and ids, to look for elsewhere;
    `shared`: names of theirs that others bear too, which are not looked for.
    """

    records: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
    entries: tuple[str, ...]
    left: tuple[Left, ...]
    sources: tuple[str, ...]
    wanted: Wanted
    shared: bool


def traces(facts: Facts, records: Collection[str], also: Collection[str] = (), more: Wanted | None = None) -> Traces:
    """What is held of the person of some records. `also`: keys, ids and row addresses that go though they name others.

    `facts`: everything that was recorded. `more`: names and ids that are known of them besides.
    """
    return _Tracing(facts, frozenset(records), frozenset(also)).run(more)


def rows_of(facts: Facts, records: Collection[str], table: Table) -> "pl.Series":
    """Which rows of a list name the person of some records, whether the list was recorded or not."""
    alone, beside = _Tracing(facts, frozenset(records), frozenset()).rows(table)
    return alone | beside


class _Tracing:
    def __init__(self, facts: Facts, records: frozenset[str], also: frozenset[str]) -> None:
        self.facts, self.records, self.also = facts, records, also
        self.bodies = [e.body for e in facts.entries if isinstance(e.body, BodyRef)]
        self.ids: dict[str, set[str]] = {}  # of the person, by the first name of the list
        for record in records:
            self.ids.setdefault(self._family(list_of(record)), set()).add(record.partition("#")[2])
        self.places = {r.rpartition("@")[2] for r in records if "@" in r}  # version#position

    def run(self, more: Wanted | None) -> Traces:
        out = {b.digest: self.rows(b.table) for b in self.bodies if b.table is not None}
        alone = self._statements()
        theirs = [b.table.ours().filter(out[b.digest][0]) for b in self.bodies
                  if b.table is not None and b.table.header.of in PEOPLE_LISTS]  # fmt: skip
        wanted, shared = self._wanted(theirs, out)
        wanted = wanted if more is None else wanted.and_(more)
        left = [*self._named_left(alone), *self._rows_left(out)]
        known = {x.id for x in left}
        left += [x for x in self._worded(alone, out, wanted) if x.id not in known]
        rows = {b.digest: tuple(b.table.places().filter(out[b.digest][0]).to_list())
                for b in self.bodies if b.table is not None and out[b.digest][0].any()}  # fmt: skip
        gone = [b for b in self.bodies if b.id in alone or b.digest in rows]
        sources = sorted({b.statement.source for b in gone if b.statement.source is not None})
        entries = tuple(sorted(b.digest for b in self.bodies if b.id in alone))
        return Traces(tuple(sorted(self.records)), rows, entries, tuple(left), tuple(sources), wanted, shared)

    # -------------------------------------------------------- addresses

    @cached_property
    def _first(self) -> dict[str, str]:
        """The first list of the versions to which each list belongs, whichever of them still stand."""
        first: dict[str, str] = {}
        tables = [b.table.header for b in self.bodies if b.table is not None]
        for header in tables:
            a, b = (first.get(n, n) for n in (header.list, header.supersedes or header.list))
            first |= dict.fromkeys((*(k for k, v in first.items() if v == a), header.list, a), b) | {b: b}
        return first

    def _family(self, name: str) -> str:
        return self._first.get(name, name)

    def _is(self, record: str) -> bool:
        """Whether an address is one of the person's, under any version of the list."""
        name, _, id = record.partition("#")
        return record.rpartition("@")[2] in self.places if "@" in name else id in self.ids.get(self._family(name), ())

    def _written(self, about: str | None) -> list[str]:
        """Every way in which a cell of a list about another one names the person."""
        names = {n: self._family(n) for n in {*self._first, *(list_of(r) for r in self.records)}}
        whole = [f"{n}#{id}" for n, first in names.items() for id in self.ids.get(first, ())]
        by_place = [f"{n}@{place}" for n in names for place in self.places]
        return [*whole, *by_place, *(self.ids.get(self._family(about), ()) if about else ())]

    # -------------------------------------------------------- rows

    def rows(self, table: Table) -> "tuple[pl.Series, pl.Series]":
        """Which rows of a list are about this person alone, and which name another record beside."""
        import polars as pl

        ours, header = table.ours(), table.header
        named = self._written(header.about)
        hits = [ours[x].is_in(named).fill_null(False) for x in ("record", *PAIR) if x in ours.columns]
        if header.of in PEOPLE_LISTS and "record" not in ours.columns:
            hits = [self._own(table, ours)]
        none = pl.Series([False], dtype=pl.Boolean).new_from_index(0, ours.height)
        touched, all_of = none, ~none if hits else none
        for hit in hits:
            touched, all_of = touched | hit, all_of & hit
        asked = self._addresses(table).is_in(sorted(self.also)).fill_null(False)
        alone = touched if header.of == "judgements" else all_of
        return alone | asked, touched & ~alone & ~asked

    def _own(self, table: Table, ours: "pl.DataFrame") -> "pl.Series":
        if "id" in ours.columns:
            return ours["id"].is_in(sorted(self.ids.get(self._family(table.header.list), ()))).fill_null(False)
        return (f"{table.version}#" + (table.places() + 1).cast(str)).is_in(sorted(self.places))

    def _addresses(self, table: Table) -> "pl.Series":
        return table.records(self.facts.origin(table.header.list))

    def _rows_left(self, out: "Mapping[str, tuple[pl.Series, pl.Series]]") -> Iterator[Left]:
        for body in self.bodies:
            if body.table is not None and out[body.digest][1].any():
                for address in self._addresses(body.table).filter(out[body.digest][1]).to_list():
                    yield Left(body.table.header.list, address, body.table.header.of, "others")

    # -------------------------------------------------------- statements

    def _statements(self) -> frozenset[str]:
        """The ids of the statements that go whole."""
        said = {b.id: b for b in self.bodies if not isinstance(b.statement.claim, c.Submitted)}
        asked = {i for i, b in said.items() if {i, b.key} & self.also}
        alone = {i for i, b in said.items() if i in asked or self._alone(b.statement)}
        known = {b.id for b in self.bodies}
        about = {i: {s for s in refs(b.statement, "statement") if s in known} for i, b in said.items()}
        follow = {i for i, of in about.items() if of and not self._others(said[i])}
        while True:
            while more := {i for i in follow - alone if about[i] <= alone}:
                alone |= more
            back = {i for i in alone - asked if about[i] - alone}  # what is about something that stays, stays
            if not back:
                return frozenset(alone)
            alone, follow = alone - back, follow - back

    def _alone(self, said: "Statement") -> bool:
        """Whether a statement names this person, and nobody else."""
        names = _named(said)
        if isinstance(said.claim, NEVER_ALONE) or not any(map(self._is, names)):
            return False
        return isinstance(said.claim, c.SamePerson) or all(map(self._is, names))

    def _others(self, body: BodyRef) -> bool:
        """Whether a statement about statements names somebody else."""
        return isinstance(body.statement.claim, NEVER_ALONE) or not all(map(self._is, _named(body.statement)))

    def _named_left(self, alone: frozenset[str]) -> Iterator[Left]:
        for body in self.bodies:
            if body.id not in alone and any(map(self._is, _named(body.statement))):
                yield Left(body.key or body.id, body.id, body.statement.claim.kind, "others")

    # -------------------------------------------------------- words

    def _wanted(
        self, theirs: "list[pl.DataFrame]", out: "Mapping[str, tuple[pl.Series, pl.Series]]"
    ) -> tuple[Wanted, bool]:
        import polars as pl

        found = of_rows(pl.concat(theirs, how="diagonal")) if theirs else of_rows(pl.DataFrame())
        others: frozenset[tuple[str, ...]] = frozenset()
        for body in self.bodies:
            if body.table is not None and body.table.header.of in PEOPLE_LISTS:
                others |= borne(body.table.ours().filter(~out[body.digest][0]), found.names)
        names = {n: self._family(n) for n in self._first}
        by_place = {f"{n}@{p}" for n in names for p in self.places}
        addresses = {f"{n}#{i}" for n, first in names.items() for i in self.ids.get(first, ())} | by_place
        return Wanted(found.names - others, found.ids, frozenset(addresses)), bool(others)

    def _worded(
        self, alone: frozenset[str], out: "Mapping[str, tuple[pl.Series, pl.Series]]", wanted: Wanted
    ) -> Iterator[Left]:
        """What holds a name or an id in words."""
        for body in self.bodies:
            texts = [body.key or "", *_texts(encode(body.statement))]
            if body.id not in alone and any(map(wanted.in_text, texts)):
                yield Left(body.key or body.id, body.id, body.statement.claim.kind, "words")
            if body.table is not None:
                yield from self._worded_rows(body.table, out[body.digest][0], wanted)

    def _worded_rows(self, table: Table, out: "pl.Series", wanted: Wanted) -> Iterator[Left]:
        import polars as pl

        ours = table.ours()
        free = [x for x in ours.columns if x not in NAMED]
        if not free or not wanted.hints:
            return
        text = pl.concat_str([pl.col(x).fill_null("") for x in free], separator=" | ")
        cells = ours.select(text.alias("text"), plain(text).alias("plain")).with_columns(self._addresses(table))
        near = cells.filter(~out & cells["plain"].str.contains_any(wanted.hints))
        for row in near.iter_rows(named=True):
            if wanted.in_text(row["text"]):
                yield Left(table.header.list, row["record"] or "", table.header.of, "words")


def _named(said: "Statement") -> list[str]:
    """The records and groups that a statement names, its speaker where that is a record."""
    return [*refs(said, "record"), *refs(said, "subject"), *(s for s in refs(said, "speaker") if "#" in s)]


def _texts(value: "Plain") -> Iterable[str]:
    """Every text in a plain value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
