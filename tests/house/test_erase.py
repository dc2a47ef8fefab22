"""Whoever is erased is gone: from the store, its log and its keys; and what still holds them is named."""

from pathlib import Path

import pytest
from tests.adapters.test_sealed_store import PASSPHRASE, opened, real
from tests.adapters.test_vault import CHEAP
from tests.folders import exchange, said, say

from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.house.erase import Asked, erase
from exeat.house.ledger import verify

ONE = "aro-roster#1"
ASKED = Asked(person=ONE, by="the person", reason="their own request", only=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed case of invented people who are treated as real."""
    folder = real(exchange(tmp_path / "case"))
    death = {"kind": "death", "subject": ONE}
    say(folder, "one", said("dead", "press-one", death, hedge="reportedly"))
    say(folder, "two", said("more", "press-two", {"kind": "death", "subject": "aro-roster#2"}))
    vault = Vault.create(folder / VAULT, PASSPHRASE, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    opened(folder).record()
    return folder


def without_files(folder: Path) -> Path:
    """The plain files of lists and statements are gone, as they may be when they are recorded."""
    for path in (*folder.glob("lists/*"), *folder.glob("statements/*")):
        path.unlink()
    return folder


def test_every_row_and_statement_about_them_alone_is_gone(folder: Path) -> None:
    house = opened(without_files(folder))
    before = house.facts()
    found = erase(house, ASKED)
    assert (found.entries, found.rows) == (1, 7)
    assert found.gone, found
    after = opened(folder)
    facts = after.facts()
    assert ONE not in set(facts.people["record"])
    assert set(before.people["record"]) - set(facts.people["record"]) == {ONE}
    assert (facts.erased, facts.erased_rows) == (1, 7)
    assert verify(after).holds
