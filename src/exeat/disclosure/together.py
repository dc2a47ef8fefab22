"""What several tables of counts give away together, where one recipient has them all.

- They are of the same people. Two tables that have a column in common, by themselves or by way of others, can tell more
  side by side than each alone; tables that have none tell nothing more (Vorob'ev 1962: what agrees in all that is
  shared is the tables of some people).
- A *world* is how many people there are of each kind, as far as these tables tell kinds apart. Where tables hang
  together like a tree, a world is a table for each, and what two share agrees; where they go round (A by B, B by C, C
  by A), it is one table of all their columns.
- A hidden number is safe as `attack` has it, from all tables: each number that must be possible has a world that all
  tables allow. Whoever looks for it (`Find`) is not believed: each world is added up here, in whole numbers. Where none
  is found, none is assumed.
- What an earlier table shows cannot be hidden any more. So the new one alone hides more, until all is safe.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .attack import WIDE
from .hiding import hidden
from .numbers import FEW
from .tables import ALL, Counts, Place

Key = frozenset[tuple[str, str]]
"""Who is counted: those with these values in these columns."""
MOST = 2000  # kinds of people up to which tables are looked at together


@dataclass(frozen=True, slots=True)
class Given:
    """A table as somebody has it, and the places that are hidden in it."""

    table: Counts
    hidden: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Sums:
    """A question for whole numbers from 0 to `most` each: `rows` are sums (number -> times) with their bounds, closed;
    None = no bound. What is used of numbers with a `cost` is to be little.
    """

    most: Sequence[int]
    rows: Sequence[tuple[Mapping[int, int], int, int | None]]
    cost: Mapping[int, int]

    def hold(self, values: Sequence[int]) -> bool:
        """Whether these numbers answer it."""
        if len(values) != len(self.most) or not all(0 <= v <= m for v, m in zip(values, self.most, strict=True)):
            return False
        sums = ((sum(n * values[i] for i, n in terms.items()), least, most) for terms, least, most in self.rows)
        return all(least <= s and (most is None or s <= most) for s, least, most in sums)


Find = Callable[[Sums], Sequence[int] | None]
"""Numbers that answer a question; None = none were found."""


class GivesAway(Exception):
    """Whatever the new table hides, a small number could be worked out. `by`: which earlier tables it takes for that,
    by their places.
    """

    def __init__(self, by: Sequence[int]) -> None:
        super().__init__(by)
        self.by = tuple(by)


class TooLarge(Exception):
    """There are too many kinds of people to look at the tables together."""


def key_of(columns: Sequence[str], place: Place) -> Key:
    """Who is counted at a place of a table by these columns."""
    return frozenset((c, v) for c, v in zip(columns, place, strict=True) if v != ALL)


def beside(columns: Iterable[str], tables: Sequence[Sequence[str]]) -> list[int]:
    """Which tables, each by its columns, have one in common with a new one by `columns`, if only by way of others."""
    reached, found = set(columns), set[int]()
    while more := {i for i, t in enumerate(tables) if i not in found and reached & set(t)}:
        found |= more
        reached |= {c for i in more for c in tables[i]}
    return sorted(found)


def hidden_beside(table: Counts, earlier: Sequence[Given], find: Find) -> frozenset[Place]:
    """The places of a new table that are not shown to somebody who has the earlier ones, of the same people.

    Raises TooFew, GivesAway and TooLarge.
    """
    alone = hidden(table)
    if not earlier:
        return alone
    try:
        return _hidden_beside(table, alone, earlier, find)
    except GivesAway:
        raise GivesAway(_in_the_way(table, alone, earlier, find)) from None


def _in_the_way(table: Counts, alone: frozenset[Place], earlier: Sequence[Given], find: Find) -> list[int]:
    """Earlier tables, each of which it takes so that nothing can be shown."""
    by = list(range(len(earlier)))
    for i in range(len(earlier)):
        fewer = [j for j in by if j != i]
        try:
            if fewer:  # alone it can be shown
                _hidden_beside(table, alone, [earlier[j] for j in fewer], find)
        except GivesAway:
            by = fewer
    return by


def _hidden_beside(table: Counts, alone: frozenset[Place], earlier: Sequence[Given], find: Find) -> frozenset[Place]:
    known, dark = _told(earlier)
    keys = {c.place: key_of(table.columns, c.place) for c in table.cells}
    gone = {keys[p] for p in keys if keys[p] not in known and (p in alone or keys[p] in dark)}
    if known.union(dark).issuperset(keys.values()):
        more = set[Key]()  # it says nothing that they have not been told
    else:
        more = _Search([*earlier, Given(table, frozenset(p for p in keys if keys[p] in gone))], known, find).more()
    return frozenset(p for p, k in keys.items() if k in gone or k in more)


def _told(tables: Iterable[Given]) -> tuple[set[Key], set[Key]]:
    """What is shown in some table; and what is hidden wherever it is."""
    known, dark = set[Key](), set[Key]()
    for g in tables:
        for c in g.table.cells:
            (dark if c.place in g.hidden else known).add(key_of(g.table.columns, c.place))
    return known, dark - known


# ------------------------------------------------------------ worlds


def _blocks(tables: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The columns by which worlds are told apart, together: those of each table, or where tables go round all."""
    edges = sorted({tuple(sorted(t)) for t in tables}, key=lambda e: (-len(e), e))
    found: list[tuple[str, ...]] = []
    while edges:
        part = [edges[i] for i in beside(edges[0], edges)]
        edges = [e for e in edges if e not in part]
        columns = tuple(sorted({c for e in part for c in e}))
        pairs = [e for e in part if len(e) > 1]
        found += [columns] if len(pairs) >= len(columns) or not pairs else pairs
    return found


class _Search:
    """Looks for worlds that all tables allow. The last table is the new one: of it more may be hidden."""

    def __init__(self, tables: Sequence[Given], known: set[Key], find: Find) -> None:
        self.find, self.total = find, tables[-1].table.total
        counts = [(key_of(g.table.columns, c.place), c) for g in tables for c in g.table.cells]
        self.number = {k: c.number for k, c in counts}
        self.least: dict[Key, int] = {}
        for k, c in counts:
            self.least[k] = max(self.least.get(k, 0), c.least)
        shown, dark = _told(tables)
        self.shown, self.dark = shown, sorted(dark, key=sorted)
        own = {key_of(tables[-1].table.columns, c.place): c for c in tables[-1].table.cells}
        self.cost = {k: c.parts * (self.total + 1) + c.number for k, c in own.items() if k and k in shown - known}
        self._kinds(tables)
        self.seen = {k: {self.number[k]} for k in self.number}

    def _kinds(self, tables: Sequence[Given]) -> None:
        """Number the kinds of people, and say of each sum which kinds it adds."""
        values = {c: v for g in tables for c, v in zip(g.table.columns, g.table.values, strict=True)}
        self.terms: dict[Key, list[list[int]]] = {}  # of each block that can tell
        kinds = 0
        for block in _blocks(g.table.columns for g in tables):
            own: dict[Key, list[int]] = {}
            for kind in product(*(values[c] for c in block)):
                if kinds >= MOST:
                    raise TooLarge
                pairs = list(zip(block, kind, strict=True))
                for some in (s for n in range(3) for s in combinations(pairs, n)):
                    own.setdefault(frozenset(some), []).append(kinds)
                kinds += 1
            for k, terms in own.items():
                self.terms.setdefault(k, []).append(terms)
        self.kinds = kinds

    def more(self) -> set[Key]:
        """What else is to be hidden. Raises GivesAway."""
        before = len(self.dark)
        for key in self.dark:  # it grows
            self._make_safe(key)
        return set(self.dark[before:])

    def _make_safe(self, key: Key) -> None:
        for may_hide in (False, True):
            for value in self._wanted(key):
                if self._lacks(key, value):
                    self._look(key, value, may_hide)
        if any(self._lacks(key, v) for v in self._wanted(key)):
            raise GivesAway(())

    def _wanted(self, key: Key) -> list[int]:
        """The numbers that are to be possible: all small ones; for one that is not small, some of those near it."""
        number, least = self.number[key], self.least[key]
        if number < FEW:
            return list(range(least, FEW))
        near = (number + sign * n for n in range(1, FEW) for sign in (-1, 1))
        return [n for n in near if n >= least]

    def _lacks(self, key: Key, value: int) -> bool:
        seen = self.seen[key]
        return value not in seen and (self.number[key] < FEW or len(seen) <= WIDE)

    # -------------------------------------------------------- one world

    def _look(self, key: Key, value: int, may_hide: bool) -> None:
        """Look for a world in which so many are counted; where `may_hide`, by hiding what has to be for it."""
        free = [k for k in self.cost if k in self.shown] if may_hide else []
        if may_hide and not free:
            return
        sums = self._sums(key, value, free)
        found = self.find(sums)
        if found is None or not sums.hold(found):
            return
        for k in self.number:
            self.seen[k].add(sum(found[i] for i in self.terms[k][0]))
        for n, k in enumerate(free):
            if found[self.kinds + 3 * n + 2]:
                self.shown.remove(k)
                self.dark.append(k)

    def _sums(self, key: Key, value: int, free: Sequence[Key]) -> Sums:
        rows = [*self._agreeing(), *self._shown(frozenset(free)), (dict.fromkeys(self.terms[key][0], 1), value, value)]
        cost = {}
        for n, k in enumerate(free):
            up, down, switch = (self.kinds + 3 * n + j for j in range(3))
            rows.append(({**dict.fromkeys(self.terms[k][0], 1), up: -1, down: 1}, self.number[k], self.number[k]))
            rows.append(({up: -1, down: -1, switch: self.total}, 0, None))
            cost[switch] = self.cost[k]
        return Sums([self.total] * self.kinds + [self.total, self.total, 1] * len(free), rows, cost)

    def _agreeing(self) -> Iterator[tuple[Mapping[int, int], int, int | None]]:
        """What several blocks can tell they tell alike."""
        for first, *others in self.terms.values():
            for other in others:
                yield {**dict.fromkeys(first, 1), **dict.fromkeys(other, -1)}, 0, 0

    def _shown(self, free: frozenset[Key]) -> Iterator[tuple[Mapping[int, int], int, int | None]]:
        """What is shown is so; and of what is not, what everybody knows."""
        for k, number in self.number.items():
            terms = dict.fromkeys(self.terms[k][0], 1)
            if k in self.shown and k not in free:
                yield terms, number, number
            elif self.least[k]:
                yield terms, self.least[k], None
