"""Plain files as text: read whole, as UTF-8, from inside the case folder only.

- What cannot be read is a problem, never an exception: a folder, a device, a name that no file can have.
- A file that lies outside the folder, by its path or through a link, is not read: a case holds what it says.
"""

import stat
from collections.abc import Sequence
from pathlib import Path

from exeat.core.errors import Problem

MOST = 64 << 20  # bytes of a file that people write by hand


def read_text(path: Path, name: str, problems: list[Problem], most: int = MOST) -> str | None:
    """The file's text; None and a problem where it cannot be read. `name` is what errors call the file."""
    raw = read_bytes(path, name, problems, most)
    return None if raw is None else _decoded(raw, name, problems)


def read_bytes(path: Path, name: str, problems: list[Problem], most: int) -> bytes | None:
    """The file's bytes; None and a problem where it cannot be read, or holds more than `most`."""
    why, raw = None, b""
    try:
        why = _no_file(path)
        if not why:
            with path.open("rb") as file:
                raw = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        problems.append(Problem("file-missing", name))
        return None
    except (OSError, ValueError) as e:
        why = getattr(e, "strerror", None) or str(e)
    if why:
        problems.append(Problem("file-unreadable", name, values={"why": why}))
        return None
    if len(raw) > most:
        problems.append(too_large(name, path, most))
        return None
    return raw


def first_bytes(path: Path, number: int) -> bytes:
    """How a file begins; nothing where it cannot be read, which its reader then says."""
    try:
        if _no_file(path):
            return b""
        with path.open("rb") as file:
            return file.read(number)
    except (OSError, ValueError):
        return b""


def too_large(name: str, path: Path, most: int) -> Problem:
    """A file that holds more bytes than are read."""
    size = path.stat().st_size
    return Problem("file-too-large", name, values={"of": "MiB", "number": str(size >> 20), "most": str(most >> 20)})


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
