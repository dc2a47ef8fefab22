"""rapidfuzz in one call: token_sort_ratio of names and birth dates in one text, of all against all."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import cost
import numpy as np
import parts
import polars as pl
from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

LEAST = 70.0
AT_ONCE = 2000


def texts(path: Path) -> pl.DataFrame:
    """id and one text a record."""
    tidy = parts.tidy(parts.read(path))
    return tidy.select("id", pl.concat_str(*parts.NAMES, "dob", separator=" ", ignore_nulls=True).alias("text"))


def link(left: Path, right: Path) -> pl.DataFrame:
    """All pairs that are at least so alike."""
    one, two = texts(left), texts(right)
    found = []
    for start in range(0, one.height, AT_ONCE):
        queries = one["text"].slice(start, AT_ONCE).to_list()
        alike = process.cdist(queries, two["text"].to_list(), scorer=token_sort_ratio, score_cutoff=LEAST, workers=-1)
        rows, columns = np.nonzero(alike)
        found.append(pl.DataFrame({"left": one["id"].gather(rows + start), "right": two["id"].gather(columns),
                                   "score": alike[rows, columns].astype(np.float64)}))  # fmt: skip
    pairs = pl.concat(found)
    decided = pl.when(pl.col("score") >= 85).then(pl.lit("match")).otherwise(pl.lit("no"))
    return pairs.with_columns(probability=pl.col("score") / 100, decision=decided)


def answer(left: Path, right: Path) -> tuple[pl.DataFrame, dict[str, float]]:
    """The pairs and their cost."""
    return cost.timed(lambda: link(left, right))


if __name__ == "__main__":
    cost.main(answer)
