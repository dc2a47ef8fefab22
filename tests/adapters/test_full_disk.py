"""A disk that takes nothing more costs nobody what was recorded, and nobody is told that a file is broken."""

from pathlib import Path

import pytest
from tests.folders import exchange, recorded, said, say

from exeat.adapters.sqlite import Connection, broken, connect
from exeat.adapters.store import SqliteStore
from exeat.adapters.store.schema import make
from exeat.core.errors import Refused
from exeat.house import STORE, open_case

STORES = "exeat.adapters.store.store"


def test_half_a_ledger_never_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: its write-ahead log holds it, and cannot be taken into the file; to close it says nothing.

    Under its name it would be a ledger that nobody can open, and nothing would be recorded in that place any more.
    """
    path, readers = tmp_path / STORE, list[Connection]()

    def in_the_way(db: Connection) -> None:
        readers.append(connect(Path(db.execute("PRAGMA database_list").fetchone()[2]), mode="ro"))
        readers[-1].execute("BEGIN")
        readers[-1].execute("SELECT count(*) FROM sqlite_schema").fetchone()
        make(db)
        db.execute("PRAGMA busy_timeout = 0")

    monkeypatch.setattr(f"{STORES}.make", in_the_way)
    with pytest.raises(Refused):
        SqliteStore.create(path)
    assert list(tmp_path.iterdir()) == [], "nor does anything of it stay beside"
    readers[0].close()
    monkeypatch.setattr(f"{STORES}.make", make)
    SqliteStore.create(path).close()
    assert SqliteStore(path).entries() == []


def test_a_full_disk_is_called_so_and_takes_nothing(tmp_path: Path) -> None:
    house = recorded(exchange(tmp_path / "case"))
    before = [e.leaf() for e in house.entries]
    with house.store() as store:
        (pages,) = store.db.execute("PRAGMA page_count").fetchone()
        store.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Refused) as refused, store.transaction():
            store.db.execute("INSERT INTO ledger VALUES ('much', zeroblob(1000000))")
        (problem,) = refused.value.problems
        assert (problem.code, problem.file) == ("store-unwritable", STORE)
    again = open_case(house.folder)
    assert [e.leaf() for e in again.entries] == before
    say(house.folder, "later", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"}))
    assert again.record().new == ("dead",)


def test_a_ledger_on_a_full_disk_is_not_called_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else somebody follows the advice for a broken file, and works on from an older copy."""
    house = recorded(exchange(tmp_path / "case"))
    (error,) = broken()[:1]

    def full(*_: object) -> None:
        raise error("database or disk is full")

    monkeypatch.setattr(f"{STORES}.connect", full)
    with pytest.raises(Refused) as refused:
        SqliteStore(house.folder / STORE)
    assert refused.value.problems[0].code == "store-unwritable"
