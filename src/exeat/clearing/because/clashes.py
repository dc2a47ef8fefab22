"""Which clauses clash, and which of them could give way: all irreducible sets, where they are few.

- A clashing set is irreducible: leave one clause out, and the others can be fulfilled together.
- A way out is a least set of clauses without which the others can be fulfilled. Each takes one out of every clashing
  set, and none takes more than it must: so that from all the ways out all clashing sets follow, and the reverse.
- Ways out are looked for by their size, and in the order of ids: what is found depends on no solver's pick.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .possible import Possible, Set

QUESTIONS = 400  # how many times a solver is asked, at most; fewer where a question is long
ENTRIES = 4_000_000  # what all questions together may hold of numbers


@dataclass(frozen=True, slots=True)
class Clashes:
    """`sets`: clashing sets; `ways_out`: least sets to give way; `all`: whether these are all there are.

    `only_nobody`: those of the sets that can be fulfilled, and by nobody going alone.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    ways_out: tuple[tuple[str, ...], ...] = ()
    all: bool = True
    only_nobody: tuple[tuple[str, ...], ...] = ()


def clashes(possible: Possible, questions: int | None = None) -> Clashes:
    """Clashing sets and ways out; none where the clauses can be fulfilled, and somebody goes by it."""
    budget = _questions(possible) if questions is None else questions
    sets: list[Set] = []
    outs: list[Set] = []
    level: list[Set] = [frozenset()]
    while level:
        following: set[Set] = set()
        for out in sorted(level, key=sorted):
            if any(o <= out for o in outs):
                continue
            if sets and possible.asked >= budget:
                return _found(possible, sets, outs, False)
            found = _clash(possible, sets, out)
            if found is None:
                outs.append(out)
            else:
                following |= {out | {c} for c in found}
        level = list(following)
    return _found(possible, _crossing(outs) if possible.sure else sets, outs, possible.sure)


def _questions(possible: Possible) -> int:
    """How many questions may be asked: by what one holds, never by time, so that the answer is the same anywhere."""
    entries = sum(len(r.terms) for r in possible.model.rows) + len(possible.model.most)
    return max(1, min(QUESTIONS, ENTRIES // (entries + 1)))


def _clash(possible: Possible, sets: list[Set], out: Set) -> Set | None:
    """A clashing set among the clauses that do not give way; None where they can be fulfilled."""
    known = next((s for s in sets if not s & out), None)
    if known is not None:
        return known
    kept = possible.clauses - out
    if possible(kept):
        return None
    sets.append(shrunk(possible, kept))
    return sets[-1]


def shrunk(possible: Possible, clauses: Set) -> Set:
    """An irreducible part of clauses that clash: one after another is left out for good where the others still do."""
    found = possible.core(clauses)
    for clause in sorted(found):
        if not possible(found - {clause}):
            found -= {clause}
    return found


def _crossing(outs: Iterable[Set]) -> list[Set]:
    """The least sets that share a clause with every one of these."""
    found: list[Set] = [frozenset()]
    for out in outs:
        longer = {f | {c} for f in found if not f & out for c in out}
        found = [f for f in found if f & out]
        found += [f for f in longer if not any(g <= f for g in found) and not any(g < f for g in longer)]
    return [f for f in found if f]


def _found(possible: Possible, sets: Iterable[Set], outs: Iterable[Set], every: bool) -> Clashes:
    def ordered(found: Iterable[Set]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted((tuple(sorted(s)) for s in found if s), key=lambda s: (len(s), s)))

    made = ordered(sets)
    return Clashes(made, ordered(outs), every, tuple(s for s in made if possible.by_nobody(frozenset(s))))
