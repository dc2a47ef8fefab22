"""What makes one go, and what stands in the way: asked of the best exchanges with each clause left out in turn.

- In the way: clauses without which a best exchange could have one more like this person, with nobody fewer in all.
- Making it so: clauses that, together, leave no best exchange without this person.
- No number is put on a person: that an exchange with somebody lets fewer people go is said as it is, without how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exeat.clearing.levels import Aim
from exeat.clearing.model import Model, Row, Solver, Terms
from exeat.clearing.problem import Problem
from exeat.core.clauses import Clause

from .clashes import Clashes, clashes
from .possible import Possible

QUESTIONS = 60  # how many times a solver is asked of one kind, at most


@dataclass(frozen=True, slots=True)
class Asked:
    """The best exchanges of a reading, to be asked about units of a kind by a clause (`terms`)."""

    problem: Problem
    clauses: tuple[Clause, ...]
    aims: tuple[Aim, ...]
    solver: Solver

    def in_the_way(self, terms: Terms) -> tuple[tuple[str, ...], ...]:
        """The least sets of clauses without which one like this goes in a best exchange; empty where there are none."""
        return self._clashes([Row("", terms, 1, None), *self._best()]).ways_out

    def making_it_so(self, terms: Terms, units: int) -> tuple[tuple[str, ...], ...]:
        """The irreducible sets of clauses that leave no best exchange without all of these units."""
        return self._clashes([Row("", terms, None, units - 1), *self._best()]).sets

    def with_fewer(self, terms: Terms) -> bool:
        """Whether there is an exchange, though not among the best, in which one like this goes."""
        rows = [*self.problem.model.rows, Row("", terms, 1, None)]
        return self.solver.open(self._model(rows)).maximise({}).outcome == "optimal"

    def but_for_names(self, terms: Terms) -> bool:
        """Whether one like this would go in a best exchange, had nobody been designated."""
        rows = [*self.problem.model.rows, Row("", terms, 1, None), *self._best()]
        if not any(self.problem.model.least):
            return False
        free = replace(self._model(rows), least=[0] * len(self.problem.model.least))
        return self.solver.open(free).maximise({}).outcome == "optimal"

    def _clashes(self, rows: Sequence[Row]) -> Clashes:
        problem = replace(self.problem, model=self._model([*self.problem.model.rows, *rows]))
        return clashes(Possible(problem, self.clauses, self.solver), QUESTIONS)

    def _best(self) -> list[Row]:
        """Every aim as it was reached."""
        return [Row("", t, a.value, None) for (_, t), a in zip(self.problem.aims, self.aims, strict=True)]

    def _model(self, rows: Sequence[Row]) -> Model:
        return replace(self.problem.model, rows=rows)
