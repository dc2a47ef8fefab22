"""Aims, one after another: each is proven before the next is asked, and holds from then on.

- The last level is no aim of anybody: seeded weights over classes make the answer unique, so that the same facts,
  rules and seed give the same bytes. What it picks is never shown as names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from .model import Model, Row, Session, Solved, Solver
from .problem import Problem

Status = Literal["optimal", "feasible", "none", "stopped"]
WEIGHTS = 1 << 16


@dataclass(frozen=True, slots=True)
class Aim:
    """What was asked, what was reached, and the bound: no plan has more. `proven` where they are equal."""

    name: str
    value: int
    bound: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, the aims in their order, and how many units of each column (class, move) go.

    optimal: every aim is proven. feasible: a plan stands, not every aim is proven. none: no plan satisfies the
    clauses, or the best moves nobody. stopped: the limit of time came before any plan.
    """

    status: Status
    aims: tuple[Aim, ...]
    values: tuple[int, ...]


def answer(problem: Problem, solver: Solver, seed: str) -> Answer:
    """The best plan of a problem."""
    session = _open(problem.model, solver)
    if session is None:
        return Answer("none", (), ())
    aims: list[Aim] = []
    values: tuple[int, ...] = ()
    for name, terms in problem.aims:
        solved = session.maximise(terms)
        if not solved.values and problem.columns:
            return Answer("none" if solved.outcome == "infeasible" else "stopped", tuple(aims), ())
        aims.append(Aim(name, solved.value, solved.bound, solved.outcome == "optimal"))
        values = solved.values
        session.add(Row("", terms, solved.value, None))
        if solved.outcome != "optimal":
            return Answer("feasible", tuple(aims), values)
    if aims[0].value == 0:
        return Answer("none", tuple(aims), ())
    return Answer("optimal", tuple(aims), session.maximise(weights(problem, seed)).values or values)


def most(problem: Problem, solver: Solver) -> Solved:
    """The most people that a problem lets go: its first aim alone."""
    session = _open(problem.model, solver)
    return Solved("infeasible", 0, 0) if session is None else session.maximise(problem.aims[0][1])


def best_face(problem: Problem, solver: Solver, aims: tuple[Aim, ...]) -> Session:
    """The plans that reach every aim: a session in which anything else may be asked."""
    session = solver.open(problem.model)
    for (_, terms), aim in zip(problem.aims, aims, strict=True):
        session.add(Row("", terms, aim.value, None))
    return session


def _open(model: Model, solver: Solver) -> Session | None:
    """A session; None where a row without people already says no."""
    if any(not r.terms and not _within(0, r) for r in model.rows):
        return None
    return solver.open(model)


def _within(value: int, row: Row) -> bool:
    return (row.least is None or row.least <= value) and (row.most is None or value <= row.most)


def weights(problem: Problem, seed: str) -> Mapping[int, int]:
    """A weight for each column, drawn from the seed and from what the class is, not from where it stands."""
    found = {}
    for i, (c, move) in enumerate(problem.columns):
        name = "\n".join(sorted("\t".join(t) for m in problem.classes[c].members for t in m))
        drawn = sha256(f"exeat/weights/v1\n{seed}\n{move}\n{name}\n{problem.classes[c].units[0]}".encode()).digest()
        found[i] = 1 + int.from_bytes(drawn[:4], "big") % WEIGHTS
    return found
