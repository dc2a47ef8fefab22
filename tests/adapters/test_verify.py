"""Whoever changes what was recorded is found out, also where they can write to the file."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.adapters.test_sealed_store import PASSPHRASE, real
from tests.adapters.test_vault import CHEAP
from tests.folders import NOON, exchange, said, say

from exeat.adapters.store import erasing
from exeat.adapters.store.bodies import _arrow, framed
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.adapters.vault.sealing import seal, unseal
from exeat.core.case import KEEPER
from exeat.core.claims import Death, SigningKey
from exeat.core.entry import BodyRef
from exeat.core.errors import Refused
from exeat.core.statement import Statement
from exeat.house import STORE, ClearingHouse, open_case
from exeat.house.ledger import proof, verify
from exeat.house.pens import end_pen, new_pen, pens_of
from exeat.ledger.bundle import check, entry_signature
from exeat.ledger.policy import Policy


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClearingHouse:
    """A sealed ledger whose file is not encrypted as a whole: what its triggers forbid, others can undo."""
    monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    folder = real(exchange(tmp_path / "case"))
    vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    house = again(folder)
    house.record()
    say(folder, "two", said("more", "press-two", {"kind": "death", "subject": "aro-roster#2"}))
    house = again(folder)
    house.record()
    return again(folder)


def again(folder: Path) -> ClearingHouse:
    return open_case(folder, NOON, unlock=lambda: PASSPHRASE)


def tampered(house: ClearingHouse, *statements: str) -> set[str]:
    """What `verify` says after somebody wrote to the file."""
    db = sqlite3.connect(house.folder / STORE)
    db.executescript("DROP TRIGGER entries_stay; DROP TRIGGER entries_last;" + ";".join(statements))
    db.close()
    return {m.id for m in verify(again(house.folder)).problems}


def test_what_nobody_touched_holds(house: ClearingHouse) -> None:
    found = verify(house)
    assert found.holds
    assert found.entries == found.words == found.signed > 8
    assert (found.checkpoints, found.erased, found.cosigned) == (2, 0, 0)
    assert found.rows == sum(t.rows.height for _, t in house.facts().lists.values())


LAST = "(SELECT MAX(idx) FROM entries)"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (f"DELETE FROM entries WHERE idx = {LAST}", "proof.checkpoint_differs"),
        ("DELETE FROM entries WHERE idx = 3", "proof.entry_missing"),
        ("UPDATE entries SET recorded_by = 'somebody' WHERE idx = 3", "proof.leaf_differs"),
        ("UPDATE entries SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE idx = 3", "proof.entry_signature_wrong"),
        ("UPDATE entries SET leaf = zeroblob(32) WHERE idx = 3", "proof.leaf_differs"),
        ("UPDATE entries SET signature = NULL WHERE idx = 3", "proof.entry_not_signed"),
        ("UPDATE entries SET signature = (SELECT signature FROM entries WHERE idx = 4) WHERE idx = 3",
         "proof.entry_signature_wrong"),
        ("UPDATE entries SET signature = x'ff' WHERE idx = 3", "proof.entry_signature_wrong"),
        ("DELETE FROM bodies WHERE entry = 3", "proof.erased_unsaid"),
        ("UPDATE checkpoints SET note = (SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1)",
         None),
        ("UPDATE checkpoints SET note = replace(note, char(10) || char(10), 'A' || char(10) || char(10))", "refused"),
    ],
)  # fmt: skip
def test_a_change_is_found(house: ClearingHouse, change: str, wanted: str | None) -> None:
    if wanted == "refused":
        with pytest.raises(Refused):
            tampered(house, change)
    elif wanted is None:
        assert tampered(house, change) == set()  # a smaller checkpoint may be forgotten; the last says the same
    else:
        assert wanted in tampered(house, change)


def test_words_put_in_the_place_of_others_are_found(house: ClearingHouse) -> None:
    change = "UPDATE bodies SET stored = (SELECT stored FROM bodies ORDER BY entry LIMIT 1)"
    assert "proof.words_changed" in tampered(house, change)


def test_everything_that_is_wrong_is_told_in_the_order_of_the_log(house: ClearingHouse) -> None:
    """Whoever looks for what was done to a ledger needs all of it, not the first."""
    forged = ("UPDATE entries SET recorded_by = 'x' WHERE idx IN (2, 5)", "UPDATE bodies SET stored = x'7b7d'"
              " WHERE entry = 4")  # fmt: skip
    tampered(house, *forged)
    found = [(m.id.removeprefix("proof."), m.values.get("index")) for m in verify(again(house.folder)).problems]
    assert found == [
        ("leaf_differs", "2"), ("entry_signature_wrong", "2"), ("words_changed", "4"), ("leaf_differs", "5"),
        ("entry_signature_wrong", "5"), *[("checkpoint_differs", None)] * 2,
    ]  # fmt: skip


def test_a_time_that_is_none_is_found_and_stops_nobody(house: ClearingHouse) -> None:
    assert "proof.leaf_differs" in tampered(house, "UPDATE entries SET recorded_at = 'yesterday' WHERE idx = 3")


def test_a_row_exchanged_within_a_list_is_found(house: ClearingHouse) -> None:
    with house.store() as store:
        store.vault = None  # whoever holds the keys can seal other rows; the root says that they are others
        index, digest, sealed = store.db.execute(
            "SELECT idx, body, rows FROM entries JOIN bodies ON entry = idx ORDER BY length(rows) DESC LIMIT 1"
        ).fetchone()
        assert house.vault is not None
        key = house.vault.known_key(index, "rows")
        assert key is not None
        rows = framed(unseal(key, sealed, digest + b"rows") or b"")
        turned = seal(key, _arrow(rows.reverse()), digest + b"rows")
        store.db.execute("UPDATE bodies SET rows = ? WHERE entry = ?", (turned, index))
    assert {m.id for m in verify(again(house.folder)).problems} == {"proof.rows_differ"}


def test_a_row_taken_out_of_a_list_without_a_word_is_found(house: ClearingHouse) -> None:
    """Whoever has the keys can thin a list as an erasure does; that nobody asked for it is seen."""
    with house.store() as store, store.transaction():
        entries = [(e, e.body.table) for e in store.entries() if isinstance(e.body, BodyRef)]
        entry, table = next((e, t) for e, t in entries if t is not None)
        erasing._thin(store, entry, table.without({0}, "quiet"))
    found = {(m.id, m.values["index"]) for m in verify(again(house.folder)).problems}
    assert ("proof.rows_erased_unsaid", str(entry.index)) in found


def test_an_entry_by_somebody_without_a_key_does_not_pass(house: ClearingHouse) -> None:
    thief = Pen.new("monitor.example/desk")
    with house.store() as store:
        store.append([], NOON.now(), "recorder", thief)
        house.say(lambda facts: [_claim()], "recorder", thief)
    assert {m.id for m in verify(again(house.folder)).problems} == {"proof.entry_signature_wrong"}


def _claim() -> Statement:
    return Statement("press-two", "states", Death("aro-roster#3"))


def test_a_new_key_signs_what_comes_after_it_and_an_old_one_is_retired(house: ClearingHouse) -> None:
    new_pen(house, "monitor.example/second", "recorder")
    end_pen(house, "monitor.example/desk", "recorder", "a new year", revoked=False)
    house.say(lambda facts: [_claim()], "recorder")
    found = verify(again(house.folder))
    assert found.holds
    names = [k.split("+")[0] for k, _ in pens_of(again(house.folder))]
    assert [n for n in names if not n.startswith("exeat/")] == ["monitor.example/second"]


def test_what_a_revoked_key_signs_afterwards_does_not_count(house: ClearingHouse) -> None:
    assert house.vault is not None
    stolen = house.vault.pens()[1]
    new_pen(house, "monitor.example/second", "recorder")
    end_pen(house, "monitor.example/desk", "recorder", "the laptop was taken", revoked=True)
    house.say(lambda facts: [_claim()], "recorder", stolen)
    assert {m.id for m in verify(again(house.folder)).problems} == {"proof.entry_signature_wrong"}


def test_a_key_that_only_a_stranger_vouches_for_does_not_count(house: ClearingHouse) -> None:
    thief = Pen.new("monitor.example/third")
    house.say(lambda f: [Statement(KEEPER, "states", SigningKey(str(thief.key), "trusted"))], "recorder", thief)
    house.say(lambda facts: [_claim()], "recorder", thief)
    assert len(verify(again(house.folder)).problems) == 2


@pytest.mark.parametrize(
    "call",
    [
        lambda h: new_pen(h, "two words", "recorder"),
        lambda h: new_pen(h, "monitor.example/desk", "recorder"),
        lambda h: end_pen(h, "nobody", "recorder", None, True),
        lambda h: proof(h, "nothing-such"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_and_writes_nothing(
    house: ClearingHouse, call: Callable[[ClearingHouse], object]
) -> None:
    with pytest.raises(Refused):
        call(house)
    assert len(again(house.folder).entries) == len(house.entries)


def test_a_proof_of_one_row_shows_that_row_and_no_other(house: ClearingHouse) -> None:
    made = proof(house, "aro-roster", "aro-roster#2")
    assert house.vault is not None
    assert check(made, Policy((house.vault.log.key,)), [p.key for p in house.vault.pens()[1:]]) == ()
    assert made.row is not None
    assert made.row.index == 1
    text = (house.folder / "lists/aro-roster.csv").read_text("utf-8").splitlines()
    others = {cell for n in (1, 3) for cell in text[n].split(",")} - set(text[2].split(","))
    assert text[2].split(",")[1] in str(made)
    assert not any(f'"{cell}"' in str(made) for cell in others if len(cell) > 2)


def test_a_proof_without_words_says_only_when_and_by_whom(house: ClearingHouse) -> None:
    made = proof(house, "more", shown=False)
    assert made.words is None
    assert "aro-roster" not in str(made)


def test_a_signature_by_somebody_else_proves_nothing(house: ClearingHouse) -> None:
    made = proof(house, "more")
    forged = entry_signature(made.leaf, Pen.new("monitor.example/desk"))
    assert house.vault is not None
    keys = [p.key for p in house.vault.pens()[1:]]
    wrong = check(replace(made, signature=forged), Policy((house.vault.log.key,)), keys)
    assert [m.id for m in wrong] == ["proof.signature_wrong"]


def test_a_text_that_is_no_key_stops_nobody_from_checking(house: ClearingHouse) -> None:
    house.say(lambda facts: [Statement(KEEPER, "states", SigningKey("no key", "trusted"))], "recorder")
    house.say(lambda facts: [_claim()], "recorder")
    assert verify(again(house.folder)).holds


A_LIST = "entry = (SELECT MIN(entry) FROM bodies WHERE rows IS NOT NULL)"


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE bodies SET rows = NULL WHERE {A_LIST}",
        f"UPDATE bodies SET rows = NULL, salts = NULL, gone = NULL WHERE {A_LIST}",
        f"UPDATE bodies SET rows = x'7b7d' WHERE {A_LIST}",
        f"UPDATE bodies SET rows = x'' WHERE {A_LIST}",
        f"UPDATE bodies SET salts = x'00' WHERE {A_LIST}",
        f"UPDATE bodies SET gone = x'7b7d' WHERE {A_LIST}",
    ],
)
def test_a_list_whose_rows_somebody_took_is_not_whole(change: str, house: ClearingHouse) -> None:
    """The header says how many people were on it; without its rows nobody is, and nobody would know."""
    assert tampered(house, change) == {"proof.rows_differ"}


def test_an_entry_at_no_place_is_said_to_be_missing(house: ClearingHouse) -> None:
    far = f"UPDATE entries SET idx = 4611686018427387904 WHERE idx = {LAST}"
    assert "proof.entry_missing" in tampered(house, far)
