"""Carrying out an erasure that was said: what it names is taken out of a store, and its keys out of the vault.

- The words come first. From then on the store knows that something is being erased, and whoever opens it next carries
  it out to its end: a step that was taken already is taken again, and changes nothing.
- A list keeps its other rows, sealed under another key, and of an erased row its leaf. Then the keys are destroyed;
  then the write-ahead log is emptied.

What it does not do: it decides nothing, and it looks into no other file.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from exeat.adapters.derived import forget
from exeat.adapters.sqlite import emptied
from exeat.core.claims import Erasure
from exeat.core.entry import BodyRef, Entry, Withheld
from exeat.core.facts import AsOf, Facts
from exeat.core.tables import Table

from .store import SqliteStore


def begin(store: SqliteStore) -> None:
    """The newest entry says an erasure, which is to be carried out: to be called in the transaction that appends it."""
    store.db.execute("INSERT INTO erasing SELECT MAX(idx) FROM entries")


def pending(store: SqliteStore) -> bool:
    """Whether an erasure that was said is not carried out to its end."""
    return store.db.execute("SELECT 1 FROM erasing LIMIT 1").fetchone() is not None


def finish(store: SqliteStore) -> bool:
    """Carry out what was said; whether it came to its end.

    It does not while another process reads what was before, nor where a list is withheld of which rows are to go.
    """
    if not pending(store):
        return True
    destroyed = take_out(store)
    if destroyed is None:
        return False
    if store.vault is not None:
        store.vault.settle(destroyed)
    if not emptied(store.db):
        return False
    clear(store)
    return emptied(store.db)


def take_out(store: SqliteStore) -> list[int] | None:
    """Take out of the store what the erasures name; the entries of which nothing is left.

    None, and nothing is taken out: a list of which rows are to go is of a visibility group that is not open here.
    """
    with store.transaction():
        entries = store.entries()
        places, digests = named(_claims(store, entries))
        if any(isinstance(e.body, Withheld) and e.body.digest in places for e in entries):
            return None
        case = _case(entries)
        for entry in entries:
            if isinstance(entry.body, BodyRef) and entry.body.digest in places and entry.body.table is not None:
                _thin(store, entry, entry.body.table.without(places[entry.body.digest], case))
        gone = [e.index for e in entries if e.body.digest in digests]
        for table in ("bodies", "recognised"):
            store.db.executemany(f"DELETE FROM {table} WHERE entry = ?", [(i,) for i in gone])
        forget(store.db)
    return gone


def named(said: Iterable[Erasure]) -> tuple[dict[str, set[int]], set[str]]:
    """The places of the rows that erasures name, from 0, by the `body` of the list; and the entries that go whole."""
    places: dict[str, set[int]] = {}
    digests: set[str] = set()
    for claim in said:
        digests |= set(claim.entries)
        for rows in claim.lists:
            places.setdefault(rows.of, set()).update(place - 1 for place in rows.rows)
    return places, digests


def _claims(store: SqliteStore, entries: Iterable[Entry]) -> Iterator[Erasure]:
    """The erasures that are to be carried out."""
    said = {i for (i,) in store.db.execute("SELECT entry FROM erasing")}
    for entry in (e for e in entries if e.index in said):
        claim = entry.body.statement.claim if isinstance(entry.body, BodyRef) else None
        assert isinstance(claim, Erasure), f"entry {entry.index} says no erasure"
        yield claim


def _case(entries: Iterable[Entry]) -> str:
    return Facts(entries, AsOf(None, date.min)).case.id


def _thin(store: SqliteStore, entry: Entry, table: Table) -> None:
    """A list as it lies without some rows. What recognised the whole list would confirm a guess of it, and goes."""
    assert isinstance(entry.body, BodyRef)
    before = store.lying(entry.index)
    assert before is not None
    lying = store.bodies.lie_again(entry.index, table, before)
    changed = (lying.rows, lying.salts, lying.gone, entry.index)
    store.db.execute("UPDATE bodies SET rows = ?, salts = ?, gone = ? WHERE entry = ?", changed)
    store.db.execute("DELETE FROM recognised WHERE entry = ?", (entry.index,))
    store.recognise(entry.body.statement.body(), entry.index, lying.group)


def clear(store: SqliteStore) -> None:
    """Nothing is being erased any more."""
    store.db.execute("DELETE FROM erasing")
