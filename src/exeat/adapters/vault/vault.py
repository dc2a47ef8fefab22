"""The vault of one ledger: a file of keys, every one of them sealed under one that only a passphrase opens.

- It stands apart from what its keys open: on another disk, a stick, in another room.
- The body of entry `i` has the key `i`, made before it is needed and never made again: what is destroyed stays so.
- A passphrase is changed without touching a key; two people may each have one.

What it does not do: it cannot call back what somebody copied, nor what a disk keeps of a sector that it replaced.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from exeat.adapters.durable import appearing
from exeat.adapters.sqlite import Connection, broken, connect, transaction
from exeat.core.errors import Problem, Refused
from exeat.ledger.checkpoint import Checkpoint, read_checkpoint
from exeat.ledger.note import COSIGNATURE, ED25519, Key, read_key

from .passphrase import Cost, new_salt, stretched
from .pens import Pen
from .sealing import new_key, seal, unseal

VAULT = "exeat.keys"
ONE_FILE = "DELETE"  # people carry it on a stick, and may leave behind what stands beside it
AHEAD = 256  # keys of bodies made at once: one writing to the disk for all of them
SCHEMA = """
CREATE TABLE doors (name TEXT PRIMARY KEY, salt BLOB NOT NULL, memory INTEGER NOT NULL, rounds INTEGER NOT NULL,
  lanes INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pens (place INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, public BLOB NOT NULL UNIQUE,
  sealed BLOB NOT NULL) STRICT;
CREATE TABLE bodies (entry INTEGER, part TEXT, sealed BLOB NOT NULL, PRIMARY KEY (entry, part)) STRICT, WITHOUT ROWID;
CREATE TABLE seen (origin TEXT PRIMARY KEY, log TEXT NOT NULL, checkpoint TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
STOCK = "SELECT entry, sealed FROM bodies WHERE entry >= ? AND entry < ? AND part = ? ORDER BY entry"


class Vault:
    """The keys of one ledger, opened."""

    def __init__(self, path: Path, db: Connection, master: bytes) -> None:
        self.path, self.db, self._master = path, db, master
        self._ahead: dict[tuple[int, str], bytes] = {}  # keys of entries to come

    @classmethod
    def create(cls, path: Path, passphrase: str, cost: Cost | None = None) -> "Vault":
        """A new vault with one door. Raises Refused where there is one already."""
        if path.exists():
            raise Refused([Problem("vault-there", path.name)])
        with appearing(path) as made:
            vault = cls(made, connect(made, journal=ONE_FILE), new_key())
            vault.db.executescript(SCHEMA)
            vault.open_door("first", passphrase, cost)
            vault.keep(Pen.new(f"exeat/{new_key()[:8].hex()}"))
            vault.close()
        return cls(path, connect(path, mode="rw", journal=ONE_FILE), vault._master)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Vault":
        """A vault by any of its passphrases. Raises Refused where it is none of them, or the file cannot be read."""
        try:
            db = connect(path, mode="rw", journal=ONE_FILE)
            doors = db.execute("SELECT name, salt, memory, rounds, lanes, sealed FROM doors ORDER BY name").fetchall()
        except broken() as e:
            raise Refused([Problem("vault-unreadable", path.name, values={"why": str(e)})]) from e
        for name, salt, *cost, sealed in doors:
            master = unseal(stretched(passphrase, salt, Cost(*cost)), sealed, b"door/" + name.encode())
            if master is not None:
                return cls(path, db, master)
        db.close()
        raise Refused([Problem("passphrase-wrong", path.name)])

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # -------------------------------------------------------- doors

    def open_door(self, name: str, passphrase: str, cost: Cost | None = None) -> None:
        """A passphrase that opens the vault; one of that name is replaced."""
        cost, salt = cost or Cost(), new_salt()
        sealed = seal(stretched(passphrase, salt, cost), self._master, b"door/" + name.encode())
        row = (name, salt, cost.memory, cost.rounds, cost.lanes, sealed)
        with transaction(self.db):
            self.db.execute("INSERT OR REPLACE INTO doors VALUES (?, ?, ?, ?, ?, ?)", row)

    def close_door(self, name: str) -> bool:
        """Take a passphrase away; whether there was one of that name. Raises Refused for the last one."""
        with transaction(self.db):
            if [n for (n,) in self.db.execute("SELECT name FROM doors")] == [name]:
                raise Refused([Problem("door-last", self.path.name, values={"name": name})])
            gone = self.db.execute("DELETE FROM doors WHERE name = ?", (name,)).rowcount
        return bool(gone)

    # -------------------------------------------------------- secrets of the ledger

    def secret(self, name: str) -> bytes:
        """A secret of the ledger, 32 bytes; made by chance when it is asked for first."""
        with transaction(self.db):
            row = self.db.execute("SELECT sealed FROM secrets WHERE name = ?", (name,)).fetchone()
            if row is None:
                made = new_key()
                sealed = seal(self._master, made, b"secret/" + name.encode())
                self.db.execute("INSERT INTO secrets VALUES (?, ?)", (name, sealed))
                return made
        return self._opened(row[0], b"secret/" + name.encode())

    def _opened(self, sealed: bytes, of: bytes) -> bytes:
        found = unseal(self._master, sealed, of)
        if found is None:
            raise Refused([Problem("vault-unreadable", self.path.name, values={"why": "a key was changed"})])
        return found

    # -------------------------------------------------------- pens

    def keep(self, pen: Pen) -> None:
        """Keep a pen."""
        sealed = seal(self._master, pen.private, b"pen/" + pen.key.public)
        with transaction(self.db):
            place = "(SELECT COALESCE(MAX(place) + 1, 0) FROM pens)"
            row = (pen.name, pen.kind, pen.key.public, sealed)
            self.db.execute(f"INSERT INTO pens VALUES ({place}, ?, ?, ?, ?)", row)

    def pens(self) -> tuple[Pen, ...]:
        """Every pen, in the order in which they were made."""
        rows = self.db.execute("SELECT name, kind, public, sealed FROM pens ORDER BY place")
        return tuple(Pen(n, self._opened(s, b"pen/" + p), k) for n, k, p, s in rows)

    @cached_property
    def log(self) -> Pen:
        """The pen that signs checkpoints; its name is the log's, and says nothing of the case."""
        return self.pens()[0]

    @property
    def recorders(self) -> tuple[Pen, ...]:
        """The pens that sign entries, in the order in which they were made."""
        return tuple(p for p in self.pens()[1:] if p.kind == ED25519)

    @property
    def witness(self) -> Pen | None:
        """The pen that signs others' checkpoints; None where there is none."""
        return next((p for p in self.pens() if p.kind == COSIGNATURE), None)

    def burn(self, key: Key) -> bool:
        """Destroy a pen; whether it was there. What it signed stays signed."""
        with transaction(self.db):
            gone = self.db.execute("DELETE FROM pens WHERE public = ?", (key.public,)).rowcount
        return bool(gone)

    # -------------------------------------------------------- logs of others

    def seen(self, origin: str) -> tuple[Key, Checkpoint] | None:
        """The key of another's log, and the checkpoint of it that was signed here last; None = none was."""
        row = self.db.execute("SELECT log, checkpoint FROM seen WHERE origin = ?", (origin,)).fetchone()
        return None if row is None else (read_key(row[0]), read_checkpoint(row[1]))

    def see(self, log: Key, checkpoint: Checkpoint) -> None:
        """Remember the checkpoint of another's log that is signed here."""
        with transaction(self.db):
            row = (checkpoint.origin, str(log), str(checkpoint))
            self.db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", row)

    # -------------------------------------------------------- keys of bodies

    def body_key(self, entry: int, part: str = "words") -> bytes:
        """The key of a part of a body that is being recorded. Raises KeyError where it was destroyed."""
        if (entry, part) not in self._ahead:
            self._ahead = self._stock(entry, part) or self._made_stock(entry, part)
        if (entry, part) not in self._ahead:
            raise KeyError(f"the key of entry {entry} was destroyed")
        return self._ahead[entry, part]

    def _made_stock(self, entry: int, part: str) -> dict[tuple[int, str], bytes]:
        self._make(entry, part)
        return self._stock(entry, part)

    def _stock(self, entry: int, part: str) -> dict[tuple[int, str], bytes]:
        """The keys of an entry to come and of those after it, opened together; none where its own is not there."""
        rows = self.db.execute(STOCK, (entry, entry + AHEAD, part)).fetchall()
        if not rows or rows[0][0] != entry:
            return {}
        return {(i, part): self._opened(sealed, _body(i, part)) for i, sealed in rows}

    def known_key(self, entry: int, part: str = "words") -> bytes | None:
        """The key of a part of a body; None where it was destroyed, or never made."""
        row = self.db.execute("SELECT sealed FROM bodies WHERE entry = ? AND part = ?", (entry, part)).fetchone()
        return None if row is None else self._opened(row[0], _body(entry, part))

    def _make(self, entry: int, part: str) -> None:
        """Make keys ahead; never for an entry at or below one that had its key made before."""
        with transaction(self.db):
            (last,) = self.db.execute("SELECT COALESCE(MAX(entry), -1) FROM bodies WHERE part = ?", (part,)).fetchone()
            if entry > last:
                self.db.executemany(
                    "INSERT INTO bodies VALUES (?, ?, ?)", self._made(range(entry, entry + AHEAD), part)
                )

    def _made(self, entries: Iterable[int], part: str) -> Iterable[tuple[int, str, bytes]]:
        return ((i, part, seal(self._master, new_key(), _body(i, part))) for i in entries)

    def destroy(self, entries: Iterable[int]) -> None:
        """Destroy the keys of some entries' bodies, all their parts, for good."""
        with transaction(self.db):
            self.db.executemany("DELETE FROM bodies WHERE entry = ?", [(i,) for i in entries])
        self._ahead = {}


def _body(entry: int, part: str) -> bytes:
    return f"body/{entry}/{part}".encode()
