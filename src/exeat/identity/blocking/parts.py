"""Blocks of a short list and a long one that is read part by part: which of its records share a key with the short.

- A key that nobody of the short list has is forgotten at once; of the others it is counted over the whole long list how
  many share it. Only then is it known which blocks are small enough, and only then are pairs made.
- Keys are made of texts alone: a pair whose records share a key is found in whatever part its record stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exeat.identity.ordered import counted, distinct

from .candidates import Contribution, block_size, largest_block
from .keys import Facts, keyed

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from exeat.identity.sides import Ints


@dataclass(slots=True)
class Blocks:
    """The keys of one kind of the short list. `rows`: its records (`key`, `l`), by the number of the key.

    `left`, `right`: in how many records of either list each key stands; `right` is counted as parts are read.
    """

    keys: "np.ndarray[Any, np.dtype[np.uint64]]"
    rows: "pl.DataFrame"
    left: Any
    right: Any

    def sizes(self) -> "pl.DataFrame":
        """The blocks with records of both lists: `key`, `left`, `right`."""
        import polars as pl

        return (
            pl.DataFrame({"left": self.left, "right": self.right})
            .with_row_index("key")
            .filter(pl.col("right") > 0)
            .select("key", pl.col("left", "right").cast(pl.UInt32))
        )


@dataclass(slots=True)
class ShortList:
    """The keys of the short list, kind after kind."""

    blocks: dict[str, Blocks]

    @classmethod
    def of(cls, facts: Facts, kinds: Sequence[str]) -> "ShortList":
        """The keys of a whole short list, of these kinds."""
        return cls({kind: _blocks(facts, kind) for kind in kinds})

    def hits(self, facts: Facts) -> "pl.DataFrame":
        """Which records of a part share which keys: `kind`, `key`, `r` (the row in the part); and they are counted."""
        import polars as pl

        found = [self._hits(kind, n, facts) for n, kind in enumerate(self.blocks)]
        return pl.concat(found)

    def _hits(self, kind: str, number: int, facts: Facts) -> "pl.DataFrame":
        import numpy as np
        import polars as pl

        block, made = self.blocks[kind], keyed(kind, facts)
        at = np.minimum(np.searchsorted(block.keys, made.keys), max(0, len(block.keys) - 1))
        hit = block.keys[at] == made.keys if len(block.keys) else np.zeros(len(at), bool)
        key, r = at[hit].astype(np.uint32), made.rows[hit]
        block.right += np.bincount(key, minlength=len(block.keys))
        return pl.DataFrame({"key": key, "r": r}).select(kind=pl.lit(number, pl.UInt8), key="key", r="r")

    def largest(self, pairs: int) -> int:
        """The largest block to look at, once all parts are read; see `candidates`."""
        return largest_block([block.sizes() for block in self.blocks.values()], pairs)


def _blocks(facts: Facts, kind: str) -> Blocks:
    import numpy as np
    import polars as pl

    made = keyed(kind, facts)
    keys, at, counts = np.unique(made.keys, return_inverse=True, return_counts=True)
    rows = pl.DataFrame({"key": at.astype(np.uint32), "l": made.rows})
    return Blocks(keys, rows, counts, np.zeros(len(keys), np.int64))


@dataclass(slots=True)
class Taken:
    """The pairs of the blocks that are small enough, part after part, and what each kind of key gave."""

    short: ShortList
    largest: int
    pairs: dict[str, int] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)

    def of(self, hits: "pl.DataFrame") -> "tuple[Ints, Ints, Ints]":
        """The pairs of a part: rows of the short list, rows of the part, and how many kinds of keys each shares."""
        import numpy as np

        found = [distinct(self._pairs(kind, number, hits)) for number, kind in enumerate(self.short.blocks)]
        every, shared = counted(np.concatenate(found))
        seen = np.zeros(len(every), bool)
        for kind, pairs in zip(self.short.blocks, found, strict=True):
            at = np.searchsorted(every, pairs)
            self.pairs[kind] = self.pairs.get(kind, 0) + len(pairs)
            self.new[kind] = self.new.get(kind, 0) + int((~seen[at]).sum())
            seen[at] = True
        low = np.uint64(0xFFFFFFFF)
        return (every & low).astype(np.int32), (every >> np.uint64(32)).astype(np.int32), shared.astype(np.int32)

    def _pairs(self, kind: str, number: int, hits: "pl.DataFrame") -> Any:
        """The row of the part in the upper, that of the short list in the lower 32 bits."""
        import numpy as np
        import polars as pl

        block = self.short.blocks[kind]
        sizes = block.sizes()
        allowed = sizes.filter(block_size(sizes) <= self.largest).select("key")
        here = hits.filter(pl.col("kind") == number).join(allowed, on="key", how="semi")
        both = here.join(block.rows, on="key")
        return both["r"].to_numpy().astype(np.uint64) << np.uint64(32) | both["l"].to_numpy().astype(np.uint64)

    def report(self) -> tuple[Contribution, ...]:
        """What each kind of key gave over all parts; as `candidates` tells it."""
        return tuple(
            Contribution(kind, self.pairs.get(kind, 0), self.new.get(kind, 0), *_counted(block, self.largest))
            for kind, block in self.short.blocks.items()
        )


def _counted(block: Blocks, largest: int) -> tuple[int, int]:
    sizes = block.sizes()
    return sizes.height, int((block_size(sizes) > largest).sum())
