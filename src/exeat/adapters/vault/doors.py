"""Doors: the passphrases of a vault, each somebody's own, and what each of them opens.

- A door opens everything, also groups that are made later; or it opens what belongs to no group, and the groups that
  were named when it was made.
- Each group has a key of its own. It is sealed under the key that doors to everything share, and under each other door
  that opens the group: whoever has the file and a door without the group has nothing that opens it.
- The last door to everything is never closed: what it alone opens would be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exeat.adapters.sqlite import Connection, transaction
from exeat.core.errors import Problem, Refused

from .passphrase import Cost, new_salt, stretched
from .sealing import new_key, seal, unseal

EVERYTHING = "*"
"""In the place of a group: what is opened by doors to everything only. No group can have this name."""

SCHEMA = """
CREATE TABLE doors (name TEXT PRIMARY KEY, salt BLOB NOT NULL, memory INTEGER NOT NULL, rounds INTEGER NOT NULL,
  lanes INTEGER NOT NULL, sealed BLOB NOT NULL, whole BLOB) STRICT, WITHOUT ROWID;
CREATE TABLE groups (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE openings (door TEXT, grp TEXT, sealed BLOB NOT NULL, PRIMARY KEY (door, grp)) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Door:
    """A passphrase: whose it is, and what it opens. `groups`: None = everything."""

    name: str
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Bunch:
    """The keys behind a door. `whole`: that of every group, None = not of every one; `groups`: those of some."""

    door: str
    master: bytes = field(repr=False)
    whole: bytes | None = field(default=None, repr=False)
    groups: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def without(self, groups: frozenset[str], known: Mapping[str, bytes]) -> "Bunch":
        """The keys but those of some groups. `known`: the keys of every group that this one opens."""
        kept = {g: key for g, key in known.items() if g not in groups}
        return Bunch(self.door, self.master, None if groups else self.whole, kept)


class Doors:
    """The doors of one vault. `file`: its name, for errors."""

    def __init__(self, db: Connection, file: str) -> None:
        self.db, self.file = db, file

    def all(self) -> tuple[Door, ...]:
        """Every door, by name."""
        opened: dict[str, list[str]] = {}
        for door, group in self.db.execute("SELECT door, grp FROM openings ORDER BY door, grp"):
            opened.setdefault(door, []).append(group)
        rows = self.db.execute("SELECT name, whole IS NOT NULL FROM doors ORDER BY name").fetchall()
        return tuple(Door(name, None if whole else tuple(opened.get(name, ()))) for name, whole in rows)

    def enter(self, passphrase: str) -> Bunch | None:
        """The keys behind the door that a passphrase opens; None = it opens none."""
        rows = self.db.execute("SELECT name, salt, memory, rounds, lanes, sealed, whole FROM doors ORDER BY name")
        for name, salt, memory, rounds, lanes, sealed, whole in rows.fetchall():
            key = stretched(passphrase, salt, Cost(memory, rounds, lanes))
            master = unseal(key, sealed, _of(name))
            if master is not None:
                kept = None if whole is None else self._opened(key, whole, _of(name, "*"))
                return Bunch(name, master, kept, self._groups(name, key))
        return None

    def _groups(self, door: str, key: bytes) -> dict[str, bytes]:
        rows = self.db.execute("SELECT grp, sealed FROM openings WHERE door = ?", (door,))
        return {g: self._opened(key, sealed, _of(door, g)) for g, sealed in rows.fetchall()}

    def _opened(self, key: bytes, sealed: bytes, of: bytes) -> bytes:
        found = unseal(key, sealed, of)
        if found is None:
            raise Refused([Problem("vault-unreadable", self.file, values={"why": "a key was changed"})])
        return found

    def set(self, name: str, passphrase: str, bunch: Bunch, cost: Cost | None = None) -> None:
        """A passphrase that opens these keys; one of that name is replaced."""
        cost, salt = cost or Cost(), new_salt()
        key = stretched(passphrase, salt, cost)
        whole = None if bunch.whole is None else seal(key, bunch.whole, _of(name, "*"))
        row = (name, salt, cost.memory, cost.rounds, cost.lanes, seal(key, bunch.master, _of(name)), whole)
        groups = {} if whole is not None else bunch.groups
        with transaction(self.db):
            self.db.execute("DELETE FROM openings WHERE door = ?", (name,))
            self.db.execute("INSERT OR REPLACE INTO doors VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            opened = [(name, g, seal(key, k, _of(name, g))) for g, k in groups.items()]
            self.db.executemany("INSERT INTO openings VALUES (?, ?, ?)", opened)

    def close(self, name: str) -> bool:
        """Take a passphrase away; whether there was one of that name. Raises Refused for the last to everything."""
        with transaction(self.db):
            if [d.name for d in self.all() if d.groups is None] == [name]:
                raise Refused([Problem("door-last", self.file, values={"name": name})])
            self.db.execute("DELETE FROM openings WHERE door = ?", (name,))
            return bool(self.db.execute("DELETE FROM doors WHERE name = ?", (name,)).rowcount)

    # -------------------------------------------------------- the keys of groups

    def groups(self) -> tuple[str, ...]:
        """Every group that has a key."""
        rows = self.db.execute("SELECT name FROM groups WHERE name <> ? ORDER BY name", (EVERYTHING,))
        return tuple(name for (name,) in rows)

    def key_of(self, group: str, bunch: Bunch) -> bytes | None:
        """The key of a group, made where it has none; None = this door does not open it."""
        if bunch.whole is None:
            return bunch.groups.get(group)
        with transaction(self.db):
            row = self.db.execute("SELECT sealed FROM groups WHERE name = ?", (group,)).fetchone()
            if row is not None:
                return self._opened(bunch.whole, row[0], _of("*", group))
            made = new_key()
            self.db.execute("INSERT INTO groups VALUES (?, ?)", (group, seal(bunch.whole, made, _of("*", group))))
            return made


def _of(door: str, group: str = "") -> bytes:
    """To what a key behind a door is bound. A door's name may hold any sign; so its length stands before it."""
    return f"door/{len(door)}/{door}/{group}".encode()
