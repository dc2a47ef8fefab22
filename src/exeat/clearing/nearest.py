"""The number nearest to a clause's own for which the others hold: limits, quotas and rates.

- A bound is moved no further than it must be; a rate asks for fewer, and never for more.
- Nothing here touches what is recorded against a person: these are the parties' own numbers.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

RATES_TRIED = 40  # how many smaller rates are looked at
Works = Callable[[Clause], bool]
Change = tuple[str, str | None, str | None, Clause]  # what, the number, for which destination, the clause changed


def limit_changes(clause: cl.Limit, people: int, works: Works) -> Iterable[Change]:
    """A limit with the greatest least, or the smallest most, that works."""
    for what, number, changed in _moved(clause.least, clause.most, people, works, lambda **b: replace(clause, **b)):
        yield what, number, None, changed


def quota_changes(clause: cl.Destination, people: int, works: Works) -> Iterable[Change]:
    """A destination clause with one quota moved."""
    for n, quota in enumerate(clause.quotas):

        def made(n: int = n, quota: cl.Quota = quota, **bound: Any) -> Clause:
            return replace(clause, quotas=(*clause.quotas[:n], replace(quota, **bound), *clause.quotas[n + 1 :]))

        for what, number, changed in _moved(quota.least, quota.most, people, works, made):
            yield what, number, quota.to, changed


def rate_changes(clause: cl.Rate, works: Works) -> Iterable[Change]:
    """A rate dropped; or, where it gives of one selection, with the nearest smaller number."""
    yield "dropped", None, None, replace(clause, give=())
    if len(clause.give) == 1:
        share = clause.give[0]
        for number in range(share.number - 1, max(0, share.number - 1 - RATES_TRIED), -1):
            changed = replace(clause, give=(replace(share, number=number),))
            if works(changed):
                yield "fewer", str(number), None, changed
                return


def _moved(
    least: int | None, most: int | None, people: int, works: Works, made: Callable[..., Clause]
) -> Iterable[tuple[str, str, Clause]]:
    """The bounds moved as little as works: what works for one number works for every number further off."""
    if least:
        lower = range(least - 1, -1, -1)
        at = bisect_left(lower, True, key=lambda n: works(made(least=n)))
        if at < len(lower):
            yield "fewer", str(lower[at]), made(least=lower[at])
    if most is not None:
        higher = range(most + 1, max(people, most) + 1)
        at = bisect_left(higher, True, key=lambda n: works(made(most=n)))
        if at < len(higher):
            yield "more", str(higher[at]), made(most=higher[at])
