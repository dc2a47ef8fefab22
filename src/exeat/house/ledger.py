"""The ledger of a case, looked at from outside: whether everything in it is as it was recorded, and what proves it.

- Nothing is believed that can be worked out: leaves, hashes of words, roots of lists, the tree, every signature.
- A key counts where the log itself says so: see `ledger.registry`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exeat.adapters.store import SqliteStore
from exeat.core.entry import BodyRef, Entry
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message
from exeat.core.tables import leaves, row_salts, row_texts, table_root
from exeat.ledger.bundle import Bundle, Row
from exeat.ledger.checkpoint import holds, read_checkpoint
from exeat.ledger.note import Note, Signature, read_signatures
from exeat.ledger.policy import Policy, read_policy
from exeat.ledger.registry import Registry
from exeat.ledger.tree import Tree

from .books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What `verify` found. `problems`: what does not hold; none = all of it does."""

    entries: int = 0
    signed: int = 0
    erased: int = 0
    rows: int = 0
    checkpoints: int = 0
    cosigned: int = 0
    problems: tuple[Message, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(books: Books, policy: Path | None = None) -> Verified:
    """Check all that was recorded. `policy`: a file that says whose signatures the last checkpoint must have.

    Raises Refused where nothing was recorded, or for a line that is not of a policy.
    """
    if not books.recorded:
        raise Refused([Problem("not-recorded", values={"folder": str(books.folder)})])
    wanted = None if policy is None else read_policy(policy.read_bytes().decode("utf-8", "replace"), str(policy))
    with books.store() as store, store.snapshot():
        return _Verifying(store, books.facts().case.id).run(wanted)


class _Verifying:
    def __init__(self, store: SqliteStore, case: str) -> None:
        self.store, self.case = store, case
        self.registry, self.tree = Registry(), Tree()
        self.count: Counter[str] = Counter()
        self.problems: list[Message] = []

    def run(self, policy: Policy | None) -> Verified:
        kept = self.store.leaves()
        for index, entry in enumerate(self.store.entries()):
            self._entry(index, entry, kept[index])
        for note in self.store.checkpoints():
            self._checkpoint(note)
        if policy is not None:
            self._witnessed(policy)
        return Verified(**self.count, problems=tuple(self.problems))

    def _wrong(self, id: str, **values: object) -> None:
        self.problems.append(Message(f"proof.{id}", {k: str(v) for k, v in values.items()}))

    def _entry(self, index: int, entry: Entry, kept: bytes) -> None:
        self.count["entries"] += 1
        leaf = entry.leaf()
        self.tree.append(leaf)
        if entry.index != index:
            self._wrong("entry_missing", index=index)
        if leaf != kept:
            self._wrong("leaf_differs", index=index)
        self._signature(index, entry, leaf)
        if isinstance(entry.body, BodyRef):
            self._rows(index, entry.body)
        else:
            self.count["erased"] += 1

    def _signature(self, index: int, entry: Entry, leaf: bytes) -> None:
        said = entry.body.statement if isinstance(entry.body, BodyRef) else None
        if entry.signature is None:
            if self.registry.trusted:
                self._wrong("entry_not_signed", index=index)
            return
        signature = signature_of(entry)
        signer = None if signature is None else self.registry.signer(leaf, signature, said)
        if signer is None:
            self._wrong("entry_signature_wrong", index=index, name="?" if signature is None else signature.name)
            return
        self.count["signed"] += 1
        if said is not None:
            self.registry.hear(said, signer)

    def _rows(self, index: int, body: BodyRef) -> None:
        if body.table is None:
            return
        self.count["rows"] += body.table.rows.height
        if table_root(self.case, body.table.rows, body.table.salts) != body.table.header.root:
            self._wrong("rows_differ", index=index, list=body.table.header.list)

    def _checkpoint(self, note: Note) -> None:
        self.count["checkpoints"] += 1
        head = read_checkpoint(note.text)
        log = None if self.store.vault is None else self.store.vault.log.key
        if head.size > len(self.tree) or self.tree.root(head.size) != head.root:
            self._wrong("checkpoint_differs", size=head.size)
        if log is not None and not (head.origin == log.name and holds(note, log)):
            self._wrong("checkpoint_not_signed", size=head.size)
        self.count["cosigned"] += len(note.signatures) > 1

    def _witnessed(self, policy: Policy) -> None:
        """Whether the last checkpoint is of the whole log, and signed by as many as a policy asks for."""
        note = self.store.checkpoint()
        seen = None if note is None else policy.seen(note)
        if note is None or seen is None or read_checkpoint(note.text).size != len(self.tree):
            self._wrong("no_last_checkpoint", size=len(self.tree))
            return
        for name in seen.spoiled:
            self._wrong("signature_wrong", name=name)
        if not seen.signed:
            self._wrong("log_not_signed", origin=read_checkpoint(note.text).origin)
        elif not seen.enough and not seen.spoiled:
            self._wrong("too_few_witnesses", seen=", ".join(sorted(seen.when)) or "-", quorum=policy.quorum)


def signature_of(entry: Entry) -> Signature | None:
    """The recorder's signature of an entry, as it lies in the store; None where there is none that can be read."""
    try:
        return None if entry.signature is None else read_signatures([entry.signature.decode()])[0]
    except (Refused, UnicodeDecodeError):
        return None


# ------------------------------------------------------------ proofs


def proof(books: Books, statement: str, row: str | None = None, shown: bool = True) -> Bundle:
    """The proof of one entry. `statement`: an id, or a key in the files; `row`: an address of its list to be shown.

    `shown`: the words too. Raises Refused where there is no such entry, no such row, or no checkpoint.
    """
    entry = _entry_of(books, statement)
    with books.store() as store, store.snapshot():
        note, tree = store.checkpoint(), Tree(store.leaves())
        if note is None:
            raise Refused([Problem("not-proved")])
        size = read_checkpoint(note.text).size
        words = store.words(entry.index) if shown else None
        part = None if row is None or words is None else _row(books, entry, row)
    path = tree.inclusion(entry.index, size)
    return Bundle(entry.text().decode(), entry.index, path, note, signature_of(entry), words, part)


def _entry_of(books: Books, statement: str) -> Entry:
    said = [e for e in books.entries if isinstance(e.body, BodyRef) and statement in (e.body.id, e.body.key)]
    gone = [e for e in books.entries if statement == f"#{e.index}"]
    if not said and not gone:
        raise Refused([Problem("statement-unknown", values={"statement": statement})])
    return [*gone, *said][-1]


def _row(books: Books, entry: Entry, address: str) -> Row:
    table = entry.body.table if isinstance(entry.body, BodyRef) else None
    places = {} if table is None else {a: i for i, a in enumerate(_addresses(books, entry))}
    if table is None or address not in places:
        raise Refused([Problem("person-unknown", values={"person": address})])
    index, texts, case = places[address], row_texts(table.rows), books.facts().case.id
    path = Tree(leaves(case, table.rows, table.salts)).inclusion(index)
    salt = row_salts(case, [texts[index]], None if table.salts is None else table.salts[16 * index : 16 * index + 16])
    return Row(index, salt[0], texts[index].decode(), path)


def _addresses(books: Books, entry: Entry) -> Iterator[str]:
    assert isinstance(entry.body, BodyRef)
    assert entry.body.table is not None
    yield from entry.body.table.records(books.facts().origin(entry.body.table.header.list)).to_list()
