"""Tables of counts: how much is hidden, the fewest that would do, and how long it takes. `python bench/counts.py`

Small tables are solved by trying every set of cells, so that the fewest is known; large ones are only timed.
"""

import random
import time
from itertools import combinations

from exeat.disclosure.attack import unsafe
from exeat.disclosure.hiding import TooFew, hidden
from exeat.disclosure.tables import ALL, Counts, made


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


if __name__ == "__main__":
    small_ones()
    large_ones()
