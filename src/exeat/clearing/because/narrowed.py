"""The best exchanges as rows, with fewer columns, and each column only as far as a best exchange can have it.

- Columns alike in every row and aim are one, where each is a kind by itself: what one of them can do, all can.
- A switch that cannot be turned in any best exchange, even with fractions, stays as it is.
- Prices of an aim tell how far a column may be from its better end without losing any of the aim (`certificate`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exeat.clearing.certificate import certificate
from exeat.clearing.levels import Answer
from exeat.clearing.matrix import Matrix, Whole, dense
from exeat.clearing.model import LinearSession, Model, Row, Solver, Terms
from exeat.clearing.problem import Problem

from .branches import switches


@dataclass(frozen=True)
class Narrowed:
    """The model; for each column of the problem, which of its columns has it; and how many units these are together."""

    model: Model
    of: tuple[int, ...]
    size: tuple[int, ...]

    def values(self, values: Sequence[int]) -> tuple[int, ...]:
        """A plan of the problem, by its columns."""
        return summed(self.of, values)

    def terms(self, terms: Terms) -> Terms:
        """A sum over columns of the problem, over its columns."""
        return {self.of[i]: n for i, n in terms.items()}


def narrowed(problem: Problem, answer: Answer, solver: Solver, alone: Collection[int]) -> Narrowed:
    """The exchanges that reach every aim of an answer. `alone`: columns that are kinds by themselves."""
    reached = [Row("", terms, aim.value, None) for (_, terms), aim in zip(problem.aims, answer.aims, strict=True)]
    model = replace(problem.model, rows=(*problem.model.rows, *reached))
    of = _alike(model, alone)
    rows = [replace(r, terms={of[i]: n for i, n in r.terms.items()}) for r in model.rows]
    size = summed(of, model.most)
    found = Model(summed(of, model.least), size, rows)
    if answer.values:
        found = _switched(found, summed(of, answer.values), solver)
    return Narrowed(_priced(found, len(reached), solver), of, size)


def summed(of: Sequence[int], values: Sequence[int]) -> tuple[int, ...]:
    """Numbers of columns, by those that they are part of."""
    found = [0] * (max(of, default=-1) + 1)
    for at, n in zip(of, values, strict=True):
        found[at] += n
    return tuple(found)


def _alike(model: Model, alone: Collection[int]) -> tuple[int, ...]:
    """For each column the number of those that are alike."""
    columns: list[list[int]] = [[] for _ in model.most]
    for n, row in enumerate(model.rows):
        for i, number in row.terms.items():
            columns[i] += (n, number)
    first: dict[tuple[int, ...], int] = {}
    keys = (tuple(c) if i in alone else (-1, i) for i, c in enumerate(columns))
    return tuple(first.setdefault(key, len(first)) for key in keys)


def _switched(model: Model, known: Sequence[int], solver: Solver) -> Model:
    """The same with the switches fixed that cannot be turned from where they are in a plan that is known."""
    found = switches(model)
    if not found:
        return model
    linear, least, most = solver.relaxed(model), list(model.least), list(model.most)
    for i in found:
        linear.bound_column(i, 1 - known[i], 1 - known[i])
        if linear.maximise({}).outcome == "infeasible":
            least[i] = most[i] = known[i]
        linear.bound_column(i, least[i], most[i])
    return Model(least, most, model.rows)


def _priced(model: Model, aims: int, solver: Solver) -> Model:
    """The same with columns as far as the prices of each aim allow; the last rows are aims."""
    linear, matrix = solver.relaxed(model), Matrix.of(model)
    for row in model.rows[len(model.rows) - aims :]:
        least, most = _room(linear, matrix, row)
        for i in np.flatnonzero((least > matrix.least) | (most < matrix.most)).tolist():
            linear.bound_column(i, int(least[i]), int(most[i]))
        matrix = replace(matrix, least=least, most=most)
    return Model(matrix.least.tolist(), matrix.most.tolist(), model.rows)


def _room(linear: LinearSession, matrix: Matrix, row: Row) -> tuple[Whole, Whole]:
    """How far each column may be for an aim to be reached."""
    relaxed = linear.maximise(row.terms)
    if relaxed.outcome != "optimal" or row.least is None:
        return matrix.least, matrix.most
    proof = certificate(matrix, dense(row.terms, matrix.width), relaxed.prices)
    room, least, most = proof.room(row.least), matrix.least, matrix.most
    up = np.where(proof.reduced > 0, np.maximum(least, most - np.minimum(room, most)), least)
    down = np.where(proof.reduced < 0, np.minimum(most, least + np.minimum(room, most)), most)
    return up, down
