"""The best plans as a lottery sees them: kinds of persons, and how many of each go by the clauses drawn for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from exeat.clearing.levels import Aim
from exeat.clearing.model import Model, Row, Session, Solver, Terms
from exeat.clearing.problem import Kind, Problem

Counts = tuple[tuple[int, ...], ...]  # by kind, in its order: how many units go by each clause drawn for


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


@dataclass(frozen=True)
class Face:
    """All best plans, as rows: the problem's, one for each aim, and what else was settled before the draw."""

    clauses: tuple[str, ...]
    parts: tuple[Part, ...]
    model: Model

    def goes(self, values: Sequence[int]) -> tuple[int, ...]:
        """How many units of each kind go in a plan."""
        return tuple(sum(n * values[i] for i, n in p.all.items()) for p in self.parts)

    def counts(self, values: Sequence[int]) -> Counts:
        """How many units of each kind go by each clause in a plan."""
        return tuple(tuple(sum(n * values[i] for i, n in t.items()) for t in p.by) for p in self.parts)

    def priced(self, prices: Sequence[int]) -> dict[int, int]:
        """An aim over columns: so much for each unit of a kind that goes."""
        found: dict[int, int] = {}
        for price, part in zip(prices, self.parts, strict=True):
            if price:
                for i, n in part.all.items():
                    found[i] = found.get(i, 0) + n * price
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
    parts = tuple(_part(k, drawn) for k in problem.kinds if set(drawn) & set(k.by) and not k.shared)
    return Face(drawn, parts, replace(problem.model, rows=(*problem.model.rows, *reached, *settled)))


def _part(kind: Kind, clauses: Sequence[str]) -> Part:
    by = tuple(kind.by.get(c, {}) for c in clauses)
    return Part(kind.units, by, _summed(by))


def _summed(by: Sequence[Mapping[int, int]]) -> Terms:
    found: dict[int, int] = {}
    for terms in by:
        for i, n in terms.items():
            found[i] = found.get(i, 0) + n
    return found
