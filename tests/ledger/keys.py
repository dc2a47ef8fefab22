"""Keys for tests: made from a word, so that they are the same in every run."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from exeat.ledger.note import ED25519, Key


class Pen:
    """A private key that anybody could make."""

    def __init__(self, name: str, kind: int = ED25519) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
        self.key = Key(name, kind, self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        """The signature."""
        return self._private.sign(message)
