"""Names: who is named and why, and which places stay open. exeat chooses nobody.

- Named: whom the terms force (in every best plan all of the class go), whom the party that may designate has named,
  and whom a recorded draw or a party's own order of priority takes.
- Every other place is open: how many, out of how many, and who may designate. A solver's sample is never a name.
- The draw: whom a lottery took that was sealed before its randomness was known (see `draw`). Randomness without a seal
  takes nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .document import NameWhy
from .draw.face import face as face_of
from .draw.outcome import Outcome
from .draw.said import Said, lotteries
from .draw.settle import Settled, settle
from .earlier import whys
from .levels import Answer, best_face, weights
from .model import Row, Session, Solver, total
from .problem import Kind, Problem
from .world import World

Unit = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Units named for a clause, and why: terms | designated | priority | draw.

    `to`: their destination; None where they are released, or where it stays open which of several it is.
    """

    units: Sequence[Unit]
    clause: str
    why: NameWhy
    to: str | None


@dataclass(slots=True)
class Names:
    """Who is named. `open_`: places left, by clause.

    `draws`: the lotteries drawn. `substitutes`: (clause, unit) of who comes next in them.
    """

    named: list[Named] = field(default_factory=list)
    open_: dict[str, int] = field(default_factory=dict)
    draws: list[tuple[Said, Outcome]] = field(default_factory=list)
    substitutes: list[tuple[str, Unit]] = field(default_factory=list)


def names(
    world: World, clauses: Sequence[Clause], problem: Problem, answer: Answer, solver: Solver, seed: str
) -> tuple[Names, Answer]:
    """Who is named in the best plans, and how many places stay open; and the plan, which is the one drawn if any is."""
    face = best_face(problem, solver, answer.aims)
    ordered, rows = by_priority(world, clauses, problem, face)
    drawn = _drawn(world, clauses)
    settled = None
    if drawn:
        model = face_of(problem, answer.aims, (), rows).model
        outcomes = [(said.clauses, found) for said, found in drawn]
        settled = settle(problem, model, solver, outcomes, world.people.person, weights(problem, seed))
        answer = replace(answer, values=settled.values)
    elif not all(r.allows(total(r.terms, answer.values)) for r in rows):  # a best plan, and not the one of the order
        answer = replace(answer, values=face.maximise(weights(problem, seed)).values or answer.values)
    told = {} if world.earlier is None else whys(world.earlier, world.people)
    forced = _forced(problem, face, answer.values)
    naming = _Naming(problem, face, ordered, forced, settled, told, Names(draws=drawn))
    for k, kind in enumerate(problem.kinds):
        for clause, terms in kind.by.items():
            naming.name(k, kind, clause, total(terms, answer.values))
    naming.substitutes()
    return naming.found, answer


def _forced(problem: Problem, face: Session, values: Sequence[int]) -> set[tuple[int, str]]:
    """The kinds of which all go by a clause in every best plan; `values` is one. Nobody where it cannot be proven.

    All are asked at once whether fewer could go: if together no fewer could, each of them is forced.
    """
    size = [len(kind.units) for kind in problem.kinds]
    by = {(k, c): terms for k, kind in enumerate(problem.kinds) for c, terms in kind.by.items()}
    left = {key: terms for key, terms in by.items() if total(terms, values) == size[key[0]]}
    while left:
        aim: dict[int, int] = {}
        for i, n in (one for terms in left.values() for one in terms.items()):
            aim[i] = aim.get(i, 0) - n
        fewer = face.maximise(aim)
        if -fewer.bound == sum(size[k] for k, _ in left):
            break
        sure = fewer.outcome == "optimal"
        left = {key: terms for key, terms in left.items() if sure and total(terms, fewer.values) == size[key[0]]}
    return set(left)


@dataclass(slots=True)
class _Naming:
    """The best plans, and who was named so far. `ordered`: whom an order of priority takes, and by which clause.

    `forced`: the kinds of which all go by a clause in every best plan.
    `told`: by person and clause, why the plan that people were told of named them.
    """

    problem: Problem
    face: Session
    ordered: set[tuple[Unit, str]]
    forced: set[tuple[int, str]]
    drawn: Settled | None
    told: dict[tuple[str, str], NameWhy]
    found: Names

    def name(self, k: int, kind: Kind, clause: str, value: int) -> None:
        """Name the units of a kind (the k-th) that go by a clause, `value` of them in the plan found."""
        found, units, terms = self.found, kind.units, kind.by[clause]
        why = self._why(k, kind, clause, value)
        if why is not None:
            self._take(units, clause, why, terms)
            return
        taken = self.drawn.taken.get((k, clause), []) if self.drawn is not None else []
        if taken:
            self._take(taken, clause, "draw", terms)
        if value > len(taken):
            found.open_[clause] = found.open_.get(clause, 0) + (value - len(taken)) * len(kind.members)

    def substitutes(self) -> None:
        """Who comes next in the lotteries drawn: those whom nothing has named."""
        left = self.drawn.substitutes if self.drawn is not None else ()
        named = {unit for group in self.found.named for unit in group.units} if left else set()
        self.found.substitutes += [(clause, unit) for clause, unit in left if unit not in named]

    def _why(self, k: int, kind: Kind, clause: str, value: int) -> NameWhy | None:
        """Why all of a kind go by a clause; None where not all of them have to."""
        if value and any(("named", clause) in m for m in kind.members):
            return "designated"
        if self.ordered and any((u, clause) in self.ordered for u in kind.units):
            return "priority"
        return "terms" if (k, clause) in self.forced else None

    def _take(self, units: Sequence[Unit], clause: str, why: NameWhy, columns: Collection[int]) -> None:
        to = self._to(columns)
        if not self.told:
            self.found.named.append(Named(units, clause, why, to))
            return
        by: dict[NameWhy, list[Unit]] = {}
        for unit in units:
            by.setdefault(self._carried(unit, clause, why), []).append(unit)
        self.found.named += [Named(mine, clause, carried, to) for carried, mine in by.items()]

    def _carried(self, unit: Unit, clause: str, why: NameWhy) -> NameWhy:
        """Why a unit is named: who stays as they were told keeps the reason that they had."""
        earlier = {self.told.get((p, clause)) for p in unit}
        return earlier.pop() or why if why == "terms" and len(earlier) == 1 else why

    def _to(self, columns: Collection[int]) -> str | None:
        """The one destination to which the units of these columns go in every best plan; None where it stays open."""
        left = {self.problem.columns[i][1] for i in columns if len(columns) == 1 or self.face.maximise({i: 1}).bound}
        if len(left) != 1:
            return None
        context = self.problem.ways[left.pop()].context
        return context.destination if context.act == "transfer" else None


def by_lot(clauses: Sequence[Clause]) -> set[str]:
    """The moving clauses whose people a lottery names. No lots are drawn over the dead."""
    remains = {c.id for c in clauses if isinstance(c, cl.Release) and c.remains}
    return {c.clause for c in clauses if isinstance(c, cl.Designate) and c.how == "lottery"} - remains


def _drawn(world: World, clauses: Sequence[Clause]) -> list[tuple[Said, Outcome]]:
    """The lotteries that were drawn, of those that the clauses ask for."""
    asked = by_lot(clauses)
    found = ((said, said.outcome) for said in lotteries(world.facts) if asked & set(said.clauses))
    return [(said, outcome) for said, outcome in found if outcome is not None]


def by_priority(
    world: World, clauses: Sequence[Clause], problem: Problem, face: Session
) -> tuple[set[tuple[Unit, str]], list[Row]]:
    """Those whom a party's own order of priority takes, one after another, while the aims hold, and by which clause.

    And the rows that say so.
    """
    taken: set[tuple[Unit, str]] = set()
    rows: list[Row] = []
    kinds = problem.kinds
    for clause in clauses:
        if not isinstance(clause, cl.Designate) or clause.how != "priority":
            continue
        for record in clause.priority:
            alone = _alone(kinds, world.people.person(record), clause.clause)
            if alone is not None and face.maximise(alone.by[clause.clause]).value == 1:
                rows.append(Row(clause.id, alone.by[clause.clause], 1, None))
                face.add(rows[-1])
                taken.add((alone.units[0], clause.clause))
    return taken, rows


def _alone(kinds: Sequence[Kind], person: str, clause: str) -> Kind | None:
    """The kind that is one person's unit alone, and goes by a clause; None where there is none."""
    return next((k for k in kinds if len(k.units) == 1 and person in k.units[0] and clause in k.by), None)


def among(problem: Problem, clause: str, named: set[str]) -> int:
    """How many persons a place of a clause could still go to."""
    return sum(len(u) for kind in problem.kinds if clause in kind.by for u in kind.units if named.isdisjoint(u))
