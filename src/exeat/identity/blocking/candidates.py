"""Candidates: the pairs that share a key in a block that is small enough.

- A block is everything that shares one key. Blocks are taken from the smallest up, over all kinds of keys, until the
  budget of pairs is used: so a rare surname is enough by itself, and a common one needs another fact beside it.
- The report says what each kind of key found, what it alone found, and how many of its blocks were too large.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exeat.identity.ordered import distinct

from .keys import Facts, Keyed, keys_of

if TYPE_CHECKING:
    import polars as pl

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
    kinds = [_Kind(name, a, b, _blocks(a, b)) for name, a, b in keys_of(left, right)]
    wanted = budget * max(len(left.day), len(right.day))
    allowed = pairs_allowed(len(left.day), len(right.day), budget)
    for _ in range(ATTEMPTS):
        largest = largest_block([k.blocks for k in kinds], allowed)
        found = _found(kinds, largest, within)
        if len(found.left) >= wanted / 2 or all(c.too_large == 0 for c in found.report):
            break
        # Many keys found the same pairs, as they do in a list with many entries for one person: more may be looked at.
        allowed = int(allowed * min(MORE, wanted / max(1, len(found.left))))
    return found


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of key: those of both lists, and the blocks that they make."""

    name: str
    left: Keyed
    right: Keyed
    blocks: "pl.DataFrame"


def _found(kinds: "Sequence[_Kind]", largest: int, within: bool) -> Candidates:
    """The pairs of all blocks up to a size."""
    import numpy as np

    found, too_large = [], []
    for number, kind in enumerate(kinds):
        taken = kind.blocks.filter(block_size(kind.blocks) <= largest)
        found.append(_pairs(kind.left, kind.right, taken) << np.uint64(KIND) | np.uint64(number))
        too_large.append(kind.blocks.height - taken.height)
    every = distinct(np.concatenate(found))
    if within:
        every = every[(every >> np.uint64(ROW + KIND)) < (every >> np.uint64(KIND) & ROWS)]
    pairs = every >> np.uint64(KIND)
    first = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(pairs) else np.empty(0, np.int64)
    hits = np.diff(np.append(first, len(pairs)))
    each, new = (np.bincount((e & KINDS).astype(np.int64), minlength=len(kinds)) for e in (every, every[first]))
    report = tuple(
        Contribution(kind.name, int(e), int(n), kind.blocks.height, large)
        for kind, e, n, large in zip(kinds, each, new, too_large, strict=True)
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


def _blocks(a: Keyed, b: Keyed) -> "pl.DataFrame":
    """The blocks with records of both lists: `key`, `left`, `right` (how many of each)."""
    import polars as pl

    left, right = (pl.DataFrame({"key": k.keys}).group_by("key").len(n) for k, n in ((a, "left"), (b, "right")))
    return left.join(right, on="key")


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


def _pairs(a: Keyed, b: Keyed, blocks: "pl.DataFrame") -> "Any":
    """The pairs of the blocks, the right row in the lower ROW bits, the left row above; a pair may stand twice."""
    import numpy as np
    import polars as pl

    keys = blocks.select("key")
    left, right = (
        pl.DataFrame({"key": k.keys, n: k.rows}).join(keys, on="key", how="semi") for k, n in ((a, "l"), (b, "r"))
    )
    both = left.join(right, on="key")
    return both["l"].to_numpy().astype(np.uint64) << np.uint64(ROW) | both["r"].to_numpy().astype(np.uint64)
