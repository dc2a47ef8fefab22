"""Alternatives: clauses of which some hold, or others; which, is an open point of its own.

- A clause says that it belongs to an option of an alternative (`either: alternative/option`). In a reading the clauses
  of the one option hold that it chooses; those of the others are not in it, nor is what rests on them alone.
- exeat chooses no option: each is a reading.
"""

from collections.abc import Iterable, Mapping, Sequence

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

OPTION = "option"


def option_of(clause: Clause) -> tuple[str, str] | None:
    """The alternative and the option that a clause belongs to; None where it holds in every reading."""
    if clause.either is None:
        return None
    alternative, _, option = clause.either.partition("/")
    return alternative, option


def alternatives(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """The options of each alternative, sorted."""
    found: dict[str, set[str]] = {}
    for clause in clauses:
        if (mine := option_of(clause)) is not None:
            found.setdefault(mine[0], set()).add(mine[1])
    return {a: tuple(sorted(found[a])) for a in sorted(found)}


def point_of(alternative: str) -> str:
    """The id of the open point that says which option holds."""
    return f"{alternative}/{OPTION}"


def holding(clauses: Sequence[Clause], choices: Mapping[str, str]) -> tuple[Clause, ...]:
    """The clauses that hold by these choices. An alternative without a choice is left as it is."""
    out = {c.id for c in clauses if not _holds(c, choices)}
    while more := {c.id for c in clauses if c.id not in out and rests_on(c) in out}:
        out |= more
    return tuple(c for c in clauses if c.id not in out)


def each_option(clauses: Sequence[Clause]) -> list[Sequence[Clause]]:
    """The clauses as they hold under each option by itself; as they are where there is no alternative."""
    found = [holding(clauses, {point_of(a): o}) for a, options in alternatives(clauses).items() for o in options]
    return [*found] or [clauses]


def rests_on(clause: Clause) -> str | None:
    """The clause without which another says nothing: as many as it, inside its number."""
    if isinstance(clause, cl.Include) and clause.within is not None:
        return clause.within
    count = clause.selection.count if isinstance(clause, cl.Release | cl.Include) else None
    return count.same_as if isinstance(count, cl.SameAs) else None


def _holds(clause: Clause, choices: Mapping[str, str]) -> bool:
    mine = option_of(clause)
    return mine is None or choices.get(point_of(mine[0]), mine[1]) == mine[1]
