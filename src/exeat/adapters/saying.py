"""Saying something in a case that was recorded: statements go into the store at once, with nothing in between.

- What is to be said is worked out from the facts as they stand when the store is held: of two who speak at the same
  moment, the second has heard the first.
- All of it is recorded, or nothing. What the store has already is never counted as said again.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from exeat.core.case import CASE_FILE
from exeat.core.entry import Entry
from exeat.core.errors import Problem, Refused
from exeat.core.facts import AsOf, Facts
from exeat.core.statement import Statement

from .folder import identified
from .sqlite_store import SqliteStore

NO_KEY = ""  # what no file names has no key

Words = Callable[[Facts], Sequence[Statement]]


def say(path: Path, known: Sequence[Entry], words: Words, at: datetime, by: str) -> tuple[Entry, ...]:
    """Record what `words` makes of the facts of this moment; every entry of the store after that.

    `known`: the entries that were read before. Raises Refused where the people are real, or the store cannot be
    written; then nothing was.
    """
    store = SqliteStore(path)
    try:
        with store.transaction():
            entries = (*known, *store.entries(len(known)))
            facts = Facts(entries, AsOf(None, date.min))
            if facts.case.people == "real":
                raise Refused([Problem("real-people", CASE_FILE)])
            made = [identified(facts.case.id, NO_KEY, statement) for statement in words(facts)]
            new = store.append(made, at, by)
            assert new == len(made), "a statement that was to be recorded is in the store already"
            return (*entries, *store.entries(len(entries)))
    except sqlite3.Error as e:
        raise Refused([Problem("store-unwritable", path.name, values={"why": str(e)})]) from e
    finally:
        store.close()
