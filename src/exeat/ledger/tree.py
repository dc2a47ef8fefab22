"""A growing tree, and the two proofs that it gives: this leaf is in it, and it grew out of that smaller one.

- The hashes are those of `core.merkle`; the proofs those of RFC 9162, sections 2.1.3 and 2.1.4.
- Only whole subtrees are kept, so an append costs as many hashes as subtrees it completes: two on average.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

from exeat.core.merkle import NOTHING, node


class Tree:
    """The tree over leaf hashes, in the order of the log; every size it ever had can be asked for."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.extend(leaves)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash, and every subtree that it completes."""
        self._levels[0].append(leaf)
        height = 0
        while len(self._levels[height]) % 2 == 0:
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            self._levels[height].append(node(*self._levels[height - 1][-2:]))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaf hashes, and every subtree that they complete, level by level."""
        level, height = self._levels[0], 0
        level.extend(leaves)
        while len(level) > 1:
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            done = 2 * len(self._levels[height])
            pairs = zip(level[done::2], level[done + 1 :: 2], strict=False)
            self._levels[height].extend([sha256(b"\x01" + left + right).digest() for left, right in pairs])
            level = self._levels[height]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves; None = of all."""
        size = self._size(size)
        return self._hash(0, size) if size else NOTHING

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The hashes that lead from a leaf to the root of the first `size` leaves, the leaf's neighbour first.

        Raises IndexError for a leaf that is not among them.
        """
        size = self._size(size)
        if not 0 <= index < size:
            raise IndexError(f"there is no leaf {index} among {size}")
        return tuple(self._path(index, 0, size))

    def consistency(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """The hashes that show that the first `size` leaves begin with the first `old`; none for 0 and for all."""
        size = self._size(size)
        if not 0 <= old <= size:
            raise IndexError(f"the first {old} leaves are not among {size}")
        return tuple(self._grown(old, 0, size, True)) if old else ()

    def _size(self, size: int | None) -> int:
        if size is None:
            return len(self)
        if not 0 <= size <= len(self):
            raise IndexError(f"there are {len(self)} leaves, not {size}")
        return size

    def _hash(self, low: int, high: int) -> bytes:
        """MTH(D[low:high]): a whole subtree is kept, any other is put together."""
        count = high - low
        if count & (count - 1) == 0:
            return self._levels[count.bit_length() - 1][low // count]
        middle = low + _half(count)
        return node(self._hash(low, middle), self._hash(middle, high))

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        """PATH(m, D_n) of section 2.1.3.1."""
        if high - low == 1:
            return []
        middle = low + _half(high - low)
        if index < middle:
            return [*self._path(index, low, middle), self._hash(middle, high)]
        return [*self._path(index, middle, high), self._hash(low, middle)]

    def _grown(self, old: int, low: int, high: int, known: bool) -> list[bytes]:
        """SUBPROOF(m, D_n, b) of section 2.1.4.1. `known`: the old root itself is what the reader has."""
        if old == high:
            return [] if known else [self._hash(low, high)]
        middle = low + _half(high - low)
        if old <= middle:
            return [*self._grown(old, low, middle, known), self._hash(middle, high)]
        return [*self._grown(old, middle, high, False), self._hash(low, middle)]


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a log keeps of its tree between two appends: the roots of its whole subtrees, the largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def after(self, leaf: bytes) -> "Frontier":
        """The frontier with one leaf more."""
        hashes, size = [*self.hashes, leaf], self.size
        while size & 1:
            hashes[-2:] = [node(*hashes[-2:])]
            size >>= 1
        return Frontier(self.size + 1, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return reduce(lambda right, left: node(left, right), reversed(self.hashes)) if self.hashes else NOTHING


def _half(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Iterable[bytes]) -> bool:
    """Whether a path leads from a leaf to the root of a tree of this size (RFC 9162, section 2.1.3.2)."""
    path = list(path)
    if not 0 <= index < size or not _are_hashes(root, leaf, *path):
        return False
    at, last, found = index, size - 1, leaf
    for hash in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node(hash, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, hash)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def grew(old: int, old_root: bytes, new: int, new_root: bytes, path: Iterable[bytes]) -> bool:
    """Whether a path shows that the tree of size `new` begins with that of size `old` (RFC 9162, section 2.1.4.2)."""
    given = list(path)
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *given):
        return False
    if old == new:
        return not given and old_root == new_root and (old > 0 or new_root == NOTHING)
    if old == 0:
        return not given and old_root == NOTHING
    if old & (old - 1) == 0:
        given.insert(0, old_root)
    return bool(given) and _both_roots(old - 1, new - 1, given) == (old_root, new_root)


def _are_hashes(*some: bytes) -> bool:
    return all(len(h) == len(NOTHING) for h in some)


def _both_roots(at: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The roots to which a consistency path leads; None where it is too long or too short."""
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for hash in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            before, after = node(hash, before), node(hash, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, hash)
        at, last = at >> 1, last >> 1
    return (before, after) if last == 0 else None
