"""The offer as clauses: a sentence each, with what it leaves open and the choices there are. Nothing is filled in."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from exeat.clearing.document import PointOpen
from exeat.core.claims import Offer as OfferMade
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.terms.points import OpenPoint
from exeat.terms.terms import Term

from .nouns import Choice, Clause, Offer, Point
from .words import Words

CHOICES = frozenset(
    {
        "stay", "nobody", "excused", "stop", "inside", "outside", "substitute", "counts_as_delivered", "reduces",
        "neutral_custody", "stops", "alternating", "lottery", "party", "priority", "full_liberty", "measures",
        "parole", "pardon", "prosecution", "simultaneous", "agreed", "delivered", "verified",
    }
)  # fmt: skip
"""Choices that are words of ours; any other is the name of a party, a list or a clause."""


def offers(words: Words, facts: Facts, terms: Iterable[Term], points: Iterable[Point]) -> tuple[Offer, ...]:
    """The offers that stand, each with its clauses in the order in which it makes them."""
    found = tuple(terms)
    open_ = tuple(points)
    statements = dict.fromkeys(t.statement for t in sorted(found, key=lambda t: facts.key(t.statement)))
    return tuple(_offer(words, facts, in_order(facts, found, s), open_) for s in statements)


def in_order(facts: Facts, terms: Iterable[Term], statement: str) -> list[Term]:
    """The clauses of an offer in the order in which it makes them."""
    claim = facts.statements[statement].claim
    order = {c.id: n for n, c in enumerate(claim.clauses)} if isinstance(claim, OfferMade) else {}
    return sorted((t for t in terms if t.statement == statement), key=lambda t: order.get(t.clause.id, 0))


def _offer(words: Words, facts: Facts, terms: list[Term], points: tuple[Point, ...]) -> Offer:
    first = terms[0]
    to = ", ".join(words.name(p) for p in first.to)
    title = words.html("report.offer_by", offer=first.offer, by=words.name(first.by), to=to)
    small = stands_in(words, facts, first.statement, facts.statements[first.statement])
    return Offer(title, small, tuple(_clause(words, t, points) for t in terms))


def _clause(words: Words, term: Term, points: tuple[Point, ...]) -> Clause:
    mine = tuple(p for p in points if p.id.rpartition("/")[0] == term.clause.id)
    state = words.html(f"report.state_{term.clause.state}")
    own = term.clause.words
    text = None if own is None else words.html("terms.words", words=own)
    return Clause(term.clause.id, state, words.clause(term.clause), mine, text)


def points(words: Words, found: Iterable[OpenPoint], stated: Mapping[str, PointOpen]) -> tuple[Point, ...]:
    """Open points with the protocol's choices, and whether each changes the answer."""
    return tuple(_with_weight(words, point(words, p, stated[p.id].chosen), stated[p.id]) for p in found)


def point(words: Words, found: OpenPoint, chosen: str | None) -> Point:
    """An open point as the question that it raises."""
    others = ", ".join(words.name(c) for c in found.choices if c != "nobody")
    question = words.html(f"terms.point_{found.param}", clause=found.clause, others=others)
    choices = tuple(Choice(choice(words, c), c == chosen) for c in found.choices)
    none = words.html("terms.no_choice" if not choices else "report.nothing_chosen")
    return Point(found.id, question, choices, none)


def choice(words: Words, name: str) -> Markup:
    """A choice in words."""
    if name in CHOICES:
        return words.html(f"report.choice_{name}")
    if name.endswith(" first"):
        return words.html("report.choice_first", clause=name.removesuffix(" first"))
    return words.of(name)


def _with_weight(words: Words, shown: Point, stated: PointOpen) -> Point:
    open_ = stated.chosen is None and len(stated.choices) != 1
    key = "changes" if stated.changes_answer else "changes_nothing"
    matters = words.html(f"report.{key}") if shown.choices else None
    loud = open_ and (stated.changes_answer or not shown.choices)
    return Point(shown.id, shown.question, shown.choices, shown.none, matters, loud)


def stands_in(words: Words, facts: Facts, id: str, said: Statement) -> Markup:
    """Where a statement stands: who relays it, the document, the place in it, when it was said, its key."""
    parts = [words.html("report.via", via=words.name(said.via))] if said.via else []
    parts += [document_of(words, facts, said.source)] if said.source else []
    parts += [words.html("report.place", place=said.place)] if said.place else []
    if said.said_on is not None:
        on = said.said_on.date.text if said.said_on.date else said.said_on.words
        parts.append(words.html("report.said_on", on=on))
    return Markup(" · ").join([*parts, words.links([id])])


def document_of(words: Words, facts: Facts, source: str | None) -> Markup:
    """A document with its date, or that it has none; empty where there is no document."""
    if source is None:
        return Markup("")
    date = next((s.date for s in facts.case.sources if s.id == source), None)
    if date is None:
        return words.html("report.undated", source=words.name(source))
    return words.html("report.dated", source=words.name(source), date=date.text)
