"""What a ledger costs, beside the least that it could. `PYTHONPATH=src:. python bench/ledger.py audit 50000`

`append N`: N commits beside as many syncs (`bench/appends.py`). `audit N`: of N entries. `record N`: a sealed list of
N rows beside polars' read.

Every figure stands beside its measure, taken in the same run and in turns: where the machine is busy, both sides feel
it. Processor time where nothing is waited for, the clock where the disk is.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.appends import main as appends
from bench.children import child, exeat
from bench.record import READ, make
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from exeat.adapters.said import Said, identified
from exeat.adapters.store import Drawn, SqliteStore
from exeat.adapters.store.audit import still
from exeat.adapters.vault import VAULT, Cost, Pen, Vault
from exeat.core.case import KEEPER
from exeat.core.claims import Death, SigningKey
from exeat.core.statement import Statement
from exeat.house.verify import Verifying
from exeat.ledger.bundle import signed_text
from exeat.ledger.note import read_signatures

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
CHEAP = Cost(1024, 1, 1)
RUNS = 5


def said(store: SqliteStore, count: int, first: int = 0) -> list[Said]:
    """Invented statements, each of other words."""
    words = (Statement("monitor", "states", Death(f"roster#{i:07d}")) for i in range(first, first + count))
    return [identified(Drawn(store), f"death-{i}", s) for i, s in enumerate(words, first)]


def ledger(folder: Path, count: int, sealed: bool = True, signed: bool = True) -> tuple[SqliteStore, Pen | None]:
    """A ledger of so many entries."""
    folder.mkdir()
    vault = Vault.create(folder / VAULT, "correct horse", CHEAP) if sealed else None
    store = SqliteStore.create(folder / "exeat.db", vault)
    pen = Pen.new("monitor.example/desk") if signed else None
    first = [] if pen is None else [Statement(KEEPER, "states", SigningKey(str(pen.key), "trusted"))]
    store.append([identified(Drawn(store), "", s) for s in first], NOON, "recorder", pen)
    for at in range(0, count, 10_000):
        store.append(said(store, min(10_000, count - at), at), NOON, "recorder", pen)
    return store, pen


def cpu(call: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def rate(count: int, took: Sequence[float]) -> str:
    """So many of something a second, in the slowest run and in the quickest."""
    return f"{count / max(took):,.0f} to {count / min(took):,.0f} a second"


def audits(place: Path, count: int) -> None:
    """Hash audit and words audit, of a sealed ledger and of a plain one; signatures, beside the library's own check."""
    for sealed in (True, False):
        store, pen = ledger(place / f"audit-{sealed}", count, sealed)
        seconds: dict[str, list[float]] = {}
        for _run in range(RUNS):
            with still(store):
                run = Verifying(store)
                for name, part in (("hashes", run.hashes), ("words", run.words)):
                    seconds.setdefault(name, []).append(cpu(part))
        for name, took in seconds.items():
            print(f"{'sealed' if sealed else 'plain'}, {name} of {count} entries: {rate(count, took)} of CPU time")
        if sealed and pen is not None:
            signatures(store, run, pen)
        store.close()


def signatures(store: SqliteStore, run: Verifying, pen: Pen) -> None:
    """The signature audit, and the same signatures checked by the library alone, in turns."""
    public = Ed25519PublicKey.from_public_bytes(pen.key.public)
    kept = [read_signatures([s.decode()])[0].signature for s in run.signatures if s is not None]
    messages = [signed_text(leaf).encode() for leaf in run.leaves]

    def raw(first: int = 0, of: int = 1) -> None:
        for signature, message in zip(kept[first::of], messages[first::of], strict=True):
            public.verify(signature, message)

    cores = os.cpu_count() or 1
    ours, alone, together = [], [], []
    for _run in range(RUNS):
        with still(store):
            again = Verifying(store)
            again.hashes()
            again.words()
            ours.append(both(again.signed))
        alone.append(both(raw))
        together.append(both(lambda: at_once(lambda i: raw(i, cores), cores)))
    beside = (("of CPU time, beside the library alone", 1, alone), (f"beside it on {cores} cores", 0, together))
    for name, at, theirs in beside:
        one, other = ([took[at] for took in side] for side in (ours, theirs))
        share = median(t / o for t, o in zip(other, one, strict=True))
        print(f"signatures {name}: {rate(len(kept), one)}, it {rate(len(kept), other)}: {share:.0%}")


def at_once(call: Callable[[int], object], cores: int) -> None:
    """Call something in as many processes as there are cores, each with its number."""
    children = []
    for number in range(cores):
        children.append(os.fork())
        if not children[-1]:
            call(number)
            os._exit(0)
    for child_ in children:
        os.waitpid(child_, 0)


def both(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of a call, by the clock and of the processor."""
    start = time.perf_counter()
    busy = cpu(call)
    return time.perf_counter() - start, busy


def recording(place: Path, rows: int) -> None:
    """A list of real people recorded sealed, whole process, beside polars reading the same file, in turns."""
    folder = place / "case"
    make(folder, rows)
    case = folder / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("people: invented", "people: real"), "utf-8")
    file, ours, theirs = folder / "lists" / "held.csv", [], []
    os.environ["EXEAT_PASSPHRASE"] = "eleven green kettles"
    for _run in range(2):
        for old in folder.glob("exeat*"):
            old.unlink()
        theirs.append(child(READ, str(file)))
        exeat("key", "new", str(folder), "monitor.example/desk")
        ours.append(exeat("record", str(folder)))
    best, other = min(r.cpu for r in ours), min(r.cpu for r in theirs)
    print(f"record {rows} rows sealed: {best:.1f} s of CPU time, {max(r.peak for r in ours)} MiB")
    print(f"polars' read as a process: {other:.2f} s; ours is {best / other:.1f} times that")
    call = min(float(r.output) for r in theirs)
    print(f"by the clock {min(r.seconds for r in ours):.1f} s; the call of pl.read_csv alone {call:.2f} s")


def main() -> None:
    """What was asked for."""
    what, count = sys.argv[1], int(sys.argv[2])
    if what == "append":
        return appends(count, 20 * count)
    with tempfile.TemporaryDirectory() as place:
        if what == "audit":
            audits(Path(place), count)
        else:
            recording(Path(place), count)
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
