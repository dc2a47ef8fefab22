"""A key made of a passphrase: Argon2id (RFC 9106), slow on purpose and for every guess.

- What it costs is written beside the salt, so that a later program can ask for more and still open the old.
- The default is the second recommended option of RFC 9106, section 4: 64 MiB, three rounds, four lanes.
"""

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from .sealing import KEY_BYTES

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs. `memory` in KiB."""

    memory: int = 64 * 1024
    rounds: int = 3
    lanes: int = 4


def new_salt() -> bytes:
    """A salt by chance."""
    return os.urandom(SALT_BYTES)


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The key of a passphrase."""
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.memory)
    return argon.derive(passphrase.encode())
