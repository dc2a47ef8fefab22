"""What it costs to record for good: one entry per commit beside appending and syncing as many bytes to a plain file;
and many at once, through the intake, as a server's requests come.

Each store takes turns with its file, so that both feel the same disk. Processor time is of this process and all its
threads; the figures by the clock hold for the machine as it was then.

Run from the root of the repository: `PYTHONPATH=src:. python bench/appends.py [SINGLE] [GROUPED]`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.adapters.ledgers import new_ledger, opener, pen_of, words
from tests.folders import NOON

from exeat.adapters.store import Intake

STOCK = 2_000  # entries that are there before
SOME = 20  # commits by which it is seen how many bytes the store writes for one


class Timed:
    """Seconds by the clock and of the processor, of several calls."""

    def __init__(self) -> None:
        self.clock = self.busy = 0.0

    def __call__(self, call: Callable[[], object]) -> None:
        clock, busy = time.perf_counter(), time.process_time()
        call()
        self.clock += time.perf_counter() - clock
        self.busy += time.process_time() - busy


def single(place: Path, sealed: bool, count: int) -> None:
    """One entry per commit, in turns with a file that gets the words alone, and one that gets all the store wrote."""
    folder = new_ledger(place / f"single-{sealed}", sealed)
    with opener(folder)() as store:
        pen = pen_of(store)
        store.receive([words(n) for n in range(STOCK)], NOON.now(), "recorder", pen)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        said = [words(STOCK + n) for n in range(SOME + count)]
        wal = folder / "exeat.db-wal"
        for one in said[:SOME]:
            store.receive([one], NOON.now(), "recorder", pen)
        written, body = wal.stat().st_size // SOME, len(said[0].body)
        files = {size: os.open(place / f"file-{sealed}-{size}", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
                 for size in (body, written)}  # fmt: skip
        commits, appends = Timed(), {size: Timed() for size in files}
        for one in said[SOME:]:
            commits(lambda one=one: store.receive([one], NOON.now(), "recorder", pen))  # type: ignore[misc]
            for size, file in files.items():
                appends[size](lambda file=file, size=size: (os.write(file, b"x" * size), os.fsync(file)))  # type: ignore[misc]
    rate = count / commits.clock
    print(f"{_name(sealed)}, one per commit: {rate:,.0f} a second, {commits.busy / count * 1e6:,.0f} µs of "
          f"processor time each")  # fmt: skip
    for size, timed in appends.items():
        print(f"  beside appending and syncing {size} bytes: {count / timed.clock:,.0f} a second, "
              f"ratio {timed.clock / commits.clock:.2f}")  # fmt: skip


def grouped(place: Path, sealed: bool, count: int) -> None:
    """Everything handed in at once, answered when it is on the disk."""
    folder = new_ledger(place / f"grouped-{sealed}", sealed)
    with opener(folder)() as store:
        pen = pen_of(store)
    said, timed = [words(n) for n in range(count)], Timed()
    with Intake(opener(folder), NOON.now) as intake:

        def all_of_it() -> None:
            for answer in [intake.hand_in([one], "recorder", pen) for one in said]:
                answer.result()

        timed(all_of_it)
    print(f"{_name(sealed)}, through the intake: {count / timed.clock:,.0f} a second by the clock, "
          f"{count / timed.busy:,.0f} for a second of processor time")  # fmt: skip


def _name(sealed: bool) -> str:
    return "sealed and signed" if sealed else "plain"


def main(singles: int, many: int) -> None:
    """Print the rates and their ratios."""
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as place:
        for sealed in (False, True):
            single(Path(place), sealed, singles)
            grouped(Path(place), sealed, many)


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(given[0] if given else 1_000, given[1] if len(given) > 1 else 20_000)
