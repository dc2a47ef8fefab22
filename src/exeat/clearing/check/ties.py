"""The bounds of limits and quotas, and the two sides of a rate or a scale, as named moves and open places leave them.

- Who takes an open place is not known, so each side is a number or a span of numbers; a tie is broken only if it
  cannot hold whoever takes them.
- Those who go to one of several places also fill all of them together: what each place holds by itself may be too
  much, or too little, in all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from exeat.core.clauses import Clause, Destination, Limit, Rate, Selector, Share

from .finding import Finding, Value
from .scale import Scale
from .stages import Staged, left_of
from .tally import Tally

Span = tuple[int, int]
EACH = (1, 1)
Op = Literal["=", ">=", "<="]
CODE = {
    "limit": "limit-broken", "rate": "rate-broken", "destination": "quota-broken", "equivalence": "equivalence-broken",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """What a clause asks of two numbers. `place`: the destination it is about, "" = all. `steps`: of two sides."""

    clause: str
    place: str
    left: Span
    op: Op
    right: Span
    steps: Span | None = None
    stage: int | None = None

    @property
    def asked(self) -> str:
        """What the clause asks for, as text: `3..`, `0..3`, `3`."""
        return {">=": f"{self.right[0]}..", "<=": f"0..{self.right[1]}", "=": span(self.right)}[self.op]

    @property
    def most(self) -> int | None:
        """The number that the left may not pass; None where there is none, or where it follows from the other side."""
        return self.right[1] if self.steps is None and self.op in ("=", "<=") else None

    def broken(self, clause: Clause) -> Finding:
        """That it does not hold."""
        values: dict[str, Value] = {"found": span(self.left), "asked": self.asked, "place": self.place}
        return Finding(CODE[clause.kind], clause.id, None, values)

    def possible(self) -> bool:
        """Whether some numbers of the two spans are as the clause asks."""
        if self.op == ">=":
            return self.left[1] >= self.right[0]
        if self.op == "<=":
            return self.left[0] <= self.right[1]
        a, b = self.steps or (1, 1)
        if a == b == 1:
            return max(self.left[0], self.right[0]) <= min(self.left[1], self.right[1])
        return bool({*range(self.left[0], self.left[1] + 1, a)} & {*range(self.right[0], self.right[1] + 1, b)})


def ties(tally: Tally) -> Iterator[Tie]:
    """Every bound of every limit, rate, quota and equivalence of the reading."""
    for c in tally.asked_of(Limit, Rate, Destination):
        if isinstance(c, Limit):
            yield from _limit(tally, c)
        elif isinstance(c, Rate):
            yield from _rate(tally, c)
        elif isinstance(c, Destination):
            yield from _quotas(tally, c)
    for scale in (s for s in tally.setting.scales if s.clause.id not in tally.out):
        yield from _scale(tally, scale)


def broken_ties(tally: Tally) -> Iterator[Finding]:
    """The ties that cannot hold."""
    for tie in (t for t in (*ties(tally), *_in_all(tally)) if not t.possible()):
        yield tie.broken(tally.setting.reading.clauses[tie.clause])


def span(between: Span) -> str:
    """A number, or a span of numbers, as text: `3`, `3..5`."""
    return str(between[0]) if between[0] == between[1] else f"{between[0]}..{between[1]}"


def _bounds(clause: str, place: str, left: Span, least: int | None, most: int | None) -> Iterator[Tie]:
    if least is not None:
        yield Tie(clause, place, left, "=" if least == most else ">=", (least, least))
    if most is not None and most != least:
        yield Tie(clause, place, left, "<=", (most, most))


def _limit(tally: Tally, limit: Limit) -> Iterator[Tie]:
    people = tally.setting.select.of(limit.selection)
    place = "" if limit.to is None else tally.setting.facts.case.power_of(limit.to)
    there = {place} if place else None
    if limit.per == "plan" or (place and limit.per == "destination"):
        yield from _bounds(limit.id, place, tally.between(people, there), limit.least, limit.most)
        return
    if limit.per == "stage":
        of = Staged(tally.setting).of
        for stage in sorted(set(of.values())):
            here = left_of(tally, frozenset(c for c, n in of.items() if n != stage))
            for tie in _bounds(limit.id, place, here.between(people, there), limit.least, limit.most):
                yield replace(tie, stage=stage)
        return
    for to in _destinations(tally):
        yield from _bounds(limit.id, to, tally.between(people, {to}), limit.least, limit.most)


def _destinations(tally: Tally) -> list[str]:
    """Every destination to which a moving clause of the reading may take people."""
    found = {x.to for contexts in tally.setting.contexts.values() for x in contexts}
    return sorted(to for to in found if to is not None)


def _rate(tally: Tally, rate: Rate) -> Iterator[Tie]:
    """a x (done and moved of give) = b x (done and moved of per), for each give; or between its bounds."""
    per = _went(tally, rate, rate.per.selection)
    for share in rate.give:
        give, (least, most), (few, many) = _went(tally, rate, share.selection), _span(rate.per), _span(share)
        if least == most and few == many:
            yield Tie(rate.id, "", _times(least, give), "=", _times(few, per), (max(least, 1), max(few, 1)))
            continue
        if most is not None:
            yield Tie(rate.id, "", _times(most, give), ">=", _times(few, per), EACH)
        if many is not None:
            yield Tie(rate.id, "", _times(least, give), "<=", _times(many, per), EACH)


def _span(share: Share) -> tuple[int, int | None]:
    """The bounds of the number of a side."""
    number = share.number
    return (number, number) if isinstance(number, int) else (number.least, number.most)


def _times(number: int, people: Span) -> Span:
    return number * people[0], number * people[1]


def _went(tally: Tally, rate: Rate, selection: Selector) -> Span:
    people = tally.setting.select.of(selection)
    done = tally.setting.done(people, rate.basis or "agreed")
    least, most = tally.between(people - done)
    return least + len(done), most + len(done)


def _quotas(tally: Tally, clause: Destination) -> Iterator[Tie]:
    people = tally.setting.select.of(clause.selection)
    for quota in clause.quotas:
        to = tally.setting.facts.case.power_of(quota.to)
        yield from _bounds(clause.id, to, tally.between(people, {to}), quota.least, quota.most)


# ------------------------------------------------------------ scales


def _scale(tally: Tally, scale: Scale) -> Iterator[Tie]:
    """How far the two sums may be apart: one equality, or a bound on each side that has one."""
    left, right = scale.sums(*_heads(tally, scale))
    least, most = scale.apart()
    id = scale.clause.id
    if least == most == 0:
        yield Tie(id, "", left, "=", right, EACH)
        return
    if least != -inf:
        yield Tie(id, "", left, ">=", (right[0] + int(least), right[1] + int(least)), EACH)
    if most != inf:
        yield Tie(id, "", left, "<=", (right[0] + int(most), right[1] + int(most)), EACH)


def _heads(tally: Tally, scale: Scale) -> tuple[dict[str, Span], dict[str, Span]]:
    """How many of each category move on either side."""
    left = {c: tally.between(people) for c, people in scale.left.items()}
    return left, {c: tally.between(people) for c, people in scale.right.items()}


def likes(tally: Tally) -> Iterator[Finding]:
    """The categories in which like does not go for like first."""
    s = tally.setting
    can = {p for c in s.moves for p in s.members[c] - s.blocked[c]}
    for scale in (c for c in s.scales if c.clause.id not in tally.out):
        left, right = _heads(tally, scale)
        could = {
            c: (len(can & set(scale.left.get(c, ()))), len(can & set(scale.right.get(c, ())))) for c in scale.weights
        }
        for category in scale.not_first(left, right, could):
            values = {"category": category, "left": span(left.get(category, (0, 0))),
                      "right": span(right.get(category, (0, 0)))}  # fmt: skip
            yield Finding("like-not-first", scale.clause.id, None, values)


# ------------------------------------------------------------ all places together


def _in_all(tally: Tally) -> Iterator[Tie]:
    for c in tally.asked_of(Limit, Destination):
        if isinstance(c, Limit) and c.per == "destination" and c.to is None:
            bounds = dict.fromkeys(_destinations(tally), (c.least or 0, c.most))
            yield from _together(tally, c.id, tally.setting.select.of(c.selection), bounds)
        elif isinstance(c, Destination) and c.quotas:
            power = tally.setting.facts.case.power_of
            bounds = {power(q.to): (q.least or 0, q.most) for q in c.quotas}
            yield from _together(tally, c.id, tally.setting.select.of(c.selection), bounds)


def _together(
    tally: Tally, clause: str, people: frozenset[str], bounds: dict[str, tuple[int, int | None]]
) -> Iterator[Tie]:
    """Those who go to these places are at least as many as all of them ask for, and at most as many as all take."""
    least, most = [a for a, _ in bounds.values()], [b for _, b in bounds.values() if b is not None]
    left = tally.between(people, bounds.keys())
    yield Tie(clause, "", left, ">=", (sum(least), sum(least)))
    if len(most) == len(bounds):
        yield Tie(clause, "", left, "<=", (sum(most), sum(most)))
