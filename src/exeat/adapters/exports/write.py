"""A list into a file: the format by the file's ending, and never over another file unless that is asked for."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.disclosure.marks import Mark
from exeat.disclosure.recipient import IN_CONFIDENCE, Recipient

from .csv_out import csv_file
from .cut import COMPLETE, WHOLE, Cut, Missing, cut
from .ftm_out import ftm_file
from .outgoing import Outgoing, Written, outgoing
from .pfif_out import pfif_file
from .xlsx_out import xlsx_file

FORMATS: Mapping[str, tuple[str, Callable[[Outgoing], Written]]] = {
    ".csv": ("CSV", csv_file),
    ".xlsx": ("XLSX", xlsx_file),
    ".ftm.json": ("FollowTheMoney", ftm_file),
    ".jsonl": ("FollowTheMoney", ftm_file),
    ".ftm": ("FollowTheMoney", ftm_file),
    ".pfif": ("PFIF 1.4", pfif_file),
    ".xml": ("PFIF 1.4", pfif_file),
}
PUBLISHED = frozenset({"FollowTheMoney", "PFIF 1.4"})
"""Formats made for publishing: what people said in confidence never goes into one."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `as_text`: columns for which the format has no field, and which stand in its texts; `mark`:
    the code of the copy, None = it is nobody's in particular.
    """

    format: str
    rows: int
    columns: tuple[str, ...]
    as_text: tuple[str, ...]
    notes: tuple[Message, ...]
    missing: Missing = COMPLETE
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy of a list as it is asked for. `recipient`: for whom; None = for nobody in particular.

    `expires`: when whoever gets it is to delete it, where the format can say so.
    """

    list: str
    path: Path
    expires: date
    less: Cut = WHOLE
    recipient: str | None = None
    force: bool = False


Marking = Callable[[Outgoing, Missing], Mark | None]
"""Notes a copy, and marks it; asked once everything else is in order, before a byte is written."""


def export_list(facts: Facts, wanted: Wanted, marking: Marking) -> Exported:
    """Write one list as it stands. Raises Refused with every mistake in the call, and then nothing was written."""
    out = known_list(facts, wanted.list, wanted.expires)
    kept_back = _for(facts, out, wanted.recipient)
    whole, notes = out, list(out.notes)
    out, missing = cut(out, wanted.less, kept_back)
    check_place(wanted.path, out, wanted.force)
    if "id" in whole.rows.columns and "id" not in out.rows.columns and format_of(wanted.path) in PUBLISHED:
        raise Refused([Problem("export-id-needed", values={"format": format_of(wanted.path)})])
    notes += _missing(missing, wanted.less, kept_back)
    out = replace(out, mark=marking(out, missing))
    made = write_list(out, wanted.path, wanted.force)
    return Exported(
        format_of(wanted.path), out.rows.height, tuple(out.rows.columns), made.as_text, (*notes, *made.notes), missing,
        None if out.mark is None else out.mark.code,
    )  # fmt: skip


def known_list(facts: Facts, name: str, expires: date) -> Outgoing:
    """The standing list on its way out. Raises Refused where none of that name stands."""
    if name not in facts.lists:
        near = next(iter(get_close_matches(name, facts.lists, 1)), "")
        known = ", ".join(sorted(facts.lists))
        raise Refused([Problem("export-list-unknown", values={"list": name, "near": near, "known": known})])
    return outgoing(facts, name, expires)


def _for(facts: Facts, out: Outgoing, recipient: str | None) -> tuple[str, ...]:
    """The columns that do not go to a recipient. Raises Refused where no copy of the list does."""
    who = None if recipient is None else Recipient.of(facts, recipient)
    if who is None or who.whole:
        return ()
    if not who.may_have(out.list):
        raise Refused([Problem("export-not-for", values={"list": out.list, "party": recipient or ""})])
    return who.withheld(out.list, out.rows.columns)


def _missing(missing: Missing, less: Cut, kept_back: Sequence[str]) -> list[Message]:
    told = [Message("export.left_out", {"columns": ", ".join(less.without)})] if less.without else []
    told += [Message("export.kept_back", {"columns": ", ".join(kept_back)})] if kept_back else []
    told += [Message("export.blacked", {"columns": ", ".join(less.redact)})] if less.redact else []
    return told + ([Message("export.rows_left_out", {"rows": str(missing.rows)})] if missing.rows else [])


def format_of(path: Path) -> str:
    """The format that the ending of a file's name says. Raises Refused for an ending that is none of ours."""
    for ending, (name, _) in FORMATS.items():
        if path.name.lower().endswith(ending):
            return name
    known = ", ".join(FORMATS)
    raise Refused([Problem("export-format-unknown", values={"file": str(path), "known": known})])


def write_list(out: Outgoing, path: Path, force: bool) -> Written:
    """Write a list. Raises Refused, and then nothing was written.

    The file is for its owner's eyes only (mode 0600), where the system knows such a thing.
    """
    check_place(path, out, force)
    name = format_of(path)
    made = next(writer for known, writer in FORMATS.values() if known == name)(out)
    _put(path, made.data, force)
    return made


def check_place(path: Path, out: Outgoing, force: bool) -> None:
    """Raises Refused where a list may not go into this format, or a file is there already."""
    name = format_of(path)
    if name in PUBLISHED and out.kind in IN_CONFIDENCE:
        raise Refused([Problem("export-in-confidence", values={"list": out.list, "kind": out.kind, "format": name})])
    if path.exists() and not force:
        raise Refused([Problem("export-exists", values={"file": str(path)})])


def _put(path: Path, data: bytes, force: bool) -> None:
    """The whole file or none: under another name first, then at its place."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        if path.exists() and not force:
            raise FileExistsError
        beside.replace(path)
    except FileExistsError:
        beside.unlink(missing_ok=True)
        raise Refused([Problem("export-exists", values={"file": str(path)})]) from None
    except (OSError, ValueError) as e:
        why = getattr(e, "strerror", None) or str(e)
        raise Refused([Problem("export-unwritable", values={"file": str(path), "why": why})]) from None
