"""Whether whole numbers satisfy rows: switches first, then a few columns near a point of fractions, then everything.

- Columns with the same coefficient in every row are one: any plan of the one is dealt out to the others.
- With fractions a switch is a little on, and nearly everything goes. With each switch on or off, fractions mostly tell:
  where there is none left, there is no plan; where there is one, a plan is near it.
- What neither tells is asked of the solver of whole numbers, with the switches as they are on that branch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from exeat.clearing.matrix import Matrix, Truth, Whole
from exeat.clearing.model import LinearSession, Model, Row, Solved, Solver

OPEN = 80  # columns searched around a point
BRANCHES = 64  # of one question, at most
FRACTION = 1e-6  # further from a whole number
Plan = tuple[int, ...]


@dataclass
class Branches:
    """A model, its linear program with the same columns and rows, and which of its columns are switches."""

    model: Model
    linear: LinearSession
    solver: Solver
    left: int = 0
    asked: Truth = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __post_init__(self) -> None:
        self.matrix, self.switches = Matrix.of(self.model), switches(self.model)

    def solved(self, rows: Sequence[bool]) -> Solved:
        """A plan that satisfies these rows, which the linear program has to be bound to; or that there is none."""
        self.left, self.asked = BRANCHES, np.array(rows, dtype=bool)
        return self._branch({})

    def _branch(self, fixed: Mapping[int, int]) -> Solved:
        found = self.linear.maximise({})
        if found.outcome != "optimal":
            return Solved("infeasible", 0, 0) if found.outcome == "infeasible" else self._everything(fixed)
        values = np.array(found.values[: self.matrix.width])
        whole = np.rint(values).astype(np.int64)
        broken = np.abs(values - whole) > FRACTION
        if not broken.any() and self._holds(whole):
            return Solved("optimal", 0, 0, tuple(whole.tolist()))
        at = next((i for i in self.switches if broken[i]), None)
        if at is None or not self.left:
            return self._near(whole, broken) or self._everything(fixed)
        self.left -= 1
        return self._either(fixed, at, int(whole[at]))

    def _either(self, fixed: Mapping[int, int], at: int, first: int) -> Solved:
        """A switch on and off, one after the other."""
        ended = Solved("infeasible", 0, 0)
        for value in (first, 1 - first):
            self.linear.bound_column(at, value, value)
            solved = self._branch({**fixed, at: value})
            self.linear.bound_column(at, self.model.least[at], self.model.most[at])
            if solved.values:
                return solved
            ended = solved if solved.outcome == "limit" else ended
        return ended

    def _holds(self, values: Whole) -> bool:
        """Whether whole numbers satisfy the columns' bounds and the rows that are asked."""
        m = self.matrix
        sums = m.sums(values).tolist()
        inside = not ((values < m.least).any() or (values > m.most).any())
        return inside and all(self.model.rows[n].allows(sums[n]) for n in np.flatnonzero(self.asked).tolist())

    def _near(self, whole: Whole, broken: Truth) -> Solved | None:
        """A plan with all columns but a few as they are."""
        spread = (np.arange(len(broken)) * 2654435761) % (1 << 32)
        columns = np.sort(np.lexsort((spread, self.matrix.most == self.matrix.least, ~broken))[:OPEN])
        kept = whole.copy()
        kept[columns] = 0
        solved = self.solver.search(self._restricted(kept, columns), {}, 0)
        if not solved.values:
            return None
        kept[columns] = solved.values
        return Solved("optimal", 0, 0, tuple(kept.tolist())) if self._holds(kept) else None

    def _restricted(self, kept: Whole, columns: Whole) -> Model:
        """The model of some columns: what the others come to is taken off the rows' bounds."""
        sums, at = self.matrix.sums(kept).tolist(), {i: n for n, i in enumerate(columns.tolist())}
        rows = []
        for n in np.flatnonzero(self.asked).tolist():
            row, more = self.model.rows[n], sums[n]
            terms = {at[i]: a for i, a in row.terms.items() if i in at}
            ends = (None if b is None else b - more for b in (row.least, row.most))
            rows.append(Row("", terms, *ends))
        return Model(self.matrix.least[columns].tolist(), self.matrix.most[columns].tolist(), rows)

    def _everything(self, fixed: Mapping[int, int]) -> Solved:
        """What the solver of whole numbers says, with switches as they are on this branch."""
        least, most = list(self.model.least), list(self.model.most)
        for i, value in fixed.items():
            least[i] = most[i] = value
        rows = [self.model.rows[n] for n in np.flatnonzero(self.asked).tolist()]
        return self.solver.open(Model(least, most, rows)).maximise({})


def switches(model: Model) -> tuple[int, ...]:
    """Columns that are off or on, and weigh at least twice as much as any other in a clause; the heaviest first."""
    weight: dict[int, int] = {}
    for row in (r for r in model.rows if r.clause):
        size, at = max(((abs(n), i) for i, n in row.terms.items()), default=(0, 0))
        others = max((abs(n) for i, n in row.terms.items() if i != at), default=size)
        if size >= 2 * others and (model.least[at], model.most[at]) == (0, 1):
            weight[at] = max(weight.get(at, 0), size)
    return tuple(sorted(weight, key=lambda i: (-weight[i], i)))


def merged(model: Model) -> Model:
    """The same with columns that are alike in every row as one: there is a plan of the one if there is of the other."""
    columns: list[list[int]] = [[] for _ in model.most]
    for n, row in enumerate(model.rows):
        for i, number in row.terms.items():
            columns[i] += (n, number)
    first: dict[tuple[int, ...], int] = {}
    of = [first.setdefault(tuple(c), len(first)) for c in columns]
    least, most = [0] * len(first), [0] * len(first)
    for i, at in enumerate(of):
        least[at] += model.least[i]
        most[at] += model.most[i]
    rows = [replace(r, terms={of[i]: n for i, n in r.terms.items()}) for r in model.rows]
    return Model(least, most, rows) if len(first) < len(of) else model
