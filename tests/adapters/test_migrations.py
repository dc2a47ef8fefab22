"""A store of an older program goes on: no byte of an entry changes, also when the power goes half way."""

import hmac
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from tests.adapters.ledgers import new_ledger, opener, words
from tests.adapters.outage import place
from tests.folders import NOON

from exeat.adapters.store import SqliteStore
from exeat.adapters.store.schema import STEPS, VERSION
from exeat.core.entry import BodyRef, Entry, Erased, stored_words, time_text
from exeat.house import STORE
from exeat.testing.cuts import images
from exeat.testing.watched import watched

OLDER = range(1, VERSION)
BY_ENTRY = 7  # from this version on a body lies under the number of its entry
FIRST = """
CREATE TABLE ledger (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  idx INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL,
  body BLOB NOT NULL, leaf BLOB NOT NULL, signature BLOB) STRICT;
CREATE TABLE bodies (digest BLOB PRIMARY KEY, key TEXT, stored BLOB NOT NULL, rows BLOB) STRICT, WITHOUT ROWID;
CREATE TABLE recognised (mac BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
"""
"""The tables of the first version, as they were then: they stand here for good, whatever the program's own become."""


@pytest.fixture
def folder() -> Iterator[Path]:
    with place() as found:
        yield found


def old_store(path: Path, version: int) -> None:
    """A store of an older version, with entries in it as the program wrote them then."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL;" + FIRST)
    for step in STEPS[1:version]:
        db.executescript(step)
    db.execute("INSERT INTO ledger VALUES ('key', ?)", (bytes(32),))
    for index in range(5):
        _entry(db, index, version)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


def _entry(db: sqlite3.Connection, index: int, version: int) -> None:
    said = words(index)
    stored = stored_words(said.salt, said.body)
    digest = sha256(stored).digest()
    leaf = Entry(index, NOON.now(), "recorder", Erased(digest.hex())).leaf()
    mac = hmac.new(bytes(32), said.body, sha256).digest()
    by, at = ("digest", digest) if version < BY_ENTRY else ("entry", index)
    db.execute(f"INSERT INTO bodies ({by}, key, stored) VALUES (?, ?, ?)", (at, said.key, stored))
    db.execute("INSERT INTO recognised VALUES (?, ?)", (mac, at))
    row = (index, time_text(NOON.now()), "recorder", digest, leaf, None)
    db.execute(
        "INSERT INTO entries (idx, recorded_at, recorded_by, body, leaf, signature) VALUES (?, ?, ?, ?, ?, ?)", row
    )


def entries(path: Path) -> list[object]:
    db = sqlite3.connect(path)
    found = db.execute(
        "SELECT idx, recorded_at, recorded_by, body, leaf, signature FROM entries ORDER BY idx"
    ).fetchall()
    db.close()
    return found


def version(path: Path) -> int:
    db = sqlite3.connect(path)
    (found,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    return int(found)


def migrated(path: Path) -> list[str | None]:
    """Open a store with this program; the keys of what was said."""
    store = SqliteStore(path)
    found = [e.body.key for e in store.entries() if isinstance(e.body, BodyRef)]
    store.close()
    return found


@pytest.mark.parametrize("old", OLDER)
def test_an_older_store_goes_on_and_no_entry_changes(old: int, folder: Path) -> None:
    path = folder / STORE
    old_store(path, old)
    before = entries(path)
    assert migrated(path) == [f"key-{i}" for i in range(5)]
    assert version(path) == VERSION
    assert entries(path) == before
    with opener(folder)() as store:
        store.receive([words(2), words(9)], NOON.now(), "recorder")
    assert entries(path)[:5] == before


@pytest.mark.parametrize("old", OLDER)
def test_a_migrated_store_has_the_tables_of_a_new_one(old: int, folder: Path) -> None:
    old_store(folder / STORE, old)
    migrated(folder / STORE)
    new_ledger(folder / "new", False)
    assert tables(folder / STORE) == tables(folder / "new" / STORE)


def tables(path: Path) -> dict[str, list[object]]:
    db = sqlite3.connect(path)
    names = [n for (n,) in db.execute("SELECT name FROM sqlite_schema ORDER BY name")]
    found = {n: sorted(db.execute(f"PRAGMA table_xinfo('{n}')").fetchall()) for n in names}
    db.close()
    return found


@pytest.mark.parametrize("old", OLDER)
def test_the_power_goes_in_a_migration(old: int, folder: Path) -> None:
    (folder / "old").mkdir()
    path, versions = folder / "old" / STORE, set()
    old_store(path, old)
    before = entries(path)
    with watched(folder / "old") as record:
        migrated(path)
    for number, (_, image) in enumerate(images(record, dict.fromkeys(range(record.now + 1), 2), "migration")):
        left = folder / f"image-{number}"
        left.mkdir()
        for name, data in image.items():
            (left / name).write_bytes(data)
        assert entries(left / STORE) == before
        versions.add(version(left / STORE))
        assert len(migrated(left / STORE)) == 5
    assert versions == {old, VERSION}
