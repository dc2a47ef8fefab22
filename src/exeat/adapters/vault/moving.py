"""Keys of bodies that come under a visibility group after they were recorded under none.

- A body is given other keys, under the group's. Those that it had are kept under the group's key too: what opens a copy
  of the store from before is then behind the group as well, and nobody who opens the group loses a word by it.
- First they are given; then the body is sealed again; then the first ones are let go. Broken off in between, whoever
  opens the group reads everything, and the three are taken again.

What it does not do: it cannot call back a key that somebody copied before, nor an older copy of the file of keys.
"""

from collections.abc import Iterable

from exeat.adapters.sqlite import transaction

from .sealing import new_key, seal
from .vault import MOVED, Vault, body_of, part_of

PUT = "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)"


def give(vault: Vault, entry: int, parts: Iterable[str], group: str) -> None:
    """Give a body keys under a group, the same if asked again. Raises Refused where the group is not open here."""
    with transaction(vault.db):
        for part in parts:
            if not vault.has_key(entry, part, group):
                _put(vault, entry, part_of(part, group), new_key(), group)
            first = vault.known_key(entry, part)
            if first is not None:
                vault.db.execute("DELETE FROM bodies WHERE entry = ? AND part LIKE ?", (entry, f"{MOVED}{part}/%"))
                _put(vault, entry, MOVED + part_of(part, group), first, group)


def _put(vault: Vault, entry: int, name: str, key: bytes, group: str) -> None:
    vault.db.execute(PUT, (entry, name, seal(vault.lock(group), key, body_of(entry, name))))


def let_go(vault: Vault, entries: Iterable[int], parts: Iterable[str]) -> None:
    """Destroy the keys that every door opens, of bodies that lie under a group by now."""
    gone = [(entry, part) for entry in entries for part in parts]
    with transaction(vault.db):
        vault.db.executemany("UPDATE bodies SET sealed = x'' WHERE entry = ? AND part = ?", gone)
