"""What limits, rates and quotas ask of the numbers: each a comparison of sums over columns.

- A limit counts the people of its selection who move, by whichever clause; `per: destination` for each destination
  to which a moving clause may take anybody, and with a `to` only those who are taken there.
- A rate ties two sides, side times number, exactly or between its bounds; those who went before count on both, by its
  basis, and once.
- A quota counts the people of its destination clause who are taken there, by whichever clause.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exeat.core import clauses as cl
from exeat.core.claims import HandoverRecord, Verification
from exeat.core.clauses import Clause, Selector
from exeat.identity.people import person_column
from exeat.impediments.told import Told

from .model import Row, Terms

if TYPE_CHECKING:
    import polars as pl

    from .problem import Problem
    from .world import World

Op = Literal["=", ">=", "<="]
WENT = ("released", "transferred", "handed_over", "arrived")
"""The states of a verification that say that somebody went."""


@dataclass(frozen=True, slots=True)
class Side:
    """A sum: `terms` over columns, and a number besides (people who went before)."""

    terms: Terms
    more: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """left >= least and left <= most (None = no bound); or left `op` right.

    `destination`: for people taken there. `stage`: for people who move in it, or up to it.
    """

    clause: str
    left: Side
    right: Side | None = None
    least: int | None = None
    most: int | None = None
    destination: str | None = None
    op: Op = "="
    stage: int | None = None

    @property
    def row(self) -> Row:
        """The bound as a row."""
        if self.right is None:
            more, terms = self.left.more, self.left.terms
            least, most = (None if n is None else n - more for n in (self.least, self.most))
        else:
            both = {*self.left.terms, *self.right.terms}
            terms = {i: self.left.terms.get(i, 0) - self.right.terms.get(i, 0) for i in both}
            apart = self.right.more - self.left.more
            least, most = None if self.op == "<=" else apart, None if self.op == ">=" else apart
        return Row(self.clause, {i: n for i, n in sorted(terms.items()) if n}, least, most)


def tags(world: "World", clause: Clause) -> "Iterable[tuple[tuple[str, ...], pl.Series]]":
    """How a clause tells persons apart."""
    match clause:
        case cl.Limit():
            yield ("limit", clause.id), world.select(clause.selection)
        case cl.Destination() if clause.quotas:
            yield ("quota", clause.id), world.select(clause.selection)
        case cl.Rate():
            for side, share in enumerate((clause.per, *clause.give)):
                people = world.select(share.selection)
                gone = world.went(clause.basis)
                yield ("rate", clause.id, str(side)), people.filter(~people.is_in(gone.implode()))


def bounds(world: "World", problem: "Problem", clause: Clause) -> Iterable[Bound]:
    """The bounds of a clause, in a fixed order."""
    match clause:
        case cl.Limit(per="destination", to=None):
            for to in problem.destinations:
                left = Side(problem.terms(("limit", clause.id), destination=to))
                yield Bound(clause.id, left, None, clause.least, clause.most, to)
        case cl.Limit(per="stage"):
            for stage in () if problem.without else problem.staging.numbers:
                moving = [c for c, n in problem.staging.of.items() if n == stage]
                left = Side(problem.terms(("limit", clause.id), moving, _place(world, clause)))
                yield Bound(clause.id, left, None, clause.least, clause.most, _place(world, clause), stage=stage)
        case cl.Limit():
            there = _place(world, clause)
            left = Side(problem.terms(("limit", clause.id), destination=there))
            yield Bound(clause.id, left, None, clause.least, clause.most, there)
        case cl.Destination():
            for quota in clause.quotas:
                to = world.facts.case.power_of(quota.to)
                left = Side(problem.terms(("quota", clause.id), destination=to))
                yield Bound(clause.id, left, None, quota.least, quota.most, to)
        case cl.Rate():
            for n, op, a, b in comparisons(clause):
                given = _side(world, problem, clause, n + 1, clause.give[n].selection, a)
                yield Bound(clause.id, given, _side(world, problem, clause, 0, clause.per.selection, b), op=op)


def _place(world: "World", limit: cl.Limit) -> str | None:
    """The power that a limit is on the people taken to; None = wherever they go."""
    return None if limit.to is None else world.facts.case.power_of(limit.to)


def comparisons(rate: cl.Rate) -> Iterator[tuple[int, Op, int, int]]:
    """What a rate compares, for each of its `give` (by number): a times the people given, `op`, b times those for whom.

    One equality, where both numbers are exact; else a least and a most, as far as there are.
    """
    per = rate.per
    for n, share in enumerate(rate.give):
        if per.least == per.most and share.least == share.most:
            yield n, "=", per.least, share.least
            continue
        if per.most is not None:
            yield n, ">=", per.most, share.least
        if share.most is not None:
            yield n, "<=", per.least, share.most


def _side(world: "World", problem: "Problem", clause: cl.Rate, side: int, whom: Selector, times: int) -> Side:
    """A side of a rate, times the number of the other."""
    people = world.select(whom)
    gone = people.is_in(world.went(clause.basis).implode()).sum()
    terms = problem.terms(("rate", clause.id, str(side)))
    return Side({i: times * n for i, n in terms.items()}, times * int(gone))


def went(told: Told, basis: str | None) -> "pl.Series":
    """The persons of whom it stands, by the basis of a rate, that they went before."""
    import polars as pl

    if basis not in ("delivered", "verified"):
        return person_column()
    verified = basis == "verified"
    claim, word = (Verification, "state") if verified else (HandoverRecord, "outcome")
    states = WENT if verified else ("handed_over",)
    on_time = pl.col("on").is_null() | (pl.col("on_last") <= told.on)
    said = told.said(claim).filter(on_time & pl.col(word).is_in(states)).select("person", word)
    denied = told.denied(claim).select("person", word)
    return said.join(denied, on=["person", word], how="anti").collect()["person"].unique().sort()
