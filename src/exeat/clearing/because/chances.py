"""Who goes in every best exchange, in some, in none: for all kinds at once, by asking for all that is not seen yet.

- The best exchanges are those that reach every aim; there are mostly many, and a solver's pick says nothing of anybody.
- A kind is seen to go where one best exchange has a unit of it, and seen to stay where one has not all of it. Asking
  for everything unseen at once settles the whole rest when nothing more comes.
- Prices settle many before anything is asked, and kinds alike in every row are asked for as one (`narrowed`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from exeat.clearing.levels import Answer
from exeat.clearing.model import Solver, Terms, total
from exeat.clearing.problem import Problem

Chance = Literal["every", "some", "none"]
Key = tuple[int, str]  # the kind, and the clause by which it could go


def chances(problem: Problem, answer: Answer, solver: Solver) -> dict[Key, Chance | None]:
    """By kind and clause: whether one of the kind goes by the clause in every best exchange, in some, in none.

    None: the limit of time came before it could be told.
    """
    return _Asking(problem, answer, solver).chances()


def chance(problem: Problem, answer: Answer, solver: Solver, key: Key) -> Chance | None:
    """The same of one kind and clause alone."""
    asking = _Asking(problem, answer, solver)
    asking.unseen &= {key}
    asking.full &= {key}
    return asking.chances()[key]


class _Asking:
    def __init__(self, problem: Problem, answer: Answer, solver: Solver) -> None:
        from .narrowed import narrowed  # numpy comes with it

        kinds = enumerate(problem.kinds)
        terms: dict[Key, Terms] = {(n, c): terms for n, k in kinds for c, terms in k.by.items()}
        alone = _alone(problem, terms)
        face = narrowed(problem, answer, solver, alone)
        self.sure, self.face = True, solver.open(face.model)
        self.terms = {key: face.terms(t) for key, t in terms.items()}
        number = {key: len(problem.kinds[key[0]].units) for key in terms}
        self.units = {k: total(self.terms[k], face.size) if t.keys() <= alone else number[k] for k, t in terms.items()}
        self.unseen, self.full = set(terms), set(terms)
        self.never = {k for k, t in self.terms.items() if not total(t, face.model.most)}
        self.always = {k for k, t in self.terms.items() if total(t, face.model.least) >= self.units[k]}
        self._see(face.values(answer.values) if answer.values else ())

    def chances(self) -> dict[Key, Chance | None]:
        """What is seen when nothing more comes."""
        while self._more(self.unseen, self.never, 1):
            pass
        while self._more(self.full, self.always, -1):
            pass
        return {k: self._found(k) for k in self.terms}

    def _found(self, key: Key) -> Chance | None:
        if key not in self.unseen and key not in self.full:
            return "some"
        return ("none" if key in self.unseen else "every") if self.sure else None

    def _more(self, keys: set[Key], settled: set[Key], sign: int) -> bool:
        """Ask for a best exchange with the most, or the fewest, of these kinds; whether it showed anything new."""
        asked = {tuple(sorted(self.terms[k].items())) for k in keys - settled}
        aim: dict[int, int] = {}
        for i, n in (one for terms in asked for one in terms):
            aim[i] = aim.get(i, 0) + sign * n
        if not aim:
            return False
        before, solved = len(keys), self.face.maximise(aim)
        self.sure = self.sure and solved.outcome == "optimal"
        self._see(solved.values)
        return len(keys) < before

    def _see(self, values: tuple[int, ...]) -> None:
        if values:
            gone: Mapping[Key, int] = {k: total(terms, values) for k, terms in self.terms.items()}
            self.unseen -= {k for k, n in gone.items() if n}
            self.full -= {k for k, n in gone.items() if n < self.units[k]}


def _alone(problem: Problem, kinds: Mapping[Key, Terms]) -> set[int]:
    """The columns that are all of a kind and clause, from nobody to everybody, and no other's."""
    users = Counter(i for terms in kinds.values() for i in terms)
    found = {}
    for (n, _), terms in kinds.items():
        if len(terms) == 1:
            found.update({i: number == 1 and len(problem.kinds[n].units) for i, number in terms.items()})
    model = problem.model
    return {i for i, n in found.items() if users[i] == 1 and n and model.least[i] == 0 and model.most[i] == n}
