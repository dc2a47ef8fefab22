"""Parcels between offices: what this ledger has, sealed for another office, which merges it with its own passphrase.

- No passphrase and no key of this ledger leaves; what goes is words, signatures and proofs, for one key.
- It is the whole of what this door opens, less the visibility groups that are left out: so never for a party to the
  exchange, whose copies have rules of their own.
- It is noted, with for whom, before a byte of it is written; an erasure names it afterwards.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from exeat.adapters.durable import appearing
from exeat.adapters.parcel import ParcelStore, is_parcel, opened_by, packed, read_parcel_key, sealed_for
from exeat.adapters.store import SqliteStore
from exeat.core.claims import Accessed
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.disclosure.recipient import Recipient, addressed
from exeat.ledger.note import Key

from .books import Books
from .pens import vault_of

__all__ = ["Packed", "ParcelBooks", "is_parcel", "pack"]


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that was made: of how many entries the words are in it, how many are withheld, for whom, which key."""

    entries: int
    withheld: int
    party: str
    key: str


def pack(books: Books, file: Path, party: str, key: str, without: Collection[str] = ()) -> Packed:
    """Write what this ledger has into a parcel. `party`: who gets it; `key`: theirs, as they gave it another way.

    `without`: visibility groups that stay here. Raises Refused, and then nothing was written, for a party to the
    exchange, a key that is none, a group that the case does not have, and a file that is there.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    books.check_noted()
    vault, to = vault_of(books), read_parcel_key(key)
    facts = books.facts(AsOf(None, books.clock.today()))
    party = addressed(facts, party)
    against = [*_against(facts, party), *_unknown(sorted({*vault.groups, *_groups(facts)}), without)]
    if file.exists():
        against.append(Problem("backup-there", str(file)))
    if against:
        raise Refused(against)
    asked = (("key", str(to)), *((("without", " ".join(sorted(without))),) if without else ()))
    books.noted(Accessed("parcel", asked=asked, party=party))
    with books.store() as store, store.snapshot():
        data, entries, withheld = packed(store, without)
    with appearing(file) as made:
        made.write_bytes(sealed_for(to, data))
    return Packed(entries, withheld, party, str(to))


def _against(facts: Facts, party: str) -> list[Problem]:
    return [] if Recipient.of(facts, party).whole else [Problem("parcel-party", values={"party": party})]


def _groups(facts: Facts) -> tuple[str, ...]:
    return tuple(g.id for g in facts.case.visibility)


def _unknown(known: list[str], without: Collection[str]) -> Iterator[Problem]:
    for group in without:
        if group not in known:
            near = next(iter(get_close_matches(group, known, 1, 0.6)), "")
            yield Problem("group-unknown", values={"group": group, "known": ", ".join(known) or "-", "near": near})


class ParcelBooks(Books):
    """The books in a parcel. `ours`: the ledger whose key opens it; who reads is noted there."""

    def __init__(self, ours: Books, path: Path) -> None:
        super().__init__(path, ours.clock)
        self.ours = ours

    @property
    def recorded(self) -> bool:
        return True

    @cached_property
    def _data(self) -> bytes:
        return opened_by(vault_of(self.ours), self.folder)

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The parcel as a store. Raises Refused where it cannot be opened."""
        store = ParcelStore(self.folder, self._data)
        try:
            yield store
        finally:
            store.close()

    @property
    def log_key(self) -> Key | None:
        with self.store() as store:
            return store.log_key

    @property
    def is_part(self) -> bool:
        return True
