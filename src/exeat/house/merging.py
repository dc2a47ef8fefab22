"""Two ledgers of one case, of two offices: what the other has becomes known here, and each entry keeps its origin.

- The other ledger is verified whole before anything is taken, and opened by its own keys.
- Words come with the salt that they have there, and so under their own id. Words that are known here are not said
  twice; what refers to the id that they have there means the statement here: see `core.elsewhere`.
- Every statement that the other has, known here or not, gets an entry that says where it was recorded, by whom, when,
  signed by which key, with the proof.
- Two declarations of the case are never mixed: somebody says which one counts.

- Where erasures stand here, nothing new comes in until somebody says that they saw it, and why: see `kept_out`.

What it does not do: words that were erased here, and name nobody by an address, are not recognised; lists of which a
row was erased there stay there.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from exeat.adapters.folder import CASE_KEY
from exeat.adapters.recording import changes
from exeat.adapters.said import Said, Salts, identified
from exeat.adapters.saying import NO_KEY
from exeat.adapters.store import SqliteStore, check_sealed, moving, salts_of
from exeat.core import claims as c
from exeat.core.canonical import canonical, plain
from exeat.core.case import KEEPER
from exeat.core.entry import BodyRef, Entry, Erased, Withheld, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.message import Message
from exeat.core.statement import Statement
from exeat.ledger.bundle import Bundle
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.note import Note
from exeat.ledger.tree import Tree

from .books import Books
from .kept_out import KeptOut
from .verify import signature_of, verify

APART = (c.SigningKey, c.Accessed, c.Erasure, c.CaseKept)
"""What a log says of itself stays with it; of the declarations of the case one is chosen."""

Declared = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of it. `origin`, `log`: the name of the other log, and its key.

    `new`: statements that were not known here; `known`: those that were, and have a second origin now; `before`: those
    that had been taken from there before; `erased`: entries there that say no more; `left`: lists there with rows that
    were erased; `gone`: the very words that were taken from there, and erased here since.
    `held`: entries that may be of somebody who was erased here, and were kept out; `erasures`: that stand here.
    `withheld`: entries that a parcel keeps to itself, by visibility groups; what they say is not known here.
    `moved`: entries here that came under a visibility group, which the declaration that counts now has.
    `problems`: what does not hold of the other ledger; then nothing was taken.
    """

    origin: str
    log: str
    new: int = 0
    known: int = 0
    before: int = 0
    erased: int = 0
    left: int = 0
    gone: int = 0
    withheld: int = 0
    moved: int = 0
    held: int = 0
    erasures: tuple[Message, ...] = ()
    problems: tuple[Message, ...] = ()


def merge(
    books: Books,
    other: Books,
    by: str,
    declared: Declared | None = None,
    log: str | None = None,
    although: tuple[str, str] | None = None,
) -> Merged:
    """Take what another office's ledger of this case has. `by`: who records it here.

    `declared`: whose declaration of the case counts, where they differ; `log`: the key of the other log, as its owner
    gave it; `although`: who saw that erasures stand here and lets words in all the same, and why. Raises Refused, and
    then nothing was taken, where the two do not go together: with every reason.
    """
    for one in (books, other):
        if not one.recorded:
            raise Refused([Problem("not-recorded", values={"folder": str(one.folder)})])
    books.check_noted()
    key = other.log_key
    if key is None:
        raise Refused([Problem("merge-unsigned", values={"folder": str(other.folder)})])
    if log is not None and log != str(key):
        raise Refused([Problem("log-unknown", values={"origin": key.name})])
    found = Merged(origin=key.name, log=str(key), problems=verify(other).problems)
    return found if found.problems else _Merging(books, other, by, declared, although).run(found)


class _Merging:
    """One taking over. `here`: the ids of the bodies that are here, by entry; `before`: what was taken before."""

    def __init__(
        self, books: Books, other: Books, by: str, declared: Declared | None, although: tuple[str, str] | None
    ) -> None:
        self.books, self.by, self.declared, self.although = books, by, declared, although
        self.theirs, self.entries, self.part = other.facts(AsOf(None, date.min)), other.entries, other.is_part
        with other.store() as store, store.snapshot():
            note = store.checkpoint()
            if note is None:
                raise Refused([Problem("not-proved")])
            self.note: Note = note
            self.origin = read_checkpoint(note.text).origin
            self.tree = Tree(store.leaves())
            self.words = {e.index: store.words(e.index) or "" for e in self.entries}

    def run(self, found: Merged) -> Merged:
        with self.books.store() as store:
            with store.transaction():
                ours = Facts(store.entries(), AsOf(None, date.min))
                check_sealed(self.theirs.case, store)
                self.kept_out = KeptOut(ours, self.theirs)
                against = list(_against(ours, self.theirs, self.declared, self.part, self.kept_out))
                if against:
                    raise Refused(against)
                counts = self._take(store, ours)
                counts["moved"] = len(moving.move(store)[0])
            moving.finish(store)
        self.books.__dict__.pop("entries", None)
        names = ("new", "known", "before", "erased", "left", "gone", "withheld", "moved", "held")
        counted: dict[str, Any] = {name: counts[name] for name in names}
        return replace(found, erasures=tuple(e.message for e in self.kept_out.erasures), **counted)

    def _take(self, store: SqliteStore, ours: Facts) -> Counter[str]:
        self.store, self.salts, counts = store, salts_of(ours.case, store), Counter[str]()
        claims = [s.claim for _, s in ours.of(c.RecordedElsewhere)]
        self.before = {(e.origin, e.index) for e in claims if isinstance(e, c.RecordedElsewhere)}
        self.gone = {e.body.digest for e in ours.entries if isinstance(e.body, Erased)}
        self.here = {e.index: e.body.id for e in ours.entries if isinstance(e.body, BodyRef)}
        self.same = {e.body.digest: e.index for e in ours.entries if isinstance(e.body, BodyRef)}
        self.keys = {b.key for b in ours.bodies.values()}
        self.held, self.seen = self._held(), self.although if self.kept_out.erasures else None
        said: list[Said] = []
        for entry in self.entries:
            what, more = self._one(entry)
            said += more
            counts[what] += 1
        if counts["new"] and self.kept_out.erasures and self.although is None:
            raise Refused([_erased_here(self.kept_out, counts)])
        if self.declared == "theirs" and ours.case != self.theirs.case:
            said.append(_declaration(ours, self.theirs, self.salts))
        store.append(said, self.books.clock.now(), self.by, self.books.pen)
        return counts

    def _one(self, entry: Entry) -> tuple[str, list[Said]]:
        """What becomes of one of their entries, and what is said of it here; nothing = it stays with their log."""
        body = entry.body
        if not isinstance(body, BodyRef):
            return "withheld" if isinstance(body, Withheld) else "erased", []
        claim = body.statement.claim
        if isinstance(claim, APART) or (isinstance(claim, c.RecordedElsewhere) and claim.origin == self.store.origin):
            return "", []
        if (self.origin, entry.index) in self.before:
            return "before", []
        if body.digest in self.gone:
            return "gone", []
        if body.table is not None and body.table.gone:
            return "left", []
        return self._told(entry, body)

    def _known(self, told: Said, body: BodyRef) -> int | None:
        """The entry here that has these words; None = none has."""
        index = self.same.get(body.digest)
        for words in (told.body, told.known if told.known is not None else told.body):
            index = self.store.recognised(words) if index is None else index
        return index

    def _held(self) -> set[str]:
        """The ids of what is not known here, and may be of somebody who was erased here."""
        if not self.kept_out.lists:
            return set()
        bodies = ((e.index, e.body) for e in self.entries if isinstance(e.body, BodyRef))
        return self.kept_out.among([b for i, b in bodies if self._known(self._said(i, b), b) is None])

    def _told(self, entry: Entry, body: BodyRef) -> tuple[str, list[Said]]:
        told = self._said(entry.index, body)
        index = self._known(told, body)
        if body.id in self.held:
            return "held", []
        if isinstance(body.statement.claim, c.RecordedElsewhere):  # of a third office
            return ("", []) if index is not None else ("", [told])
        if index is None:
            return "new", [told, self._origin(entry, told.id, told.id, self.seen)]
        return "known", [self._origin(entry, self.here[index], told.id)]

    def _said(self, index: int, body: BodyRef) -> Said:
        """Their words as they lie there, with their salt; under another key where theirs is taken here."""
        held = plain(self.words[index].encode())
        assert isinstance(held, dict)
        key = body.key or NO_KEY
        if key and key in self.keys:
            key = f"{key}.{self.origin.rpartition('/')[2]}"
        salt, said = bytes.fromhex(str(held["salt"])), canonical(held["body"])
        return Said(key, body.id, salt, said, body.statement, body.table)

    def _origin(self, entry: Entry, here: str, there: str, although: tuple[str, str] | None = None) -> Said:
        """That the other log has it, and since when. `although`: who let new words in beside erasures, and why."""
        assert entry.recorded_at is not None
        path = self.tree.inclusion(entry.index, read_checkpoint(self.note.text).size)
        signature = signature_of(entry.signature)
        proof = str(Bundle(entry.text().decode(), entry.index, path, self.note, signature))
        signed, other = None if signature is None else signature.name, None if there == here else there
        at, by = time_text(entry.recorded_at), entry.recorded_by
        claim = c.RecordedElsewhere(here, self.origin, entry.index, at, by, proof, other, signed, _seen(although))
        return identified(self.salts, NO_KEY, Statement(KEEPER, "states", claim))


def _seen(although: tuple[str, str] | None) -> str | None:
    return None if although is None else ": ".join(although)


def _erased_here(kept_out: KeptOut, counts: Counter[str]) -> Problem:
    """That erasures stand here, and how much would come in beside them."""
    made = "; ".join(f"{(e.at or '')[:10]}, {e.asked_by}: {e.reason}" for e in kept_out.erasures)
    values = {"number": str(len(kept_out.erasures)), "new": str(counts["new"]), "held": str(counts["held"])}
    return Problem("merge-erasures", values={**values, "erasures": made})


def _declaration(ours: Facts, theirs: Facts, salts: Salts) -> Said:
    """The case as the other declares it, in the place of ours."""
    kept = {i: s.claim for i, s in ours.of(c.CaseKept) if isinstance(s.claim, c.CaseKept)}
    replaced = {k.replaces for k in kept.values()}
    newest = next(i for i in reversed(kept) if i not in replaced)
    return identified(salts, CASE_KEY, Statement(KEEPER, "states", c.CaseKept(theirs.case, newest)))


# ------------------------------------------------------------ what stands against it


def _against(ours: Facts, theirs: Facts, declared: Declared | None, part: bool, kept_out: KeptOut) -> Iterator[Problem]:
    """Why two ledgers do not go together, all reasons at once. `part`: the other may withhold something."""
    if ours.case.id != theirs.case.id:
        yield Problem("merge-other-case", values={"ours": ours.case.id, "theirs": theirs.case.id})
        return
    shut = {*ours.withheld, *(() if part else theirs.withheld)}
    if shut:
        yield Problem("merge-part", values={"groups": ", ".join(sorted(shut))})
    for change in () if declared is not None else changes(ours.case, theirs.case):
        yield Problem("merge-declared", values={"change": change})
    here, there = _named(ours), _named(theirs, kept_out)
    for name in sorted(here.keys() & there.keys()):
        if here[name] != there[name]:
            yield Problem("merge-twice", values={"name": name})


def _named(facts: Facts, kept_out: KeptOut | None = None) -> dict[str, set[bytes]]:
    """What the lists and offers that stand are called, and what each says, whatever its salts are; but not those that
    are kept out."""
    found: dict[str, set[bytes]] = {}
    for i, s in facts.of(c.Submitted, c.Offer):
        table = facts.bodies[i].table
        if isinstance(s.claim, c.Offer):
            found.setdefault(s.claim.offer, set()).add(s.body())
        elif kept_out is not None and kept_out.names(facts.bodies[i]):
            continue
        elif isinstance(s.claim, c.Submitted) and table is not None:
            rows = canonical([[str(cell) for cell in row] for row in table.rows.iter_rows()])
            head = replace(s, claim=replace(s.claim, root=""))
            found.setdefault(s.claim.list, set()).add(head.body() + rows)
    return found
