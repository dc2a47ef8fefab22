"""Stages and obligations on the page: two tables, each shown where there is something to show."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from exeat.clearing.document import Plan, StagePlanned
from exeat.faces.stage_sentences import obligation_sentence, opening_sentence, people_sentence

from .nouns import Cell, Table
from .words import Words, markup, value


def staged_tables(words: Words, plan: Plan, offered: Mapping[str, str]) -> Iterable[Table]:
    """The plan stage by stage, and what is owed besides people. `offered`: the statement that offers each clause."""
    if plan.stages:
        rows = tuple(row for stage in plan.stages for row in _rows(words, stage, offered))
        head = (words.plain("stages.head_stage"), *_head(words, "clause", "people"), words.plain("stages.head_opens"))
        yield Table(words.html("stages.heading"), (*head, *_head(words, "rests")), rows)
    if plan.obligations:
        owed = tuple(
            (Cell(markup(obligation_sentence(words, o))), Cell(words.links(o.statements))) for o in plan.obligations
        )
        yield Table(words.html("stages.owed"), (words.plain("stages.head_owed"), *_head(words, "rests")), owed)


def _rows(words: Words, stage: StagePlanned, offered: Mapping[str, str]) -> Iterable[tuple[Cell, ...]]:
    for clause in stage.clauses:
        mine = [o for o in stage.opens if o.opens == clause.clause]
        when = ", ".join((*clause.window, *clause.cadence))
        name = Markup("<strong>{}</strong> {}").format(value(clause.clause), value(when))
        waits = Markup("<br>").join(markup(opening_sentence(words, o)) for o in mine)
        under = dict.fromkeys([offered[clause.clause], *(s for o in mine for s in o.statements)])
        told = people_sentence(words, clause) if clause.remains is not None else clause.people
        number = Cell(value(told), True)
        yield Cell(value(stage.number)), Cell(name), number, Cell(waits), Cell(words.links(under))


def _head(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words.plain(f"report.head_{n}") for n in names)
