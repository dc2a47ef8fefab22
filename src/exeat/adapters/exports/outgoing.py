"""What leaves: one list as it stands, and nothing of another.

- Rows go under our column names; a heading that we do not know keeps its own. Texts go as received.
- A record keeps its address in every format, so that the same list read again gives the same records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exeat.adapters.lists.apostrophe import MARK
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.tables import Table
from exeat.disclosure.marks import Mark

if TYPE_CHECKING:
    import polars as pl

OWN = " (as headed)"  # behind a heading of theirs that is one of our names, where ours is another column


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """A list on its way out.

    `rows`: texts under our names; `records`: the address of each row; `subjects`: the record that each row is about,
    None for a list of people. `said_on`: the day that its date fields carry; `expires`: when whoever gets it is to
    delete it, where the format can say so; `mark`: whose copy it is, None = nobody's in particular.
    """

    case: str
    list: str
    kind: str
    purpose: str
    speaker: str
    rows: "pl.DataFrame"
    records: "pl.Series"
    subjects: "pl.Series | None"
    said_on: date
    expires: date
    notes: tuple[Message, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A file's bytes, the columns that went into a text because the format has no field, and what else to say."""

    data: bytes
    as_text: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def outgoing(facts: Facts, name: str, expires: date) -> Outgoing:
    """The standing list `name` on its way out, whole."""
    id, table = facts.lists[name]
    said, head = facts.statements[id], table.header
    names = {p.id: p.name for p in facts.case.parties}
    rows, moved = under_our_names(table)
    records, subjects = table.records(facts.origin(name)), _subjects(facts, table, rows)
    day, dated = _day(facts, table)
    later = facts.newest(name)
    notes = [Message("export.heading_kept", {"column": c}) for c in moved]
    notes += [] if dated else [Message("export.undated", {"day": day.isoformat()})]
    notes += [] if later == name else [Message("export.superseded", {"list": name, "later": later})]
    speaker = names.get(said.by, said.by)
    speaker += f" ({names.get(said.via, said.via)})" if said.via else ""
    return Outgoing(
        facts.case.id, name, head.of, head.purpose, speaker, rows, records, subjects, day, expires, tuple(notes)
    )  # fmt: skip


def under_our_names(table: Table) -> "tuple[pl.DataFrame, list[str]]":
    """The rows under our names, in the order of the file, and the headings that had to give way."""
    ours = {theirs: o for o, theirs in table.header.columns}
    renamed: dict[str, str] = {c: ours[c] for c in table.rows.columns if c in ours}
    taken = {*renamed.values(), MARK}
    moved = []
    for c in table.rows.columns:
        if c not in renamed:
            renamed[c] = _free(c, taken)
            moved += [c] if renamed[c] != c else []
            taken.add(renamed[c])
    return table.rows.rename(renamed), moved


def _free(heading: str, taken: set[str]) -> str:
    while heading in taken:
        heading += OWN
    return heading


def _day(facts: Facts, table: Table) -> tuple[date, bool]:
    """The day of which the list speaks, where it is one day; else the day of the answer."""
    said = table.header.as_of
    day = said.first if said is not None and said.first == said.last else None
    return (day, True) if day is not None else (facts.as_of.on, False)


def _subjects(facts: Facts, table: Table, rows: "pl.DataFrame") -> "pl.Series | None":
    import polars as pl

    if "record" not in rows.columns:
        return None
    about = facts.origin(table.header.about or "")
    whole = [r if r is None or "#" in r else f"{about}#{r}" for r in rows["record"].to_list()]
    return pl.Series("subject", [r and facts.address(r) for r in whole], dtype=pl.String)


def parts(case: str, record: str) -> Sequence[str]:
    """A record's address as case, list and row: the three parts of its id in every format."""
    name, _, row = record.partition("#")
    return case, name, row


def numbered(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The columns by number: a heading such as `*` or `^a$` would mean several of them."""
    return rows.rename({c: str(n) for n, c in enumerate(rows.columns)})
