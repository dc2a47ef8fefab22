"""A world in memory: facts of a case, of statements and of lists, without a folder or a ledger.

- Ids are those that a folder of the same statements would give them.
- Everybody in these worlds is invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from exeat.adapters.folder import Said, identified
from exeat.core.case import KEEPER, Case, ListKind, Purpose
from exeat.core.claims import CaseKept, Claim, Submitted
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Act, Statement
from exeat.core.tables import Table, table_root

DAY = date(2025, 6, 1)
Part = Statement | tuple[Statement, Table]


def facts_of(case: Case, statements: Iterable[Part], on: date = DAY) -> Facts:
    """The facts of a case in which these statements and lists stand, about a day."""
    kept = Statement(KEEPER, "states", CaseKept(replace(case, lists=())))
    said = [_said(case, f"s{i}", part) for i, part in enumerate([kept, *statements])]
    entries = [
        Entry(i, None, KEEPER, BodyRef(s.id[3:], s.id, s.statement, s.key, s.table))
        for i, s in enumerate(said)
    ]
    return Facts(entries, AsOf(None, on))


def _said(case: Case, key: str, part: Part) -> Said:
    statement, table = part if isinstance(part, tuple) else (part, None)
    return identified(case.id, key, statement, table)


def id_of(case: Case, statement: Statement) -> str:
    """The id that a statement has in this case, for others to refer to."""
    return identified(case.id, "", statement).id


def says(by: str, claim: Claim, act: Act = "states", via: str | None = None) -> Statement:
    """Somebody says something."""
    return Statement(by, act, claim, via)


def list_of_rows(
    case: Case,
    name: str,
    of: ListKind,
    by: str,
    rows: Sequence[Mapping[str, str | None]],
    purpose: Purpose = "proposal",
    holder: str | None = None,
    about: str | None = None,
    supersedes: str | None = None,
) -> tuple[Statement, Table]:
    """A list as somebody submits it. Every row has the same columns, under our names."""
    columns = tuple(sorted({c for row in rows for c in row}))
    frame = pl.DataFrame(
        [{c: row.get(c) for c in columns} for row in rows], dict.fromkeys(columns, pl.String())
    )
    header = Submitted(
        list=name,
        of=of,
        purpose=purpose,
        rows=frame.height,
        root=table_root(case.id, frame),
        columns=tuple((c, c) for c in columns),
        holder=holder,
        about=about,
        supersedes=supersedes,
    )
    return Statement(by, "states", header), Table(header, frame, "")
