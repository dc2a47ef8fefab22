"""The embedded store: one SQLite file, append-only: entries, what was said in them, and checkpoints of the log.

- What was acknowledged survives a power cut: see `adapters.sqlite`.
- With a vault every entry is signed by its recorder and every body sealed; each transaction ends in a checkpoint that
  the ledger's own key signed.
- A statement is recognised by an HMAC of its body under the ledger's key, or that of its visibility group, before any
  salt is drawn.
"""

import hmac
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exeat.adapters.durable import appearing
from exeat.adapters.said import Said
from exeat.adapters.sqlite import (
    Connection,
    broken,
    connect,
    emptied,
    encrypts,
    is_encrypted,
    snapshot,
    transaction,
    unopened,
)
from exeat.core.canonical import plain
from exeat.core.entry import BodyRef, Entry, Erased, Withheld, stored_words, time_text
from exeat.core.errors import Problem, Refused
from exeat.core.ids import statement_id
from exeat.core.visibility import group_of_list
from exeat.ledger.bundle import entry_signature
from exeat.ledger.checkpoint import Checkpoint, read_checkpoint
from exeat.ledger.note import Key, Note, Signer, read_note, signed
from exeat.ledger.tree import Frontier

from .apart import Apart, kept_apart, read_apart, write_apart
from .bodies import Bodies, Lying
from .schema import make

if TYPE_CHECKING:
    from exeat.adapters.vault import Vault

READ = (
    "SELECT idx, recorded_at, recorded_by, body, signature, key, stored, rows, salts, gone, grp"
    " FROM entries LEFT JOIN bodies ON entry = idx"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a statement is in the log. `id`: None where it was erased; `new`: False = it was there before."""

    index: int
    id: str | None
    new: bool


class SqliteStore:
    """The entries of one case in one file. `vault`: its keys; None = it has none, or they stay shut."""

    def __init__(self, path: Path, vault: "Vault | None" = None) -> None:
        self.path, self.vault, self.bodies = path, vault, Bodies(vault)
        try:
            self.db: Connection = _open(path, vault)
            make(self.db)
            self._mac_keys = self._recognising()
            self._macs: dict[str | None, hmac.HMAC] = {}
            self._apart: tuple[bytes | None, Apart] = (None, Apart())
        except broken() as e:
            raise Refused([unopened(path, e)]) from e

    @classmethod
    def create(cls, path: Path, vault: "Vault | None" = None) -> "SqliteStore":
        """A new, empty store, or the one that another process made first. It appears whole: nobody opens half of it."""
        try:
            with appearing(path) as made:
                _make(made, vault)
        except broken(OSError) as e:
            raise Refused([unopened(path, e)]) from e
        return cls(path, vault)

    def _recognising(self) -> dict[str | None, bytes]:
        """The keys by which words are recognised: of the ledger, and of each group that is open here."""
        keys: dict[str | None, bytes] = {None: self._ledger_key()}
        if self.vault is not None:
            keys |= {g: self.vault.secret("recognise", g) for g in self.vault.groups if self.vault.opens(g)}
        return keys

    def _ledger_key(self) -> bytes:
        row = self.db.execute("SELECT value FROM ledger WHERE name = 'key'").fetchone()
        if row is not None:
            return bytes(row[0])
        if self.vault is None:
            raise Refused([Problem("vault-missing", self.path.name)])
        return self.vault.secret("recognise")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # -------------------------------------------------------- reading

    def entries(self, first: int = 0, count: int | None = None) -> list[Entry]:
        """Every entry from this index on, in the order of the log; a body that is no more is `Erased`.

        `count`: at most so many; None = all.
        """
        rows = self.db.execute(f"{READ} WHERE idx >= ? ORDER BY idx LIMIT ?", (first, -1 if count is None else count))
        return [self._entry(*row) for row in rows]

    def _entry(self, index: int, at: str, by: str, digest: bytes, signature: bytes | None, *body: object) -> Entry:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        lying = None if body[1] is None else Lying(digest, *body)  # type: ignore[arg-type]
        said: BodyRef | Erased | Withheld = Erased(digest.hex()) if lying is None else self.bodies.body(index, lying)
        return Entry(index, moment, by, said, signature)

    def words(self, index: int) -> str | None:
        """The salted words of an entry, as canonical JSON; None where they are no more."""
        lying = self.lying(index)
        words = None if lying is None else self.bodies.words(index, lying)
        return None if words is None else words[1].decode()

    def lying(self, index: int) -> Lying | None:
        """The body of an entry as it lies here; None = it is no more."""
        row = self.db.execute(f"{READ} WHERE idx = ?", (index,)).fetchone()
        return None if row is None or row[6] is None else Lying(row[3], *row[5:])

    def recognises(self, body: bytes) -> bool:
        """Whether this very body was recorded before."""
        return self.recognised(body) is not None

    def recognised(self, body: bytes) -> int | None:
        """The entry in which a body was recorded before, or a list with these rows; None = never."""
        macs = [self._mac(body, group) for group in self._mac_keys]
        wanted = f"SELECT entry FROM recognised WHERE mac IN ({', '.join('?' * len(macs))})"
        row = self.db.execute(wanted, macs).fetchone()
        return None if row is None else int(row[0])

    def known_salts(self, index: int) -> tuple[bytes, bytes | None] | None:
        """The salt of an entry's body, and those of its rows (None = they have none); None = it is no more."""
        lying = self.lying(index)
        words = None if lying is None else self.bodies.words(index, lying)
        if lying is None or words is None:
            return None
        held = plain(words[1])
        assert isinstance(held, dict)
        said = self.bodies.body(index, lying)
        salts = said.table.salts if isinstance(said, BodyRef) and said.table is not None else None
        return bytes.fromhex(str(held["salt"])), salts

    def _known(self, said: Said) -> list[bytes]:
        """By what a statement is recognised later."""
        return [known for known in (said.body, said.known) if known]

    def _mac(self, body: bytes, group: str | None = None) -> bytes:
        if group not in self._macs:
            if group not in self._mac_keys:
                assert self.vault is not None
                self._mac_keys[group] = self.vault.secret("recognise", group)
            self._macs[group] = hmac.new(self._mac_keys[group], digestmod="sha256")
        mac = self._macs[group].copy()  # to begin with the key is what takes the time
        mac.update(body)
        return mac.digest()

    # -------------------------------------------------------- checkpoints

    @property
    def log_key(self) -> Key | None:
        """The key that signs checkpoints; None where there is none."""
        return None if self.vault is None else self.vault.log.key

    @property
    def origin(self) -> str | None:
        """The name of the log in its checkpoints; None where it has no key to sign one."""
        return None if self.log_key is None else self.log_key.name

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The checkpoint of a size, with every signature that is known; None = the last, or there is none."""
        which = "ORDER BY size DESC LIMIT 1" if size is None else "WHERE size = ?"
        found = self.db.execute(f"SELECT note FROM checkpoints {which}", () if size is None else (size,)).fetchone()
        return None if found is None else read_note(found[0])

    def checkpoints(self) -> list[Note]:
        """Every checkpoint that was signed, the smallest first."""
        return [read_note(text) for (text,) in self.db.execute("SELECT note FROM checkpoints ORDER BY size")]

    def leaves(self) -> list[bytes]:
        """The leaf of every entry, as it lies in the store."""
        return [leaf for (leaf,) in self.db.execute("SELECT leaf FROM entries ORDER BY idx")]

    # -------------------------------------------------------- writing

    def append(self, said: Sequence[Said], at: datetime, by: str, pen: Signer | None = None) -> int:
        """Append statements in one transaction; how many were new: see `receive`."""
        return sum(r.new for r in self.receive(said, at, by, pen))

    def receive(self, said: Sequence[Said], at: datetime, by: str, pen: Signer | None = None) -> tuple[Receipt, ...]:
        """Append statements in one transaction; where each is. A body that is known already adds nothing.

        `pen`: the recorder's; None = the entries are not signed.
        """
        with self.transaction():
            apart = self._hear(said)
            return tuple(self._receive(statement, apart.group(statement), at, by, pen) for statement in said)

    def _hear(self, said: Sequence[Said]) -> Apart:
        """To which groups these belong. Raises Refused for groups that are not open here."""
        if self.vault is None:
            return Apart()
        before = self.apart
        after = before.hearing(said)
        shut = {g for s in said if not self.vault.opens(g := after.group(s)) and not self.recognises(s.body)}
        if shut:
            raise Refused(self.vault.shut(g) for g in sorted(map(str, shut)))
        if after != before:
            write_apart(self.db, self.vault, after)
        return after

    @property
    def apart(self) -> Apart:
        """What is known of visibility groups."""
        kept = None if self.vault is None else kept_apart(self.db)
        if self.vault is not None and kept != self._apart[0]:
            self._apart = kept, read_apart(kept, self.vault)
        return self._apart[1]

    def is_shut(self, said: Said) -> bool:
        """Whether a statement belongs to a group that is not open here."""
        return self.vault is not None and not self.vault.opens(self.apart.group(said))

    def lists_shut(self) -> frozenset[str]:
        """The lists that were recorded and belong to a group that is not open here."""
        if self.vault is None:
            return frozenset()
        apart, vault = self.apart, self.vault
        return frozenset(n for n in apart.lists if not vault.opens(group_of_list(apart.groups, n, apart.lists)))

    def _receive(self, said: Said, group: str | None, at: datetime, by: str, pen: Signer | None) -> Receipt:
        index = self.recognised(said.body)
        if index is None:
            return Receipt(self._append(said, group, at, by, pen), said.id, True)
        known = self.known_salts(index)
        return Receipt(index, None if known is None else statement_id(known[0], said.body), False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Nobody else writes until it ends; a mistake leaves everything as it was. One within another is part of it.

        The outermost one ends in a checkpoint of what was added.
        """
        if self.db.in_transaction:
            yield
            return
        self._added: list[bytes] = []
        with transaction(self.db):
            (self._first,) = self.db.execute("SELECT COALESCE(MAX(idx) + 1, 0) FROM entries").fetchone()
            yield
            if self._added and self.vault is not None:
                self._sign(self._added)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of a transaction: a mistake within leaves the rest of it standing."""
        added = len(self._added)
        self.db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK TO part")
            del self._added[added:]
            raise
        finally:
            self.db.execute("RELEASE part")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read within is of one moment, whatever others write meanwhile."""
        with snapshot(self.db):
            yield

    def _append(self, said: Said, group: str | None, at: datetime, by: str, pen: Signer | None) -> int:
        index = int(self._first) + len(self._added)
        body = self.bodies.lie(index, said.key, stored_words(said.salt, said.body), said.table, group)
        leaf = Entry(index, at, by, Erased(body.digest.hex())).leaf()
        signature = None if pen is None else str(entry_signature(leaf, pen)).encode()
        row = (index, body.key, body.stored, body.rows, body.salts, body.group)
        self.db.execute("INSERT INTO bodies (entry, key, stored, rows, salts, grp) VALUES (?, ?, ?, ?, ?, ?)", row)
        entry = (index, time_text(at), by, body.digest, leaf, signature)
        self.db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", entry)
        for known in self._known(said):
            self.recognise(known, index, group)
        self._added.append(leaf)
        return index

    def recognise(self, known: bytes, index: int, group: str | None = None) -> None:
        """Recognise a body from now on, or a list with its rows. `group`: the visibility group to which it belongs."""
        self.db.execute("INSERT OR IGNORE INTO recognised VALUES (?, ?)", (self._mac(known, group), index))

    def _sign(self, leaves: Sequence[bytes]) -> None:
        """Sign what the log has become."""
        assert self.vault is not None
        kept = self._frontier(len(leaves))
        for leaf in leaves:
            kept = kept.after(leaf)
        head = str(Checkpoint(self.vault.log.key.name, kept.size, kept.root))
        note = Note(head, (signed(head, self.vault.log),))
        self.db.execute("UPDATE checkpoints SET frontier = NULL WHERE size = ?", (kept.size - len(leaves),))
        row = (kept.size, str(note), b"".join(kept.hashes))
        self.db.execute("INSERT INTO checkpoints (size, note, frontier) VALUES (?, ?, ?)", row)

    def _frontier(self, new: int) -> Frontier:
        """The frontier of the log before its newest entries; made of the leaves where none was kept."""
        wanted = "SELECT frontier FROM checkpoints WHERE size = ?"
        row = self.db.execute(wanted, (self._first,)).fetchone()
        if row is not None and row[0] is not None:
            return Frontier(self._first, tuple(row[0][i : i + 32] for i in range(0, len(row[0]), 32)))
        kept = Frontier()
        for leaf in self.leaves()[:-new]:
            kept = kept.after(leaf)
        return kept

    def add_signatures(self, note: Note) -> None:
        """Keep a checkpoint with more signatures than before."""
        with self.transaction():
            row = (str(note), read_checkpoint(note.text).size)
            self.db.execute("UPDATE checkpoints SET note = ? WHERE size = ?", row)


def _open(path: Path, vault: "Vault | None") -> Connection:
    if not is_encrypted(path):
        return connect(path)
    if vault is None:
        raise Refused([Problem("vault-missing", path.name)])
    return connect(path, vault.secret("store"))


def _make(path: Path, vault: "Vault | None") -> None:
    db = connect(path, vault.secret("store") if vault is not None and encrypts() else None)
    try:
        make(db)
        if vault is None:
            db.execute("INSERT INTO ledger VALUES ('key', ?)", (os.urandom(32),))
        if not emptied(db):
            raise OSError(f"{path.name} is not whole")
    finally:
        db.close()
