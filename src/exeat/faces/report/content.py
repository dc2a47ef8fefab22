"""The intermediary's whole copy: facts into the nouns of the page, section by section.

- Everything that stands is on it, every statement with its place, so that each number leads to what it rests on.
- It is never a party's copy: that one is made by `party_copy`, from the facts again.
"""

from collections.abc import Container, Iterable

from markupsafe import Markup

from exeat.clearing.document import Plan
from exeat.clearing.plan import Cleared
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.house import ClearingHouse

from .answer import answer, moved, warnings
from .nouns import Cell, Glance, Page, Pairs, Point, Said, Table
from .offer import document_of, offers, points
from .pictures import pictures
from .sides import asked, asks, pairs, process, told
from .words import Words, by_key, value


def page(house: ClearingHouse, facts: Facts, cleared: Cleared, language: str) -> Page:
    """The whole copy of a case, as of the facts' moment."""
    words = Words(facts, language, facts.statements)
    open_ = points(words, cleared.points, {p.id: p for p in cleared.plan.open_points})
    found = pairs(words, facts, house.differences(facts))
    questions = asked(words, facts, facts.statements)
    return Page(
        language=language,
        title=title(words, facts),
        plain_title=facts.case.title or facts.case.id,
        marks=marks(words, facts, {s.id for s in facts.case.sources}),
        copy=words.html("report.whole_copy"),
        sheet=sheet(words, facts, words.plain("report.whole_sheet")),
        facts=facts_used(words, cleared.plan),
        glance=_glance(words, cleared, open_, found, sum(q.silent for q in questions)),
        loud=warnings(words, cleared.plan.warnings, True),
        warnings=warnings(words, cleared.plan.warnings, False),
        offers=offers(words, facts, cleared.terms, open_),
        pictures=pictures(words, facts, cleared.terms),
        pairs=found,
        asked=questions,
        asks=asks(words, facts, open_),
        answer=answer(words, facts, cleared),
        process=process(words, facts),
        told=told(words, facts),
        statements=statements(words, facts),
    )


def title(words: Words, facts: Facts) -> Markup:
    """The case's title, or its id."""
    return value(facts.case.title or facts.case.id)


def marks(words: Words, facts: Facts, sources: Container[str | None]) -> tuple[Markup, ...]:
    """What every reader has to know first: that people are invented, that some of these sources have no date."""
    undated = [words.name(s.id) for s in facts.case.sources if s.date is None and s.id in sources]
    invented = [words.html("report.invented")] if facts.case.people == "invented" else []
    return (*invented, words.html("report.sources_undated", sources=", ".join(undated))) if undated else tuple(invented)


def sheet(words: Words, facts: Facts, copy: str) -> str:
    """The line at the top of every printed sheet."""
    invented = [words.plain("report.invented_sheet")] if facts.case.people == "invented" else []
    return " · ".join([*invented, copy, facts.case.id])


def facts_used(words: Words, plan: Plan) -> Table:
    """Which facts the page stands on: anybody who has the same ones gets the same page."""
    used = plan.facts
    known = words.html("report.read_from_folder") if used.known is None else value(used.known)
    rows = {"on": value(used.on), "known": known, "entries": value(used.entries), "rules": value(used.rules),
            "seed": value(used.seed), "root": Markup("<code>{}</code>").format(used.root)}  # fmt: skip
    return table_of_facts(words, rows)


def table_of_facts(words: Words, rows: dict[str, Markup]) -> Table:
    """What is known of the facts, line by line."""
    head = (words.plain("report.head_what"), words.plain("report.head_value"))
    cells = tuple((Cell(words.html(f"report.fact_{name}")), Cell(html)) for name, html in rows.items())
    return Table(words.html("report.facts_used"), head, cells)


def _glance(
    words: Words, cleared: Cleared, open_: tuple[Point, ...], found: tuple[Pairs, ...], silent: int
) -> tuple[Glance, ...]:
    """Who would go, and what stands between the reader and an answer; a nought is left out."""
    numbers = {
        "offer": sum(p.loud for p in open_),
        "differences": sum(len(p.pairs) for p in found if not p.folded),
        "questions": silent,
    }
    rest = (Glance(str(n), words.html(f"report.glance_{at}"), at) for at, n in numbers.items() if n)
    return (*_going(words, cleared), *rest)


def _going(words: Words, cleared: Cleared) -> Iterable[Glance]:
    base = cleared.readings.base
    possible = cleared.plan.reading is not None and cleared.plan.status in ("optimal", "feasible")
    for id, move in sorted(base.problem.moves.items()) if possible else ():
        go = moved(base, id)
        if go:
            yield Glance(str(go), words.html("report.glance_go", clause=id, selected=len(move.selected)), "answer")


def statements(words: Words, facts: Facts) -> tuple[tuple[Markup, tuple[Said, ...]], ...]:
    """Every statement that stands, by the document in which it does."""
    by_source: dict[str | None, list[Said]] = {}
    for i, s in by_key(facts):
        by_source.setdefault(s.source, []).append(_in_its_place(words, facts, i, s))
    order = {s.id: n for n, s in enumerate(facts.case.sources)}
    return tuple(
        (document_of(words, facts, source) or words.html("report.no_source"), tuple(by_source[source]))
        for source in sorted(by_source, key=lambda s: order.get(s or "", len(order)))
    )


def _in_its_place(words: Words, facts: Facts, id: str, said: Statement) -> Said:
    small = words.links([id]) + Markup(" · <code>{}</code>").format(id[:15])
    return Said(id, facts.key(id), words.sentence(id, said), small)
