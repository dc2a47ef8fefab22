"""What it saves to keep, sealed, what follows from the lists of a sealed case: CPU seconds of one `clear`.

    python bench/derived.py [ROWS]      records of each of two rosters, 3000 if left out

Both ways are timed in turn, each on a case opened anew.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.folders import SURNAMES, exchange, write_rows

from exeat.adapters.vault import VAULT, Cost, Vault
from exeat.house import open_case
from exeat.house.machine import Machine

TURNS = 3
NAMES = ("Ana", "Bela", "Ciro", "Dalia", "Elmo", "Fausta", "Gildo", "Hebe", "Ilario", "Jovita")
CELLS = {
    "consents": {"answer": "yes", "private": "yes"}, "fears": {"state": "none", "private": "yes"},
    "fitness": {"finding": "fit"}, "papers": {"document": "passport"}, "acts": {"legal_act": "transfer_order"},
    "answers": {"answer": "accepted"},
}  # fmt: skip


def case(folder: Path, rows: int) -> Path:
    """The small exchange, with more people."""
    exchange(folder)
    chance = random.Random(7)
    for holder, other in (("aro", "bel"), ("bel", "aro")):
        people = [_person(chance, n) for n in range(rows)]
        write_rows(folder, f"lists/{holder}-roster.csv", people)
        for name, cells in CELLS.items():
            more = {"destination": other} if name in ("consents", "fears") else {}
            said = [{"id": p["id"], "record": p["id"], **more, **cells} for p in people]
            write_rows(folder, f"lists/{holder}-{name}.csv", said)
    return folder


def _person(chance: random.Random, n: int) -> dict[str, str]:
    surnames = " ".join(chance.choice(SURNAMES) + chance.choice("aeiou") for _ in range(2))
    born = f"{chance.randint(1950, 2000)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {
        "id": str(n + 1), "given_names": chance.choice(NAMES), "surname": surnames, "birth_date": born,
        "held_since": "2024-05",
    }  # fmt: skip


def seconds(folder: Path, kept: bool) -> float:
    """CPU seconds of one answer, from the opening of the case."""
    house = open_case(folder, unlock=lambda: "x")
    if not kept:
        house._machine = Machine(None)
    begin = time.process_time()
    house.plan()
    return time.process_time() - begin


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as at:
        folder = case(Path(at) / "case", rows)
        Vault.create(folder / VAULT, "x", Cost(64, 1, 1)).close()
        open_case(folder, unlock=lambda: "x").record()
        print(f"two rosters of {rows}; first answer, which keeps it: {seconds(folder, True):.1f} s")
        for _ in range(TURNS):
            print(f"compared anew {seconds(folder, False):.1f} s, kept {seconds(folder, True):.1f} s")


if __name__ == "__main__":
    main()
