"""How what was said lies in a store: plain, or sealed under keys of its own.

- The entry commits to the salted words, whether they are sealed or not: sealing them, or sealing them again under
  another key, changes no entry, and without the salt nobody can guess words and confirm the guess.
- What belongs to a visibility group is sealed under the group's key; where that is shut, the body is `Withheld`, and
  never taken for one that was erased.
- What came under a group after it was recorded lies in an older copy under none; its key is the group's there too.
- Sealed words come with their key in the files, which says something too. The rows of a list are sealed apart.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from exeat.adapters.vault.sealing import is_sealed, seal, unseal
from exeat.adapters.vault.vault import MOVED
from exeat.core.canonical import canonical, plain
from exeat.core.claims import Submitted
from exeat.core.entry import BodyRef, Erased, Withheld
from exeat.core.errors import Problem, Refused
from exeat.core.ids import statement_id
from exeat.core.marked import marked
from exeat.core.shape import Decoder
from exeat.core.statement import Statement
from exeat.core.tables import Gone, Table

if TYPE_CHECKING:
    import polars as pl

    from exeat.adapters.vault import Vault

WORDS, ROWS, SALTS = "words", "rows", "salts"


@dataclass(frozen=True, slots=True)
class Lying:
    """A body as it lies in the store: its key in the files (None where sealed), the words, the rows and their salts.

    `gone`: rows that were erased, the place (8 bytes) and the leaf of each.
    `group`: the visibility group to which it belongs; None = to none.
    """

    digest: bytes
    key: str | None
    stored: bytes
    rows: bytes | None = None
    salts: bytes | None = None
    gone: bytes | None = None
    group: str | None = None

    def of(self, part: str = "") -> bytes:
        """To what a part of it is bound when it is sealed."""
        return self.digest + part.encode() + (b"" if self.group is None else b"/" + self.group.encode())


class Bodies:
    """What lies in a store, and what was said. `vault`: None = nothing is sealed, and nothing sealed is opened."""

    def __init__(self, vault: "Vault | None") -> None:
        self.vault = vault

    def lie(self, index: int, key: str, stored: bytes, table: Table | None, group: str | None = None) -> Lying:
        """A body as it will lie under the entry of this index."""
        digest = sha256(stored).digest()
        rows = None if table is None else _arrow(table.rows)
        salts = None if table is None else table.salts
        if self.vault is None:
            return Lying(digest, key, stored, rows, salts)
        return self._sealed(self.vault, index, Lying(digest, key, stored, rows, salts, group=group))

    def _sealed(self, vault: "Vault", index: int, bare: Lying) -> Lying:
        hidden = self._words(vault.body_key(index, WORDS, bare.group), bare)
        return hidden if bare.rows is None else self._rows(vault.body_key(index, ROWS, bare.group), hidden)

    def lie_under(self, index: int, before: Lying, group: str) -> Lying:
        """A body as it will lie under a group, when it lay under none: sealed under the keys that it has there."""
        assert self.vault is not None
        words, (rows, salts) = self.words(index, before), self._opened_rows(index, before)
        key, own = self.vault.known_key(index, WORDS, group), self.vault.known_key(index, ROWS, group)
        assert words is not None
        assert key is not None
        bare = replace(before, key=words[0], stored=words[1], rows=rows, salts=salts, group=group)
        hidden = self._words(key, bare)
        return hidden if rows is None or own is None else self._rows(own, hidden)

    @staticmethod
    def _words(key: bytes, bare: Lying) -> Lying:
        """A body with its words sealed, and with them its key in the files."""
        words = (bare.key or "").encode() + b"\n" + bare.stored
        return replace(bare, key=None, stored=seal(key, words, bare.of()))

    @staticmethod
    def _rows(key: bytes, bare: Lying) -> Lying:
        """A list with its rows and their salts sealed."""
        assert bare.rows is not None
        salts = None if bare.salts is None else seal(key, bare.salts, bare.of(SALTS))
        return replace(bare, rows=seal(key, bare.rows, bare.of(ROWS)), salts=salts)

    def is_withheld(self, index: int, body: Lying) -> bool:
        """Whether a body is there and its group is not open here."""
        if self.vault is None or self.vault.opens(group := self.under(index, body)):
            return False
        return body.group is None or self.vault.has_key(index, WORDS, group)

    def under(self, index: int, body: Lying) -> str | None:
        """The group under which the keys of a body are; None = under none."""
        if body.group is not None or self.vault is None or self.vault.has_key(index, WORDS):
            return body.group
        return self.moved_to(index)

    def moved_to(self, index: int) -> str | None:
        """The group under which a body came after it was recorded; None = it did not."""
        return None if self.vault is None else self.vault.moved_to(index, WORDS)

    def lie_again(self, index: int, table: Table, before: Lying) -> Lying:
        """A list as it will lie when some rows were erased: sealed under another key, if it is sealed."""
        gone = b"".join(n.to_bytes(8) + h for n, h in table.gone)
        bare = replace(before, rows=_arrow(table.rows), salts=table.salts, gone=gone)
        if self.vault is None:
            return bare
        return self._rows(self.vault.renew(index, ROWS, self.under(index, before)), bare)

    def words(self, index: int, body: Lying) -> tuple[str, bytes] | None:
        """The key in the files, and the salted words; None where the key that opens them was destroyed, or is shut."""
        if not is_sealed(body.stored):
            return body.key or "", body.stored
        if body.group is not None and self.is_withheld(index, body):
            return None
        opened = self._opened(index, WORDS, body, body.stored)
        if opened is None:
            return None
        key, _, stored = opened.partition(b"\n")
        return key.decode(), stored

    def body(self, index: int, body: Lying) -> BodyRef | Erased | Withheld:
        """What was said."""
        found = self.words(index, body)
        if found is None and self.is_withheld(index, body):
            return Withheld(body.digest.hex(), str(self.under(index, body)))
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
        rows, salts = self._opened_rows(index, body)
        if rows is None:
            raise _unreadable(f"the rows of entry {index} have no key")
        return Table(header, framed(rows), id[3:15], salts, _gone(body.gone or b""))

    def bare(self, index: int, body: Lying) -> Lying:
        """A body as it would lie without keys. Raises Refused where it cannot be opened."""
        found, (rows, salts) = self.words(index, body), self._opened_rows(index, body)
        if found is None or (rows is None and body.rows is not None):
            raise _unreadable(f"entry {index} has no key")
        return Lying(body.digest, found[0], found[1], rows, salts, body.gone)

    def _opened_rows(self, index: int, body: Lying) -> tuple[bytes | None, bytes | None]:
        """The rows of a list and their salts; None where there are none, or their key was destroyed."""
        rows, salts = body.rows, body.salts
        if rows is not None and is_sealed(rows):
            rows = self._opened(index, ROWS, body, rows, ROWS)
            salts = None if salts is None else self._opened(index, ROWS, body, salts, SALTS)
        return rows, salts

    def _opened(self, index: int, key_of: str, body: Lying, sealed: bytes, part: str = "") -> bytes | None:
        if self.vault is None:
            raise Refused([Problem("vault-missing")])
        keys = chain(_keys(self.vault, index, key_of, body.group), self._moved_keys(self.vault, index, key_of, body))
        known = False
        for key in keys:
            opened = unseal(key, sealed, body.of(part))
            if opened is not None:
                return opened
            known = True
        if known:
            raise _unreadable(f"entry {index} was changed, or this is another ledger's vault")
        return None

    def _moved_keys(self, vault: "Vault", index: int, part: str, body: Lying) -> Iterator[bytes]:
        """The keys of a body that lies under no group and came under one since; none where it did not, or is shut."""
        group = None if body.group is not None else self.moved_to(index)
        if group is not None and vault.opens(group):
            yield from _keys(vault, index, MOVED + part, group)
            yield from _keys(vault, index, part, group)


def _keys(vault: "Vault", index: int, part: str, group: str | None) -> Iterator[bytes]:
    """The keys under which a part of a body may lie, the likely one first."""
    for key_for in (vault.known_key, vault.renewed):
        key = key_for(index, part, group)
        if key is not None:
            yield key


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


def framed(stored: bytes) -> "pl.DataFrame":
    """The rows of a list, as they are stored. Raises Refused where somebody put something else there."""
    import polars as pl

    try:
        return pl.read_ipc(io.BytesIO(stored))
    except (pl.exceptions.PolarsError, OSError) as e:
        raise _unreadable("the rows of a list are no table") from e
