"""Who signs in a copy that takes the place of a ledger: keys made or ended since it was taken.

- A key that signs here and that the copy does not know is named in it, by one that it knows: as when it was made.
- A key that the copy knows and that is not here any more ended since: that is said again, in the words of then where
  the ledger has them. Otherwise whoever stole it could sign again.
- Where no key is left here that the copy knows, nobody can name another one in it.
"""

from collections.abc import Iterator

from exeat.adapters.saying import say
from exeat.adapters.store import SqliteStore
from exeat.adapters.vault import Pen
from exeat.core.case import KEEPER
from exeat.core.claims import SigningKey
from exeat.core.entry import BodyRef
from exeat.core.statement import Statement
from exeat.ledger.note import Key

from .books import Books
from .verify import Verifying

NOT_HERE = "not among the keys that were here when a backup was put back"
"""Why a key ended, where nothing tells: what is taken for its end is said as what it is."""


class Signers:
    """The keys of a copy, of a size, beside those that are here. `store`: what the copy takes the place of."""

    def __init__(self, books: Books, copy: SqliteStore, store: SqliteStore | None, size: int) -> None:
        self.books, self.copy = books, copy
        self.pens = () if books.vault is None else books.vault.recorders
        self.known, self.ends = _known(copy), {} if store is None else dict(_ends(store, size))

    @property
    def pen(self) -> Pen | None:
        """A key that signs here and counts in the copy, the newest; None = there is none.

        Where the copy knows no key at all, the first one says itself.
        """
        if not self.known:
            return self.pens[0] if self.pens else None
        return next((p for p in reversed(self.pens) if p.key in self.known), None)

    @property
    def lost(self) -> bool:
        """Whether keys sign here, and none of them counts in the copy."""
        return bool(self.pens) and self.pen is None

    def named_again(self) -> None:
        """Say in the copy which keys sign now."""
        words = [*self._new(), *self._ended()]
        if words and self.pen is not None:
            say(self.copy, (), lambda facts: words, self.books.clock.now(), self.books.reader.by, self.pen)

    def _new(self) -> Iterator[Statement]:
        for pen in self.pens:
            if pen.key not in self.known:
                yield Statement(KEEPER, "states", SigningKey(str(pen.key), "trusted"))

    def _ended(self) -> Iterator[Statement]:
        here = {p.key for p in self.pens}
        for key in map(str, (k for k in self.known if k not in here)):
            yield Statement(KEEPER, "states", self.ends.get(key, SigningKey(key, "retired", NOT_HERE)))


def _known(copy: SqliteStore) -> tuple[Key, ...]:
    """The keys that count at the end of a log."""
    audit = Verifying(copy)
    audit.hashes()
    audit.words()
    audit.signed()
    return audit.registry.trusted


def _ends(store: SqliteStore, size: int) -> Iterator[tuple[str, SigningKey]]:
    """What a log says of the ends of keys behind its first entries."""
    for entry in store.entries(size):
        claim = entry.body.statement.claim if isinstance(entry.body, BodyRef) else None
        if isinstance(claim, SigningKey) and claim.state != "trusted":
            yield claim.key, claim
