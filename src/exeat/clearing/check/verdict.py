"""Does a plan hold? Everything it says is worked out again from the facts and compared.

- No finding means that it holds. Every finding is reported, not only the first.
- A plan without an exchange (`none`) must move nobody; that there is none is not worked out again.
- Not checked: that the plan is best, that what is named is forced, what a lottery drew.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from exeat.core.clauses import Balance, Exclude, Include
from exeat.core.facts import Facts

from .counts import broken, required
from .document import Plan, foreign, malformed, open_places, rows
from .finding import Finding
from .moves import check_held_back, check_moves, moves
from .reading import Choices, offered
from .setting import Setting
from .tally import Tally

Span = tuple[int, int]


def check_plan(facts: Facts, plan: Plan, choices: Choices) -> tuple[Finding, ...]:
    """What does not hold in a plan document, for the reading that makes these choices. Empty: the plan holds."""
    setting = Setting(facts, choices)
    return (*malformed(plan), *foreign(plan, facts), *_content(plan, setting))


def _content(plan: Plan, setting: Setting) -> Iterator[Finding]:
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
    yield from _unknown_places(plan, setting)
    places = {c: n for c, n in open_places(plan).items() if c in setting.moves}
    tally = Tally(setting, moves(plan, setting), places)
    yield from broken(tally)
    yield from _counts(plan, tally)


def _unknown_places(plan: Plan, setting: Setting) -> Iterator[Finding]:
    for clause in sorted(open_places(plan).keys() - setting.moves.keys()):
        yield Finding("unknown-clause", clause)


# ------------------------------------------------------------ the numbers the plan states


def _counts(plan: Plan, tally: Tally) -> Iterator[Finding]:
    known = offered(tally.setting.facts)
    for row in rows(plan, "counts"):
        clause = str(row.get("clause", ""))
        if clause not in known:
            yield Finding("unknown-clause", clause)
        elif clause in tally.setting.reading.clauses:
            yield from _count(row, clause, tally)
        elif row.get("state") != "not_cleared":
            values = {"part": "state", "said": str(row.get("state")), "found": "not_cleared"}
            yield Finding("count-differs", clause, None, values)
    stated = {row.get("clause") for row in rows(plan, "counts")}
    for clause in sorted(tally.setting.moves.keys() - stated):
        yield Finding("count-missing", clause)


def _count(row: Mapping[str, Any], clause: str, tally: Tally) -> Iterator[Finding]:
    """A number must be one of those worked out; the state must follow from the numbers."""
    possible = _measures(clause, str(row.get("op", "")), tally)
    for part, spans in zip(("left", "right"), possible, strict=True):
        said = row.get(part)
        if spans and not any(isinstance(said, int) and least <= said <= most for least, most in spans):
            found = " | ".join(dict.fromkeys(_text(span) for span in spans))
            yield Finding("count-differs", clause, None, {"part": part, "said": str(said), "found": found})
    state = _state(row)
    if state is not None and row.get("state") != state:
        values = {"part": "state", "said": str(row.get("state")), "found": state}
        yield Finding("count-differs", clause, None, values)


def _text(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}..{span[1]}"


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
