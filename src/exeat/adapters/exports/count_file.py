"""A table of counts as CSV or XLSX: a line for every count, sums included; a hidden one is a star.

Whatever is not shown looks the same, whether it is small or stands beside a small one.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from exeat.core.message import Message
from exeat.disclosure.marks import Mark
from exeat.disclosure.numbers import FEW
from exeat.disclosure.tables import ALL, NOT_SAID, OTHER, Counts, Place

from .outgoing import Outgoing
from .write import write_list

HIDDEN = "*"
PEOPLE = "people"
WORDS = {ALL: "export.counts_all", OTHER: "export.counts_other", NOT_SAID: "export.counts_not_said"}


def write_counts(
    table: Counts, hidden: Collection[Place], path: Path, mark: Mark | None, say: Callable[[Message], str],
    of: Outgoing, force: bool,
) -> None:  # fmt: skip
    """Write the table of the list `of`. Raises Refused, and then nothing was written."""
    import polars as pl

    words = {k: say(Message(id, {"few": str(FEW)})) for k, id in WORDS.items()}
    rows = [[*(words.get(v, v) for v in c.place), HIDDEN if c.place in hidden else str(c.number)] for c in table.cells]
    heads = [*table.columns, PEOPLE if PEOPLE not in table.columns else f"{PEOPLE} (number)"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String()), orient="row")
    what = pl.Series("what", [], dtype=pl.String)
    write_list(replace(of, rows=frame, records=what, subjects=None, mark=mark), path, force)
