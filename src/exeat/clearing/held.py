"""Who is held back by a reading, and by what: impediments, exclusions, the cut-off, a scale, kin who cannot go."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from exeat.core import clauses as cl
from exeat.core.alike import PERSON, Alike

from .document import PersonHeldBack, ReasonHeld
from .equivalence import off_scale
from .moves import Move, in_both
from .problem import Problem
from .readings import Reading
from .world import World

if TYPE_CHECKING:
    import polars as pl

Texts = tuple[str, ...]
Reason = tuple[str, Literal["recorded", "not_established", "terms"], Texts, Texts]
Reasons = tuple[Reason, ...]
"""Reasons as `ReasonHeld` has them: rule, verdict, statements, rows."""


def held_back(world: World, reading: Reading) -> Sequence[PersonHeldBack]:
    """Everybody whom a clause selects and who cannot go by it, with every reason; by person and clause."""
    kinds: dict[tuple[str, Reasons], int] = {}
    found: list[tuple[str, int]] = []
    for move in sorted(reading.problem.moves.values(), key=lambda m: m.id):
        for person, reasons in _reasons(world, reading, move).items():
            found.append((person, kinds.setdefault((move.id, tuple(reasons)), len(kinds))))
    found.sort(key=itemgetter(0))
    return Alike([_held(*kind) for kind in kinds], [p for p, _ in found], [k for _, k in found])


def _held(clause: str, found: Reasons) -> PersonHeldBack:
    reasons = tuple(ReasonHeld(*r) for r in sorted(found, key=itemgetter(0, 1)))
    verdicts = {r.verdict for r in reasons}
    strongest = next(v for v in ("recorded", "not_established", "terms") if v in verdicts)
    return PersonHeldBack(PERSON, strongest, reasons, clause)


def _reasons(world: World, reading: Reading, move: Move) -> dict[str, list[Reason]]:
    """By person, the reasons that stand against the move."""
    found: dict[str, list[Reason]] = {}
    columns = against(reading.problem, move).select("person", "rule", "verdict", "statements", "rows")
    for person, rule, verdict, statements, rows in zip(*(c.to_list() for c in columns), strict=True):
        found.setdefault(person, []).append((rule, verdict, tuple(statements), tuple(rows)))
    for rule, persons, clauses in _by_terms(world, reading, move):
        statements = tuple(sorted({t.statement for t in world.terms if t.clause.id in clauses}))
        for person in persons:
            found.setdefault(person, []).append((rule, "terms", statements, ()))
    return found


def against(problem: Problem, move: Move) -> "pl.DataFrame":
    """What stands against those who can go by a clause in none of its ways, in any way offered to them."""
    import polars as pl

    found = move.found.filter(pl.col("permitted").is_null())
    return found if len(move.ways) == 1 else found.filter(~pl.col("person").is_in(problem.able(move.id).implode()))


def _by_terms(world: World, reading: Reading, move: Move) -> "Iterable[tuple[str, Iterable[str], set[str]]]":
    """What holds people back by the parties' own terms: an exclusion, the cut-off, a scale, kin who cannot go."""
    yield "exclude", move.excluded, {c.id for c in reading.clauses if isinstance(c, cl.Exclude)}
    yield "cut_off", move.late, set()
    for clause in reading.clauses:
        if isinstance(clause, cl.Equivalence):
            yield "equivalence", in_both(move.selected, off_scale(world, clause)), {clause.id}
    yield "together", _stuck(reading.problem, move), {c.id for c in reading.clauses if isinstance(c, cl.Together)}


def _stuck(problem: Problem, move: Move) -> set[str]:
    """Those who go together with somebody who cannot, in every way in which they are free themselves."""
    some = {p for w in move.ways for p in problem.stuck[w.key]}
    few = sorted(some)
    return some - {p for w in move.ways for p in set(w.free.filter(w.free.is_in(few))) - problem.stuck[w.key]}
