"""What was recorded is taken away in one file and put back: nothing is lost unseen, and nothing erased comes back."""

import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.ledgers import PASSPHRASE, add, words
from tests.adapters.outage import place
from tests.adapters.test_vault import CHEAP
from tests.folders import NOON, exchange

from exeat.adapters.sqlite import encrypts
from exeat.adapters.store import SqliteStore
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.entry import BodyRef, Erased
from exeat.core.errors import Refused
from exeat.faces.cli import run
from exeat.house import STORE, ClearingHouse, open_case
from exeat.house.backup import backup, restore
from exeat.house.ledger import verify
from exeat.testing.cuts import images
from exeat.testing.watched import watched


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path, request.param, monkeypatch)


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path, True, monkeypatch)


def made(place: Path, sealed: bool, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recorded case; its keys lie elsewhere, as they should."""
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("EXEAT_KEYS", str(place / VAULT))
    folder = exchange(place / "case")
    if sealed:
        vault = Vault.create(place / VAULT, PASSPHRASE, CHEAP)
        vault.keep(Pen.new("monitor.example/desk"))
        vault.close()
    house(folder).record()
    return folder


def house(folder: Path) -> ClearingHouse:
    return open_case(folder, NOON, folder.parent / VAULT, lambda: PASSPHRASE, empty=True)


def record(folder: Path, *numbers: int) -> None:
    """Something more is recorded, as `record` and the server do it."""
    books = house(folder)
    with books.ledger() as store:
        store.receive([words(n) for n in numbers], NOON.now(), "recorder", books.pen)


def leaves(folder: Path) -> list[bytes]:
    with house(folder).ledger() as store:
        return store.leaves()


def said(folder: Path) -> list[str | None]:
    return [e.body.key if isinstance(e.body, BodyRef) else None for e in house(folder).entries]


def document(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*call, "--json"])
    return code, json.loads(capsys.readouterr().out)


# ------------------------------------------------------------ there and back


def test_a_lost_disk_costs_nothing_where_there_is_a_backup(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, keys = leaves(case), said(case)
    code, kept = document(capsys, "backup", str(case), str(tmp_path / "copy"), "--checkpoint", str(tmp_path / "note"))
    if house(case).vault is None:
        assert (code, kept["errors"][0]["code"]) == (2, "not-proved")  # nothing is signed here
        code, kept = document(capsys, "backup", str(case), str(tmp_path / "copy"))
    else:
        assert (tmp_path / "note").read_text("utf-8") == kept["checkpoint"]
    assert (code, kept["entries"]) == (0, len(before))
    shutil.rmtree(case)
    code, done = document(capsys, "restore", str(tmp_path / "copy"), str(case))
    assert (code, done["done"], done["root"]) == (0, True, kept["root"])
    assert (leaves(case), said(case)) == (before, keys)
    assert verify(house(case)).holds
    record(case, 1)
    assert verify(house(case)).holds


def test_a_backup_is_one_file_that_says_nothing_without_the_keys(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    backup(house(sealed), tmp_path / "away" / "copy")
    assert [p.name for p in (tmp_path / "away").iterdir()] == ["copy"]
    held = (tmp_path / "away" / "copy").read_bytes()
    vault = house(sealed).vault
    assert vault is not None
    secrets = [vault.secret("store"), vault.secret("recognise"), *(p.private for p in vault.pens()), vault.body_key(0)]
    assert not any(secret in held for secret in secrets)
    assert b"Quelmoraz" not in held
    assert b"aro-roster" not in held
    (tmp_path / VAULT).rename(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        restore(house(tmp_path / "new"), tmp_path / "away" / "copy")


def test_a_backup_overwrites_nothing(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copy").write_text("kept", "utf-8")
    code, found = document(capsys, "backup", str(case), str(tmp_path / "copy"))
    assert (code, [e["code"] for e in found["errors"]]) == (2, ["backup-there"])
    assert (tmp_path / "copy").read_text("utf-8") == "kept"


def test_a_backup_taken_while_others_write_is_of_one_moment(case: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            record(case, number, number + 1)
            number += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        first = len(leaves(case))
        for n in range(3):
            backup(house(case), tmp_path / f"copy-{n}")
    finally:
        stop.set()
        writer.join()
    for n in range(3):
        done = restore(house(tmp_path / f"new-{n}"), tmp_path / f"copy-{n}")
        assert done.done
        assert done.entries % 2 == first % 2  # whole transactions
        assert leaves(tmp_path / f"new-{n}") == leaves(case)[: done.entries]


# ------------------------------------------------------------ refused


def test_an_older_log_takes_the_place_of_a_newer_one_by_name_only(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(house(case), tmp_path / "copy")
    older = leaves(case)
    record(case, 1, 2, 3)
    newer = leaves(case)
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(case))
    assert (code, found["done"], found["lost"]) == (1, False, 3)
    assert [m["id"] for m in found["against"]] == ["proof.backup_older"]
    assert leaves(case) == newer
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(case), "--older")
    assert (code, found["done"], found["lost"]) == (0, True, 3)
    assert leaves(case) == older
    kept = restore(house(tmp_path / "kept"), case / found["beside"])
    assert kept.done
    assert leaves(tmp_path / "kept") == newer
    record(case, 7)
    assert verify(house(case)).holds


def test_keys_destroyed_in_the_newer_log_do_not_stop_the_older_one(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    record(sealed, 1)
    books = house(sealed)
    assert books.vault is not None
    books.vault.destroy([len(leaves(sealed)) - 1])
    assert restore(house(sealed), tmp_path / "copy", older=True).done
    record(sealed, 2)
    assert said(sealed)[-1] == "key-2"


def test_another_log_never_takes_its_place(case: Path, tmp_path: Path) -> None:
    backup(house(case), tmp_path / "copy")
    record(case, 1)
    (tmp_path / "two").mkdir()
    assert restore(house(tmp_path / "two"), tmp_path / "copy").done
    record(tmp_path / "two", 2)  # a second story
    backup(house(tmp_path / "two"), tmp_path / "other")
    before = leaves(case)
    found = restore(house(case), tmp_path / "other", older=True)
    assert (found.done, [m.id for m in found.against]) == (False, ["proof.backup_another"])
    assert leaves(case) == before


def test_a_backup_that_was_changed_is_not_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    case = made(tmp_path, True, monkeypatch)
    backup(house(case), tmp_path / "copy")
    db = sqlite3.connect(tmp_path / "copy")
    db.execute("DROP TRIGGER entries_stay")
    db.execute("UPDATE entries SET recorded_by = 'somebody' WHERE idx = 1")
    db.commit()
    db.close()
    shutil.rmtree(case)
    found = restore(house(case), tmp_path / "copy", older=True)
    assert not found.done
    assert "proof.leaf_differs" in {m.id for m in found.against}
    assert not (case / STORE).exists()
    assert not case.exists()


def test_a_file_that_is_no_backup_changes_nothing(case: Path, tmp_path: Path) -> None:
    before = leaves(case)
    for junk in (b"", b"no backup", os.urandom(8192)):
        (tmp_path / "junk").write_bytes(junk)
        with pytest.raises(Refused):
            restore(house(case), tmp_path / "junk", older=True)
    assert leaves(case) == before


def test_an_old_copy_of_the_keys_is_not_taken_for_an_erasing(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exeat.adapters.vault.vault.AHEAD", 1)
    old = (tmp_path / VAULT).read_bytes()
    record(sealed, *range(300))
    backup(house(sealed), tmp_path / "copy")
    new = (tmp_path / VAULT).read_bytes()
    shutil.rmtree(sealed)
    (tmp_path / VAULT).write_bytes(old)
    found = restore(house(sealed), tmp_path / "copy", older=True)
    assert (found.done, [m.id for m in found.against]) == (False, ["proof.backup_keys"])
    (tmp_path / VAULT).write_bytes(new)
    assert restore(house(sealed), tmp_path / "copy").erased == 0


# ------------------------------------------------------------ beside a checkpoint


def test_a_backup_that_forgot_what_was_signed_is_found_out(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy", tmp_path / "first")
    record(sealed, 1, 2)
    backup(house(sealed), tmp_path / "later", tmp_path / "second")
    shutil.rmtree(sealed)
    found = restore(house(sealed), tmp_path / "copy", [tmp_path / "second"])
    assert (found.done, found.missing, [m.id for m in found.against]) == (False, 2, ["proof.backup_short"])
    assert restore(house(sealed), tmp_path / "later", [tmp_path / "first"]).done
    assert said(sealed)[-2:] == ["key-1", "key-2"]


def test_two_stories_about_one_log_are_found_out(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    record(sealed, 1)
    backup(house(sealed), tmp_path / "one", tmp_path / "note")
    assert restore(house(sealed), tmp_path / "copy", older=True).done
    record(sealed, 2)
    backup(house(sealed), tmp_path / "two")
    shutil.rmtree(sealed)
    found = restore(house(sealed), tmp_path / "two", [tmp_path / "note"], older=True)
    assert [m.id for m in found.against] == ["proof.backup_not_grown"]
    stranger = Pen.new("exeat/0000000000000000")
    note = (tmp_path / "note").read_text("utf-8")
    (tmp_path / "note").write_text(note.replace(note.split("\n")[0], stranger.name), "utf-8")
    found = restore(house(sealed), tmp_path / "one", [tmp_path / "note"], older=True)
    assert [m.id for m in found.against] == ["proof.log_not_signed"]


# ------------------------------------------------------------ erased stays erased


def test_what_was_erased_since_stays_erased(case: Path, tmp_path: Path) -> None:
    record(case, 1, 2)
    backup(house(case), tmp_path / "copy")
    erase(case, -2)
    for folder in (case, tmp_path / "new") if house(case).vault is not None else (case,):
        done = restore(house(folder), tmp_path / "copy")
        assert (done.done, done.erased) == (True, 1)
        assert [isinstance(e.body, Erased) for e in house(folder).entries][-2:] == [True, False]
        with house(folder).ledger() as store:
            assert not store.recognises(words(1).body)
            assert store.recognises(words(2).body)


def test_erased_rows_stay_erased_and_the_others_are_still_read(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    count = len(leaves(sealed))
    assert people(sealed) >= {"aro-roster#1", "aro-roster#2"}
    run(["erase", str(sealed), "aro-roster#1", "--by", "the person", "--reason", "their own request", "--only"])
    assert "aro-roster#1" not in people(sealed)
    done = restore(house(sealed), tmp_path / "copy", older=True)
    assert (done.done, done.entries, done.unopened) == (True, count, ())
    assert done.thinned >= 1
    assert "aro-roster#1" not in people(sealed)
    assert "aro-roster#2" in people(sealed)


def test_rows_that_nobody_opens_any_more_are_given_up_by_name_only(sealed: Path, tmp_path: Path) -> None:
    """The store is lost, and the backup is from before an erasure: what it says of the others was sealed anew since."""
    backup(house(sealed), tmp_path / "copy")
    run(["erase", str(sealed), "aro-roster#1", "--by", "the person", "--reason", "their own request", "--only"])
    shutil.rmtree(sealed)
    found = restore(house(sealed), tmp_path / "copy")
    assert (found.done, [m.id for m in found.against]) == (False, ["proof.backup_rows"])
    assert found.unopened
    done = restore(house(sealed), tmp_path / "copy", older=True)
    assert (done.done, done.unopened) == (True, found.unopened)
    assert {e.index for e in house(sealed).entries if isinstance(e.body, Erased)} == set(done.unopened)
    assert "aro-roster#1" not in people(sealed)
    assert {m.id for m in verify(house(sealed)).problems} == {"proof.erased_unsaid"}  # the word of it is lost, and said


def people(folder: Path) -> set[str]:
    return set(house(folder).facts().people["record"])


def erase(folder: Path, place: int) -> None:
    """Erase what an entry says: its key, its words, and what recognises them."""
    books = house(folder)
    entry = books.entries[place]
    if books.vault is not None:
        books.vault.destroy([entry.index])
    with books.ledger() as store:
        for table in ("bodies", "recognised"):
            store.db.execute(f"DELETE FROM {table} WHERE entry = ?", (entry.index,))


# ------------------------------------------------------------ in between


def test_the_power_goes_while_a_backup_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = made(tmp_path, True, monkeypatch)
    assert encrypts(), "SQLCipher has no wheel here: what encrypts ledgers was not tested"
    backup(house(case), tmp_path / "copy")
    older = leaves(case)
    record(case, 1, 2, 3)
    newer = leaves(case)
    with watched(case) as log:
        assert restore(house(case), tmp_path / "copy", older=True).done
    found = set()
    with place() as images_of:
        for n, (_, image) in enumerate(images(log, dict.fromkeys(range(0, log.now + 1, 7), 1), "restore")):
            left = images_of / str(n) / "case"
            left.mkdir(parents=True)
            for name, data in image.items():
                (left / name).write_bytes(data)
            store = SqliteStore(left / STORE, house(case).vault)
            found.add(tuple(store.leaves()))
            store.close()
    assert found == {tuple(older), tuple(newer)}


def test_whoever_reads_meanwhile_sees_the_one_or_the_other(case: Path, tmp_path: Path) -> None:
    backup(house(case), tmp_path / "copy")
    older = leaves(case)
    record(case, 1)
    with house(case).ledger() as reader:
        assert len(reader.leaves()) == len(older) + 1
        assert restore(house(case), tmp_path / "copy", older=True).done
        assert reader.leaves() == older
        add(reader, 5)
    assert said(case)[-1] == "key-5"


def test_a_store_that_cannot_be_read_is_kept_beside(case: Path, tmp_path: Path) -> None:
    backup(house(case), tmp_path / "copy")
    before = leaves(case)
    (case / STORE).write_bytes(b"damaged")
    done = restore(house(case), tmp_path / "copy")
    assert (done.done, done.beside) == (True, f"{STORE}.unreadable-1")
    assert (case / f"{STORE}.unreadable-1").read_bytes() == b"damaged"
    assert leaves(case) == before


def test_it_is_said_what_was_done_and_what_is_lost(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["backup", str(sealed), str(tmp_path / "copy")])
    assert "keep a copy of that file" in capsys.readouterr().out
    record(sealed, 1)
    for lang, lost in (("en", "1 would be lost"), ("es", "se perderían 1")):
        assert run(["restore", str(tmp_path / "copy"), str(sealed), "--lang", lang]) == 1
        out = capsys.readouterr().out
        assert lost in " ".join(out.split())
        assert max(map(len, out.splitlines())) <= 80
