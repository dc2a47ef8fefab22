"""Because: `why` somebody is in or out, and what everything depends on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, shown, table, view_options

if TYPE_CHECKING:
    from exeat.clearing.because.everybody import Alike
    from exeat.clearing.why import ByClause, Why


@click.command()
@view_options
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
        shown(documents.as_document(documents.WhyShown, found))
    else:
        print_why(view, found)
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


COMMANDS = (why,)
