"""What people judged of pairs of two lists: it teaches the weights, and it is never overruled.

- A pair judged the same is proposed whatever it shows, and takes its records' places before any other pair.
- A pair judged different is not proposed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .blocking.candidates import Candidates, with_pairs

if TYPE_CHECKING:
    import polars as pl

    from .sides import Ints

CERTAIN = 60.0
"""The score, either way, of a judged pair: log2 odds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged pairs as rows of both lists; `same`: the verdict of each."""

    left: "Ints"
    right: "Ints"
    same: "Any"

    def among(self, left: "Ints", right: "Ints") -> "Any":
        """For each pair of rows 1 = judged the same, 0 = judged different, -1 = not judged."""
        import numpy as np

        found = np.full(len(left), -1, np.int8)
        keys, mine = (a.astype(np.int64) << 32 | b for a, b in ((left, right), (self.left, self.right)))
        order = np.argsort(mine)
        at = np.minimum(np.searchsorted(mine[order], keys), max(0, len(mine) - 1))
        if len(mine):
            hit = mine[order][at] == keys
            found[hit] = self.same[order][at][hit]
        return found

    def brought(self, left: "Ints", right: "Ints") -> "tuple[Ints, Ints]":
        """The pairs judged the same that are not among these."""
        import numpy as np

        mine, others = (a.astype(np.int64) << 32 | b for a, b in ((self.left, self.right), (left, right)))
        new = self.same & ~np.isin(mine, others)
        return self.left[new].astype(np.int32), self.right[new].astype(np.int32)

    def included(self, found: Candidates) -> Candidates:
        """The candidates, with every pair that is judged the same."""
        return with_pairs(found, self.left[self.same], self.right[self.same])


def judged_rows(judged: "pl.DataFrame | None", left: "pl.Series", right: "pl.Series", within: bool) -> "Judged":
    """The judged pairs (columns left, right, same) that are of these two lists, in whichever order they are named.

    `within`: both are one list, and the earlier row goes first.
    """
    import numpy as np
    import polars as pl

    if judged is None:
        none = np.empty(0, np.int32)
        return Judged(none, none, np.empty(0, bool))
    one, two = (
        pl.DataFrame({"id": ids, n: np.arange(len(ids), dtype=np.int32)}) for ids, n in ((left, "l"), (right, "r"))
    )
    turned = judged.select(pl.col("right").alias("left"), pl.col("left").alias("right"), "same")
    both = pl.concat([judged.select("left", "right", "same"), turned])
    rows = both.join(one, left_on="left", right_on="id").join(two, left_on="right", right_on="id")
    rows = rows.filter(pl.col("l") < pl.col("r")) if within else rows
    rows = rows.unique(["l", "r"], keep="first", maintain_order=True)
    return Judged(rows["l"].to_numpy(), rows["r"].to_numpy(), rows["same"].to_numpy())
