"""Power cuts by the ten thousand: see `tests/adapters/outage.py` for the ledger, `exeat.testing.cuts` for the disk.

Each world is a ledger of its own, plain, sealed, or sealed and encrypted as a whole, cut a hundred times. Its line is
printed when it is done, and added to FILE; the worlds that are in FILE are not cut again.

Run from the root of the repository: `PYTHONPATH=src:. python bench/power_cuts.py [IMAGES] [FILE] [SYNCHRONOUS]`.
SYNCHRONOUS: `NORMAL`, `OFF` or `FULL` for a negative control; without it as stores are opened.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from tests.adapters.outage import cuts, live, place, wrong

from exeat.adapters import sqlite

EACH, COMMITS = 100, 25
SAFE = sqlite.PRAGMAS


def world(number: int, synchronous: str | None) -> Counter[str]:
    """What is wrong in the images of one world."""
    sealed, whole = number % 3 > 0, number % 3 > 1
    written = SAFE if synchronous is None else (f"synchronous = {synchronous}", *SAFE[1:])
    encrypts = sqlite.encrypts if whole else lambda: False
    with (
        place() as folder,
        patch("exeat.adapters.vault.vault.AHEAD", 8),
        patch("exeat.adapters.store.store.encrypts", encrypts),
    ):
        with patch.object(sqlite, "PRAGMAS", written):
            life = live(folder, sealed, f"world {number}", COMMITS)
        found = (wrong(life, at, image) for at, image in cuts(life, EACH, f"world {number}"))
        return Counter(w.partition(":")[0] for words in found for w in words)


def main(count: int, file: Path | None, synchronous: str | None) -> int:
    """Cut the worlds that are not done; 1 where something was lost in any."""
    done = {} if file is None or not file.exists() else dict(_line(t) for t in file.read_text("utf-8").splitlines())
    for number in range(count // EACH):
        if number in done:
            continue
        lost = world(number, synchronous)
        done[number] = "; ".join(f"{what}: {times}" for what, times in sorted(lost.items())) or "nothing"
        line = f"world {number}, {EACH} images, wrong: {done[number]}"
        print(line, flush=True)
        if file is not None:
            with file.open("a", encoding="utf-8") as out:
                out.write(line + "\n")
    bad = sum(text != "nothing" for text in done.values())
    print(f"{len(done) * EACH} images in {len(done)} worlds; worlds with a loss: {bad}")
    return int(bad > 0)


def _line(text: str) -> tuple[int, str]:
    head, _, found = text.partition(", wrong: ")
    return int(head.split()[1].rstrip(",")), found


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int((given or ["10000"])[0]), Path(given[1]) if len(given) > 1 else None, (given + [None] * 3)[2]))
