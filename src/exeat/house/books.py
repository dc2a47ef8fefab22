"""The books of a case: what was recorded in its store, or what its files say, and the facts as of a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from exeat.adapters.folder import CASE_FILE, Said, read_folder
from exeat.adapters.recording import Recorded, Recording
from exeat.adapters.saying import Words, say
from exeat.adapters.sqlite_store import SqliteStore
from exeat.core.case import Case
from exeat.core.entry import BodyRef, Entry, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.identity.judgements import Verdict, judging, taking_back

STORE = "exeat.db"


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How the files differ from what was recorded: keys not recorded, and keys with another body."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


class Books:
    """What is known of one case. Nothing but the entries is kept, and tables that follow from them."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock

    @property
    def recorded(self) -> bool:
        """Whether the case has a store."""
        return (self.folder / STORE).is_file()

    @cached_property
    def files(self) -> tuple[Case, list[Said]]:
        """What the folder's files say; a list once recorded may have left them. Raises Refused with every mistake."""
        held = [e.body.table for e in self.entries if isinstance(e.body, BodyRef)] if self.recorded else []
        return read_folder(self.folder, {t.header.list: t for t in held if t is not None})

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries: from the store, or made in memory from the files."""
        if self.recorded:
            store = SqliteStore(self.folder / STORE)
            try:
                return tuple(store.entries())
            finally:
                store.close()
        return tuple(in_memory(self.files[1]))

    def unrecorded(self) -> Unrecorded:
        """How the files differ from the store; nothing where there is no store, or there are no files any more."""
        if not self.recorded or not (self.folder / CASE_FILE).is_file():
            return Unrecorded((), ())
        case, said = self.files
        store = SqliteStore(self.folder / STORE)
        try:
            missing = Recording(case, said, store, self.entries).missing()
        finally:
            store.close()
        keys = {e.body.key for e in self.entries if isinstance(e.body, BodyRef)}
        changed = tuple(s.key for s in missing if s.key in keys)
        return Unrecorded(tuple(s.key for s in missing if s.key not in keys), changed)

    def record(self, by: str = "recorder", correct: Sequence[str] = ()) -> Recorded:
        """Record what the files say and was not recorded yet. Raises Refused, and then nothing was written.

        `correct`: keys whose recorded body was the recorder's slip; a recording error undoes it.
        """
        case, said = self.files
        if case.people == "real":
            raise Refused([Problem("real-people", CASE_FILE)])
        store = SqliteStore(self.folder / STORE) if self.recorded else SqliteStore.create(self.folder / STORE)
        try:
            with store.transaction():
                recording = Recording(case, said, store, tuple(store.entries()))
                return recording.record(self.clock.now(), by, frozenset(correct))
        finally:
            store.close()
            self.__dict__.pop("entries", None)

    def judge(self, reviewer: str, left: str, right: str, verdict: Verdict, recorder: str | None = None) -> None:
        """Record a reviewer's verdict on a pair of records, at once; a former one is taken back in the same breath.

        `recorder`: None = the reviewer. Raises Refused for a reviewer who is no party of the case, a record that nobody
        lists, and where nothing has been recorded yet; then nothing was written.
        """
        self.say(judging(reviewer, left, right, verdict, self.clock.today()), recorder or reviewer)

    def take_back(self, reviewer: str, statement: str, recorder: str | None = None) -> None:
        """Record that a reviewer takes a judgement of theirs back. Raises Refused: see `judge`."""
        self.say(taking_back(reviewer, statement, self.clock.today()), recorder or reviewer)

    def say(self, words: Words, by: str) -> None:
        """Record what `words` makes of the facts as they stand. Raises Refused, and then nothing was written."""
        if not self.recorded:
            raise Refused([Problem("not-recorded", values={"folder": str(self.folder)})])
        entries = say(self.folder / STORE, self.entries, words, self.clock.now(), by)
        self.__dict__["entries"] = entries

    def as_of(self, on: date | None = None, known: datetime | None = None) -> AsOf:
        """The moment of an answer: `on` defaults to the case's day, else today. Raises Refused: see `facts`."""
        if on is None:
            case = self.facts(AsOf(known, date.min)).case
            on = case.on.last if case.on is not None and case.on.last is not None else self.clock.today()
        return AsOf(known, on)

    def facts(self, as_of: AsOf | None = None) -> Facts:
        """The statements that stand at a moment. Raises Refused where nothing had been recorded by then."""
        found = Facts(self.entries, as_of or self.as_of())
        if self.entries and not found.entries:
            first = min(e.recorded_at for e in self.entries if e.recorded_at is not None)
            value = time_text(found.as_of.known) if found.as_of.known is not None else ""
            wanted = f"at or after the first entry, {time_text(first)}"
            raise Refused([Problem("time-wrong", values={"value": value, "wanted": wanted})])
        return found


def in_memory(said: Sequence[Said]) -> list[Entry]:
    """Entries of statements that were never recorded."""
    return [Entry(i, None, "", BodyRef("", s.id, s.statement, s.key, s.table)) for i, s in enumerate(said)]
