"""The audit of lists: what the first look at somebody's own spreadsheet brings up.

- Every list by itself, then every two beside one another, then versions. What rests on a case is added by `of_case`.
- An older version is held against the newer one alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from exeat.core.message import Message

from .between import between
from .categories import categories
from .duplicates import duplicates
from .nouns import KINDS, Audit, Findings, Listed
from .totals import is_totals, totals
from .values import impossible, missing, orders
from .versions import versions

Beside = Callable[[Listed, Listed], bool]
Versions = tuple[Listed, Listed]


def audit(
    lists: Sequence[Listed],
    day: date,
    versions_of: Sequence[Versions] = (),
    beside: Beside | None = None,
    more: Iterable[Findings] = (),
    guessed_versions: bool = False,
) -> Audit:
    """What is found in these lists as of a day.

    `versions_of`: the older list and the newer one, each. `beside`: which two lists are held beside one another; None
    = any two that are not versions of one list. `more`: findings that rest on something else than the lists.
    `guessed_versions`: that they are versions was guessed from their headings.
    """
    found = [*more, *(f for listed in lists for f in alone(listed, day))]
    found += [f for old, new in versions_of for f in versions(old, new)]
    compared = []
    for one, two in _pairs(lists, versions_of, beside):
        both, count = between(one, two)
        found += both
        compared += [count] if count is not None else []
    older = [old for old, _ in versions_of if all(old is not listed for listed in lists)]
    notes = [Message("audit.versions", {"old": o.name, "new": n.name}) for o, n in versions_of if guessed_versions]
    notes += _notes(lists)
    place = {listed.name: n for n, listed in enumerate([*lists, *older])}
    found.sort(key=lambda f: (KINDS.index(f.kind), place[f.list]))
    return Audit(tuple(lists), tuple(found), tuple(compared), tuple(older), tuple(notes))


def alone(listed: Listed, day: date) -> Iterator[Findings]:
    """What a list says against itself."""
    if is_totals(listed):
        yield from totals(listed)
        return
    yield from duplicates(listed)
    yield from missing(listed)
    yield from impossible(listed, day)
    yield from categories(listed, day)


def _pairs(lists: Sequence[Listed], versions_of: Sequence[Versions], beside: Beside | None) -> Iterator[Versions]:
    chained = {frozenset((old.name, new.name)) for old, new in versions_of}
    for one, two in combinations([x for x in lists if not is_totals(x)], 2):
        if frozenset((one.name, two.name)) not in chained and (beside is None or beside(one, two)):
            yield one, two


def _notes(lists: Sequence[Listed]) -> Iterator[Message]:
    for listed in lists:
        if is_totals(listed):
            yield Message("audit.is_totals", {"list": listed.name})
        yield from orders(listed)
