"""Two programs side by side: the first that proves an answer wins, and the other gets as long again to say the same.

- HiGHS answers everything that is asked often, alone, so that the same questions get the same answers. Only `prove`
  races: what it says is a number, which no program can bend without the other seeing it.
- HiGHS starts in this process; what takes longer goes on in a process that can be stopped at once.
- Two proofs that differ are no answer: `SolversDisagree`.
- `seconds`: when to stop looking, counted from the making of the race, for all questions together; None = never.
"""

import json
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from math import floor
from pathlib import Path

from exeat.clearing.model import LinearSession, Model, Solved, SolversDisagree, Terms

from .asked import Asked, taken_along
from .cbc import Cbc, program
from .highs import Highs, HighsSession

HERE = 0.2  # seconds that HiGHS gets in this process
LEAST = 0.1  # seconds that the other gets at least
STEP = 0.002
CHILD = Path(__file__).with_name("highs_child.py")


class Race:
    """HiGHS, and CBC beside it where it runs on this machine."""

    name = "highs"

    def __init__(self, seconds: float | None = None) -> None:
        self.until = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """The seconds left; never none at all, so that what is quick is still said."""
        return None if self.until is None else max(0.01, self.until - time.monotonic())

    def open(self, model: Model) -> HighsSession:
        """A model under work, by HiGHS alone."""
        return Highs(self.left).open(model)

    def relaxed(self, model: Model) -> LinearSession:
        """The same with fractions allowed."""
        return Highs(self.left).relaxed(model)

    def search(self, model: Model, aim: Terms, enough: int) -> Solved:
        """A good plan by a limited number of steps, by HiGHS alone."""
        return Highs(self.left).search(model, aim, enough)

    def prove(self, model: Model, aim: Terms) -> Solved:
        """The most of an aim, by whoever proves it first, and the other's word on it if it comes in time."""
        with taken_along(), ExitStack() as stack:
            path = program()
            cbc = stack.enter_context(Cbc(path, model, aim)) if path else None
            began = time.monotonic()
            here = Highs(min(HERE, self.left or HERE)).prove(model, aim)
            if here.outcome != "limit":
                return judged({"highs": here} | self._second(cbc, time.monotonic() - began))
            return self._both(stack.enter_context(Child(model, aim, self.left)), cbc, began)

    def _second(self, other: Asked | None, took: float) -> dict[str, Solved]:
        """What the other says in as long again."""
        if other is None:
            return {}
        until = time.monotonic() + min(max(took, LEAST), self.left or took + LEAST)
        while not other.ended and time.monotonic() < until:
            time.sleep(STEP)
        return {other.name: other.said()}

    def _both(self, highs: "Child", cbc: Asked | None, began: float) -> Solved:
        """Both under way: wait for the first that proves something, then for the other."""
        racing: list[Asked] = [highs] if cbc is None else [highs, cbc]
        while racing and (self.until is None or time.monotonic() < self.until + LEAST):
            for one in [r for r in racing if r.ended]:
                racing.remove(one)
                if (said := one.said()).by:
                    second = self._second(racing[0] if racing else None, time.monotonic() - began)
                    return judged({one.name: said} | second)
            time.sleep(STEP)
        return highs.said()


class Child(Asked):
    """HiGHS in a process of its own."""

    name = "highs"

    def __init__(self, model: Model, aim: Terms, seconds: float | None) -> None:
        super().__init__(model, aim)
        self.found = self.place / "found.json"
        self.start([sys.executable, "-I", str(CHILD), str(self.model_file), str(self.found), str(seconds or 0)])

    def said(self) -> Solved:
        """What it proved, or as far as it came."""
        if not self.ended_well or not self.found.exists():
            return self.nothing
        found = json.loads(self.found.read_text(encoding="ascii"))
        if found["outcome"] == "infeasible":
            return self.infeasible
        if not found["values"]:
            return self.nothing
        bound = None if found["outcome"] == "optimal" else min(self.nothing.bound, floor(-found["bound"] + 1e-6))
        return self.plan(found["values"], bound)


def judged(found: Mapping[str, Solved]) -> Solved:
    """One answer of what each program said: those who proved it must have proved the same."""
    proven = {name: s for name, s in found.items() if s.by}
    if len({(s.outcome, s.value) for s in proven.values()}) > 1:
        raise SolversDisagree({name: f"{s.outcome} {s.value}" for name, s in proven.items()})
    best = next(iter(proven.values()), None) or next(iter(found.values()))
    return Solved(best.outcome, best.value, best.bound, best.values, tuple(sorted(proven)))
