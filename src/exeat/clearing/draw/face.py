"""The best plans as a lottery sees them: kinds of persons, and how many of each go by the clauses drawn for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from exeat.clearing.levels import Aim
from exeat.clearing.model import Model, Row, Session, Solver, Terms, total
from exeat.clearing.problem import Kind, Problem

Counts = tuple[tuple[int, ...], ...]  # by class, in its order: how many units go by each clause drawn for

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of units alike: by clause drawn for, and in all, the units that one of a column moves."""

    units: tuple[tuple[str, ...], ...]
    by: tuple[Terms, ...]
    all: Terms

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.units)


@dataclass(frozen=True, slots=True)
class Listed:
    """A class as it is drawn from: units, and by clause drawn for the columns that move one by itself.

    `kind`: which kind its units are; None for families that go whole. `of`: the class of families whose members its
    units are, and how many a family has; `every`: all columns that move one of its units by itself.
    """

    units: tuple[tuple[str, ...], ...]
    by: tuple[Terms, ...]
    every: Terms
    kind: int | None
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A plan as the table shows it: how many units of each class go, and how many families of each are split."""

    counts: Counts
    split: tuple[int, ...]


@dataclass(frozen=True)
class Face:
    """All best plans, as rows: the problem's, one for each aim, and what else was settled before the draw.

    `parts` are the kinds, whose chances are made equal; `classes` what is drawn from (the same, but for families).
    """

    clauses: tuple[str, ...]
    parts: tuple[Part, ...]
    model: Model
    classes: tuple[Listed, ...]

    def goes(self, values: Sequence[int]) -> tuple[int, ...]:
        """How many units of each kind go in a plan."""
        return tuple(total(p.all, values) for p in self.parts)

    def shape(self, values: Sequence[int]) -> Shape:
        """How many units of each class go by each clause in a plan, and how many families are split."""
        counts = tuple(tuple(total(t, values) for t in c.by) for c in self.classes)
        split = [0] * len(self.classes)
        for c in self.classes:
            if c.of is not None:
                families, number = c.of
                split[families] = max(split[families], -(-total(c.every, values) // number))
        return Shape(counts, tuple(split))

    def multiplied(self, multipliers: Sequence[Number]) -> dict[int, Number]:
        """An aim over columns: so much for each unit of a kind that goes."""
        found: dict[int, Number] = {}
        for multiplier, part in zip(multipliers, self.parts, strict=True):
            if multiplier:
                for i, n in part.all.items():
                    found[i] = found[i] + n * multiplier if i in found else n * multiplier
        return found

    def open(self, solver: Solver) -> Session:
        """The best plans under work."""
        return solver.open(self.model)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many units each kind has."""
        return tuple(p.size for p in self.parts)


def face(problem: Problem, aims: Sequence[Aim], clauses: Sequence[str], settled: Sequence[Row] = ()) -> Face:
    """The best plans, and those whom a draw for some clauses is among. `settled`: rows that hold besides."""
    reached = [Row("", terms, aim.value, None) for (_, terms), aim in zip(problem.aims, aims, strict=True)]
    drawn = tuple(sorted(set(clauses)))
    kinds = [(c, k) for c, k in zip(_kinds(problem), problem.kinds, strict=True) if set(drawn) & set(k.by)]
    model = replace(problem.model, rows=(*problem.model.rows, *reached, *settled))
    parts = tuple(_part(k, drawn) for _, k in kinds)
    return Face(drawn, parts, model, tuple(_listed(problem, drawn, {c: n for n, (c, _) in enumerate(kinds)})))


def _kinds(problem: Problem) -> list[int]:
    """The class of each kind: whole families are moves of their members."""
    moved = {f.whole: [c for c, _ in f.parts] for f in problem.families.types}
    return sorted({kind for c, _ in problem.columns for kind in moved.get(c, [c])})


def _listed(problem: Problem, clauses: Sequence[str], kinds: Mapping[int, int]) -> Iterator[Listed]:
    """The classes in which there is somebody to draw; those of families before those of their members."""
    own: dict[int, dict[int, str]] = {}
    for i, (c, way) in enumerate(problem.columns):
        own.setdefault(c, {})[i] = problem.ways[way].clause
    of = {part: (f.whole, n) for f in problem.families.types for part, n in f.parts if part in kinds}
    wanted = sorted({*kinds, *(families for families, _ in of.values())})
    at = {c: n for n, c in enumerate(wanted)}
    for c in wanted:
        columns = own.get(c, {})
        by = tuple({i: 1 for i, clause in columns.items() if clause == wish} for wish in clauses)
        family = (at[of[c][0]], of[c][1]) if c in of else None
        yield Listed(problem.classes[c].units, by, dict.fromkeys(columns, 1), kinds.get(c), family)


def _part(kind: Kind, clauses: Sequence[str]) -> Part:
    by = tuple(kind.by.get(c, {}) for c in clauses)
    return Part(kind.units, by, _summed(by))


def _summed(by: Sequence[Mapping[int, int]]) -> Terms:
    found: dict[int, int] = {}
    for terms in by:
        for i, n in terms.items():
            found[i] = found.get(i, 0) + n
    return found
