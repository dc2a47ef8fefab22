"""What a ledger costs, beside the least that it could. `PYTHONPATH=src:. python bench/ledger.py ENTRIES`.

Every figure stands beside its measure, taken in the same run and in turns: where the machine is busy, both sides feel
it. Processor time where nothing is waited for, the clock where the disk is.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from exeat.adapters.said import Said, identified
from exeat.adapters.store import Drawn, SqliteStore
from exeat.adapters.store.audit import still
from exeat.adapters.vault import VAULT, Cost, Pen, Vault
from exeat.core.case import KEEPER
from exeat.core.claims import Death, SigningKey
from exeat.core.statement import Statement
from exeat.house.verify import Verifying

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


def audits(place: Path, count: int) -> None:
    """Hash audit, words audit, signature audit, of a sealed ledger and of a plain one."""
    for sealed in (True, False):
        store, _ = ledger(place / f"audit-{sealed}", count, sealed)
        name = "sealed" if sealed else "plain"
        seconds: dict[str, list[float]] = {}
        for _run in range(RUNS):
            with still(store):
                run = Verifying(store)
                for part in (run.hashes, run.words):
                    seconds.setdefault(part.__name__, []).append(cpu(part))
        for part, took in seconds.items():
            print(f"{name}: {part} of {count} entries: {count / min(took):,.0f} to {count / max(took):,.0f} a second")
        store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        audits(Path(place), int(sys.argv[1]))
