"""Many hand in at once: nobody is answered before the disk has it, nothing is lost, and nothing is there twice."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.adapters.ledgers import PASSPHRASE, Opened, add, new_ledger, opener, pen_of, words
from tests.folders import NOON

from exeat.adapters import sqlite
from exeat.adapters.said import Said, identified
from exeat.adapters.store import Drawn, Intake, Receipt, SqliteStore
from exeat.adapters.vault import VAULT, Vault
from exeat.core.claims import Death
from exeat.core.entry import BodyRef
from exeat.core.errors import Problem, Refused
from exeat.core.statement import Statement
from exeat.house import STORE
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.tree import Tree

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return new_ledger(tmp_path / "case", request.param)


def said_in(folder: Path) -> list[str]:
    """The subject of each entry, in the order of the log; every checkpoint and leaf is checked on the way."""
    with opener(folder)() as store:
        entries, tree = store.entries(), Tree(store.leaves())
        assert [e.leaf() for e in entries] == store.leaves()
        for note in store.checkpoints():
            head = read_checkpoint(note.text)
            assert tree.root(head.size) == head.root
        assert store.vault is None or not entries or read_checkpoint(store.checkpoints()[-1].text).size == len(entries)
    bodies = [e.body for e in entries if isinstance(e.body, BodyRef)]
    return [b.statement.claim.subject for b in bodies if isinstance(b.statement.claim, Death)]


def numbers(*given: int) -> list[str]:
    return [f"aro-roster#{n}" for n in given]


# ------------------------------------------------------------ one process


def test_what_many_hand_in_at_once_is_there_once_each(folder: Path) -> None:
    with Intake(opener(folder), NOON.now) as intake, ThreadPoolExecutor(8) as threads:
        answers = [f.result() for f in threads.map(lambda n: intake.hand_in([words(n)], "recorder"), range(64))]
    assert sorted(r.index for (r,) in answers) == list(range(64))
    found = said_in(folder)
    assert [found[r.index] for (r,) in answers] == numbers(*range(64))


def test_the_same_words_handed_in_twice_are_one_entry_with_one_answer(folder: Path) -> None:
    def anew(store: SqliteStore) -> list[Said]:
        return [identified(Drawn(store), "", Statement("press-one", "states", Death("aro-roster#1")))]

    with Intake(opener(folder), NOON.now) as intake:
        at_once = [intake.hand_in(anew, "recorder") for _ in range(20)]
        first = [f.result()[0] for f in at_once]
    with Intake(opener(folder), NOON.now) as intake:  # after a crash: the answer was lost, the words come again
        (later,) = intake.hand_in(anew, "another").result()
    assert [r.new for r in first] == [True] + [False] * 19
    assert {(r.index, r.id) for r in first} == {(0, first[0].id)}
    assert later == Receipt(0, first[0].id, False)
    assert said_in(folder) == numbers(1)


def test_what_one_is_refused_spoils_nothing_of_the_others(folder: Path) -> None:
    def refused(store: SqliteStore) -> list[Said]:
        store.receive([words(50)], NOON.now(), "recorder")  # half of it is written by then
        raise Refused([Problem("real-people")])

    held, go = _held(folder)
    with Intake(held, NOON.now) as intake:
        answers = [intake.hand_in(w, "recorder") for w in ([words(1)], refused, [words(2), words(3)])]
        go.set()
        with pytest.raises(Refused):
            answers[1].result()
        assert [r.index for i in (0, 2) for r in answers[i].result()] == [0, 1, 2]
    assert said_in(folder) == numbers(1, 2, 3)


def _held(folder: Path) -> tuple[Opened, threading.Event]:
    """A store whose first transaction waits, so that several are handed in meanwhile."""
    go = threading.Event()

    @contextmanager
    def opened() -> Iterator[SqliteStore]:
        with opener(folder)() as store:
            whole = store.transaction

            @contextmanager
            def waiting() -> Iterator[None]:
                go.wait(60)
                with whole():
                    yield

            store.transaction = waiting  # type: ignore[method-assign]
            yield store

    return opened, go


def test_those_who_wait_together_share_one_checkpoint(tmp_path: Path) -> None:
    folder = new_ledger(tmp_path / "case", True)
    held, go = _held(folder)
    with Intake(held, NOON.now) as intake:
        first = intake.hand_in([words(0)], "recorder")
        time.sleep(0.2)  # it is alone in the first transaction by then, or else they are all in one
        rest = [intake.hand_in([words(n)], "recorder") for n in range(1, 30)]
        go.set()
        assert [f.result()[0].index for f in (first, *rest)] == list(range(30))
    with opener(folder)() as store:
        assert len(store.checkpoints()) <= 2
    assert said_in(folder) == numbers(*range(30))


def test_nobody_is_answered_before_it_is_committed(folder: Path) -> None:
    """Whoever has an answer finds the entry in the store, by another connection, at once."""
    seen: list[bool] = []

    def look(answer: "Future[tuple[Receipt, ...]]") -> None:
        with opener(folder)() as other:
            seen.append(len(other.leaves()) > answer.result()[0].index)

    with Intake(opener(folder), NOON.now) as intake:
        for n in range(5):
            answer = intake.hand_in([words(n)], "recorder")
            answer.add_done_callback(look)
            answer.result()
    assert seen == [True] * 5


def test_a_store_that_cannot_be_written_is_said_to_each_who_waits(folder: Path) -> None:
    with Intake(opener(folder), NOON.now) as intake:
        with opener(folder)() as store:
            store.db.execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END")
        answers = [intake.hand_in([words(n)], "recorder") for n in range(3)]
        for answer in answers:
            with pytest.raises(Refused) as refused:
                answer.result()
            assert [p.code for p in refused.value.problems] == ["store-unwritable"]
        with opener(folder)() as store:
            store.db.execute("DROP TRIGGER full")
        assert intake.hand_in([words(7)], "recorder").result()[0].index == 0
    assert said_in(folder) == numbers(7)


def test_an_intake_that_cannot_open_its_store_says_so(tmp_path: Path) -> None:
    folder = new_ledger(tmp_path / "case", True)
    Vault.open(folder / VAULT, PASSPHRASE).open_door("first", "another")
    with pytest.raises(Refused) as refused:
        Intake(opener(folder), NOON.now)
    assert [p.code for p in refused.value.problems] == ["passphrase-wrong"]


# ------------------------------------------------------------ several processes


def write_some(folder: str, first: int, count: int) -> None:
    """Another process: hands in statements, some of them those that others hand in, too."""
    with Intake(opener(Path(folder)), NOON.now) as intake:
        for answer in [intake.hand_in([words(n)], f"writer {first}") for n in range(first, first + count)]:
            answer.result()


def test_writers_of_several_processes_wait_for_each_other(folder: Path) -> None:
    running = [SPAWN.Process(target=write_some, args=(str(folder), first, 40)) for first in (0, 20)]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [p.exitcode for p in running] == [0, 0]
    found = said_in(folder)
    assert sorted(found) == sorted(numbers(*range(60)))


def test_readers_never_wait_and_see_whole_transactions(folder: Path) -> None:
    with opener(folder)() as writer, opener(folder)() as reader:
        add(writer, 0, 1)
        with writer.transaction():
            writer.receive([words(2), words(3)], NOON.now(), "recorder")
            assert len(reader.entries()) == 2
        with reader.snapshot():
            assert len(reader.entries()) == 4
            add(writer, 4)
            assert (len(reader.entries()), len(reader.leaves())) == (4, 4)
        assert len(reader.entries()) == 5


def test_whoever_waits_in_vain_is_told_that_another_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite.connect
    monkeypatch.setattr("exeat.adapters.store.store.connect", lambda path, key=None: connect(path, key, patience=0.05))
    with opener(folder)() as first, opener(folder)() as second:
        with first.transaction(), pytest.raises(Refused) as refused:
            add(second, 1)
        assert [(p.code, p.file) for p in refused.value.problems] == [("store-busy", STORE)]
        add(second, 1)
        assert pen_of(second) is None or second.checkpoint() is not None
    assert said_in(folder) == numbers(1)
