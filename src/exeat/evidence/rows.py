"""The rows of lists that say the like of a record as a single statement does.

- Only rows about records that a single statement names become sayings: the rest of a list stays columns.
- A row with a cell that cannot be read says nothing here; the list's audit names the cell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from exeat.core.facts import ROWS_OF, Facts
from exeat.core.marked import marked
from exeat.core.shape import Decoder, fields_of

from .matters import GROUNDS
from .sayings import Saying


def rows_beside(sayings: Iterable[Saying], facts: Facts) -> Iterator[Saying]:
    """The rows of current lists whose claim is of the kind, and about the record, of one of these sayings."""
    listed = {ROWS_OF[t.header.of] for _, t in facts.current.values() if t.header.of in ROWS_OF}
    named: dict[type, set[str]] = {}
    for saying in sayings:
        subject = getattr(saying.claim, "subject", None)
        if isinstance(subject, str) and "#" in subject:
            named.setdefault(type(saying.claim), set()).add(subject)
    for claim in sorted(listed & named.keys() & GROUNDS.keys(), key=lambda k: k.__name__):
        yield from _rows(claim, named[claim], facts)


def _rows(claim: type, records: set[str], facts: Facts) -> Iterator[Saying]:
    import polars as pl

    wanted = pl.col("row").is_not_null() & pl.col("subject").is_in(sorted(records))
    for row in facts.frame(claim).filter(wanted).iter_rows(named=True):
        made = claim_of_row(claim, row)
        if made is not None:
            id, said = row["statement"], facts.statements[row["statement"]]
            yield Saying(id, facts.key(id), replace(said, claim=made), row["row"])


def claim_of_row(claim: type, row: dict[str, Any]) -> Any:
    """The claim that a row makes; None where a cell cannot be read."""
    cells = {f.key: row[f.key] for f in fields_of(claim) if row[f.key]}
    return Decoder().shape(claim, marked(cells))
