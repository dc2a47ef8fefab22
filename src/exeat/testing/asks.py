"""Asking the twin and the checker at once."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from exeat.clearing.check import Finding, check_plan
from exeat.clearing.check.setting import Setting

from .brute import Best, best, forced, planned, settled
from .documents import Moved, document
from .memory import World


def answer(w: World) -> Best:
    """What the twin says; the checker must agree with each of its best plans, and with their numbers."""
    found = best(w.facts, w.choices, w.proposals)
    gone = planned(w.facts, w.choices, w.proposals).reading.gone
    fallen = [c for c, state in gone.items() if state == "falls_away"]
    for plan in found.plans:
        told = document(w.facts, w.choices, plan, None, w.proposals, fallen)
        found_against = check_plan(w.facts, told, w.choices, w.proposals)
        assert found_against == (), found_against
    return found


def written(w: World, moves: Collection[Moved], places: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Moves of a world as a plan document."""
    return document(w.facts, w.choices, moves, places, w.proposals)


def moved(w: World) -> set[str]:
    """Who moves in every best plan."""
    return {p for ids in forced(answer(w)).values() for p in ids}


def places(w: World) -> dict[str, str | None]:
    """Where those go who move to one place in every best plan."""
    return {p: to for p, (_, to) in settled(answer(w)).items()}


def codes(findings: Iterable[Finding]) -> set[str]:
    return {f.code for f in findings}


def checked(w: World, *moves: Moved, **places: int) -> set[str]:
    """What the checker says against a plan of these moves."""
    return codes(check_plan(w.facts, written(w, moves, places), w.choices, w.proposals))


def rules(w: World, person: str = "l#1", clause: str = "go") -> dict[str, str]:
    setting = Setting(w.facts, w.choices, proposals=w.proposals)
    return {r.rule: r.verdict for x in setting.contexts[clause] for r in setting.judge.rulings(person, x)}
