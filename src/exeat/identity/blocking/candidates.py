"""Candidates: the pairs that share a key in a block that is small enough.

- A block is everything that shares one key. Blocks are taken from the smallest up, over all kinds of keys, until the
  budget of pairs is used: so a rare surname is enough by itself, and a common one needs another fact beside it.
- The report says what each kind of key found, what it alone found, and how many of its blocks were too large.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exeat.identity.ordered import distinct, firsts

from .keys import Facts, Keyed, keys_of

if TYPE_CHECKING:
    import polars as pl

    from exeat.identity.sides import Ints

ROW, KIND = 30, 4  # bits for a row number, and for a kind of key
ROWS, KINDS = (1 << ROW) - 1, (1 << KIND) - 1
BUDGET = 12  # pairs for each record of the longer list
OFTEN = 2  # kinds of keys that find a pair, on average
ATTEMPTS, MORE = 3, 8.0
MOST = 1_000  # pairs for each record of the shorter list, however long the other is


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind of key gave: pairs, pairs that no kind before it gave, blocks, and blocks too large to look at."""

    key: str
    pairs: int
    new: int
    blocks: int
    too_large: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of rows, sorted, each once. `hits`: the kinds of keys that a pair shares; `largest`: the largest block."""

    left: "Any"
    right: "Any"
    hits: "Any"
    largest: int
    report: tuple[Contribution, ...]


def candidates(left: Facts, right: Facts, budget: int = BUDGET, within: bool = False) -> Candidates:
    """The candidates of two lists, about `budget` for each record of the longer list at most.

    `within`: both are one list, and each pair is looked at once, the earlier row first.
    """
    kinds = [(name, _blocks(a, b)) for name, a, b in keys_of(left, right)]
    wanted = budget * max(len(left.day), len(right.day))
    allowed = pairs_allowed(len(left.day), len(right.day), budget)
    for _ in range(ATTEMPTS):
        largest = largest_block([blocks.sizes() for _, blocks in kinds], allowed)
        found = _found(kinds, largest, within)
        if len(found.left) >= wanted / 2 or all(c.too_large == 0 for c in found.report):
            break
        # Many keys found the same pairs, as they do in a list with many entries for one person: more may be looked at.
        allowed = int(allowed * min(MORE, wanted / max(1, len(found.left))))
    return found


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of one kind of key that have records of both lists.

    `left`, `right`: how many of each list there are in each block; `l`, `r`: which, block after block.
    """

    l: "Ints"  # noqa: E741 - the left row; as short as in the pairs made of it
    r: "Ints"
    left: "Ints"
    right: "Ints"

    def sizes(self) -> "pl.DataFrame":
        """The same as a frame."""
        import polars as pl

        return pl.DataFrame({"left": self.left, "right": self.right})


def _found(kinds: "Sequence[tuple[str, _Blocks]]", largest: int, within: bool) -> Candidates:
    """The pairs of all blocks up to a size."""
    import numpy as np

    found, taken = [], []
    for number, (_, blocks) in enumerate(kinds):
        small = np.maximum(blocks.left, blocks.right) <= largest
        found.append(_pairs(blocks, small) << np.uint64(KIND) | np.uint64(number))
        taken.append(int(small.sum()))
    every = distinct(np.concatenate(found))
    if within:
        every = every[(every >> np.uint64(ROW + KIND)) < (every >> np.uint64(KIND) & ROWS)]
    pairs = every >> np.uint64(KIND)
    first = np.flatnonzero(firsts(pairs))
    hits = np.diff(np.append(first, len(pairs)))
    each, new = (np.bincount((e & KINDS).astype(np.int64), minlength=len(kinds)) for e in (every, every[first]))
    report = tuple(
        Contribution(name, int(e), int(n), len(blocks.left), len(blocks.left) - small)
        for (name, blocks), e, n, small in zip(kinds, each, new, taken, strict=True)
    )
    return Candidates(*_rows(pairs[first]), hits.astype(np.int32), largest, report)


def _rows(pairs: "Any") -> "tuple[Any, Any]":
    import numpy as np

    return (pairs >> np.uint64(ROW)).astype(np.int32), (pairs & ROWS).astype(np.int32)


def with_pairs(found: Candidates, left: "Any", right: "Any") -> Candidates:
    """The candidates and these pairs of rows, which share no key that counts."""
    import numpy as np

    if not len(left):
        return found
    mine = left.astype(np.uint64) << np.uint64(ROW) | right.astype(np.uint64)
    every = found.left.astype(np.uint64) << np.uint64(ROW) | found.right.astype(np.uint64)
    new = np.setdiff1d(mine, every)
    order = np.argsort(keys := np.concatenate([every, new]), kind="stable")
    hits = np.concatenate([found.hits, np.zeros(len(new), np.int32)])[order]
    l, r = _rows(keys[order])  # noqa: E741
    return replace(found, left=l, right=r, hits=hits)


def block_size(blocks: "pl.DataFrame") -> "pl.Series":
    """How many others a record of a block is compared with, at most."""
    import polars as pl

    return blocks.select(pl.max_horizontal("left", "right")).to_series()


def _blocks(a: Keyed, b: Keyed) -> _Blocks:
    """What shares a key, found by sorting the keys of both lists together."""
    import numpy as np

    keys = np.concatenate([a.keys, b.keys])
    order = np.argsort(keys)
    starts = np.flatnonzero(firsts(keys[order]))
    sizes = np.diff(np.append(starts, len(keys)))
    of_right = order >= len(a.keys)
    right = np.add.reduceat(of_right, starts, dtype=np.int64) if len(starts) else sizes
    left = sizes - right
    shared = (left > 0) & (right > 0)
    held = np.repeat(shared, sizes)
    rows, of_right = np.concatenate([a.rows, b.rows])[order[held]].astype(np.int32), of_right[held]
    return _Blocks(rows[~of_right], rows[of_right], left[shared], right[shared])


def pairs_allowed(left: int, right: int, budget: int = BUDGET) -> int:
    """How many pairs lists of so many records may have, before those found twice are taken together."""
    return min(OFTEN * budget * max(left, right), MOST * min(left, right))


def largest_block(blocks: "list[pl.DataFrame]", pairs: int) -> int:
    """The largest block that may be looked at, so that all blocks up to it have no more pairs than that; at least 1.

    A row of `blocks` with a `count` is so many blocks of these sizes.
    """
    import polars as pl

    pairs_of = pl.col("left").cast(pl.Int64) * pl.col("right")
    sized = [
        b.select(size=block_size(b), pairs=pairs_of * pl.col("count") if "count" in b.columns else pairs_of)
        for b in blocks
    ]
    if not sized:
        return 1
    costs = pl.concat(sized, how="vertical_relaxed").group_by("size").agg(pl.col("pairs").sum()).sort("size")
    within = costs.filter(costs["pairs"].cum_sum() <= pairs)
    return max(1, int(within["size"].max() or 1))  # type: ignore[arg-type]


def _pairs(blocks: _Blocks, taken: "Any") -> "Any":
    """The pairs of the taken blocks, the right row in the lower ROW bits, the left above; a pair may stand twice."""
    import numpy as np

    l, r = blocks.l[np.repeat(taken, blocks.left)], blocks.r[np.repeat(taken, blocks.right)]  # noqa: E741
    left, right = blocks.left[taken], blocks.right[taken]
    each = np.repeat(right, left)  # how many partners each left record has, and where the first of them stands
    first = np.repeat(np.cumsum(right) - right, left)
    of_left = np.repeat(np.arange(len(l)), each)
    partner = np.arange(len(of_left)) + (first - (np.cumsum(each) - each))[of_left]
    return l[of_left].astype(np.uint64) << np.uint64(ROW) | r[partner].astype(np.uint64)
