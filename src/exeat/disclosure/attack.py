"""What can be worked out of a table of counts: the attacker's answer to every hidden number.

- The attacker knows every number that is shown, that sums are sums, that nobody is counted less than never, and how a
  value comes to be named. What a hidden count can then be is an interval, both ends in it, and every whole number
  between them is possible: of all tables that agree with what is shown, one has it (Ford and Fulkerson 1962).
- A hidden count is *safe* where at least five numbers are possible; one below 5, where all up to 4 are, from 0, or from
  1 where it is known that there is somebody: nobody learns more of it than that it is hidden.
- Why 0 is hidden, too: see docs/explanation/copies.md.

What it does not know: other tables. Two that are safe each by itself may not be so side by side: see `together`.
"""

from collections.abc import Collection, Iterable, Iterator

from .numbers import FEW
from .tables import Count

WIDE = FEW - 1


def unsafe(cells: Iterable[Count], hidden: Collection[int]) -> Iterator[int]:
    """The hidden cells (places in `cells`) of which an attacker learns too much, in order."""
    flow = _Flow(tuple(cells), hidden)
    return (i for i in sorted(hidden) if not flow.safe(i))


def possible(cells: Iterable[Count], hidden: Collection[int], cell: int, most: int) -> tuple[int, int]:
    """The least and the greatest number that a hidden cell can be; the greatest is looked for `most` above it only."""
    known = tuple(cells)
    flow, number = _Flow(known, hidden), known[cell].number
    return number - flow.moved(cell, number - known[cell].least, down=True), number + flow.moved(cell, most, down=False)


class _Flow:
    """How far people can be moved round in the hidden cells without a change in what is shown."""

    def __init__(self, cells: tuple[Count, ...], hidden: Collection[int]) -> None:
        self.cells, self.at = cells, {}
        for i in sorted(hidden):
            for place in (cells[i].start, cells[i].end):
                self.at.setdefault(place, []).append(i)

    at: dict[str, list[int]]

    def safe(self, i: int) -> bool:
        """Whether a hidden cell is safe."""
        number, less = self.cells[i].number, self.cells[i].number - self.cells[i].least
        if number < FEW:
            return self.moved(i, WIDE - number, down=False) == WIDE - number and self.moved(i, less, True) == less
        down = self.moved(i, min(WIDE, less), down=True)
        return down == WIDE or down + self.moved(i, WIDE - down, down=False) == WIDE

    def moved(self, i: int, wanted: int, down: bool) -> int:
        """By how much a cell can become more, or less (`down`), up to what is wanted."""
        start, end = (self.cells[i].start, self.cells[i].end) if down else (self.cells[i].end, self.cells[i].start)
        left = {j: self.cells[j].number - self.cells[j].least for here in self.at.values() for j in here}
        done = 0
        while done < wanted and (path := self._path(start, end, i, left)):
            step = min([wanted - done, *(left[j] for j, forward in path if not forward)])
            for j, forward in path:
                left[j] += step if forward else -step
            done += step
        return done

    def _path(self, start: str, end: str, but: int, left: dict[int, int]) -> list[tuple[int, bool]]:
        """A way through other hidden cells: each with more people, or (not forward) with fewer, where it has any."""
        came: dict[str, tuple[str, int, bool]] = {start: ("", -1, True)}
        queue = [start]
        for here in queue:
            for j in self.at.get(here, ()):
                forward = self.cells[j].start == here
                there = self.cells[j].end if forward else self.cells[j].start
                if j != but and there not in came and (forward or left[j] > 0):
                    came[there] = (here, j, forward)
                    queue.append(there)
        return _back(came, start, end) if end in came else []


def _back(came: dict[str, tuple[str, int, bool]], start: str, end: str) -> list[tuple[int, bool]]:
    path = []
    while end != start:
        end, j, forward = came[end]
        path.append((j, forward))
    return path
