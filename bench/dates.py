"""Seconds to read one million date strings, beside polars' own parser on the same strings.

Run from the root of the repository: `PYTHONPATH=src python bench/dates.py`.
"""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable

import polars as pl

from exeat.core.dates import read_dates

ROWS = 1_000_000
PARTIAL = 0.05
DAYS = datetime.date.max.toordinal()
RUNS = 5


def sample(rows: int, seed: int) -> pl.Series:
    """Strings of full dates drawn from every year, so mostly distinct, with one in twenty partial."""
    draw = random.Random(seed)
    return pl.Series("text", [_one(draw) for _ in range(rows)])


def _one(draw: random.Random) -> str:
    day = datetime.date.fromordinal(draw.randint(1, DAYS)).isoformat()
    if draw.random() >= PARTIAL:
        return day + draw.choice(("", "", "", "", "", "", "", "~", "?", "%"))
    year, month = str(draw.randint(1900, 2026)), f"{draw.randint(1, 12):02}"
    shapes = (year, f"{year}-{month}", f"{year}-{month}-XX", f"{year[:3]}X", f"{year}-{month}/..", "unknown")
    return draw.choice(shapes)


def seconds(work: Callable[[], object]) -> float:
    """The least of a few runs, since the others measure what else the computer was doing."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the two times and their ratio."""
    text = sample(ROWS, seed=1985)
    ours = seconds(lambda: read_dates(text))
    theirs = seconds(lambda: text.str.to_date("%Y-%m-%d", strict=False))
    print(f"{ROWS} strings, {text.n_unique()} distinct, {pl.thread_pool_size()} threads")
    print(f"read_dates   {ours:.3f} s")
    print(f"str.to_date  {theirs:.3f} s")
    print(f"ratio        {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
