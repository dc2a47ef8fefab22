"""Those who go together with somebody who cannot go: free by themselves, and held all the same.

- A group that goes together goes by one clause to one destination, whole or not at all. A not without B: where B can
  go by no clause that selects it, A cannot go. Both run through chains.
"""

from collections.abc import Mapping, Sequence

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .moves import Move
from .world import World

Stuck = Mapping[str, frozenset[str]]


def stuck(world: World, clauses: Sequence[Clause], moves: Mapping[str, Move]) -> Stuck:
    """By way: the persons against whom nothing stands, and who go together with somebody who cannot go in it."""
    together = [c for c in clauses if isinstance(c, cl.Together) and c.force != "should"]
    groups = [set(g) for c in together if c.unless is None for g in world.groups(c)]
    needs = [(set(world.select(c.selection)), set(world.select(c.unless))) for c in together if c.unless is not None]
    concerned = set().union(*groups, *(a | b for a, b in needs))
    ways = {w.key: w for move in moves.values() for w in move.ways}
    if not concerned:
        return dict.fromkeys(ways, frozenset())
    few = list(concerned)
    free = {k: set(w.free.filter(w.free.is_in(few))) for k, w in ways.items()}
    selected = {k: set(s.filter(s.is_in(few))) for k, w in ways.items() for s in (moves[w.clause].selected,)}
    held = {k: concerned - free[k] for k in ways}
    size = -1
    while size != (size := sum(map(len, held.values()))):
        _spread(held, groups, needs, selected)
    return {k: frozenset(held[k] & free[k]) for k in ways}


def _spread(
    held: dict[str, set[str]],
    groups: list[set[str]],
    needs: list[tuple[set[str], set[str]]],
    selected: Mapping[str, set[str]],
) -> None:
    for out in held.values():
        for group in groups:
            if group & out:
                out |= group
    for dependent, others in needs:
        if any(all(p in held[m] for m in held if p in selected[m]) for p in others):
            for out in held.values():
                out |= dependent
