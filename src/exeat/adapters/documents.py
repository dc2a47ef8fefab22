"""Documents that somebody brings to be checked: a plan as JSON, names as CSV."""

import csv
import json
from pathlib import Path

from exeat.core.canonical import canonical, plain
from exeat.core.errors import Problem, Refused
from exeat.core.marked import Plain


def read_plan(path: Path) -> Plain:
    """A plan document. Raises Refused where the file is no JSON object."""
    if not path.is_file():
        raise Refused([Problem("file-missing", str(path))])
    try:
        found: Plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError, json.JSONDecodeError) as e:
        line = e.lineno if isinstance(e, json.JSONDecodeError) else None
        raise Refused([Problem("plan-unreadable", path.name, line, values={"why": str(e)})]) from None
    if not isinstance(found, dict) or found.get("exeat") != "plan/1":
        raise Refused([Problem("plan-unreadable", path.name, 1, values={"why": "it is no plan/1 document"})])
    return found


def read_names(path: Path) -> list[tuple[str, str]]:
    """(clause, record) of each row. Raises Refused where the file has no column `record`, with every empty one."""
    if not path.is_file():
        raise Refused([Problem("file-missing", str(path))])
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise Refused([Problem("names-unreadable", path.name, values={"why": str(e)})]) from None
    if not rows or "record" not in rows[0]:
        why = "it needs a heading with a column `record` (and may have `clause`), and at least one row"
        raise Refused([Problem("names-unreadable", path.name, 1, values={"why": why})])
    empty = [i for i, row in enumerate(rows, 2) if not (row["record"] or "").strip()]
    if empty:
        raise Refused(Problem("names-unreadable", path.name, i, values={"why": "no record"}) for i in empty)
    return [((row.get("clause") or "").strip(), row["record"].strip()) for row in rows]


def read_transcript(path: Path) -> Plain:
    """The transcript of a lottery, whatever it holds. Raises Refused for what is no JSON."""
    if not path.is_file():
        raise Refused([Problem("file-missing", str(path))])
    try:
        found: Plain = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError, RecursionError) as e:
        line = e.lineno if isinstance(e, json.JSONDecodeError) else None
        raise Refused([Problem("transcript-unreadable", path.name, line, values={"why": str(e)})]) from None


def read_pulse(path: Path) -> str:
    """What a beacon published, as canonical JSON. Raises Refused for what is no JSON object."""
    if not path.is_file():
        raise Refused([Problem("file-missing", str(path))])
    try:
        found = plain(path.read_bytes())
        if isinstance(found, dict):
            return canonical(found).decode()
    except (OSError, ValueError, RecursionError):
        pass
    raise Refused([Problem("pulse-format", path.name, values={"address": "-"})])


def read_certificate(path: Path) -> bytes:
    """The bytes of a certificate, whatever they hold. Raises Refused where there is no such file."""
    try:
        return path.read_bytes()
    except OSError:
        raise Refused([Problem("file-missing", str(path))]) from None
