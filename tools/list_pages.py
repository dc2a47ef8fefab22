"""How the lists of examples/formats are read, for the pages of docs/formats: written anew by `make docs`.

- First the file as it is, where it is text; then its rows under our names, what is kept under the file's own
  headings, and what the reader guessed or left aside.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "formats"
PLAIN = (".csv",)


def listed(name: str) -> str:
    """A list as it stands and as it is read, as fenced blocks."""
    from exeat.adapters.lists.columns import map_columns
    from exeat.adapters.lists.read import read_sheet

    sheet = read_sheet(EXAMPLES / name, name, [])
    assert sheet is not None, f"{name} is refused"
    mapped = map_columns((), sheet.rows.columns, sheet.told)
    ours = dict(mapped.columns)
    rows = [list(ours), *([c or "" for c in row] for row in sheet.rows.select(**ours).rows())]
    rest = [h for h in sheet.rows.columns if h not in ours.values()]
    lines = [*_columns(rows), "", f"guessed: {', '.join(mapped.guessed) or 'nothing'}"]
    lines += [f"kept under their own headings: {', '.join(rest)}"] if rest else []
    return _as_it_stands(name) + _fenced([*lines, *_notes(sheet.notes)])


def _as_it_stands(name: str) -> str:
    path = EXAMPLES / name
    if path.suffix not in PLAIN:
        return ""
    return _fenced(path.read_text("utf-8").splitlines(), "csv") + "\nIt is read as:\n\n"


def _notes(notes: object) -> list[str]:
    from exeat.faces.texts import Speaker

    assert isinstance(notes, tuple)
    return [f"note: {Speaker().say(n)}" for n in notes]


def _columns(rows: list[list[str]]) -> list[str]:
    wide = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, wide, strict=True)).rstrip() for row in rows]


def _fenced(lines: list[str], language: str = "text") -> str:
    return f"```{language}\n" + "\n".join(lines) + "\n```\n"


PARTS: Mapping[str, Callable[[], str]] = {
    "list-register": partial(listed, "registration.csv"),
    "list-releases": partial(listed, "release-list.xlsx"),
    "list-manifest": partial(listed, "manifest.ods"),
    "list-interviews": partial(listed, "interviews.csv"),
    "list-tagged": partial(listed, "tagged.csv"),
}
