"""Files that a command writes where somebody says.

- It is looked at before anything is done, so that nothing is recorded for a file that cannot be written.
- A text, a picture or a workbook that is there is written over. A ledger, its keys and a backup of it never are: they
  are known by their name, and by being neither text nor a workbook, whatever their name is.
"""

import errno
import os
import re
from pathlib import Path

import click

from .frame import refused

KEPT = re.compile(r"exeat\.(db|keys|accesses|destroying)\b.*")
LOOKED_AT = 4096  # bytes at the beginning of a file
WORKBOOK = b"PK\x03\x04"


class OutFile(click.Path):
    """The type of an option that names a file to be written."""

    def convert(
        self, value: "str | os.PathLike[str]", param: click.Parameter | None, ctx: click.Context | None
    ) -> "str | bytes | os.PathLike[str]":
        """The name as it was given. Raises Refused where nothing can or may be written there."""
        path = Path(value)
        if why := _unwritable(path):
            raise refused("export-unwritable", file=str(path), why=why)
        if KEPT.fullmatch(path.name) or _is_keys(path) or not _may_go(path):
            raise refused("out-kept", file=str(path))
        return super().convert(value, param, ctx)


def _unwritable(path: Path) -> str | None:
    """What the system would say of writing there; None = nothing against it."""
    if not path.parent.is_dir():
        return os.strerror(errno.ENOENT)
    if path.is_dir():
        return os.strerror(errno.EISDIR)
    return None if os.access(path if path.exists() else path.parent, os.W_OK) else os.strerror(errno.EACCES)


def _is_keys(path: Path) -> bool:
    keys = os.environ.get("EXEAT_KEYS")
    return keys is not None and path.resolve() == Path(keys).resolve()


def _may_go(path: Path) -> bool:
    """Whether what lies there is nothing, a text or a workbook."""
    if not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
    except OSError:
        return False
    return head.startswith(WORKBOOK) or (b"\x00" not in head and _is_text(head))


def _is_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"  # cut inside a character
    return True
