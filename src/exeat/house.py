"""The clearing house: where what was recorded and the pure parts meet. The faces have no other way in.

- A case is a folder. Where it has an `exeat.db`, the house answers from what was recorded there; where it has none, the
  folder is read in memory and nothing is written.
- Every answer is as of a moment: what had been recorded by `known`, about the day `on`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from .adapters.clock import SystemClock
from .adapters.folder import CASE_FILE, CASE_KEY, Said, identified, read_folder
from .adapters.highs import Highs
from .adapters.sqlite_store import SqliteStore
from .clearing.check import Finding, check_names, check_plan
from .clearing.plan import Cleared, clear
from .clearing.why import Why, why
from .core.case import KEEPER, Case
from .core.claims import CaseKept, RecordingError
from .core.entry import BodyRef, Entry, time_text
from .core.errors import Problem, Refused
from .core.facts import AsOf, Facts
from .core.marked import Plain
from .core.statement import Statement
from .evidence.differences import Difference, differences
from .identity.people import People, people
from .terms.points import OpenPoint, open_points
from .terms.terms import Term, terms

STORE = "exeat.db"
UNDO = "undo."  # keys of the recording errors that `record --correct` makes


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record` did: keys of new statements, how many were known, and keys that stand but left the files."""

    new: tuple[str, ...]
    known: int
    corrected: tuple[str, ...]
    gone: tuple[str, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How the files differ from what was recorded: keys not recorded, and keys with another body."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


def open_case(path: str | Path, clock: Clock | None = None) -> "ClearingHouse":
    """A case folder as a clearing house. Raises Refused where there is no case, or its files have mistakes."""
    folder = Path(path)
    if not (folder / CASE_FILE).is_file() and not (folder / STORE).is_file():
        raise Refused([Problem("case-not-found", values={"folder": str(folder)})])
    return ClearingHouse(folder, clock or SystemClock())


class ClearingHouse:
    """One case. Every view is worked out from the entries; nothing but the entries is kept."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock

    # -------------------------------------------------------- what was recorded

    @property
    def recorded(self) -> bool:
        """Whether the case has a store."""
        return (self.folder / STORE).is_file()

    @cached_property
    def files(self) -> tuple[Case, list[Said]]:
        """What the folder's files say. Raises Refused with every mistake."""
        return read_folder(self.folder)

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
            missing = _Recording(case, said, store, self.entries).missing()
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
                recording = _Recording(case, said, store, tuple(store.entries()))
                return recording.record(self.clock.now(), by, frozenset(correct))
        finally:
            store.close()
            self.__dict__.pop("entries", None)

    # -------------------------------------------------------- views

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

    def people(self, facts: Facts | None = None) -> People:
        """Who is who, as people's judgements stand."""
        return people(facts or self.facts())

    def terms(self, facts: Facts | None = None) -> tuple[tuple[Term, ...], tuple[OpenPoint, ...]]:
        """The clauses that stand, and what they leave open."""
        facts = facts or self.facts()
        found = terms(facts)
        return found, open_points(facts, found)

    def differences(self, facts: Facts | None = None) -> tuple[Difference, ...]:
        """Statements about the same matter, side by side."""
        return differences(facts or self.facts())

    def plan(
        self, facts: Facts | None = None, seconds: float | None = None, read: Mapping[str, str] | None = None
    ) -> Cleared:
        """What the parties' own terms allow. `read`: open points read otherwise than the protocol chooses.

        Raises Refused where an open point is given what is no choice of it.
        """
        facts = facts or self.facts()
        choices = dict(facts.case.protocol.readings) | dict(read or {})
        _check_choices(facts, choices)
        return clear(facts, people(facts), Highs(seconds), choices)

    def why(self, record: str, facts: Facts | None = None) -> Why:
        """Why the person of a record is in, out, or in an open place. Raises Refused for a record nobody lists."""
        cleared = self.plan(facts)
        rows = cleared.world.facts.people
        if record not in set(rows["record"]):
            raise Refused([Problem("person-unknown", values={"person": record})])
        return why(cleared, record)

    def check(self, plan: Plain, facts: Facts | None = None) -> tuple[Finding, ...]:
        """What is wrong with a plan document, recomputed apart from what made it; nothing where it holds."""
        facts = facts or self.facts()
        choices = _choices(plan) or self._choices(facts)
        assert isinstance(plan, dict), "a plan document is an object"
        return check_plan(facts, plan, choices)

    def check_names(self, names: Sequence[tuple[str, str]], facts: Facts | None = None) -> tuple[Finding, ...]:
        """What is wrong with names that somebody designated: (clause, record); an empty clause = any that fits."""
        facts = facts or self.facts()
        clauses = [t.clause for t in terms(facts)]
        return check_names(facts, clauses, self._choices(facts), names)

    def _choices(self, facts: Facts) -> dict[str, str]:
        """The protocol's choices, and the only choice of a point that has one."""
        points = open_points(facts, terms(facts))
        only = {p.id: p.choices[0] for p in points if len(p.choices) == 1}
        return only | dict(facts.case.protocol.readings)


def in_memory(said: Sequence[Said]) -> list[Entry]:
    """Entries of statements that were never recorded."""
    return [Entry(i, None, "", BodyRef("", s.id, s.statement, s.key, s.table)) for i, s in enumerate(said)]


def _choices(plan: Plain) -> dict[str, str] | None:
    """The choices of the reading that a plan document answers for; None where it names none."""
    readings = plan.get("readings") if isinstance(plan, dict) else None
    for reading in readings if isinstance(readings, list) else []:
        if isinstance(plan, dict) and isinstance(reading, dict) and reading.get("id") == plan.get("reading"):
            choices = reading.get("choices")
            return {str(k): str(v) for k, v in choices.items()} if isinstance(choices, dict) else None
    return None


def _check_choices(facts: Facts, choices: Mapping[str, str]) -> None:
    points = {p.id: p for p in open_points(facts, terms(facts))}
    wrong = [
        Problem(
            "reading-unknown",
            CASE_FILE,
            values={"point": k, "choice": c, "known": ", ".join(points[k].choices)},
        )
        if k in points
        else Problem("reading-unknown", CASE_FILE, values={"point": k, "given": "point", "known": ", ".join(points)})
        for k, c in sorted(choices.items())
        if k not in points or c not in points[k].choices
    ]
    if wrong:
        raise Refused(wrong)


class _Recording:
    """What the files say beside what was recorded: the words to add, and the recorder's slips to undo."""

    def __init__(self, case: Case, said: Sequence[Said], store: SqliteStore, entries: Sequence[Entry]) -> None:
        self.case, self.said, self.store = case, said, store
        self.facts = Facts(entries, AsOf(None, date.min))
        self.bodies = self.facts.bodies
        self.keys = {b.key: i for i, b in self.bodies.items()}  # the newest under each key
        standing = {s.claim.statement for i, s in self.facts.of(RecordingError)
                    if self._ours(i) and isinstance(s.claim, RecordingError)}  # fmt: skip
        self.undone = {b.statement.body(): i for i, b in self.bodies.items() if i in standing}

    def _ours(self, id: str) -> bool:
        return self.facts.key(id).startswith(UNDO)

    def missing(self) -> list[Said]:
        """The statements of the files that do not stand as recorded."""
        return [s for s in self.said if not self._known(s)]

    def _known(self, said: Said) -> bool:
        if said.key == CASE_KEY:
            return bool(self.bodies) and self.facts.case == replace(self.case, lists=())
        return self.store.recognises(said.body) and said.body not in self.undone

    def record(self, at: datetime, by: str, correct: frozenset[str]) -> Recorded:
        missing = self.missing()
        changed = [s for s in missing if s.key in self.keys and s.key != CASE_KEY]
        refused = [Problem("key-known", values={"key": s.key}) for s in changed if s.key not in correct]
        if refused:
            raise Refused(refused)
        new = [self._kept(s) if s.key == CASE_KEY else s for s in missing if s not in changed]
        added = self.store.append([*(c for s in changed for c in self._corrected(s)), *new], at, by)
        files = {s.key for s in self.said}
        gone = tuple(sorted(k for k in self.keys if k and k not in files and not k.startswith(UNDO)))
        known, total = len(self.said) - len(missing), len(self.facts.entries) + added
        return Recorded(tuple(s.key for s in new), known, tuple(s.key for s in changed), gone, total)

    def _corrected(self, said: Said) -> Iterator[Said]:
        """What makes a key say what the files say now: the slip undone, and the words added or put back."""
        undone = set(self.undone.values())
        yield from (self._flip(said.key, i) for i, b in self.bodies.items() if b.key == said.key and i not in undone)
        yield self._flip(said.key, self.undone[said.body]) if said.body in self.undone else said

    def _flip(self, key: str, id: str) -> Said:
        """A recording error that undoes a statement, or the undoing of it, whichever was the last to stand."""
        undoings = {s.statement.claim.statement: i for i, s in self.bodies.items()
                    if self._ours(i) and isinstance(s.statement.claim, RecordingError)}  # fmt: skip
        while id in undoings:
            id = undoings[id]
        return identified(self.case.id, f"{UNDO}{key}.{id[3:11]}", Statement(KEEPER, "states", RecordingError(id)))

    def _kept(self, said: Said) -> Said:
        """The case as its keeper declares it now; it replaces the declaration before."""
        if CASE_KEY not in self.keys or not isinstance(said.statement.claim, CaseKept):
            return said
        claim = replace(said.statement.claim, replaces=self.keys[CASE_KEY])
        return identified(self.case.id, CASE_KEY, replace(said.statement, claim=claim))
