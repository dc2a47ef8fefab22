"""What a plan says of stages, of obligations and of what falls away, compared with what the page comes to.

- A clause may be said to fall away only if it is severable, or rests on one that falls; that it cannot be kept is not
  worked out again, as little as that a plan is best.
- Each stage has its clauses, the people who go by them, and whether it waits; each move has the stage of its clause.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from exeat.core.clauses import Clause, Handover, Inform, Limit, Phase, When

from .document import Plan, rows, texts
from .events import event_of, have_stages, is_window, obligation, waits
from .finding import Finding
from .reading import gone
from .setting import Setting
from .stages import Staged
from .tally import Tally

Row = Mapping[str, Any]
PASSED_ON = (Phase, When, Handover, Inform)


def fallen(plan: Plan, setting: Setting) -> frozenset[str]:
    """The clauses that a plan says fall away by themselves: not those that only name one, and are under no guard."""
    out = {str(r.get("clause")) for r in rows(plan, "counts") if r.get("state") in ("falls_away", "not_planned")}
    said = {str(r.get("clause")) for r in rows(plan, "counts") if r.get("state") == "falls_away"}
    clauses = setting.reading.clauses
    guarded = {w.then for w in waits(clauses) if w.severable}
    return frozenset(c for c in said & clauses.keys() if c in guarded or _named(clauses[c]) not in out)


def check_fallen(setting: Setting, fall: frozenset[str]) -> Iterator[Finding]:
    """Clauses that may not fall away. `setting`: that of all clauses."""
    found = Staged(setting)
    may = gone(setting.facts, setting.reading.clauses, fall & found.severable.keys())
    for clause in sorted(fall - may.keys()):
        yield Finding("falls-unfounded", clause)


def _named(clause: Clause | None) -> str:
    """The clause to which a phase or a condition points."""
    return clause.clause if isinstance(clause, Phase) else clause.then if isinstance(clause, When) else ""


def state_without(setting: Setting, id: str) -> str:
    """The state of a clause that is no part of the reading."""
    return setting.reading.gone.get(id, "not_cleared")


# ------------------------------------------------------------ counts


def check_row(row: Row, clause: Clause, tally: Tally, staged: Staged) -> Iterator[Finding]:
    """The row of a phase, a condition, a handover or an obligation."""
    expected = [_numbers(r) for r in numbers_of(clause, tally, staged)]
    said = _numbers(row)
    if said not in expected:
        values = {"part": "state", "said": _text(said), "found": " | ".join(map(_text, expected))}
        yield Finding("count-differs", clause.id, None, values)


def missing(plan: Plan, tally: Tally, staged: Staged) -> Iterator[Finding]:
    """Every such clause has its rows."""
    for clause in tally.setting.reading.clauses.values():
        if isinstance(clause, PASSED_ON) and clause.id not in tally.out:
            mine = {r.get("stage") for r in rows(plan, "counts") if r.get("clause") == clause.id}
            if {r.get("stage") for r in numbers_of(clause, tally, staged)} - mine:
                yield Finding("count-missing", clause.id)


def numbers_of(clause: Clause, tally: Tally, staged: Staged) -> Iterator[Row]:
    """What the rows of such a clause may state: one for each of its bounds, or for each number that one may have."""
    out = tally.setting.reading.gone.get(_named(clause))
    if out is not None:
        yield {"state": out}
    elif isinstance(clause, Inform):
        yield {"state": "passed_on"}
    elif isinstance(clause, Handover):
        bounds = [e for e in staged.exposures(tally) if e[0] == clause.id]
        for _, stage, ahead, most in bounds:
            for left in {abs(n) for n in range(ahead[0], ahead[1] + 1)}:
                state = "holds" if left <= most else "broken"
                yield {"state": state, "left": left, "op": "<=", "right": most, "stage": stage}
        if not bounds:
            yield {"state": "passed_on"}
    else:
        yield from _opening_rows(clause, tally, staged)


def _opening_rows(clause: Clause, tally: Tally, staged: Staged) -> Iterator[Row]:
    mine = [w for w in staged.open if w.by == clause.id and w.event.kind in ("people", "all")]
    for w in mine:
        found = 0 if staged.never(w) else staged.reach(w, tally)
        least = max(w.event.number, 1) if staged.never(w) else w.event.number
        yield {"state": "holds" if found >= least else "broken", "left": found, "op": ">=", "right": least}
    if not mine:
        yield {"state": "holds"}


def _numbers(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(k) for k in ("state", "left", "op", "right", "stage"))


def _text(numbers: tuple[Any, ...]) -> str:
    return " ".join(str(n) for n in numbers if n is not None)


# ------------------------------------------------------------ stages, obligations


def check_stages(plan: Plan, tally: Tally, staged: Staged) -> Iterator[Finding]:
    """Stages as they must be: their clauses, people and state; and the stage of each move."""
    wanted = stages_of(tally, staged) if come_in_stages(tally.setting.reading.clauses.values()) else []
    said = [_stage_said(r) for r in rows(plan, "stages")]
    for number in sorted({n for n, *_ in [*wanted, *said] if (n, *_) not in wanted or (n, *_) not in said}, key=str):
        yield Finding("stage-differs", None, None, {"stage": number if isinstance(number, int) else str(number)})
    for row in rows(plan, "moves"):
        by = [staged.of[c] for c in texts(row, "clauses") if c in staged.of]
        if row.get("stage") != (by[0] if by and wanted else None):
            yield Finding("stage-differs", None, _person(row), {"stage": str(row.get("stage"))})


def come_in_stages(clauses: Collection[Clause]) -> bool:
    """Whether clauses come in stages, or are limited by them."""
    return have_stages(clauses) or any(isinstance(c, Limit) and c.per == "stage" for c in clauses)


def stages_of(tally: Tally, staged: Staged) -> list[tuple[Any, ...]]:
    """Each stage: its number, whether it waits, how many people and remains go, by which clauses, what opens it."""
    found = []
    for stage in sorted(set(staged.of.values())):
        mine = sorted(c for c, n in staged.of.items() if n == stage)
        dead = tally.setting.of_remains
        number = {c: len(tally.moved(c)) + tally.open.get(c, 0) for c in mine}
        clauses = tuple((c, 0, n) if c in dead else (c, n, 0) for c, n in sorted(number.items()))
        people, remains = sum(n for _, n, _ in clauses), sum(n for _, _, n in clauses)
        opens = sorted((w.by, staged.states[w.by, w.then]) for w in staged.waits if w.then in mine)
        state = "waits" if any(s != "came_about" for _, s in opens) else "open"
        found.append((stage, state, people, remains, clauses, tuple(opens)))
    return found


def _stage_said(row: Row) -> tuple[Any, ...]:
    clauses = tuple(
        sorted((str(c.get("clause")), c.get("people"), c.get("remains") or 0) for c in rows(row, "clauses"))
    )
    opens = tuple(sorted((str(o.get("clause")), str(o.get("state"))) for o in rows(row, "opens")))
    return (row.get("number"), row.get("state"), row.get("people"), row.get("remains") or 0, clauses, opens)


def _person(row: Row) -> str | None:
    person = row.get("person")
    return person if isinstance(person, str) else None


def check_obligations(plan: Plan, setting: Setting) -> Iterator[Finding]:
    """Every obligation with its state, and the clauses that depend on it."""
    clauses = setting.reading.clauses
    wanted = {
        c.id: (obligation(setting.facts, c), depending(c, setting)) for c in clauses.values() if isinstance(c, Inform)
    }
    said = {str(r.get("clause")): (r.get("state"), tuple(texts(r, "depends"))) for r in rows(plan, "obligations")}
    for clause in sorted(c for c in wanted.keys() | said.keys() if wanted.get(c) != said.get(c)):
        found = wanted.get(clause, ("", ()))
        yield Finding("obligation-differs", clause, None, {"found": found[0]})


def depending(clause: Inform, setting: Setting) -> tuple[str, ...]:
    """The clauses that depend on an obligation, or that trigger it."""
    clauses, found = setting.reading.clauses, set[str]()
    if clause.clause in setting.moves:
        found.add(clause.clause or "")
    if clause.trigger is not None:
        trigger = event_of(clause.trigger, clauses)
        found |= {trigger.of} & setting.moves.keys() if trigger.kind in ("people", "all") else set()
    found |= {w.then for w in waits(clauses) if w.event.kind == "obligation" and w.event.of == clause.id}
    return tuple(sorted(found))


def is_passed_on(clause: Clause | None) -> bool:
    """Whether a clause is looked at here: not one that asks for a petition window."""
    return isinstance(clause, PASSED_ON) and not (isinstance(clause, When) and is_window(clause))
