"""Who recorded what is shown, and whose key signed it: with `--recorded` in sentences, in documents always."""

import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from exeat.faces.texts import Speaker
    from exeat.house.recorded import Recorded

    from .frame import View

ID = re.compile(r"st_[0-9a-f]{64}")


def _asked(context: click.Context, option: click.Parameter, given: bool) -> None:
    context.meta["exeat.recorded"] = given


recorded_option = click.option(
    "--recorded", is_flag=True, expose_value=False, callback=_asked, help="Who recorded it, and whose key signed it."
)


def with_recorders(view: "View") -> None:
    """Let sentences end with who recorded what they say, and who signed that, where the call asks for it."""
    from exeat.house.recorded import recorded

    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get("exeat.recorded"):
        found = recorded(view.house, view.facts.bodies.keys())
        view.speaker.recorded = {r.statement: phrase(view.speaker, r) for r in found}


def phrase(speaker: "Speaker", found: "Recorded") -> str:
    """`recorded by desk on 2025-06-01, entry 12; signed by the key monitor.example/desk`"""
    values = {"by": found.recorded_by, "at": f"{found.recorded_at:%Y-%m-%d}", "index": found.index}
    said = speaker.text(f"claims.{found.state}", **values, key=found.signed_by or "?")
    for o in found.origins:
        values = {"by": o.recorded_by, "at": o.recorded_at[:10], "index": o.index, "origin": o.origin}
        said = speaker.text("claims.at_origin", phrase=said, **values, key=o.signed_by or "-")
    return said


def recorded_lines(view: "View", value: Any) -> list[str]:
    """A line for each statement that a value names, where the call asks who recorded it."""
    from exeat.core.shape import encode

    ids = sorted(set(ID.findall(str(encode(value, True)))) & view.speaker.recorded.keys())
    return [f"{view.speaker.name(i)}: {view.speaker.recorded[i]}" for i in ids]


def recorders(view: "View", value: Any) -> tuple[Any, ...]:
    """Who recorded each statement that a document names."""
    from exeat.core.entry import time_text
    from exeat.core.shape import encode
    from exeat.faces.documents import OriginShown, StatementRecorded
    from exeat.house.recorded import recorded

    ids = set(ID.findall(str(encode(value, True))))
    return tuple(
        StatementRecorded(
            r.statement, r.index, time_text(r.recorded_at), r.recorded_by, r.state, r.signed_by,
            tuple(OriginShown(o.origin, o.index, o.recorded_at, o.recorded_by, o.signed_by) for o in r.origins),
        )
        for r in recorded(view.house, ids)
    )  # fmt: skip
