"""What matching costs: `python bench/identity/speed.py --size 1000 --size 10000 --language spanish`.

- Each size runs in a process of its own, its lists made by `lists.py` beforehand. Told are CPU seconds (user and
  system, of all threads and children) after import, the wall clock, and the most memory the process had.
- `command`: the whole process of `exeat match` on 252 x 900 records, as somebody waits for it, beside its floor: an
  interpreter that imports polars, numpy and rapidfuzz, and nothing else. The least of several runs.
- A busy machine makes CPU seconds larger too: run it on a quiet one.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import click
from bench.identity.lists import LANGUAGES, make, save

SMALL = (252, 900)
TIMED = """
import json, resource, sys, time
import numpy, polars, rapidfuzz
from exeat.identity.match import matching
left, right = (polars.read_csv(f"{sys.argv[1]}/{side}.csv", infer_schema=False) for side in ("left", "right"))
cpu, wall = time.process_time(), time.perf_counter()
pairs = matching(left, right).pairs(True)
told = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "pairs": pairs.height}
print(json.dumps(told | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}))
"""
FLOOR = "import polars, numpy, rapidfuzz"
COMMAND = "from exeat.faces.cli import main; main()"


def run(*command: str) -> tuple[float, float, str]:
    """CPU seconds of a process and its children, its wall clock, and what it printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall, done.stdout


def least(runs: int, *command: str) -> tuple[float, float]:
    """CPU seconds and wall clock of the quickest of several runs."""
    found = [run(*command)[:2] for _ in range(runs)]
    return min(cpu for cpu, _ in found), min(wall for _, wall in found)


def of_size(language: str, size: int, seed: int, folder: Path) -> str:
    """The line of one size."""
    save(make(language, size, seed), folder)
    found = json.loads(run(sys.executable, "-c", TIMED, str(folder))[2])
    return (f"{language} {size:,}: {found['cpu']:.2f} s CPU after import, {found['wall']:.2f} s wall, "
            f"{found['memory']:.2f} GB, {found['pairs']:,} pairs one to one")  # fmt: skip


def of_command(runs: int, seed: int, folder: Path) -> list[str]:
    """The lines of the command on two small lists, and of its floor."""
    made = make("spanish", max(SMALL), seed)
    files = [str(folder / name) for name in ("a.csv", "b.csv")]
    for frame, rows, file in zip((made.left, made.right), SMALL, files, strict=True):
        frame.head(rows).write_csv(file)
    floor = least(runs, sys.executable, "-c", FLOOR)
    whole = least(runs, sys.executable, "-c", COMMAND, "match", *files, "--out", str(folder / "pairs.csv"))
    return [
        f"exeat match {SMALL[0]} x {SMALL[1]}, whole process: {whole[0]:.2f} s CPU, {whole[1]:.2f} s wall",
        f"floor (interpreter, polars, numpy, rapidfuzz): {floor[0]:.2f} s CPU, {floor[1]:.2f} s wall",
    ]


@click.command()
@click.option("--size", "sizes", type=int, multiple=True, default=(1_000, 10_000), help="Records on either list.")
@click.option("--language", type=click.Choice([*LANGUAGES, "mixed"]), default="spanish")
@click.option("--seed", default=1)
@click.option("--runs", default=3, help="How often the command is run.")
def main(sizes: Sequence[int], language: str, seed: int, runs: int) -> None:
    """What matching costs, in CPU seconds, wall clock and memory."""
    with tempfile.TemporaryDirectory() as folder:
        for line in of_command(runs, seed, Path(folder)):
            print(line)
        for size in sizes:
            print(of_size(language, size, seed, Path(folder)))


if __name__ == "__main__":
    main()
