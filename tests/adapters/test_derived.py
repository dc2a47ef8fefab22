"""Derived tables kept with a case: nobody is answered from what followed from other facts or from another program."""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.folders import exchange, recorded

from exeat.adapters.derived import Derived
from exeat.adapters.store import SqliteStore
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
