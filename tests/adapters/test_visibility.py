"""What not everybody may see is seen by nobody else, and never taken for something that was not said."""

import hmac
import json
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.adapters.test_vault import CHEAP
from tests.folders import NOON, exchange, said, say, write, write_rows

from exeat.adapters.sqlite import encrypts
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.adapters.vault.sealing import unseal
from exeat.core.case import ApartKind
from exeat.core.claims import Claim, Medical
from exeat.core.entry import Erased, Withheld
from exeat.core.errors import Refused
from exeat.core.shape import kind_of, union_of
from exeat.house import STORE, ClearingHouse, open_case
from exeat.house.doors import open_door
from exeat.house.draws import Draws
from exeat.house.ledger import proof, verify

HERS, HIS = "eleven green kettles", "nine grey herons"
FINDING = {"kind": "medical", "subject": "aro-roster#1", "finding": "unfit"}
REFUSAL = {"kind": "consent", "subject": "bel-roster#2", "destination": "aro", "answer": "no", "interviewer": "mission",
           "private": "yes"}  # fmt: skip
GROUPS = [{"id": "health", "kinds": ["medical"]}, {"id": "answers", "kinds": ["consent", "fear"]}]


def declared(folder: Path, **more: object) -> None:
    write(folder, "case.yaml", json.loads((folder / "case.yaml").read_text("utf-8")) | more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case whose people the ledger treats as real, with a finding and a refusal, each in a group of its own."""
    folder = exchange(tmp_path / "case")
    declared(folder, people="real", visibility=GROUPS)
    say(folder, "one", said("finding", "mission", FINDING), said("refusal", "mission", REFUSAL))
    vault = Vault.create(folder / VAULT, HERS, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    house(folder).record()
    open_door(house(folder), "interpreter", HIS, ["health"], CHEAP)
    return folder


def house(folder: Path, passphrase: str = HERS) -> ClearingHouse:
    return open_case(folder, NOON, unlock=lambda: passphrase)


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in error.value.problems]


def files_gone(folder: Path) -> None:
    """Once recorded the plain files are deleted, as `record` says that they may be."""
    for name in ("lists", "statements", "offers"):
        for path in (folder / name).iterdir():
            path.unlink()


def test_an_interpreter_without_the_medical_group_never_sees_a_finding(folder: Path) -> None:
    files_gone(folder)
    facts = house(folder, HIS).facts()
    assert facts.withheld == {"health": 3}  # the finding, and two lists of findings
    assert not facts.of(Medical)
    assert "fitness" not in str(facts.lists.keys())
    assert "unfit" not in repr(facts.entries)
    assert house(folder).facts().of(Medical)


def test_what_is_withheld_is_there_and_is_neither_erased_nor_absent(folder: Path) -> None:
    whole, part = house(folder).facts(), house(folder, HIS).facts()
    assert len(whole.entries) == len(part.entries)
    assert part.erased == 0
    assert not any(isinstance(e.body, Erased) for e in part.entries)
    shut = [(w, p) for w, p in zip(whole.entries, part.entries, strict=True) if isinstance(p.body, Withheld)]
    assert [(p.index, p.body.digest, p.leaf()) for _, p in shut] == [
        (w.index, w.body.digest, w.leaf()) for w, _ in shut
    ]
    assert {b.group for _, p in shut if isinstance(b := p.body, Withheld)} == {"health"}


@pytest.mark.parametrize(("without", "number"), [("health", 3), ("answers", 5)])
def test_a_withheld_refusal_is_never_read_as_consent(folder: Path, without: str, number: int) -> None:
    """Nor is a finding as if there was none: whoever does not see everything is refused an answer, and told why."""
    open_door(house(folder), "clerk", "two tin cups", [without], CHEAP)
    part = house(folder, "two tin cups")
    facts = part.facts()
    asks: list[Callable[[], object]] = [part.plan, part.what_if, part.everybody, part.effects, part.frontier]
    asks += [lambda: part.why("bel-roster#2", facts), lambda: part.check({"exeat": "plan/1"}, facts)]
    asks += [lambda: part.check_names([("", "bel-roster#2")], facts), lambda: Draws(part).table(facts, (), "dice")]
    asks += [lambda: Draws(part).promise("aro", "00" * 32)]
    for ask in asks:
        with pytest.raises(Refused) as refused:
            ask()
        assert codes(refused) == ["withheld"]
        assert refused.value.problems[0].values["groups"] == f"{without}: {number}"
    held = {h.person for h in house(folder).plan().plan.held_back or ()}
    assert {"aro-roster#1", "bel-roster#2"} <= held  # whoever sees everything sees that they stay


def test_with_the_passphrase_without_the_group_nothing_on_the_disk_opens_it(folder: Path) -> None:
    """The disk and his passphrase: every key that it gives, tried on everything that is sealed for the group."""
    files_gone(folder)
    vault, whole = Vault.open(folder / VAULT, HIS), Vault.open(folder / VAULT, HERS)
    mine = [vault.bunch.master, *vault.bunch.groups.values()]
    mine += [vault.secret(n) for n in ("recognise", "store", "apart")]
    mine += [k for i in range(40) for part in ("words", "rows") if (k := vault.known_key(i, part)) is not None]
    with house(folder, HIS).store() as store:
        held = "SELECT body, stored, rows, salts FROM entries JOIN bodies ON entry = idx WHERE grp = 'health'"
        lying = store.db.execute(held).fetchall()
    parts = (b"", b"rows", b"salts")
    sealed = [(b, d + n + b"/health") for d, *blobs in lying for n, b in zip(parts, blobs, strict=True) if b]
    kept = vault.db.execute("SELECT entry, part, sealed FROM bodies WHERE part LIKE '%/health' LIMIT 40").fetchall()
    sealed += [(blob, f"body/{i}/{part}".encode()) for i, part, blob in kept]
    rows = vault.db.execute("SELECT name, sealed FROM secrets WHERE name LIKE '%/health'")
    sealed += [(blob, b"secret/" + name.encode()) for name, blob in rows]
    assert len(sealed) > 40
    assert not [of for key in mine for blob, of in sealed if unseal(key, blob, of) is not None]
    theirs = [k for i in range(40) for part in ("words", "rows") if (k := whole.known_key(i, part, "health"))]
    assert len({blob for key in theirs for blob, of in sealed if unseal(key, blob, of)}) == 7
    for entry in house(folder, HIS).entries:
        if isinstance(entry.body, Withheld):
            with pytest.raises(Refused) as refused:
                vault.known_key(entry.index, "words", "health")
            assert codes(refused) == ["group-shut"]


def test_who_guesses_a_finding_cannot_confirm_it_without_its_group(folder: Path) -> None:
    """A dictionary of everything that may have been found of anybody, against every hash and HMAC that he can make."""
    store_of = [house(folder, p) for p in (HERS, HIS)]
    found = {}
    for h in store_of:
        assert h.vault is not None
        with h.store() as store:
            macs = {bytes(m) for (m,) in store.db.execute("SELECT mac FROM recognised")}
            hashes = {bytes(d) for (d,) in store.db.execute("SELECT body FROM entries")}
        facts = house(folder).facts()
        keys = [
            h.vault.secret("recognise"),
            *(h.vault.secret("recognise", g) for g in h.vault.groups if h.vault.opens(g)),
        ]
        guesses = [facts.bodies[i].statement.body() for i, _ in facts.of(Medical)]
        assert guesses
        found[h.vault.door.name] = sum(hmac.new(k, g, sha256).digest() in macs for k in keys for g in guesses)
        assert not any(sha256(g).digest() in hashes for g in guesses)
    assert found == {"first": 1, "interpreter": 0}


def test_a_group_that_somebody_moves_away_in_the_file_opens_nothing(folder: Path) -> None:
    """Whoever writes the file says that the finding belongs to no group, or to one that is open."""
    if encrypts():
        db = house(folder, HIS)
        with db.store() as store:
            store.db.execute("UPDATE bodies SET grp = NULL WHERE grp = 'health'")
    else:
        other = sqlite3.connect(folder / STORE)
        other.execute("UPDATE bodies SET grp = NULL WHERE grp = 'health'")
        other.commit()
    with pytest.raises(Refused) as refused:
        house(folder, HIS).facts()
    assert codes(refused) == ["store-unreadable"]


def test_an_interpreter_records_what_is_open_to_him_and_nothing_else(folder: Path) -> None:
    files_gone(folder)
    say(folder, "two", said("dead", "press-one", {"kind": "death", "subject": "aro-roster#2"}))
    assert house(folder, HIS).record().new == ("dead",)
    say(folder, "two", said("fit", "mission", FINDING | {"subject": "aro-roster#2"}))
    before = len(house(folder).entries)
    with pytest.raises(Refused) as refused:
        house(folder, HIS).record()
    assert codes(refused) == ["group-shut"]
    assert len(house(folder).entries) == before
    assert "fit" not in house(folder, HIS).unrecorded().new
    assert house(folder).unrecorded().new == ("fit",)


def test_a_list_keeps_its_group_in_every_version(folder: Path) -> None:
    files_gone(folder)
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    write_rows(folder, "lists/more.csv", [{"id": "1", "surname": "Quelmoraz"}])
    newer = {"id": "more", "file": "lists/more.csv", "by": "aro", "kind": "holds", "supersedes": "seen"}
    first = {"id": "seen", "file": "lists/more.csv", "by": "aro", "kind": "holds"}
    more = [*GROUPS, {"id": "doctors", "lists": ["seen"]}]
    declared(folder, lists=[*case["lists"], first, newer], visibility=more)
    with pytest.raises(Refused) as refused:
        house(folder, HIS).record()
    assert codes(refused) == ["group-shut"]
    house(folder).record()
    open_door(house(folder), "clerk", "two tin cups", ["doctors"], CHEAP)
    assert house(folder, "two tin cups").facts().withheld == {"doctors": 2}
    assert house(folder, HIS).facts().withheld == {"health": 3, "doctors": 2}  # a group made later is shut to him


def test_everything_is_verified_by_whoever_opens_a_part_of_it(folder: Path) -> None:
    whole, part = verify(house(folder)), verify(house(folder, HIS))
    assert whole.holds
    assert part.holds
    assert (part.entries, part.signed, part.withheld, part.erased) == (whole.entries, whole.signed, 3, 0)
    shut = next(e for e in house(folder, HIS).entries if isinstance(e.body, Withheld))
    made = proof(house(folder, HIS), f"#{shut.index}", shown=False)
    assert made.words is None
    assert made.leaf == shut.leaf()


def test_what_was_recorded_before_its_group_comes_under_it(folder: Path) -> None:
    more = [*GROUPS, {"id": "papers", "kinds": ["document"]}]
    declared(folder, visibility=more)
    done = house(folder).record()
    assert (done.moved, done.left_open) == (("papers: 2",), ())
    assert house(folder, HIS).facts().withheld == {"health": 3, "papers": 2}


def test_nobody_gives_more_than_they_have(folder: Path) -> None:
    open_door(house(folder, HIS), "friend", "two tin cups", (), CHEAP)
    vault = Vault.open(folder / VAULT, "two tin cups")
    assert vault.door.groups == ("answers",)
    assert house(folder, "two tin cups").facts().withheld == {"health": 3}
    with pytest.raises(Refused) as refused:
        open_door(house(folder), "nobody", "x", ["helth"], CHEAP)
    assert codes(refused) == ["group-unknown"]


def test_every_kind_of_claim_may_be_kept_apart_but_what_all_must_see() -> None:
    kinds = {kind_of(k) for k in union_of(Claim)}
    assert kinds - set(ApartKind.__args__) == {  # type: ignore[attr-defined]
        "submitted", "withdrawal", "recording_error", "case", "signing_key", "legal_hold", "accessed", "erasure",
        "recorded_elsewhere",
    }  # fmt: skip
