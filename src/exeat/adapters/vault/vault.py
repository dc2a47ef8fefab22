"""The vault of one ledger: a file of keys, every one of them sealed under one that only a passphrase opens.

- It stands apart from what its keys open: on another disk, a stick, in another room.
- The body of entry `i` has the key `i`, made before it is needed and never made again: what is destroyed leaves an
  empty place, which tells it from what was never made.
- A passphrase is changed without touching a key; several people may each have their own: see `doors`.
- What belongs to a visibility group is sealed under the group's key, which not every door gives.

What it does not do: it cannot call back what somebody copied, nor what a disk keeps of a sector that it replaced.
"""

from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from exeat.adapters.durable import appearing
from exeat.adapters.sqlite import Connection, broken, connect, transaction
from exeat.core.errors import Problem, Refused
from exeat.ledger.checkpoint import Checkpoint, read_checkpoint
from exeat.ledger.note import COSIGNATURE, ED25519, Key, read_key

from .doors import SCHEMA as DOORS
from .doors import Bunch, Door, Doors
from .passphrase import Cost
from .pens import Pen
from .sealing import new_key, seal, unseal

VAULT = "exeat.keys"
FIRST = "first"  # the door with which a vault begins
ONE_FILE = "DELETE"  # people carry it on a stick, and may leave behind what stands beside it
SECOND = "accesses/"  # with what the names of the second log's keys begin: see `second`
MOVED = "moved/"  # before the name of a part: the key that it had before it came under a group; see `moving`
NEXT = "+"  # behind the name of a part that has another key, which takes the place of its first one
AHEAD = 256  # keys of bodies made at once: one writing to the disk for all of them
SCHEMA = f"""
{DOORS}
CREATE TABLE secrets (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pens (place INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, public BLOB NOT NULL UNIQUE,
  sealed BLOB NOT NULL) STRICT;
CREATE TABLE bodies (entry INTEGER, part TEXT, sealed BLOB NOT NULL, PRIMARY KEY (entry, part)) STRICT, WITHOUT ROWID;
CREATE TABLE seen (origin TEXT PRIMARY KEY, log TEXT NOT NULL, checkpoint TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
STOCK = "SELECT entry, sealed FROM bodies WHERE entry >= ? AND entry < ? AND part = ? AND sealed <> x'' ORDER BY entry"


class Vault:
    """The keys of one ledger, opened as far as one door opens them."""

    _ours = f"part NOT LIKE '{SECOND}%'"  # which keys of bodies are this log's

    def __init__(self, path: Path, db: Connection, bunch: Bunch) -> None:
        self.path, self.db, self.bunch, self._doors = path, db, bunch, Doors(db, path.name)
        self._group_key = cache(lambda group: self._doors.key_of(group, self.bunch))
        self._secrets: dict[tuple[str, str | None], bytes] = {}
        self._ahead: dict[str, dict[int, bytes]] = {}  # keys of entries to come

    @classmethod
    def create(cls, path: Path, passphrase: str, cost: Cost | None = None) -> "Vault":
        """A new vault with one door. Raises Refused where there is one already."""
        if path.exists():
            raise Refused([Problem("vault-there", path.name)])
        bunch = Bunch(FIRST, new_key(), new_key())
        with appearing(path) as made:
            vault = cls(made, connect(made, journal=ONE_FILE), bunch)
            vault.db.executescript(SCHEMA)
            vault.open_door(FIRST, passphrase, cost)
            vault.keep(Pen.new(f"exeat/{new_key()[:8].hex()}"))
            vault.close()
        return cls(path, connect(path, mode="rw", journal=ONE_FILE), bunch)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Vault":
        """A vault by any of its passphrases. Raises Refused where it is none of them, or the file cannot be read."""
        try:
            db = connect(path, mode="rw", journal=ONE_FILE)
            bunch = Doors(db, path.name).enter(passphrase)
        except broken() as e:
            raise Refused([Problem("vault-unreadable", path.name, values={"why": str(e)})]) from e
        if bunch is None:
            db.close()
            raise Refused([Problem("passphrase-wrong", str(path))])
        return cls(path, db, bunch)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # -------------------------------------------------------- doors and groups

    @property
    def door(self) -> Door:
        """The door by which it was opened."""
        return Door(self.bunch.door, None if self.bunch.whole is not None else tuple(sorted(self.bunch.groups)))

    @property
    def doors(self) -> tuple[Door, ...]:
        """Every door, by name."""
        return self._doors.all()

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group that has a key, whether this door opens it or not."""
        return self._doors.groups()

    def opens(self, group: str | None) -> bool:
        """Whether this door opens what belongs to a group; None = to none."""
        return group is None or self.bunch.whole is not None or group in self.bunch.groups

    def open_door(
        self,
        name: str,
        passphrase: str,
        cost: Cost | None = None,
        without: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> None:
        """A passphrase that opens what this door opens; one of that name is replaced.

        `without`: but these groups, and then none that is made later; `also`: groups that may have no key yet.
        """
        known = {g: key for g in (*self.groups, *also) if (key := self._group_key(g)) is not None}
        self._doors.set(name, passphrase, self.bunch.without(frozenset(without), known), cost)

    def has_passphrase(self, passphrase: str) -> bool:
        """Whether some door has this passphrase."""
        return self._doors.enter(passphrase) is not None

    def close_door(self, name: str) -> bool:
        """Take a passphrase away; whether there was one of that name. Raises Refused for the last to everything."""
        return self._doors.close(name)

    def lock(self, group: str | None) -> bytes:
        """Under which key lies what belongs to a group. Raises Refused where this door does not open it."""
        key = self.bunch.master if group is None else self._group_key(group)
        if key is None:
            raise Refused([self.shut(str(group))])
        return key

    def shut(self, group: str) -> Problem:
        """That this door does not open a group."""
        return Problem("group-shut", values={"group": group, "door": self.bunch.door})

    # -------------------------------------------------------- secrets of the ledger

    def secret(self, name: str, group: str | None = None) -> bytes:
        """A secret of the ledger, or of a group of it, 32 bytes; made by chance when it is asked for first."""
        if (name, group) not in self._secrets:
            self._secrets[name, group] = self._kept_secret(part_of(name, group), group)
        return self._secrets[name, group]

    def _kept_secret(self, name: str, group: str | None) -> bytes:
        row = self._secret(name)
        if row is None:
            with transaction(self.db):
                row = self._secret(name) or (seal(self.lock(group), new_key(), b"secret/" + name.encode()),)
                self.db.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, row[0]))
        return self._opened(row[0], b"secret/" + name.encode(), group)

    def _secret(self, name: str) -> tuple[bytes] | None:
        found: tuple[bytes] | None = self.db.execute("SELECT sealed FROM secrets WHERE name = ?", (name,)).fetchone()
        return found

    def _opened(self, sealed: bytes, of: bytes, group: str | None = None) -> bytes:
        found = unseal(self.lock(group), sealed, of)
        if found is None:
            raise Refused([Problem("vault-unreadable", self.path.name, values={"why": "a key was changed"})])
        return found

    # -------------------------------------------------------- pens

    def keep(self, pen: Pen) -> None:
        """Keep a pen."""
        sealed = seal(self.lock(None), pen.private, b"pen/" + pen.key.public)
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

    def body_key(self, entry: int, part: str = "words", group: str | None = None) -> bytes:
        """The key of a part of a body that is being recorded. Raises KeyError where it was destroyed."""
        name = part_of(part, group)
        if entry not in self._ahead.get(name, {}):
            self._ahead[name] = self._stock(entry, name, group) or self._made_stock(entry, name, group)
        if entry not in self._ahead[name]:
            raise KeyError(f"the key of entry {entry} was destroyed")
        return self._ahead[name][entry]

    def _made_stock(self, entry: int, name: str, group: str | None) -> dict[int, bytes]:
        self._make(entry, name, group)
        return self._stock(entry, name, group)

    def _stock(self, entry: int, name: str, group: str | None) -> dict[int, bytes]:
        """The keys of an entry to come and of those after it, opened together; none where its own is not there."""
        rows = self.db.execute(STOCK, (entry, entry + AHEAD, name)).fetchall()
        if not rows or rows[0][0] != entry:
            return {}
        return {i: self._opened(sealed, body_of(i, name), group) for i, sealed in rows}

    def known_key(self, entry: int, part: str = "words", group: str | None = None) -> bytes | None:
        """The key of a part of a body; None where it was destroyed, or never made.

        Raises Refused where it is there and this door does not open its group.
        """
        sealed = self._kept(entry, part_of(part, group))
        return None if sealed is None else self._opened(sealed, body_of(entry, part_of(part, group)), group)

    def has_key(self, entry: int, part: str = "words", group: str | None = None) -> bool:
        """Whether the key of a part of a body is there, whoever opens it."""
        return self._kept(entry, part_of(part, group)) is not None

    def moved_to(self, entry: int, part: str = "words") -> str | None:
        """The group under which the key is that a part of a body had before it came under one; None = there is none."""
        held = "SELECT part FROM bodies WHERE entry = ? AND part LIKE ? AND sealed <> x''"
        row = self.db.execute(held, (entry, f"{MOVED}{part}/%")).fetchone()
        return None if row is None else str(row[0]).rpartition("/")[2]

    def _kept(self, entry: int, part: str) -> bytes | None:
        row = self.db.execute("SELECT sealed FROM bodies WHERE entry = ? AND part = ?", (entry, part)).fetchone()
        return None if row is None or not row[0] else bytes(row[0])

    def _make(self, entry: int, name: str, group: str | None) -> None:
        """Make keys ahead; never for an entry at or below one that had its key made before."""
        lock = self.lock(group)
        with transaction(self.db):
            (last,) = self.db.execute("SELECT COALESCE(MAX(entry), -1) FROM bodies WHERE part = ?", (name,)).fetchone()
            if entry > last:
                entries = range(entry, entry + AHEAD)
                made = ((i, name, seal(lock, new_key(), body_of(i, name))) for i in entries)
                self.db.executemany("INSERT INTO bodies VALUES (?, ?, ?)", made)

    def last_made(self) -> int:
        """The last entry for which a key was made; -1 where none was."""
        (last,) = self.db.execute(f"SELECT COALESCE(MAX(entry), -1) FROM bodies WHERE {self._ours}").fetchone()
        return int(last)

    def make_up(self, first: int) -> None:
        """Make keys again for the entries from this one on whose keys were destroyed: of a log that lost them.

        What the old keys hid stays shut; the new ones open what will be recorded in those places.
        """
        ours = f"{self._ours} AND part NOT LIKE '{MOVED}%' AND part NOT LIKE '%{NEXT}'"
        parts = self.db.execute(f"SELECT part, MAX(entry) FROM bodies WHERE {ours} GROUP BY part").fetchall()
        with transaction(self.db):
            for name, last in parts:
                group = self._group_of(name)
                if not self.opens(group):
                    continue  # whoever opens it records in it, and whoever does not cannot
                made = ((i, name, seal(self.lock(group), new_key(), body_of(i, name))) for i in range(first, last + 1))
                empty = "ON CONFLICT DO UPDATE SET sealed = excluded.sealed WHERE bodies.sealed = x''"
                self.db.executemany(f"INSERT INTO bodies VALUES (?, ?, ?) {empty}", made)

    def _group_of(self, name: str) -> str | None:
        """The group to which keys of this name belong; None = to none."""
        return name.partition("/")[2] or None

    def renew(self, entry: int, part: str, group: str | None = None) -> bytes:
        """Another key for a part of a body, beside the one that it has until `settle`; the same if asked again."""
        name = part_of(part, group)
        with transaction(self.db):
            if self._kept(entry, name + NEXT) is None:
                sealed = seal(self.lock(group), new_key(), body_of(entry, name))
                self.db.execute("INSERT INTO bodies VALUES (?, ?, ?)", (entry, name + NEXT, sealed))
        found = self.renewed(entry, part, group)
        assert found is not None
        return found

    def renewed(self, entry: int, part: str, group: str | None = None) -> bytes | None:
        """The other key that a part of a body was given and that is not settled yet; None where it has none."""
        name = part_of(part, group)
        sealed = self._kept(entry, name + NEXT)
        return None if sealed is None else self._opened(sealed, body_of(entry, name), group)

    def settle(self, destroyed: Iterable[int]) -> None:
        """Destroy the first key of every part that was given another one, and all keys of some entries' bodies."""
        ends = f"part LIKE '%{NEXT}' AND {self._ours}"
        with transaction(self.db):
            self.destroy(destroyed)
            for before in ("", MOVED):
                first = f"SELECT entry, '{before}' || rtrim(part, '{NEXT}') FROM bodies WHERE {ends}"
                self.db.execute(f"DELETE FROM bodies WHERE (entry, part) IN ({first})")
            self.db.execute(f"UPDATE bodies SET part = rtrim(part, '{NEXT}') WHERE {ends}")

    def destroy(self, entries: Iterable[int]) -> None:
        """Destroy the keys of some entries' bodies, all their parts, for good; those of the other log stay."""
        with transaction(self.db):
            places = [(i,) for i in entries]
            self.db.executemany(f"UPDATE bodies SET sealed = x'' WHERE entry = ? AND {self._ours}", places)
        self._ahead = {}


def body_of(entry: int, part: str) -> bytes:
    """To what the key of a body is bound. `part`: as `part_of` names it."""
    return f"body/{entry}/{part}".encode()


def part_of(part: str, group: str | None) -> str:
    """Under which name the key of a part of a body lies."""
    return part if group is None else f"{part}/{group}"
