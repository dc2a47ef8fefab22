"""Stages for the brute-force twin: what falls away, and what a plan must hold stage by stage.

- Every rule of the page on stages, asked of one plan; which clause comes when is worked out as the checker does.
"""

from collections.abc import Callable, Iterable, Mapping

from exeat.clearing.check.reading import gone
from exeat.clearing.check.setting import Setting
from exeat.clearing.check.stages import Staged

Move = tuple[str, str, str | None]
Plan = frozenset[Move]


def falling(setting: Setting, possible: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """The severable clauses that cannot be kept. `possible`: whether there is a plan when some clauses fall away."""
    staged = Staged(setting)
    severable = staged.severable
    kept: frozenset[str] = frozenset()
    for stage in sorted(set(severable.values())):
        by_event = _by_event(staged, [c for c in severable if severable[c] == stage])
        together = kept.union(*by_event)
        if possible(_fall(staged, severable.keys() - together)):
            kept = together
            continue
        for some in by_event:
            if len(by_event) > 1 and possible(_fall(staged, severable.keys() - kept - some)):
                kept |= some
    return _fall(staged, severable.keys() - kept)


def _by_event(staged: Staged, clauses: Iterable[str]) -> list[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for c in clauses:
        words = min((w.event.words for w in staged.open if w.then == c and w.severable), key=str.encode)
        found.setdefault(words, set()).add(c)
    return [frozenset(found[words]) for words in sorted(found, key=str.encode)]


def _fall(staged: Staged, some: Iterable[str]) -> frozenset[str]:
    """Clauses with all that rest on them."""
    found, size, clauses = set(some), -1, staged.clauses
    while size != (size := len(found)):
        found |= gone(staged.facts, clauses, found).keys()
        found |= {
            w.then for w in staged.open
            if w.then in staged.severable and w.event.kind in ("people", "all") and w.event.of in found
        }  # fmt: skip
    return frozenset(found)


class Held:
    """What a plan must hold besides its clauses, because they come in stages."""

    def __init__(self, setting: Setting) -> None:
        self.s, self.staged = setting, Staged(setting)

    def may_be(self, clauses: Iterable[str]) -> bool:
        """Whether no guard on these clauses is one that never opens."""
        return not any(w.then in set(clauses) and self.staged.never(w) for w in self.staged.open)

    def opens(self, plan: Plan, out: frozenset[str]) -> bool:
        """Whether every guard opens by this plan; `out`: the clauses that are not asked."""
        for w in (w for w in self.staged.open if w.by not in out):
            if self.staged.never(w):
                return False
            if w.event.kind in ("people", "all"):
                went = self.staged.went(w.event.of, w.event.basis)
                if len(went | {p for p, c, _ in plan if c == w.event.of}) < w.event.number:
                    return False
        return True

    def exposed(self, plan: Plan, out: frozenset[str]) -> bool:
        """Whether nobody is ahead of the other by more than agreed, at the end of any stage but the last.

        Remains of the dead put nobody ahead.
        """
        power, stages = self.s.facts.case.power_of, self.staged.of
        powers = {c: power(self.s.contexts[c][0].power) for c in stages.keys() - self.s.of_remains}
        bounds = [
            getattr(c, "exposure", None)
            for i, c in self.s.reading.clauses.items()
            if c.kind == "handover" and i not in out
        ]
        if len(set(powers.values())) != 2:
            return True
        for most in (b for b in bounds if b is not None):
            for stage in sorted(set(stages.values()))[:-1]:
                one, other = (
                    self._given(plan, [c for c in sorted(powers) if powers[c] == p and stages[c] <= stage])
                    for p in sorted(set(powers.values()))
                )
                if abs(one - other) > most:
                    return False
        return True

    def _given(self, plan: Plan, clauses: list[str]) -> int:
        went = frozenset().union(*(self.staged.went(c, "delivered") for c in clauses))
        here = {(p, c) for p, c, _ in plan if c in clauses and p not in self.staged.went(c, "delivered")}
        return len(went) + len(here)

    def stages(self, plan: Plan) -> Mapping[int, frozenset[str]]:
        """The people who move in each stage."""
        of = self.staged.of
        return {n: frozenset(p for p, c, _ in plan if of[c] == n) for n in set(of.values())}

    def earlier(self, plan: Plan) -> list[Plan]:
        """What is left of a plan without what waits in a stage or later."""
        return [frozenset(m for m in plan if m[1] not in out) for _, out in self.staged.without()]
