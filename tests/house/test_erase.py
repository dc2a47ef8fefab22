"""Whoever is erased is gone: from the store, its log and its keys; and what still holds them is named."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.adapters.test_sealed_store import PASSPHRASE, opened, real
from tests.adapters.test_vault import CHEAP
from tests.folders import exchange, said, say
from tests.house.dictionary import disk, finds

from exeat.adapters.store import erasing
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.house.erase import Asked, erase
from exeat.house.ledger import verify

BORN = "1963-11-23"
ONE = "aro-roster#1"
ASKED = Asked(person=ONE, by="the person", reason="their own request", only=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sealed(tmp_path)


def sealed(tmp_path: Path) -> Path:
    """A recorded, sealed case of invented people who are treated as real."""
    folder = real(exchange(tmp_path / "case"))
    roster = folder / "lists/aro-roster.csv"  # a day of birth that nobody else has
    roster.write_text(roster.read_text("utf-8").replace("1970-04-01", BORN), "utf-8")
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


# ------------------------------------------------------------ what is left on the disk


def secrets_of(folder: Path) -> tuple[list[str], list[bytes]]:
    """The true values: what the files said of the first person, as words and as whole rows and statements."""
    from exeat.adapters.folder import read_folder
    from exeat.adapters.said import known_list
    from exeat.core.tables import row_texts

    said = read_folder(folder)[1]
    tables = [s.table for s in said if s.table is not None]
    theirs = [t.rows.filter(t.rows["id"] == "1") for t in tables if t.header.list.startswith("aro")]
    texts = [text for rows in theirs for text in row_texts(rows)]
    texts += [known_list(t.header, t.rows) for t in tables if t.header.list.startswith("aro")]
    texts += [s.body for s in said if s.key == "dead"]
    return [
        "Quelmoraz",
        "Ana,Quelmoraz",
        BORN,
        "aro-roster#1",
        *(s.key for s in said if s.key == "dead"),
    ], texts


@pytest.mark.parametrize("whole", [True, False])
def test_nobody_finds_or_confirms_an_erased_person_with_every_true_word(
    tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not whole:
        monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)
    folder = sealed(tmp_path)
    house = opened(folder)
    house.said(ONE)  # somebody looks at the file: the log of accesses names the address
    words, texts = secrets_of(folder)
    before = disk(folder, PASSPHRASE)
    known = finds(before, words, texts)
    assert {"Quelmoraz", BORN, ONE, "dead"} <= known, "the attack finds nothing where there is something"
    assert sum(k.startswith("hash of") for k in known) >= 7, "the attack confirms nothing where it could"
    without_files(folder)
    keeping = opened(folder)
    with keeping.store():  # another process has the file open: the write-ahead log is not removed with the last one
        assert erase(opened(folder), replace(ASKED, names=("Ana Quelmoraz",))).gone
        now = disk(folder, PASSPHRASE)
        assert finds(now, words, texts) == set()
    after = disk(folder, PASSPHRASE)
    assert finds(after, words, texts) == set()
    assert {"Fruvaldés", "aro-roster#2"} <= finds(after, ["Fruvaldés", "aro-roster#2"]), "others were lost"


def test_a_key_that_was_destroyed_is_in_no_page_of_the_vault(folder: Path) -> None:
    def sealed_keys() -> dict[tuple[int, str], bytes]:
        vault = Vault.open(folder / VAULT, PASSPHRASE)
        rows = vault.db.execute("SELECT entry, part, sealed FROM bodies").fetchall()
        vault.close()
        return {(e, p): s for e, p, s in rows}

    before = sealed_keys()
    assert erase(opened(without_files(folder)), ASKED).gone
    after = sealed_keys()
    gone = [s for place, s in before.items() if after.get(place) != s]
    assert len(gone) >= 8
    raw = b"".join(p.read_bytes() for p in folder.glob("exeat.keys*"))
    assert all(s in raw for s in after.values())
    assert not any(s in raw or s[13:45] in raw for s in gone)


# ------------------------------------------------------------ broken off


STEPS = ("take_out", "settle", "emptied", "clear")


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_broke_off_is_carried_out_by_whoever_opens_the_ledger_next(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, texts = secrets_of(folder)
    without_files(folder)

    def cut(*_: object) -> bool:
        raise KeyboardInterrupt

    where = Vault if step == "settle" else erasing
    with monkeypatch.context() as broken:
        broken.setattr(where, step, cut)
        with pytest.raises(KeyboardInterrupt):
            erase(opened(folder), ASKED)
    after = opened(folder)
    assert ONE not in set(after.facts().people["record"])
    assert (after.facts().erased, after.facts().erased_rows) == (1, 7)
    assert verify(opened(folder)).holds
    assert finds(disk(folder, PASSPHRASE), words, texts) == set()
    assert erase(opened(folder), ASKED).gone


def test_an_erasure_that_was_not_said_took_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "begin", cut)
        with pytest.raises(KeyboardInterrupt):
            erase(opened(folder), ASKED)
    after = opened(folder)
    assert ONE in set(after.facts().people["record"])
    assert after.facts().erased == 0
