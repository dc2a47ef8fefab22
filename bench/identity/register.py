"""A short list against a civil register of many million invented rows: time, and memory at most.

The register is made here, quickly: given names and surnames drawn with the skew that names have, from the project's own
tables and from invented syllables; half of the short list are people of the register, with a few errors in their names
and days. What is measured is cost; how right the answers are is measured on the lists of `bench/identity/lists.py`.

Run from the root of the repository: `PYTHONPATH=src:. python bench/identity/register.py 16000 1000000`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from bench.children import child, exeat

from exeat.identity.names.tables import known_given, known_surnames

PART = 500_000
SYLLABLES = ("ba", "cor", "del", "fa", "gui", "lo", "mar", "ne", "par", "qui", "ro", "sal", "tor", "ur", "ve", "za")
MAKE = (
    "import sys; from pathlib import Path; from bench.identity.register import make; "
    "make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))"
)


def make(folder: Path, short: int, register: int) -> None:
    """Write names.csv and register.csv."""
    every = max(1, 2 * register // short)
    taken = []
    with (folder / "register.csv").open("wb") as file:
        for start in range(0, register, PART):
            rows = people(np.random.default_rng(start), start, min(PART, register - start))
            rows.write_csv(file, include_header=start == 0)
            taken.append(rows.gather_every(every, -start % every))
    known = pl.concat(taken).head(short // 2)
    strangers = people(np.random.default_rng(7), register, short - known.height)
    with_errors(pl.concat([known, strangers])).write_csv(folder / "names.csv")


def people(draw: np.random.Generator, start: int, many: int) -> pl.DataFrame:
    """Invented people, numbered from `start`."""
    given, surnames = _given(), _surnames()
    day = pl.Series(draw.integers(-15_000, 13_000, many).astype(np.int32)).cast(pl.Date).cast(pl.String)
    number = pl.int_range(start, start + many, eager=True)
    first = pl.DataFrame({"a": _drawn(draw, given, many), "b": _drawn(draw, given, many)})
    return pl.DataFrame(
        {
            "id": pl.select(pl.format("R-{}", number)).to_series(),
            "given_names": first.select(pl.concat_str("a", "b", separator=" ")).to_series(),
            "surname": _drawn(draw, surnames, many),
            "second_surname": _drawn(draw, surnames, many),
            "birth_date": day,
            "document_number": (number * 7919 % 99_999_989).cast(pl.String),
            "birth_place": _drawn(draw, _places(), many),
        }
    )


def with_errors(rows: pl.DataFrame) -> pl.DataFrame:
    """The same people in another list: other ids, few documents, some surnames dropped, some letters and days wrong."""
    number = pl.int_range(pl.len())
    slip = pl.col("surname").str.slice(0, 3) + pl.col("surname").str.slice(4)
    return rows.select(
        pl.format("N-{}", number).alias("id"),
        pl.col("given_names").str.to_uppercase(),
        pl.when(number % 9 == 0).then(slip).otherwise("surname").alias("surname"),
        pl.when(number % 4 > 0).then("second_surname").alias("second_surname"),
        pl.when(number % 7 > 0).then("birth_date").otherwise(pl.col("birth_date").str.slice(0, 4)).alias("birth_date"),
        pl.when(number % 5 == 0).then("document_number").alias("document_number"),
    )


def _drawn(draw: np.random.Generator, texts: pl.Series, many: int) -> pl.Series:
    """The first texts more often than the last: by the power law that frequencies of names follow, nearly."""
    edges = np.cumsum(1 / np.arange(1, len(texts) + 1) ** 0.9)
    at = np.searchsorted(edges, draw.random(many) * edges[-1])
    return texts.gather(np.minimum(at, len(texts) - 1))


def _given() -> pl.Series:
    return pl.concat([known_given()["token"].unique(maintain_order=True), _invented(3_000, 2)])


def _surnames() -> pl.Series:
    return pl.concat([known_surnames()["token"].unique(maintain_order=True), _invented(60_000, 4)])


def _places() -> pl.Series:
    return _invented(400, 3)


def _invented(many: int, length: int) -> pl.Series:
    """Words of so many syllables, each another."""
    base = len(SYLLABLES)
    words = ["".join(SYLLABLES[n * 7919 // base**k % base] for k in range(length)) for n in range(many)]
    return pl.Series("token", words).unique(maintain_order=True)


def main() -> None:
    """Print what the match of the two lists cost."""
    short, register = (int(n) for n in (sys.argv[1:3] or (16_000, 1_000_000)))
    with tempfile.TemporaryDirectory() as place:
        child(MAKE, place, str(short), str(register))
        names, rows = Path(place) / "names.csv", Path(place) / "register.csv"
        done = exeat("match", str(names), str(rows), "--batch", str(PART), "--out", str(Path(place) / "out.csv"))
        size = rows.stat().st_size / 1e6
        print(f"{short} names against {register} rows, {size:.0f} MB, {pl.thread_pool_size()} threads")
        print(f"exeat match  {done.seconds:.0f} s (CPU {done.cpu:.0f} s), {done.peak} MiB at most, "
              f"{register / done.seconds:.0f} rows a second")  # fmt: skip


if __name__ == "__main__":
    main()
