"""Cosigning: a case asks others to sign what its log has become, and signs for others what their logs have become.

- Whoever signs needs no case and sees no word: a vault with a pen, and a file of hashes.
- What was signed last is remembered before the signature leaves the house, and under the key that the log had then.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from exeat.adapters.vault import Cost, Pen, Vault
from exeat.core.errors import Problem, Refused
from exeat.core.message import Message
from exeat.ledger.checkpoint import holds
from exeat.ledger.note import COSIGNATURE, Key, Note, Signature, is_name, read_key, read_signatures
from exeat.ledger.tree import Tree
from exeat.ledger.witness import Request, objections, read_request, request, with_signatures, witnessed

from .books import Books
from .pens import make_vault

LINES = ("note-malformed", "bundle-malformed")


def ask(books: Books, since: int, second: bool = False) -> Request:
    """What a case asks of a witness that signed it last at the size `since`, 0 = never. `second`: of its accesses.

    Raises Refused where the log has no checkpoint, or never had that size.
    """
    with books.log(second) as store, store.snapshot():
        note, tree = store.checkpoint(), Tree(store.leaves())
    if note is None:
        raise Refused([Problem("not-proved")])
    try:
        return request(tree, note, since)
    except IndexError:
        raise Refused([Problem("size-unknown", values={"size": str(since), "entries": str(len(tree))})]) from None


def sign(vault: Vault, asked: Request, log: Key | None, time: int) -> tuple[Signature | None, tuple[Message, ...]]:
    """A signature of another's checkpoint, or why there is none. `time`: seconds since 1970.

    `log`: the key of the log; None = the one that it had before. Raises Refused where neither is known, and where the
    key given is another one than before.
    """
    origin = asked.checkpoint.origin
    known, seen = vault.seen(origin) or (log, None)
    if known is None or (log is not None and log != known):
        raise Refused([Problem("log-unknown", values={"origin": origin})])
    found = objections(asked, known, seen)
    if found:
        return None, found
    if vault.witness is None:
        raise Refused([Problem("witness-none")])
    vault.see(known, asked.checkpoint)
    return witnessed(asked, time, vault.witness), ()


def sign_file(
    keys: Path, passphrase: Callable[[], str], file: Path, log: str | None, now: datetime
) -> tuple[Signature | None, tuple[Message, ...]]:
    """See `sign`: the request in a file, by the witness whose keys are in a file."""
    with _named("request-malformed"):
        asked = read_request(_text(file), str(file))
    key = None if log is None else read_key(log)
    vault = Vault.open(keys, passphrase())
    try:
        return sign(vault, asked, key, int(now.timestamp()))
    finally:
        vault.close()


@contextmanager
def _named(code: str) -> Iterator[None]:
    """What is wrong with a line said as what the file is: one part of a request has the form of a note, too."""
    try:
        yield
    except Refused as e:
        raise Refused([replace(p, code=code) if p.code in LINES else p for p in e.problems]) from None


def _text(file: Path) -> str:
    """A text file as it is, its line ends too."""
    return file.read_bytes().decode("utf-8", "replace")


def make_witness(path: Path, name: str, ask: Callable[[], str], cost: Cost | None = None) -> Key:
    """The key of a witness, in a file of keys of its own. Raises Refused where the file is there, or for the name."""
    if not is_name(name):
        raise Refused([Problem("key-name", values={"name": name})])
    vault, pen = make_vault(path, ask, cost), Pen.new(name, COSIGNATURE)
    vault.keep(pen)
    vault.close()
    return pen.key


def add(books: Books, signatures: str, file: str, witnesses: tuple[Key, ...] = (), second: bool = False) -> Note:
    """Keep the signatures of others under the checkpoint that they signed: the newest that a key given here shows to be
    theirs, else the last one.

    `witnesses`: keys that were given; a signature by one of them that does not hold is refused. `second`: of the log of
    accesses, which grows with every question, this one too: without a key nobody knows what was signed. Raises Refused
    where a line is no signature.
    """
    if second and not witnesses:
        raise Refused([Problem("usage", values={"why": "of accesses, say --witness KEY: whose signature it is"})])
    with _named("answer-malformed"):
        found = read_signatures(signatures.removesuffix("\n").split("\n"), file)
    with books.log(second) as store, store.transaction():
        notes = store.checkpoints()
        if not notes:
            raise Refused([Problem("not-proved")])
        note = _signed_of([with_signatures(n, found) for n in reversed(notes)], witnesses)
        wrong = [k.name for k in witnesses if holds(note, k) is False]
        if wrong:
            raise Refused([Problem("signature-wrong", file, values={"name": n}) for n in wrong])
        store.add_signatures(note)
    return note


def _signed_of(notes: list[Note], witnesses: tuple[Key, ...]) -> Note:
    """The first of some checkpoints whose signatures are those of the witnesses; none of them = the first."""
    return next((n for n in notes if any(holds(n, k) for k in witnesses)), notes[0])


def add_file(books: Books, file: Path, witnesses: Iterable[str], second: bool = False) -> Note:
    """See `add`: the signatures in a file."""
    return add(books, _text(file), str(file), tuple(read_key(k) for k in witnesses), second)
