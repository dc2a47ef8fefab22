"""A copy with less in it: columns and rows left out, columns blacked out; the original stays as it is.

- What is missing is said in the copy by number, never by content. The heading of a column that is blacked out stays.
- A blacked-out cell looks the same whatever stood there, and if nothing did.
- Ids cannot be blacked out: a list with the same id in every row is none. They can be left out, where the format has
  no ids of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exeat.core.errors import Problem, Refused

from .outgoing import Outgoing

if TYPE_CHECKING:
    import polars as pl

BLACK = "█████"


@dataclass(frozen=True, slots=True)
class Cut:
    """What a copy is to lack: columns under our names, and rows by address, or by id in the list."""

    without: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """How much a copy lacks."""

    columns: int = 0
    rows: int = 0
    black: int = 0


WHOLE, COMPLETE = Cut(), Missing()


def cut(out: Outgoing, less: Cut, kept_back: Sequence[str] = ()) -> tuple[Outgoing, Missing]:
    """The list with less in it. `kept_back`: columns that go to nobody like this recipient.

    Raises Refused with every column and row that the list has not.
    """
    _known(out, less)
    gone = [c for c in out.rows.columns if c in less.without or c in kept_back]
    keep = _kept(out, less.rows)
    black = [c for c in out.rows.columns if c in less.redact and c not in gone]
    rows = _blackened(out.rows.filter(keep).drop(gone), black)
    missing = Missing(len(gone), out.rows.height - rows.height, len(black))
    subjects = None if out.subjects is None else out.subjects.filter(keep)
    return replace(out, rows=rows, records=out.records.filter(keep), subjects=subjects), missing


def _known(out: Outgoing, less: Cut) -> None:
    known, records = ", ".join(out.rows.columns), set(out.records) | {r.partition("#")[2] for r in out.records}
    wrong = [
        Problem("export-column-unknown", values={"column": c, "known": known})
        for c in (*less.without, *less.redact)
        if c not in out.rows.columns
    ]
    wrong += [Problem("export-row-unknown", values={"row": r, "list": out.list}) for r in less.rows if r not in records]
    wrong += [Problem("export-id-black")] if "id" in less.redact else []
    if wrong:
        raise Refused(wrong)


def _kept(out: Outgoing, rows: Sequence[str]) -> "pl.Series":
    import polars as pl

    gone = {f"{out.records[0].partition('#')[0]}#{r}" if "#" not in r else r for r in rows} if rows else set()
    return pl.Series("kept", [r not in gone for r in out.records], dtype=pl.Boolean)


def _blackened(rows: "pl.DataFrame", columns: Sequence[str]) -> "pl.DataFrame":
    import polars as pl

    found = rows.clone()
    for c in columns:
        found.replace_column(
            rows.columns.index(c), pl.Series(c, [BLACK], dtype=pl.String).new_from_index(0, rows.height)
        )
    return found
