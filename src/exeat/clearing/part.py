"""What each party's taking part comes to: what it gives and gets, and what the exchange would be otherwise.

- Otherwise: of a party that takes part, the best without it; of one that stays out, the best with it. Solved again,
  and where nobody goes then, the clauses that cannot hold are named: an irreducible set.
"""

from collections.abc import Sequence
from dataclasses import replace

from exeat.core.clauses import Clause

from . import document as doc
from .because.clashes import shrunk
from .because.possible import Possible
from .flows import flows, loops
from .levels import most
from .model import Model, Row, Solver
from .parties import taking_part, with_it, without
from .problem import Problem


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
    return tuple(
        doc.PartyInPlan(
            party=party,
            takes_part=party in here,
            gives=sum(f.people for f in moved if f.from_ == party),
            receives=sum(f.people for f in moved if f.to == party),
            asked_for=sum(f.people for f in moved if f.asked_by == party),
            otherwise=otherwise(clauses, problem, party, party in here, solver),
        )
        for party in sorted(found.touched)
        if party in found.named
    )


def otherwise(clauses: Sequence[Clause], problem: Problem, party: str, here: bool, solver: Solver) -> doc.Otherwise:
    """The best exchange without a party that takes part, or with one that stays out."""
    row = without(problem, party) if here else with_it(problem, party)
    if not row.terms:  # nobody could move from it, to it, or by its clauses
        return doc.Otherwise("none", 0)
    changed = _asked(problem, row)
    solved = most(changed, solver)
    people = solved.value if solved.outcome != "infeasible" else 0
    if people:
        others = taking_part(problem, solved.values) if solved.values else frozenset[str]()
        return doc.Otherwise("optimal" if solved.outcome == "optimal" else "feasible", people, tuple(sorted(others)))
    if here and len(row.terms) == len(problem.columns):  # every move is by it, from it or to it
        return doc.Otherwise("none", 0)
    possible = Possible(changed, clauses, solver)
    return doc.Otherwise("none", 0, (), tuple(sorted(shrunk(possible, possible.clauses))))


def _asked(problem: Problem, row: Row) -> Problem:
    model = problem.model
    return replace(problem, model=Model(model.least, model.most, (*model.rows, row)))
