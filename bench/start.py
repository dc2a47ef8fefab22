"""Wall time of whole commands, from the start of the process to its end: the best and the median of ten.

Beside them the floor: the same interpreter loading polars and HiGHS and doing nothing. A figure in seconds belongs to
one machine on one day; the ratio to the floor travels.

Run from the root of the repository: `PYTHONPATH=src python bench/start.py`. It uses the interpreter it runs under.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time

RUNS = 10
START = "import sys; from exeat.faces.cli import main; main(sys.argv[1:])"
FLOOR = "import polars, highspy"
COMMANDS = (["--help"], ["clear", "examples/2025-offer-with-lists", "--json"])


def seconds(program: str, arguments: list[str]) -> list[float]:
    """The wall time of each run; a first run, not counted, fills the caches."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode:
            raise SystemExit(f"exeat {' '.join(arguments)} left with {done.returncode}: {done.stderr.decode()[-500:]}")
    return times[1:]


def main() -> None:
    """Print the best and the median of each command."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {RUNS} runs each")
    floor = min(seconds(FLOOR, []))
    print(f"best {floor:.3f} s  the floor: {FLOOR}")
    for arguments in COMMANDS:
        times = seconds(START, arguments)
        best, middle = min(times), statistics.median(times)
        print(f"best {best:.3f} s  median {middle:.3f} s  {best / floor:.1f} x floor  exeat {' '.join(arguments)}")


if __name__ == "__main__":
    main()
