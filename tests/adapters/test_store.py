"""The store, on a real SQLite file: nothing recorded is changed, lost, or written twice; ids and leaves by hand."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.folders import NOON, ROOT, Clock, exchange, recorded, said, say

from exeat.adapters.store import SqliteStore
from exeat.core.entry import BodyRef, Entry, Erased
from exeat.core.errors import Refused
from exeat.core.shape import encode
from exeat.house import STORE, ClearingHouse, open_case

RECORD = "import sys; from exeat.faces.cli import main; main(['record', sys.argv[1], '--json'])"


@pytest.fixture
def house(tmp_path: Path) -> ClearingHouse:
    folder = exchange(tmp_path / "case")
    say(folder, "one", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"}, hedge="reportedly"))
    return recorded(folder)


@pytest.fixture
def db(house: ClearingHouse) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(house.folder / STORE, isolation_level=None)
    yield connection
    connection.close()


def by_hand(value: object) -> bytes:
    """RFC 8785 for values of plain ASCII keys: sorted, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


# ------------------------------------------------------------ append-only


@pytest.mark.parametrize(
    "change",
    ["UPDATE entries SET recorded_by = 'x'", "UPDATE entries SET leaf = x'00' WHERE idx = 0", "DELETE FROM entries"],
)
def test_nobody_changes_what_was_recorded(change: str, db: sqlite3.Connection) -> None:
    before = db.execute("SELECT * FROM entries ORDER BY idx").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        db.execute(change)
    assert db.execute("SELECT * FROM entries ORDER BY idx").fetchall() == before


def test_nothing_acknowledged_is_lost_in_a_power_cut(house: ClearingHouse) -> None:
    store = SqliteStore(house.folder / STORE)
    assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.db.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
    store.close()


def test_a_recording_that_fails_half_way_leaves_nothing(house: ClearingHouse, db: sqlite3.Connection) -> None:
    store = SqliteStore(house.folder / STORE)
    (new,) = [s for s in exchange_with_one_more(house.folder).files[1] if s.key == "more"]
    broken = replace(new, body=b"{}", salt=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):  # the second has no salt, the first was written by then
        store.append([new, broken], NOON.now(), "recorder")
    store.close()
    assert "more" not in {key for (key,) in db.execute("SELECT key FROM bodies")}


def exchange_with_one_more(folder: Path) -> ClearingHouse:
    say(folder, "two", said("more", "press-two", {"kind": "death", "subject": "aro-roster#2"}))
    return open_case(folder, NOON)


# ------------------------------------------------------------ by hand


def test_a_leaf_is_what_the_spec_says(house: ClearingHouse, db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT idx, recorded_at, recorded_by, body, leaf FROM entries ORDER BY idx").fetchall()
    for index, (idx, at, by, digest, leaf) in enumerate(rows):
        assert (idx, at, by) == (index, "2025-06-01T12:00:00.000000Z", "recorder")
        said_of_it = {"v": 1, "recorded_at": at, "recorded_by": by, "body": digest.hex()}
        assert leaf == sha256(b"\x00" + by_hand(said_of_it)).digest()
        assert house.entries[index].leaf() == leaf
        (stored,) = db.execute("SELECT stored FROM bodies WHERE entry = ?", (idx,)).fetchone()
        assert digest == sha256(stored).digest()


def test_a_salt_and_an_id_are_what_the_spec_says(house: ClearingHouse, db: sqlite3.Connection) -> None:
    (stored,) = db.execute("SELECT stored FROM bodies WHERE key = 'dead'").fetchone()
    claim = {"kind": "death", "subject": "aro-roster#1"}
    body = by_hand({"by": "press-one", "act": "states", "hedge": "reportedly", "claim": claim})
    salt = sha256(b"exeat/salt/v1\n" + b"small" + body).digest()[:16]
    assert stored == by_hand({"salt": salt.hex(), "body": json.loads(body)})
    facts = house.facts()
    assert facts.key("st_" + sha256(b"exeat/statement/v1\n" + salt + body).hexdigest()) == "dead"


def test_a_list_s_root_is_what_the_spec_says(house: ClearingHouse) -> None:
    path = house.folder / "lists/aro-roster.csv"
    rows = [by_hand(line.split(",")) for line in path.read_text("utf-8").splitlines()[1:]]
    salts = [sha256(b"exeat/salt/v1\n" + b"small" + row).digest()[:16] for row in rows]
    one, two, three = (sha256(b"\x00" + salt + row).digest() for salt, row in zip(salts, rows, strict=True))
    root = sha256(b"\x01" + sha256(b"\x01" + one + two).digest() + three).digest()
    _, table = house.facts().lists["aro-roster"]
    assert table.header.root == root.hex()


def test_no_plain_text_is_recognised_without_the_ledger_s_key(house: ClearingHouse, db: sqlite3.Connection) -> None:
    macs = {mac for (mac,) in db.execute("SELECT mac FROM recognised")}
    bodies = [e.body.statement.body() for e in house.entries if isinstance(e.body, BodyRef)]
    assert len(macs) == len(bodies)
    assert not macs & {sha256(body).digest() for body in bodies}


# ------------------------------------------------------------ erased


def test_what_was_erased_rewrites_no_history_and_the_rest_still_answers(
    house: ClearingHouse, db: sqlite3.Connection
) -> None:
    before = [e.leaf() for e in house.entries]
    dead = entry(house, "dead")
    db.execute("DELETE FROM bodies WHERE entry = ?", (dead.index,))
    after = open_case(house.folder, NOON)
    assert [e.leaf() for e in after.entries] == before
    assert [e.body for e in after.entries if isinstance(e.body, Erased)] == [Erased(dead.body.digest)]
    facts = after.facts()
    assert (facts.erased, "dead" in {facts.key(i) for i in facts.statements}) == (1, False)
    assert after.differences(facts) == ()
    assert after.plan(facts).plan.status == "optimal"


def test_an_erased_list_leaves_an_answer_and_no_error(house: ClearingHouse, db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM bodies WHERE entry = ?", (entry(house, "petitioners").index,))
    after = open_case(house.folder, NOON)
    assert "petitioners" not in after.facts().lists
    assert encode(after.plan().plan.counts) == encode(house.plan().plan.counts)


def entry(house: ClearingHouse, key: str) -> Entry:
    return next(e for e in house.entries if isinstance(e.body, BodyRef) and e.body.key == key)


# ------------------------------------------------------------ at once


def test_two_who_record_the_same_folder_at_once_write_nothing_twice(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", RECORD, str(folder)]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    ended = [process.communicate() for process in running]
    assert [p.returncode for p in running] == [0] * 4, ended
    done = [json.loads(out) for out, _ in ended]
    expected = len(open_case(exchange(tmp_path / "other")).entries)
    assert [d["entries"] for d in done] == [expected] * 4
    assert sorted(len(d["new"]) for d in done) == [0, 0, 0, expected]
    house = open_case(folder)
    assert [e.index for e in house.entries] == list(range(expected))
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(STORE)) == [STORE]


def test_whoever_comes_second_finds_the_store_of_the_first(tmp_path: Path) -> None:
    first = SqliteStore.create(tmp_path / STORE)
    second = SqliteStore.create(tmp_path / STORE)
    body = b"{}"
    assert first._mac(body) == second._mac(body)
    first.close()
    second.close()


def test_a_store_that_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    (folder / STORE).write_bytes(b"this is no database")
    with pytest.raises(Refused) as refused:
        open_case(folder, Clock("2025-06-01T12:00")).facts()
    assert [p.code for p in refused.value.problems] == ["store-unreadable"]
