"""Saying something in a case that was recorded: statements go into the store at once, with nothing in between.

- What is to be said is worked out from the facts as they stand when the store is held: of two who speak at the same
  moment, the second has heard the first.
- All of it is recorded, or nothing. What the store has already is never counted as said again.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from exeat.core.entry import Entry
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Statement
from exeat.ledger.note import Signer

from .said import identified
from .sqlite import broken
from .store import SqliteStore, check_sealed, salts_of

NO_KEY = ""  # what no file names has no key

Words = Callable[[Facts], Sequence[Statement]]


def say(
    store: SqliteStore, known: Sequence[Entry], words: Words, at: datetime, by: str, pen: Signer | None = None
) -> tuple[Entry, ...]:
    """Record what `words` makes of the facts of this moment; every entry of the store after that.

    `known`: the entries that were read before. Raises Refused where the people are real and the store is not sealed, or
    it cannot be written; then nothing was.
    """
    try:
        with store.transaction():
            entries = (*known, *store.entries(len(known)))
            facts = Facts(entries, AsOf(None, date.min))
            check_sealed(facts.case, store)
            salts = salts_of(facts.case, store)
            made = [identified(salts, NO_KEY, statement) for statement in words(facts)]
            new = store.append(made, at, by, pen)
            assert new == len(made), "a statement that was to be recorded is in the store already"
            return (*entries, *store.entries(len(entries)))
    except broken() as e:
        raise Refused([Problem("store-unwritable", store.path.name, values={"why": str(e)})]) from e
