"""Stages and obligations in words: who goes in which stage, what opens it, and what is owed besides people."""

from collections.abc import Iterable

from exeat.clearing.document import ClauseInStage, Obligation, Plan, StageOpens, StagePlanned

from .texts import Speaker


def stage_sentence(speaker: Speaker, stage: StagePlanned) -> str:
    """A stage: how many people go in it, and whether it waits for something."""
    return speaker.text(f"stages.{stage.state}", number=stage.number, people=stage.people)


def people_sentence(speaker: Speaker, clause: ClauseInStage) -> str:
    """The people of a clause in its stage, and when they go."""
    when = ", ".join((*clause.window, *clause.cadence))
    number, what = (clause.people, "people") if clause.remains is None else (clause.remains, "remains")
    values = {"clause": clause.clause, "from": speaker.name(clause.from_), "people": number}
    return speaker.text(f"stages.{what}_when" if when else f"stages.{what}", when=when, **values)


def opening_sentence(speaker: Speaker, opening: StageOpens) -> str:
    """What a clause waits for, how far it is, and what becomes of the rest if it never comes."""
    event = speaker.text("stages.event", event=opening.event, clause=opening.clause, opens=opening.opens)
    parts = [event, speaker.text(f"stages.{opening.state}")]
    if opening.right is not None and opening.state != "came_about":
        parts.append(speaker.text("stages.counted", left=opening.left, right=opening.right))
    if opening.severable is not None and opening.state != "came_about":
        parts.append(speaker.text("stages.severable" if opening.severable else "stages.all_or_nothing"))
    return " ".join(parts)


def obligation_sentence(speaker: Speaker, owed: Obligation) -> str:
    """What a party gives besides people, and how far it is fulfilled."""
    extra = "; ".join(x for x in (owed.amount, owed.trigger and speaker.text("stages.when", event=owed.trigger)) if x)
    to = speaker.name(owed.to) if owed.to else speaker.text("terms.left_open")
    values = {"clause": owed.clause, "by": speaker.name(owed.by), "to": to, "what": owed.what}
    said = speaker.text("stages.owes", extra=f" ({extra})" if extra else "", **values)
    tied = speaker.text("stages.depends", clauses=", ".join(owed.depends)) if owed.depends else ""
    return " ".join(x for x in (said, speaker.text(f"stages.obligation_{owed.state}"), tied) if x)


def stage_lines(speaker: Speaker, plan: Plan) -> Iterable[tuple[int, str]]:
    """The plan stage by stage, as lines with how deep each is: 0 a stage, 1 what is in it or opens it."""
    for stage in plan.stages or ():
        yield 0, stage_sentence(speaker, stage)
        yield from ((1, people_sentence(speaker, c)) for c in stage.clauses)
        yield from ((1, opening_sentence(speaker, o)) for o in stage.opens)
