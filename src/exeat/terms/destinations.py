"""Whether clauses say where people are taken: a clause that names no receiver may leave it to destination clauses.

- A destination clause answers for a moving clause that transfers and names no `to`, if both name a list, a group or a
  record: as written, by themselves or in a union, not in what they take away.
- A clause on remains of the dead names its receiver: the dead chose nowhere.
- A destination clause without a place and without the choice of the persons says nothing of where.
"""

from collections.abc import Iterable, Sequence

from exeat.core import clauses as cl
from exeat.core.clauses import Clause, Selector


def chooses(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a moving clause takes people to the destinations that destination clauses allow."""
    if not isinstance(clause, cl.Release | cl.Include) or clause.act != "transfer" or clause.to is not None:
        return False
    if isinstance(clause, cl.Release) and clause.remains:
        return False
    mine = set(_names(clause.selection))
    return any(mine & set(_names(d.selection)) for d in saying_where(clauses))


def saying_where(clauses: Sequence[Clause]) -> list[cl.Destination]:
    """The destination clauses that say something of where."""
    return [c for c in clauses if isinstance(c, cl.Destination) and (c.to or c.quotas or c.choice)]


def _names(selector: Selector) -> Iterable[tuple[str, str]]:
    """The lists, groups and records that a selector names."""
    if selector.list is not None:
        yield "list", selector.list
    if selector.group is not None:
        yield "group", selector.group
    yield from (("record", r) for r in selector.named)
    for other in selector.union:
        yield from _names(other)
