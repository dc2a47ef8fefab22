"""What an answer cost: processor seconds of this process and of its children, after everything is imported.

Needs the standard library alone, so that it also runs in the environment of a peer.
"""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, and what it cost: cpu and wall seconds, peak memory in MiB of the whole process."""
    cpu, wall = _spent(), time.perf_counter()
    found = work()
    peak = max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return found, {"cpu": _spent() - cpu, "wall": time.perf_counter() - wall, "peak_mib": peak / 1024,
                   "threads": threading.active_count()}  # fmt: skip


def main(answer: Callable[[Path, Path], tuple[Any, dict[str, float]]]) -> None:
    """`ENGINE.py LEFT RIGHT OUT`: runs, writes the pairs to OUT (parquet), prints the cost as one line of JSON."""
    left, right, out = (Path(a) for a in sys.argv[1:4])
    pairs, cost = answer(left, right)
    pairs.write_parquet(out)
    print(json.dumps(cost))
