"""Because: `why` somebody is in or out; `effects` of each clause and each open point."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, shown, table, view_options
from .recorder import recorded_lines, recorded_option, recorders

if TYPE_CHECKING:
    from exeat.clearing.because.effects import ChoiceEffect, Reached
    from exeat.clearing.because.everybody import Alike
    from exeat.clearing.why import ByClause, Why
    from exeat.faces.documents import EffectsShown
    from exeat.faces.texts import Speaker


@click.command()
@view_options
@recorded_option
@click.argument("person", metavar="[RECORD]", required=False)
def why(case: str, on: str, known: str, lang: str, as_json: bool, person: str | None) -> int:
    """Why one person is in, out, or in an open place.

    And what would end what stands against it. Without RECORD: how many people go in every best exchange, in some, in
    none, and which clauses stand in their way.
    """
    from exeat.faces import documents

    view = View(case, on, known, lang)
    if person is None:
        return _everybody(view, as_json)
    found = view.house.why(person, view.facts)
    if as_json:
        shown(replace(documents.as_document(documents.WhyShown, found), recorded=recorders(view, found)))
    else:
        print_why(view, found)
        lines(recorded_lines(view, found), 2, "*")
    return 0


def _everybody(view: View, as_json: bool) -> int:
    from exeat.faces import documents

    found = view.house.everybody(view.facts)
    if as_json:
        shown(documents.EverybodyShown("everybody/1", found))
    else:
        print_everybody(view, found)
    return 0


def print_everybody(view: View, found: "Sequence[Alike]") -> None:
    """A table: clause, people, and where they are in the best exchanges."""
    say = view.speaker
    if not found:
        line(say.text("cli.why_no_best"))
        return
    heading(say.text("cli.why_all"))
    head = tuple(say.text(f"cli.head_{h}") for h in ("clause", "people", "where"))
    table([(a.clause, str(a.people), _where(view, a)) for a in found], head, frozenset({1}))


def _where(view: View, alike: "Alike") -> str:
    ways = [", ".join(w) for w in alike.full or ()]
    if ways:
        clauses = f" {view.speaker.text('cli.or')} ".join(ways)
        return view.speaker.text("cli.why_all_if_not", clauses=clauses)
    return view.speaker.text(f"cli.why_all_{alike.best or 'untold'}")


def print_why(view: View, found: "Why") -> None:
    """One person, clause by clause, every reason with the statements it rests on."""
    from exeat.faces.because_sentences import what_stands

    say = view.speaker
    others = [r for r in found.records if r != found.person]
    heading(found.person + (f" (= {', '.join(others)})" if others else ""))
    if not found.clauses:
        line(say.text("cli.not_selected"), 2)
    for by in found.clauses:
        values = {"places": by.places, "among": by.among, "clause": by.clause}
        line(f"{by.clause}: " + say.text(f"cli.why_{_standing(by)}", **values), 2, "*")
        if by.standing == "named" and by.transfer:
            line(say.text("cli.why_to", to=say.name(by.to)) if by.to else say.text("cli.why_to_open"), 4, "-")
        lines(what_stands(say, by), 4, "-")
        for reason in by.reasons:
            line(say.text(f"impediments.{reason.rule}_{reason.verdict}"), 4, "-")
            sources = ", ".join([*(say.name(s) for s in reason.statements), *reason.rows])
            if sources:
                line(say.text("cli.rests_on", sources=sources), 6)
            ends = say.text(f"impediments.ends_{reason.rule}")
            if ends:
                line(say.text("cli.ends", what=ends), 6)
            for on in (e.on for e in by.ends if e.rule == reason.rule):
                line(say.text("cli.ends_on", day=on), 6)
    _alike(view, found)


def _alike(view: View, found: "Why") -> None:
    """Which records may be the same person: a guess, and shown as one."""
    if found.alike:
        line(view.speaker.text("cli.alike"), 2)
        lessons = view.house.lessons(view.facts)
        if lessons:
            line(view.speaker.text("cli.alike_taught", number=lessons), 4)
    for x in found.alike:
        kind = "joined" if x.joined else x.decision
        values = {"other": f"{x.record} = {x.other}" if x.joined else x.other, "probability": x.probability}
        line(view.speaker.text(f"cli.alike_{kind}", **values), 4, "-")


def _standing(by: "ByClause") -> str:
    if by.standing == "named":
        return f"named_by_{by.why}"
    return "none" if by.best == "none" else by.standing


@click.command()
@view_options
def effects(case: str, on: str, known: str, lang: str, as_json: bool) -> int:
    """What each clause does to the numbers, and each open point.

    How many people would go without each clause, and by each choice.
    """
    from exeat.clearing.because.effects import by_points, reached
    from exeat.faces import documents

    view = View(case, on, known, lang)
    cleared, found = view.house.effects(view.facts)
    points = by_points(cleared.readings, cleared.points)
    document = documents.EffectsShown("effects/1", reached(cleared.readings.base.answer), found, points)
    if as_json:
        shown(document)
    else:
        print_effects(view, document)
    return 0


def print_effects(view: View, found: "EffectsShown") -> None:
    """Two tables: clause by clause, and choice by choice."""
    say = view.speaker
    heading(say.text("cli.effects"))
    names = tuple(r.name for r in found.reached) or ("people",)
    rows = [(say.text("cli.effects_now"), *_reached(say, names, found.reached), "")]
    rows += [(e.clause, *_reached(say, names, e.reached), say.name(e.by)) for e in found.effects]
    aims = tuple(say.text(f"cli.head_{n}") if n in ("people", "remains") else n for n in names)
    head = (say.text("cli.head_without"), *aims, say.text("cli.head_whose"))
    table(rows, head, frozenset(range(1, len(names) + 1)))
    line(say.text("cli.effects_means"), 2)
    if found.points:
        heading(say.text("cli.effects_points"))
        head = tuple(say.text(f"cli.head_{h}") for h in ("people", "range", "point"))
        table([_choice(say, p.point, c) for p in found.points for c in p.choices], head, frozenset({0, 1}))
        line(say.text("cli.effects_points_mean"), 2)


def _reached(say: "Speaker", names: tuple[str, ...], found: "Sequence[Reached]") -> tuple[str, ...]:
    """A number for each aim; a dash where there is no exchange, or no such aim."""
    values = {r.name: str(r.value) for r in found}
    return tuple(values.get(n, "-") for n in names)


def _choice(say: "Speaker", point: str, c: "ChoiceEffect") -> tuple[str, str, str]:
    """How many people by one choice, from how few to how many over all readings, and which it is."""
    span = "" if c.least == c.most else f"{c.least}-{c.most}"
    base = f" ({say.text('cli.effects_base')})" if c.base else ""
    return ("?" if c.people is None else str(c.people or "-"), span, f"{point}={c.choice}{base}")


COMMANDS = (why, effects)
