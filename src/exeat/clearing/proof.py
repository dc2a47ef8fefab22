"""The most of an aim, proven: by a certificate where the linear program allows it, else by the solvers.

- The linear program gives a bound, computed again in whole numbers (`certificate`), and a plan with a few fractions.
  Most of it is kept, the rest is searched for whole numbers: a plan that reaches the bound is the best there is, and no
  solver has to be believed. Only what stays open goes to the solvers' own proof. Where there is no plan even with
  fractions, prices say so in the same way: nothing at all could be worth less than nothing.
- What was reached holds from then on; columns that could not be elsewhere without losing it are narrowed for good.
- The work is counted in steps, never in time, and none of it depends on which solver is faster.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .certificate import Certificate, certificate
from .matrix import SAFE, Matrix, Truth, Whole, dense
from .model import Linear, Model, Row, Solved, Solver, Terms, total

CERTIFICATE = "certificate"
NEAR = (400, 2500)  # how many columns are searched around the linear program's plan
ANY = -(1 << 50)  # what any plan is worth, and more
FEW = 400  # columns: so few, and the last level is proven too
NEVER = 1e-6  # from a whole number: a fraction


class Proving:
    """A model, and the aims that hold in it so far."""

    def __init__(self, model: Model, solver: Solver) -> None:
        self.solver = solver
        self.matrix = Matrix.of(model)
        self.rows = list(model.rows)
        self.linear = solver.relaxed(model)
        self.start: tuple[int, ...] = ()
        self.known: tuple[int, ...] = ()

    @property
    def model(self) -> Model:
        """The model as it is now: with the aims that hold, and with columns narrowed."""
        return Model(self.matrix.least.tolist(), self.matrix.most.tolist(), tuple(self.rows))

    def best(self, aim: Terms) -> Solved:
        """The most of an aim. It holds from now on, if it was proven."""
        solved = self._best(aim, dense(aim, self.matrix.width))
        self.known = solved.values
        self.start = solved.values if solved.by == (CERTIFICATE,) else ()  # not what chance made of a race
        if solved.outcome == "optimal":
            self._hold(aim, solved.value)
        return solved

    def last(self, aim: Terms) -> tuple[int, ...]:
        """A plan with the most of an aim, or with much of it where there are many columns: by one program alone, and by
        a number of steps, so that the plan is the same whenever and wherever it is asked."""
        for wish in (aim, {}) if self.matrix.width > FEW else ():
            relaxed, proof = self._relaxed(wish)
            if relaxed.outcome == "optimal" and (found := self._near(wish, relaxed, proof, first=True)):
                return found
        few = self.matrix.width <= FEW
        return self.solver.open(self.model).maximise(aim if few else {}).values or self.known

    def _relaxed(self, aim: Terms) -> tuple[Linear, Certificate]:
        """The linear program of an aim, and the bound that it gives."""
        relaxed = self.linear.maximise(aim)
        return relaxed, certificate(self.matrix, dense(aim, self.matrix.width), relaxed.prices)

    def _best(self, aim: Terms, wanted: Whole) -> Solved:
        relaxed = self.linear.maximise(aim)
        if relaxed.outcome == "infeasible" and certificate(self.matrix, 0 * wanted, relaxed.prices).bound < 0:
            return Solved("infeasible", 0, 0, by=(CERTIFICATE,))
        if relaxed.outcome != "optimal":
            return self.solver.prove(self.model, aim)
        proof = certificate(self.matrix, wanted, relaxed.prices)
        found = self.start if self.start and total(aim, self.start) >= proof.whole else self._near(aim, relaxed, proof)
        if found and total(aim, found) >= proof.whole:
            self._narrow(proof, proof.whole)
            return Solved("optimal", proof.whole, proof.whole, found, (CERTIFICATE,))
        best = max((f for f in (found, self.start) if f), key=lambda f: total(aim, f), default=())
        if best:
            self._narrow(proof, total(aim, best))
        solved = self.solver.prove(self.model, aim)
        if solved.outcome == "optimal":
            self._narrow(proof, solved.value)
        return better(solved, best, aim, proof.whole)

    # -------------------------------------------------------- what holds from now on

    def _hold(self, aim: Terms, value: int) -> None:
        row = Row("", dict(aim), value, None)
        self.rows.append(row)
        self.matrix = self.matrix.more(row)
        self.linear.add_row(row.terms, value, None)

    def _narrow(self, proof: Certificate, value: int) -> None:
        """Keep each column where it has to be for a value: only so far from its better end."""
        room, matrix = proof.room(value), self.matrix
        up = np.where(
            proof.reduced > 0, np.maximum(matrix.least, matrix.most - np.minimum(room, matrix.most)), matrix.least
        )
        down = np.where(proof.reduced < 0, np.minimum(matrix.most, matrix.least + np.minimum(room, SAFE)), matrix.most)
        for i in np.flatnonzero((up > matrix.least) | (down < matrix.most)).tolist():
            self.linear.bound_column(i, int(up[i]), int(down[i]))
        self.matrix = replace(matrix, least=up, most=down)

    # -------------------------------------------------------- whole numbers near the linear program

    def _near(self, aim: Terms, relaxed: Linear, proof: Certificate, first: bool = False) -> tuple[int, ...]:
        """The best plan found that keeps most columns where the linear program has them; empty where there is none.

        `first`: any plan will do.
        """
        values = np.array(relaxed.values)
        whole = np.rint(values).astype(np.int64)
        broken = np.abs(values - whole) > NEVER
        if not broken.any() and self.matrix.holds(plan := whole.tolist()):
            return tuple(plan)
        found: tuple[int, ...] = ()
        for size in NEAR:
            plan = self._around(aim, whole, self._open(broken, proof, size), ANY if first else proof.whole)
            if plan and (not found or total(aim, plan) > total(aim, found)):
                found = plan
            if size >= len(whole) or (found and (first or total(aim, found) >= proof.whole)):
                break
        return found

    def _open(self, broken: Truth, proof: Certificate, size: int) -> Truth:
        """The columns to search: those with fractions, then those that cost least to move, spread over the model."""
        room = self.matrix.most > self.matrix.least
        spread = (np.arange(len(broken)) * 2654435761) % (1 << 32)
        order = np.lexsort((spread, np.abs(proof.reduced) >> max(0, proof.shift - 10), ~room, ~broken))
        found = np.zeros(len(broken), dtype=bool)
        found[order[:size]] = True
        return found

    def _around(self, aim: Terms, whole: Whole, open_: Truth, enough: int) -> tuple[int, ...]:
        """The best plan found with every column but the open ones as it is."""
        kept = np.where(open_, 0, whole)
        columns = np.flatnonzero(open_)
        small = _restricted(self.matrix, kept, columns, open_)
        names = {int(c): n for n, c in enumerate(columns)}
        part = {names[i]: n for i, n in aim.items() if i in names}
        more = total({i: n for i, n in aim.items() if i not in names}, whole.tolist())
        solved = self.solver.search(small, part, enough - more)
        if not solved.values:
            return ()
        kept[columns] = solved.values
        plan = kept.tolist()
        return tuple(plan) if self.matrix.holds(plan) else ()


def _restricted(matrix: Matrix, kept: Whole, columns: Whole, open_: Truth) -> Model:
    """The model of some columns, the others kept: what these come to is taken off the rows' bounds."""
    sums = matrix.sums(kept).tolist()
    inside = open_[matrix.column]
    names = np.cumsum(open_) - 1
    terms: dict[int, dict[int, int]] = {}
    entries = (matrix.row[inside], names[matrix.column[inside]], matrix.value[inside])
    for r, i, n in zip(*(e.tolist() for e in entries), strict=True):
        terms.setdefault(r, {})[i] = n
    rows = [Row("", t, _less(matrix.low[r], sums[r]), _less(matrix.high[r], sums[r])) for r, t in terms.items()]
    return Model(matrix.least[columns].tolist(), matrix.most[columns].tolist(), rows)


def _less(bound: int | None, by: int) -> int | None:
    return None if bound is None else bound - by


def better(solved: Solved, known: Sequence[int], aim: Terms, bound: int) -> Solved:
    """What the solvers said, with what was known before where they came to no end."""
    if solved.outcome != "limit":
        return solved
    bound = min(bound, solved.bound)
    if known and (not solved.values or total(aim, known) > solved.value):
        return Solved("limit", total(aim, known), bound, tuple(known))
    return replace(solved, bound=bound)
