"""Names from a lottery that was drawn: the plan that holds them, and who comes next where somebody cannot go any more.

- Where nothing has changed since the lottery was sealed, the plan drawn is a best plan, and holds as it was drawn.
- Where somebody drawn cannot go any more, or the best plans are others, whoever was drawn keeps the place as long as an
  equally good plan lets them, in the order drawn; then the substitutes follow, in theirs, as many as were lost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exeat.clearing.model import Model, Row, Session, Solver, Terms
from exeat.clearing.problem import Kind, Problem

from .outcome import Outcome, Unit

Pair = tuple[int, str]  # a kind, and a clause by which its units go


@dataclass(slots=True)
class Settled:
    """Who goes, by kind and clause; who comes next; and a best plan in which they all go: units by column."""

    taken: dict[Pair, list[Unit]]
    substitutes: tuple[tuple[str, Unit], ...]
    values: tuple[int, ...]


@dataclass(slots=True)
class _Settling:
    kinds: Sequence[Kind]
    model: Model
    solver: Solver
    clauses: tuple[str, ...]
    kind_of: dict[Unit, int]
    session: Session = field(init=False)
    taken: dict[Pair, list[Unit]] = field(default_factory=dict)
    full: set[Pair] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session = self.solver.open(self.model)

    def take(self, unit: Unit, clauses: Sequence[str]) -> bool:
        """Whether a unit gets a place by one of these clauses beside those taken before."""
        kind = self.kind_of[unit]
        for clause in clauses:
            pair, terms = (kind, clause), self.kinds[kind].by.get(clause)
            if terms is None or pair in self.full:
                continue
            number = len(self.taken.get(pair, ())) + 1
            if self.session.maximise(terms).value >= number:
                self.session.add(Row("", terms, number, None))
                self.taken.setdefault(pair, []).append(unit)
                return True
            self.full.add(pair)
        return False

    def closed(self, weights: Terms) -> tuple[int, ...]:
        """A best plan in which just those taken go by these clauses; where there is none, others too."""
        rows = [Row("", terms, n, n) for pair, terms in self.pairs() for n in [len(self.taken.get(pair, ()))]]
        exact = self.solver.open(replace(self.model, rows=(*self.model.rows, *rows))).maximise(weights)
        return exact.values or self.session.maximise(weights).values

    def pairs(self) -> Iterator[tuple[Pair, Terms]]:
        """The kinds and clauses drawn for."""
        for k, kind in enumerate(self.kinds):
            yield from (((k, c), kind.by[c]) for c in self.clauses if c in kind.by)


def settle(
    problem: Problem,
    model: Model,
    solver: Solver,
    drawn: Sequence[tuple[tuple[str, ...], Outcome]],
    person: Callable[[str], str],
    weights: Mapping[int, int],
) -> Settled:
    """The names of lotteries drawn (clauses, outcome). `model`: the best plans; `person`: who a record is now."""
    clauses = tuple(sorted({c for found, _ in drawn for c in found}))
    kinds = problem.kinds
    kind_of = {unit: k for k, kind in enumerate(kinds) for unit in kind.units}
    units = {p: unit for unit in kind_of for p in unit}
    at = _Settling(kinds, model, solver, clauses, kind_of)
    substitutes: list[tuple[str, Unit]] = []
    for own, outcome in drawn:
        wanted = [(c, u) for c, unit in outcome.taken for u in _now(unit, units, person)]
        lost = sum(1 for _, unit in outcome.taken if len(_now(unit, units, person)) == 0)
        lost += sum(not at.take(unit, [clause]) for clause, unit in wanted)
        for unit in (u for s in outcome.substitutes for u in _now(s, units, person)):
            if lost and at.take(unit, own):
                lost -= 1
            else:
                substitutes += [(c, unit) for c in own if c in kinds[kind_of[unit]].by][:1]
    return Settled(at.taken, tuple(substitutes), at.closed(weights))


def _now(unit: Unit, units: Mapping[str, Unit], person: Callable[[str], str]) -> list[Unit]:
    """The units in which the persons of a unit go now; those who cannot go by any clause have none."""
    found = (units.get(person(p)) for p in unit)
    return list(dict.fromkeys(u for u in found if u is not None))
