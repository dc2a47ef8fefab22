"""Derived tables of a case, kept beside its entries so that they need not be worked out again.

- A derived table follows from statements and from the program; it is kept under the hash of both, and throwing it away
  is always safe. Whatever is kept is read back only under that very hash.
- In a sealed ledger a table lies sealed too, under a key that only a passphrase to everything gives: it says something
  of all lists, also of those that not everybody may see. It goes with an erasure, and with the case.
- Where the store cannot be written (another process writes, a read-only disk), nothing is kept and nobody is told: the
  answer is the same, only later.
"""

import hmac
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.core.canonical import canonical
from exeat.core.errors import Refused
from exeat.core.marked import Plain

from .sqlite import Connection, broken, connect, is_encrypted, transaction
from .vault.doors import EVERYTHING
from .vault.sealing import seal, unseal

if TYPE_CHECKING:
    import polars as pl

    from .vault import Vault

NAME = "derived"  # of the secret under which tables lie
TABLE = "CREATE TABLE IF NOT EXISTS derived (key BLOB PRIMARY KEY, rows BLOB NOT NULL) STRICT, WITHOUT ROWID"
PATIENCE = 1.0  # seconds to wait for another process: keeping is a convenience
MOST = 8  # tables kept of a case: each judgement asks for another one


def forget(db: Connection) -> None:
    """Throw every derived table of a store away; what is deleted is overwritten."""
    db.execute("DROP TABLE IF EXISTS derived")


def no_vault() -> None:
    """Where the ledger has no keys."""


class Derived:
    """The derived tables of one store. `rules`: the part of the program from which they follow, by its package.

    `vault`: the keys of the ledger, opened when they are needed; None = it has none, and nothing is sealed.
    """

    def __init__(self, store: Path, rules: str, vault: "Callable[[], Vault | None]" = no_vault) -> None:
        self.store, self.rules, self.vault = store, rules, vault

    def kept(self, inputs: Plain) -> "pl.DataFrame | None":
        """The table that follows from these inputs; None where none is kept."""
        import polars as pl

        try:
            lock = self._lock()
            with self._open("ro") as db:
                row = db.execute("SELECT rows FROM derived WHERE key = ?", (self._key(inputs, lock),)).fetchone()
        except broken(OSError, Refused):  # never kept, not to be read now, or not open to whoever asks
            return None
        rows = None if row is None else row[0] if lock is None else unseal(lock, row[0], self._key(inputs, lock))
        return None if rows is None else pl.read_ipc(io.BytesIO(rows))

    def keep(self, inputs: Plain, rows: "pl.DataFrame") -> None:
        """Keep a table; when there are too many, all others go."""
        body = io.BytesIO()
        rows.write_ipc(body, compression="zstd")
        try:
            lock = self._lock()
            key = self._key(inputs, lock)
            lying = body.getvalue() if lock is None else seal(lock, body.getvalue(), key)
            with self._open("rw") as db, transaction(db):
                db.execute(TABLE)
                if db.execute("SELECT count(*) FROM derived").fetchone()[0] >= MOST:
                    db.execute("DELETE FROM derived")
                db.execute("INSERT OR REPLACE INTO derived VALUES (?, ?)", (key, lying))
        except broken(OSError, Refused):
            return

    def _lock(self) -> bytes | None:
        """Under which key tables lie; None = they lie open. Raises Refused where it is not open to whoever asks."""
        vault = self.vault()
        return None if vault is None else vault.secret(NAME, EVERYTHING)

    def _key(self, inputs: Plain, lock: bytes | None) -> bytes:
        """By what a table is found: where it lies sealed, nobody can guess what went into it and confirm the guess."""
        said = b"exeat/derived/v1\n" + program(self.rules) + canonical(inputs)
        return sha256(said).digest() if lock is None else hmac.new(lock, said, sha256).digest()

    @contextmanager
    def _open(self, mode: str) -> Iterator[Connection]:
        """A connection, closed after it."""
        vault = self.vault()
        key = vault.secret("store") if vault is not None and is_encrypted(self.store) else None
        db = connect(self.store, key, mode, patience=PATIENCE)
        try:
            yield db
        finally:
            db.close()


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
