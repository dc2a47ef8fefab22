"""A bundle: all that a stranger needs to check one entry of a log, in one file of lines.

- It holds the entry, its recorder's signature, and the path to a checkpoint (C2SP tlog-proof v1); and, where whoever
  gives it away says so, the words, or one row of a list with its path to the root that the words name.
- Without the words it shows that something was recorded then, by that recorder, and nothing else.
- Reading is strict: every line is of the format, in its order, and is written as it would be written again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from exeat.core.canonical import plain
from exeat.core.marked import Plain
from exeat.core.merkle import leaf
from exeat.core.message import Message

from .checkpoint import Checkpoint, read_checkpoint
from .note import ED25519, Key, Note, Signature, Signer, encoded, signed
from .policy import Policy
from .tree import includes

HEAD, TLOG = "exeat/proof@v1", "c2sp.org/tlog-proof@v1"
ENTRY = "exeat/entry@v1"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its place from 0, its salt, its cells as the words commit to them, its path to their root."""

    index: int
    salt: bytes
    cells: str
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One entry, proved. `entry`, `words`: canonical JSON; `words` None = not shown, or erased."""

    entry: str
    index: int
    path: tuple[bytes, ...]
    note: Note
    signature: Signature | None = None
    words: str | None = None
    row: Row | None = None

    def __str__(self) -> str:
        return "\n".join([HEAD, *self._words(), *self._entry(), *self._place(), "", str(self.note)])

    def _words(self) -> Iterable[str]:
        if self.words is not None:
            yield f"words {self.words}"
        if self.row is not None:
            yield f"row {self.row.index} {encoded(self.row.salt)} {self.row.cells}"
            yield from (f"path {encoded(h)}" for h in self.row.path)

    def _entry(self) -> Iterable[str]:
        yield f"entry {self.entry}"
        if self.signature is not None:
            yield str(self.signature)

    def _place(self) -> Iterable[str]:
        yield from (TLOG, f"index {self.index}", *(encoded(h) for h in self.path))

    @property
    def leaf(self) -> bytes:
        """The leaf of the entry."""
        return leaf(self.entry.encode())

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint to which the path leads."""
        return read_checkpoint(self.note.text)


def entry_signature(leaf: bytes, signer: Signer) -> Signature:
    """A recorder's signature of an entry: of the note that names its leaf."""
    return signed(signed_text(leaf), signer)


def signed_by(leaf: bytes, signature: Signature, keys: Iterable[Key]) -> bool:
    """Whether a signature of an entry is by one of these keys."""
    message = signed_text(leaf).encode()
    return any(k.kind == ED25519 and signature.claims(k) and k.verifies(message, signature.signature) for k in keys)


def signed_text(leaf: bytes) -> str:
    """The note that a recorder signs for an entry."""
    return f"{ENTRY}\n{encoded(leaf)}\n"


def check(bundle: Bundle, policy: Policy, recorders: Sequence[Key]) -> tuple[Message, ...]:
    """What does not hold of a bundle; nothing = all of it holds. `recorders`: whose signatures of entries count."""
    found = (*_signatures(bundle, policy, recorders), *_tree(bundle), *_shown(bundle))
    return tuple(Message(f"proof.{id}", values) for id, values in found)


def _signatures(bundle: Bundle, policy: Policy, recorders: Sequence[Key]) -> Iterable[tuple[str, dict[str, str]]]:
    seen, origin = policy.seen(bundle.note), bundle.checkpoint.origin
    if not seen.signed:
        yield "log_not_signed", {"origin": origin}
    yield from (("signature_wrong", {"name": name}) for name in seen.spoiled)
    if seen.signed and not seen.spoiled and not seen.enough:
        yield "too_few_witnesses", {"seen": ", ".join(sorted(seen.when)), "quorum": policy.quorum}
    known = (*policy.logs, *policy.witnesses.values())
    yield from (("key_unknown", {"name": s.name}) for s in bundle.note.signatures if not any(map(s.claims, known)))
    if bundle.signature is None:
        if recorders:
            yield "recorder_not_signed", {}
    elif not signed_by(bundle.leaf, bundle.signature, recorders):
        yield "signature_wrong", {"name": bundle.signature.name}


def _tree(bundle: Bundle) -> Iterable[tuple[str, dict[str, str]]]:
    head = bundle.checkpoint
    if not includes(head.root, head.size, bundle.index, bundle.leaf, bundle.path):
        yield "not_in_the_log", {"index": str(bundle.index), "size": str(head.size)}


def _shown(bundle: Bundle) -> Iterable[tuple[str, dict[str, str]]]:
    if bundle.words is None:
        return
    if sha256(bundle.words.encode()).hexdigest() != parsed(bundle.entry)["body"]:
        yield "words_differ", {}
    row = bundle.row
    if row is not None and not _in_list(row, parsed(bundle.words)["body"]):
        yield "row_not_in_the_list", {"row": str(row.index)}


def _in_list(row: Row, body: Plain) -> bool:
    found = _list_of(body)
    return found is not None and includes(*found, row.index, leaf(row.salt + row.cells.encode()), row.path)


def _list_of(body: Plain) -> tuple[bytes, int] | None:
    """The root of a list and how many rows it has; None where words are of none."""
    match body:
        case {"claim": {"list": str(), "rows": int(rows), "root": str(text)}}:
            root = as_hex(text)
            return None if root is None or type(rows) is not int else (root, rows)  # not True, which counts as one
    return None


def as_hex(value: Plain) -> bytes | None:
    """The bytes of a text in hexadecimal; None where it is none, or would be written otherwise."""
    try:
        data = bytes.fromhex(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return data if data is not None and data.hex() == value else None


def parsed(text: str) -> dict[str, Plain]:
    """A line of canonical JSON."""
    held = plain(text.encode())
    assert isinstance(held, dict)
    return held
