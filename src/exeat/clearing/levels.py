"""Aims, one after another: each is proven before the next is asked, and holds from then on.

- On whose word it stands that no plan is better, `checked` says: a certificate that anybody can compute again; both
  programs; one of them alone; or nobody's. Of several aims the weakest counts.
- The last level is no aim of anybody: seeded weights over classes make the answer unique, so that the same facts,
  rules and seed give the same bytes. What it picks is never shown as names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from .model import Model, Row, Session, Solved, Solver
from .problem import REMAINS, Problem

Status = Literal["optimal", "feasible", "none", "stopped"]
Checked = Literal["certificate", "both", "highs", "cbc", "nobody"]
WORDS: tuple[Checked, ...] = ("certificate", "both", "highs", "cbc", "nobody")
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
    clauses, or the best moves nobody, and no remains. stopped: the limit of time came before any plan. `checked`: on
    whose word.
    """

    status: Status
    aims: tuple[Aim, ...]
    values: tuple[int, ...]
    checked: Checked = "certificate"


def answer(problem: Problem, solver: Solver, seed: str) -> Answer:
    """The best plan of a problem."""
    if problem.model.never:
        return Answer("none", (), ())
    if not problem.columns:
        return Answer("none", tuple(Aim(name, 0, 0, True) for name, _ in problem.aims), ())
    from .sifting import proving as proving_of  # numpy comes with it

    proving = proving_of(problem.model, solver, [terms for _, terms in problem.aims])
    aims: list[Aim] = []
    checked: Checked = "certificate"
    for name, terms in problem.aims:
        solved = proving.best(terms)
        checked = weakest((checked, _word(solved.by)))
        if not solved.values:
            return Answer("none" if solved.outcome == "infeasible" else "stopped", tuple(aims), (), checked)
        aims.append(Aim(name, solved.value, solved.bound, solved.outcome == "optimal"))
        if solved.outcome != "optimal":
            return Answer("feasible", tuple(aims), solved.values, checked)
    if not any(a.value for a in aims if a.name in (problem.aims[0][0], REMAINS)):
        return Answer("none", tuple(aims), (), checked)
    return Answer("optimal", tuple(aims), proving.last(weights(problem, seed)), checked)


def weakest(words: Iterable[Checked]) -> Checked:
    """Of several words the one that proves least."""
    return max(words, key=WORDS.index, default="certificate")


def _word(by: Sequence[str]) -> Checked:
    """On whose word an outcome stands: of several programs, on both."""
    if len(by) > 1:
        return "both"
    return next((w for w in WORDS if w in by), "nobody")


def most(problem: Problem, solver: Solver) -> Solved:
    """The most people that a problem lets go: its first aim alone."""
    session = _open(problem.model, solver)
    return Solved("infeasible", 0, 0) if session is None else session.maximise(problem.aims[0][1])


def reach(problem: Problem, solver: Solver) -> tuple[int, int]:
    """The most people that a problem lets go, and with as many of them the most remains: (0, 0) = no exchange."""
    session = _open(problem.model, solver)
    people = Solved("infeasible", 0, 0) if session is None else session.maximise(problem.aims[0][1])
    if session is None or people.outcome != "optimal" or not problem.of_remains:
        return people.value if people.outcome == "optimal" else 0, 0
    session.add(Row("", problem.living, people.value, None))
    return people.value, session.maximise(problem.remains).value


def best_face(problem: Problem, solver: Solver, aims: tuple[Aim, ...]) -> Session:
    """The plans that reach every aim: a session in which anything else may be asked."""
    session = solver.open(problem.model)
    for (_, terms), aim in zip(problem.aims, aims, strict=True):
        session.add(Row("", terms, aim.value, None))
    return session


def _open(model: Model, solver: Solver) -> Session | None:
    """A session; None where a row without people already says no."""
    if model.never:
        return None
    return solver.open(model)


def weights(problem: Problem, seed: str) -> Mapping[int, int]:
    """A weight for each column, drawn from the seed and from what the class is, not from where it stands."""
    found = {}
    for i, (c, move) in enumerate(problem.columns):
        name = "\n".join(sorted("\t".join(t) for m in problem.classes[c].members for t in m))
        drawn = sha256(f"exeat/weights/v1\n{seed}\n{move}\n{name}\n{problem.classes[c].units[0]}".encode()).digest()
        found[i] = 1 + int.from_bytes(drawn[:4], "big") % WEIGHTS
    return found
