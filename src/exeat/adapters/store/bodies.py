"""How what was said lies in a store: plain, or sealed under keys of its own.

- The entry commits to the salted words, whether they are sealed or not: sealing them, or sealing them again under
  another key, changes no entry, and without the salt nobody can guess words and confirm the guess.
- Sealed words come with their key in the files, which says something too. The rows of a list are sealed apart.
"""

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from exeat.adapters.vault.sealing import is_sealed, seal, unseal
from exeat.core.canonical import canonical, plain
from exeat.core.claims import Submitted
from exeat.core.entry import BodyRef, Erased
from exeat.core.errors import Problem, Refused
from exeat.core.ids import statement_id
from exeat.core.marked import marked
from exeat.core.shape import Decoder
from exeat.core.statement import Statement
from exeat.core.tables import Gone, Table

if TYPE_CHECKING:
    import polars as pl

    from exeat.adapters.vault import Vault

WORDS, ROWS = "words", "rows"


@dataclass(frozen=True, slots=True)
class Lying:
    """A body as it lies in the store: its key in the files (None where sealed), the words, the rows and their salts.

    `gone`: rows that were erased, the place (8 bytes) and the leaf of each.
    """

    digest: bytes
    key: str | None
    stored: bytes
    rows: bytes | None = None
    salts: bytes | None = None
    gone: bytes | None = None


class Bodies:
    """What lies in a store, and what was said. `vault`: None = nothing is sealed, and nothing sealed is opened."""

    def __init__(self, vault: "Vault | None") -> None:
        self.vault = vault

    def lie(self, index: int, key: str, stored: bytes, table: Table | None) -> Lying:
        """A body as it will lie under the entry of this index."""
        digest = sha256(stored).digest()
        rows = None if table is None else _arrow(table.rows)
        salts = None if table is None else table.salts
        if self.vault is None:
            return Lying(digest, key, stored, rows, salts)
        sealed = seal(self.vault.body_key(index, WORDS), key.encode() + b"\n" + stored, digest)
        return Lying(digest, None, sealed, *self._rows(index, digest, rows, salts))

    def _rows(
        self, index: int, digest: bytes, rows: bytes | None, salts: bytes | None
    ) -> tuple[bytes | None, bytes | None]:
        if self.vault is None or rows is None:
            return rows, salts
        return self._sealed(self.vault.body_key(index, ROWS), digest, rows, salts)

    @staticmethod
    def _sealed(key: bytes, digest: bytes, rows: bytes, salts: bytes | None) -> tuple[bytes, bytes | None]:
        return seal(key, rows, digest + b"rows"), None if salts is None else seal(key, salts, digest + b"salts")

    def lie_again(self, index: int, digest: bytes, table: Table) -> tuple[bytes, bytes | None, bytes]:
        """The rows of a list, their salts, and what is gone, as they will lie when some rows were erased: sealed under
        another key, if they are sealed."""
        rows, salts, gone = _arrow(table.rows), table.salts, b"".join(n.to_bytes(8) + h for n, h in table.gone)
        if self.vault is None:
            return rows, salts, gone
        return *self._sealed(self.vault.renew(index, ROWS), digest, rows, salts), gone

    def words(self, index: int, body: Lying) -> tuple[str, bytes] | None:
        """The key in the files, and the salted words; None where the key that would open them was destroyed."""
        if not is_sealed(body.stored):
            return body.key or "", body.stored
        opened = self._opened(index, WORDS, body.stored, body.digest)
        if opened is None:
            return None
        key, _, stored = opened.partition(b"\n")
        return key.decode(), stored

    def body(self, index: int, body: Lying) -> BodyRef | Erased:
        """What was said."""
        found = self.words(index, body)
        if found is None:
            return Erased(body.digest.hex())
        key, stored = found
        if sha256(stored).digest() != body.digest:
            raise _unreadable(f"entry {index} is of other words")
        statement, id = _statement(stored), id_of(stored)
        table = None
        if isinstance(statement.claim, Submitted) and body.rows is not None:
            table = self._table(index, body, statement.claim, id)
        return BodyRef(body.digest.hex(), id, statement, key, table)

    def _table(self, index: int, body: Lying, header: Submitted, id: str) -> Table:
        rows, salts = body.rows, body.salts
        if rows is not None and is_sealed(rows):
            rows = self._opened(index, ROWS, rows, body.digest + b"rows")
            salts = None if salts is None else self._opened(index, ROWS, salts, body.digest + b"salts")
        if rows is None:
            raise _unreadable(f"the rows of entry {index} have no key")
        return Table(header, _frame(rows), id[3:15], salts, _gone(body.gone or b""))

    def _opened(self, index: int, part: str, sealed: bytes, of: bytes) -> bytes | None:
        if self.vault is None:
            raise Refused([Problem("vault-missing")])
        keys = [k for k in (self.vault.known_key(index, part), self.vault.renewed(index, part)) if k is not None]
        opened = next((o for key in keys if (o := unseal(key, sealed, of)) is not None), None)
        if keys and opened is None:
            raise _unreadable(f"entry {index} was changed, or this is another ledger's vault")
        return opened


def _gone(held: bytes) -> Gone:
    return tuple((int.from_bytes(held[n : n + 8]), held[n + 8 : n + 40]) for n in range(0, len(held), 40))


def _unreadable(why: str) -> Refused:
    return Refused([Problem("store-unreadable", values={"why": why})])


def _statement(stored: bytes) -> Statement:
    held = plain(stored)
    assert isinstance(held, dict)
    decoder = Decoder()
    statement = decoder.shape(Statement, marked(held["body"]))
    if statement is None:
        raise _unreadable(f"a body cannot be read: {decoder.problems}")
    return statement


def id_of(stored: bytes) -> str:
    """The id of the statement whose salted words are stored."""
    held = plain(stored)
    assert isinstance(held, dict)
    return statement_id(bytes.fromhex(str(held["salt"])), canonical(held["body"]))


def _arrow(rows: "pl.DataFrame") -> bytes:
    out = io.BytesIO()
    rows.write_ipc(out, compression="zstd")
    return out.getvalue()


def _frame(stored: bytes) -> "pl.DataFrame":
    import polars as pl

    return pl.read_ipc(io.BytesIO(stored))
