"""SIGKILL of a writer at random moments, by the hundred: nothing acknowledged is lost, nothing is there twice.

A writer of four threads hands in statements; it is killed; whatever was not acknowledged is handed in again by another.
Run from the root of the repository: `PYTHONPATH=src:. python bench/kills.py [KILLS] [SEED]`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.adapters.ledgers import new_ledger
from tests.adapters.test_kills import run

EACH = 60


def main(kills: int, seed: str) -> int:
    """Half of the kills on a plain ledger, half on a sealed one; 1 where something is wrong."""
    bad = 0
    for sealed in (False, True):
        with tempfile.TemporaryDirectory() as place:
            folder = new_ledger(Path(place) / "case", sealed)
            count, unanswered, wrong = run(folder, kills // 2, EACH, f"{seed}/{sealed}")
        bad += len(wrong)
        print(f"{'sealed' if sealed else 'plain'}: {kills // 2} kills, {count} statements, {unanswered} of them not "
              f"answered before the kill; wrong: {wrong or 'nothing'}", flush=True)  # fmt: skip
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["100"])[0]), (sys.argv[2:] or ["1"])[0]))
