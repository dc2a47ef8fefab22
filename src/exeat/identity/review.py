"""Which pair a reviewer is asked about next: in the order of what a verdict is worth.

- A pair leaves a reviewer's queue when that reviewer has judged it, whatever the verdict. What others judged *same* or
  *different*, or what follows from such judgements through a chain, is left out too; it can be asked as a second
  opinion, and then nothing that others judged moves the order or is left out: the order must not tell their verdicts.
- Pairs that the machine leaves to people (`review`) come before those that it proposes as matches (`match`).
- Within these, by worth, in bits: how open the pair is, and how open the pairs that a *same* would settle with it.
  A record is taken to have at most one counterpart in another list, so a near rival on either side opens a pair; two
  rows of one list have no rivals, for a person may stand there three times.
      o = 2^score;  q = o / (1 + sum of the o of the pairs that share its left record, in the right one's list, and its
      own), or the same from the right, whichever is less;  H(q) = -q log2 q - (1-q) log2 (1-q)
      worth = H(q) + q (sum of H over the other pairs that share its left or its right record in the same lists)
  Records that judgements joined count as one. Where a person already has a record in the other list, q = 0.
- Equal worth: by the ids. The order of the rows does not matter, and nothing is kept: the queue is worked out anew from
  the proposals and the judgements that stand.

Source of H: Shannon, A Mathematical Theory of Communication (1948), section 6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .judgements import pair
from .links import clusters

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Floats = np.ndarray[Any, np.dtype[np.float64]]

ASKED = ("review", "match")  # decisions about which a person is asked, in this order
SIDES = (("left", "right"), ("right", "left"))
DIGITS = 6  # of a worth; what differs less is equal, and then the ids decide


@dataclass(frozen=True, slots=True)
class Queue:
    """What is left to ask a reviewer. `pairs`: `left`, `right`, `decision`, `score`, `probability`, `worth`, in order.

    `judged`: how many of the proposed pairs this reviewer has judged; `others`: how many are left out because others
    judged them; `settled`: how many because it follows from judgements on other pairs.
    """

    pairs: "pl.DataFrame"
    judged: int
    others: int
    settled: int


def queue(proposals: "pl.DataFrame", judged: "pl.DataFrame", reviewer: str | None, second: bool = False) -> Queue:
    """The queue of a reviewer; None = of somebody who has judged nothing yet.

    `proposals`: `left`, `right`, `score` (log2 odds), `probability`, `decision`, one row a pair; those decided `no` are
    rivals and are not asked. `judged`: see `judgements`. `second`: only pairs that somebody else has judged.
    """
    import polars as pl

    known = judged.filter(pl.col("by") == reviewer) if second else judged
    persons = _Persons(known)
    pairs = _with_verdicts(proposals, judged, reviewer).sort("first", "other")
    asked = pl.col("decision").is_in(ASKED) & ~pl.col("own")
    follows = persons.settled(pairs)
    pairs = pairs.with_columns(follows.alias("follows"), pl.Series("worth", _worth(pairs, persons, second)))
    if second:
        left = pairs.filter(asked & pl.col("heard"))
    else:
        left = pairs.filter(asked & ~pl.col("decided") & ~pl.col("follows"))
    return Queue(
        _ordered(left),
        int(pairs["own"].sum()),
        0 if second else pairs.filter(asked & pl.col("decided")).height,
        0 if second else pairs.filter(asked & ~pl.col("decided") & pl.col("follows")).height,
    )


def _ordered(pairs: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    tier = pl.col("decision") != ASKED[0]
    ordered = pairs.sort(tier, -pl.col("worth"), "first", "other")
    return ordered.select("left", "right", "decision", "score", "probability", "worth")


def _with_verdicts(proposals: "pl.DataFrame", judged: "pl.DataFrame", reviewer: str | None) -> "pl.DataFrame":
    """The proposals with `first`, `other` (the ids, sorted) and what was judged of the pair.

    `own`: this reviewer judged it; `heard`: somebody else did; `decided`: somebody said *same* or *different*;
    `no`: this reviewer, or anybody, said *different*.
    """
    import polars as pl

    mine = (pl.col("by") == reviewer).fill_null(False) if reviewer is not None else pl.lit(False)
    told = judged.group_by(pl.col("left").alias("first"), pl.col("right").alias("other")).agg(
        mine.any().alias("own"),
        (~mine).any().alias("heard"),
        (pl.col("verdict") != "unsure").any().alias("decided"),
        ((pl.col("verdict") == "different") & mine).any().alias("own_no"),
        (pl.col("verdict") == "different").any().alias("no"),
    )
    flags = [pl.col(c).fill_null(False) for c in ("own", "heard", "decided", "own_no", "no")]
    return (
        proposals.with_columns(
            pl.min_horizontal("left", "right").alias("first"), pl.max_horizontal("left", "right").alias("other")
        )
        .join(told, on=["first", "other"], how="left")
        .with_columns(flags)
    )


class _Persons:
    """What judgements make of records: which are one person, which persons are two, in which lists each stands."""

    def __init__(self, judged: "pl.DataFrame") -> None:
        rows = list(judged.select("left", "right", "verdict").iter_rows())
        self.person_of = clusters((a, b) for a, b, verdict in rows if verdict == "same")
        self.apart = {pair(self.of(a), self.of(b)) for a, b, verdict in rows if verdict == "different"}
        self.lists: dict[str, set[str]] = {}
        for record, person in self.person_of.items():
            self.lists.setdefault(person, set()).add(list_of(record))

    def of(self, record: str) -> str:
        return self.person_of.get(record, record)

    def column(self, records: "pl.Series") -> "pl.Series":
        if not self.person_of:
            return records
        return records.replace(list(self.person_of), list(self.person_of.values()))

    def settled(self, pairs: "pl.DataFrame") -> "pl.Series":
        """Whether it follows from judgements that the two are one person, or are two."""
        import polars as pl

        one, two = self.column(pairs["left"]), self.column(pairs["right"])
        both = pl.DataFrame({"one": one, "two": two})
        ordered = both.select(
            pl.min_horizontal("one", "two").alias("one"), pl.max_horizontal("one", "two").alias("two")
        )
        return (one == two) | _among(ordered, self.apart)

    def taken(self, records: "pl.Series", lists: "pl.Series") -> "pl.Series":
        """Whether the person of each record already has a record in this list."""
        import polars as pl

        held = [(person, name) for person, names in self.lists.items() for name in names]
        return _among(pl.DataFrame({"one": self.column(records), "two": lists}), held)


def _among(pairs: "pl.DataFrame", known: Iterable[tuple[str, str]]) -> "pl.Series":
    """Whether each pair of texts is one of those known."""
    import polars as pl

    told = pl.DataFrame(list(known), {"one": pl.String, "two": pl.String}, orient="row").with_columns(known=True)
    return pairs.join(told, on=["one", "two"], how="left", maintain_order="left")["known"].fill_null(False)


def list_of(record: str) -> str:
    """The list of a record, by its address."""
    return record.partition("#")[0].partition("@")[0]


def _worth(pairs: "pl.DataFrame", persons: _Persons, second: bool) -> "Floats":
    """What a verdict on each pair is worth, in bits: see above."""
    import numpy as np

    lists = {side: pairs[side].str.extract(r"^([^#@]*)").fill_null("") for side in ("left", "right")}
    within = lists["left"] == lists["right"]
    taken = persons.taken(pairs["left"], lists["right"]) | persons.taken(pairs["right"], lists["left"])
    out = pairs["own_no" if second else "no"] | (taken & ~within)
    odds = np.where(out.to_numpy(), 0.0, np.exp2(pairs["score"].clip(-500, 500).to_numpy()))
    groups = [_rivals(persons.column(pairs[a]), lists[a], lists[b], within) for a, b in SIDES]
    share = np.minimum(*(odds / (1.0 + _summed(g, odds)) for g in groups))
    open_ = _entropy(share)
    rivals = sum((_summed(g, open_) - open_ for g in groups), np.zeros(len(odds)))
    worth: Floats = np.round(open_ + share * rivals, DIGITS)
    return worth


def _rivals(persons: "pl.Series", own: "pl.Series", other: "pl.Series", within: "pl.Series") -> "np.ndarray[Any, Any]":
    """A number for each pair: pairs of one person between the same two lists have the same; within a list, no two."""
    import polars as pl

    alone = pl.when(within).then(pl.int_range(pl.len())).otherwise(-1)
    frame = pl.DataFrame({"person": persons, "own": own, "other": other})
    return (
        frame.select(pl.struct("person", "own", "other", alone).rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
    )


def _summed(groups: "np.ndarray[Any, Any]", values: "Floats") -> "Floats":
    """For each pair, the sum over the pairs of its group; added in the order of the pairs, so always the same."""
    import numpy as np

    found: Floats = np.bincount(groups, weights=values)[groups] if len(groups) else values
    return found


def _entropy(q: "Floats") -> "Floats":
    """The openness of a yes or no, in bits: 0 where it is certain, 1 at even odds."""
    import numpy as np

    inside = np.clip(q, 1e-300, 1.0 - 1e-16)
    found: Floats = -inside * np.log2(inside) - (1 - inside) * np.log2(1 - inside)
    return found
