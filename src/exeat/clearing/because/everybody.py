"""Who goes in the best exchanges, for everybody who could go: by clause, how many people, and what stands in their way.

- Numbers of people, never names: kinds of people about whom the same is so are one row.
"""

from dataclasses import dataclass

from exeat.clearing.levels import Answer
from exeat.clearing.model import Solver
from exeat.clearing.problem import Problem
from exeat.core.clauses import Clause

from .chances import Chance, chances
from .stands import Asked

EXPLAINED = 40  # for how many kinds of people it is asked what stands in their way, at most

Ways = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """`people` who could go by a clause, of whom the same is so. `best`: in every best exchange, in some, in none.

    None: the limit of time came first. `full`: if in none, the least sets of clauses without which one more like this
    could go, with nobody fewer in all; None where it was not asked.
    """

    clause: str
    people: int
    best: Chance | None
    full: Ways | None = None


def everybody(problem: Problem, clauses: tuple[Clause, ...], answer: Answer, solver: Solver) -> tuple[Alike, ...]:
    """Everybody who could go by some clause, in rows of people of whom the same is so."""
    asked, found = Asked(problem, clauses, answer.aims, solver), chances(problem, answer, solver)
    out = [key for key, best in found.items() if best == "none"][:EXPLAINED]
    full = {key: asked.in_the_way(problem.kinds[key[0]].by[key[1]]) for key in out}
    rows: dict[tuple[str, Chance | None, Ways | None], int] = {}
    for key, best in found.items():
        row = (key[1], best, full.get(key))
        rows[row] = rows.get(row, 0) + sum(map(len, problem.kinds[key[0]].units))
    ordered = sorted(rows.items(), key=lambda r: (r[0][0], r[0][1] or "", r[0][2] or ()))
    return tuple(Alike(clause, number, best, ways) for (clause, best, ways), number in ordered)
