"""Real people's words lie sealed, and prove as much as open ones."""

import shutil
from pathlib import Path

import pytest
from tests.adapters.test_vault import CHEAP
from tests.folders import NOON, exchange, said, say, write

from exeat.adapters.sqlite import encrypts
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.house import STORE, ClearingHouse, open_case
from exeat.ledger.bundle import signed_by
from exeat.ledger.checkpoint import Checkpoint, holds, read_checkpoint
from exeat.ledger.note import read_signatures
from exeat.ledger.tree import Tree

PASSPHRASE = "eleven green kettles"
NAMES = ("Quelmoraz", "Fruvaldés", "Ulmirazo", "aro-roster", "press-one")


def real(folder: Path) -> Path:
    """The small exchange, as if its people were real: they are not, the ledger only treats them so."""
    import json

    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", case | {"people": "real"})
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = real(exchange(tmp_path / "case"))
    say(folder, "one", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"}, hedge="reportedly"))
    vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    return folder


def opened(folder: Path, passphrase: str = PASSPHRASE) -> ClearingHouse:
    return open_case(folder, NOON, unlock=lambda: passphrase)


def on_disk(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.glob("exeat.*"))


def test_what_was_sealed_is_read_back_as_it_was_said(folder: Path) -> None:
    house = opened(folder)
    house.record()
    plan = house.plan()
    again = opened(folder)
    said = {e.body.key: e.body.statement for e in again.entries if isinstance(e.body, BodyRef)}
    assert said["dead"].hedge == "reportedly"
    assert again.plan().plan == plan.plan
    assert again.unrecorded().new == again.unrecorded().changed == ()
    assert again.record().new == ()


@pytest.mark.parametrize("whole", [True, False])
def test_a_taken_laptop_names_nobody(folder: Path, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not whole:
        monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    elif not encrypts():
        pytest.skip("SQLCipher has no wheel here")
    house = opened(folder)
    house.record()
    stored = on_disk(folder)
    assert (b"SQLite format 3" in (folder / STORE).read_bytes()[:16]) is not whole
    assert not any(name.encode() in stored for name in NAMES)
    assert any(name in (folder / "lists/aro-roster.csv").read_text("utf-8") for name in NAMES[:3])
    with pytest.raises(Refused) as refused:
        opened(folder, "eleven red kettles").facts()
    assert [p.code for p in refused.value.problems] == ["passphrase-wrong"]


def test_without_its_vault_a_sealed_ledger_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    opened(folder).record()
    (folder / VAULT).rename(tmp_path / "elsewhere.keys")
    with pytest.raises(Refused) as refused:
        opened(folder).facts()
    assert [p.code for p in refused.value.problems] == ["vault-missing"]
    elsewhere = open_case(folder, NOON, tmp_path / "elsewhere.keys", lambda: PASSPHRASE)
    assert len(elsewhere.entries) > 1


def test_keys_from_before_never_make_words_look_erased(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody brings back an old copy of the keys: what it never opened is there, and nobody answers without it."""
    monkeypatch.setattr("exeat.adapters.vault.vault.AHEAD", 2)
    house = opened(folder)
    house.record()
    shutil.copyfile(folder / VAULT, tmp_path / "old.keys")
    say(folder, "two", said("alive", "press-one", {"kind": "death", "subject": "aro-roster#2"}, act="denies"))
    say(folder, "three", said("later", "press-one", {"kind": "death", "subject": "aro-roster#3"}, act="denies"))
    opened(folder).record()
    shutil.copyfile(tmp_path / "old.keys", folder / VAULT)
    with pytest.raises(Refused) as refused:
        opened(folder).plan()
    assert [p.code for p in refused.value.problems] == ["keys-older"]


def test_nobody_guesses_words_and_confirms_the_guess(folder: Path) -> None:
    """Whoever knows every word to the letter cannot tell from ids, roots or hashes that it was recorded."""
    from exeat.adapters.folder import read_folder

    guess = read_folder(folder)[1]  # the same files, the salts as anybody would make them
    house = opened(folder)
    house.record()
    ids = {e.body.id for e in house.entries if isinstance(e.body, BodyRef)}
    roots = {e.body.table.header.root for e in house.entries if isinstance(e.body, BodyRef) and e.body.table}
    assert not ids & {s.id for s in guess}
    assert not roots & {s.table.header.root for s in guess if s.table}
    assert roots


def test_every_entry_is_signed_by_its_recorder_and_the_log_by_its_own_key(folder: Path) -> None:
    house = opened(folder)
    house.record()
    desk = house.vault.pens()[1].key if house.vault else None
    assert desk is not None
    for entry in house.entries:
        (signature,) = read_signatures([(entry.signature or b"").decode()])
        assert signed_by(entry.leaf(), signature, [desk])
    with house.store() as store:
        note = store.checkpoint()
        tree = Tree(store.leaves())
        assert note is not None
        assert house.vault is not None
        assert holds(note, house.vault.log.key)
        assert read_checkpoint(note.text) == Checkpoint(house.vault.log.key.name, len(tree), tree.root())


def test_each_recording_ends_in_a_checkpoint_that_the_next_one_grew_from(folder: Path) -> None:
    opened(folder).record()
    say(folder, "two", said("more", "press-two", {"kind": "death", "subject": "aro-roster#2"}))
    house = opened(folder)
    house.record()
    with house.store() as store:
        heads = [read_checkpoint(n.text) for n in store.checkpoints()]
        tree = Tree(store.leaves())
    assert len(heads) == 2
    assert all(tree.root(h.size) == h.root for h in heads)


def test_real_people_are_not_recorded_in_the_open(tmp_path: Path) -> None:
    house = open_case(real(exchange(tmp_path / "case")), NOON)
    with pytest.raises(Refused) as refused:
        house.record()
    assert [p.code for p in refused.value.problems] == ["real-people"]
    assert not (house.folder / STORE).exists()
