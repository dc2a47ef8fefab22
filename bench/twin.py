"""Fifty thousand small worlds (or as many as named) against the brute-force twin, by the tests' own law, in pieces.

Run from the root of the repository: `python bench/twin.py [WORLDS] [FIRST]`. It uses the interpreter it runs under, and
says after each piece how many worlds were compared, so that it may be stopped, and taken up at piece FIRST. A
piece ends at its first difference, and the next goes on.
"""

import os
import subprocess
import sys
import time

LAW = "tests/laws/test_twin_worlds.py"
PIECE = 2000  # worlds


def main() -> int:
    """Run the law piece by piece; 1 where a piece differed (pytest has shown the world), else 0."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    start, differing = time.perf_counter(), []
    for piece in range(first, first - (-worlds // PIECE)):
        differing += [piece] if _run(piece) else []
        number = (piece - first + 1) * PIECE
        said = f"pieces that differ: {differing}" if differing else "none differs"
        print(f"{number} worlds in {time.perf_counter() - start:.0f} s, {said}", flush=True)
    return 1 if differing else 0


def _run(piece: int) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-q", "-k", "nobody_stays_or_goes", LAW]
    said = {**os.environ, "EXEAT_WORLDS": str(PIECE), "EXEAT_PIECE": str(piece)}
    return subprocess.run(command, env=said, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
