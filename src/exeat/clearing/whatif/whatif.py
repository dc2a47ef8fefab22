"""What if: two plans of one moment, the second as if something were otherwise, and what that changes.

- Both are cleared in the same reading: the one that stands, filled where nobody chose, so that only what is supposed
  makes a difference.
- Nothing is written, and no document of it can be taken for a plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exeat.clearing.document import ConflictFound, PlanTold
from exeat.clearing.earlier import Earlier
from exeat.clearing.levels import Status
from exeat.clearing.model import Solver
from exeat.clearing.plan import Cleared, clear
from exeat.core.errors import Refused
from exeat.core.facts import Facts
from exeat.identity.people import People
from exeat.terms.choices import check_choices
from exeat.terms.points import open_points
from exeat.terms.terms import terms

from .changes import Changes, supposing
from .difference import Difference, difference, reached
from .drop_outs import DropOuts, drop_outs
from .standard import lowered, not_supposed


@dataclass(frozen=True, slots=True)
class SupposedStatement:
    """A statement that nobody made: the id under which reasons name it, what it is called, who would say it."""

    id: str
    key: str
    by: str
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan in short: its status, whether its reading is chosen, how many people go, why not where nobody can."""

    status: Status
    chosen: bool
    people: int
    conflicts: tuple[ConflictFound, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What was supposed, what comes of it, and what it changes. `facts`: the root of the statements that do stand.

    `told`: the plan that people were told of, and whom the plan that would be leaves out of it. `before`, `after`: both
    answers, for those who look further; they are no part of the document.
    """

    case: str
    facts: str
    on: str
    supposed: tuple[SupposedStatement, ...]
    without: tuple[str, ...]
    leaves: tuple[str, ...]
    read: tuple[tuple[str, str], ...]
    was: Outcome
    would_be: Outcome
    difference: Difference
    told: PlanTold | None
    drop_outs: tuple[DropOuts, ...]
    before: Cleared = field(repr=False, compare=False)
    after: Cleared = field(repr=False, compare=False)


def what_if(facts: Facts, before: Cleared, solver: Solver, changes: Changes, dropping: int = 0) -> WhatIf:
    """What another state of facts or terms would change in an answer. Raises Refused for what may not be supposed.

    `dropping`: what holds of the plan that would be when up to so many of those who go drop out.
    """
    broken = not_supposed(facts, changes.statements)
    if broken:
        raise Refused(broken)
    before = _filled(facts, before, solver)
    base = before.readings.base
    other = supposing(facts, base, changes)
    check_choices(other, changes.read)
    choices = {**_still_open(other, before), **changes.read}
    after = one_reading(other, before.world.people, solver, choices, before.world.earlier)
    broken = list(lowered(base.problem, after.readings.base.problem))
    if broken:
        raise Refused(broken)
    found = _what_if(facts, changes, before, after)
    return replace(found, drop_outs=drop_outs(after, solver, dropping)) if dropping and found.would_be.chosen else found


def _filled(facts: Facts, before: Cleared, solver: Solver) -> Cleared:
    """The answer that stands, in its base reading alone where nobody chose one."""
    if before.readings.chosen:
        return before
    return one_reading(facts, before.world.people, solver, before.readings.base.choices, before.world.earlier)


def _still_open(facts: Facts, before: Cleared) -> dict[str, str]:
    """The choices of the reading that stands, as far as they are still to be made."""
    points = {p.id: p.choices for p in open_points(facts, terms(facts))}
    return {p: choice for p, choice in before.readings.base.choices.items() if choice in points.get(p, ())}


def one_reading(
    facts: Facts, people: People, solver: Solver, choices: Mapping[str, str], earlier: Earlier | None = None
) -> Cleared:
    """One reading; all of them only where it takes them to see that no choice is missing."""
    found = clear(facts, people, solver, choices, False, earlier)
    return found if found.readings.chosen else clear(facts, people, solver, choices, True, earlier)


def _what_if(facts: Facts, changes: Changes, before: Cleared, after: Cleared) -> WhatIf:
    new = after.world.facts
    supposed = [
        SupposedStatement(i, new.key(i), s.by, s.claim.kind)
        for i, s in new.statements.items()
        if i not in facts.statements
    ]
    return WhatIf(
        case=facts.case.id,
        facts=facts.root,
        on=facts.as_of.on.isoformat(),
        supposed=tuple(sorted(supposed, key=lambda s: (s.key, s.id))),
        without=tuple(sorted(changes.without)),
        leaves=tuple(sorted(changes.leaves)),
        read=tuple(sorted(changes.read.items())),
        was=_outcome(before),
        would_be=_outcome(after),
        difference=difference(before.plan, after.plan),
        told=after.plan.told,
        drop_outs=(),
        before=before,
        after=after,
    )


def _outcome(cleared: Cleared) -> Outcome:
    plan = cleared.plan
    return Outcome(plan.status, cleared.readings.chosen, reached(plan).get("people", 0), plan.conflicts)
