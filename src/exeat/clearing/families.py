"""Groups that should go whole, and may be split where more people go by it: an aim of a party, and no condition.

- Families alike in all their members are one type: one column for each way for those that go whole, one for how many
  are split, and for each kind of member and way one for the members of split ones. This is exact, and small.
- Groups that share somebody, or that a group which goes together or not at all ties to one another, are one group; it
  counts for the clause that comes first in the order of the aims.
- A group is split if some of it move and some do not, or they go by different ways.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .classes import Class
from .model import Row

if TYPE_CHECKING:
    from .problem import Problem
    from .world import World

Unit = tuple[int, int]  # a class, and which of its units
Switch = Callable[[int], int]  # makes a column that is nobody, with its most


@dataclass(frozen=True, slots=True)
class Family:
    """Families alike. `whole`: the class of whole ones; `parts`: those of members alike, and how many a family has."""

    clause: str
    whole: int
    parts: tuple[tuple[int, int], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Families:
    """The types of families, and by clause how many groups there are in all: also those that nothing could split."""

    types: tuple[Family, ...] = ()
    groups: Mapping[str, int] | None = None

    @property
    def classes(self) -> frozenset[int]:
        """The classes of families and of their members."""
        return frozenset(c for f in self.types for c in (f.whole, *(part for part, _ in f.parts)))


def wishes(clauses: Sequence[Clause]) -> list[cl.Include | cl.Together]:
    """The clauses that are aims, in their order."""
    found = [c for c in clauses if isinstance(c, cl.Include | cl.Together) and c.force == "should"]
    return sorted(found, key=lambda c: (c.order if c.order is not None else 1 << 30, c.id))


def whole_wishes(clauses: Sequence[Clause]) -> list[cl.Together]:
    """The clauses by which groups should go whole, in the order of the aims."""
    return [c for c in wishes(clauses) if isinstance(c, cl.Together)]


def with_families(
    world: "World", clauses: Sequence[Clause], made: tuple[Class, ...]
) -> tuple[tuple[Class, ...], Families]:
    """The classes with whole families and members of split ones apart from the others; and the types of families."""
    wished = [c for c in whole_wishes(clauses) if c.unless is None]
    groups = [(c.id, g) for c in wished for g in world.groups(c) if g]
    if not groups:
        return made, Families((), {})
    joined = _joined(groups, _units_of(made, {p for _, g in groups for p in g}))
    several = [(c, units) for c, units in joined if len(units) > 1]
    taken = {u for _, units in several for u in units}
    kept = [
        Class(k.members, tuple(u for n, u in enumerate(k.units) if (i, n) not in taken)) for i, k in enumerate(made)
    ]
    found = [k for k in kept if k.units]
    types = [_type(made, found, clause, kind, alike) for (clause, kind), alike in _alike(several)]
    return tuple(found), Families(tuple(types), Counter(c for c, _ in joined))


def _units_of(made: Sequence[Class], people: Collection[str]) -> dict[str, Unit]:
    return {p: (i, n) for i, k in enumerate(made) for n, u in enumerate(k.units) for p in u if p in people}


def _joined(groups: Sequence[tuple[str, Collection[str]]], of: Mapping[str, Unit]) -> list[tuple[str, list[Unit]]]:
    """Groups of units, joined where they share one; each with the clause of the first of them."""
    root: dict[int, int] = {}
    first: dict[Unit, int] = {}

    def find(n: int) -> int:
        while root.setdefault(n, n) != n:
            n = root[n]
        return n

    for n, (_, people) in enumerate(groups):
        for unit in {of[p] for p in people}:
            a, b = sorted((find(first.setdefault(unit, n)), find(n)))
            root[b] = a
    found: dict[int, list[Unit]] = {}
    for unit, n in first.items():
        found.setdefault(find(n), []).append(unit)
    return [(groups[n][0], sorted(units)) for n, units in sorted(found.items())]


Alike = tuple[tuple[str, tuple[tuple[int, int], ...]], list[list[Unit]]]


def _alike(families: Iterable[tuple[str, list[Unit]]]) -> list[Alike]:
    """The families by clause and by how many of each class are in them."""
    found: dict[tuple[str, tuple[tuple[int, int], ...]], list[list[Unit]]] = {}
    for clause, units in families:
        kind = tuple(sorted(Counter(c for c, _ in units).items()))
        found.setdefault((clause, kind), []).append(units)
    return sorted(found.items())


def _type(
    made: Sequence[Class], found: list[Class], clause: str, kind: Sequence[tuple[int, int]], alike: list[list[Unit]]
) -> Family:
    """A type of families; its classes are put after those found before."""
    whole = tuple(tuple(p for c, n in units for p in made[c].units[n]) for units in alike)
    found.append(Class(tuple(m for c, n in kind for m in made[c].members * n), whole))
    at, parts = len(found) - 1, []
    for c, number in kind:
        members = tuple(made[c].units[n] for units in alike for k, n in units if k == c)
        found.append(Class(made[c].members, members))
        parts.append((len(found) - 1, number))
    return Family(clause, at, tuple(parts), len(alike))


# ------------------------------------------------------------ rows, and how many stay whole


def family_rows(problem: "Problem", switch: Switch, split: dict[str, list[int]]) -> Iterator[Row]:
    """Each family goes whole, or is split, or stays. `split` takes the columns that count the split ones."""
    of: dict[int, list[int]] = {}
    for i, (c, _) in enumerate(problem.columns):
        of.setdefault(c, []).append(i)
    for family in problem.families.types:
        column = switch(family.number)
        split.setdefault(family.clause, []).append(column)
        yield Row("", {**dict.fromkeys(of.get(family.whole, ()), 1), column: 1}, None, family.number)
        for part, number in family.parts:
            if part in of:
                yield Row("", {**dict.fromkeys(of[part], 1), column: -number}, None, 0)


def unless_rows(world: "World", problem: "Problem", clause: cl.Together, switch: Switch) -> tuple[list[Row], int]:
    """A should not go without B: a column that is 1 where somebody of A goes and somebody of B does not."""
    assert clause.unless is not None
    column, rows = switch(1), []
    for a, b in product(world.select(clause.selection), world.select(clause.unless)):
        first, second = problem.terms(("alone", a)), problem.terms(("alone", b))
        terms = {i: first.get(i, 0) - second.get(i, 0) for i in sorted({*first, *second})}
        rows.append(Row("", {**{i: n for i, n in terms.items() if n}, column: -1}, None, 0))
    return rows, column


def split_of(clause: cl.Together, families: Families) -> int:
    """How many groups a clause has; one for *A not without B*."""
    return 1 if clause.unless is not None else (families.groups or {}).get(clause.id, 0)
