"""Pens: private keys that sign, Ed25519 (RFC 8032)."""

import os
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exeat.ledger.note import ED25519, Key


@dataclass(frozen=True)
class Pen:
    """A private key under a name: see `ledger.note.Signer`. `private`: 32 bytes."""

    name: str
    private: bytes
    kind: int = ED25519

    @classmethod
    def new(cls, name: str, kind: int = ED25519) -> "Pen":
        """A pen by chance."""
        return cls(name, os.urandom(32), kind)

    @cached_property
    def key(self) -> Key:
        """The public key."""
        return Key(self.name, self.kind, self._private.public_key().public_bytes_raw())

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"Pen({self.key})"  # never the private key
