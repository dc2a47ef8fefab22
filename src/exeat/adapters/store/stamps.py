"""Time-stamps beside the checkpoints of a store: what was asked, what came back, and by which certificates it held."""

from collections.abc import Iterator
from dataclasses import dataclass

from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.note import Note

from .store import SqliteStore


@dataclass(frozen=True, slots=True)
class KeptStamp:
    """An answer to a request of this store. `size`: of the checkpoint; `authority`: certificates as given."""

    nonce: int
    size: int
    answer: bytes
    authority: bytes


def ask(store: SqliteStore, note: Note, nonce: int) -> None:
    """Remember that a stamp on a checkpoint was asked for."""
    with store.transaction():
        row = (str(nonce), read_checkpoint(note.text).size)
        store.db.execute("INSERT INTO stamps (nonce, size) VALUES (?, ?)", row)


def asked(store: SqliteStore, nonce: int) -> int | None:
    """The size of the checkpoint for which a request was made; None = it was not made here."""
    row = store.db.execute("SELECT size FROM stamps WHERE nonce = ?", (str(nonce),)).fetchone()
    return None if row is None else int(row[0])


def keep(store: SqliteStore, stamp: KeptStamp) -> None:
    """Keep an answer."""
    with store.transaction():
        row = (stamp.answer, stamp.authority, str(stamp.nonce))
        store.db.execute("UPDATE stamps SET answer = ?, authority = ? WHERE nonce = ?", row)


def stamps(store: SqliteStore) -> Iterator[KeptStamp]:
    """Every answer that was kept, the smallest checkpoint first."""
    found = "SELECT nonce, size, answer, authority FROM stamps WHERE answer IS NOT NULL ORDER BY size, nonce"
    for nonce, size, answer, authority in store.db.execute(found):
        yield KeptStamp(int(nonce), size, answer, authority)
