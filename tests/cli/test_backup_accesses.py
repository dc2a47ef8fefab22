"""A backup holds who looked at whose file, too: a lost disk loses neither log, and a log that was cut short is said."""

import shutil
from pathlib import Path

import pytest
from tests.adapters.ledgers import PASSPHRASE
from tests.adapters.outage import place
from tests.cli.test_backup import document, house, made
from tests.folders import NOON

from exeat.adapters.vault import VAULT
from exeat.faces.cli import run
from exeat.house import open_case
from exeat.house.backup import backup, restore, second_of
from exeat.house.ledger import verify
from exeat.house.reading import ACCESSES, accesses, readings
from exeat.testing.cuts import images
from exeat.testing.watched import watched

PERSON = "aro-roster#1"


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return asked(made(tmp_path, request.param, monkeypatch))


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return asked(made(tmp_path, True, monkeypatch))


def asked(folder: Path) -> Path:
    """Somebody asked for one person."""
    assert run(["said", str(folder), PERSON]) == 0
    return folder


def noted(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """What was asked, and of whom; looking at it here is noted too."""
    return [
        (a.asked.command, a.asked.about) for a in readings(house(folder)) if a.asked and a.asked.command != "library"
    ]


def test_who_looked_at_whose_file_is_known_after_the_disk_was_lost(case: Path, tmp_path: Path) -> None:
    made = backup(house(case), tmp_path / "copy")
    assert made.accesses is not None
    shutil.rmtree(case)
    done = restore(house(case), tmp_path / "copy")
    assert (done.done, done.accesses, [m.id for m in done.notes]) == (
        True,
        made.accesses.entries,
        ["proof.accesses_put"],
    )
    assert noted(case)[:2] == [("said", (PERSON,)), ("backup", ())]
    found = verify(house(case))
    assert found.holds
    assert found.accesses is not None
    assert not found.accesses.begun_again
    assert not (tmp_path / "case" / "exeat.db.new").exists()


def test_what_was_asked_since_a_backup_stays_when_it_is_put_back(case: Path, tmp_path: Path) -> None:
    backup(house(case), tmp_path / "copy")
    asked(case)
    done = restore(house(case), tmp_path / "copy", older=True)
    assert (done.done, [m.id for m in done.notes]) == (True, ["proof.accesses_stay"])
    assert [n for n in noted(case) if n[0] == "said"] == [("said", (PERSON,))] * 2
    assert verify(house(case)).holds


def test_a_log_of_accesses_that_was_lost_alone_comes_back(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    for damaged in (False, True):
        (sealed / ACCESSES).unlink()
        if damaged:
            (sealed / ACCESSES).write_bytes(b"damaged")
        done = restore(house(sealed), tmp_path / "copy", older=True)
        assert (done.done, [m.id for m in done.notes]) == (True, ["proof.accesses_put"])
        assert noted(sealed)[0] == ("said", (PERSON,))
        assert verify(house(sealed)).holds
    assert (sealed / f"{ACCESSES}.unreadable-1").read_bytes() == b"damaged"


def test_a_log_of_accesses_that_began_again_is_said_and_stays(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    (sealed / ACCESSES).unlink()
    asked(sealed)
    done = restore(house(sealed), tmp_path / "copy", older=True)
    assert (done.done, [m.id for m in done.notes]) == (True, ["proof.accesses_another"])
    found = verify(house(sealed)).accesses
    assert found is not None
    assert found.begun_again
    elsewhere = restore(house(tmp_path / "elsewhere"), tmp_path / "copy")
    assert elsewhere.done
    assert noted(tmp_path / "elsewhere")[0] == ("said", (PERSON,))


def test_accesses_that_were_taken_away_at_the_end_are_missed(sealed: Path, tmp_path: Path) -> None:
    """Somebody puts an older copy of the log in its place: the checkpoint that was kept knows better."""
    backup(house(sealed), tmp_path / "copy")
    asked(sealed)
    backup(house(sealed), tmp_path / "later", tmp_path / "note")
    shutil.rmtree(sealed)
    kept = [tmp_path / "note", second_of(tmp_path / "note")]
    found = restore(house(sealed), tmp_path / "copy", kept[1:])
    assert (found.done, [m.id for m in found.against]) == (False, ["proof.accesses_short"])
    assert found.against[0].values["missing"] == "2"
    assert restore(house(sealed), tmp_path / "later", kept).done
    assert verify(house(sealed)).holds


def test_two_stories_of_who_looked_are_found_out(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    asked(sealed)
    backup(house(sealed), tmp_path / "one", tmp_path / "note")
    shutil.rmtree(sealed)
    assert restore(house(sealed), tmp_path / "copy").done
    for _ in range(4):
        assert run(["terms", str(sealed)]) == 0
    found = restore(house(sealed), tmp_path / "copy", [second_of(tmp_path / "note")], older=True)
    assert [m.id for m in found.against] == ["proof.accesses_not_grown"]


def test_a_log_of_accesses_that_was_changed_is_not_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    case = asked(made(tmp_path, True, monkeypatch))
    with accesses(house(case)) as log:
        log.db.execute("DROP TRIGGER entries_stay")
        log.db.execute("UPDATE entries SET recorded_by = 'somebody' WHERE idx = 0")
    backup(house(case), tmp_path / "copy")
    shutil.rmtree(case)
    found = restore(house(case), tmp_path / "copy")
    assert (found.done, [m.id for m in found.against]) == (False, ["proof.accesses_wrong"])
    assert not case.exists()
    done = restore(house(case), tmp_path / "copy", older=True)
    assert (done.done, [m.id for m in done.notes]) == (True, ["proof.accesses_left"])
    assert verify(house(case)).holds


def test_a_backup_from_before_there_were_accesses_is_put_back(case: Path, tmp_path: Path) -> None:
    from exeat.adapters.store.backup import backed_up

    with house(case).ledger() as store:
        backed_up(store, tmp_path / "copy")
    shutil.rmtree(case)
    done = restore(house(case), tmp_path / "copy")
    assert (done.done, done.accesses, [m.id for m in done.notes]) == (True, None, ["proof.accesses_none"])


def test_the_store_that_comes_back_holds_no_log_within(case: Path, tmp_path: Path) -> None:
    backup(house(case), tmp_path / "copy")
    shutil.rmtree(case)
    restore(house(case), tmp_path / "copy")
    with house(case).ledger() as store:
        assert not store.db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'accesses'").fetchone()


# ------------------------------------------------------------ erased


def test_whoever_is_erased_is_told_of_backups_that_still_hold_them(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["erase", str(sealed), PERSON, "--by", "the person", "--reason", "their own request", "--only"]
    for path in (sealed / "lists", sealed / "offers"):
        shutil.rmtree(path)
    run(["backup", str(sealed), str(tmp_path / "copy")])
    code, found = document(capsys, *call)
    assert (code, [m["id"] for m in found["elsewhere"]]) == (1, ["erase.backups"])
    assert found["elsewhere"][0]["values"]["number"] == "1"
    run(["backup", str(sealed), str(tmp_path / "later")])  # holds nothing of them
    code, found = document(capsys, *call)
    assert [m["values"]["number"] for m in found["elsewhere"]] == ["1"]
    assert document(capsys, *call, "--settled", "backups")[0] == 0


def test_who_asked_for_an_erased_person_does_not_come_back(sealed: Path, tmp_path: Path) -> None:
    backup(house(sealed), tmp_path / "copy")
    run(["erase", str(sealed), PERSON, "--by", "the person", "--reason", "their own request", "--only"])
    (sealed / ACCESSES).unlink()
    assert restore(house(sealed), tmp_path / "copy", older=True).done
    assert not any(PERSON in about for _, about in noted(sealed))


# ------------------------------------------------------------ in between


def test_the_power_goes_while_a_backup_is_made(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    with watched(tmp_path / "away") as log:
        backup(house(sealed), tmp_path / "away" / "copy")
    found = set()
    with place() as images_of:
        for n, (_, image) in enumerate(images(log, dict.fromkeys(range(0, log.now + 1, 3), 1), "backup")):
            left = images_of / str(n)
            left.mkdir()
            for name, data in image.items():
                (left / name).write_bytes(data)
            if not (left / "copy").exists():
                found.add("none")
                continue
            (left / "case").mkdir()
            done = restore(
                open_case(left / "case", NOON, tmp_path / VAULT, lambda: PASSPHRASE, empty=True), left / "copy"
            )
            found.add("whole" if done.done and done.accesses else "half")
    assert found == {"none", "whole"}
