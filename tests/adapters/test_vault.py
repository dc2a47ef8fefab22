"""A laptop is taken: what is on it says nothing without the passphrase, and not everything with it."""

import sqlite3
from pathlib import Path

import pytest

from exeat.adapters.vault import VAULT, Cost, Pen, Vault
from exeat.adapters.vault.sealing import new_key, seal, unseal
from exeat.core.errors import Refused

CHEAP = Cost(memory=64, rounds=1, lanes=1)  # what a guess costs is not what is tested


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / VAULT, "swordfish over breakfast", CHEAP)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_what_is_sealed_opens_with_its_key_where_it_belongs_and_nowhere_else() -> None:
    key, other = new_key(), new_key()
    sealed = seal(key, b"words", b"here")
    assert unseal(key, sealed, b"here") == b"words"
    assert unseal(other, sealed, b"here") is None
    assert unseal(key, sealed, b"there") is None
    assert all(
        unseal(key, sealed[:i] + bytes([sealed[i] ^ 1]) + sealed[i + 1 :], b"here") is None for i in range(len(sealed))
    )
    assert unseal(key, b"", b"here") is None


def test_the_same_words_sealed_twice_look_different() -> None:
    key = new_key()
    assert seal(key, b"words", b"") != seal(key, b"words", b"")


def test_a_vault_opens_with_its_passphrase_and_with_no_other(vault: Vault) -> None:
    secret = vault.secret("recognise")
    vault.close()
    assert Vault.open(vault.path, "swordfish over breakfast").secret("recognise") == secret
    with pytest.raises(Refused) as refused:
        Vault.open(vault.path, "swordfish over lunch")
    assert codes(refused) == ["passphrase-wrong"]


def test_a_passphrase_is_changed_and_the_old_one_opens_nothing(vault: Vault) -> None:
    secret = vault.secret("recognise")
    vault.open_door("first", "another", CHEAP)
    assert Vault.open(vault.path, "another").secret("recognise") == secret
    with pytest.raises(Refused):
        Vault.open(vault.path, "swordfish over breakfast")


def test_two_people_may_each_have_a_passphrase_and_the_last_one_stays(vault: Vault) -> None:
    vault.open_door("second", "hers", CHEAP)
    assert Vault.open(vault.path, "hers").log == vault.log
    assert vault.close_door("first")
    assert not vault.close_door("first")
    with pytest.raises(Refused) as refused:
        vault.close_door("second")
    assert codes(refused) == ["door-last"]
    assert Vault.open(vault.path, "hers").log == vault.log


def test_a_second_vault_never_takes_the_place_of_the_first(vault: Vault) -> None:
    with pytest.raises(Refused) as refused:
        Vault.create(vault.path, "x", CHEAP)
    assert codes(refused) == ["vault-there"]


def test_no_key_lies_in_the_file_as_it_is(vault: Vault) -> None:
    pen = Pen.new("monitor.example/desk")
    vault.keep(pen)
    keys = [vault.secret("recognise"), vault.body_key(0), vault.body_key(0, "rows"), pen.private, vault.log.private]
    vault.close()
    on_disk = b"".join(p.read_bytes() for p in vault.path.parent.iterdir())
    assert not any(key in on_disk for key in keys)
    assert pen.key.public in on_disk  # what may be known is there: the test looks at the right file


def test_a_destroyed_key_is_never_made_again(vault: Vault) -> None:
    before = [vault.body_key(i) for i in range(300)]
    vault.destroy([7, 299])
    vault.close()
    again = Vault.open(vault.path, "swordfish over breakfast")
    assert again.known_key(7) is None
    with pytest.raises(KeyError):
        again.body_key(7)
    assert [again.body_key(i) for i in range(299) if i != 7] == [k for i, k in enumerate(before[:299]) if i != 7]
    assert len(set(before)) == 300


def test_keys_of_the_last_entries_that_were_destroyed_are_not_taken_for_keys_of_an_older_vault(vault: Vault) -> None:
    """Whoever erased what was said last would be told for good that the keys are not the newest, and read nothing."""
    vault.body_key(0)
    last = vault.last_made()
    vault.destroy([last])
    vault.close()
    again = Vault.open(vault.path, "swordfish over breakfast")
    assert again.last_made() == last
    with pytest.raises(KeyError):
        again.body_key(last)
    assert again.body_key(last + 1)


def test_a_destroyed_key_does_not_stay_in_the_file_or_beside_it(vault: Vault) -> None:
    vault.body_key(0)
    (sealed,) = vault.db.execute("SELECT sealed FROM bodies WHERE entry = 7").fetchone()
    vault.destroy([7])
    on_disk = b"".join(p.read_bytes() for p in vault.path.parent.iterdir())
    assert sealed not in on_disk


def test_a_key_that_somebody_put_in_the_place_of_another_is_refused(vault: Vault) -> None:
    vault.body_key(0)
    other = sqlite3.connect(vault.path)
    other.execute("UPDATE bodies SET sealed = (SELECT sealed FROM bodies WHERE entry = 1) WHERE entry = 0")
    other.commit()
    with pytest.raises(Refused) as refused:
        vault.known_key(0)
    assert codes(refused) == ["vault-unreadable"]


def test_a_pen_signs_until_it_is_burnt_and_what_it_signed_stays_signed(vault: Vault) -> None:
    pen = Pen.new("monitor.example/desk")
    vault.keep(pen)
    signature = vault.pens()[-1].sign(b"words")
    assert vault.burn(pen.key)
    assert vault.pens() == (vault.log,)
    assert pen.key.verifies(b"words", signature)
    assert not pen.key.verifies(b"other words", signature)
    assert pen.private.hex() not in repr(pen)


def test_a_file_that_is_no_vault_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / VAULT).write_bytes(b"no vault")
    with pytest.raises(Refused) as refused:
        Vault.open(tmp_path / VAULT, "x")
    assert codes(refused) == ["vault-unreadable"]
