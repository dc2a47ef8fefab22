"""What a party could change of a clause of its own, from the smallest change to the greatest.

- A number, a *stop*, a *must*, an exclusion, a balance, a limit, a quota, a rate. Refusal, fear, health, children and
  courts are no terms, and stand in no clause; families are never suggested to be split.
- A bound is moved one way, all else of the clause as it is. A number that is exact stays exact.
- *Excused* lets the others go without those who cannot go today; whoever cannot go stays protected all the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from exeat.clearing.bounds import bounds
from exeat.clearing.model import Model, Row
from exeat.clearing.problem import Problem
from exeat.clearing.world import World
from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.core.counts import Count

from .conditions import of_condition
from .give import Give, Number, taken_back

RATES_TRIED = 40  # how many smaller rates are looked at


def gives(clause: Clause, people: int) -> Iterable[Give]:
    """Every change of a clause; `people`: how many persons there are at all."""
    match clause:
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
        case cl.Balance() | cl.Equivalence():
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
    """A rate dropped; or, where it gives of one selection, with a smaller number, and never with a greater one."""
    yield Give(clause.id, "dropped", taken_back, anew=True)
    if len(clause.give) == 1:
        share = clause.give[0]
        numbers = range(share.least - 1, max(0, share.least - 1 - RATES_TRIED), -1)

        def fewer(n: Number) -> Clause:
            assert n is not None
            most = share.most
            number = n if isinstance(share.number, int) else Count(_words(n, most), n, most)
            return replace(clause, give=(replace(share, number=number),))

        yield Give(clause.id, "fewer", fewer, numbers, steady=False)


# ------------------------------------------------------------ the problem with a change made


def changed(world: World, problem: Problem, give: Give, number: Number) -> Problem:
    """The same people, and the rows of a clause as a change of numbers makes them."""
    mine = [r for r in problem.asked if r.clause == give.clause]
    if give.bound is not None and number is not None:
        rows = [give.bound(r, number) for r in mine[:1]] + mine[1:]  # the number comes first, then who has to agree
    elif give.change == "should":
        rows = [replace(r, least=None) for r in mine if r.most is not None]
    else:
        clause = give.at(number)
        rows = [] if clause is None else [b.row for b in bounds(world, problem, clause)]
    others = [r for r in problem.model.rows if r.clause != give.clause]
    return replace(
        problem, model=Model(problem.model.least, problem.model.most, [*others, *problem.switches.switched(rows)])
    )
