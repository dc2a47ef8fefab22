"""Clearing many people: the whole command, and classes beside one binary variable for each person.

For each size: `exeat clear` on a recorded case (the store alone, its plain lists deleted), wall time of the process and
its peak memory; then, on the same free persons and the same clauses, the same solver (HiGHS) with the classes and rows
that exeat makes, and with a variable for everybody. Both must let the same number of people go. The binaries are
stopped after five minutes.

Run from the root of the repository: `PYTHONPATH=src:. python bench/clear.py 500 5000 50000 500000`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.children import child, exeat

from exeat.adapters.highs import Highs
from exeat.clearing.levels import most
from exeat.clearing.model import Model, Row
from exeat.clearing.problem import build
from exeat.clearing.world import World
from exeat.core import clauses as cl
from exeat.core.counts import Count
from exeat.house import open_case
from exeat.terms.terms import terms

LIMIT = 300.0  # seconds for both
MAKE = (
    "import sys; from pathlib import Path; from bench.big_case import make; make(Path(sys.argv[1]), int(sys.argv[2]))"
)
COMPARE = "import sys; from pathlib import Path; from bench.clear import compare; compare(Path(sys.argv[1]))"


def main() -> None:
    """Print a line for each size."""
    for people in map(int, sys.argv[1:] or ("500", "5000")):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "case"
            child(MAKE, str(folder), str(people))
            exeat("record", str(folder))
            shutil.rmtree(folder / "lists")
            whole = exeat("clear", str(folder))
            print(
                f"{people} people: exeat clear {whole.seconds:.2f} s (CPU {whole.cpu:.2f} s), {whole.peak} MiB at most"
            )
            print(compared(folder))


def compared(folder: Path) -> str:
    """What a child says that compares, as far as it came within the limit."""
    try:
        done = subprocess.run([sys.executable, "-c", COMPARE, str(folder)], capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired as e:
        return (e.stdout or b"").decode() + f"  binaries: stopped after {LIMIT:.0f} s in all"
    return (done.stdout + done.stderr).decode().rstrip()


def compare(folder: Path) -> None:
    """Classes and binaries, from the moves on, which both need."""
    house = open_case(folder)
    facts = house.facts()
    found = terms(facts)
    clauses = [t.clause for t in found]
    world = World(facts, house.people(facts), found)
    world.moves(clauses)
    start = time.perf_counter()
    problem = build(world, clauses)
    by_classes = most(problem, Highs()).value
    classes = time.perf_counter() - start
    print(f"  classes: {by_classes} go, {len(problem.columns)} columns, {classes:.2f} s", flush=True)
    start = time.perf_counter()
    model = binaries(world, clauses)
    alone = Highs().open(model).maximise(dict.fromkeys(range(len(model.most)), 1)).value
    ended = time.perf_counter() - start
    assert by_classes == alone, f"{by_classes} people by classes, {alone} by binaries"
    print(f"  binaries: {len(model.most)}, {ended:.2f} s, {ended / classes:.1f} times as long")


def binaries(world: World, clauses: list[cl.Clause]) -> Model:
    """A variable for each person who is free for a clause, and the same clauses as rows over them."""
    moves = world.moves(clauses)
    at = {(m.id, p): 0 for m in moves.values() for p in m.free.to_list()}
    at = {key: i for i, key in enumerate(at)}
    of = {m: {p: i for (k, p), i in at.items() if k == m} for m in moves}
    most, rows = [1] * len(at), []
    for clause in clauses:
        match clause:
            case cl.Release():
                mine = dict.fromkeys(of[clause.id].values(), 1)
                count = clause.selection.count
                if isinstance(count, Count):
                    rows.append(Row(clause.id, mine, count.least, count.most))
                elif count is not None:
                    rows.append(Row(clause.id, mine | dict.fromkeys(of[count.same_as].values(), -1), 0, 0))
            case cl.Balance():
                rows += _balance(world, clause, at)
            case cl.Together():
                rows += _together(world, clause, of, most)
    return Model([0] * len(at), most, rows)


def _balance(world: World, clause: cl.Balance, at: dict[tuple[str, str], int]) -> list[Row]:
    """In each category as many of one side as of the other."""
    where: dict[str, list[int]] = {}
    for (_, person), i in at.items():
        where.setdefault(person, []).append(i)
    terms: dict[str, dict[int, int]] = {}
    for selector, sign in ((clause.left, 1), (clause.right, -1)):
        for category, persons in world.categories(selector, clause.within):
            mine = terms.setdefault(category, {})
            mine.update({i: sign for p in persons.to_list() for i in where.get(p, ())})
    return [Row(clause.id, mine, 0, 0) for mine in terms.values()]


def _together(world: World, clause: cl.Together, of: dict[str, dict[str, int]], most: list[int]) -> list[Row]:
    """A group goes whole or not at all; nobody of one of whom somebody cannot go."""
    rows = []
    for group in world.groups(clause):
        for mine in of.values():
            columns = [mine[p] for p in group if p in mine]
            if len(columns) < len(group):
                for i in columns:
                    most[i] = 0
            rows += [Row(clause.id, {columns[0]: 1, i: -1}, 0, 0) for i in columns[1:]]
    return rows


if __name__ == "__main__":
    main()
