"""Does every clause hold for named moves and open places? One function a kind of clause.

- What cannot be told by names, because places are open, must at least be possible.
"""

from collections.abc import Iterator
from itertools import combinations

from exeat.core.clauses import Balance, Include, Limit
from exeat.core.counts import Count

from .finding import Finding
from .stages import Staged, broken_stages, left_of
from .tally import Tally
from .ties import broken_ties, likes, span

MANY = 12  # above so many clauses with open places, only each by itself and all of them together are looked at


def broken(tally: Tally) -> Iterator[Finding]:
    """Every clause that does not hold, and why."""
    for clause in (c for c in tally.setting.moves if c not in tally.out):
        yield from _number(tally, clause)
        for party in tally.setting.disagreeing(clause):
            yield Finding("not-agreed", clause, None, {"party": party})
    yield from _includes(tally)
    yield from _excluded(tally)
    yield from _balances(tally)
    yield from _families(tally)
    yield from _conditions(tally)
    yield from broken_ties(tally)
    yield from likes(tally)
    yield from _designated(tally)
    yield from _places(tally)
    yield from _staged(tally)


def _number(tally: Tally, clause: str) -> Iterator[Finding]:
    asked, found = tally.asked(clause), tally.number(clause)
    if asked is None:
        yield from _everybody(tally, clause)
    elif not asked.contains(found):
        yield Finding("number-broken", clause, None, {"found": found, "asked": bounds(asked)})


def bounds(count: Count) -> str:
    """A closed interval as text: `3`, `3..5`, `3..`."""
    return str(count.least) if count.exact else f"{count.least}..{'' if count.most is None else count.most}"


def _everybody(tally: Tally, clause: str) -> Iterator[Finding]:
    """Everybody who is not excused moves; an open place may be meant for one of them."""
    missing = tally.setting.due(clause) - tally.moved(clause)
    able = {p for p in missing if tally.setting.movable(p, clause)}
    if missing - able or len(missing) > tally.open.get(clause, 0):
        yield Finding("not-everybody", clause, None, {"missing": tuple(sorted(missing, key=str.encode))})


def _includes(tally: Tally) -> Iterator[Finding]:
    for c in tally.asked_of(Include):
        if isinstance(c, Include) and c.inside == "inside" and c.force == "must":
            yield from _include(tally, c)


def _include(tally: Tally, include: Include) -> Iterator[Finding]:
    """With a count at least so many of them; without one all whom it obliges."""
    clause = include.within or ""
    if include.selection.count is not None:
        asked, possible = required(tally, include), tally.included(include)[1]
        if possible < asked:
            yield Finding("include-broken", include.id, None, {"found": possible, "asked": asked})
        return
    missing = tally.setting.obliged(include) - tally.moved(clause)
    if not missing <= tally.candidates(clause) or len(missing) > tally.open.get(clause, 0):
        yield Finding("include-broken", include.id, None, {"missing": tuple(sorted(missing, key=str.encode))})


def required(tally: Tally, include: Include) -> int:
    """How many people an include inside a number asks for."""
    count = include.selection.count
    if count is None:
        return len(tally.setting.obliged(include))
    return count.least if isinstance(count, Count) else tally.number(count.same_as)


def _excluded(tally: Tally) -> Iterator[Finding]:
    for person in sorted(tally.moves):
        clause = tally.setting.excluded.get(person)
        if clause is not None:
            yield Finding("excluded-moves", clause, person)


def _balances(tally: Tally) -> Iterator[Finding]:
    for c in tally.asked_of(Balance):
        assert isinstance(c, Balance)
        for category, left, right in tally.sides(c):
            if max(left[0], right[0]) > min(left[1], right[1]):
                values = {"category": category, "left": span(left), "right": span(right)}
                yield Finding("balance-broken", c.id, None, values)


def _families(tally: Tally) -> Iterator[Finding]:
    """A family named in part needs open places of the same clause for its others."""
    for id, family in tally.setting.families:
        clauses = {tally.moves[p] for p in family if p in tally.moves}
        left = family - tally.moves.keys()
        if len(clauses) > 1 or not all(_may_follow(tally, family - left, left, c) for c in clauses):
            going = tuple(sorted(family - left, key=str.encode))
            yield Finding("family-split", id, None, {"moving": going, "left": tuple(sorted(left, key=str.encode))})


def _may_follow(tally: Tally, going: frozenset[str], left: frozenset[str], clause: str) -> bool:
    """Whether there are open places for those left, and one destination for them all."""
    places = frozenset.intersection(*(tally.goes(p) for p in going), *(tally.goes(p, clause) for p in left))
    able = len(left) <= tally.open.get(clause, 0) and left <= tally.candidates(clause)
    return bool(places) and (not left or able)


def _conditions(tally: Tally) -> Iterator[Finding]:
    """A not without B: whoever is missing needs an open place somewhere."""
    for id, dependent, others in tally.setting.conditions:
        going, left = dependent & tally.moves.keys(), others - tally.moves.keys()
        places = {c for c, n in tally.open.items() if n > 0}
        able = {p for p in left if any(p in tally.candidates(c) for c in places)}
        if going and (left - able or len(left) > sum(tally.open[c] for c in places)):
            values = {
                "moving": tuple(sorted(going, key=str.encode)),
                "left": tuple(sorted(left, key=str.encode)),
            }
            yield Finding("goes-without", id, None, values)


def _designated(tally: Tally) -> Iterator[Finding]:
    for clause, people in ((c, p) for c, p in tally.setting.designated.items() if c not in tally.out):
        for person in sorted(p for p in people if tally.moves.get(p) != clause):
            yield Finding("designated-left", clause, person)


def _places(tally: Tally) -> Iterator[Finding]:
    """Open places need enough people who may take them: for each clause, and for every few clauses together."""
    for clause in sorted(tally.open):
        if tally.open[clause] and not tally.fits(clause):
            have = len(tally.candidates(clause))
            yield Finding("open-places-impossible", clause, None, {"places": tally.open[clause], "candidates": have})
    clauses = sorted(c for c, n in tally.open.items() if n)
    sizes = range(2, len(clauses) + 1) if len(clauses) <= MANY else (len(clauses),)
    for few in (f for size in sizes for f in combinations(clauses, size)):
        if not tally.enough(few):
            yield Finding("open-places-impossible", None, None, {"clauses": few})


# ------------------------------------------------------------ stage by stage


def _staged(tally: Tally) -> Iterator[Finding]:
    """Stages hold, and the earlier ones by themselves: see `stages`."""
    staged = Staged(tally.setting)
    yield from broken_stages(tally, staged)
    for stage, without in staged.without():
        left = left_of(tally, without)
        for found in (*_balances(left), *_conditions(left), *broken_ties(left)):
            clause = tally.setting.reading.clauses[found.clause or ""]
            per_stage = isinstance(clause, Limit) and clause.per == "stage"
            if clause.id not in staged.severable and not per_stage:
                yield Finding("not-standing-alone", clause.id, None, {"stage": stage})
