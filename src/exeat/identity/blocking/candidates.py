"""Candidates: the pairs that share a key in a block that is small enough.

- A block is everything that shares one key. Blocks are taken from the smallest up, over all kinds of keys, until the
  budget of pairs is used: so a rare surname is enough by itself, and a common one needs another fact beside it.
- The report says what each kind of key found, what it alone found, and how many of its blocks were too large.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exeat.identity.ordered import distinct

from .keys import Facts, Keyed, keys_of

if TYPE_CHECKING:
    import polars as pl

LOWER = 0xFFFFFFFF
BUDGET = 24  # pairs for each record of the longer list, before those found twice are taken together
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
    import numpy as np

    kinds = [(name, a, b, _blocks(a, b)) for name, a, b in keys_of(left, right)]
    largest = largest_block([b for *_, b in kinds], pairs_allowed(len(left.day), len(right.day), budget))
    found, too_large = [], []
    for _, a, b, blocks in kinds:
        taken = blocks.filter(block_size(blocks) <= largest)
        pairs = distinct(_pairs(a, b, taken))
        found.append(pairs[(pairs >> np.uint64(32)) < (pairs & LOWER)] if within else pairs)
        too_large.append(blocks.height - taken.height)
    every, first, hits = np.unique(np.concatenate(found), return_index=True, return_counts=True)
    new = np.bincount(np.repeat(np.arange(len(kinds)), [len(f) for f in found])[first], minlength=len(kinds))
    report = tuple(
        Contribution(name, len(f), int(n), blocks.height, large)
        for (name, _, _, blocks), f, n, large in zip(kinds, found, new, too_large, strict=True)
    )
    l, r = (every >> np.uint64(32)).astype(np.int32), (every & LOWER).astype(np.int32)  # noqa: E741
    return Candidates(l, r, hits.astype(np.int32), largest, report)


def with_pairs(found: Candidates, left: "Any", right: "Any") -> Candidates:
    """The candidates and these pairs of rows, which share no key that counts."""
    import numpy as np

    mine = left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)
    every = found.left.astype(np.uint64) << np.uint64(32) | found.right.astype(np.uint64)
    new = np.setdiff1d(mine, every)
    if not len(new):
        return found
    order = np.argsort(keys := np.concatenate([every, new]), kind="stable")
    hits = np.concatenate([found.hits, np.zeros(len(new), np.int32)])[order]
    l, r = (keys[order] >> np.uint64(32)).astype(np.int32), (keys[order] & LOWER).astype(np.int32)  # noqa: E741
    return replace(found, left=l, right=r, hits=hits)


def block_size(blocks: "pl.DataFrame") -> "pl.Series":
    """How many others a record of a block is compared with, at most."""
    import polars as pl

    return blocks.select(pl.max_horizontal("left", "right")).to_series()


def _blocks(a: Keyed, b: Keyed) -> "pl.DataFrame":
    """The blocks with records of both lists: `key`, `left`, `right` (how many of each)."""
    import polars as pl

    left, right = (pl.DataFrame({"key": k.keys}).group_by("key").len(n) for k, n in ((a, "left"), (b, "right")))
    return left.join(right, on="key")


def pairs_allowed(left: int, right: int, budget: int = BUDGET) -> int:
    """How many pairs lists of so many records may have, before those found twice are taken together."""
    return min(budget * max(left, right), MOST * min(left, right))


def largest_block(blocks: "list[pl.DataFrame]", pairs: int) -> int:
    """The largest block that may be looked at, so that all blocks up to it have no more pairs than that; at least 1."""
    import polars as pl

    sized = [b.select(size=block_size(b), pairs=pl.col("left").cast(pl.Int64) * pl.col("right")) for b in blocks]
    if not sized:
        return 1
    costs = pl.concat(sized).group_by("size").agg(pl.col("pairs").sum()).sort("size")
    within = costs.filter(costs["pairs"].cum_sum() <= pairs)
    return max(1, int(within["size"].max() or 1))  # type: ignore[arg-type]


def _pairs(a: Keyed, b: Keyed, blocks: "pl.DataFrame") -> "Any":
    """The pairs of the blocks, left row in the upper and right row in the lower 32 bits; a pair may stand twice."""
    import numpy as np
    import polars as pl

    keys = blocks.select("key")
    left, right = (
        pl.DataFrame({"key": k.keys, n: k.rows}).join(keys, on="key", how="semi") for k, n in ((a, "l"), (b, "r"))
    )
    both = left.join(right, on="key")
    return both["l"].to_numpy().astype(np.uint64) << np.uint64(32) | both["r"].to_numpy().astype(np.uint64)
