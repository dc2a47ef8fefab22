"""A sitting: one reviewer, one pair at a time. Everything but skips comes from the ledger, and goes into it at once.

- After a verdict, or after taking one back, the pair stays; only `on` and `back` leave it.
- A recorded verdict is never changed by a further key: it is taken back first. Taking back ends that one verdict.
- What the machine says of a pair is there only while the reviewer's own verdict on it stands.
- Skipped pairs come last, in the order in which they were skipped; the next sitting knows nothing of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exeat.core.claims import SamePerson
from exeat.core.facts import Facts
from exeat.house import ClearingHouse
from exeat.identity.judgements import Reviewer, Verdict, check_reviewer, judgements, pair
from exeat.identity.review import Queue, queue
from exeat.identity.side_by_side import SideBySide, listed, may_be_seen, side_by_side

if TYPE_CHECKING:
    import polars as pl

Pair = tuple[str, str]
Explain = Callable[[str, str], Sequence[str]]  # of two records
Propose = Callable[[Facts, "Pair | None"], "pl.DataFrame"]  # a pair: what was judged of it teaches nothing


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine says of one pair, in figures."""

    score: float
    probability: float
    decision: str


class Sitting:
    """What a reviewer sees and does. `explain` gives the waterfall of a pair in lines of text.

    `propose`: what the machine proposes as the facts stand, judged or not: every verdict teaches it.
    Raises Refused for a reviewer who is no party of the case.
    """

    def __init__(
        self,
        house: ClearingHouse,
        propose: Propose,
        reviewer: str,
        second: bool = False,
        recorder: str | None = None,
        explain: Explain = lambda left, right: (),
    ) -> None:
        self.house, self.propose, self.reviewer = house, propose, reviewer
        self.second, self.recorder, self.explain = second, recorder, explain
        self.skipped: list[Pair] = []
        self.given = self.taken = 0  # verdicts of this sitting: given, taken back
        check_reviewer(self.facts, reviewer)
        self.current = self._first()

    # -------------------------------------------------------- what there is

    @cached_property
    def facts(self) -> Facts:
        """The facts as they stand; read anew after every verdict."""
        return self.house.facts()

    @cached_property
    def own(self) -> Reviewer:
        """The reviewer's own judgements."""
        return Reviewer(self.facts, self.reviewer)

    @cached_property
    def judged(self) -> "pl.DataFrame":
        """Everybody's judgements; see `identity.judgements`."""
        return judgements(self.facts)

    @cached_property
    def proposals(self) -> "pl.DataFrame":
        """What the machine proposes, as the verdicts so far teach it."""
        return self.propose(self.facts, None)

    @cached_property
    def queue(self) -> Queue:
        """What is left to ask."""
        return queue(self.proposals, self.judged, self.reviewer, self.second)

    @property
    def left(self) -> int:
        """How many pairs are left to judge."""
        return self.queue.pairs.height

    @property
    def verdict(self) -> Verdict | None:
        """The reviewer's own verdict on the pair on the screen."""
        known = self.own.verdict(*self.current) if self.current else None
        return known[1].verdict if known else None

    @property
    def shown(self) -> SideBySide | None:
        """The pair on the screen; None = nothing is left to ask."""
        if self.current is None:
            return None
        seen = may_be_seen(self.judged, *self.current, self.reviewer, self.second)
        return side_by_side(self.facts, *self.current, seen, self.proposals)

    @property
    def machine(self) -> Machine | None:
        """What the machine, not knowing what was judged of it, says of the pair on the screen; None until then."""
        if self.current is None or self.verdict is None:
            return None
        proposed = self.propose(self.facts, self.current).filter(_is(self.current))
        told = proposed.select("score", "probability", "decision").rows()
        return next((Machine(score, probability, decision) for score, probability, decision in told), None)

    # -------------------------------------------------------- what can be done

    def judge(self, verdict: Verdict) -> bool:
        """Record a verdict on the pair; False where there is none to judge, or it was judged. Raises Refused."""
        if self.current is None or self.verdict is not None:
            return False
        self.house.judge(self.reviewer, *self.current, verdict, self.recorder)
        self.given += 1
        self._stale()
        return True

    def take_back(self) -> bool:
        """Take the verdict on this pair back, or else the one given last, whose pair comes back; False = there is none.

        Raises Refused.
        """
        here = self.own.verdict(*self.current) if self.current else None
        known = here or self._earlier()
        if known is None:
            return False
        self.house.take_back(self.reviewer, known[0], self.recorder)
        self.taken += 1
        self.current = self._as_proposed(known[1])
        self._stale()
        return True

    def on(self) -> None:
        """The next pair; one that was not judged is skipped."""
        if self.current is not None and self.verdict is None:
            self.skipped = [p for p in self.skipped if p != self.current] + [self.current]
        self.current = self._first()

    def back(self) -> bool:
        """An earlier pair with a standing verdict, each time one further back; False = there is none further."""
        found = self._earlier()
        if found is None:
            return False
        self.current = self._as_proposed(found[1])
        return True

    # -------------------------------------------------------- inside

    def _first(self) -> Pair | None:
        pairs: list[Pair] = self.queue.pairs.select("left", "right").rows()
        fresh = [p for p in pairs if p not in self.skipped]
        again = [p for p in self.skipped if p in pairs]
        return next(iter([*fresh, *again]), None)

    def _earlier(self) -> tuple[str, SamePerson] | None:
        """The verdict given last, or last before that on the screen; only of records that lists still hold."""
        standing, here = self.own.standing, None if self.current is None else pair(*self.current)
        place = next((n for n, (_, c) in enumerate(standing) if self._pair(c) == here), len(standing))
        return next(
            (k for k in reversed(standing[:place]) if all(listed(self.facts, r) for r in self._pair(k[1]))), None
        )

    def _pair(self, claim: SamePerson) -> Pair:
        return pair(self.facts.address(claim.left), self.facts.address(claim.right))

    def _as_proposed(self, claim: SamePerson) -> Pair:
        """A pair in the order in which the machine proposes it."""
        known = self._pair(claim)
        found: list[Pair] = self.proposals.filter(_is(known)).select("left", "right").rows()
        return found[0] if found else known

    def _stale(self) -> None:
        for name in ("facts", "own", "judged", "proposals", "queue"):
            self.__dict__.pop(name, None)


def _is(wanted: Pair) -> "pl.Expr":
    import polars as pl

    one, two = wanted
    left, right = pl.col("left"), pl.col("right")
    return ((left == one) & (right == two)) | ((left == two) & (right == one))
