"""Checkpoints: what a log was at one size, in three lines, signed by the log and by whoever watched it grow.

- The text is C2SP tlog-checkpoint (origin, size, root); a cosignature is C2SP tlog-cosignature v1 of Ed25519, and says
  that the cosigner saw this to be the largest tree that grew out of all it had seen before.
- Lines after the third are refused: nobody who watches a log could check them.
"""

from base64 import b64decode
from dataclasses import dataclass

from exeat.core.errors import Refused

from .note import COSIGNATURE, ED25519, Key, Note, Signature, Signer, encoded, is_bytes, is_number, malformed

ROOT_BYTES, TIME_BYTES = 32, 8
LAST = 253402300799  # the end of the year 9999, in seconds since 1970


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log at one size. `origin`: the log's name; `root`: 32 bytes."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"


def read_checkpoint(text: str, file: str = "", line: int = 1) -> Checkpoint:
    """A checkpoint's text. Raises Refused with every mistake."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise Refused([malformed(file, line, lines[0], "three lines: origin, size, root")])
    wrong = [] if is_number(lines[1]) else [malformed(file, line + 1, lines[1], "a size without leading zeroes")]
    if not is_bytes(lines[2], ROOT_BYTES):
        wrong.append(malformed(file, line + 2, lines[2], "32 bytes in base 64"))
    if wrong:
        raise Refused(wrong)
    return Checkpoint(lines[0], int(lines[1]), b64decode(lines[2]))


def cosigned(checkpoint: Checkpoint, time: int, signer: Signer) -> Signature:
    """A cosignature. `time`: seconds since 1970, when the cosigner saw this checkpoint."""
    signature = signer.sign(_message(str(checkpoint), time))
    return Signature(signer.key.name, signer.key.id, time.to_bytes(TIME_BYTES) + signature)


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def seen_at(signature: Signature) -> int:
    """When a cosigner saw the checkpoint: seconds since 1970."""
    return int.from_bytes(signature.signature[:TIME_BYTES])


def holds(note: Note, key: Key) -> bool | None:
    """Whether a key's signature under a note is its own; None where there is none that says it is.

    A time that no calendar has is nobody's.
    """
    found = note.by(key)
    if found is None:
        return None
    if key.kind == ED25519:
        return key.verifies(note.text.encode(), found.signature)
    assert key.kind == COSIGNATURE
    when = seen_at(found)
    return when <= LAST and key.verifies(_message(note.text, when), found.signature[TIME_BYTES:])
