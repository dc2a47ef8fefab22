"""A program in a process of its own: how long it took from start to end, and how much memory it had at most.

A child is told the largest resident set of its parent as its own where that was larger: whatever needs much memory here
is done in children too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass

START = "import sys; from exeat.faces.cli import main; main(sys.argv[1:])"


@dataclass(frozen=True)
class Child:
    """`seconds` by the clock, `cpu` of all cores together; `peak`: the largest resident set, in MiB."""

    seconds: float
    cpu: float
    peak: int
    output: str


def exeat(*arguments: str) -> Child:
    """A command of exeat, under the interpreter that runs this."""
    return child(START, *arguments)


def child(program: str, *arguments: str) -> Child:
    """Run a program; it must end well."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        output = running.stdout.read().decode()
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{arguments} left with {running.returncode}: {output[-500:]}")
    return Child(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, output)
