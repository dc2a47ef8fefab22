"""Which numbers of a table are hidden: the small ones, and few others, so that no small one can be worked out.

- *Primary*: every count below 5. *Complementary*: others, found one after the other: for a cell that is not safe yet,
  the cheapest way round the table by which people can be moved (Cox 1995; Kelly, Golden and Assad 1992), until all
  are safe as `attack` has it. Then whatever is hidden needlessly is shown again, the dearest first.
- What is dear: a sum as many cells as it sums; then many people before few. How many people there are in all is never
  hidden.
- The same table gives the same answer; an order in which lists name people or values plays no part.
- Primary and complementary cells look the same to whoever reads the table.

It does not find the fewest in every case: that is a hard problem (Fischetti and Salazar 2001), and what matters here is
that nothing is shown too much.
"""

from heapq import heappop, heappush

from .attack import WIDE, unsafe
from .numbers import FEW
from .tables import ALL, Count, Counts, Place

Cost = tuple[int, int]


class TooFew(Exception):
    """There are so few people that a table shows each of them, whatever is hidden of it."""


def hidden(table: Counts) -> frozenset[Place]:
    """The places whose counts are not shown. Raises TooFew."""
    if table.total < FEW:
        raise TooFew
    cells = table.cells
    small = {i for i, c in enumerate(cells) if c.number < FEW}
    found = set(small)
    while (i := next(unsafe(cells, found), None)) is not None:
        found |= _Search(cells, found).way(i)
    for i in sorted(found - small, key=lambda i: (_cost(cells[i]), i), reverse=True):
        if next(unsafe(cells, found - {i}), None) is None:
            found.remove(i)
    return frozenset(cells[i].place for i in found)


def _cost(cell: Count) -> Cost:
    return (cell.parts, cell.number)


class _Search:
    """Looks for what to hide so that one cell becomes safe."""

    def __init__(self, cells: tuple[Count, ...], found: set[int]) -> None:
        self.cells, self.found = cells, found
        self.at: dict[str, list[int]] = {}
        for i, c in enumerate(cells):
            if set(c.place) != {ALL}:
                self.at.setdefault(c.start, []).append(i)
                self.at.setdefault(c.end, []).append(i)

    def way(self, i: int) -> set[int]:
        """Cells to be hidden beside those that are."""
        cell = self.cells[i]
        less = cell.number - cell.least
        if cell.number < FEW:
            more = self._moved(i, cell.end, cell.start, WIDE - cell.number)
            return more | self._moved(i, cell.start, cell.end, less)
        down = min(WIDE, less)
        return self._moved(i, cell.start, cell.end, down) | self._moved(i, cell.end, cell.start, WIDE - down)

    def _moved(self, i: int, start: str, end: str, wanted: int) -> set[int]:
        """The cells of the cheapest ways by which so many can be moved."""
        left = {j: c.number - c.least for j, c in enumerate(self.cells)}
        used: set[int] = set()
        while wanted > 0:
            path = self._path(start, end, i, left, used)
            step = min([wanted, *(left[j] for j, forward in path if not forward)])
            for j, forward in path:
                left[j] += step if forward else -step
            used |= {j for j, _ in path}
            wanted -= step
        return used

    def _path(self, start: str, end: str, but: int, left: dict[int, int], used: set[int]) -> list[tuple[int, bool]]:
        """The cheapest way; what is hidden already costs nothing. Raises TooFew where there is none."""
        heap: list[tuple[Cost, int, str, tuple[str, int, bool]]] = [((0, 0), -1, start, ("", -1, True))]
        came: dict[str, tuple[str, int, bool]] = {}
        while end not in came:
            if not heap:
                raise TooFew
            cost, _, here, how = heappop(heap)
            if here in came:
                continue
            came[here] = how
            for j in self.at[here]:
                forward = self.cells[j].start == here
                if j != but and (forward or left[j] > 0):
                    dear = (0, 0) if j in self.found or j in used else _cost(self.cells[j])
                    there = self.cells[j].end if forward else self.cells[j].start
                    heappush(heap, ((cost[0] + dear[0], cost[1] + dear[1]), j, there, (here, j, forward)))
        path = []
        while end != start:
            end, j, forward = came[end]
            path.append((j, forward))
        return path
