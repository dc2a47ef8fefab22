"""Watching a log grow: what a log asks of a witness, and what the witness checks before it signs.

- The request is that of C2SP tlog-witness, as a file: the size that the witness saw last, the proof of growth, and the
  checkpoint. It goes by stick, mail or paper; nothing is asked of a network.
- A witness signs a log that grew out of what it saw last, and no other: two stories about one log cannot both have its
  signature.
"""

from dataclasses import dataclass

from exeat.core.merkle import NOTHING
from exeat.core.message import Message

from .checkpoint import Checkpoint, cosigned, holds, read_checkpoint
from .note import Key, Note, Signature, Signer, encoded, is_number, read_note
from .reading import Lines
from .tree import Tree, grew

MOST = 63  # hashes of a proof of growth


@dataclass(frozen=True, slots=True)
class Request:
    """What a log asks of a witness. `old`: the size that the witness saw last, 0 = it has seen none."""

    old: int
    path: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        return "\n".join([f"old {self.old}", *map(encoded, self.path), "", str(self.note)])

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint to be signed."""
        return read_checkpoint(self.note.text)


def request(tree: Tree, note: Note, old: int) -> Request:
    """The request for a checkpoint. Raises IndexError where the log was never of the old size."""
    size = read_checkpoint(note.text).size
    return Request(old, tree.consistency(old, size), note)


def read_request(text: str, file: str = "") -> Request:
    """A request. Raises Refused where a line is not of the format."""
    lines = Lines(text, file)
    old = lines.after("old ", is_number)
    if old is None:
        raise lines.wrong("old SIZE")
    path = tuple(lines.hashes(""))
    if len(path) > MOST:
        raise lines.wrong(f"at most {MOST} hashes")
    lines.exactly("")
    note = read_note(lines.rest(), file, lines.at + 1)
    read_checkpoint(note.text, file, lines.at + 1)
    return Request(int(old), path, note)


def objections(asked: Request, log: Key, seen: Checkpoint | None) -> tuple[Message, ...]:
    """Why a witness does not sign; nothing = it does. `seen`: what it signed last of this log."""
    head, last = asked.checkpoint, seen or Checkpoint(asked.checkpoint.origin, 0, NOTHING)
    if head.origin != log.name or not holds(asked.note, log):
        return (Message("proof.log_not_signed", {"origin": head.origin}),)
    if asked.old != last.size:
        return (Message("proof.another_size", {"asked": str(asked.old), "seen": str(last.size)}),)
    if not grew(last.size, last.root, head.size, head.root, asked.path):
        return (Message("proof.did_not_grow", {"old": str(last.size), "size": str(head.size)}),)
    return ()


def witnessed(asked: Request, time: int, witness: Signer) -> Signature:
    """The signature of a witness that has nothing against it. `time`: seconds since 1970."""
    return cosigned(asked.checkpoint, time, witness)


def with_signatures(note: Note, found: tuple[Signature, ...]) -> Note:
    """A checkpoint with more signatures; a key that signed it before signs it once, with its newest signature."""
    new = {(s.name, s.id) for s in found}
    return Note(note.text, (*(s for s in note.signatures if (s.name, s.id) not in new), *found))
