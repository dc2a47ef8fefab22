"""What was destroyed cannot be opened again, with any passphrase; what was not to be destroyed is untouched."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.test_vault import CHEAP
from tests.folders import NOON, Clock, exchange, said, say, write

from exeat.adapters import destroying
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.errors import Refused
from exeat.house import STORE, ClearingHouse, open_case
from exeat.house.destroy import check_draft, destroy_case, destroy_draft, is_case

PASSPHRASE = "eleven green kettles"
NAMES = ("Quelmoraz", "Fruvaldés", "Ulmirazo")


def house(folder: Path, clock: Clock = NOON) -> ClearingHouse:
    return open_case(folder, clock, unlock=lambda: PASSPHRASE, empty=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    import json

    folder = exchange(tmp_path / "case")
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write(folder, "case.yaml", case | {"people": "real"})
    say(folder, "one", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#1"}))
    vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    house(folder).record()
    for name in ("lists", "statements", "offers"):
        shutil.rmtree(folder / name)
    return folder


def on_disk(folder: Path) -> Iterator[tuple[str, bytes]]:
    return ((p.relative_to(folder).as_posix(), p.read_bytes()) for p in folder.rglob("*") if p.is_file())


def test_nothing_of_a_destroyed_case_opens_with_its_passphrase(folder: Path, tmp_path: Path) -> None:
    """Not even what a thief copied before the passphrase was known: what is looked at is everything on this disk."""
    kept = {name: data for name, data in on_disk(folder) if name.startswith("exeat.")}
    vault = Vault.open(folder / VAULT, PASSPHRASE)
    secrets = [vault.bunch.master, vault.bunch.whole, *(vault.known_key(i) for i in range(5)), vault.secret("store")]
    vault.close()
    done = destroy_case(house(folder), "small")
    assert set(kept) <= set(done.gone)
    assert done.gone[0] == VAULT
    assert done.left == ("case.yaml",)
    found = dict(on_disk(folder))
    assert set(found) == {"case.yaml"}
    assert not [n for n in NAMES for data in found.values() if n.encode() in data]
    assert not [s for s in secrets if s is not None for data in found.values() if s in data]
    with pytest.raises(Refused):
        Vault.open(folder / VAULT, PASSPHRASE)


def test_without_its_keys_what_was_left_of_the_store_says_nothing(folder: Path) -> None:
    """A power cut after the keys: the store is there, and nobody opens it."""
    destroying.begin(folder, "small")
    destroying.shred(folder / VAULT)
    assert not [n for n in NAMES for _, data in on_disk(folder) if n.encode() in data]
    with pytest.raises(Refused) as refused:
        house(folder).facts()
    assert [p.code for p in refused.value.problems] == ["vault-missing"]


@pytest.mark.parametrize("cut", range(8))
def test_wherever_it_was_cut_off_it_goes_on_when_it_is_run_again(
    folder: Path, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, steps = destroying.shred, iter(range(100))

    def until(path: Path) -> bool:
        if next(steps) == cut:
            raise OSError("the power went")
        return whole(path)

    monkeypatch.setattr(destroying, "shred", until)
    with pytest.raises(OSError, match="the power went"):
        destroy_case(house(folder), "small")
    monkeypatch.undo()
    assert is_case(folder)
    destroy_case(house(folder), "small")
    assert {name for name, _ in on_disk(folder)} == {"case.yaml"}


def test_a_legal_hold_that_stands_stops_it_and_nothing_is_touched(folder: Path) -> None:
    hold = {"kind": "legal_hold", "subject": "bel-roster#2", "reason": "an inquest", "until": "2025-07"}
    say(folder, "hold", said("hold", "aro-court", hold))
    house(folder).record()
    before = dict(on_disk(folder))
    stopped = destroy_case(house(folder), "small").stopped
    assert [(m.values["speaker"], m.values["until"]) for m in stopped] == [("aro-court", "2025-07")]
    after = dict(on_disk(folder))
    assert {n: d for n, d in after.items() if not n.startswith("exeat.accesses")} == {
        n: d for n, d in before.items() if not n.startswith("exeat.accesses")
    }  # who asked is noted
    assert not destroy_case(house(folder, Clock("2025-08-01T12:00")), "small").stopped


def test_what_is_destroyed_is_not_made_again_by_looking(folder: Path) -> None:
    destroy_case(house(folder), "small")
    (folder / "case.yaml").write_text("", "utf-8")
    exchange(folder)  # somebody begins anew in the folder, and has recorded nothing
    again = destroy_case(house(folder), "small")
    assert again.gone == ()
    assert not (folder / STORE).exists()


def test_another_name_destroys_nothing(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        destroy_case(house(folder), "smal")
    assert [p.code for p in refused.value.problems] == ["destroy-another"]
    assert (folder / STORE).exists()
    assert not (folder / destroying.MARKER).exists()


def test_keys_on_a_stick_go_too_and_what_lies_beside_them_stays(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (folder / VAULT).rename(stick / VAULT)
    (stick / "other.keys").write_bytes(b"another case's")
    destroy_case(open_case(folder, NOON, stick / VAULT, lambda: PASSPHRASE), "small")
    assert {name for name, _ in on_disk(stick)} == {"other.keys"}


def test_a_link_is_not_followed_to_what_is_not_exeats(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("mine", "utf-8")
    (folder / "exeat.db.1.new").symlink_to(tmp_path / "diary")
    destroy_case(house(folder), "small")
    assert (tmp_path / "diary").read_text("utf-8") == "mine"


def test_a_draft_is_destroyed_and_no_file_of_a_case_is_taken_for_one(tmp_path: Path) -> None:
    folder = exchange(tmp_path / "case")
    text = (folder / "offers/offer.yaml").read_text("utf-8")
    draft = tmp_path / "offer.yaml"
    draft.write_text(text, "utf-8")
    (tmp_path / "diary.txt").write_text("dear diary\n", "utf-8")
    for kept in (
        folder / "offers/offer.yaml",
        folder / "case.yaml",
        folder / "lists/aro-roster.csv",
        tmp_path / "diary.txt",
    ):
        with pytest.raises(Refused):
            check_draft(kept)
        assert kept.exists()
    with pytest.raises(Refused):
        destroy_draft(draft, "offer")
    assert draft.read_text("utf-8") == text
    other = tmp_path / "same"
    other.hardlink_to(draft)  # what the disk has of it, under another name
    destroy_draft(draft, "offer.yaml")
    assert not draft.exists()
    assert other.read_bytes() == b""
