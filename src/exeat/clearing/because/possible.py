"""Whether somebody could go if only some of the clauses were asked: a question put many times, answered cheaply.

- A clause that is not asked loses its rows; its people may still move. What stands against persons always stands, and
  so does who goes together, or not without whom, and whom somebody excludes or designated.
- Fractions first: what is impossible with fractions is impossible. Then whole numbers (`branches`). A plan found once
  answers for every set of clauses that it fulfils.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from exeat.clearing.model import Model, Row, Solver, total
from exeat.clearing.problem import EVERYBODY, Problem
from exeat.core import clauses as cl
from exeat.core.clauses import Clause

if TYPE_CHECKING:
    from .branches import Branches

Set = frozenset[str]
TINY = 1e-7


class Possible:
    """The question for one problem. `asked`: how many times a solver had to be asked."""

    def __init__(self, problem: Problem, clauses: Sequence[Clause], solver: Solver) -> None:
        standing = {c.id for c in clauses if isinstance(c, cl.Together)}
        self.model, self.solver = _with_somebody(problem, standing), solver
        self.asked_for = len(problem.model.rows)  # what comes after asks that somebody goes
        self.rows: dict[str, list[int]] = {}
        for i, row in enumerate(self.model.rows):
            if row.clause:
                self.rows.setdefault(row.clause, []).append(i)
        self.never = {r.clause for r in self.model.rows if not r.terms and not r.allows(0)}
        self.sure = True
        self.asked = 0
        self._broken: list[Set] = []
        self._small: Model | None = None
        self._branches: Branches | None = None
        self._out: Set = frozenset()

    @property
    def clauses(self) -> Set:
        """Every clause that asks something of the numbers."""
        return frozenset(self.rows)

    def __call__(self, kept: Set) -> bool:
        """Whether a plan fulfils these clauses, and somebody goes by it where anybody could."""
        if any(not broken & kept for broken in self._broken):
            return True
        if self.never & (kept | {""}):
            return False
        if not self.model.most:
            return True
        self.asked += 1
        return self._possible(kept)

    def core(self, kept: Set) -> Set:
        """Some of these clauses that clash already: those whose rows have a price when all may be broken a little.

        All of them where fractions do not tell.
        """
        small = self.small
        rows = [r for r in small.rows if not r.clause or r.clause in kept]
        linear = self.solver.relaxed(Model(small.least, small.most, rows))
        broken = {}
        for i, row in enumerate(rows):
            for sign in (1.0, -1.0) if row.clause else ():
                broken[linear.add_column(0, None, {i: sign})] = -1.0
        solved = linear.maximise(broken)
        if solved.outcome != "optimal" or solved.value > -TINY:
            return kept
        priced = frozenset(r.clause for r, p in zip(rows, solved.prices, strict=True) if r.clause and abs(p) > TINY)
        return kept if self(priced) else priced

    def by_nobody(self, kept: Set) -> bool:
        """Whether nobody going fulfils these clauses."""
        rows = [r for r in self.model.rows[: self.asked_for] if not r.clause or r.clause in kept]
        return not any(self.model.least) and all(r.allows(0) for r in rows)

    @property
    def small(self) -> Model:
        """The rows, with fewer columns."""
        from .branches import merged  # numpy comes with it

        if self._small is None:
            self._small = merged(self.model)
        return self._small

    def _possible(self, kept: Set) -> bool:
        """Whether a plan satisfies the rows of these clauses, and those of none."""
        from .branches import Branches

        model = self.small
        if self._branches is None:
            self._branches = Branches(model, self.solver.relaxed(model), self.solver)
        out = self.clauses - kept
        for clause in out ^ self._out:
            for i in self.rows[clause]:
                row = model.rows[i]
                self._branches.linear.bound_row(i, *((None, None) if clause in out else (row.least, row.most)))
        self._out = out
        solved = self._branches.solved([not r.clause or r.clause in kept for r in model.rows])
        if solved.values:
            self._keep(solved.values)
        self.sure = self.sure and (solved.outcome == "infeasible" or bool(solved.values))
        return solved.outcome != "infeasible"

    def _keep(self, values: tuple[int, ...]) -> None:
        """Remember a plan by the clauses that it breaks."""
        broken = {r.clause for r in self.small.rows if r.clause and not r.allows(total(r.terms, values))}
        self._broken.append(frozenset(broken))


def _with_somebody(problem: Problem, standing: set[str]) -> Model:
    """The rows, asked that somebody goes; as they are where nobody could in any case."""
    people = problem.terms(EVERYBODY)
    rows = [replace(r, clause="") if r.clause in standing else r for r in problem.model.rows]
    rows += [Row("", people, 1, None)] if people else []
    return replace(problem.model, rows=rows)
