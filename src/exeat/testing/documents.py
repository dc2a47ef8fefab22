"""Moves written as a plan document, so that a checker can be asked about them.

- The numbers are worked out as `clearing.check` does; whoever wants a wrong document changes a right one.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from exeat.clearing.check.moves import by_terms
from exeat.clearing.check.setting import Setting
from exeat.clearing.check.tally import Tally
from exeat.core.facts import Facts


def document(
    facts: Facts,
    choices: Mapping[str, str],
    moves: Collection[tuple[str, str]],
    open_places: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The plan document of moves (person, clause), with open places by clause."""
    setting = Setting(facts, choices)
    tally = Tally(setting, dict(moves), open_places or {})
    return {
        "exeat": "plan/1",
        "case": facts.case.id,
        "facts": {"root": facts.root, "on": facts.as_of.on.isoformat()},
        "status": "optimal",
        "moves": [_move(setting, person, clause) for person, clause in sorted(moves)],
        "counts": [row for clause in setting.moves for row in _counts(tally, clause)],
        "held_back": [_held(setting, p) for p in sorted(setting.everybody) if _is_held(setting, p)],
        "open_places": [{"clause": c, "number": n} for c, n in sorted((open_places or {}).items())],
    }


def _move(setting: Setting, person: str, clause: str) -> dict[str, Any]:
    context = setting.contexts[clause]
    row = {"person": person, "from": context.power, "to": context.to, "act": context.act, "clauses": [clause]}
    return {k: v for k, v in row.items() if v is not None}


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
    against = setting.judge.against(person, setting.contexts[clause])
    sure = any(r.verdict == "recorded" for r in against)
    reasons = [{"rule": r.rule, "statements": list(r.statements)} for r in against]
    reasons += [{"rule": rule, "statements": []} for rule in by_terms(setting, person, clause)]
    return {
        "person": person,
        "verdict": "recorded" if sure else "not_established",
        "reasons": reasons,
        "clause": clause,
    }
