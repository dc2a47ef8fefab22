"""Recording a list of a million rows, beside polars reading the same file.

`exeat record` as a whole process: reading, checking, hashing every row, writing the store. Beside it polars' own
`pl.read_csv` of that file without types: the call alone, and as a process that loads polars, reads and ends.

Run from the root of the repository: `PYTHONPATH=src:. python bench/record.py 1000000`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import polars as pl
from bench.children import child, exeat
from tools.example_people import MEN, SURNAMES, WOMEN

RUNS = 3
CASE = """\
exeat: 1
id: invented-list
title: INVENTED list
people: invented
on: 2025-06-01
parties:
  - {id: north, name: North (invented), kind: state, roles: [detaining_power]}
lists:
  - {id: held, file: lists/held.csv, by: north, kind: holds, purpose: proposal}
"""
MAKE = "import sys; from pathlib import Path; from bench.record import make; make(Path(sys.argv[1]), int(sys.argv[2]))"
READ = """\
import sys, time
import polars as pl
start = time.perf_counter()
pl.read_csv(sys.argv[1], infer_schema=False)
print(time.perf_counter() - start)
"""


def make(folder: Path, rows: int) -> None:
    """Write a case of one list."""
    draw, given = random.Random(1), MEN + WOMEN
    (folder / "lists").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    file = folder / "lists" / "held.csv"
    pl.DataFrame(
        {
            "id": [f"R-{i:07d}" for i in range(rows)],
            "given_names": [f"{draw.choice(given)} {draw.choice(given)}" for _ in range(rows)],
            "surname": [f"{draw.choice(SURNAMES)} {draw.choice(SURNAMES)}" for _ in range(rows)],
            "document_number": [f"X-99{draw.randrange(10**7):07d}" for _ in range(rows)],
            "birth_date": [f"{draw.randint(1950, 2003)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
                           for _ in range(rows)],
            "held_since": [f"2024-{draw.randint(1, 12):02}" for _ in range(rows)],
            "nationality": ["VE"] * rows,
            "place": [f"Centro {draw.randrange(40)} (inventado)" for _ in range(rows)],
        }
    ).write_csv(file)  # fmt: skip


def main() -> None:
    """Print the best of a few runs of each, and the ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        child(MAKE, str(folder), str(rows))
        file = folder / "lists" / "held.csv"
        reads = [child(READ, str(file)) for _ in range(RUNS)]
        records = []
        for _ in range(RUNS):
            for store in folder.glob("exeat.db*"):
                store.unlink()
            records.append(exeat("record", str(folder)))
        call, process = min(float(r.output) for r in reads), min(r.seconds for r in reads)
        best, cpu = min(r.seconds for r in records), min(r.cpu for r in records)
        theirs = min(r.cpu for r in reads)
        print(f"{rows} rows, {file.stat().st_size / 1e6:.0f} MB, {pl.thread_pool_size()} threads, best of {RUNS}")
        print(f"exeat record  {best:.2f} s (CPU {cpu:.2f} s), {max(r.peak for r in records)} MiB at most")
        print(f"pl.read_csv   {call:.2f} s, ratio {best / call:.1f}")
        print(f"its process   {process:.2f} s (CPU {theirs:.2f} s), {max(r.peak for r in reads)} MiB at most, "
              f"ratio {best / process:.1f}, of CPU {cpu / theirs:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
