"""Who goes in every best exchange, in some, in none: for all kinds at once, by asking for all that is not seen yet.

- The best exchanges are those that reach every aim; there are mostly many, and a solver's pick says nothing of anybody.
- A kind is seen to go where one best exchange has a unit of it, and seen to stay where one has not all of it. Asking
  for everything unseen at once settles the whole rest when nothing more comes.
"""

from collections.abc import Mapping
from typing import Literal

from exeat.clearing.levels import Answer, best_face
from exeat.clearing.model import Session, Solver, Terms, total
from exeat.clearing.problem import Problem

Chance = Literal["every", "some", "none"]
Key = tuple[int, str]  # the kind, and the clause by which it could go


def chances(problem: Problem, answer: Answer, solver: Solver) -> dict[Key, Chance | None]:
    """By kind and clause: whether one of the kind goes by the clause in every best exchange, in some, in none.

    None: the limit of time came before it could be told.
    """
    return _Asking(problem, best_face(problem, solver, answer.aims), answer.values).chances()


def chance(problem: Problem, answer: Answer, solver: Solver, key: Key) -> Chance | None:
    """The same of one kind and clause alone."""
    asking = _Asking(problem, best_face(problem, solver, answer.aims), answer.values)
    asking.unseen &= {key}
    asking.full &= {key}
    return asking.chances()[key]


class _Asking:
    def __init__(self, problem: Problem, face: Session, values: tuple[int, ...]) -> None:
        kinds = enumerate(problem.kinds)
        self.face, self.sure = face, True
        self.terms: dict[Key, Terms] = {(n, c): terms for n, k in kinds for c, terms in k.by.items()}
        self.units = {key: len(problem.kinds[key[0]].units) for key in self.terms}
        self.unseen, self.full = set(self.terms), set(self.terms)
        self._see(values)

    def chances(self) -> dict[Key, Chance | None]:
        """What is seen when nothing more comes."""
        while self.unseen and self._more(self.unseen, 1):
            pass
        while self.full and self._more(self.full, -1):
            pass
        return {k: self._found(k) for k in self.terms}

    def _found(self, key: Key) -> Chance | None:
        if key not in self.unseen and key not in self.full:
            return "some"
        return ("none" if key in self.unseen else "every") if self.sure else None

    def _more(self, keys: set[Key], sign: int) -> bool:
        """Ask for a best exchange with the most, or the fewest, of these kinds; whether it showed anything new."""
        aim: dict[int, int] = {}
        for key in keys:
            for i, n in self.terms[key].items():
                aim[i] = aim.get(i, 0) + sign * n
        before, solved = len(keys), self.face.maximise(aim)
        self.sure = self.sure and solved.outcome == "optimal"
        self._see(solved.values)
        return len(keys) < before

    def _see(self, values: tuple[int, ...]) -> None:
        if values:
            gone: Mapping[Key, int] = {k: total(terms, values) for k, terms in self.terms.items()}
            self.unseen -= {k for k, n in gone.items() if n}
            self.full -= {k for k, n in gone.items() if n < self.units[k]}
