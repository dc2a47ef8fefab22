"""Where the time of a clearing goes: processor seconds of its phases, in one process.

The case is one that was recorded, such as `bench/clear.py` makes; what the machine proposes is best kept with it before
(any `exeat clear` does that). Moves and problem are made once more inside the plan.

Run from the root of the repository: `PYTHONPATH=src:. python bench/phases.py CASE`.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def main() -> None:
    """Print a line for each phase."""
    started = time.process_time()
    import polars  # noqa: F401

    from exeat.clearing.problem import build
    from exeat.clearing.world import World
    from exeat.faces.cli import run
    from exeat.house import open_case

    print(f"{'start':24} {time.process_time() - started:6.2f} s")
    house = open_case(sys.argv[1])
    facts = timed("facts", house.facts)
    people = timed("who is who", lambda: house.people(facts))
    terms = house.terms(facts)[0]
    clauses = [t.clause for t in terms if t.cleared]
    world = World(facts, people, terms)
    timed("moves, impediments", lambda: world.moves(clauses))
    timed("problem, classes", lambda: build(world, clauses))
    timed("plan, all in all", lambda: house.plan(facts))
    out = io.StringIO()
    for name, more in (("clear in sentences", ()), ("clear as JSON", ("--json",))):
        with contextlib.redirect_stdout(out):
            used = seconds(lambda more=more: run(["clear", sys.argv[1], *more]))  # type: ignore[misc]
        print(f"{name:24} {used:6.2f} s", flush=True)


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def timed(name: str, work: Callable[[], T]) -> T:
    """What comes of some work, whose processor time is printed."""
    start = time.process_time()
    found = work()
    print(f"{name:24} {time.process_time() - start:6.2f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
