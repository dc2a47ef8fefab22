"""HiGHS as the solver: exact whole-number optimum, no gap, one thread, so that the same model gives the same answer."""

from dataclasses import replace
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING, Any

from exeat.clearing.model import LinearSession, Model, Outcome, Row, Solved, Terms

if TYPE_CHECKING:
    from exeat.clearing.matrix import Matrix

INFINITE = float("inf")
NODES = 20  # of a search: a limit in steps gives the same plan on every machine


class Highs:
    """Solves by HiGHS. `seconds`: when to stop looking; None = never."""

    name = "highs"

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds

    def open(self, model: Model) -> "HighsSession":
        """A model under work."""
        return HighsSession(model, self.seconds)

    def relaxed(self, model: Model) -> "LinearSession":
        """The same model with fractions allowed."""
        from .highs_lp import HighsLinear

        return HighsLinear(model, self.seconds)

    def search(self, model: Model, aim: Terms, enough: int) -> Solved:
        """A plan by a limited number of steps, or as soon as it is worth enough."""
        session = HighsSession(model, self.seconds)
        for name, value in (("mip_max_nodes", NODES), ("mip_max_leaves", NODES), ("objective_target", float(enough))):
            session.highs.setOptionValue(name, value)
        return session.maximise(aim)

    def prove(self, model: Model, aim: Terms) -> Solved:
        """The most of an aim, proven by HiGHS alone."""
        solved = self.open(model).maximise(aim)
        return solved if solved.outcome == "limit" else replace(solved, by=(self.name,))


class HighsSession:
    """One model in HiGHS; the aim changes from level to level, the rows stay."""

    def __init__(self, model: Model, seconds: float | None) -> None:
        import highspy

        self.model = model
        self.highs: Any = quiet(highspy.Highs())
        self.kinds = highspy.HighsModelStatus
        if seconds is not None:
            self.highs.setOptionValue("time_limit", float(seconds))
        self.highs.passModel(linear(highspy, model, whole=True))
        self.matrix: Matrix | None = None
        self.more: list[Row] = []  # not yet in the matrix

    def add(self, row: Row) -> None:
        """One more row that holds from now on."""
        self.more.append(row)
        least = -INFINITE if row.least is None else float(row.least)
        most = INFINITE if row.most is None else float(row.most)
        columns = list(row.terms)
        self.highs.addRow(least, most, len(columns), columns, [float(row.terms[i]) for i in columns])

    def maximise(self, aim: Terms) -> Solved:
        """The most of an aim that the rows allow."""
        columns = range(len(self.model.most))
        self.highs.changeColsCost(len(columns), list(columns), [float(aim.get(i, 0)) for i in columns])
        self.highs.run()
        outcome = self._outcome()
        if outcome == "infeasible" or (outcome == "limit" and not self._has_plan()):
            return Solved(outcome, 0, sum(n * self.model.most[i] for i, n in aim.items() if n > 0))
        values = tuple(round(v) for v in self.highs.getSolution().col_value)
        if not self._holds(values):  # its rounding, not a plan
            return Solved("limit", 0, sum(n * self.model.most[i] for i, n in aim.items() if n > 0))
        value = sum(n * values[i] for i, n in aim.items())
        bound = value if outcome == "optimal" else floor(self.highs.getInfo().mip_dual_bound + 1e-6)
        return Solved(outcome, value, bound, values)

    def _holds(self, values: tuple[int, ...]) -> bool:
        """Whether a plan satisfies every row, in whole numbers."""
        from exeat.clearing.matrix import Matrix

        if self.matrix is None:
            self.matrix = Matrix.of(self.model)
        while self.more:
            self.matrix = self.matrix.more(self.more.pop(0))
        return self.matrix.holds(values)

    def _outcome(self) -> Outcome:
        status = self.highs.getModelStatus()
        if status in (self.kinds.kOptimal, self.kinds.kModelEmpty):
            return "optimal"
        if status in (self.kinds.kInfeasible, self.kinds.kUnboundedOrInfeasible):
            return "infeasible"
        return "limit"

    def _has_plan(self) -> bool:
        return bool(self.highs.getInfo().primal_solution_status == 2)


def quiet(highs: Any) -> Any:
    """HiGHS without a word, on one thread, and with no gap."""
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        highs.setOptionValue(name, value)
    return highs


def linear(highspy: Any, model: Model, whole: bool) -> Any:
    """The model in the form that HiGHS takes whole, rows one after another; `whole`: no fractions."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.most), len(model.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = [0.0] * len(model.most)
    lp.col_lower_, lp.col_upper_ = list(map(float, model.least)), list(map(float, model.most))
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.most)
    lp.row_lower_ = [-INFINITE if r.least is None else float(r.least) for r in model.rows]
    lp.row_upper_ = [INFINITE if r.most is None else float(r.most) for r in model.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = accumulate((len(r.terms) for r in model.rows), initial=0)
    lp.a_matrix_.start_ = list(starts)
    lp.a_matrix_.index_ = [i for r in model.rows for i in r.terms]
    lp.a_matrix_.value_ = [float(n) for r in model.rows for n in r.terms.values()]
    return lp
