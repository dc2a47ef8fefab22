"""Bytes hidden under a key, and bound to what they belong to: ChaCha20-Poly1305 (RFC 8439).

- What is sealed is a version byte, a nonce by chance, and the ciphertext with its tag.
- Whoever opens it says what it belongs to; bytes moved to another place do not open there.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES, NONCE_BYTES = 32, 12
SEALED = b"\x01"


def new_key() -> bytes:
    """A key by chance."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, data: bytes, of: bytes) -> bytes:
    """Hide bytes. `of`: what they belong to."""
    nonce = os.urandom(NONCE_BYTES)
    return SEALED + nonce + ChaCha20Poly1305(key).encrypt(nonce, data, of)


def unseal(key: bytes, sealed: bytes, of: bytes) -> bytes | None:
    """The bytes; None where the key is another one, or anything was changed."""
    head, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if head != SEALED or len(nonce) != NONCE_BYTES:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, rest, of)
    except InvalidTag:
        return None


def is_sealed(stored: bytes) -> bool:
    """Whether stored bytes are hidden; canonical JSON never begins so."""
    return stored[:1] == SEALED
