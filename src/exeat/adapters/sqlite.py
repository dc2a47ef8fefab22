"""SQLite files as all stores open them: what is acknowledged survives a power cut, and what is deleted is overwritten.

- A commit returns when the disk has it: WAL, and synchronous=EXTRA, which is FULL, and syncs the folder too where a
  file has a rollback journal. Without that the journal may be back after a power cut, and undoes what was committed.
- secure_delete: what is deleted is overwritten in the file.
- With a key the file is opened by SQLCipher, where its wheel is there: all of it is encrypted, names and times too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage
from typing import Any

from exeat.core.errors import Problem, Refused

PATIENCE = 30.0  # seconds to wait while another process writes
NO_MORE = ("full", "readonly", "I/O")  # in what SQLite says where a disk takes nothing more
ROOM = 1 << 18  # bytes without which a store cannot be worked with
PLAIN, PAGE = b"SQLite format 3\0", 4096
PRAGMAS = ("synchronous = EXTRA", "secure_delete = ON", "trusted_schema = OFF")
Connection = Any  # sqlite3's or SQLCipher's: the same calls


def encrypts() -> bool:
    """Whether files can be encrypted as a whole here."""
    return find_spec("sqlcipher3") is not None


def is_encrypted(path: Path) -> bool:
    """Whether a file looks like one that was encrypted as a whole: a page or more, and no head that says SQLite.

    Its last page may be torn by a power cut; the write-ahead log has it whole.
    """
    with path.open("rb") as file:
        head = file.read(len(PLAIN))
    size = path.stat().st_size
    return head != PLAIN and size >= PAGE


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
        db.execute("PRAGMA cipher_log_level = NONE")  # what is wrong is said once, in our words
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


def emptied(db: Connection) -> bool:
    """Empty the write-ahead log into the file; whether nobody was in the way. Raises the errors of `broken()`.

    To close a file does the same, and keeps silent where it cannot: the disk is full, and the file is half of itself.
    """
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def unopened(path: Path, error: Exception) -> Problem:
    """Why a store cannot be opened, or made: that the disk is full says nothing against the file."""
    full = "full" in str(error) or disk_usage(path.absolute().parent).free < ROOM
    return Problem("store-unwritable" if full else "store-unreadable", path.name, values={"why": str(error)})


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """Nobody else writes until it ends; a mistake leaves everything as it was. One within another is part of it.

    Raises Refused where the disk takes nothing more.
    """
    if db.in_transaction:
        yield
        return
    _begin(db)
    try:
        yield
        db.execute("COMMIT")
    except BaseException as e:
        if db.in_transaction:  # a full disk ends it by itself
            db.execute("ROLLBACK")
        if isinstance(e, broken()) and any(why in str(e) for why in NO_MORE):
            raise Refused([Problem("store-unwritable", _name(db), values={"why": str(e)})]) from e
        raise


def _begin(db: Connection) -> None:
    """Begin to write. Raises Refused where another process still writes after all the patience of the connection."""
    try:
        db.execute("BEGIN IMMEDIATE")
    except broken() as e:
        if any(why in str(e) for why in NO_MORE):
            raise Refused([Problem("store-unwritable", _name(db), values={"why": str(e)})]) from e
        if "locked" not in str(e):
            raise
        (waited,) = db.execute("PRAGMA busy_timeout").fetchone()
        raise Refused([Problem("store-busy", _name(db), values={"seconds": str(waited // 1000)})]) from e


def _name(db: Connection) -> str:
    return next(Path(row[2]).name for row in db.execute("PRAGMA database_list") if row[1] == "main")


@contextmanager
def snapshot(db: Connection) -> Iterator[None]:
    """What is read within is of one moment, whatever others write meanwhile; it keeps nobody from writing."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
