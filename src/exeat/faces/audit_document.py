"""The document `audit/1`: what `exeat audit --json` prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from exeat.core.message import Message
from exeat.core.shape import Pairs
from exeat.evidence.audit import Compared, Findings, Kind, Listed

from .audit_words import Cell, Words
from .part import Lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedList:
    """A list that was looked at. `columns`: ours to theirs, of which `guessed` were recognised by their headings."""

    list: str
    rows: int
    by: str | None = None
    of: str | None = None
    columns: Pairs
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedCell:
    """A cell of a finding. `row` counts from 1 after the headings; `place` is the line or the address in the file."""

    list: str
    row: int | None = None
    place: str | None = None
    record: str | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """One finding: what it is, its cells, and what is said with it.

    Of empty cells there is one finding a column: `number` of them, in `rows` as ranges counted from 1.
    """

    kind: Kind
    list: str
    message: Message
    cells: tuple[AuditedCell, ...] = ()
    column: str | None = None
    number: int | None = None
    rows: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFound:
    """How many findings of a kind there are in a list, and in how many rows."""

    kind: Kind
    list: str
    findings: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditShown:
    """`audit`: the lists, how much was found of what, how they compare, and every finding."""

    exeat: Literal["audit/1"] = "audit/1"
    lists: tuple[AuditedList, ...]
    summary: tuple[KindFound, ...]
    compared: tuple[Compared, ...]
    notes: tuple[Message, ...]
    findings: tuple[AuditFinding, ...]
    withheld: Lacks = ()


def audit_document(words: Words) -> AuditShown:
    """The document of an audit."""
    audit = words.audit
    return AuditShown(
        lists=tuple(_list(listed) for listed in audit.lists),
        summary=tuple(KindFound(kind=f.kind, list=f.list, findings=f.number, rows=f.rows) for f in audit.findings),
        compared=audit.compared,
        notes=audit.notes,
        findings=tuple(one for f in audit.findings for one in _findings(words, f)),
    )


def _list(listed: Listed) -> AuditedList:
    columns, guessed = listed.columns, listed.guessed
    return AuditedList(
        list=listed.name, rows=listed.rows.height, by=listed.by, of=listed.of, columns=columns, guessed=guessed
    )


def _findings(words: Words, found: Findings) -> Iterator[AuditFinding]:
    if found.kind == "missing":
        for (column,), cells in found.cells.group_by("column", maintain_order=True):
            yield AuditFinding(
                kind=found.kind,
                list=found.list,
                message=Message("audit.missing"),
                column=str(column),
                number=cells.height,
                rows=words.rows(words.lists[found.list], cells["row"]),
            )
        return
    for finding, of in words.findings(found):
        values: Mapping[str, str] = {**found.values, **found.more.get(finding, {})}
        shown = tuple(_cell(words, cell) for cell in of)
        message = Message(f"audit.{found.kind}", values)
        yield AuditFinding(kind=found.kind, list=found.list, message=message, cells=shown)


def _cell(words: Words, cell: Cell) -> AuditedCell:
    if cell.row is None:
        return AuditedCell(list=cell.list, column=cell.column, value=cell.value)
    listed = words.lists[cell.list]
    record = None if listed.addresses is None else listed.addresses[cell.row]
    place = None if listed.places is None else words.place(listed, cell.row, cell.column)
    return AuditedCell(
        list=cell.list, row=cell.row + 1, place=place, record=record, column=cell.column, value=cell.value
    )
