"""Derived tables kept with a case: nobody is answered from what followed from other facts or from another program."""

import os
import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.adapters.test_vault import CHEAP
from tests.folders import exchange, recorded

from exeat.adapters.derived import Derived, forget, program
from exeat.adapters.store import SqliteStore
from exeat.adapters.store import store as store_module
from exeat.adapters.vault import VAULT, Vault
from exeat.core.canonical import canonical
from exeat.core.facts import Facts
from exeat.house import ClearingHouse, machine, open_case
from exeat.identity.proposals import compared_of

ROWS = pl.DataFrame({"left": ["a#1"], "score": [3.25]})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    SqliteStore.create(tmp_path / "exeat.db").close()
    return tmp_path / "exeat.db"


def test_a_table_is_read_back_under_its_own_inputs_alone(store: Path) -> None:
    kept = Derived(store, "exeat.identity")
    kept.keep({"lists": ["a"]}, ROWS)
    found = kept.kept({"lists": ["a"]})
    assert found is not None
    assert_frame_equal(found, ROWS)
    assert kept.kept({"lists": ["b"]}) is None


def test_another_program_does_not_answer_with_what_an_earlier_one_kept(store: Path) -> None:
    Derived(store, "exeat.identity").keep({"lists": ["a"]}, ROWS)
    assert Derived(store, "exeat.terms").kept({"lists": ["a"]}) is None


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_breaks(store: Path) -> None:
    writer = sqlite3.connect(store, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        Derived(store, "exeat.identity").keep({"lists": ["a"]}, ROWS)
    finally:
        writer.close()
    assert Derived(store, "exeat.identity").kept({"lists": ["a"]}) is None
    Derived(store.with_name("nowhere.db"), "exeat.identity").keep({}, ROWS)
    assert not os.path.exists(store.with_name("nowhere.db"))


def test_tables_that_nobody_asks_for_any_more_do_not_pile_up(store: Path) -> None:
    kept = Derived(store, "exeat.identity")
    for n in range(20):
        kept.keep({"n": n}, ROWS)
    with sqlite3.connect(store) as db:
        assert db.execute("SELECT count(*) FROM derived").fetchone()[0] <= 8
    assert kept.kept({"n": 19}) is not None


def test_proposals_kept_are_those_that_would_be_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a verdict more the lessons are others, and what was kept before is not shown."""
    monkeypatch.setattr(machine, "LONG", 0)
    exchange(tmp_path)
    house: ClearingHouse = recorded(tmp_path)
    first = house.proposals(judged=True)
    with monkeypatch.context() as nobody:
        nobody.setattr(machine, "compared_of", lambda *_: pytest.fail("compared again"))
        assert_frame_equal(open_case(tmp_path).proposals(judged=True), first)
    records = house.facts().people["record"]
    house.judge("mission", records[0], records[-1], "different")
    asked: list[object] = []

    def compared(facts: Facts, lists: Iterable[str]) -> object:
        asked.append(lists)
        return compared_of(facts, lists)

    monkeypatch.setattr(machine, "compared_of", compared)
    open_case(tmp_path).proposals(judged=True)
    assert asked


# ------------------------------------------------------------ sealed


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    vault = Vault.create(tmp_path / VAULT, "eleven green kettles", CHEAP)
    SqliteStore.create(tmp_path / "exeat.db", vault).close()
    vault.open_door("interpreter", "nine grey herons", CHEAP, ["health"], ["health"])
    vault.close()
    return tmp_path / "exeat.db"


def opened(store: Path, passphrase: str = "eleven green kettles") -> Derived:
    vault = Vault.open(store.with_name(VAULT), passphrase)
    return Derived(store, "exeat.identity", lambda: vault)


@pytest.mark.parametrize("whole", [True, False], ids=["file encrypted", "file plain"])
def test_what_follows_from_sealed_words_lies_sealed_and_is_read_back(
    sealed: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where SQLCipher is not there: names in a table never lie in the file, nor in its write-ahead log."""
    if not whole:
        monkeypatch.setattr(store_module, "encrypts", lambda: False)
        sealed.unlink()
        SqliteStore.create(sealed, Vault.open(sealed.with_name(VAULT), "eleven green kettles")).close()
    rows = pl.DataFrame({"left": ["roster#Quelmoraz"] * 3, "score": [3.25] * 3})
    opened(sealed).keep({"lists": ["a"]}, rows)
    found = opened(sealed).kept({"lists": ["a"]})
    assert found is not None
    assert_frame_equal(found, rows)
    on_disk = b"".join(p.read_bytes() for p in sealed.parent.iterdir())
    assert b"Quelmoraz" not in on_disk
    assert b"ARROW1" not in on_disk
    assert (
        sha256(b"exeat/derived/v1\n" + program("exeat.identity") + canonical({"lists": ["a"]})).digest() not in on_disk
    )


def test_who_may_not_see_everything_reads_no_table_and_keeps_none(sealed: Path) -> None:
    opened(sealed).keep({"lists": ["a"]}, ROWS)
    interpreter = opened(sealed, "nine grey herons")
    assert interpreter.kept({"lists": ["a"]}) is None
    interpreter.keep({"lists": ["b"]}, ROWS)
    assert opened(sealed).kept({"lists": ["b"]}) is None
    assert opened(sealed).kept({"lists": ["a"]}) is not None


def test_what_is_forgotten_is_not_in_the_file_any_more(sealed: Path) -> None:
    opened(sealed).keep({"lists": ["a"]}, ROWS)
    store = SqliteStore(sealed, Vault.open(sealed.with_name(VAULT), "eleven green kettles"))
    forget(store.db)
    store.close()
    assert opened(sealed).kept({"lists": ["a"]}) is None


def test_a_sealed_case_compares_its_lists_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LONG", 0)
    exchange(tmp_path)
    Vault.create(tmp_path / VAULT, "x", CHEAP).close()
    house = open_case(tmp_path, unlock=lambda: "x")
    house.record()
    first = house.proposals(judged=True)
    monkeypatch.setattr(machine, "compared_of", lambda *_: pytest.fail("compared again"))
    assert_frame_equal(open_case(tmp_path, unlock=lambda: "x").proposals(judged=True), first)
