"""The intake: many hand in what is to be recorded, one thread writes, and all who wait share one writing to the disk.

- Whoever handed something in is answered when the disk has it, and not before.
- What somebody is refused spoils nothing that others handed in at the same time.
- The same words handed in twice, at once or after an answer that was lost, are one entry and have one answer.
- The thread opens the store by itself; other processes may write to it too, each waiting for the other.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread

from exeat.adapters.said import Said
from exeat.adapters.sqlite import broken
from exeat.core.errors import Problem, Refused
from exeat.ledger.note import Signer

from .store import Receipt, SqliteStore

MOST = 1000  # in one transaction: what a mistake of the disk's costs all of them together
Words = Callable[[SqliteStore], Sequence[Said]]
"""What is to be recorded, worked out from the store as it is when nobody else writes. Raises Refused. It does nothing
else: where somebody's mistake spoils what was handed in with it, it is asked again."""
_Answer = tuple[Receipt, ...] | Exception


@dataclass(frozen=True, slots=True)
class _HandedIn:
    words: Words
    by: str
    pen: Signer | None
    answer: "Future[tuple[Receipt, ...]]" = field(default_factory=Future)


class Intake:
    """The writer of one store, for all threads of a process. `opened`: the store, opened in the writer's thread."""

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[SqliteStore]],
        now: Callable[[], datetime],
        most: int = MOST,
    ) -> None:
        self._opened, self._now, self._most = opened, now, most
        self._waiting: SimpleQueue[_HandedIn | None] = SimpleQueue()
        self._ready: Future[None] = Future()
        self._closed = False
        self._thread = Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()
        self._ready.result()

    def hand_in(
        self, words: Sequence[Said] | Words, by: str, pen: Signer | None = None
    ) -> "Future[tuple[Receipt, ...]]":
        """Record statements, all of them or none; the answer comes when they are on the disk: where each is.

        It may be a Refused instead: their own, or the store's where it cannot be written.
        """
        if self._closed:
            raise RuntimeError("the intake is closed")
        handed = _HandedIn(words if callable(words) else lambda store: words, by, pen)
        self._waiting.put(handed)
        return handed.answer

    def close(self) -> None:
        """Answer all that were handed in before, and end."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join()

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -------------------------------------------------------- the writer's thread

    def _run(self) -> None:
        try:
            with self._opened() as store:
                self._ready.set_result(None)
                while (first := self._waiting.get()) is not None:
                    handed, last = self._all_waiting(first)
                    self._record(store, handed)
                    if last:
                        return
        except BaseException as e:  # it could not be opened: whoever asked for the intake hears why
            if self._ready.done():
                raise
            self._ready.set_exception(e)

    def _all_waiting(self, first: _HandedIn) -> tuple[list[_HandedIn], bool]:
        """All that wait, up to the most; and whether the end was among them."""
        handed = [first]
        while len(handed) < self._most:
            try:
                more = self._waiting.get_nowait()
            except Empty:
                break
            if more is None:
                return handed, True
            handed.append(more)
        return handed, False

    def _record(self, store: SqliteStore, handed: Sequence[_HandedIn]) -> None:
        try:
            answers = self._written(store, handed, _together)
            if answers is None:
                answers = self._written(store, handed, _apart)
            assert answers is not None
        except Exception as e:
            answers = [_unwritten(store, e)] * len(handed)
        for one, answer in zip(handed, answers, strict=True):
            if isinstance(answer, Exception):
                one.answer.set_exception(answer)
            else:
                one.answer.set_result(answer)

    def _written(self, store: SqliteStore, handed: Sequence[_HandedIn], way: "_Way") -> list[_Answer] | None:
        """The answers, when they are on the disk; None where nothing was written: somebody's mistake spoilt it."""
        try:
            with store.transaction():
                at = self._now()
                return [way(store, one, at) for one in handed]
        except _Spoilt:
            return None


class _Spoilt(Exception):
    """A mistake within what was handed in, when some of it may have been written."""


_Way = Callable[[SqliteStore, _HandedIn, datetime], _Answer]


def _together(store: SqliteStore, handed: _HandedIn, at: datetime) -> _Answer:
    """What one who handed something in is answered if the transaction holds. Mistakes are rare: any spoils it."""
    try:
        return store.receive(handed.words(store), at, handed.by, handed.pen)
    except broken():
        raise
    except Exception as e:
        raise _Spoilt from e


def _apart(store: SqliteStore, handed: _HandedIn, at: datetime) -> _Answer:
    """The same, so that a mistake spoils nothing of the others."""
    try:
        with store.part():
            return store.receive(handed.words(store), at, handed.by, handed.pen)
    except broken():
        raise
    except Exception as e:
        return e


def _unwritten(store: SqliteStore, error: Exception) -> Exception:
    if not isinstance(error, broken()):
        return error
    return Refused([Problem("store-unwritable", store.path.name, values={"why": str(error)})])
