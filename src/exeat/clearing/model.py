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

    def allows(self, number: int) -> bool:
        """Whether a sum is within the bounds."""
        return (self.least is None or self.least <= number) and (self.most is None or number <= self.most)


def total(terms: Terms, values: Sequence[int]) -> int:
    """What a sum comes to."""
    return sum(n * values[i] for i, n in terms.items())


@dataclass(frozen=True, slots=True)
class Model:
    """Columns 0..n-1 with values 0 <= x <= `most[i]` (and >= `least[i]`), and rows."""

    least: Sequence[int]
    most: Sequence[int]
    rows: Sequence[Row]

    @property
    def never(self) -> bool:
        """Whether a row without people already says no."""
        return any(not r.terms and not r.allows(0) for r in self.rows)


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of one aim. `bound`: no plan has more than this. `values` is empty where there is none.

    `by`: the programs that proved the outcome, each by itself; empty where nobody did, or it was not asked.
    """

    outcome: Outcome
    value: int
    bound: int
    values: tuple[int, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linear:
    """What came of an aim with fractions allowed; floats, as the program found them.

    `values` by column; `prices` by row: how much the aim gains by one more; `reduced` by column. Empty where none.
    Where it is infeasible, `prices` may be such that show it (see `certificate`).
    """

    outcome: Outcome
    value: float
    values: tuple[float, ...] = ()
    prices: tuple[float, ...] = ()
    reduced: tuple[float, ...] = ()


class LinearSession(Protocol):
    """One model with fractions allowed: aims change, rows and columns may be added or bound otherwise."""

    def maximise(self, aim: Mapping[int, float]) -> Linear: ...
    def add_row(self, terms: Mapping[int, float], least: float | None, most: float | None) -> int: ...
    def add_rows(self, rows: Sequence[Row]) -> None: ...
    def add_column(self, least: float, most: float | None, rows: Mapping[int, float] | None = None) -> int: ...
    def bound_row(self, row: int, least: float | None, most: float | None) -> None: ...
    def bound_column(self, column: int, least: float, most: float | None) -> None: ...


class Session(Protocol):
    """One model under work: aims are set one after another, rows may be added."""

    def maximise(self, aim: Terms) -> Solved: ...
    def add(self, row: Row) -> None: ...


class Solver(Protocol):
    """A program that solves models to proven optimality, and perhaps a second one beside it."""

    name: str

    def open(self, model: Model) -> Session:
        """A model under work; by one program, so that the same questions get the same answers."""
        ...

    def relaxed(self, model: Model) -> LinearSession:
        """The same with fractions allowed; by that program too."""
        ...

    def search(self, model: Model, aim: Terms, enough: int) -> Solved:
        """A good plan by a limited amount of work, counted in steps and not in time; it stops at `enough`."""
        ...

    def prove(self, model: Model, aim: Terms) -> Solved:
        """The most of an aim, by every program there is; which of them found the values is left to chance."""
        ...


class SolversDisagree(Exception):
    """Two programs proved different answers to one question: neither is believed. `found`: what each said."""

    def __init__(self, found: Mapping[str, str]) -> None:
        said = "; ".join(f"{name}: {said}" for name, said in sorted(found.items()))
        super().__init__(f"two solvers proved different answers to one question, so there is none ({said})")
        self.found = found
