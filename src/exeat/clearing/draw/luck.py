"""Numbers from a seed, as anybody can compute them again: SHA-256 in counter mode, without a bias.

- Every purpose has its own stream: block n is SHA-256(seed, purpose, n).
- A number below m takes as many bits as m - 1 has, and is drawn again where it is m or more: no remainder is taken, so
  no number is likelier than another.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
NAME = b"exeat/draw/1"


class Stream:
    """The numbers of one purpose. `seed`: 32 bytes."""

    def __init__(self, seed: bytes, purpose: str) -> None:
        self._bytes = _blocks(NAME + b"\n" + seed + purpose.encode() + b"\n")

    def below(self, most: int) -> int:
        """A number from 0 to most - 1, each as likely as the others; 0 where there is no other."""
        bits = (most - 1).bit_length()
        size = -(-bits // 8)
        while True:
            found = int.from_bytes(bytes(next(self._bytes) for _ in range(size)), "big") >> (8 * size - bits)
            if found < most:
                return found

    def order(self, things: Sequence[T]) -> list[T]:
        """Things in an order drawn: each order as likely as the others (Fisher and Yates, from the end)."""
        found = list(things)
        for i in range(len(found) - 1, 0, -1):
            j = self.below(i + 1)
            found[i], found[j] = found[j], found[i]
        return found


def _blocks(start: bytes) -> Iterator[int]:
    n = 0
    while True:
        yield from sha256(start + n.to_bytes(8, "big")).digest()
        n += 1
