"""Signed notes: a text, and who signed it. The format is C2SP signed-note v1, https://c2sp.org/signed-note.

- A key is a name, a kind of signature and a public key; in writing `name+id+base64`, a *verifier key*.
- Reading is strict: base64 as it would be written, no control character, no line that is neither text nor signature.
- Whoever reads a note says which keys count. A signature by a known key that fails spoils the note; one by an unknown
  key says nothing.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from exeat.core.errors import Problem, Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 1, 4
"""Kinds of signatures: over the note's text, and over a checkpoint with the time of the cosigner."""

KEY_BYTES, ID_BYTES = 32, 4
MOST = 64  # signatures of one note
DASH = "— "
NAME = re.compile(r"[^\s\x00-\x1f+]+")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")  # as long as the largest of canonical JSON


class Signer(Protocol):
    """Whoever holds a private key."""

    @property
    def key(self) -> "Key": ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under a name. `kind`: how it signs, 1 or 4; `public`: 32 bytes (RFC 8032)."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart; they prove nothing."""
        return _id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether this is the key's signature of a message (RFC 8032, section 5.1.7)."""
        from cryptography.exceptions import InvalidSignature

        try:
            _public(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@lru_cache
def _id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


@lru_cache
def _public(public: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: whose it says it is, and the bytes after the key's id."""

    name: str
    id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {encoded(self.id + self.signature)}"

    def claims(self, key: Key) -> bool:
        """Whether it says that it is by this key."""
        return (self.name, self.id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with its line, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{s}\n" for s in self.signatures)

    def by(self, key: Key) -> Signature | None:
        """The signature that says it is by a key; None = there is none."""
        return next((s for s in self.signatures if s.claims(key)), None)


def signed(text: str, signer: Signer) -> Signature:
    """A signature of kind 1 over a note's text."""
    return Signature(signer.key.name, signer.key.id, signer.sign(text.encode()))


def read_key(text: str) -> Key:
    """A verifier key. Raises Refused where it is none, or is of a kind that is not read."""
    parts = text.strip().split("+", 2)
    raw = decoded(parts[2]) if len(parts) == 3 else None
    if raw is None or len(raw) != 1 + KEY_BYTES or raw[0] not in (ED25519, COSIGNATURE) or not is_name(parts[0]):
        raise Refused([Problem("key-malformed", values={"key": text.strip()})])
    key = Key(parts[0], raw[0], raw[1:])
    if key.id.hex() != parts[1]:
        raise Refused([Problem("key-malformed", values={"key": text.strip()})])
    return key


def is_name(text: str) -> bool:
    """Whether a text can name a key: something, without spaces, plus or control characters."""
    return NAME.fullmatch(text) is not None


def read_note(text: str, file: str = "", line: int = 1) -> Note:
    """A note. `file`, `line`: where it begins, for errors. Raises Refused with every mistake."""
    at = text.rfind("\n\n")
    control = next((i for i, c in enumerate(text) if ord(c) < 0x20 and c != "\n"), None)
    if at < 1 or not text.endswith("\n") or control is not None:
        wrong = line + text.count("\n", 0, control) if control is not None else line
        raise Refused([malformed(file, wrong, "", "a text, an empty line, and signatures, each line ended")])
    first = line + text.count("\n", 0, at + 2)
    return Note(text[: at + 1], read_signatures(text[at + 2 : -1].split("\n"), file, first))


def read_signatures(lines: Iterable[str], file: str = "", line: int = 1) -> tuple[Signature, ...]:
    """The lines under a note, one to `MOST` of them, of each key one. Raises Refused with every mistake."""
    lines = list(lines)
    found = [_signature(text) for text in lines]
    problems = [
        malformed(file, line + i, lines[i], f"{DASH}NAME BASE64, of each key one")
        for i, signature in enumerate(found)
        if signature is None or any(s is not None and _whose(s) == _whose(signature) for s in found[:i])
    ]
    if problems or not 0 < len(lines) <= MOST:
        raise Refused(problems or [malformed(file, line, "", f"1 to {MOST} signatures")])
    return tuple(s for s in found if s is not None)


def _whose(signature: Signature) -> tuple[str, bytes]:
    return signature.name, signature.id


def _signature(line: str) -> Signature | None:
    name, _, text = line.removeprefix(DASH).partition(" ")
    raw = decoded(text)
    if not line.startswith(DASH) or not is_name(name) or raw is None or len(raw) <= ID_BYTES:
        return None
    return Signature(name, raw[:ID_BYTES], raw[ID_BYTES:])


def is_number(text: str) -> bool:
    """Whether a text is a whole number as it would be written again, of those that canonical JSON has."""
    return NUMBER.fullmatch(text) is not None and int(text) < 2**53


def malformed(file: str, line: int, found: str, wanted: str) -> Problem:
    """A line that is not of the format."""
    return Problem("note-malformed", file, line, values={"found": found, "wanted": wanted})


def encoded(data: bytes) -> str:
    """Base 64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def decoded(text: str) -> bytes | None:
    """The bytes of a base 64 text; None where it is not what `encoded` writes."""
    try:
        data = base64.b64decode(text)
    except ValueError:
        return None
    return data if encoded(data) == text else None


def is_bytes(text: str, size: int) -> bool:
    """Whether a text is so many bytes in base 64, as `encoded` writes them."""
    data = decoded(text)
    return data is not None and len(data) == size
