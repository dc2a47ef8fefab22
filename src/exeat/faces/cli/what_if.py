"""`what-if`: the same exchange with other facts or terms, and what that changes; nothing is recorded."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .answer import EXIT
from .frame import View, heading, line, lines, shown, view_options
from .kept import FEW, print_told
from .points import choice_of

if TYPE_CHECKING:
    from exeat.clearing.document import ReasonHeld
    from exeat.clearing.whatif.changes import Changes
    from exeat.clearing.whatif.difference import Difference, HeldChanged, NameLost
    from exeat.clearing.whatif.whatif import WhatIf
    from exeat.faces.texts import Speaker


@click.command("what-if")
@view_options
@click.option("--refuses", multiple=True, metavar="RECORD", help="This person refuses to go anywhere.")
@click.option("--stays", multiple=True, metavar="RECORD", help="A court orders that this person stays.")
@click.option("--dies", multiple=True, metavar="RECORD", help="This person dies.")
@click.option("--leaves", multiple=True, metavar="PARTY", help="This party gives nobody and receives nobody.")
@click.option("--without", multiple=True, metavar="CLAUSE", help="Nobody asks for this clause.")
@click.option("--read", multiple=True, metavar="POINT=CHOICE", help="An open point is read this way.")
@click.option("--with", "files", multiple=True, metavar="FILE", help="Statements, or an offer, as a case has them.")
@click.option("--told", metavar="PLAN.json", help="Change the plan that people were told of as little as can be.")
@click.option("--drop-outs", type=click.IntRange(0, 5), default=0, metavar="K", help="What holds if K drop out.")
@click.option("--seconds", type=float, help="Stop looking after this long.")
def what_if(
    case: str, on: str, known: str, lang: str, as_json: bool, files: tuple[str, ...], seconds: float | None,
    refuses: tuple[str, ...], stays: tuple[str, ...], dies: tuple[str, ...], leaves: tuple[str, ...],
    without: tuple[str, ...], read: tuple[str, ...], told: str | None,
    drop_outs: int,
) -> int:  # fmt: skip
    """What another state of facts or terms would change.

    Two plans of one moment, side by side; nothing is recorded. A what-if may suppose more refusals, never fewer, and
    never a further detainee.
    """
    from exeat.adapters.documents import read_plan
    from exeat.adapters.what_if_file import read_supposed
    from exeat.clearing.whatif.changes import Changes
    from exeat.faces import documents

    view = View(case, on, known, lang)
    statements, offers = read_supposed([Path(f) for f in files], view.facts)
    choices = dict(choice_of(r) for r in read)
    changes = Changes(refuses, stays, dies, leaves, without, statements, offers, choices)
    earlier = None if told is None else read_plan(Path(told))
    found = view.house.what_if(changes, view.facts, seconds, earlier, drop_outs)
    if as_json:
        shown(documents.as_document(documents.WhatIfShown, found))
    else:
        print_what_if(view.speaker, found, changes)
    return EXIT[found.would_be.status]


def print_what_if(say: "Speaker", found: "WhatIf", changes: "Changes") -> None:
    """What was supposed, what comes of it, and what it changes, in sentences."""
    from exeat.faces.texts import Speaker

    say = Speaker(found.after.world.facts, say.language)
    heading(say.text("whatif.if"))
    lines(_supposed(say, changes), 2, "*")
    heading(_outcome(say, found))
    if not found.would_be.chosen:
        line(say.text("cli.no_reading"), 2)
    if not found.difference:
        line(say.text("whatif.nothing"), 2)
    _numbers(say, found)
    print_told(say, found.told, found.after.plan)
    _names(say, found.difference)
    _held(say, found.difference)
    _drop_outs(say, found)
    _no(say, found)
    line("")
    line(say.text("whatif.not_recorded"))


def _supposed(say: "Speaker", changes: "Changes") -> list[str]:
    """Everything supposed, one sentence each."""
    found = [
        say.text(f"whatif.{what}", name=say.name(name))
        for what in ("refuses", "stays", "dies", "leaves", "without")
        for name in getattr(changes, what)
    ]
    found += [say.text("whatif.read", point=p, choice=c) for p, c in sorted(changes.read.items())]
    found += [say.text("whatif.said", key=k, by=say.name(s.by)) for k, s in (*changes.statements, *changes.offers)]
    return found or [say.text("whatif.as_it_is")]


def _outcome(say: "Speaker", found: "WhatIf") -> str:
    """The answer in one line: yes or no, and how many people, beside how many today."""
    status = say.text(f"clearing.{found.would_be.status}")
    today = say.text("whatif.nobody") if found.was.status == "none" else str(found.was.people)
    if found.would_be.status == "none":
        return f"{status} {say.text('whatif.today', number=today)}"
    return f"{status} {say.text('whatif.people', number=found.would_be.people, today=today)}"


# ------------------------------------------------------------ what changes


def _numbers(say: "Speaker", found: "WhatIf") -> None:
    from exeat.faces.count_sentences import in_numbers

    changed = found.difference
    clauses = {c.id: c for side in (found.before, found.after) for c in side.readings.base.clauses}
    for counts in changed.counts if found.would_be.status != "none" else ():
        was, now = (
            "; ".join(f"{text} ({say.text(f'cli.{c.state}')})" for c, text in in_numbers(say, side, clauses) if text)
            for side in (counts.before, counts.after)
        )
        none = say.text("whatif.no_number")
        line(say.text("whatif.count", clause=counts.clause, was=was or none, now=now or none), 2, "*")
    for places in changed.open_places if found.would_be.status != "none" else ():
        values = {"clause": places.clause, "was": places.before, "now": places.after}
        among = {"among_was": places.among_before, "among": places.among_after}
        line(say.text("whatif.open_places", **values, **among), 2, "*")
    if changed.points_opened:
        line(say.text("whatif.points_opened", points=", ".join(changed.points_opened)), 2, "?")
    if changed.points_closed:
        line(say.text("whatif.points_closed", points=", ".join(changed.points_closed)), 2, "*")


def _names(say: "Speaker", changed: "Difference") -> None:
    if changed.no_longer_named:
        heading(say.text("whatif.no_longer_named", number=len(changed.no_longer_named)))
    alike: dict[tuple[str, str], list[str]] = {}
    for lost in changed.no_longer_named:
        if lost.reasons:
            line(say.text("whatif.lost", person=lost.person, clause=lost.clause, how=_standing(say, lost)), 2, "*")
            reasons(say, lost.reasons)
        else:
            alike.setdefault((lost.clause, _standing(say, lost)), []).append(lost.person)
    _alike(say, alike)
    if changed.newly_named:
        heading(say.text("whatif.newly_named", number=len(changed.newly_named)))
    new: dict[tuple[str, str], list[str]] = {}
    for name in changed.newly_named:
        new.setdefault((name.clause, say.text(f"whatif.why_{name.why}")), []).append(name.person)
    _alike(say, new)


def _alike(say: "Speaker", people: dict[tuple[str, str], list[str]]) -> None:
    """People of whom the same is to be said, once: by name where they are few."""
    for (clause, how), persons in people.items():
        few = len(persons) <= FEW
        who = ", ".join(persons) if few else say.text("whatif.so_many", number=len(persons))
        line(say.text("whatif.lost", person=who, clause=clause, how=how), 2, "*")


def _standing(say: "Speaker", lost: "NameLost") -> str:
    if lost.now is not None:
        to = say.name(lost.now.to) if lost.now.to else say.text("whatif.place_open")
        return say.text("whatif.elsewhere", clause=lost.now.clause, to=to)
    return say.text(f"whatif.{lost.standing}")


def _held(say: "Speaker", changed: "Difference") -> None:
    told = {(p.person, k) for p in changed.no_longer_named if p.reasons for k in p.clause.split(", ")}
    newly = tuple(h for h in changed.newly_held if (h.person, h.clause) not in told)
    for title, people in (("newly_held", newly), ("no_longer_held", changed.no_longer_held)):
        if people:
            heading(say.text(f"whatif.{title}", number=len({h.person for h in people})))
        alike: dict[tuple[object, ...], list[HeldChanged]] = {}
        for held in people:
            alike.setdefault((held.clause, *((r.rule, r.verdict) for r in held.reasons)), []).append(held)
        for group in alike.values():
            _held_alike(say, group)


def _held_alike(say: "Speaker", group: "list[HeldChanged]") -> None:
    """People whom the same holds back: one by one where they are few, else their number."""
    if len(group) > FEW:
        line(f"{say.text('whatif.so_many', number=len(group))} ({group[0].clause})", 2, "*")
        reasons(say, tuple(replace(r, statements=(), rows=()) for r in group[0].reasons))
    for held in group if len(group) <= FEW else ():
        line(f"{held.person} ({held.clause})", 2, "*")
        reasons(say, held.reasons)


def _drop_outs(say: "Speaker", found: "WhatIf") -> None:
    """What still holds whichever few of those who go drop out."""
    if found.drop_outs:
        heading(say.text("whatif.drop_outs"))
    for fall in found.drop_outs:
        worst = ", ".join(f"{f.clause}: {f.number}" for f in fall.worst)
        values = {"number": fall.number, "people": fall.people, "fewer": fall.fewer, "worst": worst}
        line(say.text("whatif.drop_out" if fall.exact else "whatif.drop_out_at_most", **values), 2, "*")


def reasons(say: "Speaker", found: "tuple[ReasonHeld, ...]") -> None:
    """What holds a person back, each with the statements it rests on."""
    for reason in found:
        line(say.text(f"impediments.{reason.rule}_{reason.verdict}"), 4, "-")
        sources = ", ".join([*dict.fromkeys(say.name(s) for s in reason.statements), *reason.rows])
        if sources:
            line(say.text("cli.rests_on", sources=sources), 6)


def _no(say: "Speaker", found: "WhatIf") -> None:
    for conflict in found.would_be.conflicts if found.was.conflicts != found.would_be.conflicts else ():
        heading(say.text("cli.why_not", clauses=", ".join(conflict.clauses)))
        lines((say.say(m) for m in conflict.reasons), 2, "*")


COMMANDS = (what_if,)
