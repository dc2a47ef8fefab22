"""Plain files as text: read whole, as UTF-8, from inside the case folder only.

- What cannot be read is a problem, never an exception: a folder, a device, a name that no file can have.
- A file that lies outside the folder, by its path or through a link, is not read: a case holds what it says.
"""

import stat
from collections.abc import Sequence
from pathlib import Path

from exeat.core.errors import Problem


def read_text(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The file's text; None and a problem where it cannot be read. `name` is what errors call the file."""
    try:
        why = _no_file(path)
        raw = b"" if why else path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        problems.append(Problem("file-missing", name))
        return None
    except (OSError, ValueError) as e:
        why = getattr(e, "strerror", None) or str(e)
    if why:
        problems.append(Problem("file-unreadable", name, values={"why": why}))
        return None
    return _decoded(raw, name, problems)


def inside(folder: Path, path: Path) -> bool:
    """Whether a path, links followed, lies in a folder; False for a path that no file can have."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def names_in(folder: Path, name: str, endings: Sequence[str], problems: list[Problem]) -> list[str]:
    """The files of a folder in the case with these endings, sorted; hidden ones are left out."""
    place = folder / name
    if not place.is_dir():
        if place.exists() or place.is_symlink():
            problems.append(Problem("file-unreadable", name, values={"why": "no folder"}))
        return []
    try:
        found = [p.name for p in place.iterdir() if p.suffix in endings and not p.name.startswith(".")]
    except OSError as e:
        problems.append(Problem("file-unreadable", name, values={"why": e.strerror or str(e)}))
        return []
    return sorted(f"{name}/{n}" for n in found)


def _no_file(path: Path) -> str | None:
    """Why this is no plain file; None where it is one."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "is a directory"
    return None if stat.S_ISREG(mode) else "no plain file"


def _decoded(raw: bytes, name: str, problems: list[Problem]) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        problems.append(Problem("file-unreadable", name, line, values={"why": "not utf-8"}))
        return None
