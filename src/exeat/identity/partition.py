"""The blocks of one partition of the keys: its pairs, and their scores. One function, wherever it runs.

- Every record goes to each partition that one of its keys falls into, once, with those keys. A block is never parted:
  all records of both lists that share a key meet in its partition, so that its size is known there.
- A pair that meets in several partitions has the same score in each; who puts the partitions together keeps one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .blocking.candidates import block_size
from .blocking.keys import facts_alone, keyed
from .comparisons import Comparison
from .match import scored
from .names.words import Rarity, Words, names_of
from .scoring.evidence import Evidence, Witness
from .scoring.weights import Weights
from .sides import Side, Sides

if TYPE_CHECKING:
    import polars as pl

    from .sides import Ints


def keys_in(rows: "pl.DataFrame", kinds: Sequence[str]) -> "pl.DataFrame":
    """Every key of prepared records: `r` (the row), `kind` (its number), `key` (Int64)."""
    import numpy as np
    import polars as pl

    facts = facts_alone(rows)
    made = [(n, keyed(kind, facts)) for n, kind in enumerate(kinds)]
    frames = [
        pl.DataFrame({"r": k.rows, "kind": np.full(len(k.rows), n, np.int16), "key": k.keys.view(np.int64)})
        for n, k in made
    ]
    return pl.concat(frames)


def dealt(rows: "pl.DataFrame", kinds: Sequence[str], partitions: int) -> "pl.DataFrame":
    """Prepared records, once for each partition that a key of theirs falls into; with `part`, `kinds`, `keys`."""
    import polars as pl

    keys = keys_in(rows, kinds).with_columns(part=(pl.col("key") // 2).abs() % partitions)
    grouped = keys.group_by("r", "part", maintain_order=True).agg(kinds="kind", keys="key")
    return pl.concat([grouped.select("part", "kinds", "keys"), rows[grouped["r"]]], how="horizontal")


@dataclass(slots=True)
class Met:
    """The pairs of a partition: rows of its left and right records, and the kinds of keys they share, as bits."""

    left: "Ints"
    right: "Ints"
    kinds: "Any"


def met(left: "pl.DataFrame", right: "pl.DataFrame", largest: int) -> Met:
    """The pairs of the blocks of a partition that are small enough; each pair once."""
    import numpy as np
    import polars as pl

    one, two = (
        f.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias(n), "kinds", "keys").explode("kinds", "keys")
        for f, n in ((left, "l"), (right, "r"))
    )
    sizes = (
        one.group_by("kinds", "keys").len("left").join(two.group_by("kinds", "keys").len("right"), ["kinds", "keys"])
    )
    small = sizes.filter(block_size(sizes) <= largest).select("kinds", "keys")
    both = one.join(small, ["kinds", "keys"], how="semi").join(two, ["kinds", "keys"])
    bit = pl.lit(1, pl.Int64) * (2 ** pl.col("kinds").cast(pl.Int64)).cast(pl.Int64)
    pairs = both.group_by("l", "r").agg(kinds=bit.unique().sum()).sort("l", "r")
    return Met(
        pairs["l"].to_numpy().astype(np.int32), pairs["r"].to_numpy().astype(np.int32), pairs["kinds"].to_numpy()
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """What scoring needs of the wholes; the same for every partition. `size`: how many records either list has."""

    words: Words
    rarity: Rarity
    comparisons: tuple[Comparison, ...]
    size: tuple[int, int]
    largest: int

    def witness(self, left: "pl.DataFrame", right: "pl.DataFrame") -> Witness:
        """A witness of some records of either list."""
        names = names_of(left, self.words), names_of(right, self.words)
        return Witness(Sides(Side(left), Side(right)), self.words, names, self.comparisons, self.rarity, self.size)

    def scores(self, left: "pl.DataFrame", right: "pl.DataFrame", pairs: Met, weights: Weights) -> tuple[Any, Any]:
        """The score and the guard's flags of pairs."""
        return scored(self.witness(left, right), pairs.left, pairs.right, weights)

    def evidence(self, left: "pl.DataFrame", right: "pl.DataFrame", pairs: Met) -> Evidence:
        """What pairs show."""
        return self.witness(left, right).evidence(pairs.left, pairs.right)
