"""HiGHS as the solver of linear programs: fractions allowed, with the prices of rows and columns; one thread."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from exeat.clearing.model import Linear, Model, Outcome, Row

from .highs import INFINITE, linear, quiet


class HighsLinear:
    """A linear program in HiGHS: rows and columns may be added, the aim changes, each solve starts from the last."""

    def __init__(self, model: Model, seconds: float | None = None) -> None:
        import highspy

        self.kinds = highspy.HighsModelStatus
        self.ok = highspy.HighsStatus.kOk
        self.highs: Any = quiet(highspy.Highs())
        if seconds is not None:
            self.highs.setOptionValue("time_limit", float(seconds))
        self.highs.passModel(linear(highspy, model, whole=False))

    def add_row(self, terms: Mapping[int, float], least: float | None, most: float | None) -> int:
        """One more row; its number."""
        low, high = -INFINITE if least is None else least, INFINITE if most is None else most
        self.highs.addRow(low, high, len(terms), list(terms), list(map(float, terms.values())))
        return int(self.highs.getNumRow()) - 1

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Many rows at once: each call copies the whole program."""
        low = [-INFINITE if r.least is None else float(r.least) for r in rows]
        high = [INFINITE if r.most is None else float(r.most) for r in rows]
        starts = list(accumulate((len(r.terms) for r in rows), initial=0))
        index = [i for r in rows for i in r.terms]
        value = [float(n) for r in rows for n in r.terms.values()]
        self.highs.addRows(len(rows), low, high, len(index), starts[:-1], index, value)

    def add_column(self, least: float, most: float | None, rows: Mapping[int, float] | None = None) -> int:
        """One more column, with its coefficients in rows; its number. It costs nothing until an aim names it."""
        found = rows or {}
        high = INFINITE if most is None else most
        self.highs.addCol(0.0, least, high, len(found), list(found), list(map(float, found.values())))
        return int(self.highs.getNumCol()) - 1

    def bound_row(self, row: int, least: float | None, most: float | None) -> None:
        """Other bounds for a row."""
        self.highs.changeRowBounds(row, -INFINITE if least is None else least, INFINITE if most is None else most)

    def bound_column(self, column: int, least: float, most: float | None) -> None:
        """Other bounds for a column."""
        self.highs.changeColBounds(column, least, INFINITE if most is None else most)

    def maximise(self, aim: Mapping[int, float]) -> Linear:
        """The most of an aim."""
        columns = range(self.highs.getNumCol())
        self.highs.changeColsCost(len(columns), list(columns), [float(aim.get(i, 0)) for i in columns])
        self.highs.run()
        outcome = self._outcome()
        if outcome == "infeasible":
            return Linear(outcome, 0.0, prices=self._ray())
        if outcome != "optimal":
            return Linear(outcome, 0.0)
        found = self.highs.getSolution()
        value = float(self.highs.getInfo().objective_function_value)
        return Linear(outcome, value, *map(tuple, (found.col_value, found.row_dual, found.col_dual)))

    def _ray(self) -> tuple[float, ...]:
        """Prices by which nothing at all is worth less than nothing; empty where the program found none."""
        status, known, found = self.highs.getDualRay()
        return tuple(-float(n) for n in found) if known and status == self.ok else ()

    def _outcome(self) -> Outcome:
        status = self.highs.getModelStatus()
        if status in (self.kinds.kOptimal, self.kinds.kModelEmpty):
            return "optimal"
        if status in (self.kinds.kInfeasible, self.kinds.kUnboundedOrInfeasible):
            return "infeasible"
        return "limit"
