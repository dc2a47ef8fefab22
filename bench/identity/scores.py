"""How right an answer is: pairs with scores against the truth. No figure here knows which program answered.

- `F1 shipped`: the pairs decided `match`, each record once (the best pairs first), against all true pairs.
- `F1 best`: the same over all pairs, at the threshold that is best for F1, found with the truth in hand.
- `accepted`: the largest share of the true pairs above a threshold at which at least 0.995 of the pairs are true, of
  all pairs with each record once.
- `calibration`: the mean distance between what was promised and what came true, over 20 bins of as many pairs each;
  over all pairs given out, and over those with a probability between 0.01 and 0.99.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

Array = np.ndarray[Any, Any]
PRECISION, BINS = 0.995, 20


@dataclass(frozen=True, slots=True)
class Answer:
    """Pairs by number, the best first, each with whether it is true, and of which hard sort (0: none)."""

    left: Array
    right: Array
    score: Array
    probability: Array
    match: Array
    true: Array
    sort: Array
    truths: int
    sorts: tuple[str, ...]

    def take(self, at: Array) -> Answer:
        """Some of the pairs."""
        columns = ("left", "right", "score", "probability", "match", "true", "sort")
        return replace(self, **{c: getattr(self, c)[at] for c in columns})


def answer(pairs: pl.DataFrame, truth: pl.DataFrame, hard: pl.DataFrame | None = None) -> Answer:
    """`pairs`: left, right, score or probability or both, decision if there is one; `truth`: left, right."""
    found = _filled(pairs.with_columns(pl.col("left", "right").cast(pl.String)))
    keys = ["left", "right"]
    true = found.join(truth.select(*keys, true=True), on=keys, how="left", maintain_order="left")["true"].fill_null(
        False
    )
    sorts = ("", *sorted(hard["sort"].unique())) if hard is not None else ("",)
    sort = np.zeros(found.height, np.int8)
    if hard is not None:
        told = found.join(hard.unique(keys), on=keys, how="left", maintain_order="left")["sort"].fill_null("")
        sort = told.replace_strict(sorts, range(len(sorts)), return_dtype=pl.Int8).to_numpy()
    ids = [pl.concat([found[k], truth[k]]).unique().sort() for k in keys]
    codes = [_codes(found[k], i) for k, i in zip(keys, ids, strict=True)]
    score, probability, match = (found[c].to_numpy() for c in ("score", "probability", "match"))
    return Answer(codes[0], codes[1], score, probability, match, true.to_numpy(), sort, truth.height, sorts)


def _filled(pairs: pl.DataFrame) -> pl.DataFrame:
    """With score, probability and match, the best first; of equal scores the ids decide."""
    if "probability" not in pairs.columns:
        pairs = pairs.with_columns(probability=1 / (1 + (-pl.col("score") * np.log(2)).exp()))
    if "score" not in pairs.columns:
        pairs = pairs.with_columns(score=pl.col("probability").cast(pl.Float64))
    decided = pl.col("decision") == "match" if "decision" in pairs.columns else pl.col("probability") >= 0.5
    return pairs.with_columns(match=decided).sort("score", "left", "right", descending=[True, False, False])


def _codes(column: pl.Series, ids: pl.Series) -> Array:
    return column.replace_strict(ids, np.arange(len(ids), dtype=np.int32), return_dtype=pl.Int32).to_numpy()


def greedy(found: Answer) -> Answer:
    """Each record once, the best pairs first."""
    order, kept = np.arange(len(found.left)), np.zeros(len(found.left), bool)
    while len(order):
        left, right = found.left[order], found.right[order]
        first = np.zeros(len(order), bool)
        first[np.unique(left, return_index=True)[1]] = True
        other = np.zeros(len(order), bool)
        other[np.unique(right, return_index=True)[1]] = True
        best = first & other
        kept[order[best]] = True
        order = order[~(np.isin(left, left[best]) | np.isin(right, right[best]))]
    return found.take(np.flatnonzero(kept))


def f1(true: int, given: int, truths: int) -> float:
    """2 P R / (P + R)."""
    return 2 * true / (given + truths) if given + truths else 0.0


def curve(found: Answer) -> tuple[Array, Array, Array]:
    """Threshold, precision and recall at each distinct score, the highest first; of what `greedy` gives."""
    hits = np.cumsum(found.true)
    last = np.flatnonzero(np.append(np.diff(found.score) != 0, True)) if len(hits) else np.zeros(0, int)
    return found.score[last], hits[last] / (last + 1), hits[last] / max(found.truths, 1)


def calibration(probability: Array, true: Array) -> float:
    """Mean distance of promise and outcome over bins of as many pairs each."""
    if not len(true):
        return 0.0
    order = np.argsort(probability, kind="stable")
    bins = [b for b in np.array_split(order, BINS) if len(b)]
    return float(sum(len(b) * abs(probability[b].mean() - true[b].mean()) for b in bins) / len(order))


def figures(found: Answer, candidates: int | None = None) -> dict[str, float]:
    """All the figures of an answer."""
    once, matched = greedy(found), greedy(found.take(np.flatnonzero(found.match)))
    threshold, precision, recall = curve(once)
    best = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    middle = (found.probability > 0.01) & (found.probability < 0.99)
    hits = int(matched.true.sum())
    told = {
        "pairs": len(found.left), "f1_shipped": f1(hits, len(matched.left), found.truths),
        "precision": hits / max(len(matched.left), 1), "recall": hits / max(found.truths, 1),
        "f1_best": float(best.max(initial=0.0)),
        "threshold": float(threshold[best.argmax()]) if len(best) else float("nan"),
        "accepted": float(recall[precision >= PRECISION].max(initial=0.0)),
        "calibration": calibration(found.probability, found.true),
        "calibration_middle": calibration(found.probability[middle], found.true[middle]),
        "reached": float(found.true.sum() / max(found.truths, 1)),
    }  # fmt: skip
    for i, sort in enumerate(found.sorts[1:], 1):
        told[f"matched_{sort}"] = int((found.match & (found.sort == i)).sum())
    return told
