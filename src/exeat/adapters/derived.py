"""Derived tables of a case, kept beside its entries so that they need not be worked out again.

- A derived table follows from statements and from the program; it is kept under the hash of both, and throwing it away
  is always safe. Whatever is kept is read back only under that very hash.
- Where the store cannot be written (another process writes, a read-only disk), nothing is kept and nobody is told: the
  answer is the same, only later.
"""

import io
import sqlite3
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.canonical import canonical
from exeat.core.marked import Plain

if TYPE_CHECKING:
    import polars as pl

TABLE = "CREATE TABLE IF NOT EXISTS derived (key BLOB PRIMARY KEY, rows BLOB NOT NULL) STRICT, WITHOUT ROWID"
PATIENCE = 1.0  # seconds to wait for another process: keeping is a convenience
MOST = 8  # tables kept of a case: each judgement asks for another one


class Derived:
    """The derived tables of one store. `rules`: the part of the program from which they follow, by its package."""

    def __init__(self, store: Path, rules: str) -> None:
        self.store, self.rules = store, rules

    def kept(self, inputs: Plain) -> "pl.DataFrame | None":
        """The table that follows from these inputs; None where none is kept."""
        import polars as pl

        try:
            with _open(self.store, "ro") as db:
                row = db.execute("SELECT rows FROM derived WHERE key = ?", (self._key(inputs),)).fetchone()
        except sqlite3.Error:  # never kept, or not to be read now
            return None
        return None if row is None else pl.read_ipc(io.BytesIO(row[0]))

    def keep(self, inputs: Plain, rows: "pl.DataFrame") -> None:
        """Keep a table; when there are too many, all others go."""
        body = io.BytesIO()
        rows.write_ipc(body, compression="zstd")
        try:
            with _open(self.store, "rw") as db:
                db.execute(TABLE)
                if db.execute("SELECT count(*) FROM derived").fetchone()[0] >= MOST:
                    db.execute("DELETE FROM derived")
                db.execute("INSERT OR REPLACE INTO derived VALUES (?, ?)", (self._key(inputs), body.getvalue()))
        except sqlite3.Error:
            return

    def _key(self, inputs: Plain) -> bytes:
        return sha256(b"exeat/derived/v1\n" + program(self.rules) + canonical(inputs)).digest()


class _open:
    """A connection for one transaction, closed after it."""

    def __init__(self, path: Path, mode: str) -> None:
        self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE)

    def __enter__(self) -> sqlite3.Connection:
        return self.db

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.db.commit()
        finally:
            self.db.close()


@cache
def program(package: str) -> bytes:
    """The hash of every file of a package: another program, another table."""
    found = sha256()
    for name, file in sorted(_files(files(package), package)):
        found.update(sha256(name.encode() + b"\n" + file.read_bytes()).digest())
    return found.digest()


def _files(place: Traversable, name: str) -> Iterable[tuple[str, Traversable]]:
    for part in place.iterdir():
        if part.is_dir():
            yield from _files(part, f"{name}/{part.name}")
        elif not part.name.endswith(".pyc"):
            yield f"{name}/{part.name}", part
