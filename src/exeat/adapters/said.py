"""What is said, on its way into a ledger: a statement with its salt, its id and its canonical body.

- Salts keep words from being guessed and the guess confirmed by an id or a root. Where no real person is concerned,
  and where a folder is read in memory, they follow from the words, so that everybody gets the same ids; in a sealed
  ledger they are drawn by chance when the words are first recorded.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from exeat.core.canonical import canonical
from exeat.core.claims import Submitted
from exeat.core.ids import derived_salt, statement_id
from exeat.core.message import Message
from exeat.core.row_hashes import row_lines
from exeat.core.shape import encode
from exeat.core.statement import Statement
from exeat.core.tables import Table, row_texts, table_root

if TYPE_CHECKING:
    import polars as pl


class Salts(Protocol):
    """Where salts come from."""

    @property
    def case(self) -> str: ...
    def words(self, body: bytes) -> bytes:
        """The salt of a body, 16 bytes."""

    def rows(self, header: Submitted, rows: "pl.DataFrame") -> bytes | None:
        """The salts of a list's rows, 16 bytes each; None = they follow from the rows. The header is without a root."""


@dataclass(frozen=True, slots=True)
class FromWords:
    """Salts that follow from the words, and from the id of the case."""

    case: str

    def words(self, body: bytes) -> bytes:
        return derived_salt(self.case, body)

    def rows(self, header: Submitted, rows: "pl.DataFrame") -> bytes | None:
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the files give it: its key, id, salt and canonical body; the rows where it submits a list.

    `notes`: what the reader of the list's file guessed or left aside; they are shown and not kept.
    """

    key: str
    id: str
    salt: bytes
    body: bytes
    statement: Statement
    table: Table | None = None
    notes: tuple[Message, ...] = ()

    @property
    def known(self) -> bytes | None:
        """By what a list is recognised before its rows are salted; None = the rows make their own salts."""
        if self.table is None or self.table.salts is None:
            return None
        return known_list(self.table.header, self.table.rows)


def identified(salts: Salts, key: str, statement: Statement, table: Table | None = None) -> Said:
    """A statement with its salt and the id that both give it."""
    body = statement.body()
    salt = salts.words(body)
    id = statement_id(salt, body)
    placed = None if table is None else replace(table, version=id[3:15])
    return Said(key, id, salt, body, statement, placed)


def rooted(header: Submitted, rows: "pl.DataFrame", salts: Salts) -> Table:
    """A list with the root over its rows, as they are salted."""
    own = salts.rows(header, rows)
    return Table(replace(header, root=table_root(salts.case, rows, own)), rows, "", own)


def known_list(header: Submitted, rows: "pl.DataFrame") -> bytes:
    """By what a list is recognised before its rows are salted: its header without the root, and its rows."""
    texts = b"\n".join(row_texts(rows)) if rows.width == 0 else _lines(rows)
    said = encode(header)
    assert isinstance(said, dict)
    return b"rows\n" + canonical({k: v for k, v in said.items() if k != "root"}) + sha256(texts).digest()


def _lines(rows: "pl.DataFrame") -> bytes:
    joined: str = rows.select(row_lines(rows).str.join("\n")).item()
    return joined.encode()
