"""A small invented world: two powers, their offices, a monitor, two papers; groups, and lists in memory."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from exeat.adapters.said import FromWords, Said, identified
from exeat.core import claims as c
from exeat.core.case import KEEPER, Case, Group, ListKind, Party, Source
from exeat.core.dates import PartialDate, read_date
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Statement
from exeat.core.tables import Table, table_root

World = Callable[..., Facts]


def _case(paper_one: PartialDate | None, paper_two: PartialDate | None) -> Case:
    parties = (
        Party("north", "North", "state"),
        Party("north-speaker", "Speaker of North", "office", of="north"),
        Party("south", "South", "state"),
        Party("south-minister", "Minister of South", "office", of="south"),
        Party("court", "High Court", "court", of="south"),
        Party("monitor", "Monitor", "monitor"),
        Party("paper-one", "Paper One", "press"),
        Party("paper-two", "Paper Two", "press"),
    )
    sources = (
        Source("one", "Paper One", "press report", author="paper-one", date=paper_one),
        Source("two", "Paper Two", "press report", author="paper-two", date=paper_two),
    )
    groups = (
        Group("all", "everybody"),
        Group("some", "some of them", part_of="all"),
        Group("g", "g"),
        Group("h", "h"),
    )
    return Case("1", "invented", "invented", parties, sources=sources, groups=groups)


def _facts(*said: tuple[str, Statement], one: str | None = None, two: str | None = None, lists: bool = False) -> Facts:
    """The facts of statements by key; the days of the two papers; `lists`: also lists of invented people."""
    case = _case(*(read_date(d) if d else None for d in (one, two)))
    all_said = [("case", Statement(KEEPER, "states", c.CaseKept(case))), *said]
    made = [identified(FromWords(case.id), key, s) for key, s in all_said] + (_lists(case) if lists else [])
    refs = [BodyRef("", s.id, s.statement, s.key, s.table) for s in made]
    return Facts([Entry(i, None, "x", ref) for i, ref in enumerate(refs)], AsOf(None, date(2025, 6, 1)))


def _lists(case: Case) -> list[Said]:
    people = pl.DataFrame({"id": [f"p{n}" for n in range(1, 11)]})
    answers = pl.DataFrame(
        {"id": ["1", "2"], "record": ["p1", "p2"], "topic": ["charge"] * 2, "value": ["none", "theft"]}
    )
    dead = pl.DataFrame({"id": ["1", "2"], "record": ["p1", "p9"]})
    return [
        _list(case, "roster", "holds", people, "north"),
        _list(case, "answers", "due_process", answers),
        _list(case, "dead", "deceased", dead),
    ]


def _list(case: Case, name: str, of: ListKind, rows: pl.DataFrame, holder: str | None = None) -> Said:
    columns = tuple((column, column) for column in rows.columns)
    root, about = table_root(case.id, rows), None if holder else "roster"
    header = c.Submitted(name, of, "custody", rows.height, root, columns, holder=holder, about=about)
    return identified(FromWords(case.id), name, Statement("north", "states", header), Table(header, rows, ""))


@pytest.fixture(scope="session")
def world() -> World:
    """Makes the facts of statements, given as (key, statement)."""
    return _facts
