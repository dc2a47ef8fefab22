"""An older copy in the place of a ledger that knew of an erasure: nobody comes back, and somebody answers for it."""

import shutil
from pathlib import Path

import pytest
from tests.cli.test_backup import document, house, leaves, made, people, record

from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.faces.cli import run
from exeat.house.afterwards import claim_of, say_afterwards
from exeat.house.backup import backup, restore
from exeat.house.ledger import verify

PERSON = "aro-roster#1"
ERASE = (PERSON, "--by", "the person", "--reason", "their own request", "--only")


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path, request.param, monkeypatch)


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path, True, monkeypatch)


def erased(folder: Path) -> None:
    assert run(["erase", str(folder), *ERASE]) == 1  # plain files still hold them


def erasures(folder: Path) -> list[tuple[str, str, bool]]:
    claims = [claim for e in house(folder).entries if (claim := claim_of(e)) is not None]
    return [(c.asked_by, c.reason, bool(c.afterwards)) for c in claims]


def test_an_erasure_that_the_store_knows_holds_in_what_is_restored(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(house(sealed), tmp_path / "copy")
    erased(sealed)
    record(sealed, 1)
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(sealed))
    assert (code, found["lost"], [m["id"] for m in found["again"]]) == (1, 2, ["erase.erased"])
    assert erasures(sealed) == [("the person", "their own request", False)]
    code, found = document(capsys, "restore", str(tmp_path / "copy"), str(sealed), "--older")
    assert (code, [m["id"] for m in found["notes"]]) == (0, ["proof.accesses_stay"])
    assert PERSON not in people(sealed)
    assert "aro-roster#2" in people(sealed)
    assert erasures(sealed) == [("the person", "their own request", True)]
    code, checked = document(capsys, "verify", str(sealed))
    assert (code, [m["id"] for m in checked["afterwards"]]) == (0, ["proof.said_afterwards"])


def test_with_keys_or_without_an_erased_person_does_not_come_back(case: Path, tmp_path: Path) -> None:
    """Without keys nothing but the store that is there knows what was erased."""
    backup(house(case), tmp_path / "copy")
    erased(case)
    assert restore(house(case), tmp_path / "copy", older=True).done
    assert PERSON not in people(case)
    assert verify(house(case)).holds
    record(case, 1)
    assert verify(house(case)).holds


def test_an_erasure_from_before_the_backup_is_not_said_twice(sealed: Path, tmp_path: Path) -> None:
    erased(sealed)
    backup(house(sealed), tmp_path / "copy")
    record(sealed, 1)
    assert restore(house(sealed), tmp_path / "copy", older=True).again == ()
    assert erasures(sealed) == [("the person", "their own request", False)]
    assert verify(house(sealed)).holds


def test_a_word_that_is_lost_for_good_is_said_again_by_somebody_who_answers_for_it(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(house(sealed), tmp_path / "copy")
    erased(sealed)
    shutil.rmtree(sealed)
    code, done = document(capsys, "restore", str(tmp_path / "copy"), str(sealed), "--older")
    assert (code, done["again"]) == (0, [])
    assert [m["id"] for m in done["notes"]] == ["proof.accesses_put", "proof.restored_unsaid"]
    assert not verify(house(sealed)).holds
    before = leaves(sealed)
    call = ("erase", str(sealed), "--gone", "--by", "ilse", "--reason", "the disk was lost on 3 June")
    code, found = document(capsys, *call)
    assert (code, found["entries"]) == (0, len(done["unopened"]))
    assert leaves(sealed)[:-1] == before
    assert erasures(sealed) == [("ilse", "the disk was lost on 3 June", True)]
    assert verify(house(sealed)).holds
    assert run(["verify", str(sealed)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Said afterwards, at the word of ilse: the disk was lost on 3 June" in out
    code, found = document(capsys, *call)
    assert (code, [e["code"] for e in found["errors"]]) == (2, ["nothing-unsaid"])


def test_words_taken_by_hand_are_answered_for_and_never_called_an_erasure_of_before(sealed: Path) -> None:
    record(sealed, 1, 2)
    books = house(sealed)
    assert books.vault is not None
    gone = books.entries[-2]
    books.vault.destroy([gone.index])
    claim = say_afterwards(house(sealed), "the keeper", "taken by mistake", "ilse")
    assert (claim.entries, claim.lists, claim.afterwards) == ((gone.body.digest,), (), True)
    found = verify(house(sealed))
    assert found.holds
    assert [m.values["asked_by"] for m in found.afterwards] == ["the keeper"]
    assert [isinstance(e.body, BodyRef) for e in house(sealed).entries][-3:] == [False, True, True]


def test_a_ledger_that_was_changed_is_not_talked_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    folder = made(tmp_path, True, monkeypatch)
    books = house(folder)
    assert books.vault is not None
    books.vault.destroy([len(books.entries) - 1])
    with house(folder).ledger() as store:
        store.db.execute("DROP TRIGGER entries_stay")
        store.db.execute("UPDATE entries SET recorded_by = 'somebody' WHERE idx = 1")
    before = leaves(folder)
    with pytest.raises(Refused) as refused:
        say_afterwards(house(folder), "the keeper", "taken by mistake", "ilse")
    assert [p.code for p in refused.value.problems] == ["gone-and-wrong"]
    assert leaves(folder) == before


def test_a_person_and_what_is_gone_are_not_erased_in_one_breath(sealed: Path) -> None:
    for call in ((PERSON, "--gone"), (), ("--gone", "--only")):
        assert run(["erase", str(sealed), *call, "--by", "ilse", "--reason", "a request"]) == 2


def test_old_keys_and_an_old_backup_do_not_bring_somebody_back_unsaid(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing but the log of accesses is left that knows of the erasure; it says that there was one."""
    keys = house(sealed).keys
    backup(house(sealed), tmp_path / "copy")
    old = keys.read_bytes()
    erased(sealed)
    kept = (sealed / "exeat.accesses").read_bytes()
    shutil.rmtree(sealed)
    sealed.mkdir()
    (sealed / "exeat.accesses").write_bytes(kept)
    keys.write_bytes(old)
    code, done = document(capsys, "restore", str(tmp_path / "copy"), str(sealed), "--older")
    assert (code, done["done"]) == (0, True)
    assert "proof.restored_erasings" in [m["id"] for m in done["notes"]]
