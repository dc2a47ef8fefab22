"""Tables of counts: how much is hidden, the fewest that would do, and how long it takes. `python bench/counts.py`

Small tables are solved by trying every set of cells, so that the fewest is known; large ones are only timed.
Several tables for one recipient are looked at together.
"""

import random
import time
from itertools import combinations

from exeat.adapters.exports.worlds import world
from exeat.disclosure.attack import unsafe
from exeat.disclosure.hiding import TooFew, hidden
from exeat.disclosure.tables import ALL, Counts, counted, made
from exeat.disclosure.together import Given, GivesAway, hidden_beside


def table(chance: random.Random, rows: int, columns: int, most: int) -> Counts:
    """A table of counts by chance, none of them above `most`."""
    values = [tuple(f"{side}{n}" for n in range(k)) for side, k in (("r", rows), ("c", columns))]
    inner = {(r, c): chance.randrange(most + 1) for r in values[0] for c in values[1]}
    return made(("row", "column"), values, inner)


def fewest(given: Counts) -> int:
    """How many cells have to be hidden at least; every set is tried, the smallest first."""
    small = {i for i, c in enumerate(given.cells) if c.number < 5}
    rest = [i for i, c in enumerate(given.cells) if i not in small and set(c.place) != {ALL}]
    for more in range(len(rest) + 1):
        for extra in combinations(rest, more):
            if next(unsafe(given.cells, small | set(extra)), None) is None:
                return len(small) + more
    raise TooFew


def small_ones(number: int = 300) -> None:
    """Tables of nine cells and their sums, against the fewest."""
    chance, ours, least, same, done = random.Random(1), 0, 0, 0, 0
    for _ in range(number):
        given = table(chance, 3, 3, 14)
        try:
            found, best = len(hidden(given)), fewest(given)
        except TooFew:
            continue
        ours, least, same, done = ours + found, least + best, same + (found == best), done + 1
    print(f"3 x 3, {done} tables: hidden {ours}, fewest {least}, as few in {same}")


def large_ones() -> None:
    """Larger tables, timed."""
    for side in (5, 10, 20, 30):
        given = table(random.Random(side), side, side, 20)
        small = sum(c.number < 5 for c in given.cells)
        start = time.process_time()
        found = len(hidden(given))
        spent = time.process_time() - start
        print(f"{side} x {side}: {len(given.cells)} numbers, {small} small, {found} hidden, {spent:.2f} s of CPU")


def several() -> None:
    """One table after the other for one recipient; people whose values are far from even."""
    import polars as pl

    for people, kinds in ((500, (6, 5, 3)), (2000, (20, 10, 3))):
        chance = random.Random(3)
        rows = [[str(min(int(chance.paretovariate(0.8)), k)) for k in kinds] for _ in range(people)]
        frame, had = pl.DataFrame(rows, schema=["x", "y", "z"], orient="row"), list[Given]()
        for columns in (("x", "y"), ("x", "z"), ("x",), ("y", "z")):
            given = counted(frame, columns)
            start = time.process_time()
            try:
                gone, alone = hidden_beside(given, had, world), hidden(given)
            except (TooFew, GivesAway) as e:
                print(f"{people} people by {columns}, beside {len(had)}: {type(e).__name__}")
                continue
            spent = time.process_time() - start
            had.append(Given(given, gone))
            told = f"{len(gone)} of {len(given.cells)} hidden, alone {len(alone)}"
            print(f"{people} people by {' and '.join(columns)}, beside {len(had) - 1}: {told}, {spent:.2f} s of CPU")


if __name__ == "__main__":
    small_ones()
    large_ones()
    several()
