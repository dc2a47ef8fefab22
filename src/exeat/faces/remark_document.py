"""The document of `exeat remarks --json`: list by list, name by name, what each side remarked and who owes what.

Made from the frames of `evidence.remarks`; what is not known is left out. It is the intermediary's own: candidates for
names that do not match, and what third parties say, are on no copy for a party.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from exeat.core.case import ListKind, Purpose
from exeat.core.dates import PartialDate
from exeat.evidence.names_listed import Version
from exeat.evidence.remarks import Remarks

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class RemarkSaid:
    """One remark on one name. `teller`: the power that speaks of it; `before`: what it had said in its round before."""

    power: str
    teller: str
    act: str
    remark: str
    standing: bool
    statements: tuple[str, ...]
    rows: tuple[str, ...]
    by: str
    via: str | None = None
    on: str | None = None
    place: str | None = None
    words: str | None = None
    day: str | None = None
    round: int | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class RemarkOwed:
    """Where a name stands with one power that is asked: who owes the next word, since when, for how many days."""

    left_out: bool
    data_given: bool
    asked: str | None = None
    owes: str | None = None
    what: Literal["remark", "data"] | None = None
    since: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class NameRemarked:
    """One name of the list. `listed`: whether the newest version has it; `differ`: the standing remarks do."""

    record: str
    listed: bool
    differ: bool
    said: tuple[RemarkSaid, ...]
    owed: tuple[RemarkOwed, ...]
    name: str | None = None
    birth_date: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one power remarked on one list on one day; no number and no day where the day is unknown."""

    power: str
    teller: str
    remarks: int
    changed: int
    additional: int
    round: int | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class AdditionalName:
    """A name that a side gave and the list does not have: not matched. `candidates` are proposals."""

    row: str
    power: str
    teller: str
    remark: str
    statement: str
    current: bool
    counts_as: str
    agreed: bool
    candidates: tuple[str, ...]
    name: str | None = None
    birth_date: str | None = None
    on: str | None = None
    place: str | None = None
    words: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One version of the list."""

    list: str
    statement: str
    root: str
    rows: int
    day: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ListRemarked:
    """A list that one side submitted, and what was remarked on its names."""

    list: str
    by: str
    power: str
    kind: ListKind
    purpose: Purpose
    asked: tuple[str, ...]
    versions: tuple[ListVersion, ...]
    rounds: tuple[Round, ...]
    names: tuple[NameRemarked, ...]
    additional: tuple[AdditionalName, ...]


@dataclass(frozen=True, slots=True)
class RemarksShown:
    """`remarks`: every list on which remarks are asked for or were made, about one day."""

    exeat: Literal["remarks/1"]
    on: str
    lists: tuple[ListRemarked, ...]


@dataclass(frozen=True, slots=True)
class TableWritten:
    """`remarks --out`: the table for both sides that was written, of which lists, and how many rows it has."""

    exeat: Literal["remarks-table/1"]
    file: str
    lists: tuple[str, ...]
    rows: int


def list_remarked(found: Remarks) -> ListRemarked:
    """A list with its remarks as plain shapes, in the list's order."""
    versions = tuple(_version(v) for v in found.versions)
    rounds = tuple(Round(**row) for row in found.rounds.iter_rows(named=True))
    more = tuple(AdditionalName(**_tuples(row)) for row in found.additional.iter_rows(named=True))
    names = tuple(_names(found))
    return ListRemarked(
        found.list, found.by, found.power, found.kind, found.purpose, found.asked, versions, rounds, names, more
    )


def _version(v: Version) -> ListVersion:
    return ListVersion(v.list, v.statement, v.root, v.rows, v.day)


def _names(found: Remarks) -> Iterator[NameRemarked]:
    said = _by_record(found.said.drop("list", "first", "last", "current"), RemarkSaid)
    differ = set(found.owed.filter("differ")["record"].to_list())
    owed = _by_record(found.owed.drop("remarks", "differ").with_columns(since=_iso(found.owed)), RemarkOwed)
    names = found.names.with_columns(since="since_text").drop("since_text", "changed")
    for row in names.iter_rows(named=True):
        record = row["record"]
        yield NameRemarked(**row, differ=record in differ, said=said.get(record, ()), owed=owed.get(record, ()))


def _iso(owed: "pl.DataFrame") -> "pl.Series":
    return owed["since"].dt.to_string("%Y-%m-%d")


def _by_record(frame: "pl.DataFrame", shape: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row.pop("record"), []).append(shape(**_tuples(row)))
    return {record: tuple(shapes) for record, shapes in found.items()}


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
