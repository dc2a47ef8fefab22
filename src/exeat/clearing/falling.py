"""What falls away: clauses under conditions that cannot be kept, while the rest stands by itself.

- Stage after stage: all severable clauses of a stage that can be kept with what is kept so far; where not all can,
  those of one event after those of another.
- What rests on a clause that falls away falls with it. What is all or nothing never falls.
- What is for a default is not planned for.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from exeat.core import clauses as cl
from exeat.core.clauses import Clause, SameAs
from exeat.terms.events import has_stages

from .levels import reach
from .model import Solver
from .problem import build
from .stages import Staging, staging
from .world import World


@dataclass(frozen=True, slots=True)
class Settled:
    """The clauses that are planned; what fell away; what is not planned. In the order of the clauses."""

    clauses: tuple[Clause, ...]
    fallen: tuple[str, ...] = ()
    unplanned: tuple[str, ...] = ()


def settled(world: World, clauses: Sequence[Clause], solver: Solver) -> Settled:
    """What of the clauses is planned, as of the day."""
    if not has_stages(clauses):
        return Settled(tuple(clauses))
    first = staging(world, clauses)
    defaults = {o.guard.then for o in first.openings if o.unplanned}
    unplanned = resting(world, clauses, defaults, Staging())
    planned = [c for c in clauses if c.id not in unplanned]
    fallen = _fallen(world, planned, solver)
    return Settled(
        tuple(c for c in planned if c.id not in fallen),
        tuple(c.id for c in planned if c.id in fallen),
        tuple(c.id for c in clauses if c.id in unplanned),
    )


def resting(world: World, clauses: Sequence[Clause], gone: Collection[str], found: Staging) -> frozenset[str]:
    """Some clauses, and all that rest on them: as many as they come to, inside their number, severable after them."""
    every, size = set(gone), -1
    after = [(o.guard.then, o.guard.event.clause) for o in found.waiting if o.guard.then in found.severable]
    while size != (size := len(every)):
        every |= {c.id for c in clauses if _rests_on(world, clauses, c) in every}
        every |= {then for then, on in after if on in every}
    return frozenset(every & {c.id for c in clauses})


def _rests_on(world: World, clauses: Sequence[Clause], clause: Clause) -> str | None:
    """The clause whose number a clause takes, or inside whose number it is."""
    if isinstance(clause, cl.Release | cl.Include) and isinstance(clause.selection.count, SameAs):
        return clause.selection.count.same_as
    return world.within(clause, clauses)


def _fallen(world: World, clauses: Sequence[Clause], solver: Solver) -> frozenset[str]:
    found = staging(world, clauses)
    kept: set[str] = set()

    def tried(more: Collection[str]) -> bool:
        """Whether more can be kept."""
        gone = resting(world, clauses, found.severable.keys() - kept - set(more), found)
        left = [c for c in clauses if c.id not in gone]
        if set(more) & gone or _never(staging(world, left)) & set(more):
            return False
        return any(reach(build(world, left), solver))

    for group in _in_order(found):
        if tried([c for event in group for c in event]):
            kept |= {c for event in group for c in event}
        else:
            for event in group if len(group) > 1 else ():
                kept |= set(event) if tried(event) else set()
    return resting(world, clauses, found.severable.keys() - kept, found)


def _never(found: Staging) -> set[str]:
    """The clauses under a guard that never opens."""
    return {o.guard.then for o in found.waiting if o.guard.by in found.never}


def _in_order(found: Staging) -> Iterable[list[list[str]]]:
    """The severable clauses by stage, and in a stage by event."""
    for stage in sorted(set(found.severable.values())):
        by: dict[str, list[str]] = {}
        for clause in sorted(c for c, n in found.severable.items() if n == stage):
            words = [o.guard.event.words for o in found.waiting if o.guard.then == clause and o.guard.severable]
            by.setdefault(min(words, key=str.encode), []).append(clause)
        yield [by[words] for words in sorted(by, key=str.encode)]
