"""Who looks at a recorded case, and what is asked: noted in the log of accesses before a word is shown.

- The books note a reading by themselves, when the store is opened first: no command can forget it.
- Where it cannot be noted, nobody reads what was recorded of real people; of invented ones a line says so.
- In memory, from the files of a folder, nothing is noted: whoever has the files needs no exeat to read them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from exeat.adapters.sqlite import broken
from exeat.adapters.store import AccessStore
from exeat.adapters.vault import SecondKeys
from exeat.core.claims import Accessed
from exeat.core.entry import BodyRef, Entry
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.message import Message
from exeat.identity.people import people

from .subject import like

if TYPE_CHECKING:
    from .books import Books

ACCESSES = "exeat.accesses"


def nobody_hears(said: Message) -> None:
    """Where nobody is to be told."""


def nothing(word: str) -> bool:
    """No word is of anybody."""
    return False


LIBRARY = Accessed("library")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, with what question, and who is told where it could not be noted."""

    by: str = "recorder"
    question: Accessed = LIBRARY
    tell: Callable[[Message], None] = nobody_hears


@dataclass(frozen=True, slots=True)
class Access:
    """One reading. `asked`: the question; None = it was erased, and only when and by whom remains."""

    index: int
    at: datetime
    by: str
    asked: Accessed | None


@contextmanager
def accesses(books: "Books") -> Iterator[AccessStore]:
    """The log of accesses, made where there is none."""
    log = AccessStore.at(books.folder / ACCESSES, None if books.vault is None else SecondKeys(books.vault))
    try:
        yield log
    finally:
        log.close()


def note(books: "Books", access: Accessed, by: str) -> None:
    """Note an access. Raises Refused where it cannot be written and the people are real."""
    pen = books.pen  # a wrong passphrase is said as such
    try:
        with accesses(books) as log:
            log.note(_by_door(books, access), books.clock.now(), by, pen)
    except broken(OSError, Refused, KeyError) as e:
        why = e.problems[0].values.get("why", e.problems[0].code) if isinstance(e, Refused) else str(e)
        if _people(books) == "real":
            raise Refused([Problem("access-unwritten", ACCESSES, values={"why": why})]) from e
        books.reader.tell(Message("cli.access_unwritten", {"why": why}))


def _by_door(books: "Books", access: Accessed) -> Accessed:
    """An access with the name of the passphrase that opened the keys: whoever reads can give any name, and not this."""
    return access if books.vault is None else replace(access, door=books.vault.door.name)


def _people(books: "Books") -> str:
    """Of whom a recorded case is; nobody is shown what is read for this."""
    with books.ledger() as store:
        return Facts(store.entries(), AsOf(None, date.min)).case.people


def readings(books: "Books") -> tuple[Access, ...]:
    """Every access that was noted, in the order of the log."""
    with books.store(), accesses(books) as log:
        return tuple(_access(e) for e in log.entries())


def _access(entry: Entry) -> Access:
    claim = entry.body.statement.claim if isinstance(entry.body, BodyRef) else None
    assert entry.recorded_at is not None
    return Access(entry.index, entry.recorded_at, entry.recorded_by, claim if isinstance(claim, Accessed) else None)


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked at one person's file. `named`: questions that name one of the person's records, and copies of lists
    with one; `everybody`: how many others may have shown the person among everybody; `erased`: how many say no more.
    """

    records: tuple[str, ...]
    named: tuple[Access, ...]
    everybody: int
    erased: int


def looked_at(books: "Books", record: str | None = None) -> Looked:
    """Who looked at the file of a person, by any of the person's records; None = every access.

    Raises Refused where nothing was recorded, and for a record that nobody lists and nobody asked for.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    found = readings(books)
    if record is None:
        return Looked((), found, 0, sum(a.asked is None for a in found))
    facts = books.facts()
    joined = people(facts)
    records = joined.records(joined.person(record))
    listed = set(facts.people["record"])
    if not listed.intersection(records) and not any(a.asked and record in a.asked.about for a in found[:-1]):
        raise Refused([Problem("person-unknown", values={"person": record, "near": like(record, listed)})])
    lists = {r.partition("#")[0] for r in records}
    ours = tuple(a for a in found if a.asked is not None and _names(a.asked, facts, records, lists))
    rest = [a for a in found if a not in ours]
    everybody = sum(a.asked is not None and not a.asked.about and a.asked.list is None for a in rest)
    return Looked(records, ours, everybody, sum(a.asked is None for a in rest))


def _names(asked: Accessed, facts: Facts, records: Sequence[str], lists: set[str]) -> bool:
    of_list = asked.list is not None and facts.origin(asked.list) in lists
    return of_list or any(facts.address(r) in records for r in asked.about)


def forget(books: "Books", records: Sequence[str], mentions: Callable[[str], bool] = nothing) -> int:
    """Erase what the log of accesses says of these records, by whatever address they were asked for; how many entries.

    `mentions`: whether a word of a question is of the person in another way.

    Who looked and when stays, and so does every proof; copies of lists that left the house stay, and name the list.
    """
    facts, wanted = books.facts(), set(records)
    with accesses(books) as log:
        named = [e.index for e in log.entries() if _bears(e, facts, wanted, mentions)]
        log.forget(named)
    return len(named)


def _bears(entry: Entry, facts: Facts, wanted: set[str], mentions: Callable[[str], bool]) -> bool:
    asked = _access(entry).asked
    told = () if asked is None else (*asked.about, *(value for _, value in asked.asked))
    return any(t in wanted or facts.address(t) in wanted or mentions(t) for t in told)
