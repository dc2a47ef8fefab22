"""The proof of one entry, for somebody who trusts nobody here; and `verify`, the audit of the whole."""

from collections.abc import Iterator, Sequence

from exeat.core.claims import RecordedElsewhere
from exeat.core.entry import BodyRef, Entry
from exeat.core.errors import Problem, Refused
from exeat.core.tables import row_salts, row_texts, salt_at
from exeat.ledger.bundle import Bundle, Row
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.tree import Tree

from .books import Books
from .subject import gone
from .verify import Verified, signature_of, verify

__all__ = ["Verified", "proof", "signature_of", "verify"]


def proof(
    books: Books,
    statement: str,
    row: str | None = None,
    shown: bool = True,
    second: bool = False,
    size: int | None = None,
) -> Bundle:
    """The proof of one entry. `statement`: an id, or a key in the files; `row`: an address of its list to be shown.

    `shown`: the words too; `second`: of the log of accesses; `size`: of the checkpoint that proves it, None = the last.
    Raises Refused where there is no such entry, no such row, or no such checkpoint that has the entry.
    """
    with books.log(second) as store, store.snapshot():
        entry = _entry_of(tuple(store.entries()) if second else books.entries, statement)
        note, tree = store.checkpoint(size), Tree(store.leaves())
        if note is None and size is None:
            raise Refused([Problem("not-proved")])
        if note is None or (size is not None and entry.index >= size):
            raise Refused([Problem("size-unproved", values={"size": str(size)})])
        size = read_checkpoint(note.text).size
        words = store.words(entry.index) if shown else None
        part = None if row is None or words is None else _row(books, entry, row)
    path = tree.inclusion(entry.index, size)
    return Bundle(entry.text().decode(), entry.index, path, note, signature_of(entry.signature), words, part)


def origin_proof(books: Books, statement: str, origin: str) -> str:
    """The proof that another office's log had a statement, as it was taken with it. Raises Refused: see `proof`."""
    entry, found = _entry_of(books.entries, statement), books.facts().of(RecordedElsewhere)
    id = entry.body.id if isinstance(entry.body, BodyRef) else ""
    claims = (s.claim for _, s in found)
    told = [e for e in claims if isinstance(e, RecordedElsewhere) and (e.statement, e.origin) == (id, origin)]
    if not told:
        raise Refused([Problem("statement-unknown", values={"statement": f"{statement}, {origin}"})])
    return told[-1].proof


def _entry_of(entries: Sequence[Entry], statement: str) -> Entry:
    said = [e for e in entries if isinstance(e.body, BodyRef) and statement in (e.body.id, e.body.key)]
    gone = [e for e in entries if statement == f"#{e.index}"]
    if not said and not gone:
        raise Refused([Problem("statement-unknown", values={"statement": statement})])
    return [*gone, *said][-1]


def _row(books: Books, entry: Entry, address: str) -> Row:
    table = entry.body.table if isinstance(entry.body, BodyRef) else None
    places = {} if table is None else {a: i for i, a in enumerate(_addresses(books, entry))}
    if table is None or address not in places:
        raise Refused([gone(address, books.facts()) or Problem("person-unknown", values={"person": address})])
    at, texts, case = places[address], row_texts(table.rows), books.facts().case.id
    place = int(table.places()[at])
    path = Tree(table.leaves(case)).inclusion(place)
    salt = row_salts(case, [texts[at]], None if table.salts is None else salt_at(table.salts, at))
    return Row(place, salt[0], texts[at].decode(), path)


def _addresses(books: Books, entry: Entry) -> Iterator[str]:
    assert isinstance(entry.body, BodyRef)
    assert entry.body.table is not None
    yield from entry.body.table.records(books.facts().origin(entry.body.table.header.list)).to_list()
