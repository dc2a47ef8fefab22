"""Small dense worlds: two lists of a few people, much said about each, and terms that pull in several directions.

- Everybody starts with all that a release or transfer needs; about a third then get a *stain*, of which some only
  look like one (an order on another power, a refusal that was followed by consent).
- Four records find what ten do not: everything is drawn small, and shrinks to less.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import Case, Protocol, UnknownPermits
from exeat.core.counts import Count

from .memory import CASE, Part, World, count, day, facts_of, id_of, list_of_rows, says
from .stains import HOLDERS, OTHER, POWERS, STAINS, Told, cleared

__all__ = ["CASE", "World", "count", "day", "facts_of", "worlds"]

PERMITTED = ("custody", "death", "released", "identity", "legal_act", "document", "acceptance")


@st.composite
def _people(draw: st.DrawFn, told: Told, name: str, most: int) -> list[str]:
    """The rows of a list of people, and what is said of each; their records."""
    records = [f"{name}#{i + 1}" for i in range(draw(st.integers(1, most)))]
    for record in records:
        told.row(name, **draw(_rows(record)))
        cleared(told, record, draw(st.sampled_from(("release_order", "release_order", "pardon"))))
        for stain in draw(st.lists(st.sampled_from(sorted(STAINS)), max_size=2)) if _rarely(draw, 3) else ():
            STAINS[stain](told, record, HOLDERS[name])
        if _rarely(draw, 9):
            rule = draw(st.sampled_from(PERMITTED))
            told.say("red", c.Override(record, rule, "A named person", "the reason"))
    return records


def _rarely(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(0, one_in - 1)) == one_in - 1


@st.composite
def _rows(draw: st.DrawFn, record: str) -> dict[str, str | None]:
    """A row of a list of people. Most are grown up, were detained long ago and have names nobody else has."""
    grown = ("1980-04-01", "1980-04-01", "1991", "198X", "1975-06-07")
    birth = draw(st.sampled_from(("2012-03-04", "2007", None))) if _rarely(draw, 9) else draw(st.sampled_from(grown))
    alike = _rarely(draw, 7)
    surname = "Quelmoraz" if alike else f"Ulmirazo {record.replace('#', ' ')}"
    return {
        "given_names": "Ana",
        "surname": None if _rarely(draw, 15) else surname,
        "birth_date": "1980-04-01" if alike else birth,
        "held_since": draw(st.sampled_from(("2024", "2024", "2024", "2025-01", "2025-03-04", None))),
        "family": draw(st.sampled_from((None, None, "f1", "f2"))),
        "category": draw(st.sampled_from(("old", "young"))),
        "age": "30" if birth is None and draw(st.booleans()) else None,
    }


KINDS: Mapping[str, Any] = {
    "acts": "legal_acts", "fitness": "medical", "papers": "documents", "wishes": "consents", "fears": "fears",
    "left": "holds", "right": "holds", **{f"answers-{to}": "accepted" for to in POWERS},
}  # fmt: skip
COLUMNS = ("given_names", "surname", "birth_date", "held_since", "family", "category", "age")


def _tables(told: Told) -> list[Part]:
    """The lists of a world: people by their holders, answers by who gives them, the rest by the neutral."""
    by = dict(HOLDERS) | {f"answers-{to}": to for to in POWERS}
    return [
        list_of_rows(CASE, name, KINDS[name], by.get(name, "red"), rows, holder=HOLDERS.get(name))
        for name, rows in told.rows.items()
        if rows
    ]


@st.composite
def _judged(draw: st.DrawFn, told: Told, records: list[str]) -> None:
    """A few judgements on whether two records are one person, and now and then a denial of one."""
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        left, right = draw(st.sampled_from(records)), draw(st.sampled_from(records))
        verdict: Any = draw(st.sampled_from(("same", "same", "different", "unsure")))
        if left != right:
            told.say("red", c.SamePerson(left, right, verdict))
            if _rarely(draw, 4):
                told.say("ce", c.SamePerson(left, right, verdict), "denies")


# ------------------------------------------------------------ terms


@st.composite
def _selectors(draw: st.DrawFn, name: str, records: list[str], whole: bool = False) -> k.Selector:
    """Some people of a list: mostly all of it, else a category, the old, some by name, all but some."""
    mine = [r for r in records if r.startswith(f"{name}#")]
    some = tuple(sorted(draw(st.lists(st.sampled_from(mine), min_size=1, max_size=2, unique=True))))
    all_of_it = k.Selector(list=name)
    choices = [
        all_of_it,
        replace(all_of_it, where=(k.Condition("category", "is", draw(st.sampled_from(("old", "young")))),)),
        replace(all_of_it, where=(k.Condition("birth_date", "before", "1990"),)),
        k.Selector(named=some),
        replace(all_of_it, minus=k.Selector(named=some)),
        replace(all_of_it, where=(k.Condition("family", "known", "no"),), union=(k.Selector(named=some),)),
    ]
    return all_of_it if whole else draw(st.sampled_from(choices))


@dataclass(slots=True)
class _Terms:
    """The clauses of a world so far, and the choices that fill what they leave open."""

    records: list[str]
    clauses: list[Any] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    def leave_open(self, draw: st.DrawFn, id: str, parameter: str, value: Any) -> Any:
        """A value, or None with the value among the choices."""
        if draw(st.booleans()):
            return value
        self.choices[f"{id}/{parameter}"] = value
        return None


@st.composite
def _release(draw: st.DrawFn, terms: _Terms, name: str) -> None:
    id, holder = f"{name}-go", HOLDERS[name]
    small = st.sampled_from((None, "1", "2", "1..2", "2..3", "at least 1", "0..1"))
    words = draw(small)
    number: Count | k.SameAs | None = count(words) if words else None
    if name == "right" and draw(st.booleans()):
        number = k.SameAs("left-go")
    people = draw(_selectors(name, terms.records, whole=draw(st.booleans())))
    acts: Any = (("transfer", OTHER[holder]), ("release", None), ("transfer", "ce"))
    act, to = draw(st.sampled_from(acts))
    if draw(st.booleans()):
        terms.choices[f"{id}/receives"] = to or "stay"
        act = to = None
    blocked = terms.leave_open(draw, id, "blocked", draw(st.sampled_from(("excused", "excused", "stop"))))
    agree: tuple[str, ...] | None = (OTHER[holder],) if _rarely(draw, 6) else ()
    if not agree and draw(st.booleans()):
        agree, terms.choices[f"{id}/agree"] = None, "nobody"
    selection = replace(people, count=number)
    terms.clauses.append(k.Release(id, holder, selection, act, to, blocked, agree))


@st.composite
def _include(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    name = draw(st.sampled_from(("left", "right")))
    people = draw(_selectors(name, terms.records))
    if _rarely(draw, 3):
        people = replace(people, count=count(draw(st.sampled_from(("1", "2", "0..1")))))
    force: Any = draw(st.sampled_from(("must", "should", "should")))
    inside = terms.leave_open(draw, id, "inside", draw(st.sampled_from(("inside", "inside", "outside"))))
    from_ = terms.leave_open(draw, id, "from", HOLDERS[name])
    acts: Any = (("release", None), ("transfer", OTHER[HOLDERS[name]]))
    act, to = draw(st.sampled_from(acts))
    order = draw(st.sampled_from((None, 1, 2)))
    terms.clauses.append(k.Include(id, people, force, from_, to, act, inside, order=order))


@st.composite
def _exclude(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    terms.clauses.append(k.Exclude(id, k.Selector(named=(draw(st.sampled_from(terms.records)),))))


@st.composite
def _balance(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    left, right = (draw(_selectors(name, terms.records)) for name in ("left", "right"))
    terms.clauses.append(k.Balance(id, left, right, draw(st.sampled_from((None, "category")))))


@st.composite
def _together(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    name, other = draw(st.sampled_from((("left", "left"), ("right", "right"), ("left", "right"))))
    if draw(st.booleans()):
        terms.clauses.append(k.Together(id, k.Selector(list=name), "family"))
        return
    few = [
        k.Selector(named=(draw(st.sampled_from([r for r in terms.records if r.startswith(n)])),)) for n in (name, other)
    ]
    if draw(st.booleans()):
        terms.clauses.append(k.Together(id, few[0], unless=few[1]))
    else:
        terms.clauses.append(k.Together(id, replace(few[0], union=(few[1],))))


@st.composite
def _consents(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    answers = ("substitute", "counts_as_delivered", "reduces", "neutral_custody", "stops")
    refusal = terms.leave_open(draw, id, "refusal", draw(st.sampled_from(answers)))
    clause = draw(st.sampled_from(("left-go", "right-go")))
    terms.clauses.append(k.ConsentAsked(id, clause, "red", refusal))


@st.composite
def _designate(draw: st.DrawFn, terms: _Terms, id: str) -> None:
    name = draw(st.sampled_from(("left", "right")))
    terms.clauses.append(k.Designate(id, f"{name}-go", "party", OTHER[HOLDERS[name]]))


MORE = (_include, _include, _exclude, _balance, _together, _together, _consents, _consents, _designate)


@st.composite
def _terms(draw: st.DrawFn, records: list[str]) -> _Terms:
    """Two releases, the second perhaps of as many as the first, and up to three clauses more."""
    terms = _Terms(records)
    for name in HOLDERS:
        draw(_release(terms, name))
    for i in range(draw(st.integers(0, 3))):
        draw(draw(st.sampled_from(MORE))(terms, f"c{i + 1}"))
    return terms


# ------------------------------------------------------------ worlds


@st.composite
def _protocol(draw: st.DrawFn) -> Protocol:
    rules = draw(st.lists(st.sampled_from(PERMITTED), max_size=2, unique=True)) if _rarely(draw, 4) else []
    cut_off = day("2025-02-01") if _rarely(draw, 2) else None
    return Protocol(cut_off, unknown_permits=tuple(UnknownPermits(r, "red", "the reason") for r in sorted(rules)))


@st.composite
def _answered(draw: st.DrawFn, told: Told, case: Case, terms: _Terms) -> None:
    """The offer itself, who accepts it, and whom somebody designates."""
    offer = says("ax-office", c.Offer("offer", ("be",), tuple(terms.clauses)), "offers")
    told.statements.append(offer)
    for party in draw(st.sampled_from((("ax", "be"), ("ax", "be"), ("be",), ()))):
        told.say(party, c.Response(id_of(case, offer), party, None, "accepts"), "answers")
    for clause in terms.clauses:
        if isinstance(clause, k.Designate):
            by = draw(st.sampled_from((clause.by, clause.by, "ce"))) or "ce"
            told.say(by, c.Designation(clause.clause, (draw(st.sampled_from(terms.records)),)))


@st.composite
def worlds(draw: st.DrawFn, most: int = 5) -> World:
    """Worlds of two lists of one to `most` people each, two to five clauses, and one reading of them."""
    told = Told()
    records = [record for name in HOLDERS for record in draw(_people(told, name, most))]
    draw(_judged(told, records))
    terms = draw(_terms(records))
    case = replace(CASE, protocol=draw(_protocol()))
    draw(_answered(told, case, terms))
    return World(facts_of(case, [*_tables(told), *told.statements]), terms.choices)
