"""Stages, written from `docs/spec/clearing.md`: in which stage each clause comes, what opens it, and what must hold.

- Who went is counted of whom a clause selects; said and denied opens nothing.
- Without the moves of the severable clauses of a stage and later, the ties of the rest must be possible.
- Exposure is looked at at the end of every stage but the last, between two powers that give.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from exeat.core.clauses import Handover, Inform, Phase

from .events import Wait, came_about, obligation, waits
from .finding import Finding
from .setting import Setting
from .tally import Tally

Span = tuple[int, int]


class Staged:
    """The stages of a reading, as of the day."""

    def __init__(self, setting: Setting) -> None:
        self.s, self.facts, self.clauses = setting, setting.facts, setting.reading.clauses
        self.waits = list(waits(self.clauses))
        self.states = {(w.by, w.then): came_about(self.facts, w.by, self._reached(w)) for w in self.waits}
        self.open = [w for w in self.waits if self.states[w.by, w.then] != "came_about"]

    def _reached(self, wait: Wait) -> bool:
        event = wait.event
        if event.kind == "people":
            return event.of in self.s.moves and len(self.went(event.of, event.basis)) >= event.number
        if event.kind == "obligation":
            clause = self.clauses[event.of]
            state = obligation(self.facts, clause) if isinstance(clause, Inform) else ""
            return state == "verified" or (state == "done" and not event.verified)
        return event.kind == "list" and event.of in self.facts.lists

    def went(self, clause: str, basis: str) -> frozenset[str]:
        """The people of a moving clause who went."""
        return self.s.done(self.s.members[clause], basis)

    # -------------------------------------------------------- in which stage

    @cached_property
    def of(self) -> dict[str, int]:
        """The stage of every moving clause."""
        return {c: self.stage(c) for c in self.s.moves}

    def stage(self, clause: str, behind: tuple[str, ...] = ()) -> int:
        """The stage of any clause; a clause that waits for itself is not followed round."""
        phases = [c.number for c in self.clauses.values() if isinstance(c, Phase) and c.clause == clause]
        found = [1, *phases]
        for w in self.open:
            named = self._names(w)
            if w.then == clause and named is None and not phases:
                found.append(2)
            elif w.then == clause and named is not None and named not in (*behind, clause):
                found.append(1 + self.stage(named, (*behind, clause)))
        return max(found)

    def _names(self, wait: Wait) -> str | None:
        """The moving clause whose people an event names."""
        return wait.event.of if wait.event.kind in ("people", "all") and wait.event.of in self.s.moves else None

    def never(self, wait: Wait) -> bool:
        """Whether an event can never come about by this plan, whatever the numbers."""
        if wait.event.kind not in ("people", "all"):
            return False
        seen, todo = set[str](), [wait.event.of]
        while todo:
            here = todo.pop()
            seen.add(here)
            todo += [n for w in self.open if w.then == here and (n := self._names(w)) is not None and n not in seen]
        return self._names(wait) is None or wait.then in seen

    @cached_property
    def severable(self) -> dict[str, int]:
        """The clauses without which the rest has to stand, and their stages."""
        said = {c: [w.severable for w in self.open if w.then == c and w.severable is not None] for c in self.clauses}
        return {c: self.stage(c) for c, answers in said.items() if answers and all(answers)}

    # -------------------------------------------------------- what must hold

    def reach(self, wait: Wait, tally: Tally) -> int:
        """How many people of the clause that an event names went, or go by the plan."""
        went = self.went(wait.event.of, wait.event.basis)
        here = tally.moved(wait.event.of)
        return len(went) + len(here - went) + self._fresh(wait, tally, went)

    def _fresh(self, wait: Wait, tally: Tally, went: frozenset[str]) -> int:
        """At most how many open places of the clause go to people who have not gone."""
        fresh = tally.candidates(wait.event.of) - went
        return min(tally.open.get(wait.event.of, 0), len(fresh))

    def exposures(self, tally: Tally) -> Iterator[tuple[str, int, Span, int]]:
        """Each bound on exposure: clause, stage, how far the one is ahead of the other (a span), the most."""
        power = self.facts.case.power_of
        by = {c: power(self.s.contexts[c][0].power) for c in self.s.moves.keys() - self.s.of_remains}
        bounded = [c for c in self.clauses.values() if isinstance(c, Handover) and c.exposure is not None]
        for clause in bounded if len(set(by.values())) == 2 else []:
            for stage in sorted(set(self.of.values()))[:-1]:
                one, other = (
                    self._given(tally, [c for c in by if by[c] == p and self.of[c] <= stage])
                    for p in sorted(set(by.values()))
                )
                yield clause.id, stage, (one[0] - other[1], one[1] - other[0]), clause.exposure or 0

    def _given(self, tally: Tally, clauses: list[str]) -> Span:
        went = frozenset().union(*(self.went(c, "delivered") for c in clauses))
        least = most = len(went)
        for c in clauses:
            gone = self.went(c, "delivered")
            named, places = len(tally.moved(c) - gone), tally.open.get(c, 0)
            candidates = tally.candidates(c)
            least += named + max(0, places - len(candidates & gone))
            most += named + min(places, len(candidates - gone))
        return least, most

    def without(self) -> Iterator[tuple[int, frozenset[str]]]:
        """Each stage of a severable clause that moves people, and whose moves are taken away for it."""
        late = {c: n for c, n in self.severable.items() if c in self.s.moves}
        for stage in sorted(set(late.values())):
            yield stage, frozenset(c for c, n in late.items() if n >= stage)


def left_of(tally: Tally, without: frozenset[str]) -> Tally:
    """A plan without the moves by some clauses."""
    moves = {p: c for p, c in tally.moves.items() if c not in without}
    places = {c: n for c, n in tally.open.items() if c not in without}
    return replace(
        tally, moves=moves, open=places, to={p: to for p, to in tally.to.items() if p in moves}, _candidates={}
    )


def broken_stages(tally: Tally, staged: Staged) -> Iterator[Finding]:
    """Guards that the plan never opens, exposure beyond a bound."""
    for w in (w for w in staged.open if w.by not in tally.out):
        if staged.never(w):
            yield Finding("never-opens", w.by, None, {"found": 0, "asked": w.event.words})
        elif w.event.kind in ("people", "all") and (found := staged.reach(w, tally)) < w.event.number:
            yield Finding("never-opens", w.by, None, {"found": found, "asked": w.event.words})
    for clause, stage, ahead, most in staged.exposures(tally):
        if clause in tally.out:
            continue
        if ahead[0] > most or ahead[1] < -most:
            least = min(abs(ahead[0]), abs(ahead[1]))
            yield Finding("exposure-broken", clause, None, {"found": least, "asked": most, "stage": stage})
