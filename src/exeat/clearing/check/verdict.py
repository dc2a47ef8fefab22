"""Does a plan hold? Everything it says is worked out again from the facts and compared.

- No finding means that it holds. Every finding is reported, not only the first.
- A plan without an exchange (`none`) must move nobody; that there is none is not worked out again.
- Not checked: that the plan is best, that what is named is forced, that the chances of a lottery are the best.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from exeat.core.clauses import (
    Balance,
    Clause,
    Destination,
    Equivalence,
    Exclude,
    Include,
    Limit,
    Rate,
    Status,
    Together,
)
from exeat.core.facts import Facts

from .counts import broken, required
from .document import Plan, foreign, malformed, open_places, rows
from .draws import check_draws
from .finding import Finding
from .moves import check_held_back, check_moves, destinations, moves
from .parties import check_parties, taking_part
from .reading import Choices, asks_for, offered
from .setting import Setting
from .staged_plan import (
    check_fallen,
    check_obligations,
    check_row,
    check_stages,
    fallen,
    is_passed_on,
    missing,
    state_without,
)
from .stages import Staged
from .tally import Tally
from .ties import Span, span, ties
from .told import check_told

if TYPE_CHECKING:
    import polars as pl


def check_plan(
    facts: Facts,
    plan: Plan,
    choices: Choices,
    proposals: "pl.DataFrame | None" = None,
    told: Plan | None = None,
) -> tuple[Finding, ...]:
    """What does not hold in a plan document, for the reading that makes these choices. Empty: the plan holds.

    `proposals`: what the machine proposes on who is who; None = nothing. `told`: the plan that people were told of.
    """
    setting = Setting(facts, choices, proposals=proposals)
    fall = fallen(plan, setting)
    unfounded = tuple(check_fallen(setting, fall)) if fall else ()
    if fall:
        setting = Setting(facts, choices, proposals=proposals, fallen=fall)
    found = (*malformed(plan), *foreign(plan, facts), *unfounded, *_content(plan, setting, told))
    return (*found, *check_told(plan, setting, told))


def _content(plan: Plan, setting: Setting, told: Plan | None = None) -> Iterator[Finding]:
    if "moves" not in plan:  # no reading was chosen: nothing was planned
        return
    yield from check_held_back(plan, setting)
    if plan.get("status") == "none":
        if plan["moves"] or open_places(plan):
            yield Finding("moves-without-exchange")
        return
    for clause, parameter in setting.reading.open:
        yield Finding("open-point", clause, None, {"parameter": parameter})
    yield from check_moves(plan, setting)
    yield from check_draws(plan, setting, told)
    yield from _unknown_places(plan, setting)
    places = {c: n for c, n in open_places(plan).items() if c in setting.moves}
    tally = Tally(setting, moves(plan, setting), places, destinations(plan, setting))
    tally = replace(tally, out=tally.roles.not_asked(taking_part(plan, tally)))
    staged = Staged(setting)
    yield from broken(tally)
    yield from _counts(plan, tally, staged)
    yield from check_parties(plan, tally)
    yield from check_stages(plan, tally, staged)
    yield from check_obligations(plan, setting)


def _unknown_places(plan: Plan, setting: Setting) -> Iterator[Finding]:
    for clause in sorted(open_places(plan).keys() - setting.moves.keys()):
        yield Finding("unknown-clause", clause)
    for row in rows(plan, "open_places"):
        clause, dead = str(row.get("clause")), row.get("clause") in setting.of_remains
        if bool(row.get("remains")) != dead:
            values = {"part": "remains", "said": str(not dead), "found": str(dead)}
            yield Finding("terms-differ", clause, None, values)


# ------------------------------------------------------------ the numbers the plan states


def _counts(plan: Plan, tally: Tally, staged: Staged) -> Iterator[Finding]:
    known = offered(tally.setting.facts)
    for row in rows(plan, "counts"):
        clause = str(row.get("clause", ""))
        if clause not in known:
            yield Finding("unknown-clause", clause)
        elif clause in tally.out:
            yield from _not_asked(row, clause)
        elif is_passed_on(here := tally.setting.reading.clauses.get(clause)) and here is not None:
            yield from check_row(row, here, tally, staged)
        elif _is_tied(read := tally.setting.reading.clauses.get(clause)):
            yield from _tied(row, clause, tally)
        elif read is not None and not isinstance(read, Status | Destination) and asks_for(read) is None:
            yield from _count(row, clause, tally)
        elif read is not None:  # it asks for a rule, and for no number
            yield from _state_of(row, clause)
        elif row.get("state") != (state := state_without(tally.setting, clause)):
            values = {"part": "state", "said": str(row.get("state")), "found": state}
            yield Finding("count-differs", clause, None, values)
    yield from _missing(plan, tally)
    yield from missing(plan, tally, staged)


def _not_asked(row: Mapping[str, Any], clause: str) -> Iterator[Finding]:
    """A clause whose speaker stays out has no number; one that bears on places says so all the same."""
    if row.get("state") not in ("stays_out", "holds") or row.get("left") is not None:
        values = {"part": "state", "said": str(row.get("state")), "found": "stays_out"}
        yield Finding("count-differs", clause, None, values)


def _missing(plan: Plan, tally: Tally) -> Iterator[Finding]:
    """Every clause that moves people has its number, and every bound its own: of each place, on each side."""
    stated: Counter[Any] = Counter(
        (row.get("clause"), row.get("op"), row.get("destination") or "") for row in rows(plan, "counts")
    )
    moving = tally.setting.moves.keys() - {clause for clause, _, _ in stated}
    asked: Counter[Any] = Counter((tie.clause, tie.op, tie.place) for tie in ties(tally))
    for clause in sorted(moving | {clause for clause, _, _ in asked - stated}):
        yield Finding("count-missing", clause)


def _is_tied(read: Clause | None) -> bool:
    """Whether a clause ties numbers of people. A destination clause without quotas says only where they go."""
    return isinstance(read, Limit | Rate | Equivalence) or (isinstance(read, Destination) and bool(read.quotas))


def _count(row: Mapping[str, Any], clause: str, tally: Tally) -> Iterator[Finding]:
    """A number must be one of those worked out; the state must follow from the numbers."""
    possible = _measures(clause, str(row.get("op", "")), tally)
    for part, spans in zip(("left", "right"), possible, strict=True):
        said = row.get(part)
        if spans and not any(isinstance(said, int) and least <= said <= most for least, most in spans):
            yield _differs(clause, part, said, spans)
    yield from _state_of(row, clause)


def _differs(clause: str, part: str, said: object, spans: list[Span]) -> Finding:
    found = " | ".join(dict.fromkeys(span(s) for s in spans))
    return Finding("count-differs", clause, None, {"part": part, "said": str(said), "found": found})


def _tied(row: Mapping[str, Any], clause: str, tally: Tally) -> Iterator[Finding]:
    """The two numbers of a limit, a rate or a quota must be those of one and the same bound."""
    op, place = row.get("op"), row.get("destination") or ""
    where = (op, place, row.get("stage"))
    mine = [t for t in ties(tally) if t.clause == clause and (t.op, t.place, t.stage) == where]
    numbers = (row.get("left"), row.get("right"))
    if not any(_in(numbers[0], t.left) and _in(numbers[1], t.right) for t in mine):
        right = [t for t in mine if _in(numbers[1], t.right)]
        part, said = ("left", numbers[0]) if right else ("right", numbers[1])
        yield _differs(clause, part, said, [t.left for t in right] or [t.right for t in mine])
    yield from _state_of(row, clause)


def _in(said: object, between: Span) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and between[0] <= said <= between[1]


def _state_of(row: Mapping[str, Any], clause: str) -> Iterator[Finding]:
    state = _state(row)
    if state is not None and row.get("state") != state:
        values = {"part": "state", "said": str(row.get("state")), "found": state}
        yield Finding("count-differs", clause, None, values)


def _state(row: Mapping[str, Any]) -> str | None:
    """What the numbers of a row come to; None where it states none."""
    left, op, right = row.get("left"), row.get("op"), row.get("right")
    if not isinstance(left, int) or not isinstance(right, int):
        return None
    holds = {"=": left == right, ">=": left >= right, "<=": left <= right}.get(str(op))
    return None if holds is None else "holds" if holds else "broken"


def _measures(clause: str, op: str, tally: Tally) -> tuple[list[Span], list[Span]]:
    """What the left and the right side of a row may state; nothing where the page does not say."""
    read = tally.setting.reading.clauses[clause]
    if clause in tally.setting.moves:
        number = tally.number(clause)
        return [(number, number)], _right(clause, op, tally)
    if isinstance(read, Include) and read.force == "must":
        asked = required(tally, read)
        return [tally.included(read)], [(asked, asked)]
    if isinstance(read, Include):
        return [tally.included(read)], []
    if isinstance(read, Together) and read.force == "should":
        groups = 1 if read.unless is not None else len(tally.setting.wished[clause])
        return [tally.whole(read)], [(groups, groups)]
    if isinstance(read, Exclude):
        out = sum(tally.setting.excluded.get(p) == clause for p in tally.moves)
        return [(out, out)], [(0, 0)]
    if isinstance(read, Balance):
        sides = [(left, right) for _, left, right in tally.sides(read)]
        left, right = (
            tally.between(tally.setting.select.of(read.left)),
            tally.between(tally.setting.select.of(read.right)),
        )
        return [left, *(a for a, _ in sides)], [right, *(b for _, b in sides)]
    return [], []


def _right(clause: str, op: str, tally: Tally) -> list[Span]:
    """What a clause asks for: all of them, exactly so many, at least or at most so many."""
    asked = tally.asked(clause)
    if asked is None:
        every = tally.all_of_them(clause)
        return [(every, every)]
    most = asked.least if asked.most is None else asked.most
    return [(most, most)] if op == "<=" else [(asked.least, asked.least if op == ">=" else most)]
