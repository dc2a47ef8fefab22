"""A list into a file: the format by the file's ending, and never over another file unless that is asked for."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.disclosure.recipient import IN_CONFIDENCE

from .csv_out import csv_file
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
    """What was written. `as_text`: columns for which the format has no field, and which stand in its texts."""

    format: str
    rows: int
    columns: tuple[str, ...]
    as_text: tuple[str, ...]
    notes: tuple[Message, ...]


def export_list(
    facts: Facts, name: str, path: Path, expires: date, without: Sequence[str] = (), force: bool = False
) -> Exported:
    """Write one list as it stands. Raises Refused with every mistake in the call, and then nothing was written."""
    if name not in facts.lists:
        near = next(iter(get_close_matches(name, facts.lists, 1)), "")
        known = ", ".join(sorted(facts.lists))
        raise Refused([Problem("export-list-unknown", values={"list": name, "near": near, "known": known})])
    out = outgoing(facts, name, expires, without)
    made = write_list(out, path, force)
    columns = tuple(out.rows.columns)
    return Exported(format_of(path), out.rows.height, columns, made.as_text, (*out.notes, *made.notes))


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
    name = format_of(path)
    if name in PUBLISHED and out.kind in IN_CONFIDENCE:
        raise Refused([Problem("export-in-confidence", values={"list": out.list, "kind": out.kind, "format": name})])
    if path.exists() and not force:
        raise Refused([Problem("export-exists", values={"file": str(path)})])
    made = next(writer for known, writer in FORMATS.values() if known == name)(out)
    _put(path, made.data, force)
    return made


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
