"""Small worlds of three holders, in which several speak: each states clauses of its own, and may stay out.

- Two to five people in all, so that every plan can be tried. Most are free; a few have a *stain*.
- A release of a holder's people is stated by the holder, by somebody who asks for them, or by the neutral. Further
  clauses are anybody's.
"""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from exeat.core import claims as c
from exeat.core import clauses as k

from .memory import CASE, Part, World, count, facts_of, id_of, list_of_rows, says
from .stains import ASKED_STAINS, EVERY_HOLDER, STAINS, Told, cleared
from .terms import MORE, NEW, Terms, fallen, rarely
from .worlds import KINDS, dead

STAINED = (
    "no consent", "refused to go elsewhere", "fears Ceria", "order", "dead", "no legal act", "handed over before",
    "verified as released",
)  # fmt: skip
SPEAKERS = ("ax", "be", "ce", "red")


@st.composite
def _people(draw: st.DrawFn, told: Told, name: str) -> list[str]:
    """One or two people of a holder, and what is said of each."""
    records = [f"{name}#{i + 1}" for i in range(draw(st.sampled_from((1, 1, 2))))]
    stains = {**STAINS, **ASKED_STAINS}
    for record in records:
        family = draw(st.sampled_from((None, None, None, "f1")))
        category = draw(st.sampled_from(("old", "young")))
        own = {"surname": f"Ulmirazo {record.replace('#', ' ')}", "birth_date": "1980-04-01", "held_since": "2024"}
        told.row(name, given_names="Ana", family=family, category=category, **own)
        cleared(told, record, "release_order")
        if rarely(draw, 6):
            stains[draw(st.sampled_from(STAINED))](told, record, EVERY_HOLDER[name])
    return records


def _tables(told: Told) -> list[Part]:
    """The lists: people by their holders, answers by who gives them, the rest by the neutral."""
    kinds: Mapping[str, Any] = {**KINDS, "third": "holds"}
    by = dict(EVERY_HOLDER) | {n: n.removeprefix("answers-") for n in told.rows if n.startswith("answers-")}
    return [
        list_of_rows(CASE, name, kinds[name], by.get(name, "red"), rows, holder=EVERY_HOLDER.get(name))
        for name, rows in told.rows.items()
        if rows
    ]


# ------------------------------------------------------------ terms


@st.composite
def _release(draw: st.DrawFn, terms: Terms, name: str, id: str) -> None:
    """Some of a holder's people: to one of the others, or released where they are."""
    holder = EVERY_HOLDER[name]
    others = [p for p in EVERY_HOLDER.values() if p != holder]
    to = draw(st.sampled_from((None, *others, *others)))
    words = draw(st.sampled_from((None, "1", "0..1", "0..2", "1..2", "at least 1")))
    number: Any = count(words) if words else None
    if terms.clauses and rarely(draw, 4):
        number = k.SameAs(terms.clauses[0].id)
    act: Any = "transfer" if to else "release"
    blocked: Any = draw(st.sampled_from(("excused", "excused", "stop")))
    agree = (draw(st.sampled_from(others)),) if rarely(draw, 8) else ()
    terms.clauses.append(k.Release(id, holder, k.Selector(list=name, count=number), act, to, blocked, agree))


@st.composite
def _asks(draw: st.DrawFn, terms: Terms, id: str) -> None:
    """At least one of a holder's people has to go: the condition of somebody."""
    name = draw(st.sampled_from(tuple(EVERY_HOLDER)))
    terms.clauses.append(k.Limit(id, k.Selector(list=name), 1, None))


@st.composite
def _terms(draw: st.DrawFn, records: list[str], names: list[str]) -> Terms:
    terms = Terms(records)
    for name in names:
        draw(_release(terms, name, f"{name}-go"))
    if rarely(draw, 3):
        draw(_release(terms, draw(st.sampled_from(names)), "once-more"))
    for i in range(draw(st.integers(0, 3))):
        draw(draw(st.sampled_from((_asks, _asks, *MORE, *NEW)))(terms, f"c{i + 1}"))
    return terms


@st.composite
def _offers(draw: st.DrawFn, terms: Terms) -> list[Part]:
    """Who states which clause: a release mostly its holder, the rest anybody; who accepts; whom somebody designates."""
    stated: dict[str, list[Any]] = {}
    for clause in terms.clauses:
        own = [clause.from_] * 4 if isinstance(clause, k.Release) else []
        stated.setdefault(draw(st.sampled_from((*own, *SPEAKERS))), []).append(clause)
    said: list[Part] = []
    for by, clauses in stated.items():
        offer = says(by, c.Offer(f"offer-{by}", tuple(p for p in SPEAKERS if p != by), tuple(clauses)), "offers")
        said.append(offer)
        for party in draw(st.sampled_from(((), ("ax", "be", "ce")))):
            said.append(says(party, c.Response(id_of(CASE, offer), party, None, "accepts"), "answers"))
    for clause in terms.clauses:
        if isinstance(clause, k.Designate) and clause.by:
            said.append(says(clause.by, c.Designation(clause.clause, (draw(st.sampled_from(terms.records)),))))
    return said


@st.composite
def many_worlds(draw: st.DrawFn) -> World:
    """Worlds of two or three holders with one or two people each, in which one to four speak."""
    told = Told()
    names = list(EVERY_HOLDER) if not rarely(draw, 5) else ["left", "right"]
    records = [record for name in names for record in draw(_people(told, name))]
    terms = draw(_terms(records, names))
    if rarely(draw, 6):
        draw(dead(told, records))
        draw(fallen(terms, "fallen", draw(st.sampled_from(names))))
    return World(facts_of(CASE, [*_tables(told), *draw(_offers(terms)), *told.statements]), terms.choices)
