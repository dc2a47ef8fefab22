"""SQLite files as all stores open them: what is acknowledged survives a power cut, and what is deleted is overwritten.

- WAL with synchronous=FULL: a commit returns when the disk has it.
- secure_delete: what is deleted is overwritten in the file.
- With a key the file is opened by SQLCipher, where its wheel is there: all of it is encrypted, names and times too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from exeat.core.errors import Problem, Refused

PATIENCE = 30.0  # seconds to wait while another process writes
PLAIN, PAGE = b"SQLite format 3\0", 4096
PRAGMAS = ("synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF")
Connection = Any  # sqlite3's or SQLCipher's: the same calls


def encrypts() -> bool:
    """Whether files can be encrypted as a whole here."""
    return find_spec("sqlcipher3") is not None


def is_encrypted(path: Path) -> bool:
    """Whether a file looks like one that was encrypted as a whole: full pages, and no head that says SQLite."""
    with path.open("rb") as file:
        head = file.read(len(PLAIN))
    size = path.stat().st_size
    return head != PLAIN and size > 0 and size % PAGE == 0


def connect(
    path: Path, key: bytes | None = None, mode: str = "rwc", journal: str = "WAL", patience: float = PATIENCE
) -> Connection:
    """A connection without a transaction of its own. `key`: 32 bytes; None = the file is plain.

    `journal`: WAL lets many read while one writes, and has files beside the file; with DELETE the file is all there is.

    Raises the errors of `broken()` where the file cannot be opened so.
    """
    where = f"{path.absolute().as_uri()}?mode={mode}"
    if key is None:
        db: Connection = sqlite3.connect(where, uri=True, timeout=patience, isolation_level=None)
    else:
        db = _encrypted().connect(where, uri=True, timeout=patience, isolation_level=None)
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if mode != "ro":
        for pragma in (f"journal_mode = {journal}", *PRAGMAS):
            db.execute(f"PRAGMA {pragma}")
    return db


def _encrypted() -> Any:
    if not encrypts():
        raise Refused([Problem("store-encrypted")])
    from sqlcipher3 import dbapi2

    return dbapi2


def broken(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """The errors of whatever opens files here, and some more."""
    if not encrypts():
        return (sqlite3.Error, *more)
    from sqlcipher3 import dbapi2

    return (sqlite3.Error, dbapi2.Error, *more)


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """Nobody else writes until it ends; a mistake leaves everything as it was. One within another is part of it."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
