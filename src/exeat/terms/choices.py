"""Choices: how open points are read, by the protocol, by a plan document, or for one call."""

from collections.abc import Mapping

from exeat.core.case import CASE_FILE
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.core.marked import Plain

from .points import open_points
from .terms import terms


def choices_said(facts: Facts) -> dict[str, str]:
    """The protocol's choices, and the only choice of a point that has one."""
    points = open_points(facts, terms(facts))
    only = {p.id: p.choices[0] for p in points if len(p.choices) == 1}
    return only | dict(facts.case.protocol.readings)


def choices_of(plan: Plain) -> dict[str, str] | None:
    """The choices of the reading that a plan document answers for; None where it names none."""
    readings = plan.get("readings") if isinstance(plan, dict) else None
    for reading in readings if isinstance(readings, list) else []:
        if isinstance(plan, dict) and isinstance(reading, dict) and reading.get("id") == plan.get("reading"):
            choices = reading.get("choices")
            return {str(k): str(v) for k, v in choices.items()} if isinstance(choices, dict) else None
    return None


def check_choices(facts: Facts, choices: Mapping[str, str]) -> None:
    """Every choice must be one of an open point; a wrong one in the protocol is a mistake in the case file.

    Raises Refused with every wrong choice.
    """
    points = {p.id: p.choices for p in open_points(facts, terms(facts))}
    declared = dict(facts.case.protocol.readings)
    wrong = []
    for point, choice in sorted(choices.items()):
        if choice in points.get(point, ()):
            continue
        values = {"choice": choice} if point in points else {"given": "point"}
        known = ", ".join(points.get(point, tuple(points)))
        file = CASE_FILE if declared.get(point) == choice else None
        wrong.append(Problem("reading-unknown", file, values={"point": point, "known": known, **values}))
    if wrong:
        raise Refused(wrong)
