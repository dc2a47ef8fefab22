"""A new case folder, empty or around list files that somebody already has.

- The files are copied, never changed; how their columns were read is written out, so that it can be corrected.
- Whose lists they are, of what kind and for what purpose is for the keeper to say: what is written is a first line to
  change, and the comment beside it says so.
- Nothing is written where a file cannot be read, or where there is a case already.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exeat.core.case import DateOrder
from exeat.core.dates import order_shown
from exeat.core.errors import Problem, Refused
from exeat.core.ids import is_id
from exeat.core.message import Message
from exeat.core.tables import DATES

from .folder import CASE_FILE
from .lists.columns import map_columns
from .lists.read import read_sheet

CASE_YAML = """\
# A case for exeat. Whatever was left out is shown as an open point or a question, never filled in.
exeat: 1
id: {id}
title: {id}
people: invented        # none | invented | real (real needs a sealed ledger: exeat key new)

parties:
  - {{id: side-one, name: Side one, kind: state, roles: [detaining_power]}}
  - {{id: side-two, name: Side two, kind: state, roles: [detaining_power]}}
  - {{id: mission, name: A neutral mission, kind: intermediary, roles: [intermediary, neutral]}}

sources: []
groups: []
{lists}"""
PARTIES = ("side-one", "side-two", "mission")
NO_LISTS = """\
lists: []
#  - id: held-by-one
#    file: lists/held-by-one.csv
#    by: side-one
#    kind: holds
#    purpose: proposal
"""
LIST = """\
  - id: {id}
    file: {file}
    by: side-one        # who submitted it: one of the parties above
    kind: holds         # holds | seeks | offers | released | deceased | ... (see the docs: case folder)
    purpose: tracing    # tracing | advocacy | custody | proposal; clearing reads proposals only
{dates}    columns:            # ours: theirs, as recognised; correct what is wrong
{columns}"""
DATES_SHOWN = "    dates: {dates}    # the order of days in figures, as the columns show it: a guess\n"
IGNORE = """\
# Names, consent and health belong in the ledger only, never in a repository; nor do the keys that open it.
lists/
statements/
sources/
exeat.*
"""


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list file in a new case: how many rows, which columns are which, which nobody recognised; what was guessed.

    `dates`: the order of days in figures that the columns show; None = none.
    """

    id: str
    file: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    dates: DateOrder | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case folder as it was made."""

    case: str
    lists: tuple[ListFound, ...] = ()


def new_case(folder: Path, files: Sequence[Path] = ()) -> NewCase:
    """Make a case folder, with copies of these list files. Raises Refused, and then nothing was written."""
    problems: list[Problem] = []
    if (folder / CASE_FILE).exists():
        problems.append(Problem("case-exists", values={"folder": str(folder)}))
    found = [_found(path, id, problems) for path, id in zip(files, _ids(files), strict=True)]
    if problems:
        raise Refused(problems)
    made = NewCase(str(folder), tuple(f for f in found if f is not None))
    for name in ("sources", "lists", "statements", "offers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path, listed in zip(files, made.lists, strict=True):
        shutil.copyfile(path, folder / listed.file)
    (folder / CASE_FILE).write_text(_case_yaml(folder, made.lists), encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORE, encoding="utf-8")
    return made


def _found(path: Path, id: str, problems: list[Problem]) -> ListFound | None:
    sheet = read_sheet(path, str(path), problems)
    if sheet is None:
        return None
    headings = sheet.rows.columns
    mapped = map_columns((), headings, sheet.told)
    known = {theirs for _, theirs in mapped.columns}
    unknown = tuple(h for h in headings if h not in known)
    order = order_shown(sheet.rows[theirs] for ours, theirs in mapped.columns if ours in DATES)
    return ListFound(
        id, f"lists/{id}{path.suffix.lower()}", sheet.rows.height, mapped.columns, unknown, order, sheet.notes
    )


def _ids(files: Sequence[Path]) -> list[str]:
    """An id for each file, made of its name; one that is taken already gets a number."""
    made = list(PARTIES)
    for path in files:
        plain = "".join(c if is_id(c) else "-" for c in path.stem.lower()).strip("-.") or "list"
        names = (plain, *(f"{plain}-{n}" for n in range(2, len(made) + 3)))
        made.append(next(n for n in names if n not in made))
    return made[len(PARTIES) :]


def _case_yaml(folder: Path, lists: Sequence[ListFound]) -> str:
    name = folder.resolve().name.lower().replace("_", "-").replace(" ", "-")
    written = "lists:\n" + "".join(map(_list_yaml, lists)) if lists else NO_LISTS
    return CASE_YAML.format(id=name if is_id(name) else "my-case", lists=written)


def _list_yaml(found: ListFound) -> str:
    """The declaration of a list; a heading is quoted, because YAML would read some of them as something else."""
    columns = "".join(f"      {ours}: {_quoted(theirs)}\n" for ours, theirs in found.columns)
    rest = "".join(f"      # not recognised: {theirs}\n" for theirs in (" ".join(u.split()) for u in found.unknown))
    dates = "" if found.dates is None else DATES_SHOWN.format(dates=found.dates)
    return LIST.format(id=found.id, file=found.file, dates=dates, columns=columns + rest)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
