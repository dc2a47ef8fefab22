"""The answer: `clear`, `check`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import (
    View,
    heading,
    json_option,
    known_option,
    language_option,
    line,
    lines,
    on_option,
    shown,
    table,
    view_options,
)
from .kept import print_told
from .points import choice_of

if TYPE_CHECKING:
    from exeat.clearing.check import Finding
    from exeat.clearing.plan import Cleared

EXIT = {"optimal": 0, "feasible": 3, "none": 1, "stopped": 3}


@click.command()
@view_options
@click.option("--read", multiple=True, metavar="POINT=CHOICE", help="Read an open point this way, this once.")
@click.option("--told", metavar="PLAN.json", help="Change the plan that people were told of as little as can be.")
@click.option("--seconds", type=float, help="Stop looking after this long.")
def clear(
    case: str, on: str, known: str, lang: str, as_json: bool, read: tuple[str, ...], told: str | None,
    seconds: float | None,
) -> int:  # fmt: skip
    """Which exchange the parties' own terms allow.

    And what stands in the way of a better one.
    """
    from exeat.adapters.documents import read_plan

    view = View(case, on, known, lang)
    earlier = None if told is None else read_plan(Path(told))
    cleared = view.house.plan(view.facts, seconds, dict(choice_of(r) for r in read), earlier)
    if as_json:
        shown(cleared.plan)
    else:
        print_plan(view, cleared)
    return EXIT[cleared.plan.status]


def print_plan(view: View, cleared: "Cleared") -> None:
    """The answer in sentences."""
    plan, say = cleared.plan, view.speaker
    heading(say.text(f"clearing.{plan.status}"))
    if plan.reading is None:
        line(say.text("cli.no_reading"), 2)
    _counts(view, cleared)
    _open(view, cleared)
    _parties(view, cleared)
    _stages(view, cleared)
    print_told(view.speaker, plan.told, plan)
    _held(view, cleared)
    _readings(view, cleared)
    print_no(view, cleared)
    if plan.warnings:
        heading(say.text("cli.warnings"))
        lines((say.say(m) for m in plan.warnings), 2, "!")


def _counts(view: View, cleared: "Cleared") -> None:
    from exeat.faces.clause_sentences import clause_rank, clause_sentence
    from exeat.faces.count_sentences import in_numbers

    base = cleared.readings.base
    clauses = {c.id: c for c in (*base.clauses, *base.fallen, *base.unplanned)}
    counts = sorted(cleared.plan.counts or (), key=lambda k: (clause_rank(clauses.get(k.clause)), k.clause))
    for count, numbers in in_numbers(view.speaker, counts, clauses):
        sentence = clause_sentence(view.speaker, clauses[count.clause]) if count.clause in clauses else ""
        number = f"{numbers}, " if numbers else ""
        line(f"{count.clause}: {number}{view.speaker.text(f'cli.{count.state}')}. {sentence}", 2, "*")


def _open(view: View, cleared: "Cleared") -> None:
    from exeat.core.alike import counted

    plan, say = cleared.plan, view.speaker
    if plan.moves is None:
        return
    by_why: dict[str, int] = {}
    for move, number in counted(plan.moves):
        if not move.remains:
            by_why[move.why] = by_why.get(move.why, 0) + number
    named = ", ".join(say.text(f"cli.named_{why}", number=n) for why, n in sorted(by_why.items()))
    if named:
        line(say.text("cli.named", named=named), 2, "*")
    dead = sum(number for move, number in counted(plan.moves) if move.remains)
    if dead:
        line(say.text("cli.named_remains", number=dead), 2, "*")
    for places in plan.open_places or ():
        who = say.name(places.designates) if places.designates else say.text("cli.nobody_said")
        who = say.text("terms.how_lottery") if places.designates == "lottery" else who
        values = {"number": places.number, "clause": places.clause, "among": places.among, "who": who}
        line(say.text("cli.open_remains" if places.remains else "cli.open_places", **values), 2, "*")


def _parties(view: View, cleared: "Cleared") -> None:
    """Who takes part and why each has to, where there are more than two."""
    from exeat.faces.party_sentences import flow_sentence, many, sentences

    if many(cleared.plan) and cleared.plan.flows:
        heading(view.speaker.text("parties.title"))
        lines(sentences(view.speaker, cleared.plan), 2, "*")
        lines((flow_sentence(view.speaker, f) + "." for f in cleared.plan.flows), 2, "-")


def _stages(view: View, cleared: "Cleared") -> None:
    from exeat.faces.stage_sentences import obligation_sentence, stage_lines

    plan, say = cleared.plan, view.speaker
    if plan.stages:
        heading(say.text("stages.heading"))
    for depth, text in stage_lines(say, plan):
        line(text, 2 + 2 * depth, "-" if depth else "*")
    if plan.obligations:
        heading(say.text("stages.owed"))
        lines((obligation_sentence(say, o) for o in plan.obligations), 2, "*")


def _held(view: View, cleared: "Cleared") -> None:
    from exeat.core.alike import counted, persons_of

    held = cleared.plan.held_back or ()
    if not held:
        return
    heading(view.speaker.text("cli.held_back", number=len(persons_of(held))))
    people: dict[tuple[str, str, str], int] = {}
    for h, number in counted(held):
        for rule, verdict in {(r.rule, r.verdict) for r in h.reasons}:
            key = (h.clause, rule, verdict)
            people[key] = people.get(key, 0) + number
    rows = [
        (
            clause,
            str(n),
            view.speaker.text(f"impediments.{verdict}"),
            view.speaker.text(f"impediments.{rule}"),
        )
        for (clause, rule, verdict), n in sorted(people.items())
    ]
    table(
        rows,
        tuple(view.speaker.text(f"cli.head_{h}") for h in ("clause", "people", "verdict", "what")),
        frozenset({1}),
    )
    line(view.speaker.text("cli.overlap"), 2)


def _readings(view: View, cleared: "Cleared") -> None:
    plan, say = cleared.plan, view.speaker
    if len(plan.readings) < 2:
        return
    heading(say.text("cli.readings", number=len(plan.readings)))
    rows = []
    for reading in plan.readings:
        people = str(reading.aims[0].value) if reading.aims and reading.status != "none" else "-"
        name = say.text("cli.chosen" if plan.reading else "cli.base") if reading.id == "base" else reading.id
        rows.append((people, say.text(f"cli.status_{reading.status}"), name))
    table(rows, tuple(say.text(f"cli.head_{h}") for h in ("people", "status", "reading")), frozenset({0}))


def print_no(view: View, cleared: "Cleared") -> None:
    """Why not: the clauses that clash, what stands behind them, and what a party could change of its own."""
    from exeat.faces.because_sentences import allowed_sentence

    plan, say = cleared.plan, view.speaker
    for conflict in plan.conflicts:
        clash = (conflict.reasons and conflict.reasons[0].id == "clearing.free_of") or len(conflict.clauses) > 1
        heading(say.text("cli.conflict" if clash else "cli.why_not", clauses=", ".join(conflict.clauses)))
        for m in conflict.reasons:
            ends = say.text(f"impediments.ends_{m.values['rule']}") if "rule" in m.values else ""
            line(say.say(m) + (f" {say.text('cli.ends', what=ends)}" if ends else ""), 2, "*")
    if plan.relaxations:
        heading(say.text("cli.relaxations"))
        for r in plan.relaxations:
            line(allowed_sentence(say, r), 2, "*")


@click.command()
@click.argument("case", type=click.Path(), metavar="CASE")
@click.argument("file", type=click.Path(), metavar="PLAN.json|NAMES.csv")
@on_option
@known_option
@language_option
@json_option
@click.option("--told", metavar="PLAN.json", help="The plan that people were told of.")
def check(case: str, file: str, on: str, known: str, lang: str, as_json: bool, told: str | None) -> int:
    """Check a plan, or names that somebody designated.

    Everything is recomputed from the facts, apart from what made the plan.

    NAMES.csv has the columns `clause` (may be empty) and `record`.
    """
    from exeat.adapters.documents import read_names, read_plan
    from exeat.faces import documents

    view = View(case, on, known, lang)
    if file.endswith(".csv"):
        found = view.house.check_names(read_names(Path(file)), view.facts)
    else:
        earlier = None if told is None else read_plan(Path(told))
        found = view.house.check(read_plan(Path(file)), view.facts, earlier)
    if as_json:
        shown(documents.Checked("check/1", not found, found))
    else:
        line(view.speaker.text("cli.check_holds" if not found else "cli.check_broken", number=len(found)))
        lines((finding(view, f) for f in found), 2, "*")
    return 1 if found else 0


def finding(view: View, found: "Finding") -> str:
    """A finding as a sentence."""
    say = view.speaker
    values = {k: ", ".join(map(say.name, v)) if isinstance(v, tuple) else v for k, v in found.values.items()}
    for key in {"rule", "verdict"} & values.keys():
        values[key] = say.text(f"impediments.{values[key]}")
    quiet = dict.fromkeys(("clauses", "times", "missing", "asked", "found", "places", "candidates", "category"), "")
    about = {"clause": found.clause or "", "person": found.person or ""}
    return say.text(f"check.{found.code}", **{**quiet, **about, **values})


COMMANDS = (clear, check)
