"""Files that appear whole: nobody opens half of one, and a power cut leaves none of it, or all.

- A file is made beside its place under another name, synced, and then gets its name; the folder is synced after that.
- What has the name already keeps it, unless it is said to be replaced.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Where to make a file that then appears as `path`, unless something has that name by then: that stays."""
    made = path.with_name(f"{path.name}.{os.getpid()}.new")
    made.unlink(missing_ok=True)
    try:
        yield made
        appear(made, path)
    finally:
        for beside in ("", "-wal", "-shm", "-journal"):  # what SQLite leaves beside a file that it could not end
            made.with_name(made.name + beside).unlink(missing_ok=True)


def appear(made: Path, path: Path) -> bool:
    """Give a whole file its name, for good; False where something has it already."""
    synced(made)
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, such as a stick's
        if path.exists():
            return False
        os.rename(made, path)
    synced(path.parent)
    return True


def synced(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder; nothing where a system cannot do it for folders."""
    with suppress(PermissionError):
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
