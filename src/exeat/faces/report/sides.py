"""What was said, side by side; what was asked; what was said of charge, court, counsel and contact.

- Pairs that do not agree come first. Nobody is found right.
- The due-process table has a row for every list and group of people held, whoever holds them, and the same columns.
"""

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from exeat.core.facts import Facts
from exeat.evidence.differences import Difference
from exeat.evidence.heard import Heard, Subject, heard
from exeat.evidence.questions import TOPICS, Asked, due_process, questions
from exeat.faces.statement_sentences import items_said

from . import nouns
from .nouns import Ask, Cell, Pair, Pairs, Said, Table
from .offer import document_of
from .words import Words, markup

if TYPE_CHECKING:
    import polars as pl

ORDER = ("cannot_both_hold", "both_hold_if", "differs_in_strength", "agree_if")


def said(words: Words, facts: Facts, id: str) -> Said:
    """A statement that stands, for the page."""
    statement = facts.statements[id]
    document = document_of(words, facts, statement.source)
    small = Markup(" · ").join([*([document] if document else []), words.links([id])])
    return Said(id, facts.key(id), words.sentence(id, statement), small)


# ------------------------------------------------------------ differences


def pairs(words: Words, facts: Facts, found: tuple[Difference, ...]) -> tuple[Pairs, ...]:
    """Two statements each, the sharpest relation first, what simply agrees last."""
    made = []
    for relation in (*ORDER, "agree"):
        mine = tuple(_pair(words, facts, d) for d in found if _relation(d) == relation)
        if mine:
            label = words.html(f"report.relation_{relation}", number=len(mine))
            made.append(Pairs(relation, label, mine, relation == "agree"))
    return tuple(made)


def _relation(d: Difference) -> str:
    return "agree_if" if d.relation == "agree" and d.conditions else d.relation


def _pair(words: Words, facts: Facts, d: Difference) -> Pair:
    conditions = tuple(words.said(m) for m in d.conditions)
    dimensions = tuple(words.said(m) for m in d.dimensions)
    return Pair(said(words, facts, d.left), said(words, facts, d.right), conditions, dimensions)


# ------------------------------------------------------------ what was said, part by part

SHOWN = ("mandates", "paid", "alleged", "reasons", "labels", "words", "proceedings")
"""The parts that no other section of the page shows."""


def told(words: Words, facts: Facts) -> tuple[nouns.Told, ...]:
    """What was said of groups, parties and courts, and of no record: who may bind, who pays, what is alleged."""
    found = [h for h in heard(facts, Subject("case")) if h.part in SHOWN]
    parts = (tuple(_heard(words, facts, h) for h in found if h.part == part) for part in SHOWN)
    labelled = zip(SHOWN, parts, strict=True)
    return tuple(nouns.Told(words.html(f"evidence.part_{part}"), mine) for part, mine in labelled if mine)


def _heard(words: Words, facts: Facts, h: Heard) -> tuple[Said, tuple[Markup, ...]]:
    items = tuple(markup(item) for item in items_said(words, h.said))
    disputed = tuple(
        words.html("cli.said_disputed", who=words.name(facts.statements[i].by)) + " " + words.links([i])
        for i in h.disputed
    )
    return said(words, facts, h.statement), (*items, *disputed)


# ------------------------------------------------------------ questions


def asked(words: Words, facts: Facts, shown: Container[str]) -> tuple[nouns.Asked, ...]:
    """Every standing question among the statements shown, those without an answer first."""
    found = (q for q in questions(facts) if any(i in shown for i in (q.question, *q.also)))
    return tuple(_asked(words, facts, q, shown) for q in sorted(found, key=lambda q: not q.silent))


def _asked(words: Words, facts: Facts, q: Asked, shown: Container[str]) -> nouns.Asked:
    told = [i for i in (q.question, *q.also) if i in shown]
    state = words.html("report.silent" if q.silent else "report.answered", power=words.name(q.power))
    answers = tuple(words.sentence(i, facts.statements[i]) for i in (*q.answers, *q.by_others) if i in shown)
    about = words.name(q.subject) if q.subject else words.text("report.about_nothing")
    who = {"by": words.name(q.by), "to": words.name(q.to), "about": about, "words": q.words}
    sentence = words.html("report.asked", **who) + " " + words.links(told)
    return nouns.Asked(sentence, words.said(q.since_told), state, q.silent, answers)


def asks(words: Words, facts: Facts, open_: tuple[nouns.Point, ...]) -> tuple[Ask, ...]:
    """What to ask next: empty cells of due process, of the power said to hold; open points, of the parties."""
    by_power: dict[str | None, list[Markup]] = {}
    for gap in due_process(facts).gaps:
        by_power.setdefault(gap.power, []).append(words.said(gap.question))
    found = [_ask(words, power, by_power[power]) for power in sorted(by_power, key=lambda p: (p is None, p or ""))]
    to_parties = tuple(p.question for p in open_ if p.loud)
    parties = [Ask(words.html("report.ask_parties"), to_parties)] if to_parties else []
    return (*parties, *found)


def _ask(words: Words, power: str | None, questions: list[Markup]) -> Ask:
    whom = words.of(power) if power else words.html("report.ask_anybody")
    return Ask(whom, tuple(questions))


# ------------------------------------------------------------ due process


def process(words: Words, facts: Facts) -> tuple[Table, ...]:
    """What was said of each topic, for groups and for the people on lists."""
    found = due_process(facts)
    made = [_groups(words, facts, found.groups), _lists(words, facts, found.records)]
    return tuple(t for t in made if t.rows)


def _head(words: Words, first: str) -> tuple[str, ...]:
    return (words.plain(first), *(words.plain(f"report.topic_{t}") for t in TOPICS))


def _groups(words: Words, facts: Facts, cells: "pl.DataFrame") -> Table:
    put = {(q.subject, q.topic): q for q in questions(facts)}
    rows = []
    for (group,), mine in cells.group_by(["subject"], maintain_order=True):
        held = _held(words, mine["powers"][0])
        told = {
            r["topic"]: _group_cell(words, r, put.get((str(group), r["topic"]))) for r in mine.iter_rows(named=True)
        }
        first = Cell(words.of(str(group)) + Markup("<br>") + held)
        rows.append((first, *(told[t] for t in TOPICS)))
    return Table(words.html("report.process_groups"), _head(words, "report.head_group"), tuple(rows))


def _held(words: Words, powers: "pl.Series | None") -> Markup:
    names = ", ".join(words.name(p) for p in powers) if powers is not None else ""
    key = "report.said_held_by" if names else "report.held_by_nobody_said"
    return Markup('<span class="small">{}</span>').format(words.html(key, power=names))


def _group_cell(words: Words, cell: dict[str, object], put: Asked | None) -> Cell:
    lines = [words.html("report.process_said", by=words.name(by), value=value) for by, value in _told(words, cell)]
    if not lines:
        lines.append(words.html("report.nobody_said"))
    if put is not None:
        key = "report.process_silent" if put.silent else "report.process_answered"
        lines.append(words.html(key, by=words.name(put.by)) + " " + words.links([put.question, *put.answers]))
    return _lines(lines)


def _lines(lines: list[Markup]) -> Cell:
    return Cell(Markup("").join(Markup('<span class="line">{}</span>').format(line) for line in lines))


def _told(words: Words, cell: dict[str, object]) -> Iterator[tuple[str, str]]:
    by, acts, values = (cell[k] or [] for k in ("by", "acts", "values"))
    assert isinstance(by, list)
    assert isinstance(acts, list)
    assert isinstance(values, list)
    for who, act, value in zip(by, acts, values, strict=True):
        yield who, words.text("report.denied_value", value=value) if act == "denies" else value


def _lists(words: Words, facts: Facts, cells: "pl.DataFrame") -> Table:
    rows = []
    for (name,), mine in cells.group_by(["list"], maintain_order=True):
        powers = mine["powers"].explode().drop_nulls().unique().sort()
        statement = facts.current[str(name)][0]
        size = words.html("report.people_on_list", number=mine["subject"].n_unique(), list=words.name(statement))
        first = Cell(size + Markup("<br>") + _held(words, powers))
        rows.append((first, *(_list_cell(words, mine, topic) for topic in TOPICS)))
    return Table(words.html("report.process_lists"), _head(words, "report.head_list"), tuple(rows))


def _list_cell(words: Words, cells: "pl.DataFrame", topic: str) -> Cell:
    """How many people each thing was said of, by whom, and of how many nothing was said."""
    import polars as pl

    mine = cells.filter(pl.col("topic") == topic)
    told = mine.drop_nulls("statements").explode("statements", "by", "acts", "values")
    counted = told.group_by("by", "statements", "acts", "values").agg(pl.col("subject").n_unique().alias("number"))
    by_speaker = counted.sort("by", "statements").group_by(["by", "statements"], maintain_order=True)
    lines = [line for (by, id), said in by_speaker for line in _by(words, str(by), str(id), said)]
    empty = mine["statements"].null_count()
    return _lines([*lines, words.html("report.process_nobody", number=empty)] if empty else lines)


def _by(words: Words, by: str, id: str, said: "pl.DataFrame") -> Iterator[Markup]:
    """What one speaker says in one statement: of how many people what."""
    told = words.html("report.process_by", by=words.name(by)) + " " + words.links([id])
    yield Markup('<span class="by">{}</span>').format(told)
    for row in said.sort("number", "values", descending=[True, False]).iter_rows(named=True):
        value = words.text("report.denied_value", value=row["values"]) if row["acts"] == "denies" else row["values"]
        yield words.html("report.process_number", number=row["number"], value=value)
