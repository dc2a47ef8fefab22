"""Files changed in passing, by the hundred thousand: whatever comes in, a reader answers in words of its own.

Run from the root of the repository: `PYTHONPATH=src:. python bench/fuzz.py READER N [SEED]`, where READER is csv, xlsx
or ods. It runs in this process, without the sandbox: a crash here is what the sandbox is for, and worth a look.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

from exeat.adapters.lists.archive import repacked, unpacked
from exeat.adapters.lists.limits import LIMITS
from exeat.adapters.lists.raw import Ask
from exeat.adapters.lists.read import READERS, read_sheet
from exeat.adapters.lists.sandbox import read_with
from exeat.core.errors import Problem
from exeat.testing.garbage import changed, changed_inside

EXAMPLES = Path(__file__).parents[1] / "examples" / "formats"
SMALL = replace(LIMITS, cells=100_000, rows=100_000)


def main(name: str, number: int, seed: str) -> int:
    """Change the examples of a format so many times; 1 where a reader broke down."""
    draw = Random(f"{name}/{seed}")
    samples = [p.read_bytes() for p in sorted(EXAMPLES.glob(f"*.{name}"))]
    ends: Counter[str] = Counter()
    begun = time.monotonic()
    for _ in range(number):
        data = _garbage(draw.choice(samples), name, draw)
        end = _csv(data) if name == "csv" else _sandboxed(data, name)
        ends[end] += 1
        if end.startswith("sheet-broken reader"):
            print(end, data, file=sys.stderr)
    print(f"{name}: {number} files in {time.monotonic() - begun:.0f} s")
    for end, times in ends.most_common():
        print(f"  {times:>9} {end}")
    return int(any(end.startswith("sheet-broken reader") for end in ends))


def _garbage(sample: bytes, name: str, draw: Random) -> bytes:
    """A sample changed as a whole, or inside the archive that it is."""
    if name == "csv" or draw.random() < 0.2:
        return changed(sample, draw)
    return repacked(changed_inside(unpacked(sample, LIMITS), draw))


def _sandboxed(data: bytes, name: str) -> str:
    reader = READERS[f".{name}"]
    found = read_with(reader.module, reader.function, io.BytesIO(data), Ask(limits=SMALL))
    if not found.faults:
        return "read"
    first = found.faults[0]
    words = first.values.get("words", "")[:80] if first.values.get("why") == "reader" else ""
    return f"{first.code} {first.values.get('why', '')} {words}".strip()


def _csv(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path, found = Path(folder) / "a.csv", list[Problem]()
        path.write_bytes(data)
        read_sheet(path, "a.csv", found)
    return found[0].code if found else "read"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), (sys.argv[3:] or ["1"])[0]))
