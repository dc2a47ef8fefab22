"""Fifty thousand small worlds (or as many as named) against the brute-force twin, by the tests' own law.

Run from the root of the repository: `python bench/twin.py [WORLDS]`. It uses the interpreter it runs under.
"""

import os
import subprocess
import sys
import time

LAW = "tests/laws/test_twin_worlds.py"


def main() -> int:
    """Run the law; its exit code."""
    worlds = sys.argv[1] if len(sys.argv) > 1 else "50000"
    start = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-q", LAW]
    done = subprocess.run(command, env={**os.environ, "EXEAT_WORLDS": worlds}, check=False)
    print(f"{worlds} worlds in {time.perf_counter() - start:.0f} s")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
