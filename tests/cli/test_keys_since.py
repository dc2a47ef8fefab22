"""A backup is put back after keys were made or ended: what is recorded then still verifies, and no ended key signs."""

from pathlib import Path

import pytest
from tests.adapters.ledgers import PASSPHRASE
from tests.cli.test_backup import document, house, made, record

from exeat.adapters.vault import VAULT
from exeat.core.claims import SigningKey
from exeat.core.entry import BodyRef
from exeat.faces.cli import run
from exeat.house.backup import backup
from exeat.house.ledger import verify
from exeat.house.signers import NOT_HERE

FIRST, SECOND = "monitor.example/desk", "monitor.example/second"


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path, True, monkeypatch)


def said_of_keys(folder: Path) -> list[tuple[str, str, str | None]]:
    claims = [e.body.statement.claim for e in house(folder).entries if isinstance(e.body, BodyRef)]
    return [(c.key.partition("+")[0], c.state, c.reason) for c in claims if isinstance(c, SigningKey)]


def own(folder: Path) -> str:
    vault = house(folder).vault
    assert vault is not None
    return vault.recorders[0].name


def lose(folder: Path) -> None:
    for path in folder.glob("exeat.db*"):
        path.unlink()


@pytest.mark.parametrize("lost", [False, True], ids=["older", "lost"])
def test_a_key_that_was_made_since_signs_what_is_recorded_then(sealed: Path, tmp_path: Path, lost: bool) -> None:
    backup(house(sealed), tmp_path / "copy")
    assert run(["key", "new", str(sealed), SECOND]) == 0
    if lost:
        lose(sealed)
    assert run(["restore", str(tmp_path / "copy"), str(sealed), "--older"]) == 0
    record(sealed, 1)
    assert verify(house(sealed)).holds
    assert said_of_keys(sealed)[-1] == (SECOND, "trusted", None)


@pytest.mark.parametrize("lost", [False, True], ids=["older", "lost"])
def test_a_key_that_ended_since_does_not_count_again(sealed: Path, tmp_path: Path, lost: bool) -> None:
    """Else whoever stole it signs again, in a ledger that was put back because of them."""
    first = own(sealed)
    assert run(["key", "new", str(sealed), SECOND]) == 0
    backup(house(sealed), tmp_path / "copy")
    assert run(["key", "retire", str(sealed), first, "--revoked", "--reason", "the stick was stolen"]) == 0
    if lost:
        lose(sealed)
    assert run(["restore", str(tmp_path / "copy"), str(sealed), "--older"]) == 0
    record(sealed, 1)
    assert verify(house(sealed)).holds
    ended = (first, "retired", NOT_HERE) if lost else (first, "revoked", "the stick was stolen")
    assert said_of_keys(sealed)[-1] == ended


def test_where_no_key_is_left_that_the_backup_knows_it_is_taken_over_by_a_ledger_with_keys_of_its_own(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = own(sealed)
    backup(house(sealed), tmp_path / "copy")
    assert run(["key", "new", str(sealed), SECOND]) == 0
    assert run(["key", "retire", str(sealed), first]) == 0
    entries = len(house(sealed).entries) - 2
    lose(sealed)
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(sealed))
    assert (code, "proof.restored_unsigned" in [m["id"] for m in found["notes"]]) == (0, True)
    assert verify(house(sealed)).problems == ()
    (tmp_path / "new").mkdir()
    new = made(tmp_path / "new", True, monkeypatch)
    monkeypatch.setenv("EXEAT_OTHER_PASSPHRASE", PASSPHRASE)
    code, found = document(capsys, "merge", str(new), str(sealed), "--keys", str(tmp_path / VAULT))
    assert code == 0
    assert found["new"] + found["known"] >= entries - 2  # but for what is said of keys and the case
    assert verify(house(new)).holds


def test_an_erasure_that_nobody_could_sign_in_the_backup_is_not_lost(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = own(sealed)
    backup(house(sealed), tmp_path / "copy")
    run(["erase", str(sealed), "aro-roster#1", "--by", "the person", "--reason", "asked", "--only"])
    assert run(["key", "new", str(sealed), SECOND]) == 0
    assert run(["key", "retire", str(sealed), first]) == 0
    before = len(house(sealed).entries)
    capsys.readouterr()
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(sealed), "--older")
    assert (code, "proof.backup_unsigned" in [m["id"] for m in found["against"]]) == (1, True)
    assert len(house(sealed).entries) == before
