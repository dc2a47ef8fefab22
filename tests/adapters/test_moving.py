"""A visibility group that is declared after the words: they come under it, nobody loses one, and no proof changes."""

import hmac
import shutil
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.adapters.test_kills import ENV
from tests.adapters.test_vault import CHEAP
from tests.adapters.test_visibility import FINDING, HERS, HIS, REFUSAL, declared, files_gone, house
from tests.folders import ROOT, exchange, said, say

from exeat.adapters.store import SqliteStore, moving
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.adapters.vault.doors import Doors
from exeat.adapters.vault.sealing import unseal
from exeat.core.claims import Medical
from exeat.core.entry import BodyRef, Erased
from exeat.core.errors import Refused
from exeat.house import STORE, ClearingHouse
from exeat.house.backup import backup, restore
from exeat.house.doors import open_door
from exeat.house.erase import Asked, erase
from exeat.house.ledger import proof, verify

BEFORE = [{"id": "answers", "kinds": ["consent", "fear"]}]
AFTER = [*BEFORE, {"id": "health", "kinds": ["medical"]}]
PARTS = ("words", "rows")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return without_health(tmp_path)


def without_health(tmp_path: Path) -> Path:
    """A case treated as of real people. Its group for health comes later; a door to a part is there before."""
    folder = exchange(tmp_path / "case")
    declared(folder, people="real", visibility=BEFORE)
    say(folder, "one", said("finding", "mission", FINDING), said("refusal", "mission", REFUSAL))
    vault = Vault.create(folder / VAULT, HERS, CHEAP)
    vault.keep(Pen.new("monitor.example/desk"))
    vault.close()
    house(folder).record()
    open_door(house(folder), "interpreter", HIS, ["answers"], CHEAP)
    return folder


def group_declared(folder: Path, passphrase: str = HERS) -> ClearingHouse:
    declared(folder, visibility=AFTER)
    found = house(folder, passphrase)
    found.record()
    return found


def his_keys(folder: Path) -> set[bytes]:
    """Every key that his passphrase gives, out of the file of keys itself: of whatever exeat makes of them no word."""
    db = sqlite3.connect(folder / VAULT)
    bunch = Doors(db, VAULT).enter(HIS)
    assert bunch is not None
    found = {bunch.master, *bunch.groups.values()}
    rows = [(s, f"body/{e}/{p}".encode()) for e, p, s in db.execute("SELECT entry, part, sealed FROM bodies")]
    rows += [(s, b"secret/" + n.encode()) for n, s in db.execute("SELECT name, sealed FROM secrets")]
    opened = {k for lock in found for sealed, of in rows if (k := unseal(lock, sealed, of)) is not None}
    db.close()
    return found | opened


def lying(folder: Path, more: int = 0) -> list[tuple[bytes, bytes]]:
    """What lies of findings, and to what it is bound, under a group or not."""
    whole = house(folder)
    places = [e for e in whole.entries if isinstance(e.body, BodyRef) and _of_health(e.body)]
    with whole.store() as store:
        bodies = [store.lying(e.index) for e in places]
    parts = [(b, part, blob) for b in bodies if b for part, blob in
             (("", b.stored), ("rows", b.rows), ("salts", b.salts)) if blob]  # fmt: skip
    assert len(parts) == 7 + more
    return [(blob, b.of(part)) for b, part, blob in parts]


def _of_health(body: BodyRef) -> bool:
    return isinstance(body.statement.claim, Medical) or (body.table is not None and body.table.header.of == "medical")


def opened_by_him(folder: Path) -> int:
    known = his_keys(folder)
    return sum(any(unseal(k, blob, of) is not None for k in known) for blob, of in lying(folder))


def test_a_door_made_before_the_group_does_not_read_the_older_words(folder: Path) -> None:
    assert house(folder, HIS).facts().of(Medical)
    done = group_declared(folder)
    files_gone(folder)
    facts = house(folder, HIS).facts()
    assert facts.withheld == {"answers": 5, "health": 3}  # a finding, and two lists of findings
    assert not facts.of(Medical)
    assert "unfit" not in repr(facts.entries)
    with pytest.raises(Refused):
        house(folder, HIS).plan()
    assert done.facts().of(Medical)
    assert house(folder).facts().withheld == {}
    held = {h.person for h in house(folder).plan().plan.held_back or ()}
    assert "aro-roster#1" in held  # whoever sees everything sees that the person stays


def test_it_is_said_once_how_many_came_under_the_group(folder: Path) -> None:
    declared(folder, visibility=AFTER)
    done = house(folder).record()
    assert (done.moved, done.left_open) == (("health: 3",), ())
    again = house(folder).record()
    assert (again.new, again.moved, again.left_open) == ((), (), ())


def test_the_file_of_keys_and_his_passphrase_open_nothing_of_it(folder: Path) -> None:
    assert opened_by_him(folder) == 7
    group_declared(folder)
    assert opened_by_him(folder) == 0


def test_who_guesses_an_older_finding_cannot_confirm_it_any_more(folder: Path) -> None:
    def confirmed() -> int:
        with house(folder).store() as store:
            macs = {bytes(m) for (m,) in store.db.execute("SELECT mac FROM recognised")}
        facts = house(folder).facts()
        guesses = [facts.bodies[i].statement.body() for i, _ in facts.of(Medical)]
        return sum(hmac.new(k, g, sha256).digest() in macs for k in his_keys(folder) for g in guesses)

    assert confirmed() == 1
    group_declared(folder)
    assert confirmed() == 0
    assert house(folder).record().new == ()  # whoever opens the group knows it again


def test_no_entry_signature_proof_or_checkpoint_changes(folder: Path) -> None:
    def log() -> tuple[list[tuple[object, ...]], list[str]]:
        with house(folder).store() as store:
            entries = store.db.execute("SELECT * FROM entries ORDER BY idx").fetchall()
            return entries, [str(n) for n in store.checkpoints()]

    entries, notes = log()
    bodies = {e.index: e.body for e in house(folder).entries}
    group_declared(folder)
    now, later = log()
    assert now[: len(entries)] == entries
    assert later[: len(notes)] == notes
    after = {e.index: e.body for e in house(folder).entries}
    assert [repr(after[i]) for i in bodies] == [repr(b) for b in bodies.values()]
    whole, part = verify(house(folder)), verify(house(folder, HIS))
    assert (whole.holds, part.holds, whole.withheld, part.withheld, part.erased) == (True, True, 0, 8, 0)
    assert proof(house(folder), "finding", shown=True).words is not None


# ------------------------------------------------------------ what is left on the disk


def sealed_keys(folder: Path) -> dict[tuple[int, str], bytes]:
    db = sqlite3.connect(folder / VAULT)
    rows = db.execute("SELECT entry, part, sealed FROM bodies WHERE sealed <> x''").fetchall()
    db.close()
    return {(entry, part): sealed for entry, part, sealed in rows}


@pytest.mark.parametrize("many", [0, 300])
def test_what_every_door_opened_is_in_no_page_of_any_file(
    tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the keys as they lay there, nor what they opened: in no file, free page, journal or write-ahead log."""
    monkeypatch.setattr("exeat.adapters.store.store.encrypts", lambda: False)  # else nothing could be looked for
    folder = without_health(tmp_path)
    say(folder, "two", *(said(f"f{n}", "mission", FINDING | {"on": f"{1700 + n}"}) for n in range(many)))
    house(folder).record()
    before, sealed = sealed_keys(folder), [blob for blob, _ in lying(folder, many)]
    places = {e.index for e in house(folder).entries if isinstance(e.body, BodyRef) and _of_health(e.body)}
    assert all(b in raw(folder) for b in sealed)
    group_declared(folder)
    after = sealed_keys(folder)
    first = {s for (i, part), s in before.items() if i in places and part in PARTS}
    assert first == {s for place, s in before.items() if after.get(place) != s}
    assert len(first) >= len(places) == 3 + many
    now = raw(folder)
    assert all(s in now for s in after.values())
    assert not [s for s in [*first, *sealed] if s in now or s[13:45] in now]


def raw(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.glob("exeat.*"))


# ------------------------------------------------------------ broken off


WRITER = """
import os, signal, sys
from pathlib import Path
from tests.adapters.test_moving import group_declared
from exeat.adapters.store import moving

sent, move = [0], moving.move

def count(statement):
    sent[0] += not statement.startswith("SELECT")
    if sent[0] == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

def watched(store):
    store.db.set_trace_callback(count)
    store.vault.db.set_trace_callback(count)
    return move(store)

moving.move = watched
group_declared(Path(sys.argv[1]))
print("not killed, of", sent[0])
"""


def run_and_killed(folder: Path, statement: int) -> str:
    """Declare the group in a process that is killed just before a statement that it sends; what it said."""
    command = [sys.executable, "-c", WRITER, str(folder), str(statement)]
    return subprocess.run(command, env=ENV, cwd=ROOT, capture_output=True, text=True, timeout=120).stdout


def state(folder: Path) -> list[tuple[int, bytes, str]]:
    whole = house(folder)
    assert verify(whole).holds
    return [(e.index, e.leaf(), repr(e.body)) for e in whole.entries]


@pytest.mark.parametrize("statement", [1, 6, 19, 20, 23, 30, 36, 37, 38, 41, 45, 47, 49])
def test_whoever_is_killed_in_the_middle_loses_nothing_and_leaves_nothing_open(folder: Path, statement: int) -> None:
    before = state(folder)
    assert run_and_killed(folder, statement) == ""
    assert state(folder)[: len(before)] == before
    group_declared(folder)
    assert state(folder)[: len(before)] == before
    with house(folder).store() as store:
        assert moving.left_open(store) == {}
    assert opened_by_him(folder) == 0
    assert house(folder, HIS).facts().withheld == {"answers": 5, "health": 3}
    moved = {i for i, part in sealed_keys(folder) if part.startswith("moved/words/")}
    assert len(moved) == 3
    assert not [(i, p) for i, p in sealed_keys(folder) if i in moved and p in PARTS]


def test_the_process_that_is_killed_is_killed_while_it_moves_them(folder: Path) -> None:
    """Or the test above would try nothing: this is how many statements it sends that change something."""
    assert run_and_killed(folder, 1000) == "not killed, of 49\n"


@pytest.mark.parametrize("step", ["let_go", "emptied"])
def test_what_broke_off_is_carried_out_by_whoever_opens_the_ledger_next(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by somebody whose passphrase does not open the group."""

    def cut(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(moving, step, cut)
        with pytest.raises(KeyboardInterrupt):
            group_declared(folder)
    assert house(folder, HIS).facts().withheld == {"answers": 5, "health": 3}
    assert opened_by_him(folder) == 0
    assert len(house(folder).facts().of(Medical)) == 1


# ------------------------------------------------------------ copies, erasures, other passphrases


def test_a_copy_from_before_opens_with_the_group_and_loses_no_word(folder: Path, tmp_path: Path) -> None:
    """Her store is gone, and there is a backup from before the group: without the group it says nothing of health."""
    backup(house(folder), tmp_path / "copy.db")
    words = [repr(e.body) for e in house(folder).entries]
    group_declared(folder)
    for name in ("", "-wal", "-shm"):
        (folder / (STORE + name)).unlink(missing_ok=True)
    assert restore(house(folder), tmp_path / "copy.db").done
    assert [repr(e.body) for e in house(folder).entries][: len(words)] == words
    facts = house(folder, HIS).facts()
    assert facts.withheld == {"answers": 5, "health": 3}
    assert not facts.of(Medical)
    assert opened_by_him(folder) == 0
    group_declared(folder)  # and there it comes under the group again
    with house(folder).store() as store:
        assert store.db.execute("SELECT COUNT(*) FROM bodies WHERE grp = 'health'").fetchone() == (3,)
    assert [repr(e.body) for e in house(folder).entries][: len(words)] == words


def test_an_older_copy_put_back_over_the_store_keeps_what_came_under_the_group(folder: Path, tmp_path: Path) -> None:
    backup(house(folder), tmp_path / "copy.db")
    group_declared(folder)
    found = restore(house(folder), tmp_path / "copy.db", older=True)
    assert (found.done, found.thinned, found.erased, found.unopened) == (True, 0, 0, ())
    assert house(folder, HIS).facts().withheld == {"answers": 5, "health": 3}
    assert house(folder).facts().withheld == {}


def test_who_is_erased_after_that_is_in_no_older_copy_either(folder: Path, tmp_path: Path) -> None:
    """The key that a finding had before it came under the group goes with the one that it has."""
    shutil.copy(folder / STORE, tmp_path / STORE)
    group_declared(folder)
    files_gone(folder)
    asked = Asked(person="aro-roster#1", by="the person", reason="their own request", only=True)
    erase(house(folder), asked)
    whole = house(folder)
    assert not whole.facts().of(Medical)
    assert len([1 for e in whole.entries if isinstance(e.body, Erased)]) == 1
    assert whole.vault is not None
    copy = SqliteStore(tmp_path / STORE, whole.vault)
    places = {e.index for e in whole.entries if isinstance(e.body, Erased)}
    assert all(isinstance(copy.entries(i, 1)[0].body, Erased) for i in places)
    thinned = [e.index for e in whole.entries if isinstance(e.body, BodyRef) and e.body.table and e.body.table.gone]
    assert len(thinned) >= 7
    for index in thinned:  # its rows are gone with their key, from the copy too
        with pytest.raises(Refused):
            copy.entries(index, 1)
    copy.close()


def test_who_does_not_open_the_group_is_told_what_stays_open_and_it_comes_under_it_later(folder: Path) -> None:
    declared(folder, visibility=AFTER)
    say(folder, "one")  # he has nothing to add
    files_gone(folder)
    done = house(folder, HIS).record()
    assert (done.moved, done.left_open) == ((), ("health: 3",))
    assert house(folder, HIS).facts().of(Medical)
    assert house(folder).record().moved == ("health: 3",)
    assert not house(folder, HIS).facts().of(Medical)


def test_what_was_erased_does_not_come_under_a_group(folder: Path) -> None:
    files_gone(folder)
    asked = Asked(person="aro-roster#1", by="the person", reason="their own request", only=True)
    erase(house(folder), asked)
    declared(folder, visibility=AFTER)
    assert house(folder).record().moved == ("health: 2",)
    assert verify(house(folder)).holds


def test_out_of_a_group_nothing_comes_by_a_line_in_a_file(folder: Path) -> None:
    group_declared(folder)
    declared(folder, visibility=[{"id": "doctors", "kinds": ["medical"]}])
    assert house(folder).record().moved == ()
    assert house(folder, HIS).facts().withheld == {"answers": 5, "health": 3}
