"""What a party could change of a clause of its own, from the smallest change to the greatest.

- A number, a *stop*, a *must*, an exclusion, an act asked for, whom somebody named, a balance, a limit, a quota, a
  rate, a tolerance, a condition. Refusal, fear, health, children and courts are no terms, and stand in no clause.
- A *together* that insists may only hope, where nobody of it may be a child: see `loosened`.
- A bound is moved one way, all else of the clause as it is. A number that is exact stays exact.
- *Excused* lets the others go without those who cannot go today; whoever cannot go stays protected all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from exeat.clearing.bounds import bounds
from exeat.clearing.equivalence import equivalence_bounds
from exeat.clearing.model import Model, Row
from exeat.clearing.problem import Problem, counted
from exeat.clearing.world import World
from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.core.counts import Count

from .conditions import of_condition
from .give import Give, Number, taken_back

TRIED = 40  # how many numbers are looked at, where a smaller change may do what a greater one does not


def gives(clause: Clause, people: int, others: Mapping[str, Clause] | None = None) -> Iterable[Give]:
    """Every change of a clause; `people`: how many persons there are at all. `others`: every clause, by id."""
    match clause:
        case cl.Release(selection=cl.Selector(count=cl.SameAs())):
            yield _own_number(clause, people, others or {})
        case cl.Release() if clause.selection.count is None and clause.blocked == "stop":
            yield Give(clause.id, "excused", lambda n: replace(clause, blocked="excused"), anew=True)
        case cl.Release() | cl.Include() if isinstance(clause.selection.count, Count):
            yield from _of_count(clause, clause.selection.count, people)
        case cl.Limit():
            made = _limit(clause)
            yield from _moved(clause.id, clause.least, clause.most, people, made, clause.to)
        case cl.Destination():
            for n, quota in enumerate(clause.quotas):
                yield from _moved(clause.id, quota.least, quota.most, people, _quota(clause, n), quota.to)
        case cl.Exclude() | cl.Status():
            yield Give(clause.id, "lifted", taken_back, anew=True)
        case cl.Designate():
            yield Give(clause.id, "unnamed", taken_back, anew=True)
        case cl.Together() if clause.force != "should":
            yield Give(clause.id, "should", lambda n: replace(clause, force="should"), anew=True)
        case cl.Equivalence():
            yield Give(
                clause.id, "tolerance", _tolerant(clause), range(clause.tolerance + 1, _heaviest(clause, people))
            )
            yield Give(clause.id, "dropped", taken_back, anew=True)
        case cl.Balance():
            yield Give(clause.id, "dropped", taken_back, anew=True)
        case cl.Rate():
            yield from _of_rate(clause)
        case cl.When() | cl.Phase():
            yield from of_condition(clause)
        case cl.Handover() if clause.exposure is not None:
            yield from _moved(clause.id, None, clause.exposure, people, _exposed(clause), None)
    if isinstance(clause, cl.Include) and clause.force == "must":
        yield Give(clause.id, "should", lambda n: replace(clause, force="should"))


# ------------------------------------------------------------ numbers


def _of_count(clause: cl.Release | cl.Include, count: Count, people: int) -> Iterable[Give]:
    """A number of people: fewer, then more. An exact one stays exact: it is the nearest that works."""

    def fewer(n: Number) -> Clause:
        assert n is not None
        most = n if count.exact else count.most
        return _counting(clause, Count(_words(n, most), n, most))

    def more(n: Number) -> Clause:
        assert n is not None
        least = n if count.exact else count.least
        return _counting(clause, Count(_words(least, n), least, n))

    wish = isinstance(clause, cl.Include) and clause.force == "should"
    inside = isinstance(clause, cl.Include) and clause.inside == "inside"
    if count.least and not wish:
        numbers = range(count.least - 1, -1, -1)
        yield Give(clause.id, "fewer", fewer, numbers, bound=lambda r, n: _lower(r, n - count.least))
    if count.most is not None and not inside:
        most = count.most
        numbers = range(most + 1, max(people, most) + 1)
        yield Give(clause.id, "more", more, numbers, bound=lambda r, n: _higher(r, n - most))


def _words(least: int, most: Number) -> str:
    return str(least) if least == most else f"{least}..{'' if most is None else most}"


def _counting(clause: cl.Release | cl.Include, count: Count) -> Clause:
    return replace(clause, selection=replace(clause.selection, count=count))


def _lower(row: Row, by: int) -> Row:
    return row if row.least is None else replace(row, least=row.least + by)


def _higher(row: Row, by: int) -> Row:
    return row if row.most is None else replace(row, most=row.most + by)


def _limit(clause: cl.Limit) -> Callable[..., Clause]:
    return lambda **bound: replace(clause, **bound)


def _exposed(clause: cl.Handover) -> Callable[..., Clause]:
    return lambda most: replace(clause, exposure=most)


def _quota(clause: cl.Destination, n: int) -> Callable[..., Clause]:
    def made(**bound: Any) -> Clause:
        changed = replace(clause.quotas[n], **bound)
        return replace(clause, quotas=(*clause.quotas[:n], changed, *clause.quotas[n + 1 :]))

    return made


def _moved(
    id: str, least: Number, most: Number, people: int, made: Callable[..., Clause], to: str | None
) -> Iterable[Give]:
    """A limit's or a quota's own bounds: a smaller least, a greater most."""
    if least:
        yield Give(id, "fewer", lambda n: made(least=n), range(least - 1, -1, -1), to)
    if most is not None:
        yield Give(id, "more", lambda n: made(most=n), range(most + 1, max(people, most) + 1), to)


def _of_rate(clause: cl.Rate) -> Iterable[Give]:
    """A rate dropped; or one of the numbers that it gives, smaller and never greater."""
    yield Give(clause.id, "dropped", taken_back, anew=True)
    several = len(clause.give) > 1
    for n, share in enumerate(clause.give):
        numbers = range(share.least - 1, max(0, share.least - 1 - TRIED), -1)
        yield Give(clause.id, "fewer", _giving(clause, n), numbers, part=n + 1 if several else None, steady=False)


def _giving(clause: cl.Rate, part: int) -> Callable[[Number], Clause]:
    share = clause.give[part]

    def fewer(n: Number) -> Clause:
        assert n is not None
        number = n if isinstance(share.number, int) else Count(_words(n, share.most), n, share.most)
        other = (*clause.give[:part], replace(share, number=number), *clause.give[part + 1 :])
        return replace(clause, give=other)

    return fewer


def _own_number(clause: cl.Release, people: int, others: Mapping[str, Clause]) -> Give:
    """A number of its own, and not as many as another: the nearest to what the other says first."""
    least, most = _said(clause, people, others)
    numbers = tuple(sorted(range(people + 1), key=lambda n: (max(least - n, n - most, 0), n))[:TRIED])
    return Give(clause.id, "number", lambda n: _counting(clause, Count(str(n), n or 0, n)), numbers, steady=False)


def _said(clause: Clause, people: int, others: Mapping[str, Clause]) -> tuple[int, int]:
    """The number that a clause states, or the one that it follows; anything, where none is stated."""
    seen: set[str] = set()
    while isinstance(clause, cl.Release | cl.Include) and isinstance(clause.selection.count, cl.SameAs):
        seen.add(clause.id)
        same = clause.selection.count.same_as
        if same in seen or same not in others:
            break
        clause = others[same]
    count = clause.selection.count if isinstance(clause, cl.Release | cl.Include) else None
    return (count.least, people if count.most is None else count.most) if isinstance(count, Count) else (0, people)


def _tolerant(clause: cl.Equivalence) -> Callable[[Number], Clause]:
    return lambda n: clause if n is None else replace(clause, tolerance=n)


def _heaviest(clause: cl.Equivalence, people: int) -> int:
    """More than the sums of the two sides could be apart."""
    most = max((w.weight for w in clause.weights), default=0) * max(clause.left_times or 1, clause.right_times or 1)
    return max(clause.tolerance + 1, people * most) + 1


# ------------------------------------------------------------ the problem with a change made


def changed(world: World, problem: Problem, clauses: Sequence[Clause], give: Give, number: Number) -> Problem:
    """The same people, and the rows of a clause as a change of numbers makes them."""
    mine = [r for r in problem.asked if r.clause == give.clause]
    if give.bound is not None and number is not None:
        rows = [give.bound(r, number) for r in mine[:1]] + mine[1:]  # the number comes first, then who has to agree
    elif give.change == "should":
        rows = [replace(r, least=None) for r in mine if r.most is not None]
    elif give.change == "number" and number is not None:
        terms, extra = counted(problem, clauses, give.clause)
        rows = [Row(give.clause, terms, number - extra, number - extra), *mine[1:]]
    else:
        rows = _bounded(world, problem, give, number, mine)
    others = [r for r in problem.model.rows if r.clause != give.clause]
    return replace(
        problem, model=Model(problem.model.least, problem.model.most, [*others, *problem.switches.switched(rows)])
    )


def _bounded(world: World, problem: Problem, give: Give, number: Number, mine: Sequence[Row]) -> list[Row]:
    """The rows of a clause with another number; of an equivalence, the sums come before like for like."""
    clause = give.at(number)
    if not isinstance(clause, cl.Equivalence):
        return [] if clause is None else [b.row for b in bounds(world, problem, clause)]
    stood = give.at(None)
    before = list(equivalence_bounds(problem, stood)) if isinstance(stood, cl.Equivalence) else []
    return [*(b.row for b in equivalence_bounds(problem, clause)), *mine[len(before) :]]
