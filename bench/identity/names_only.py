"""How exeat judges names where nothing else is known, in the terms of its own scores.

- `scores`: of pairs of names, one by one; how rare a word is comes from these names themselves.
- `best`: for each name of one list the likeliest of another; with the candidates that blocking gives, or all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from bench.identity.scores import Array

from exeat.identity.match import matching, scored, witness_of
from exeat.identity.prepare import prepared
from exeat.identity.scoring.evidence import level_table
from exeat.identity.scoring.weights import shipped_weights

ROWS = 64  # names asked at once when all are compared with all


def frame(names: list[str]) -> pl.DataFrame:
    """Names as a list of records."""
    return pl.DataFrame({"id": [f"{i:08d}" for i in range(len(names))], "name": names})


def _witness(left: list[str], right: list[str]) -> Any:
    return witness_of(prepared(frame(left), frame(right)))


def scores(left: list[str], right: list[str]) -> Array:
    """The score of each pair (left[i], right[i]), log2 odds."""
    witness = _witness(left, right)
    at = np.arange(len(left), dtype=np.int32)
    score, _ = scored(witness, at, at, shipped_weights(level_table(witness.fields)))
    return np.asarray(score)


def first_places(asked: list[str], names: list[str], right: list[int], *, blocked: bool) -> float:
    """The share of the asked for whom the right one stands first; several in first place share it."""
    hits = _blocked(asked, names, right) if blocked else _every(asked, names, right)
    return float(np.mean(hits)) if len(hits) else 0.0


def _blocked(asked: list[str], names: list[str], right: list[int]) -> Array:
    pairs = matching(frame(asked), frame(names)).pairs(all_pairs=True)
    numbers = pairs.select(a=pl.col("left").cast(pl.Int64), b=pl.col("right").cast(pl.Int64), s="score")
    top = numbers.filter(pl.col("s") == pl.col("s").max().over("a")).with_columns(ties=pl.len().over("a"))
    wanted = pl.DataFrame({"a": range(len(asked)), "b": right}, schema={"a": pl.Int64, "b": pl.Int64})
    found = wanted.join(top, on=["a", "b"], how="left")
    return (1 / found["ties"]).fill_null(0.0).to_numpy()


def _every(asked: list[str], names: list[str], right: list[int]) -> Array:
    witness = _witness(asked, names)
    weights, hits = shipped_weights(level_table(witness.fields)), np.zeros(len(asked))
    for start in range(0, len(asked), ROWS):
        rows = np.arange(start, min(start + ROWS, len(asked)), dtype=np.int32)
        l, r = np.repeat(rows, len(names)), np.tile(np.arange(len(names), dtype=np.int32), len(rows))  # noqa: E741
        score = scored(witness, l, r, weights)[0].reshape(len(rows), len(names))
        wanted = score[np.arange(len(rows)), np.array(right)[rows]]
        first = wanted >= score.max(axis=1)
        hits[rows] = first / (score == score.max(axis=1)[:, None]).sum(axis=1)
    return hits
