"""The nouns of solving: whole-number columns, rows with bounds, aims; and what a solver must be able to do.

- Bounds are closed at both ends; None = no bound. Every coefficient is whole.
- A row carries the clause that asks for it, so that a conflict can be told in clauses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Outcome = Literal["optimal", "infeasible", "limit"]
Terms = Mapping[int, int]  # column -> coefficient


@dataclass(frozen=True, slots=True)
class Row:
    """least <= sum of terms <= most, asked for by a clause."""

    clause: str
    terms: Terms
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Model:
    """Columns 0..n-1 with values 0 <= x <= `most[i]` (and >= `least[i]`), and rows."""

    least: Sequence[int]
    most: Sequence[int]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of one aim. `bound`: no plan has more than this. `values` is empty where there is none."""

    outcome: Outcome
    value: int
    bound: int
    values: tuple[int, ...] = ()


class Session(Protocol):
    """One model under work: aims are set one after another, rows may be added."""

    def maximise(self, aim: Terms) -> Solved: ...
    def add(self, row: Row) -> None: ...


class Solver(Protocol):
    """A program that solves models to proven optimality."""

    name: str

    def open(self, model: Model) -> Session: ...
