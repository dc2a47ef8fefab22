"""Whether somebody could go if only some of the clauses were asked: a question put many times, answered cheaply.

- A clause that is not asked loses its rows; its people may still move. What stands against persons always stands, and
  so does who goes together, or not without whom, and whom somebody excludes or designated.
- Fractions first: what is impossible with fractions is impossible. Then whole numbers. A plan found once answers for
  every set of clauses that it fulfils.
"""

from collections.abc import Sequence
from dataclasses import replace

from exeat.clearing.model import LinearSession, Model, Row, Solver, total
from exeat.clearing.problem import EVERYBODY, Problem
from exeat.core import clauses as cl
from exeat.core.clauses import Clause

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
        self._linear: LinearSession | None = None
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
        return self._fractions(kept) and self._whole(kept)

    def core(self, kept: Set) -> Set:
        """Some of these clauses that clash already: those whose rows have a price when all may be broken a little.

        All of them where fractions do not tell.
        """
        rows = [r for r in self.model.rows if not r.clause or r.clause in kept]
        linear = self.solver.relaxed(Model(self.model.least, self.model.most, rows))
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

    def _fractions(self, kept: Set) -> bool:
        """False: not even with fractions. A solution that happens to be whole is kept as a plan."""
        if self._linear is None:
            self._linear = self.solver.relaxed(self.model)
        out = self.clauses - kept
        for clause in out ^ self._out:
            for i in self.rows[clause]:
                row = self.model.rows[i]
                bounds = (None, None) if clause in out else (row.least, row.most)
                self._linear.bound_row(i, *bounds)
        self._out = out
        solved = self._linear.maximise({})
        if solved.outcome == "optimal":
            self._keep(tuple(round(v) for v in solved.values))
        return solved.outcome != "infeasible"

    def _whole(self, kept: Set) -> bool:
        if any(not broken & kept for broken in self._broken):
            return True
        rows = [r for r in self.model.rows if not r.clause or r.clause in kept]
        solved = self.solver.open(Model(self.model.least, self.model.most, rows)).maximise({})
        if solved.values:
            self._keep(solved.values)
        self.sure = self.sure and (solved.outcome == "infeasible" or bool(solved.values))
        return solved.outcome != "infeasible"

    def _keep(self, values: tuple[int, ...]) -> None:
        """Remember a plan by the clauses that it breaks; nothing where it breaks what always stands."""
        model = self.model
        if any(not low <= v <= high for low, v, high in zip(model.least, values, model.most, strict=True)):
            return
        broken = {r.clause for r in model.rows if not r.allows(total(r.terms, values))}
        if "" not in broken:
            self._broken.append(frozenset(broken))


def _with_somebody(problem: Problem, standing: set[str]) -> Model:
    """The rows, asked that somebody goes; as they are where nobody could in any case."""
    people = problem.terms(EVERYBODY)
    rows = [replace(r, clause="") if r.clause in standing else r for r in problem.model.rows]
    rows += [Row("", people, 1, None)] if people else []
    return replace(problem.model, rows=rows)
