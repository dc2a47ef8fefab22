"""The power goes at any moment: what was acknowledged is there, once, whole, and with its key.

The disk is simulated, SQLite is the one that stores are opened with: see `exeat.testing.watched`, `cuts`. More images
by hand: `bench/power_cuts.py`.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.ledgers import add, new_ledger, opener
from tests.adapters.outage import cuts, live, place, wrong

from exeat.adapters import sqlite
from exeat.adapters.sqlite import encrypts
from exeat.house import STORE
from exeat.testing.cuts import Named, Record, Synced, Wrote, images
from exeat.testing.watched import NotWatched, library, watched

OTHERS = sqlite.PRAGMAS[1:]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("exeat.adapters.vault.vault.AHEAD", 8)  # keys are made often
    with place() as found:
        yield found


def losses(folder: Path, sealed: bool, seed: str, count: int) -> Counter[str]:
    """What is wrong after so many cuts, and how often."""
    life = live(folder, sealed, seed, 25)
    synchronous, sqlite.PRAGMAS = sqlite.PRAGMAS, ("synchronous = EXTRA", *OTHERS)
    try:
        found = (wrong(life, at, image, n % 5 == 0) for n, (at, image) in enumerate(cuts(life, count, seed)))
        return Counter(w.partition(":")[0] for words in found for w in words)
    finally:
        sqlite.PRAGMAS = synchronous


@pytest.mark.parametrize(("sealed", "whole", "count"), [(False, False, 125), (True, False, 125), (True, True, 250)])
def test_nothing_acknowledged_is_lost_when_the_power_goes(
    sealed: bool, whole: bool, count: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if whole:
        assert encrypts(), "SQLCipher has no wheel here: what encrypts ledgers was not tested"
    else:
        monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    assert losses(folder, sealed, f"{sealed}/{whole}", count) == {}


def test_an_encrypted_file_whose_last_page_is_torn_is_still_known_as_one(folder: Path) -> None:
    assert encrypts(), "SQLCipher has no wheel here: what encrypts ledgers was not tested"
    ledger = new_ledger(folder / "case", True)
    with opener(ledger)() as store:
        add(store, *range(20))
        left = {p.name: p.read_bytes() for p in ledger.iterdir() if not p.name.endswith("-shm")}
    (folder / "left").mkdir()
    for name, data in left.items():
        (folder / "left" / name).write_bytes(data + b"torn" * 128 if name == STORE else data)
    with opener(folder / "left")() as store:
        assert len(store.entries()) == 20


@pytest.mark.parametrize("sealed", [False, True])
def test_a_disk_that_is_not_waited_for_loses_something(
    sealed: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what is found here is found."""
    monkeypatch.setattr(sqlite, "PRAGMAS", ("synchronous = NORMAL", *OTHERS))
    assert losses(folder, sealed, "control", 40)["acknowledged, and lost"] > 0


def test_keys_whose_journal_comes_back_would_be_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why stores are opened with EXTRA: with FULL the vault's folder is not synced when its journal goes."""
    monkeypatch.setattr(sqlite, "PRAGMAS", ("synchronous = FULL", *OTHERS))
    found = losses(folder, True, "control", 80)
    assert found["acknowledged, and lost"] == 0
    assert sum(times for what, times in found.items() if "key" in what) > 0


# ------------------------------------------------------------ the disk itself


def test_a_cut_leaves_all_that_was_synced_and_anything_of_the_rest() -> None:
    record = Record({0: b"a" * 1024}, {"one": 0})
    record.operations += [Wrote(0, 0, b"b" * 1024), Synced(0, 1), Wrote(0, 512, b"c" * 1024)]
    before = {image["one"] for _, image in images(record, {1: 200}, "1")}
    assert {b"a" * 1024, b"b" * 1024, b"a" * 512 + b"b" * 512, b"b" * 512 + b"a" * 512} == before
    after = {image["one"] for _, image in images(record, {3: 200}, "1")}
    assert {left[:512] for left in after} == {b"b" * 512}
    assert {left[512:1024] for left in after} == {b"b" * 512, b"c" * 512}
    assert any(left[1024:] == b"c" * 512 and left[512:1024] == b"b" * 512 for left in after)


def test_a_name_is_sure_when_its_folder_was_synced() -> None:
    record = Record({}, {})
    record.operations += [
        Named((("one", 0),)),
        Wrote(0, 0, b"x"),
        Synced(0, 2),
        Synced(None, 3),
        Named((("one", None),)),
    ]
    assert {tuple(image.items()) for _, image in images(record, {3: 50}, "1")} == {(), (("one", b"x"),)}
    assert {tuple(image.items()) for _, image in images(record, {4: 50}, "1")} == {(("one", b"x"),)}
    assert {tuple(image.items()) for _, image in images(record, {5: 50}, "1")} == {(), (("one", b"x"),)}


def test_a_library_that_cannot_be_watched_is_no_proof(tmp_path: Path) -> None:
    import math

    with pytest.raises(NotWatched):
        library(math)
    with pytest.raises(NotWatched), watched(tmp_path):
        pass


def test_what_is_recorded_is_what_lies_there(folder: Path) -> None:
    """All of the record put together is the files as they are: nothing was written past the watch."""
    life = live(folder, True, "whole", 10)
    files = {p.name: p.read_bytes() for p in (folder / "case").iterdir() if not p.name.endswith("-shm")}
    seen = [image for _, image in images(life.record, {life.record.now: 40}, "whole")]
    assert files in seen
