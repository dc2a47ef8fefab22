"""Judgements on pairs of records: whose they are, and what has to be said for one to stand, or to stand no more.

- A judgement is a statement of its reviewer. Nothing is overwritten: to take one back is a statement too, by the same
  reviewer, and both stay visible.
- One reviewer says one thing of a pair: a new verdict takes the former one back in the same breath.
- Words taken back and said again are the same words: the taking back is taken back. A withdrawal reaches every
  statement of the same words (see `core.facts`), so saying them anew would not make them stand.
- A verdict in a row of a list is not taken back here: its list is one statement, and other rows would go with it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from exeat.core.claims import RecordingError, SamePerson, Withdrawal
from exeat.core.dates import PartialDate
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.statement import SaidOn, Statement

from .people import DENIED

if TYPE_CHECKING:
    import polars as pl

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")


def judgements(facts: Facts) -> "pl.DataFrame":
    """Every standing judgement: `left`, `right` (two records, sorted by UTF-8), `verdict`, `by`, `statement`, `row`.

    `row`: the row of the list in which it stands; null = a statement of its own. Who denies *same* says *different*;
    who denies *different* says no more than *unsure*. Sorted, so that the order of recording does not matter.
    """
    import polars as pl

    said = facts.frame(SamePerson).drop_nulls(["left", "right", "verdict"])
    denied = pl.col("act") == "denies"
    first, other = pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right")
    return (
        said.filter(~(denied & (pl.col("verdict") == "unsure")))
        .select(
            first.alias("left"),
            other.alias("right"),
            pl.when(denied).then(pl.col("verdict").replace(DENIED)).otherwise("verdict").alias("verdict"),
            "by",
            "statement",
            "row",
        )
        .sort("left", "right", "by", "statement", "row", nulls_last=True)
    )


def judging(by: str, left: str, right: str, verdict: Verdict, on: date) -> Callable[[Facts], Sequence[Statement]]:
    """What a verdict on a pair comes to, as the facts stand. Raises Refused for a reviewer or a record unknown."""

    def words(facts: Facts) -> Sequence[Statement]:
        check_reviewer(facts, by)
        records = set(facts.people["record"])
        unknown = [r for r in (left, right) if facts.address(r) not in records]
        if unknown:
            raise Refused([Problem("person-unknown", values={"person": r}) for r in unknown])
        return Reviewer(facts, by).judge(left, right, verdict, _said_on(on))

    return words


def taking_back(by: str, statement: str, on: date) -> Callable[[Facts], Sequence[Statement]]:
    """What taking a judgement back comes to, as the facts stand. Raises Refused for a reviewer unknown."""

    def words(facts: Facts) -> Sequence[Statement]:
        check_reviewer(facts, by)
        return Reviewer(facts, by).take_back(statement, _said_on(on))

    return words


def check_reviewer(facts: Facts, by: str) -> None:
    """Raises Refused where a reviewer is no party of the case."""
    parties = [p.id for p in facts.case.parties]
    if by not in parties:
        near = next(iter(get_close_matches(by, parties, 1, 0.6)), "")
        values = {"reviewer": by, "known": ", ".join(parties), "near": near}
        raise Refused([Problem("reviewer-unknown", values=values)])


def _said_on(on: date) -> SaidOn:
    return SaidOn(PartialDate(on.isoformat(), on, on, False, False))


def pair(left: str, right: str) -> tuple[str, str]:
    """Two records in the order in which a pair is named: sorted by UTF-8."""
    first, other = sorted((left, right), key=str.encode)
    return first, other


class Reviewer:
    """One speaker's own judgements, as they stand, and the statements that change them."""

    def __init__(self, facts: Facts, by: str) -> None:
        self.facts, self.by = facts, by
        self.given = {i: b.statement for i, b in facts.bodies.items() if b.statement.by == by}

    @cached_property
    def undoings(self) -> dict[str, list[str]]:
        """By statement: this speaker's withdrawals that name it, whether or not they stand."""
        found: dict[str, list[str]] = {}
        for i, s in self.given.items():
            if isinstance(s.claim, Withdrawal):
                found.setdefault(s.claim.statement, []).append(i)
        return found

    @cached_property
    def standing(self) -> list[tuple[str, SamePerson]]:
        """The judgements that stand as statements of their own, with their ids; the one said last is last."""
        place = {i: n for n, i in enumerate(self.given)}
        said = [(i, s.claim) for i, s in self.facts.of(SamePerson) if s.by == self.by and s.act != "denies"]
        held = [(i, c) for i, c in said if isinstance(c, SamePerson)]
        return sorted(held, key=lambda known: max(place[i] for i in self._chain(known[0])))

    def verdict(self, left: str, right: str) -> tuple[str, SamePerson] | None:
        """The judgement on a pair that stands as a statement of its own; None = there is none."""
        wanted = self._pair(left, right)
        return next((known for known in reversed(self.standing) if self._of(known[1]) == wanted), None)

    def saw(self, left: str, right: str) -> bool:
        """Whether this reviewer ever gave a verdict on the pair, and so has seen what the machine says of it."""
        wanted = self._pair(left, right)
        return any(isinstance(s.claim, SamePerson) and self._of(s.claim) == wanted for s in self.given.values())

    def judge(self, left: str, right: str, verdict: Verdict, on: SaidOn | None = None) -> list[Statement]:
        """What has to be said for this to be the one verdict on the pair; nothing where it is already."""
        wanted = self._pair(left, right)
        of = [(i, c) for i, c in self.standing if self._of(c) == wanted]
        made = [self._ending(i, on) for i, c in of if c.verdict != verdict]
        if any(c.verdict == verdict for _, c in of):
            return made
        claim = SamePerson(*wanted, verdict)
        return [*made, *self._again(claim, on)]

    def take_back(self, statement: str, on: SaidOn | None = None) -> list[Statement]:
        """What has to be said for a judgement to stand no more; nothing where it is not theirs, or has ended."""
        stands = any(i == statement for i, _ in self.standing)
        return [self._ending(statement, on)] if stands else []

    def _pair(self, left: str, right: str) -> tuple[str, str]:
        return pair(self.facts.address(left), self.facts.address(right))

    def _of(self, claim: SamePerson) -> tuple[str, str]:
        return self._pair(claim.left, claim.right)

    def _chain(self, id: str) -> Iterator[str]:
        """A statement, and every withdrawal that bears on it through others."""
        yield id
        for undoing in self.undoings.get(id, ()):
            yield from self._chain(undoing)

    def _ending(self, id: str, on: SaidOn | None) -> Statement:
        """The withdrawal that ends a standing statement.

        Where it was withdrawn before and that was taken back, it is the taking back that ends.
        """
        laters = (later for undoing in self.undoings.get(id, ()) for later in self.undoings.get(undoing, ()))
        again = next((later for later in laters if later in self.facts.statements), None)
        if again is not None:
            return self._ending(again, on)
        return Statement(self.by, "states", Withdrawal(id), said_on=on)

    def _again(self, claim: SamePerson, on: SaidOn | None) -> Iterator[Statement]:
        """What makes words stand: their withdrawals taken back, and the words where nothing else says them."""
        words = [i for i, s in self.given.items() if (s.act, s.claim) == ("states", claim)]
        for undoing in (u for i in words for u in self.undoings.get(i, ()) if u in self.facts.statements):
            yield self._ending(undoing, on)
        slips = {s.claim.statement for _, s in self.facts.of(RecordingError) if isinstance(s.claim, RecordingError)}
        if not any(i not in slips and self.given[i].via is None for i in words):
            yield Statement(self.by, "states", claim, said_on=on)
