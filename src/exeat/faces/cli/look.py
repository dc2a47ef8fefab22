"""Looking at what was said: `differences`, `questions`, `terms`, `impediments`."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import WIDTH, View, heading, line, lines, shown, table, view_options
from .outfile import OutFile
from .recorder import recorded_option, recorders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exeat.core.message import Message
    from exeat.core.statement import Statement
    from exeat.disclosure.marks import Mark
    from exeat.evidence.differences import Difference
    from exeat.evidence.process import Process
    from exeat.faces.documents import QuestionsShown
    from exeat.faces.texts import Speaker
    from exeat.terms.points import OpenPoint


@click.command()
@view_options
@recorded_option
@click.option("--all", "show_all", is_flag=True, help="Show statements that agree, too.")
def differences(case: str, on: str, known: str, lang: str, as_json: bool, show_all: bool) -> int:
    """Statements about the same matter, side by side."""
    from exeat.faces import documents

    view = View(case, on, known, lang, part=True)
    found = view.house.differences(view.facts)
    if as_json:
        view.shown(documents.DifferencesShown("differences/1", found, recorders(view, found)))
        return 0
    print_differences(view, [d for d in found if show_all or d.relation != "agree"])
    if not found:
        line(view.speaker.text("cli.no_differences"))
    agree = sum(d.relation == "agree" for d in found)
    if agree and not show_all:
        line(view.speaker.text("cli.agreeing", number=agree))
    return 0


def print_differences(view: View, found: "list[Difference]") -> None:
    """Each pair under what it comes to."""
    for relation in ("cannot_both_hold", "both_hold_if", "differs_in_strength", "agree"):
        pairs = [d for d in found if d.relation == relation]
        if pairs:
            heading(view.speaker.text(f"cli.{relation}", number=len(pairs)))
        for pair in pairs:
            _pair(view, pair)


def _pair(view: View, pair: "Difference") -> None:
    click.echo()
    for id in (pair.left, pair.right):
        line(said(view.speaker, id, view.facts.statements[id]), 2, "*")
    lines((view.speaker.text("cli.if", what=view.speaker.say(m)) for m in pair.conditions), 4, "->")
    if pair.relation != "both_hold_if":  # there the condition says it all
        lines((view.speaker.say(m) for m in pair.dimensions), 4, "->")


def said(speaker: "Speaker", id: str, statement: "Statement") -> str:
    """A statement as a sentence: who says what, through whom, where."""
    from exeat.faces.statement_sentences import statement_sentence

    return statement_sentence(speaker, id, statement)


@click.command()
@view_options
@click.option("--to", metavar="PARTY", help="A note to this party, ready to send.")
@click.option("--out", type=OutFile(), metavar="FILE", help="Write the note to a file, such as note.md or note.txt.")
def questions(case: str, on: str, known: str, lang: str, as_json: bool, to: str | None, out: str | None) -> int:
    """What was asked and answered, and what to ask next."""

    view = View(case, on, known, lang, part=to is None)  # what leaves for a party is of the whole
    if to is not None:
        return _note(view, to, out, as_json)
    if out is not None:
        raise click.UsageError("--out writes a note: say --to whom")
    if as_json:
        view.shown(_questions_document(view))
    else:
        print_questions(view)
    return 0


def _questions_document(view: View) -> "QuestionsShown":
    """Of a part there is only what was put: what to ask next may be answered in what is withheld."""
    from exeat.evidence import questions as q
    from exeat.faces import documents

    asked = q.questions(view.facts)
    if view.facts.withheld:
        return documents.QuestionsShown("questions/1", asked)
    _, points = view.house.terms(view.facts)
    raised, process = tuple(point_question(view, p) for p in points), q.due_process(view.facts)
    cells = tuple(documents.ProcessCell(**row) for row in process.told.iter_rows(named=True))
    return documents.QuestionsShown("questions/1", asked, process.gaps, raised, cells)


def print_questions(view: View) -> None:
    """Questions put, then what the open points and the empty cells raise: of the whole alone."""
    from exeat.evidence import questions as q

    heading(view.speaker.text("cli.asked"))
    silent = "silent_here" if view.facts.withheld else "silent"
    for asked in q.questions(view.facts):
        state = "answered" if asked.answers else silent
        text = said(view.speaker, asked.question, view.facts.statements[asked.question])
        line(f"{text} [{view.speaker.text(f'cli.{state}')}]", 2, "*")
    heading(view.speaker.text("cli.raised"))
    if view.facts.withheld:
        line(view.speaker.text("cli.raised_of_whole"), 2, "!")
        return
    print_raised(view)
    process = q.due_process(view.facts)
    lines(view.speaker.say(g.question) for g in process.gaps)
    if not process.records.is_empty():
        heading(view.speaker.text("cli.process"))
        print_process(view, process)


def print_process(view: View, process: "Process") -> None:
    """Charge, court, counsel, contact: of how many people on each list something is said; the same for every side."""
    say = view.speaker.text
    rows = []
    for name, held, size, told in process_counts(process):
        by = ", ".join(view.speaker.name(p) for p in held) or say("cli.process_nobody_holds")
        rows.append((*(str(n) for n in (size, *told)), f"{name}: {by}"))
    head = tuple(say(f"cli.process_{h}") for h in ("people", "charge", "court", "counsel", "contact", "held"))
    table(rows, head, frozenset(range(5)))


def process_counts(process: "Process") -> "list[tuple[str, list[str], int, list[int]]]":
    """For each list: who is said to hold its people, how many they are, and of how many each topic is said."""
    import polars as pl

    from exeat.evidence.questions import TOPICS

    said = [((pl.col("topic") == t) & pl.col("statements").is_not_null()).sum().alias(t) for t in TOPICS]
    held = pl.col("powers").explode().drop_nulls().unique().sort()
    found = process.records.group_by("list", maintain_order=True).agg(
        held.alias("held"), pl.col("subject").n_unique().alias("size"), *said
    )
    return [(n, h, size, told) for n, h, size, *told in found.iter_rows()]


def print_raised(view: View) -> None:
    """The questions that open points raise, offer by offer, under those who are to answer them."""
    found, points = view.house.terms(view.facts)
    power = view.facts.case.power_of
    for statement in dict.fromkeys(t.statement for t in found):
        clauses = {t.clause.id: t for t in found if t.statement == statement}
        open_ = [p for p in points if p.clause in clauses]
        if open_:
            term = next(iter(clauses.values()))
            asked = dict.fromkeys(view.speaker.name(power(p)) for p in (term.by, *term.to))
            line(view.speaker.text("cli.ask_of", offer=term.offer, parties=", ".join(asked)), 2)
            lines((point_question(view, p) for p in open_), 4)


def _note(view: View, to: str, out: str | None, as_json: bool) -> int:
    """Print or write a note to one party; what was put to it and stays behind is said apart, never in the note."""
    from exeat.evidence.note import withheld
    from exeat.faces import documents

    asked = tuple(view.speaker.say(m) for m in view.house.note(to, points_for(view, to), view.facts))
    mark = view.house.copy_for("questions", to, view.speaker.say, view.facts)
    if out is not None:
        _write(out, note_text(view, to, asked, mark))
    if as_json:
        shown(documents.Note("note/1", to, asked, view.facts.as_of.on.isoformat(), None if mark is None else mark.code))
        return 0
    click.echo(
        view.speaker.text("cli.note_wrote", file=out) if out is not None else note_text(view, to, asked, mark),
        nl=out is not None,
    )
    behind = withheld(view.facts, to)
    if behind:
        line(view.speaker.text("cli.note_withheld", number=behind), err=True)
    return 0


def note_text(view: View, to: str, asked: "Sequence[str]", mark: "Mark | None" = None) -> str:
    """A note as it is sent: to whom, as of which day, numbered questions, and whose copy it is, at 80 columns."""
    say = view.speaker
    head = say.text("cli.note_to", party=say.name(to)) if asked else say.text("cli.note_nothing", party=say.name(to))
    paragraphs = [
        say.text("audit.note_dated", day=view.facts.as_of.on.isoformat()) + ".",
        *textwrap.wrap(head, WIDTH),
        "",
    ]
    for n, sentence in enumerate(asked, 1):
        lead = f"{n}. "
        follow = " " * len(lead)
        paragraphs += textwrap.wrap(
            sentence, WIDTH, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False
        )
    if mark is not None:
        paragraphs += ["", *textwrap.wrap(mark.words, WIDTH, break_on_hyphens=False)]
    return "\n".join(paragraphs).rstrip() + "\n"


def _write(file: str, text: str) -> None:
    from exeat.core.errors import Problem, Refused

    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused([Problem("export-unwritable", values={"file": file, "why": str(error.strerror)})]) from None


def points_for(view: View, to: str) -> "list[Message]":
    """The questions that open points of offers by or to a party raise, for a note to it."""
    from exeat.core.message import Message

    found, points = view.house.terms(view.facts)
    power = view.facts.case.power_of
    concerned = {t.clause.id for t in found if power(to) in {power(p) for p in (t.by, *t.to)}}
    return [
        Message(
            f"terms.point_{p.param}", {"clause": p.clause, "others": ", ".join(c for c in p.choices if c != "nobody")}
        )
        for p in points
        if p.clause in concerned
    ]


def point_question(view: View, point: "OpenPoint") -> str:
    """An open point as the question that it raises, with its choices."""
    others = ", ".join(view.speaker.name(c) for c in point.choices if c != "nobody")
    asked = view.speaker.text(f"terms.point_{point.param}", clause=point.clause, others=others)
    choices = ", ".join(point.choices) or view.speaker.text("terms.no_choice")
    return f"{asked} [{point.id}: {choices}]"


@click.command()
@view_options
def terms(case: str, on: str, known: str, lang: str, as_json: bool) -> int:
    """The clauses, and what they leave open."""
    from exeat.evidence.mandates import disputed_mandates
    from exeat.faces import documents

    view = View(case, on, known, lang)
    found, points = view.house.terms(view.facts)
    if as_json:
        shown(documents.TermsShown("terms/1", found, points, disputed_mandates(view.facts)))
        return 0
    print_terms(view)
    return 0


def print_terms(view: View) -> None:
    """Clauses by offer, then open points, then mandates that somebody disputes."""
    from exeat.evidence.mandates import mandate_warnings
    from exeat.faces.clause_sentences import clause_sentence

    found, points = view.house.terms(view.facts)
    chosen = dict(view.facts.case.protocol.readings)
    for statement in dict.fromkeys(t.statement for t in found):
        of = [t for t in found if t.statement == statement]
        heading(view.speaker.text("cli.offer", **_offer(view, statement)))
        for t in of:
            line(f"{t.clause.id} ({t.clause.state}): {clause_sentence(view.speaker, t.clause)}", 2, "*")
            if t.clause.words is not None:
                line(view.speaker.text("terms.words", words=t.clause.words), 6)
    heading(view.speaker.text("cli.open_points", number=len(points)))
    for p in points:
        line(point_question(view, p) + (f" -> {chosen[p.id]}" if p.id in chosen else ""), 2, "?")
    lines((view.speaker.say(m) for m in mandate_warnings(view.facts)), 2, "!")


def _offer(view: View, id: str) -> dict[str, str]:
    s = view.facts.statements[id]
    via = view.speaker.text("cli.via", via=view.speaker.name(s.via)) if s.via else ""
    return {"offer": view.facts.key(id), "by": view.speaker.name(s.by), "via": via}


@click.command()
@view_options
@click.argument("person", required=False, metavar="[RECORD]")
def impediments(case: str, on: str, known: str, lang: str, as_json: bool, person: str | None) -> int:
    """What is recorded against release or transfer.

    Rule by rule, or for one person (RECORD, such as list#id).
    """
    from exeat.faces import documents

    view = View(case, on, known, lang)
    cleared = view.house.plan(view.facts)
    if as_json:
        held = [h for h in cleared.plan.held_back or () if person is None or h.person == person]
        shown(documents.ImpedimentsShown("impediments/1", tuple(held)))
        return 0
    if person is not None:
        from .because import print_why

        print_why(view, view.house.why(person, view.facts))
        return 0
    print_impediments(view)
    return 0


def print_impediments(view: View) -> None:
    """Move by move: how many people each rule holds back, and what would end it by itself."""
    import polars as pl

    cleared = view.house.plan(view.facts)
    say = view.speaker
    problem = cleared.readings.base.problem
    for way in problem.ways.values():
        c = way.context
        to = f" -> {say.name(c.destination)}" if c.destination else ""
        selected, free = len(problem.moves[way.clause].selected), len(way.free)
        heading(
            f"{way.clause}: {c.act}, {say.name(c.power)}{to}: " + say.text("cli.free", selected=selected, free=free)
        )
        counted = way.found.group_by("rule", "verdict").agg(pl.col("person").n_unique()).sort("rule", "verdict")
        rows = [
            (
                str(n),
                say.text(f"impediments.{v}"),
                say.text(f"impediments.{r}"),
                say.text(f"impediments.ends_{r}"),
            )
            for r, v, n in counted.iter_rows()
        ]
        for n, verdict, rule, ends in rows:
            line(f"{rule}: {verdict}. " + (say.text("cli.ends", what=ends) if ends else ""), 0, f"{n:>4} ")
    lines((say.say(m) for m in cleared.plan.warnings if m.id.startswith("impediments.")), 2, "!")


COMMANDS = (differences, questions, terms, impediments)
