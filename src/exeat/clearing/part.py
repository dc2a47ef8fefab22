"""What each party's taking part comes to: what it gives and gets, and what the exchange would be otherwise.

- Otherwise: of a party that takes part, the best without it; of one that stays out, the best with it. Solved again,
  and where nobody goes then, the clauses that cannot hold are named: an irreducible set.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import floor

from exeat.core.clauses import Clause

from . import document as doc
from .because.clashes import shrunk
from .because.possible import Possible
from .flows import flows, loops
from .levels import most
from .model import LinearSession, Model, Row, Solver, total
from .parties import taking_part, with_it, without
from .problem import Problem

MOST = 8_000  # columns times parties: above that, what would be otherwise is not asked
EXACT = 1e-6  # how near a sum of fractions has to be to a whole number


def with_parties(
    plan: doc.Plan, clauses: Sequence[Clause], problem: Problem, values: Sequence[int], solver: Solver
) -> doc.Plan:
    """A plan with who takes part in it, the flows between them and their loops; none where there is no exchange."""
    moved = flows(problem, values) if values else ()
    parties = _parts(clauses, problem, values, moved, solver) if values else ()
    return replace(plan, parties=parties, flows=moved, loops=loops(moved))


def _parts(
    clauses: Sequence[Clause], problem: Problem, values: Sequence[int], moved: Sequence[doc.Flow], solver: Solver
) -> tuple[doc.PartyInPlan, ...]:
    """Every party of the reading, in the order of their ids."""
    found, here = problem.parties, taking_part(problem, values)
    asked = _Otherwise(clauses, problem, solver)
    return tuple(
        doc.PartyInPlan(
            party=party,
            takes_part=party in here,
            gives=sum(f.people for f in moved if f.from_ == party),
            receives=sum(f.people for f in moved if f.to == party),
            asked_for=sum(f.people for f in moved if f.asked_by == party),
            otherwise=asked.of(party, party in here),
            remains=_of_remains(moved, party),
        )
        for party in sorted(found.touched)
        if party in found.named
    )


def _of_remains(moved: Sequence[doc.Flow], party: str) -> doc.RemainsOfParty | None:
    """How many remains a party gives, receives and has asked for; None where there are none."""
    dead = [(f, f.remains or 0) for f in moved]
    gives = sum(n for f, n in dead if f.from_ == party)
    receives = sum(n for f, n in dead if f.to == party)
    asked_for = sum(n for f, n in dead if f.asked_by == party)
    return doc.RemainsOfParty(gives, receives, asked_for) if gives or receives or asked_for else None


class _Otherwise:
    """The best exchange without a party that takes part, or with one that stays out.

    Fractions first, in one program for all parties: a solution that is whole, or whole once its switches are set, is
    the best there is. Else whole numbers.
    """

    def __init__(self, clauses: Sequence[Clause], problem: Problem, solver: Solver) -> None:
        self.clauses, self.problem, self.solver = clauses, problem, solver
        self.people = problem.living
        self.linear: LinearSession | None = None

    def of(self, party: str, here: bool) -> doc.Otherwise:
        row = without(self.problem, party) if here else with_it(self.problem, party)
        every = here and len(row.terms) == len(self.problem.columns)  # every move is by it, from it or to it
        if not row.terms or every:
            return doc.Otherwise("none", 0)
        if len(self.problem.columns) * len(self.problem.parties.named) > MOST:
            return doc.Otherwise("not_asked", 0)
        number = self._by_fractions(row)
        if number is not None:
            return doc.Otherwise("optimal", number) if number else self._nobody(row)
        solved = most(self._with(row), self.solver)
        if solved.outcome == "infeasible" or not solved.value:
            return self._nobody(row)
        return doc.Otherwise("optimal" if solved.outcome == "optimal" else "feasible", solved.value)

    def _nobody(self, row: Row) -> doc.Otherwise:
        possible = Possible(self._with(row), self.clauses, self.solver)
        if self.problem.of_remains and possible(possible.clauses):
            return doc.Otherwise("optimal", 0)
        return doc.Otherwise("none", 0, tuple(sorted(shrunk(possible, possible.clauses))))

    def _with(self, row: Row) -> Problem:
        model = self.problem.model
        return replace(self.problem, model=Model(model.least, model.most, (*model.rows, row)))

    def _by_fractions(self, row: Row) -> int | None:
        """How many people go, where fractions settle it: 0 where not one can; None where they do not."""
        if self.problem.model.never:
            return None
        if self.linear is None:
            self.linear = self.solver.relaxed(self.problem.model)
        asked = self.linear.add_row(row.terms, row.least, row.most)
        solved = self.linear.maximise(self.people)
        self.linear.bound_row(asked, None, None)
        if solved.outcome != "optimal":
            return 0 if solved.outcome == "infeasible" else None
        if solved.value < 1 - EXACT:
            return 0
        values = self._whole(solved.values)
        found = total(self.people, values)
        rows = (*self.problem.model.rows, row)
        best = found >= floor(solved.value + EXACT) and all(r.allows(total(r.terms, values)) for r in rows)
        return found if best else None

    def _whole(self, found: Sequence[float]) -> tuple[int, ...]:
        """The nearest whole numbers, each switch set as the moves are."""
        values = [round(v) for v in found]
        switches, here = self.problem.switches, taking_part(self.problem, values)
        for party, column in switches.of.items():
            values[column] = int(party in here)
        return tuple(values)
