"""The Merkle tree of RFC 9162, section 2.1.1: how many hashes become one.

- leaf = SHA-256(0x00 || data), node = SHA-256(0x01 || left || right): no leaf can pass for a node.
- An odd one out goes up as it is. The root of no leaves is the SHA-256 of the empty text.
"""

from collections.abc import Iterable
from hashlib import sha256

NOTHING = sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The tree hash over leaf hashes; of no leaves, SHA-256 of the empty text."""
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [node(a, b) for a, b in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0] if level else NOTHING
