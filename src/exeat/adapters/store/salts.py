"""Salts of a ledger: of real people drawn by chance, and those of what it recorded before; of others from the words."""

import os
from typing import TYPE_CHECKING

from exeat.adapters.said import FromWords, Salts, known_list
from exeat.core.case import CASE_FILE, Case
from exeat.core.claims import Submitted
from exeat.core.errors import Problem, Refused
from exeat.core.ids import SALT_BYTES

from .store import SqliteStore

if TYPE_CHECKING:
    import polars as pl


class Drawn:
    """See `adapters.said.Salts`. `case`: the id of the case."""

    def __init__(self, store: SqliteStore, case: str = "") -> None:
        self.store, self.case = store, case

    def words(self, body: bytes) -> bytes:
        before = self._before(body)
        return os.urandom(SALT_BYTES) if before is None else before[0]

    def rows(self, header: Submitted, rows: "pl.DataFrame") -> bytes | None:
        before = self._before(known_list(header, rows))
        return os.urandom(SALT_BYTES * rows.height) if before is None else before[1]

    def _before(self, known: bytes) -> tuple[bytes, bytes | None] | None:
        index = self.store.recognised(known)
        return None if index is None else self.store.known_salts(index)


class Fresh:
    """Those of a ledger in which nothing was recorded yet. See `adapters.said.Salts`."""

    def __init__(self, case: str = "") -> None:
        self.case = case

    def words(self, body: bytes) -> bytes:
        return os.urandom(SALT_BYTES)

    def rows(self, header: Submitted, rows: "pl.DataFrame") -> bytes | None:
        return os.urandom(SALT_BYTES * rows.height)


def salts_of(case: Case, store: SqliteStore) -> Salts:
    """Where the salts of a case come from."""
    return Drawn(store, case.id) if case.people == "real" else FromWords(case.id)


def check_sealed(case: Case, store: SqliteStore) -> None:
    """Words of real people go into a sealed store only. Raises Refused where it is not."""
    if case.people == "real" and store.vault is None:
        raise Refused([Problem("real-people", CASE_FILE)])
