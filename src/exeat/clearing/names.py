"""Names: who is named and why, and which places stay open. exeat chooses nobody.

- Named: whom the terms force (in every best plan all of the class go), whom the party that may designate has named,
  and whom a recorded draw or a party's own order of priority takes.
- Every other place is open: how many, out of how many, and who may designate. A solver's sample is never a name.
- The draw: within a class of equal persons each unit has the same chance. Its order is that of
  SHA-256(exeat/draw/v1, randomness, clause, unit), so that anybody can draw it again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from exeat.core import clauses as cl
from exeat.core.claims import Draw
from exeat.core.clauses import Clause

from .levels import Answer, best_face
from .model import Row, Session, Solver
from .problem import EVERYBODY, Problem
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
    """`named`: (unit, move, why); why = terms | designated | priority | draw. `open_`: places left, by move."""

    named: list[tuple[Unit, str, str]] = field(default_factory=list)
    open_: dict[str, int] = field(default_factory=dict)
    draws: list[Drawn] = field(default_factory=list)
    substitutes: list[tuple[str, Unit]] = field(default_factory=list)


def names(world: World, clauses: Sequence[Clause], problem: Problem, answer: Answer, solver: Solver) -> Names:
    """Who is named in the best plans, and how many places stay open."""
    face = best_face(problem, solver, answer.aims)
    ordered = _by_priority(world, clauses, problem, face)
    draws = {c: d for c in _lotteries(clauses) if (d := _draw_of(world, c)) is not None}
    found = Names()
    for i, value in enumerate(answer.values):
        _column(found, problem, i, value, face, ordered, draws)
    return found


def _column(
    found: Names,
    problem: Problem,
    i: int,
    value: int,
    face: Session,
    ordered: set[int],
    draws: dict[str, Draw],
) -> None:
    c, move = problem.columns[i]
    units = problem.classes[c].units
    size = len(problem.classes[c].members)
    if problem.model.least[i] == len(units):
        found.named += [(u, move, "designated") for u in units]
    elif i in ordered:
        found.named += [(u, move, "priority") for u in units]
    elif value == len(units) and -face.maximise({i: -1}).value == len(units):
        found.named += [(u, move, "terms") for u in units]
    elif value and move in draws:
        order = drawn(draws[move].randomness, move, units)
        found.named += [(u, move, "draw") for u in order[:value]]
        found.substitutes += [(move, u) for u in order[value:]]
        found.draws.append(Drawn(move, draws[move].randomness, ((len(units), value, tuple(order)),)))
    elif value:
        found.open_[move] = found.open_.get(move, 0) + value * size


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


def _by_priority(world: World, clauses: Sequence[Clause], problem: Problem, face: Session) -> set[int]:
    """The columns of those whom a party's own order of priority takes, one after another, while the aims hold."""
    taken: set[int] = set()
    for clause in clauses:
        if not isinstance(clause, cl.Designate) or clause.how != "priority":
            continue
        for record in clause.priority:
            column = _alone(problem, world.people.person(record), clause.clause)
            if column is not None and face.maximise({column: 1}).value == 1:
                face.add(Row(clause.id, {column: 1}, 1, None))
                taken.add(column)
    return taken


def _alone(problem: Problem, person: str, move: str) -> int | None:
    """The column of the class that is one person's unit alone, for a move; None where there is none."""
    for i, (c, m) in enumerate(problem.columns):
        if m == move and len(problem.classes[c].units) == 1 and person in problem.classes[c].units[0]:
            return i
    return None


def among(problem: Problem, move: str, named: set[str]) -> int:
    """How many persons a place of a move could still go to."""
    return sum(
        len(u)
        for i, (c, m) in enumerate(problem.columns)
        if m == move and problem.terms(EVERYBODY, [move]).get(i)
        for u in problem.classes[c].units
        if not named & set(u)
    )
