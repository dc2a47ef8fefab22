"""Names from a lottery that was drawn: the plan that holds them, and who comes next where somebody cannot go any more.

- Where nothing has changed since the lottery was sealed, the plan drawn is a best plan, and holds as it was drawn.
- Where somebody drawn cannot go any more, or the best plans are others, whoever was drawn keeps the place as long as an
  equally good plan lets them, in the order drawn; then the substitutes follow, in theirs, as many as were lost.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from exeat.clearing.model import Model, Row, Session, Solver, Terms
from exeat.clearing.problem import Kind, Problem

from .outcome import Outcome, Unit

Pair = tuple[int, str]  # a kind, and a clause by which its units go
Drawn = tuple[tuple[str, ...], Outcome]  # the clauses of a lottery, and what came of it


@dataclass(slots=True)
class Settled:
    """Who goes, by kind and clause; who comes next; and a best plan in which they all go: units by column."""

    taken: dict[Pair, list[Unit]]
    substitutes: tuple[tuple[str, Unit], ...]
    values: tuple[int, ...]


def settle(
    problem: Problem,
    model: Model,
    solver: Solver,
    drawn: Sequence[Drawn],
    person: Callable[[str], str],
    weights: Terms,
) -> Settled:
    """The names of lotteries drawn (clauses, outcome). `model`: the best plans; `person`: who a record is now."""
    at = _Settling(problem.kinds, model, solver, tuple(sorted({c for own, _ in drawn for c in own})), person)
    values = at.as_drawn(drawn, weights)
    if values:
        left: list[tuple[Sequence[str], Unit]] = [
            (own, u) for own, outcome in drawn for s in outcome.substitutes for u in at.now(s)
        ]
    else:
        left = [one for own, outcome in drawn for one in at.one_by_one(own, outcome)]
        values = at.values(weights)
    return Settled(at.taken, tuple((c, u) for own, u in left for c in at.open_to(u, own)[:1]), values)


@dataclass(slots=True)
class _Settling:
    """Who was taken so far, beside one another, in a best plan. `full`: kinds and clauses with no place left."""

    kinds: Sequence[Kind]
    model: Model
    solver: Solver
    clauses: tuple[str, ...]
    person: Callable[[str], str]
    kind_of: dict[Unit, int] = field(init=False)
    unit_of: dict[str, Unit] = field(init=False)
    session: Session = field(init=False)
    taken: dict[Pair, list[Unit]] = field(default_factory=dict)
    full: set[Pair] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.kind_of = {unit: k for k, kind in enumerate(self.kinds) for unit in kind.units}
        self.unit_of = {p: unit for unit in self.kind_of for p in unit}
        self.session = self.solver.open(self.model)

    def now(self, unit: Unit) -> list[Unit]:
        """The units in which the persons of a unit go now; those who cannot go by any clause have none."""
        found = (self.unit_of.get(self.person(p)) for p in unit)
        return list(dict.fromkeys(u for u in found if u is not None))

    def open_to(self, unit: Unit, clauses: Sequence[str]) -> list[str]:
        """Those of the clauses by which a unit could go."""
        return [c for c in clauses if c in self.kinds[self.kind_of[unit]].by]

    def as_drawn(self, drawn: Sequence[Drawn], weights: Terms) -> tuple[int, ...]:
        """A best plan in which just those go who were drawn; empty if there is none."""
        for clause, unit in (one for _, outcome in drawn for one in outcome.taken):
            found = self.now(unit)
            if {p for u in found for p in u} != set(map(self.person, unit)):
                break
            for u in found:
                self.taken.setdefault((self.kind_of[u], clause), []).append(u)
        else:
            if values := self._just_these(weights):
                return values
        self.taken = {}
        return ()

    def one_by_one(self, own: Sequence[str], outcome: Outcome) -> Iterator[tuple[Sequence[str], Unit]]:
        """Take whom an equally good plan lets keep the place, and as many substitutes as were lost; who is left."""
        lost = 0
        for clause, unit in outcome.taken:
            kept = [self._take(u, [clause]) for u in self.now(unit)]
            lost += not (kept and all(kept))
        for unit in (u for s in outcome.substitutes for u in self.now(s)):
            if lost and self._take(unit, own):
                lost -= 1
            else:
                yield own, unit

    def _take(self, unit: Unit, clauses: Sequence[str]) -> bool:
        """Whether a unit gets a place by one of these clauses beside those taken before.

        Members of families that should go whole get none: whom it would split is not drawn anew, and stays open.
        """
        kind = self.kind_of[unit]
        if self.kinds[kind].shared:
            return False
        for clause in self.open_to(unit, clauses):
            pair, terms = (kind, clause), self.kinds[kind].by[clause]
            number = len(self.taken.get(pair, ())) + 1
            if pair not in self.full and self.session.maximise(terms).value >= number:
                self.session.add(Row("", terms, number, None))
                self.taken.setdefault(pair, []).append(unit)
                return True
            self.full.add(pair)
        return False

    def values(self, weights: Terms) -> tuple[int, ...]:
        """A best plan in which just those taken go by these clauses; where there is none, others too."""
        return self._just_these(weights) or self.session.maximise(weights).values

    def _just_these(self, weights: Terms) -> tuple[int, ...]:
        pairs = (((k, c), kind.by[c]) for k, kind in enumerate(self.kinds) for c in self.clauses if c in kind.by)
        numbers = ((terms, len(self.taken.get(pair, ()))) for pair, terms in pairs)
        rows = [Row("", terms, n, n) for terms, n in numbers]
        if any(pair[1] not in self.kinds[pair[0]].by for pair in self.taken):
            return ()
        return self.solver.open(replace(self.model, rows=(*self.model.rows, *rows))).maximise(weights).values
