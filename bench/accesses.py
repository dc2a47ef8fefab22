"""What it costs to note who looks: CPU and writings to the disk, one access each, sealed and signed.

python bench/accesses.py [N]
"""

import sys
import tempfile
import time
from pathlib import Path

from exeat.adapters.vault import Cost, Vault
from exeat.core.claims import Accessed
from exeat.house import open_case
from exeat.house.pens import new_pen

PASSPHRASE = "eleven green kettles"
CASE = (
    "exeat: 1\nid: bench\ntitle: bench\npeople: invented\non: 2025-06-01\nparties:\n  - {id: a, name: A, kind: state}\n"
)


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.yaml").write_text(CASE, "utf-8")
        Vault.create(folder / "exeat.keys", PASSPHRASE, Cost(8, 1, 1)).close()
        house = open_case(folder, unlock=lambda: PASSPHRASE)
        new_pen(house, "desk.example/1", "bench")
        house.record("bench")
        house.noted(Accessed("warm"))
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(number):
            house.noted(Accessed("said", ("list#1",)), "bench")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"an access, noted for good: {1000 * cpu / number:.1f} ms CPU, {1000 * wall / number:.1f} ms in all")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
