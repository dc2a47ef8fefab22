"""What was recorded before a visibility group covered it comes under the group: sealed again, under its key.

- No entry changes: not its hash, its place, its signature, nor any checkpoint. What lies beside it does.
- It is done with the declaration, in one transaction; then the keys that every door opens are destroyed, and the
  write-ahead log is emptied. Broken off there, whoever opens the store next carries it out to its end.
- Into a group only, never out of one, and never from one into another.
- What the words were recognised by goes with them: under the ledger's key anybody could guess them and confirm it.

What it does not do: it cannot call back what a door showed before, nor close copies that were taken before.
"""

from exeat.adapters.said import known_list
from exeat.adapters.sqlite import emptied, transaction
from exeat.adapters.vault.moving import give, let_go
from exeat.core.canonical import canonical, plain
from exeat.core.entry import BodyRef
from exeat.core.marked import Plain
from exeat.core.visibility import group_of

from .bodies import ROWS, WORDS
from .erasing import pending
from .store import READ, SqliteStore

PARTS = (WORDS, ROWS)
NAME = "moving"  # of the row in `ledger` that names entries whose first keys may be there still


def left_open(store: SqliteStore) -> dict[int, str]:
    """Entries that lie under no group, and belong to one: which. They were recorded before it covered them."""
    apart = store.apart
    opened = {i for (i,) in store.db.execute(f"SELECT idx FROM ({READ}) WHERE grp IS NULL AND stored IS NOT NULL")}
    found: dict[int, str | None] = {}
    for entry in store.entries() if apart.groups and opened else ():
        if entry.index in opened and isinstance(entry.body, BodyRef):
            covers = group_of(apart.groups, entry.body.statement.claim, apart.lists)
            found[entry.index] = store.bodies.moved_to(entry.index) or covers
    return {i: group for i, group in found.items() if group is not None}


def move(store: SqliteStore) -> tuple[dict[int, str], dict[int, str]]:
    """Seal under its group what lies open: the entries that came under which group, and those whose group is shut here.

    To be called in the transaction that may have changed the groups; `finish` comes after it.
    """
    if store.vault is None:
        return {}, {}
    found, erasing = left_open(store), pending(store)
    shut = {i: group for i, group in found.items() if erasing or not store.vault.opens(group)}
    moved = {i: group for i, group in found.items() if i not in shut}
    with transaction(store.vault.db):  # one writing to the disk for all of them
        for index, group in moved.items():
            give(store.vault, index, PARTS, group)
    for index, group in moved.items():
        _seal_again(store, index, group)
    if moved:
        begun: Plain = [*sorted({*_begun(store), *moved})]
        store.db.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?)", (NAME, canonical(begun)))
    return moved, shut


def _seal_again(store: SqliteStore, index: int, group: str) -> None:
    """One entry: other keys, what lies beside it sealed under them, and by what it is recognised."""
    (entry,), before = store.entries(index, 1), store.lying(index)
    assert before is not None
    assert isinstance(entry.body, BodyRef)
    lying = store.bodies.lie_under(index, before, group)
    changed = (lying.key, lying.stored, lying.rows, lying.salts, group, index)
    store.db.execute("UPDATE bodies SET key = ?, stored = ?, rows = ?, salts = ?, grp = ? WHERE entry = ?", changed)
    store.db.execute("DELETE FROM recognised WHERE entry = ?", (index,))
    store.recognise(entry.body.statement.body(), index, group)
    table = entry.body.table
    if table is not None and table.salts is not None and not table.gone:
        store.recognise(known_list(table.header, table.rows), index, group)


def _begun(store: SqliteStore) -> list[int]:
    row = store.db.execute("SELECT value FROM ledger WHERE name = ?", (NAME,)).fetchone()
    held = None if row is None else plain(bytes(row[0]))
    return [i for i in held if isinstance(i, int)] if isinstance(held, list) else []


def finish(store: SqliteStore) -> bool:
    """Destroy the keys that opened what was moved, to every door; whether it came to its end.

    It does not while another process reads what was before, nor without the file of keys.
    """
    begun = _begun(store)
    if not begun:
        return True
    if store.vault is None:
        return False
    let_go(store.vault, begun, PARTS)
    if not emptied(store.db):
        return False
    store.db.execute("DELETE FROM ledger WHERE name = ?", (NAME,))
    return True
