"""The embedded store: one SQLite file, append-only, in two tables.

- *entries* hold the log (leaf, time, recorder, hash of the stored body); *bodies* hold what was said, and can be
  erased without touching an entry. Triggers refuse every change of an entry.
- WAL with synchronous=FULL: what was acknowledged survives a power cut.
- A statement is recognised by an HMAC of its body under the ledger's key, before any salt is drawn.
"""

import hmac
import io
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.canonical import canonical, plain
from exeat.core.claims import Submitted
from exeat.core.entry import BodyRef, Entry, Erased, stored_body, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.ids import statement_id
from exeat.core.marked import marked
from exeat.core.shape import Decoder
from exeat.core.statement import Statement
from exeat.core.tables import Table

from .folder import Said

if TYPE_CHECKING:
    import polars as pl

PATIENCE = 30.0  # seconds to wait while another process writes
SCHEMA = """
CREATE TABLE ledger (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  idx INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL,
  body BLOB NOT NULL, leaf BLOB NOT NULL, signature BLOB) STRICT;
CREATE TABLE bodies (digest BLOB PRIMARY KEY, key TEXT, stored BLOB NOT NULL, rows BLOB) STRICT, WITHOUT ROWID;
CREATE TABLE recognised (mac BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
PRAGMA user_version = 1;
"""


class SqliteStore:
    """The entries of one case in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = FULL")
            self.db.execute("PRAGMA trusted_schema = OFF")
            self._key = self._ledger_key()
        except sqlite3.DatabaseError as e:
            raise Refused([Problem("store-unreadable", path.name, values={"why": str(e)})]) from e

    @classmethod
    def create(cls, path: Path) -> "SqliteStore":
        """A new, empty store, or the one that another process made first. It appears whole: nobody opens half of it."""
        made = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            _make(made)
            _appear(made, path)
        except (sqlite3.Error, OSError) as e:
            raise Refused([Problem("store-unreadable", path.name, values={"why": str(e)})]) from e
        finally:
            made.unlink(missing_ok=True)
        return cls(path)

    def _ledger_key(self) -> bytes:
        row = self.db.execute("SELECT value FROM ledger WHERE name = 'key'").fetchone()
        if row is None:
            raise sqlite3.DatabaseError("it has no key")
        return bytes(row[0])

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # -------------------------------------------------------- reading

    def entries(self, first: int = 0) -> list[Entry]:
        """Every entry from this index on, in the order of the log; a body that is no more is `Erased`."""
        rows = self.db.execute(
            "SELECT idx, recorded_at, recorded_by, body, signature, key, stored, rows"
            " FROM entries LEFT JOIN bodies ON bodies.digest = entries.body WHERE idx >= ? ORDER BY idx",
            (first,),
        )
        return [_entry(*row) for row in rows]

    def recognises(self, body: bytes) -> bool:
        """Whether this very body was recorded before."""
        found = self.db.execute("SELECT 1 FROM recognised WHERE mac = ?", (self._mac(body),))
        return found.fetchone() is not None

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, sha256).digest()

    # -------------------------------------------------------- writing

    def append(self, said: Sequence[Said], at: datetime, by: str) -> int:
        """Append statements in one transaction; how many were new. A body that is known already adds nothing."""
        with self.transaction():
            first = self.db.execute("SELECT COALESCE(MAX(idx) + 1, 0) FROM entries").fetchone()[0]
            new = [s for s in said if not self.recognises(s.body)]
            for i, statement in enumerate(new, first):
                self._append(i, statement, at, by)
        return len(new)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Nobody else writes until it ends; a mistake leaves everything as it was. One within another is part of it."""
        if self.db.in_transaction:
            yield
            return
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise

    def _append(self, index: int, said: Said, at: datetime, by: str) -> None:
        stored = stored_body(said.salt, plain(said.body))
        digest = sha256(stored).digest()
        entry = Entry(index, at, by, Erased(digest.hex()))
        rows = None if said.table is None else _arrow(said.table.rows)
        self.db.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (digest, said.key, stored, rows))
        self.db.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, NULL)",
            (index, time_text(at), by, digest, entry.leaf()),
        )
        self.db.execute("INSERT INTO recognised VALUES (?, ?)", (self._mac(said.body), digest))


def _make(path: Path) -> None:
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(SCHEMA)
        db.execute("INSERT INTO ledger VALUES ('key', ?)", (os.urandom(32),))
    finally:
        db.close()


def _appear(made: Path, path: Path) -> None:
    """Give a whole file its name, unless something has it already."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links, such as a stick's
        if not path.exists():
            made.rename(path)


def _entry(
    index: int,
    at: str,
    by: str,
    digest: bytes,
    signature: bytes | None,
    key: str,
    stored: bytes | None,
    rows: bytes,
) -> Entry:
    moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    body = Erased(digest.hex()) if stored is None else _body(digest, key, stored, rows)
    return Entry(index, moment, by, body, signature)


def _body(digest: bytes, key: str, stored: bytes, rows: bytes | None) -> BodyRef:
    held = plain(stored)
    assert isinstance(held, dict)
    decoder = Decoder()
    statement = decoder.shape(Statement, marked(held["body"]))
    if statement is None:
        raise Refused([Problem("store-unreadable", values={"why": f"a body cannot be read: {decoder.problems}"})])
    id = _id(stored)
    table = None
    if rows is not None and isinstance(statement.claim, Submitted):
        table = Table(statement.claim, _frame(rows), id[3:15])
    return BodyRef(digest.hex(), id, statement, key, table)


def _id(stored: bytes) -> str:
    held = plain(stored)
    assert isinstance(held, dict)
    return statement_id(bytes.fromhex(str(held["salt"])), canonical(held["body"]))


def _arrow(rows: "pl.DataFrame") -> bytes:
    out = io.BytesIO()
    rows.write_ipc(out, compression="zstd")
    return out.getvalue()


def _frame(stored: bytes) -> "pl.DataFrame":
    import polars as pl

    return pl.read_ipc(io.BytesIO(stored))
