"""A store looked at from end to end: its columns as they lie, many entries at a time, nothing made of them.

- All that one audit reads is of one moment, whoever writes meanwhile.
- What lies in a store is given as it is, whatever it is: whoever asks says whether it holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from exeat.adapters.sqlite import broken
from exeat.adapters.vault.sealing import is_sealed
from exeat.core.entry import BodyRef, Erased, Withheld
from exeat.core.errors import Problem, Refused

from .bodies import Lying
from .store import READ, SqliteStore

MANY = 4096  # rows at a time
CACHE = 256 * 1024  # KiB of pages kept, so that each is decrypted once
ENTRIES = "SELECT idx, recorded_at, recorded_by, body, leaf, signature FROM entries ORDER BY idx"
BODIES = (
    "SELECT idx, body, key, stored, rows IS NOT NULL, grp FROM entries LEFT JOIN bodies ON entry = idx ORDER BY idx"
)
Line = tuple[int, str, str, bytes, bytes, bytes | None]
Words = tuple[int, bytes | None, bool, int, bool]


@contextmanager
def still(store: SqliteStore) -> Iterator[None]:
    """A store as it is at one moment. Raises Refused where its file turns out to be damaged."""
    store.db.execute(f"PRAGMA cache_size = -{CACHE}")
    try:
        with store.snapshot():
            yield
    except broken() as e:
        raise Refused([Problem("store-unreadable", store.path.name, values={"why": str(e)})]) from e


def lines(store: SqliteStore) -> Iterator[list[Line]]:
    """The entries, many at a time: index, time, recorder, digest of the words, leaf, signature."""
    found = store.db.execute(ENTRIES)
    while some := found.fetchmany(MANY):
        yield some


def words(store: SqliteStore) -> Iterator[Words]:
    """The words of each entry, opened: index, the salted words, whether they are those of the entry, whether a list,
    whether they are withheld.

    Words None = they are no more, or withheld, and that is so; or they cannot be opened, and are not the entry's.
    """
    for index, digest, key, stored, has_rows, group in store.db.execute(BODIES):
        said, opened, shut = stored, True, False
        if stored is not None and is_sealed(stored):
            lying = Lying(digest, key, stored, group=group)
            said, opened = _opened(store, index, lying)
            shut = said is None and store.bodies.is_withheld(index, lying)
        yield index, said, opened and (said is None or sha256(said).digest() == digest), has_rows, shut


def _opened(store: SqliteStore, index: int, lying: Lying) -> tuple[bytes | None, bool]:
    """Sealed words, and whether they could be opened; None and so where their key is no more."""
    try:
        found = store.bodies.words(index, lying)
    except Refused as refused:
        if any(p.code != "store-unreadable" for p in refused.problems):
            raise
        return None, False
    return None if found is None else found[1], True


def said_at(store: SqliteStore, index: int, rows: bool = True) -> BodyRef | Erased | Withheld:
    """What was said in one entry. `rows`: those of its list too. Raises Refused where it cannot be read."""
    row = store.db.execute(f"{READ} WHERE idx = ?", (index,)).fetchone()
    lying = Lying(row[3], *row[5:])
    return store.bodies.body(index, lying if rows else replace(lying, rows=None, salts=None))
