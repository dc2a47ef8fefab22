"""The clearing house: where what was recorded and the pure parts meet. The faces have no other way in.

- A case is a folder. Where it has an `exeat.db`, the house answers from what was recorded there; where it has none, the
  folder is read in memory and nothing is written.
- Every answer is as of a moment: what had been recorded by `known`, about the day `on`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .adapters.clock import SystemClock
from .adapters.exports.write import Exported, export_list
from .adapters.folder import CASE_FILE, Said, read_folder
from .adapters.highs import Highs
from .adapters.new_case import new_case
from .adapters.recording import Recorded, Recording
from .adapters.saying import Words, say
from .adapters.sqlite_store import SqliteStore
from .clearing.plan import Cleared, clear
from .clearing.why import Why, why
from .core.case import Case
from .core.claims import Offer
from .core.entry import BodyRef, Entry, time_text
from .core.errors import Problem, Refused
from .core.facts import AsOf, Facts
from .core.marked import Plain
from .identity.judgements import Verdict, judging, taking_back
from .identity.people import People, people
from .identity.proposals import bearing, everywhere, key, proposals
from .terms.choices import check_choices, choices_of, choices_said
from .terms.points import OpenPoint, open_points
from .terms.terms import Term, terms

if TYPE_CHECKING:
    import polars as pl

    from .clearing.check import Finding
    from .core.message import Message
    from .evidence.audit import Audit
    from .evidence.differences import Difference
    from .evidence.heard import Heard, Subject
    from .evidence.remarks import Remarks
    from .evidence.today import Today

STORE = "exeat.db"
GUESSED = 20_000  # records of a case that are compared with one another without being asked for
KEPT_FOR = timedelta(days=60)  # how long whoever gets a list is asked to keep it, unless somebody says otherwise

__all__ = ["STORE", "ClearingHouse", "Clock", "Unrecorded", "in_memory", "new_case", "open_case"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...


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
        self._proposed: dict[object, pl.DataFrame] = {}  # derived, and kept in memory alone

    # -------------------------------------------------------- what was recorded

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
        self._say(judging(reviewer, left, right, verdict, self.clock.today()), recorder or reviewer)

    def take_back(self, reviewer: str, statement: str, recorder: str | None = None) -> None:
        """Record that a reviewer takes a judgement of theirs back. Raises Refused: see `judge`."""
        self._say(taking_back(reviewer, statement, self.clock.today()), recorder or reviewer)

    def _say(self, words: Words, by: str) -> None:
        if not self.recorded:
            raise Refused([Problem("not-recorded", values={"folder": str(self.folder)})])
        entries = say(self.folder / STORE, self.entries, words, self.clock.now(), by)
        self.__dict__["entries"] = entries

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
        """Who is who, as people's judgements stand; with the machine's matches only where a threshold stands."""
        facts = facts or self.facts()
        threshold = facts.case.protocol.identity_threshold
        return people(facts, None if threshold is None else self._proposals(facts, everywhere(facts)))

    def proposals(self, facts: Facts | None = None, judged: bool = False) -> "pl.DataFrame":
        """The pairs of records that may be one person, as the machine has it, and that nobody has judged.

        `judged`: those too on which somebody has, as if nobody had. Columns: `left`, `right` (addresses; left sorts
        before right), `score`, `probability`, `decision` (match | review), `margin`: see `identity.proposals`.
        """
        facts = facts or self.facts()
        found = self._proposals(facts, everywhere(facts))
        return found if judged else people(facts).judgements.unanswered(found)

    def _proposals(self, facts: Facts, lists: "tuple[str, ...]") -> "pl.DataFrame":
        """What the machine proposes between lists, judged or not: worked out once for the same rows."""
        wanted = key(facts, lists)
        if wanted not in self._proposed:
            self._proposed[wanted] = proposals(facts, lists)
        return self._proposed[wanted]

    def terms(self, facts: Facts | None = None) -> tuple[tuple[Term, ...], tuple[OpenPoint, ...]]:
        """The clauses that stand, and what they leave open."""
        facts = facts or self.facts()
        found = terms(facts)
        return found, open_points(facts, found)

    def differences(self, facts: Facts | None = None) -> "tuple[Difference, ...]":
        """Statements about the same matter, side by side."""
        from .evidence.differences import differences

        return differences(facts or self.facts())

    def remarks(self, facts: Facts | None = None, name: str | None = None) -> "tuple[Remarks, ...]":
        """What was remarked on the names of each list, or of one list, under the id of any of its versions.

        Raises Refused for a list on which no remark is asked for or was made.
        """
        from .evidence.remarks import remarks

        facts = facts or self.facts()
        found = remarks(facts)
        if name is None:
            return found
        one = tuple(r for r in found if r.list == facts.origin(name))
        if not one:
            known = [v.list for r in found for v in r.versions]
            near = next(iter(get_close_matches(name, known, 1, 0.6)), "")
            raise Refused([Problem("list-unknown", values={"list": name, "known": ", ".join(known), "near": near})])
        return one

    def for_both_sides(self, found: "Sequence[Remarks]") -> "tuple[Remarks, ...]":
        """Those of the lists that both sides may see in one table.

        Raises Refused where none was submitted as a proposal, or where they are of more than two sides.
        """
        shared = tuple(r for r in found if r.purpose == "proposal" and r.asked)
        sides = sorted({p for r in shared for p in (r.power, *r.asked)})
        if not shared:
            lists = ", ".join(r.versions[-1].list for r in found)
            raise Refused([Problem("table-of-nothing", values={"lists": lists})])
        if len(sides) > 2:
            raise Refused([Problem("table-of-many", values={"sides": ", ".join(sides)})])
        return shared

    def audit(self, facts: Facts | None = None, guess: bool = True) -> "Audit":
        """What to look at in the lists, as they and others say; and, where the lists are not too long, as a machine
        guesses (`guess`): see `guesses`."""
        from .evidence.audit import of_case

        facts = facts or self.facts()
        known = self.people(facts)
        return of_case(facts, known.persons, known.judged, self.guesses(facts) if guess else None)

    def guesses(self, facts: Facts | None = None) -> "pl.DataFrame | None":
        """The proposals on which a judgement is worth most: matches, and what is as likely as not.

        None where there are more than `GUESSED` records: comparing them all takes its time, and is asked for by itself.
        """
        import polars as pl

        facts = facts or self.facts()
        if facts.people.height > GUESSED:
            return None
        return self.proposals(facts).filter((pl.col("decision") == "match") | (pl.col("probability") >= 0.5))

    def said(self, subject: str | None = None, facts: Facts | None = None) -> "tuple[Subject, tuple[Heard, ...]]":
        """Everything that stands of a person (by a record), a group, a party or an offer; None = of no person.

        Raises Refused for what is none of them.
        """
        from .evidence.heard import heard

        facts = facts or self.facts()
        found = _subject(subject, facts, self.people(facts))
        return found, heard(facts, found)

    def today(self, facts: Facts | None = None, since: datetime | None = None, days: int = 14) -> "Today":
        """What changed since a moment; None = since the last day of recording before the newest.

        Where nothing was recorded, by the days on which things were said. Raises Refused where `since` is later than
        what is known.
        """
        from .evidence.since import earlier
        from .evidence.today import today

        facts = facts or self.facts()
        if since is not None and facts.as_of.known is not None and since > facts.as_of.known:
            wanted = f"not after what is known, {time_text(facts.as_of.known)}"
            raise Refused([Problem("time-wrong", values={"value": time_text(since), "wanted": wanted})])
        before, moment = earlier(facts, since)
        return today(before, facts, moment, days, self.people(facts).persons)

    def note(self, to: str, open_points: "Sequence[Message]", facts: Facts | None = None) -> "tuple[Message, ...]":
        """What a party is asked, in order: see `evidence.note`. Raises Refused for a party that nobody declared."""
        from .evidence.audit import owed
        from .evidence.note import note

        facts = facts or self.facts()
        if facts.case.party(to) is None:
            known = ", ".join(p.id for p in facts.case.parties)
            raise Refused([Problem("usage", values={"why": f"there is no party {to}; there are: {known}"})])
        return note(facts, to, open_points, owed(facts, self.audit(facts, guess=False), to))

    def plan(
        self, facts: Facts | None = None, seconds: float | None = None, read: Mapping[str, str] | None = None
    ) -> Cleared:
        """What the parties' own terms allow. `read`: open points read otherwise than the protocol chooses.

        Raises Refused where an open point is given what is no choice of it.
        """
        facts = facts or self.facts()
        choices = dict(facts.case.protocol.readings) | dict(read or {})
        check_choices(facts, choices)
        return clear(facts, people(facts, self._proposals(facts, bearing(facts))), Highs(seconds), choices)

    def why(self, record: str, facts: Facts | None = None) -> Why:
        """Why the person of a record is in, out, or in an open place. Raises Refused for a record nobody lists."""
        cleared = self.plan(facts)
        records = set(cleared.world.facts.people["record"])
        if cleared.world.facts.address(record) not in records:
            raise Refused([Problem("person-unknown", values={"person": record, "near": _like(record, records)})])
        return why(cleared, record)

    def check(self, plan: Plain, facts: Facts | None = None) -> "tuple[Finding, ...]":
        """What is wrong with a plan document, recomputed apart from what made it; nothing where it holds."""
        from .clearing.check import check_plan

        facts = facts or self.facts()
        choices = choices_of(plan) or choices_said(facts)
        assert isinstance(plan, dict), "a plan document is an object"
        return check_plan(facts, plan, choices, self._proposals(facts, bearing(facts)))

    def check_names(self, names: Sequence[tuple[str, str]], facts: Facts | None = None) -> "tuple[Finding, ...]":
        """What is wrong with names that somebody designated: (clause, record); an empty clause = any that fits."""
        from .clearing.check import check_names

        facts = facts or self.facts()
        clauses = [t.clause for t in terms(facts)]
        return check_names(facts, clauses, choices_said(facts), names, self._proposals(facts, bearing(facts)))

    def export(
        self,
        name: str,
        path: Path,
        facts: Facts | None = None,
        expires: date | None = None,
        without: Sequence[str] = (),
        force: bool = False,
    ) -> Exported:
        """Write one list, as it stands, into a file whose ending says the format.

        `expires`: when whoever gets it is to delete it, where the format can say so; None = in 60 days. `without`:
        columns left out. Raises Refused, and then nothing was written.
        """
        until = expires or self.clock.today() + KEPT_FOR
        return export_list(facts or self.facts(), name, path, until, without, force)


def in_memory(said: Sequence[Said]) -> list[Entry]:
    """Entries of statements that were never recorded."""
    return [Entry(i, None, "", BodyRef("", s.id, s.statement, s.key, s.table)) for i, s in enumerate(said)]


def _subject(name: str | None, facts: Facts, found: People) -> "Subject":
    """What an id means: everybody's records of a person, a group, a party with its offices, an offer."""
    from .evidence.heard import Subject

    case, offers = facts.case, {s.claim.offer for _, s in facts.of(Offer) if isinstance(s.claim, Offer)}
    records, groups = set(facts.people["record"]), {g.id for g in case.groups}
    if name is None:
        return Subject("case")
    if facts.address(name) in records:
        return Subject("person", frozenset(found.records(found.person(facts.address(name)))))
    if name in groups:
        return Subject("group", frozenset({name}))
    if case.party(name) is not None:
        return Subject("party", frozenset(p.id for p in case.parties if name in (p.id, case.power_of(p.id))))
    if name in offers:
        return Subject("offer", frozenset({name}))
    known = [*groups, *offers, *(p.id for p in case.parties)]
    near = _like(name, records) if "#" in name else next(iter(get_close_matches(name, known, 1, 0.6)), "")
    raise Refused([Problem("subject-unknown", values={"subject": name, "near": near})])


def _like(record: str, records: Iterable[str]) -> str:
    """The record that was perhaps meant: the only one of that id, or one spelt like it; empty where there is none."""
    records = sorted(records)
    same_id = [r for r in records if r.partition("#")[2] == record.rpartition("#")[2]]
    return same_id[0] if len(same_id) == 1 else next(iter(get_close_matches(record, records, 1, 0.8)), "")
