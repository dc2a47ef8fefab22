"""Names: who is named and why, and which places stay open. exeat chooses nobody.

- Named: whom the terms force (in every best plan all of the class go), whom the party that may designate has named,
  and whom a recorded draw or a party's own order of priority takes.
- Every other place is open: how many, out of how many, and who may designate. A solver's sample is never a name.
- The draw: within a class of equal persons each unit has the same chance. Its order is that of
  SHA-256(exeat/draw/v1, randomness, clause, unit), so that anybody can draw it again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from exeat.core import clauses as cl
from exeat.core.claims import Draw
from exeat.core.clauses import Clause

from .levels import Answer, best_face
from .model import Row, Session, Solver
from .problem import Kind, Problem
from .world import World

Unit = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The transcript of a draw: per class how many units there were and which were taken, in the order drawn."""

    clause: str
    randomness: str
    classes: tuple[tuple[int, int, tuple[Unit, ...]], ...]  # units, taken, the order


@dataclass(slots=True)
class Names:
    """`named`: (unit, clause, why); why = terms | designated | priority | draw. `open_`: places left, by clause.

    `to`: the destination of a unit; None where it is released, or where it stays open which of several it is.
    """

    to: dict[Unit, str | None] = field(default_factory=dict)
    named: list[tuple[Unit, str, str]] = field(default_factory=list)
    open_: dict[str, int] = field(default_factory=dict)
    draws: list[Drawn] = field(default_factory=list)
    substitutes: list[tuple[str, Unit]] = field(default_factory=list)


def names(world: World, clauses: Sequence[Clause], problem: Problem, answer: Answer, solver: Solver) -> Names:
    """Who is named in the best plans, and how many places stay open."""
    face = best_face(problem, solver, answer.aims)
    ordered = _by_priority(world, clauses, problem, face)
    draws = {c: d for c in _lotteries(clauses) if (d := _draw_of(world, c)) is not None}
    naming = _Naming(problem, face, ordered, draws, Names())
    for kind in problem.kinds:
        for clause, terms in kind.by.items():
            naming.name(kind, clause, sum(n * answer.values[i] for i, n in terms.items()))
    return naming.found


@dataclass(slots=True)
class _Naming:
    """The best plans, and who was named so far. `ordered`: whom an order of priority takes, and by which clause."""

    problem: Problem
    face: Session
    ordered: set[tuple[Unit, str]]
    draws: dict[str, Draw]
    found: Names

    def name(self, kind: Kind, clause: str, value: int) -> None:
        """Name the units of a kind that go by a clause, `value` of them in the plan found."""
        found, units, terms = self.found, kind.units, kind.by[clause]
        why = self._why(kind, clause, value)
        if why is not None:
            self._take(units, clause, why, terms)
        elif value and clause in self.draws and not kind.shared:
            order = drawn(self.draws[clause].randomness, clause, units)
            self._take(order[:value], clause, "draw", terms)
            found.substitutes += [(clause, u) for u in order[value:]]
            found.draws.append(Drawn(clause, self.draws[clause].randomness, ((len(units), value, tuple(order)),)))
        elif value:
            found.open_[clause] = found.open_.get(clause, 0) + value * len(kind.members)

    def _why(self, kind: Kind, clause: str, value: int) -> str | None:
        """Why all of a kind go by a clause; None where not all of them have to."""
        terms = kind.by[clause]
        if value and any(("named", clause) in m for m in kind.members):
            return "designated"
        if any((u, clause) in self.ordered for u in kind.units):
            return "priority"
        fewer = {i: -n for i, n in terms.items()}
        everybody = value == len(kind.units) and -self.face.maximise(fewer).bound == value
        return "terms" if everybody else None

    def _take(self, units: Sequence[Unit], clause: str, why: str, columns: Collection[int]) -> None:
        to = self._to(columns)
        self.found.named += [(u, clause, why) for u in units]
        self.found.to |= dict.fromkeys(units, to)

    def _to(self, columns: Collection[int]) -> str | None:
        """The one destination to which the units of these columns go in every best plan; None where it stays open."""
        left = {self.problem.columns[i][1] for i in columns if len(columns) == 1 or self.face.maximise({i: 1}).bound}
        if len(left) != 1:
            return None
        context = self.problem.ways[left.pop()].context
        return context.destination if context.act == "transfer" else None


def drawn(randomness: str, clause: str, units: Iterable[Unit]) -> list[Unit]:
    """Units in the order of a draw: each order of equal units is as likely as every other."""

    def ticket(unit: Unit) -> bytes:
        return sha256("\n".join(("exeat/draw/v1", randomness, clause, *unit)).encode()).digest()

    return sorted(units, key=ticket)


def _lotteries(clauses: Sequence[Clause]) -> list[str]:
    return [c.clause for c in clauses if isinstance(c, cl.Designate) and c.how == "lottery"]


def _draw_of(world: World, clause: str) -> Draw | None:
    """The recorded randomness for a clause; None where none is recorded, or more than one is."""
    found = [s.claim for _, s in world.facts.of(Draw) if isinstance(s.claim, Draw) and s.claim.clause == clause]
    return found[0] if len(found) == 1 else None


def _by_priority(world: World, clauses: Sequence[Clause], problem: Problem, face: Session) -> set[tuple[Unit, str]]:
    """Those whom a party's own order of priority takes, one after another, while the aims hold, and by which clause."""
    taken: set[tuple[Unit, str]] = set()
    kinds = problem.kinds
    for clause in clauses:
        if not isinstance(clause, cl.Designate) or clause.how != "priority":
            continue
        for record in clause.priority:
            alone = _alone(kinds, world.people.person(record), clause.clause)
            if alone is not None and face.maximise(alone.by[clause.clause]).value == 1:
                face.add(Row(clause.id, alone.by[clause.clause], 1, None))
                taken.add((alone.units[0], clause.clause))
    return taken


def _alone(kinds: Sequence[Kind], person: str, clause: str) -> Kind | None:
    """The kind that is one person's unit alone, and goes by a clause; None where there is none."""
    return next((k for k in kinds if len(k.units) == 1 and person in k.units[0] and clause in k.by), None)


def among(problem: Problem, clause: str, named: set[str]) -> int:
    """How many persons a place of a clause could still go to."""
    return sum(len(u) for kind in problem.kinds if clause in kind.by for u in kind.units if not named & set(u))
