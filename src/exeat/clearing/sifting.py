"""The most of an aim where there are many families: most of them never need a row.

- Aims that do not count split families are answered by classes alone (`coarse`).
- For the others the linear program starts without families that are split, and those come in that are worth it
  (`master`). The bound counts all families, in whole numbers; the plan is searched for among those that came in.
- What no plan as good as the best one known can do is closed; what is left open goes to the solvers' own proof.
"""

from collections.abc import Sequence
from dataclasses import replace

from .blocks import Blocks, blocks
from .certificate import Certificate
from .coarse import Coarse, coarse
from .master import Master, settled
from .matrix import Matrix, Whole, dense
from .model import Linear, Model, Row, Solved, Solver, Terms, total
from .proof import CERTIFICATE, Proving, better

MANY = 50  # types of families: fewer are not worth sifting
TRIES = 3


def proving(model: Model, solver: Solver, aims: Sequence[Terms]) -> Proving:
    """The way to prove that suits a model."""
    found = blocks(model)
    if found is None or len(found.split) < MANY:
        return Proving(model, solver)
    simple = coarse(Matrix.of(model), model.rows, found, aims)
    return Proving(model, solver) if simple is None else Sifting(model, solver, found, simple, aims)


class Sifting(Proving):
    """A model with many families, and the aims that hold in it so far."""

    def __init__(self, model: Model, solver: Solver, found: Blocks, simple: Coarse, aims: Sequence[Terms]) -> None:
        self.solver, self.blocks, self.coarse = solver, found, simple
        self.simple = Proving(simple.model, solver)
        self.all = self.matrix = Matrix.of(model)
        self.rows, self.start, self.known = list(model.rows), (), ()
        self.first = len(self.rows)  # where the aims that hold begin
        self.aims = list(aims)
        self.master: Master | None = None

    def _best(self, aim: Terms, wanted: Whole) -> Solved:
        known = next((n for n, a in enumerate(self.aims) if a == aim), None)
        if self.master is None and known is not None and not wanted[self.blocks.split].any():
            solved = self.simple.best(self.coarse.aims[known])
            plan = self.coarse.dealt(solved.values, self.blocks, self.all) if solved.values else ()
            if not plan or self.all.holds(plan):
                return replace(solved, values=plan)
        return self._sifted(aim, wanted, self._master())

    def _sifted(self, aim: Terms, wanted: Whole, master: Master) -> Solved:
        """The best plan near the linear program's, where it reaches the bound; else what the solvers prove."""
        best, bound = self.start if self.start and self.all.holds(self.start) else (), None
        for n in range(TRIES):
            relaxed, proof = master.relaxed(aim, wanted)
            if relaxed.outcome != "optimal":
                break
            bound = proof.whole if bound is None else min(bound, proof.whole)
            self.matrix = master.matrix
            found = self._near(aim, relaxed, proof) if n == 0 else ()
            if found and self.all.holds(found) and (not best or total(aim, found) > total(aim, best)):
                best = found
            changed = bool(best) and master.close(proof, total(aim, best))
            if best and total(aim, best) >= bound:
                return Solved("optimal", bound, bound, best, (CERTIFICATE,))
            if not changed:
                break
        return self._proven(aim, master, best, bound)

    def _proven(self, aim: Terms, master: Master, best: tuple[int, ...], bound: int | None) -> Solved:
        """What the solvers prove, of what is still open."""
        master.let_all_in()
        self.matrix = master.matrix
        solved = self.solver.prove(self.model, aim)
        return solved if bound is None else better(solved, best, aim, bound)

    @property
    def model(self) -> Model:
        """The model as it is now: of the families that came in, and with the aims that hold."""
        if self.master is None:
            return Model(self.all.least.tolist(), self.all.most.tolist(), self.rows)
        rows = [*self._others(), *self.master.block_rows]
        return Model(self.matrix.least.tolist(), self.matrix.most.tolist(), rows)

    def _others(self) -> list[Row]:
        """The rows that are not of families: those of clauses, and the aims that hold."""
        return [self.rows[n] for n in self.blocks.rows] + self.rows[self.first :]

    def _master(self) -> Master:
        if self.master is None:
            must, never = settled(self.coarse, self.simple.matrix, self.blocks)
            self.master = Master(self.blocks, self.all, self._others(), self.solver.relaxed, must, never)
        return self.master

    def _hold(self, aim: Terms, value: int) -> None:
        row = Row("", dict(aim), value, None)
        self.rows.append(row)
        self.all = self.all.more(row)
        if self.master is not None:
            self.master.hold(row)
            self.matrix = self.master.matrix

    def _relaxed(self, aim: Terms) -> tuple[Linear, Certificate]:
        """The linear program of an aim among the families that came in."""
        return self._master().among(aim, dense(aim, self.all.width))
