"""Small dense worlds: two lists of a few people, much said about each, and terms that pull in several directions.

- Everybody starts with all that a release or transfer needs; about a third then get a *stain*, of which some only
  look like one (an order on another power, a refusal that was followed by consent).
- Four records find what ten do not: everything is drawn small, and shrinks to less.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import Case, Protocol, UnknownPermits
from exeat.core.scalars import Probability

from .memory import CASE, Part, World, count, day, facts_of, id_of, list_of_rows, proposed, says
from .stains import ASKED_STAINS, HOLDERS, POWERS, STAINS, Told, cleared
from .terms import Terms, drawn_terms, rarely

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CASE", "World", "count", "day", "facts_of", "worlds"]

DAYS = ("2025-01-10", "2025-01-10", "2025-03", "2025-05-02")
THRESHOLDS = ("0.95", "0.95", "0.950001", "0.5")
SEEN = ("2025-05-30", "2025-05-30", "2025-05-05")
PERMITTED = ("custody", "death", "released", "identity", "legal_act", "document", "acceptance")
ASKED = ("status", "destination", "proof_of_life", "petition_window")


@st.composite
def _people(draw: st.DrawFn, told: Told, name: str, most: int, new: bool) -> list[str]:
    """The rows of a list of people, and what is said of each; their records."""
    stains = {**STAINS, **ASKED_STAINS} if new else STAINS
    records = [f"{name}#{i + 1}" for i in range(draw(st.integers(1, most)))]
    for record in records:
        told.row(name, **draw(_rows(record)))
        acts = ("release_order", "release_order", "pardon")
        cleared(told, record, draw(st.sampled_from(acts)), draw(st.sampled_from(DAYS)) if new else None)
        if new and not rarely(draw, 4):
            told.say("red", c.ProofOfLife(record, day(draw(st.sampled_from(SEEN)))))
        for stain in draw(st.lists(st.sampled_from(sorted(stains)), max_size=2)) if rarely(draw, 3) else ():
            stains[stain](told, record, HOLDERS[name])
        if rarely(draw, 9):
            rule = draw(st.sampled_from((*PERMITTED, *ASKED) if new else PERMITTED))
            told.say("red", c.Override(record, rule, "A named person", "the reason"))
    return records


@st.composite
def _rows(draw: st.DrawFn, record: str) -> dict[str, str | None]:
    """A row of a list of people. Most are grown up, were detained long ago and have names nobody else has."""
    grown = ("1980-04-01", "1980-04-01", "1991", "198X", "1975-06-07")
    birth = draw(st.sampled_from(("2012-03-04", "2007", None))) if rarely(draw, 9) else draw(st.sampled_from(grown))
    alike = rarely(draw, 7)
    surname = "Quelmoraz" if alike else f"Ulmirazo {record.replace('#', ' ')}"
    return {
        "given_names": "Ana",
        "surname": None if rarely(draw, 15) else surname,
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
            if rarely(draw, 4):
                told.say("ce", c.SamePerson(left, right, verdict), "denies")


@st.composite
def dead(draw: st.DrawFn, told: Told, records: list[str]) -> None:
    """Some are dead, as somebody says; of some it is denied, or denied alone, or nobody says what they would need."""
    for record in draw(st.lists(st.sampled_from(records), min_size=1, max_size=4, unique=True)):
        holder = {**HOLDERS, "third": "ce"}[record.partition("#")[0]]
        if not rarely(draw, 6):
            told.say(draw(st.sampled_from((holder, "red"))), c.Death(record))
        if rarely(draw, 5):
            told.say("ce", c.Death(record), "denies")
        if rarely(draw, 3):
            for table in ("wishes", "fears", "fitness", "papers", "acts"):
                told.rows[table] = [row for row in told.rows[table] if row["record"] != record]
        if rarely(draw, 4):
            told.say("red", c.Override(record, draw(st.sampled_from(("death", "identity"))), "A named person", "so"))


# ------------------------------------------------------------ worlds


@st.composite
def _protocol(draw: st.DrawFn, new: bool) -> Protocol:
    names = (*PERMITTED, *ASKED) if new else PERMITTED
    rules = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if rarely(draw, 4) else []
    cut_off = day("2025-02-01") if rarely(draw, 2) else None
    threshold = Probability(draw(st.sampled_from(THRESHOLDS))) if new and rarely(draw, 2) else None
    permits = tuple(UnknownPermits(r, "red", "the reason") for r in sorted(rules))
    return Protocol(cut_off, threshold, permits)


@st.composite
def _proposed(draw: st.DrawFn, records: list[str]) -> "pl.DataFrame":
    """What a machine would propose of a few pairs, of one list or of two, judged or not, in any order."""
    pairs: list[tuple[str, str, float, str]] = []
    for _ in range(draw(st.sampled_from((0, 0, 1, 2, 4)))):
        left, right = draw(st.sampled_from(records)), draw(st.sampled_from(records))
        decision = draw(st.sampled_from(("match", "match", "review")))
        if left != right and frozenset((left, right)) not in [frozenset(p[:2]) for p in pairs]:
            pairs.append((left, right, draw(st.sampled_from((0.7, 0.95, 0.99))), decision))
    return proposed(*pairs)


@st.composite
def _answered(draw: st.DrawFn, told: Told, case: Case, terms: Terms) -> None:
    """The offer itself, who accepts it, and whom somebody designates."""
    offer = says("ax-office", c.Offer("offer", ("be",), tuple(terms.clauses)), "offers")
    told.statements.append(offer)
    for party in draw(st.sampled_from((("ax", "be"), ("ax", "be"), ("be",), ()))):
        told.say(party, c.Response(id_of(case, offer), party, None, "accepts"), "answers")
    for clause in terms.clauses:
        if isinstance(clause, k.When | k.Phase | k.Inform) and rarely(draw, 4):
            draw(_came_about(told, clause.id))
        if isinstance(clause, k.Designate):
            for _ in range(draw(st.integers(1, 3)) if clause.turns else 1):
                by = draw(st.sampled_from((*(clause.turns or (clause.by, clause.by)), "ce"))) or "ce"
                told.say(by, c.Designation(clause.clause, (draw(st.sampled_from(terms.records)),)))


@st.composite
def _came_about(draw: st.DrawFn, told: Told, clause: str) -> None:
    """Somebody says of a clause that what it names came about, will, or did not."""
    for _ in range(draw(st.sampled_from((1, 1, 2)))):
        act = draw(st.sampled_from(("states", "states", "alleges", "promises", "denies")))
        when = day(draw(st.sampled_from(("2025-05-20", "2025-06", "2025-07-01")))) if draw(st.booleans()) else None
        state: Any = draw(st.sampled_from(("done", "done", "verified")))
        told.say(draw(st.sampled_from(("red", "ax", "be"))), c.CameAbout(clause, state, on=when), act)


@st.composite
def worlds(draw: st.DrawFn, most: int = 5, new: bool = True) -> World:
    """Worlds of two lists of one to `most` people each, two to five clauses, and one reading of them.

    `new`: also limits, rates, statuses, destinations, proofs of life, petition windows, and what a machine proposes.
    """
    told = Told()
    records = [record for name in HOLDERS for record in draw(_people(told, name, most, new))]
    draw(_judged(told, records))
    deaths = new and rarely(draw, 4)
    if deaths:
        draw(dead(told, records))
    terms = draw(drawn_terms(records, new, deaths))
    case = replace(CASE, protocol=draw(_protocol(new)))
    draw(_answered(told, case, terms))
    proposals = draw(_proposed(records)) if new else None
    return World(facts_of(case, [*_tables(told), *told.statements]), terms.choices, proposals)
