"""What was said of one subject: `said`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from .frame import View, heading, line, lines, view_options
from .recorder import recorded_option, recorders

if TYPE_CHECKING:
    from exeat.evidence.heard import Heard, Subject

NOT_SHOWN = frozenset({"record", "list", "statement"})  # of a row, what is no cell of its list


@click.command()
@view_options
@recorded_option
@click.argument("subject", required=False, metavar="[SUBJECT]")
def said(case: str, on: str, known: str, lang: str, as_json: bool, subject: str | None) -> int:
    """Everything said of a person, group, party or offer.

    By whom, with its source. SUBJECT: a record (such as list#id), or the id of a group, a party or an offer; without
    one, what was said of no person.
    """
    from exeat.faces import documents

    view = View(case, on, known, lang, part=True)
    found, told = view.house.said(subject, view.facts)
    if as_json:
        names, made = tuple(sorted(found.names)), recorders(view, told)
        view.shown(documents.SaidShown("said/1", found.kind, names, told, made))
        return 0
    print_said(view, subject, found, told)
    return 0


def print_said(view: View, subject: str | None, found: "Subject", told: "tuple[Heard, ...]") -> None:
    """Part by part; of a person first the lists on which the person stands."""
    say = view.speaker.text
    name = view.speaker.name(subject) if subject else ""
    line(say("cli.said_of", subject=name) if subject else say("cli.said_of_case"))
    if found.kind == "person":
        heading(say("cli.said_lists"))
        lines(_listed(view, found), 2, "*")
        lines(_who(view, found), 2, "!")
    for part in dict.fromkeys(h.part for h in told):
        heading(say(f"evidence.part_{part}"))
        for h in (h for h in told if h.part == part):
            _one(view, h)
    if not told and subject:
        line(say("cli.said_nothing", subject=name))
    _left_out(view, found)


def _one(view: View, h: "Heard") -> None:
    """A statement, where it stands, who disputes it, and the items of criteria that it names."""
    from exeat.faces.statement_sentences import items_said, statement_sentence

    where = h.row or view.facts.key(h.statement)
    line(f"{statement_sentence(view.speaker, h.statement, h.said)} [{where}]", 2, "*")
    lines(items_said(view.speaker, h.said), 4, "-")
    disputed = (view.facts.statements[i] for i in h.disputed)
    lines((view.speaker.text("cli.said_disputed", who=view.speaker.name(s.by)) for s in disputed), 4, "->")


def _listed(view: View, found: "Subject") -> Iterator[str]:
    """The lists of people on which a person stands, each with the cells of the row."""
    import polars as pl

    rows = view.facts.people.filter(pl.col("record").is_in(sorted(found.names)))
    for row in rows.sort("record").iter_rows(named=True):
        by = view.speaker.name(view.facts.statements[row["statement"]].by)
        kind = view.facts.lists[row["list"]][1].header.of
        cells = ", ".join(f"{k}: {v}" for k, v in row.items() if v is not None and k not in NOT_SHOWN)
        yield view.speaker.text("cli.said_list", list=row["record"], kind=kind, by=by, cells=cells)


def _who(view: View, found: "Subject") -> Iterator[str]:
    """What is unresolved on who a person is, and what joins its records without a person."""
    say, people = view.speaker, view.house.people(view.facts)
    persons = {people.person(r) for r in found.names}
    for doubt in (d for d in people.doubts if d.person in persons):
        statements = ", ".join(say.name(s) for s in doubt.statements)
        values = {"statements": statements, "records": ", ".join(doubt.records)}
        yield say.text(f"cli.said_doubt_{doubt.kind}", **values)
    for link in (x for p in sorted(persons) for x in people.links.get(p, ())):
        values = {"left": link.left, "right": link.right, "probability": f"{link.probability:.6f}"}
        yield say.text("cli.said_link", **values)


def _left_out(view: View, found: "Subject") -> None:
    from exeat.evidence.heard import records_spoken_of

    click.echo()
    if found.kind == "person":
        line(view.speaker.text("cli.said_not_of_group"))
    number = records_spoken_of(view.facts) if found.kind == "case" else 0
    if number:
        line(view.speaker.text("cli.said_of_records", number=number))


COMMANDS = (said,)
