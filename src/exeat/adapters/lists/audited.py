"""List files on their way to an audit, without a case.

- Whose they are and of what kind is as the caller says; without that, a list speaks for itself, by its file's name.
- Columns are those that the caller names, that the file declares, and those recognised by their headings, in this
  order; only the last are guesses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exeat.core.errors import Problem, Refused
from exeat.core.shape import Pairs
from exeat.evidence.audit import Listed

from .columns import ALIASES, map_columns
from .read import read_sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller says of the files. `kinds`, `speakers`: by file; `columns`: ours to theirs, for any of them."""

    kinds: Mapping[str, str]
    speakers: Mapping[str, str]
    columns: Pairs = ()
    sheet: str | None = None


def read_listed(files: Sequence[str], asked: Asked) -> list[Listed]:
    """The lists of these files. Raises Refused with every mistake in them, or in what was said of them."""
    problems: list[Problem] = []
    names = _names(files)
    found = [_read(file, name, asked, problems) for file, name in zip(files, names, strict=True)]
    lists = [listed for listed in found if listed is not None]
    if not problems:
        problems += _columns(lists, asked.columns)
    if problems:
        raise Refused(problems)
    return lists


def _names(files: Sequence[str]) -> list[str]:
    """Each file by its own name; by its whole path where two have the same."""
    short = [Path(f).name for f in files]
    return [s if short.count(s) == 1 else f for s, f in zip(short, files, strict=True)]


def _read(file: str, name: str, asked: Asked, problems: list[Problem]) -> Listed | None:
    if not Path(file).exists():
        problems.append(Problem("audit-file", values={"file": file}))
        return None
    sheet = read_sheet(Path(file), name, problems, sheet=asked.sheet)
    if sheet is None:
        return None
    headings = sheet.rows.columns
    declared = tuple((ours, theirs) for ours, theirs in asked.columns if theirs in headings)
    mapped = map_columns(declared, headings, sheet.told)
    return Listed(
        name,
        sheet.rows,
        mapped.columns,
        mapped.guessed,
        asked.speakers.get(file),
        asked.kinds.get(file),
        places=sheet.places,
    )


def _columns(lists: Sequence[Listed], columns: Pairs) -> list[Problem]:
    """A column that no file has, or a name that is none of ours."""
    headings = list(dict.fromkeys(h for listed in lists for h in listed.rows.columns))
    ours = [(o, {"known": ", ".join(ALIASES)}) for o, _ in columns if o not in ALIASES]
    theirs = [(t, {"known": ", ".join(headings), "given": "theirs"}) for _, t in columns if t not in headings]
    return [Problem("audit-column", values={"column": column, **more}) for column, more in (*ours, *theirs)]
