"""A world in memory: facts of a case, of statements and of lists, without a folder or a ledger.

- Ids are those that a folder of the same statements would give them.
- `CASE` is the case of our own worlds: `ax` and `be` hold people, `ce` only receives, `red` is neutral, `ax-office`
  speaks for `ax`. Everybody in it is invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from exeat.adapters.said import FromWords, Said, identified
from exeat.core.case import KEEPER, Case, ListKind, Party, Purpose
from exeat.core.claims import CaseKept, Claim, Submitted
from exeat.core.counts import Count, read_count
from exeat.core.dates import PartialDate, read_date
from exeat.core.entry import BodyRef, Entry
from exeat.core.facts import AsOf, Facts
from exeat.core.shape import encode
from exeat.core.statement import Act, SaidOn, Statement
from exeat.core.tables import Table, table_root

DAY = date(2025, 6, 1)
Part = Statement | tuple[Statement, Table]


def facts_of(case: Case, statements: Iterable[Part], on: date = DAY) -> Facts:
    """The facts of a case in which these statements and lists stand, about a day."""
    kept = Statement(KEEPER, "states", CaseKept(replace(case, lists=())))
    said = [_said(case, f"s{i}", part) for i, part in enumerate([kept, *statements])]
    entries = [Entry(i, None, KEEPER, BodyRef(s.id[3:], s.id, s.statement, s.key, s.table)) for i, s in enumerate(said)]
    return Facts(entries, AsOf(None, on))


def _said(case: Case, key: str, part: Part) -> Said:
    statement, table = part if isinstance(part, tuple) else (part, None)
    return identified(FromWords(case.id), key, statement, table)


def id_of(case: Case, statement: Statement) -> str:
    """The id that a statement has in this case, for others to refer to."""
    return identified(FromWords(case.id), "", statement).id


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
    as_of: str | None = None,
    group: str | None = None,
) -> tuple[Statement, Table]:
    """A list as somebody submits it. Every row has the same columns, under our names."""
    columns = tuple(sorted({c for row in rows for c in row}))
    frame = pl.DataFrame([{c: row.get(c) for c in columns} for row in rows], dict.fromkeys(columns, pl.String()))
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
        as_of=day(as_of) if as_of else None,
        group=group,
    )
    on = SaidOn(header.as_of) if header.as_of else None
    return Statement(by, "states", header, said_on=on), Table(header, frame, "")


# ------------------------------------------------------------ the case and the dates of our own worlds

CASE = Case(
    "1",
    "world",
    "invented",
    (
        Party("ax", "Axia", "state", roles=("detaining_power",)),
        Party("ax-office", "An office of Axia", "office", of="ax"),
        Party("be", "Beria", "state", roles=("detaining_power",)),
        Party("ce", "Ceria", "state", roles=("receiving_party",)),
        Party("court", "A court", "court", of="ax", roles=("court",)),
        Party("other-court", "Another court", "court", of="ax", roles=("court",)),
        Party("red", "The neutral", "intermediary", roles=("neutral",)),
    ),
)


def day(text: str) -> PartialDate:
    """A partial date from its text."""
    read = read_date(text)
    assert read is not None, text
    return read


def count(words: str) -> Count:
    """A count from its words."""
    read = read_count(words)
    assert read is not None, words
    return read


@dataclass(frozen=True, slots=True, repr=False)
class World:
    """Facts, the choices that make one reading of their offers, and what the machine proposes on who is who."""

    facts: Facts
    choices: Mapping[str, str]
    proposals: pl.DataFrame | None = None

    def __repr__(self) -> str:
        """The rows of the lists and what was said, one a line, for whoever reads a failing test."""
        rows = [f"  {name}: {row}" for name, (_, t) in self.facts.lists.items() for row in t.rows.iter_rows(named=True)]
        said = [
            f"  {s.by} {s.act} (via {s.via}): {encode(s.claim)}"
            for s in self.facts.statements.values()
            if not isinstance(s.claim, Submitted | CaseKept)
        ]
        protocol = encode(self.facts.case.protocol)
        proposed = [] if self.proposals is None else [f"  proposed: {row}" for row in self.proposals.iter_rows()]
        return "\n".join([f"World of choices {dict(self.choices)}, protocol {protocol}", *rows, *said, *proposed])


def proposed(*pairs: tuple[str, str, float, str]) -> pl.DataFrame:
    """Proposals on who is who: left, right, probability, decision."""
    schema = {"left": pl.String, "right": pl.String, "probability": pl.Float64, "decision": pl.String}
    return pl.DataFrame(list(pairs), schema, orient="row")
