"""Saying afterwards at whose word something went: what is gone without a word stays gone, and somebody answers for it.

- Nothing is erased by it, and nobody is named: what verify finds gone is named by the entry's hash and the row's place.
- It is no erasure that was asked for before: every view and every audit says that the words came afterwards.
- Where anything else does not hold, nothing is said: whoever changed a ledger cannot have it called an erasure.
"""

from collections.abc import Sequence
from dataclasses import replace

from exeat.adapters.saying import say
from exeat.adapters.store import SqliteStore
from exeat.core.case import KEEPER
from exeat.core.claims import Erasure
from exeat.core.entry import BodyRef, Entry
from exeat.core.errors import Problem, Refused
from exeat.core.statement import Statement

from .books import Books
from .verify import Verifying, verify

UNSAID = frozenset({"proof.erased_unsaid", "proof.rows_erased_unsaid"})


def say_afterwards(books: Books, asked_by: str, reason: str, by: str) -> Erasure:
    """Record at whose word went what is gone without a word. Raises Refused where nothing is, or more is wrong."""
    wrong = [m for m in verify(books).problems if m.id not in UNSAID]
    if wrong:
        raise Refused([Problem("gone-and-wrong", values={"number": str(len(wrong))})])
    with books.store() as store, store.transaction():
        claim = _gone(store, asked_by, reason)
        if claim is None:
            raise Refused([Problem("nothing-unsaid")])
        _say(books, store, [claim], by)
    books.__dict__.pop("entries", None)
    return claim


def _gone(store: SqliteStore, asked_by: str, reason: str) -> Erasure | None:
    audit = Verifying(store)
    audit.hashes()
    audit.words()
    return audit.unsaid.claim(asked_by, reason)


def _say(books: Books, store: SqliteStore, claims: Sequence[Erasure], by: str) -> None:
    words = [Statement(KEEPER, "states", claim) for claim in claims]
    say(store, (), lambda facts: words, books.clock.now(), by, books.pen)


# ------------------------------------------------------------ an older copy in the place of a newer ledger


def said_since(store: SqliteStore | None, size: int) -> tuple[Entry, ...]:
    """The entries of a store that say an erasure, behind its first ones."""
    return () if store is None else tuple(e for e in store.entries(size) if claim_of(e) is not None)


def claim_of(entry: Entry) -> Erasure | None:
    """The erasure that an entry says; None = it says none."""
    claim = entry.body.statement.claim if isinstance(entry.body, BodyRef) else None
    return claim if isinstance(claim, Erasure) else None


def say_again(books: Books, copy: SqliteStore, entries: Sequence[Entry]) -> None:
    """Say in an older copy what a newer ledger said of erasures that bear on it, in the words of then."""
    held = {e.body.digest for e in copy.entries()}
    cut = [_of(c, held) for c in map(claim_of, entries) if c is not None]
    claims = [c for c in cut if c.entries or c.lists]
    if claims:
        _say(books, copy, claims, books.reader.by)


def _of(claim: Erasure, held: set[str]) -> Erasure:
    lists = tuple(x for x in claim.lists if x.of in held)
    return replace(claim, entries=tuple(x for x in claim.entries if x in held), lists=lists, afterwards=True)
