"""The books of a case: what was recorded in its store, or what its files say, and the facts as of a moment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from exeat.adapters.folder import CASE_FILE, read_folder
from exeat.adapters.recording import Recorded, Recording
from exeat.adapters.said import Said, identified
from exeat.adapters.saying import NO_KEY, Words, say
from exeat.adapters.store import Drawn, Fresh, SqliteStore, erasing, moving
from exeat.adapters.store.backup import without_keys
from exeat.adapters.tracked import names_of, tracked
from exeat.adapters.vault import VAULT, Pen, Vault
from exeat.core.case import KEEPER, Case
from exeat.core.claims import Accessed, SigningKey
from exeat.core.entry import BodyRef, Entry, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Statement
from exeat.identity.judgements import Verdict, judging, taking_back
from exeat.ledger.note import Key

from .reading import ACCESSES, Reader, accesses, note

STORE = "exeat.db"


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How the files differ from what was recorded: keys not recorded, and keys with another body.

    What belongs to a visibility group that is not open here cannot be compared, and is in neither.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]


def nobody_asks() -> str:
    """Where nobody can be asked for a passphrase. Raises Refused."""
    raise Refused([Problem("passphrase-missing", values={"variable": "EXEAT_PASSPHRASE"})])


class Books:
    """What is known of one case. Nothing but the entries is kept, and tables that follow from them.

    `keys`: where its vault is; None = in its folder. `unlock`: asks for the passphrase of the vault, when it is needed.
    `reader`: who looks, and with what question; it is noted when the store is opened first.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        keys: Path | None = None,
        unlock: Callable[[], str] = nobody_asks,
        reader: Reader | None = None,
    ) -> None:
        self.folder, self.clock, self.keys, self.unlock = folder, clock, keys or folder / VAULT, unlock
        self.reader, self._asked = reader or Reader(), False

    @property
    def recorded(self) -> bool:
        """Whether the case has a store."""
        return (self.folder / STORE).is_file()

    @cached_property
    def vault(self) -> Vault | None:
        """The keys of the ledger, opened; None where it has none. Raises Refused for a wrong passphrase."""
        return Vault.open(self.keys, self.unlock()) if self.keys.is_file() else None

    @property
    def log_key(self) -> Key | None:
        """The key that signs the log's checkpoints; None where the ledger has no keys."""
        return None if self.vault is None else self.vault.log.key

    @property
    def is_part(self) -> bool:
        """Whether some of it may be withheld for good: a parcel, in which whoever made it left something out."""
        return False

    def check_opens(self) -> None:
        """Raises Refused where the keys do not open, are not here or were never made, before anything else is asked."""
        if self.vault is None:
            self.check_keys_here()
            raise Refused([Problem("vault-none", values={"folder": str(self.folder)})])

    def check_keys_here(self) -> None:
        """Raises Refused where what was recorded is sealed, and its keys are not here: new ones would open nothing."""
        if self.recorded:
            with self.ledger():
                pass

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The store of the case, made where there is none. Whoever opens it first is noted: see `reading`.

        Raises Refused where that cannot be noted, and the people are real.
        """
        self.check_noted()
        with self.ledger() as store:
            yield store

    def check_noted(self) -> None:
        """Note the question of whoever looks, once. Raises Refused: see `store`."""
        if self.recorded and not self._asked:
            self.noted(self.reader.question)

    @contextmanager
    def log(self, second: bool = False) -> Iterator[SqliteStore]:
        """The store of the case, or its log of accesses: see `store`."""
        with self.store() as store:
            if not second:
                yield store
                return
        with accesses(self) as log:
            yield log

    def noted(self, access: Accessed, by: str | None = None) -> None:
        """Note that somebody looks, before it is shown. `by`: who; None = the reader of these books.

        Raises Refused: see `store`. Nothing is noted of a case that was not recorded.
        """
        if self.recorded:
            note(self, access, by or self.reader.by)
            self._asked = True

    @contextmanager
    def ledger(self) -> Iterator[SqliteStore]:
        """The store of the case for what shows nobody anything; whatever shows words opens it by `store`."""
        path = self.folder / STORE
        store = SqliteStore(path, self.vault) if self.recorded else SqliteStore.create(path, self.vault)
        try:
            if keyless := without_keys(store):
                raise Refused([Problem("keys-older", self.keys.name, values={"entries": str(keyless)})])
            erasing.finish(store)  # one that a crash or a power cut broke off
            moving.finish(store)
            yield store
        finally:
            store.close()

    def aside(self, folder: Path) -> "Books":
        """The same ledger in another folder, to be looked at by us and shown to nobody: nothing is noted."""
        books = Books(folder, self.clock, self.keys, self.unlock)
        books.__dict__["vault"], books._asked = self.vault, True
        return books

    @cached_property
    def files(self) -> tuple[Case, list[Said]]:
        """What the folder's files say; a list once recorded may have left them. Raises Refused with every mistake."""
        if not self.recorded:
            return read_folder(self.folder)
        with self.store() as store:
            return self._read(store)

    def _read(self, store: SqliteStore) -> tuple[Case, list[Said]]:
        held = [e.body.table for e in store.entries() if isinstance(e.body, BodyRef)]
        tables = {t.header.list: t for t in held if t is not None}
        return read_folder(self.folder, tables, Drawn(store), store.lists_shut())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries: from the store, or made in memory from the files."""
        if self.recorded:
            with self.store() as store:
                return tuple(store.entries())
        return tuple(in_memory(self.files[1]))

    def unrecorded(self) -> Unrecorded:
        """How the files differ from the store; nothing where there is no store, or there are no files any more."""
        if not self.recorded or not (self.folder / CASE_FILE).is_file():
            return Unrecorded((), ())
        case, said = self.files
        with self.store() as store:
            missing = [s for s in Recording(case, said, store, self.entries).missing() if not store.is_shut(s)]
        keys = {e.body.key for e in self.entries if isinstance(e.body, BodyRef)}
        changed = tuple(s.key for s in missing if s.key in keys)
        return Unrecorded(tuple(s.key for s in missing if s.key not in keys), changed)

    def record(self, by: str = "recorder", correct: Sequence[str] = ()) -> Recorded:
        """Record what the files say and was not recorded yet. Raises Refused, and then nothing was written.

        `correct`: keys whose recorded body was the recorder's slip; a recording error undoes it.
        """
        size, (case, said) = self._read_to_record()
        self._check_kept_here(case)
        try:
            with self.store() as store:
                with store.transaction():
                    if self.vault is not None and len(store.leaves()) != size:  # others recorded meanwhile
                        case, said = self._read(store)
                    recording = Recording(case, said, store, tuple(store.entries()))
                    done = recording.record(self.clock.now(), by, frozenset(correct), self.pen, self._first(store))
                moving.finish(store)
        finally:
            self.forget()
        self.__dict__["files"] = case, said
        return done

    def _read_to_record(self) -> tuple[int, tuple[Case, list[Said]]]:
        """What the files say, with the salts that it will have in the ledger; and how long the log was by then."""
        if self.vault is None:
            return 0, self.files
        if not self.recorded:
            return 0, read_folder(self.folder, drawn=Fresh())
        with self.store() as store, store.snapshot():
            return len(store.leaves()), self._read(store)

    def shut(self) -> None:
        """Close the keys, where they were opened."""
        vault = self.__dict__.pop("vault", None)
        if vault is not None:
            vault.close()

    def forget(self) -> None:
        """Read again what was recorded, and the files, when they are asked for next."""
        self.__dict__.pop("entries", None)
        self.__dict__.pop("files", None)

    def _check_kept_here(self, case: Case) -> None:
        """Raises Refused where words of real people would lie open, or leave with a repository."""
        if case.people != "real":
            return
        open_words = [Problem("real-people", CASE_FILE)] if self.vault is None else []
        found = tracked(self.folder, [*names_of(self.folder, case), STORE, VAULT, ACCESSES])
        if found or open_words:
            raise Refused([*open_words, *(Problem("file-tracked", f, values={"file": f}) for f in found)])

    def _first(self, store: SqliteStore) -> list[Said]:
        """With what a log that is still empty begins: the keys that sign it."""
        pens = () if self.vault is None or store.leaves() else self.vault.recorders
        said = [Statement(KEEPER, "states", SigningKey(str(p.key), "trusted")) for p in pens]
        return [identified(Drawn(store), NO_KEY, s) for s in said]

    @property
    def pen(self) -> Pen | None:
        """Who signs what is recorded: the newest pen of a recorder; None where there is none."""
        pens = () if self.vault is None else self.vault.recorders
        return pens[-1] if pens else None

    def judge(self, reviewer: str, left: str, right: str, verdict: Verdict, recorder: str | None = None) -> None:
        """Record a reviewer's verdict on a pair of records, at once; a former one is taken back in the same breath.

        `recorder`: None = the reviewer. Raises Refused for a reviewer who is no party of the case, a record that nobody
        lists, and where nothing has been recorded yet; then nothing was written.
        """
        self.say(judging(reviewer, left, right, verdict, self.clock.today()), recorder or reviewer)

    def take_back(self, reviewer: str, statement: str, recorder: str | None = None) -> None:
        """Record that a reviewer takes a judgement of theirs back. Raises Refused: see `judge`."""
        self.say(taking_back(reviewer, statement, self.clock.today()), recorder or reviewer)

    def say(self, words: Words, by: str, pen: Pen | None = None) -> None:
        """Record what `words` makes of the facts as they stand. Raises Refused, and then nothing was written.

        `pen`: who signs it; None = as everything that is recorded now.
        """
        if not self.recorded:
            raise Refused([Problem("not-recorded", values={"folder": str(self.folder)})])
        with self.store() as store:
            self.__dict__["entries"] = say(store, self.entries, words, self.clock.now(), by, pen or self.pen)

    def as_of(self, on: date | None = None, known: datetime | None = None) -> AsOf:
        """The moment of an answer: `on` defaults to the case's day, else today. Raises Refused: see `facts`."""
        if on is None:
            case = self.facts(AsOf(known, date.min)).case
            on = case.on.last if case.on is not None and case.on.last is not None else self.clock.today()
        return AsOf(known, on)

    def whole(self, facts: Facts) -> Facts:
        """Facts from which anything may be worked out. Raises Refused where some of what was said is not open here.

        A refusal, a fear, a finding that nobody sees here would look as if there was none.
        """
        if not facts.withheld:
            return facts
        assert self.vault is not None
        groups = ", ".join(f"{group}: {number}" for group, number in facts.withheld.items())
        total = str(sum(facts.withheld.values()))
        raise Refused([Problem("withheld", values={"entries": total, "groups": groups, "door": self.vault.door.name})])

    def facts(self, as_of: AsOf | None = None) -> Facts:
        """The statements that stand at a moment. Raises Refused where nothing had been recorded, or by then."""
        if not self.entries:  # the power went when the store had been made and nothing was in it
            raise Refused([Problem("not-recorded", values={"folder": str(self.folder)})])
        found = Facts(self.entries, as_of or self.as_of())
        if not found.entries:
            first = min(e.recorded_at for e in self.entries if e.recorded_at is not None)
            value = time_text(found.as_of.known) if found.as_of.known is not None else ""
            wanted = f"at or after the first entry, {time_text(first)}"
            raise Refused([Problem("time-wrong", values={"value": value, "wanted": wanted})])
        return found


def in_memory(said: Sequence[Said]) -> list[Entry]:
    """Entries of statements that were never recorded."""
    return [Entry(i, None, "", BodyRef("", s.id, s.statement, s.key, s.table)) for i, s in enumerate(said)]
