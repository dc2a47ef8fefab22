"""The second log: who looked at what. A store like the first, in a file of its own, under keys of its own.

- The same question asked twice is two entries: nothing is recognised, and every salt is drawn by chance.
- Its entries are signed as those of the first log are; its checkpoints by a key of its own.
- Where the file was lost, the log begins again, and says so: keys that a lost one had are never used again.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.said import Said
from exeat.adapters.vault.second import SecondKeys
from exeat.core.case import KEEPER
from exeat.core.claims import Accessed
from exeat.core.ids import SALT_BYTES, statement_id
from exeat.core.statement import Statement
from exeat.ledger.note import Signer

from .store import SqliteStore

if TYPE_CHECKING:
    from exeat.adapters.vault import Vault

BASE = "SELECT value FROM ledger WHERE name = 'base'"


class AccessStore(SqliteStore):
    """The accesses of one case in one file. `vault`: their keys; None = the ledger has none."""

    def __init__(self, path: Path, vault: "Vault | None" = None) -> None:
        super().__init__(path, vault)
        if isinstance(vault, SecondKeys):
            vault.base = self._base(vault)

    def _base(self, vault: SecondKeys) -> int:
        row = self.db.execute(BASE).fetchone()
        if row is None:
            self.db.execute("INSERT OR IGNORE INTO ledger VALUES ('base', ?)", (vault.made().to_bytes(8),))
            row = self.db.execute(BASE).fetchone()
        return int.from_bytes(row[0])

    @property
    def begun_again(self) -> bool:
        """Whether there was a log before this one, and it was lost."""
        return isinstance(self.vault, SecondKeys) and self.vault.base > 0

    @classmethod
    def at(cls, path: Path, vault: SecondKeys | None = None) -> "AccessStore":
        """The log in a file, made where there is none."""
        if path.is_file():
            return cls(path, vault)
        found = cls.create(path, vault)
        assert isinstance(found, AccessStore)
        return found

    def note(self, access: Accessed, at: datetime, by: str, pen: Signer | None) -> None:
        """Add an access, for good when this returns. `by`: who looks."""
        statement = Statement(KEEPER, "states", access)
        salt, body = os.urandom(SALT_BYTES), statement.body()
        self.append([Said("", statement_id(salt, body), salt, body, statement)], at, by, pen)

    def forget(self, entries: Iterable[int]) -> None:
        """Erase what some entries say: keys and bodies. Entries, hashes and proofs stay."""
        entries = list(entries)
        if self.vault is not None:
            self.vault.destroy(entries)
        with self.transaction():
            self.db.executemany("DELETE FROM bodies WHERE entry = ?", [(i,) for i in entries])
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def recognised(self, body: bytes) -> int | None:
        """Never: who asks again looks again."""
        return None

    def _known(self, said: Said) -> list[bytes]:
        return []
