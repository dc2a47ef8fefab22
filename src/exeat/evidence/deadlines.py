"""What begins or ends within some days: orders, papers, petition windows, promises of no re-arrest, phases, custody.

- A partial date is shown where any day that it allows falls within the days asked for.
- It says that a day is near, and nothing about what follows from it: impediments and clauses say that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from exeat.core.claims import CourtOrder, Custody, Document, LegalAct, LegalHold, Offer
from exeat.core.clauses import Phase, Status, When
from exeat.core.dates import read_date
from exeat.core.facts import Facts
from exeat.core.ids import list_of
from exeat.core.shape import refs

from .sayings import FACTUAL

Kind = Literal["order", "document", "petition_window", "no_rearrest", "phase", "custody", "legal_hold"]
Turn = Literal["begins", "ends"]
Edge = tuple[Turn, date, date]  # which end of an interval, and the first and last day that its text allows


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that begins or ends on a day from `first` to `last` (as `YYYY-MM-DD`), both included.

    `days` from the day of the answer to `first`, 0 where that is past. `about`: the key of the statement, or the
    clause. `records`: those it is about, sorted; empty where it is about nobody by name.
    """

    kind: Kind
    turn: Turn
    first: str
    last: str
    days: int
    about: str
    statement: str
    records: tuple[str, ...] = ()


def deadlines(facts: Facts, days: int) -> tuple[Deadline, ...]:
    """Everything that begins or ends from the day of the facts to so many days after it, the nearest first."""
    near = _Near(facts, days)
    found = [*near.orders(), *near.holds(), *near.clauses(), *near.windows()]
    found += near.rows(Document, "document", "valid", ("ends",))
    found += near.rows(Custody, "custody", "until", ("ends",))
    return tuple(sorted(found, key=lambda d: (d.first, d.last, d.kind, d.turn, d.about, d.records)))


def edges(text: str) -> Iterator[Edge]:
    """The two ends of a written interval as far as they are written; a date by itself is both."""
    start, mark, end = text.partition("/")
    turns: tuple[tuple[Turn, str], ...] = (("begins", start), ("ends", end if mark else start))
    for turn, part in turns:
        read = read_date(part)
        if read is not None and read.first is not None and read.last is not None:
            yield turn, read.first, read.last


class _Near:
    def __init__(self, facts: Facts, days: int) -> None:
        self.facts, self.on = facts, facts.as_of.on
        self.until = self.on + timedelta(days=days)

    def of(
        self, kind: Kind, text: str | None, about: str, statement: str, records: Sequence[str] = (), after: int = 0,
        turns: Sequence[Turn] = ("begins", "ends"),
    ) -> Iterator[Deadline]:  # fmt: skip
        """The ends of an interval that are near; `after`: so many days later."""
        for turn, first, last in edges(text or ""):
            first, last = first + timedelta(days=after), last + timedelta(days=after)
            if turn in turns and first <= self.until and last >= self.on:
                ahead = max(0, (first - self.on).days)
                days = first.isoformat(), last.isoformat()
                yield Deadline(kind, turn, *days, ahead, about, statement, tuple(sorted(records)))

    def orders(self) -> Iterator[Deadline]:
        """Orders of courts that somebody states."""
        for i, s in self.facts.of(CourtOrder):
            if isinstance(s.claim, CourtOrder) and s.act != "denies" and s.claim.in_force is not None:
                covered = [r for r in s.claim.covers if "#" in r]
                yield from self.of("order", s.claim.in_force.text, self.facts.key(i), i, covered)

    def holds(self) -> Iterator[Deadline]:
        """Legal holds on what is kept of somebody."""
        for i, s in self.facts.of(LegalHold):
            if isinstance(s.claim, LegalHold) and s.act != "denies" and s.claim.until is not None:
                about = [s.claim.subject] if "#" in s.claim.subject else []
                yield from self.of("legal_hold", s.claim.until.text, self.facts.key(i), i, about, turns=("ends",))

    def clauses(self) -> Iterator[Deadline]:
        """Phases, and until when somebody promises no re-arrest."""
        for i, s in self.facts.of(Offer):
            for clause in s.claim.clauses if isinstance(s.claim, Offer) else ():
                if isinstance(clause, Phase) and clause.window is not None:
                    yield from self.of("phase", clause.window.text, clause.id, i)
                if isinstance(clause, Status) and clause.no_rearrest_until is not None:
                    yield from self.of("no_rearrest", clause.no_rearrest_until.text, clause.id, i, turns=("ends",))

    def windows(self) -> Iterator[Deadline]:
        """Petition windows that a clause asks for: so many days from a legal act on somebody of its lists."""
        for i, s in self.facts.of(Offer):
            for when in s.claim.clauses if isinstance(s.claim, Offer) else ():
                if isinstance(when, When) and when.event == "petition_window_passed" and when.days is not None:
                    lists = self._lists(when, s.claim)
                    for text, records in self._acts(lists).items():
                        turns: tuple[Turn, ...] = ("ends",)
                        yield from self.of("petition_window", text, when.id, i, records, when.days, turns)

    def _lists(self, when: When, offer: object) -> set[str]:
        """The lists from which the clause that waits takes people; none named = every list."""
        assert isinstance(offer, Offer)
        moving = [c for c in offer.clauses if c.id == when.then]
        named = {n.partition("#")[0] for c in moving for n in (*refs(c, "list"), *refs(c, "record"))}
        groups = {g for c in moving for g in refs(c, "group")}
        of_groups = {n for n, (_, t) in self.facts.current.items() if t.header.group in groups}
        return {self.facts.origin(list_of(n)) for n in named | of_groups}

    def _acts(self, lists: set[str]) -> dict[str, list[str]]:
        """The records of these lists on whom a legal act is stated, by its day as written."""
        import polars as pl

        said = self.facts.frame(LegalAct).filter(pl.col("act").is_in(sorted(FACTUAL)), pl.col("on").is_not_null())
        if lists:
            said = said.filter(pl.col("subject").str.extract(r"^([^#@]+)").is_in(sorted(lists)))
        days = said.group_by("on").agg(pl.col("subject").unique())
        return dict(days.iter_rows())

    def rows(self, claim: type, kind: Kind, column: str, turns: Sequence[Turn]) -> Iterator[Deadline]:
        """Rows of lists and single statements, by statement and day as written."""
        import polars as pl

        said = self.facts.frame(claim).filter(pl.col("act").is_in(sorted(FACTUAL)), pl.col(column).is_not_null())
        days = said.group_by("statement", column).agg(pl.col("subject").filter(pl.col("subject").str.contains("#")))
        for statement, text, records in days.iter_rows():
            yield from self.of(kind, text, self.facts.key(statement), statement, records, turns=turns)
