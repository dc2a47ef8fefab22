"""Erasing a person: everything that names them and nobody else goes; what stays is named, and keeps the answer at no.

- The person is the records that people judged to be one. Records that a machine proposes are named, and wait for a
  judgement. A contradiction or a doubt about who it is waits too.
- A legal hold on any of the records stops it: nothing is written then.
- What was erased is said in the log, without a word of whom. Who asked for it, and why, stays visible.
- What others wrote down of them, and what left the house, is not reached from here: it is named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exeat.adapters.copies import copies
from exeat.adapters.saying import say
from exeat.adapters.store import SqliteStore, erasing
from exeat.adapters.text_file import inside
from exeat.core.case import KEEPER
from exeat.core.claims import Erasure, LegalHold, RowsErased
from exeat.core.entry import BodyRef, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.message import Message
from exeat.core.shape import refs
from exeat.core.statement import Statement
from exeat.evidence.erased import erased_from
from exeat.evidence.mentions import by_name
from exeat.evidence.traces import Left, Traces, traces
from exeat.identity.people import people

from .reading import accesses, forget, readings
from .subject import like

if TYPE_CHECKING:
    from .house import ClearingHouse


GIT = ".git"
BESIDE = ("before-restore", "unreadable")  # how a store is called that a restoring took the place of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `by`: who asks for it, or decided it; `reason`: in words that stay, and name nobody.

    `also`: keys or ids of statements, and addresses of rows, that go though they name others. `names`: to be looked
    for besides. `settled`: files, sources and copies that somebody dealt with; `FILE:LINE` names somebody else. `only`:
    the records that people judged to be theirs, whatever a machine proposes.
    """

    person: str
    by: str
    reason: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """What came of it. `entries` and `rows`: how many went now; `before`: what was erased earlier.

    `stopped`: why nothing was written. `left`: what still names them here; `files`: plain files that do; `elsewhere`:
    where else they are. `notes`: what else to know.
    """

    records: tuple[str, ...] = ()
    entries: int = 0
    rows: int = 0
    before: tuple[Message, ...] = ()
    stopped: tuple[Message, ...] = ()
    left: tuple[Message, ...] = ()
    files: tuple[Message, ...] = ()
    elsewhere: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def gone(self) -> bool:
        """Whether nothing is known to hold them any more."""
        return not (self.stopped or self.left or self.files or self.elsewhere)


def erase(house: "ClearingHouse", asked: Asked, recorder: str = "recorder") -> Erasing:
    """Erase a person. Raises Refused where nobody of that address is known, and where the reason names them."""
    if not house.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(house.folder)})])
    facts = house.whole(_everything(house))
    records, unsure = _cluster(facts, asked.person)
    proposed = () if asked.only else _proposed(house, facts, records)
    stopped = (*holds(facts, records, house.clock.today()), *unsure, *proposed)
    if stopped:
        return Erasing(records=records, stopped=stopped)
    found = _checked(facts, asked, records)
    forget(house, found.records, found.wanted.and_(by_name(*asked.names)).in_text)
    complete = _carry_out(house, asked, records, recorder) if found.rows or found.entries else True
    now = _everything(house)
    return _answer(house, asked, found, now, complete)


def _everything(house: "ClearingHouse") -> Facts:
    return Facts(house.entries, AsOf(None, date.min))


# ------------------------------------------------------------ who


def _cluster(facts: Facts, person: str) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """The records of a person as people judged them, and what is not settled about who it is."""
    known = people(facts)
    of = known.person(person)
    records = known.records(of) if facts.address(person) in known.person_of else (facts.address(person),)
    doubts = [d for d in known.doubts if d.person == of]
    said = [{"kind": d.kind, "statements": ", ".join(map(facts.key, d.statements))} for d in doubts]
    return records, tuple(Message("erase.doubt", values) for values in said)


def _proposed(house: "ClearingHouse", facts: Facts, records: Sequence[str]) -> tuple[Message, ...]:
    """Records that a machine proposes as the same person, and that nobody has judged."""
    found = house.guesses(facts) if set(records) & set(facts.people["record"]) else None
    pairs = [] if found is None else found.select("left", "right").rows()
    others = {b if a in records else a for a, b in pairs if (a in records) is not (b in records)}
    return tuple(Message("erase.proposed", {"record": r}) for r in sorted(others))


def holds(facts: Facts, records: Collection[str] | None, today: date) -> tuple[Message, ...]:
    """The legal holds on any of the records: until their day, and those without one until they are withdrawn.

    `records`: None = on anybody.
    """
    found = []
    for id, said in facts.of(LegalHold):
        hold = said.claim
        assert isinstance(hold, LegalHold)
        last = None if hold.until is None else hold.until.last
        covers = records is None or facts.address(hold.subject) in records
        if said.act != "denies" and covers and (last is None or last >= today):
            until = "" if hold.until is None else hold.until.text
            values = {"speaker": said.by, "reason": hold.reason, "until": until, "statement": facts.key(id)}
            found.append(Message("erase.hold" if until else "erase.hold_undated", values))
    return tuple(found)


# ------------------------------------------------------------ what goes


def _checked(facts: Facts, asked: Asked, records: Sequence[str]) -> Traces:
    """What is held of them. Raises Refused for what nobody knows, and for words that would name them for good."""
    found = traces(facts, records, asked.also)
    known = {x for b in facts.bodies.values() for x in (b.key, b.id)}
    unknown = [x for x in asked.also if x not in known and not _row(facts, x) and not erased_from(facts, x)]
    problems = [Problem("statement-unknown", values={"statement": x}) for x in unknown]
    wanted = found.wanted.and_(by_name(*asked.names))
    for option, words in (("--by", asked.by), ("--reason", asked.reason)):
        if wanted.in_text(words):
            problems.append(Problem("erase-names", values={"option": option}))
    nothing = not (found.rows or found.entries or found.left)
    if nothing and not erased_from(facts, asked.person):
        near = like(asked.person, facts.people["record"])
        problems.append(Problem("person-unknown", values={"person": asked.person, "near": near}))
    if problems:
        raise Refused(problems)
    return found


def _row(facts: Facts, address: str) -> bool:
    tables = [b.table for b in facts.bodies.values() if b.table is not None]
    return any((t.records(facts.origin(t.header.list)) == address).any() for t in tables)


def _carry_out(house: "ClearingHouse", asked: Asked, records: Sequence[str], recorder: str) -> bool:
    """Say what is erased, and erase it; whether it came to its end."""

    def words(facts: Facts) -> list[Statement]:
        if holds(facts, records, house.clock.today()):  # it came in between
            raise Refused([Problem("erase-held")])
        return [Statement(KEEPER, "states", _claim(traces(facts, records, asked.also), asked))]

    with house.store() as store:
        with store.transaction():
            say(store, (), words, house.clock.now(), recorder, house.pen)
            erasing.begin(store)
        complete = finish(store)
    house.forget()
    return complete


def finish(store: SqliteStore) -> bool:
    """Carry an erasure out that was said."""
    return erasing.finish(store)


def _claim(found: Traces, asked: Asked) -> Erasure:
    lists = tuple(RowsErased(of, tuple(n + 1 for n in places)) for of, places in sorted(found.rows.items()))
    return Erasure(asked.by, asked.reason, found.entries, lists)


# ------------------------------------------------------------ the answer


def _answer(house: "ClearingHouse", asked: Asked, found: Traces, facts: Facts, complete: bool) -> Erasing:
    records = tuple(sorted({*found.records, facts.address(asked.person)}))
    wanted = found.wanted.and_(by_name(*asked.names))
    left = traces(facts, records, more=wanted).left
    held = [
        c
        for c in copies(house.folder, facts, records, wanted)
        if (c.file if c.line is None else f"{c.file}:{c.line}") not in asked.settled
    ]
    files = tuple(
        Message("erase.file_unread", {"file": c.file})
        if c.line is None
        else Message("erase.file", {"file": c.file, "line": str(c.line)})
        for c in held
    )
    earlier = [e.message for e in erased_from(facts, asked.person)] if not (found.rows or found.entries) else []
    return Erasing(
        records=found.records,
        entries=len(found.entries),
        rows=sum(map(len, found.rows.values())),
        before=tuple(earlier),
        left=(
            *(() if complete else (Message("erase.read_elsewhere"),)),
            *map(_left, left),
            *_dangling(facts, {x.id for x in left}),
        ),
        files=files,
        elsewhere=tuple(_elsewhere(house, facts, asked, found)),
        notes=tuple(_notes(house, facts, found, asked)),
    )


def _left(left: Left) -> Message:
    values = {"key": left.key, "id": left.id, "kind": left.kind}
    return Message("erase.row_left" if "#" in left.id else f"erase.left_{left.how}", values)


def _dangling(facts: Facts, known: set[str]) -> list[Message]:
    """Statements that name a record which is in no list any more, of a list from which rows were erased."""
    found = []
    for id, said in facts.statements.items():
        named = {r for kind in ("record", "subject", "speaker") for r in refs(said, kind) if "#" in r}
        lost = (r for r in map(facts.address, named) if erased_from(facts, r) and not _row(facts, r))
        if id not in known and any(lost):
            found.append(Message("erase.left_erased", {"key": facts.key(id), "id": id, "kind": said.claim.kind}))
    return found


def _elsewhere(house: "ClearingHouse", facts: Facts, asked: Asked, found: Traces) -> "list[Message]":
    """Sources from which the records came, and what was given out."""
    taken = _taken(facts, asked.person)
    lists = [b for b in facts.bodies.values() if b.digest in taken]
    given = {b.statement.source for b in lists} | set(found.sources)
    wanted = {s for s in given if s is not None} - set(asked.settled)
    here = house.folder  # whose files were searched
    titles = {s.id: s.title for s in facts.case.sources if s.file is None or not inside(here, here / s.file)}
    sources = [Message("erase.source", {"source": s, "title": titles[s]}) for s in sorted(wanted & titles.keys())]
    git = [Message("erase.git")] if (house.folder / GIT).exists() and GIT not in asked.settled else []
    moments = [e.at for e in erased_from(facts, asked.person) if e.at is not None]
    names = {b.table.header.list for b in lists if b.table is not None}
    until = max(moments, default=None)
    copies_out = [*given_out(house, names, until), *backups(house, until)]
    return [*sources, *git, *(m for m in copies_out if m.values["copy"] not in asked.settled)]


def _taken(facts: Facts, person: str) -> set[str]:
    """The lists from which the erasures took rows that bear on this address."""
    ids = {e.statement for e in erased_from(facts, person)}
    claims = [facts.bodies[i].statement.claim for i in ids]
    return {x.of for claim in claims if isinstance(claim, Erasure) for x in claim.lists}


def given_out(house: "ClearingHouse", lists: Collection[str], until: str | None) -> tuple[Message, ...]:
    """Copies of lists that were given out before a moment (None = now), as the log of accesses has them.

    Each message has under `copy` by what it is known.
    """
    found = []
    for access in readings(house):
        asked, at = access.asked, time_text(access.at)
        if asked is not None and asked.command == "parcel" and asked.party and (until is None or at <= until):
            found.append(Message("erase.parcel", {"copy": at, "day": at[:10], "party": asked.party or "?"}))
        if asked is not None and asked.list in lists and (until is None or at <= until):
            values = {"copy": asked.mark or at, "list": asked.list or "", "day": at[:10], "party": asked.party or "-"}
            found.append(Message("erase.copy" if asked.party else "erase.copy_unmarked", values))
    return tuple(found)


def backups(house: "ClearingHouse", until: str | None) -> tuple[Message, ...]:
    """Copies of the whole ledger that hold what was erased, sealed or open: backups, as the log of accesses has them,
    and stores that a restoring left beside. `until`: made before this moment; None = now.
    """
    found = readings(house)
    days = [time_text(a.at) for a in found if a.asked is not None and a.asked.command == "backup"]
    days = [at[:10] for at in days if until is None or at <= until]
    values = {
        "copy": "backups",
        "number": str(len(days)),
        "first": min(days, default=""),
        "last": max(days, default=""),
    }
    made = [Message("erase.backups", values)] if days else []
    beside = sorted(p.name for end in BESIDE for p in house.folder.glob(f"exeat.*.{end}-*"))
    with accesses(house) as log:
        lost = [Message("erase.accesses_lost", {"copy": "accesses"})] if log.begun_again else []
    return (*made, *(Message("erase.beside", {"copy": name}) for name in beside), *lost)


def _notes(house: "ClearingHouse", facts: Facts, found: Traces, asked: Asked) -> "list[Message]":
    notes = [Message("erase.settled", {"what": ", ".join(asked.settled)})] if asked.settled else []
    if found.shared:
        notes.append(Message("erase.shared"))
    open_ = house.vault is None or any(
        isinstance(e.body, BodyRef) and e.body.table is not None and e.body.table.gone and e.body.table.salts is None
        for e in facts.entries
    )
    return [*notes, Message("erase.guessable")] if open_ else notes
