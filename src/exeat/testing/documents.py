"""Moves written as a plan document, so that a checker can be asked about them.

- The numbers are worked out as `clearing.check` does; whoever wants a wrong document changes a right one.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from exeat.clearing.check.events import obligation
from exeat.clearing.check.moves import by_terms
from exeat.clearing.check.setting import Setting
from exeat.clearing.check.staged_plan import PASSED_ON, come_in_stages, depending, numbers_of, stages_of
from exeat.clearing.check.stages import Staged
from exeat.clearing.check.tally import Tally
from exeat.clearing.check.ties import Tie, ties
from exeat.core.clauses import Inform
from exeat.core.facts import Facts

if TYPE_CHECKING:
    import polars as pl

Moved = tuple[str, str] | tuple[str, str, str | None]  # a person, a clause, and where to, if it is said


def document(
    facts: Facts,
    choices: Mapping[str, str],
    moves: Collection[Moved],
    open_places: Mapping[str, int] | None = None,
    proposals: "pl.DataFrame | None" = None,
    fallen: Collection[str] = (),
) -> dict[str, Any]:
    """The plan document of moves, with open places by clause. Where a move leaves the destination out, so does it.

    `fallen`: the clauses that fall away.
    """
    setting = Setting(facts, choices, proposals=proposals, fallen=frozenset(fallen))
    away = [{"clause": c, "state": "falls_away"} for c in sorted(fallen)]
    by = {m[0]: m[1] for m in moves}
    to = {m[0]: m[2] for m in moves if len(m) == 3 and m[2] is not None}
    tally = Tally(setting, by, open_places or {}, to)
    numbers = [row for clause in setting.moves for row in _counts(tally, clause)]
    return {
        "exeat": "plan/1",
        "case": facts.case.id,
        "facts": {"root": facts.root, "on": facts.as_of.on.isoformat()},
        "status": "optimal",
        "moves": [_move(tally, person, clause) for person, clause in sorted(by.items())],
        "counts": [*numbers, *map(_tied, ties(tally)), *_passed_on(tally), *away],
        "stages": _stages(tally),
        "obligations": [
            {"clause": c.id, "state": obligation(facts, c), "depends": list(depending(c, setting))}
            for c in setting.reading.clauses.values()
            if isinstance(c, Inform)
        ],
        "held_back": [_held(setting, p) for p in sorted(setting.everybody) if _is_held(setting, p)],
        "open_places": [
            {"clause": c, "number": n, **({"remains": True} if c in setting.of_remains else {})}
            for c, n in sorted((open_places or {}).items())
        ],
    }


def _move(tally: Tally, person: str, clause: str) -> dict[str, Any]:
    context, goes = tally.setting.contexts[clause][0], tally.goes(person)
    to = next(iter(goes)) if len(goes) == 1 else None
    staged = come_in_stages(tally.setting.reading.clauses.values())
    stage = Staged(tally.setting).of[clause] if staged else None
    row = {
        **{"person": person, "from": context.power, "to": to, "act": context.act, "clauses": [clause]},
        "stage": stage,
        "remains": clause in tally.setting.of_remains or None,
    }
    return {k: v for k, v in row.items() if v is not None}


def _passed_on(tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of phases, conditions, handovers and obligations; of a span of numbers, one."""
    staged = Staged(tally.setting)
    for clause in tally.setting.reading.clauses.values():
        found = numbers_of(clause, tally, staged) if isinstance(clause, PASSED_ON) else ()
        for row in {r.get("stage"): r for r in found}.values():
            yield {"clause": clause.id, **row}


def _stages(tally: Tally) -> list[dict[str, Any]]:
    if not come_in_stages(tally.setting.reading.clauses.values()):
        return []
    return [
        {
            "number": number,
            "state": state,
            "people": people,
            "remains": remains,
            "clauses": [{"clause": c, "people": n, "remains": dead} for c, n, dead in clauses],
            "opens": [{"clause": c, "state": s} for c, s in opens],
        }
        for number, state, people, remains, clauses, opens in stages_of(tally, Staged(tally.setting))
    ]


def _tied(tie: Tie) -> dict[str, Any]:
    """The row of a bound; of a number that is not known, one that fits."""
    left, right = tie.left[1] if tie.op == ">=" else tie.left[0], tie.right[0]
    place: dict[str, Any] = {"destination": tie.place} if tie.place else {}
    place |= {} if tie.stage is None else {"stage": tie.stage}
    return {**_row(tie.clause, left, tie.op, right), **place}


def _counts(tally: Tally, clause: str) -> Iterator[dict[str, Any]]:
    asked, left = tally.asked(clause), tally.number(clause)
    if asked is None:
        yield _row(clause, left, "=", tally.all_of_them(clause))
    elif asked.exact:
        yield _row(clause, left, "=", asked.least)
    else:
        yield _row(clause, left, ">=", asked.least)
        if asked.most is not None:
            yield _row(clause, left, "<=", asked.most)


def _row(clause: str, left: int, op: str, right: int) -> dict[str, Any]:
    holds = {"=": left == right, ">=": left >= right, "<=": left <= right}[op]
    return {"clause": clause, "left": left, "op": op, "right": right, "state": "holds" if holds else "broken"}


def _is_held(setting: Setting, person: str) -> bool:
    by = [c for c in setting.moves if person in setting.members[c]]
    return bool(by) and not any(setting.free(person, c) for c in by)


def _held(setting: Setting, person: str) -> dict[str, Any]:
    clause = next(c for c in setting.moves if person in setting.members[c])
    against = [r for x in setting.offered(person, clause) for r in setting.judge.against(person, x)]
    sure = any(r.verdict == "recorded" for r in against)
    rules = {r.rule: r.statements for r in against}
    reasons: list[dict[str, Any]] = [{"rule": rule, "statements": list(cited)} for rule, cited in rules.items()]
    reasons += [{"rule": rule, "statements": []} for rule in by_terms(setting, person, clause)]
    return {
        "person": person,
        "verdict": "recorded" if sure else "not_established",
        "reasons": reasons,
        "clause": clause,
    }
