"""The rules on impediments that always bear, written from `docs/spec/clearing.md` and from nothing else.

A rule answers for one person and one context: `recorded`, `not_established` or None, and on which statements.
Nothing here permits anything: see `impediments`. Rules that a clause asks for are in `asked`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exeat.core.claims import (
    Acceptance,
    Consent,
    CourtOrder,
    Custody,
    Death,
    Document,
    Fear,
    Guardianship,
    LegalAct,
    Medical,
    Released,
    Remark,
)
from exeat.core.clauses import Destination
from exeat.core.dates import age_on, in_force

from .people import Person, Row
from .words import Word, Words, dated, statements

Verdict = Literal["recorded", "not_established"]
Found = tuple[Verdict, tuple[str, ...]] | None
ACTS = {
    "release": frozenset({"release_order", "pardon", "commutation"}),
    "transfer": frozenset({"transfer_order", "pardon", "release_order"}),
}
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Context:
    """Which power would do what: `to` is the destination of a transfer, None for a release.

    `unnamed`: the moving clause names no destination of its own, so `to` is one that others name (None = there is
    none). `proof`, `window`: the days that clauses ask for, None = nobody asks. `remains`: of the dead.
    """

    power: str
    act: Literal["release", "transfer"]
    to: str | None = None
    unnamed: bool = False
    proof: int | None = None
    window: int | None = None
    remains: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A person and a context, and what was said. `namesakes`: people whom nobody told apart from this one.

    `proposed`: people of whom the machine says that they match this one, and nobody judged it.
    `statuses`, `places`: what clauses say that the person is to become, and where the person is to go.
    """

    words: Words
    person: Person
    context: Context
    namesakes: frozenset[str]
    proposed: frozenset[str] = frozenset()
    statuses: tuple[str, ...] = ()
    places: tuple[Destination, ...] = ()

    def of_power(self, word: Word) -> bool:
        """Whether a word is on the power that would act, or an office of it."""
        return self.words.power(word["power"]) == self.context.power

    def there(self, name: str | None) -> bool:
        """Whether a name is that of the destination, or of an office of it."""
        return self.context.to is not None and self.words.power(name) == self.context.to


def court_order(q: Query) -> Found:
    """An order in force that halts this act of this power, unless the same court lifted it."""
    day, orders = q.words.day, q.words.orders(q.person)
    bearing = [(i, o) for i, o in orders if _bears(q, o)]
    lifting = {o.court for _, o in bearing if o.effect == "lifts" and _stands(o, day)}
    halting = [(i, _stands(o, day)) for i, o in bearing if o.effect == "halts" and o.court not in lifting]
    sure = tuple(sorted(i for i, stands in halting if stands))
    doubted = tuple(sorted(i for i, stands in halting if stands is None))
    return ("recorded", sure) if sure else ("not_established", doubted) if doubted else None


def _bears(q: Query, order: CourtOrder) -> bool:
    """Whether an order, halting or lifting, is on this act and binds this power."""
    bound = {q.words.power(p) for p in order.binds}
    return order.act in (q.context.act, "both") and q.context.power in bound


def _stands(order: CourtOrder, day: date) -> bool | None:
    return True if order.in_force is None else in_force(order.in_force, day)


def custody(q: Query) -> Found:
    """Whether the power holds the person."""
    said, denied = _said_held(q), _denied_held(q)
    if said and not denied:
        return None
    return ("not_established" if said or not denied else "recorded", tuple(sorted({*said, *denied})))


def _said_held(q: Query) -> list[str]:
    """The statements that say so: a list that names the power as holder, a custody claim, a remark."""
    listed = [i for i, holder in _lists_of(q) if q.words.power(holder) == q.context.power]
    claimed = [w for w in q.words.said(q.person, Custody) if _claims_custody(q, w)]
    remarked = [w for w in q.words.said(q.person, Remark, remark="held") if q.of_power(w)]
    return [*listed, *statements(*claimed, *remarked)]


def _lists_of(q: Query) -> list[tuple[str, str | None]]:
    """The statements that submit the lists in which the person stands, and the holder that each names."""
    facts = q.words.facts
    names = {row["list"] or "" for row in q.person.rows}
    found = [facts.current[name] for name in sorted(names)]
    return [(i, t.header.holder) for i, t in found if facts.statements[i].act != "denies"]


def _denied_held(q: Query) -> tuple[str, ...]:
    claims = [w for w in q.words.denied(q.person, Custody) if _claims_custody(q, w)]
    remarks = [
        w
        for remark in ("not_held", "held_elsewhere")
        for w in q.words.said(q.person, Remark, remark=remark)
        if q.of_power(w)
    ]
    return statements(*claims, *remarks)


def _claims_custody(q: Query, word: Word) -> bool:
    """Whether a custody claim is on physical custody by this power, not certainly ended by the day."""
    until = dated(word["until"])
    ended = until is not None and until.last is not None and until.last <= q.words.day
    return word["role"] in (None, "physical_holder") and not ended and q.of_power(word)


def death(q: Query) -> Found:
    """Whether somebody says that the person is dead."""
    return _gone(q, Death, "dead")


def remains(q: Query) -> Found:
    """Whether it stands that the person is dead: said, and denied by nobody."""
    said = statements(*q.words.said(q.person, Death), *q.words.said(q.person, Remark, remark="dead"))
    denied = statements(*q.words.denied(q.person, Death), *q.words.said(q.person, Remark, remark="held"))
    if said and not denied:
        return None
    return ("not_established" if said or not denied else "recorded", tuple(sorted({*said, *denied})))


def released(q: Query) -> Found:
    """Whether somebody says that the person is released."""
    return _gone(q, Released, "released")


def _gone(q: Query, claim: type, remark: str) -> Found:
    said = statements(*q.words.said(q.person, claim), *q.words.said(q.person, Remark, remark=remark))
    denied = statements(*q.words.denied(q.person, claim), *q.words.said(q.person, Remark, remark="held"))
    if not said:
        return None
    return ("not_established", tuple(sorted({*said, *denied}))) if denied else ("recorded", said)


def identity(q: Query) -> Found:
    """Whether it is settled who the person is."""
    unsettled = q.person.unresolved or bool(q.namesakes | q.proposed) or not _has_names(q)
    return ("not_established", ()) if unsettled else None


def _has_names(q: Query) -> bool:
    """Whether the records give a name, and a surname where a row has a column for it."""
    rows = q.person.rows
    named = any(_cell(row, "name") or _cell(row, "given_names") for row in rows)
    lists = q.words.facts.current
    asked = any("surname" in lists[row["list"] or ""][1].ours().columns for row in rows)
    return named and (not asked or any(_cell(row, "surname") for row in rows))


def _cell(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def legal_act(q: Query) -> Found:
    """Whether the power ordered it in its own law."""
    said = [w for w in q.words.said(q.person, LegalAct) if q.of_power(w)]
    acts = [w for w in said if w["legal_act"] in ACTS[q.context.act]]
    return None if acts else ("not_established", ())


def consent(q: Query) -> Found:
    """Whether the person wants to go there."""
    cautious = ("no", "withdrawn", "undecided", "yes")
    last = _interviewed(q, Consent, "answer", cautious, needs_neutral=("yes",))
    if last is not None and last["answer"] == "yes":
        return None
    refused = last is not None and last["answer"] != "undecided"
    return ("recorded" if refused else "not_established", statements(last))


def fear(q: Query) -> Found:
    """Whether the person fears to go there."""
    last = _interviewed(q, Fear, "state", ("expressed", "resolved", "none"), needs_neutral=("resolved", "none"))
    if last is None:
        return "not_established", ()
    return ("recorded", statements(last)) if last["state"] == "expressed" else None


def _interviewed(
    q: Query, claim: type, field: str, cautious: tuple[str, ...], needs_neutral: tuple[str, ...]
) -> Word | None:
    """The last valid word for this destination."""
    there = [w for w in q.words.said(q.person, claim) if q.there(w["destination"])]
    valid = [w for w in there if w[field] not in needs_neutral or q.words.in_confidence(w, q.person, q.context.power)]
    return q.words.last(valid, field, cautious)


def medical(q: Query) -> Found:
    """Whether the person is fit to travel."""
    last = q.words.last(q.words.said(q.person, Medical), "finding", ("unfit", "fit_with_care", "fit"))
    if last is None:
        return "not_established", ()
    return ("recorded", statements(last)) if last["finding"] == "unfit" else None


def guardianship(q: Query) -> Found:
    """Whether somebody decided who is responsible for a child."""
    child = is_child(q.person.rows, q.words.day)
    if child is False or q.words.said(q.person, Guardianship, state="decided"):
        return None
    return ("recorded" if child else "not_established", ())


def is_child(rows: tuple[Row, ...], day: date) -> bool | None:
    """Whether somebody is under 18 on a day; None where the records do not settle it, or contradict one another."""
    said = {_child_row(row, day) for row in rows} - {None}
    return said.pop() if len(said) == 1 else None


def _child_row(row: Row, day: date) -> bool | None:
    birth, age = dated(row.get("birth_date")), _cell(row, "age")
    least, most = (None, None) if birth is None else age_on(birth, day)
    if most is not None and most < OF_AGE:
        return True
    if least is not None and least >= OF_AGE:
        return False
    return int(age) < OF_AGE if age.isascii() and age.isdigit() else None


def document(q: Query) -> Found:
    """Whether there is a paper to travel on."""
    papers = [w for w in q.words.said(q.person, Document) if _valid(w["valid"], q.words.day)]
    return None if papers else ("not_established", ())


def _valid(text: str | None, day: date) -> bool:
    if text is None:
        return True
    read = dated(text)
    return read is not None and in_force(read, day) is True


def acceptance(q: Query) -> Found:
    """Whether the destination takes the person."""
    answers = [w for w in q.words.said(q.person, Acceptance) if q.there(w["receiver"])]
    counting = [w for w in answers if w["answer"] == "refused" or q.there(w["by"])]
    last = q.words.last(counting, "answer", ("refused", "accepted"))
    if last is None:
        return "not_established", ()
    return ("recorded", statements(last)) if last["answer"] == "refused" else None


Rule = Callable[[Query], Found]
BOTH: Mapping[str, Rule] = {
    "court_order": court_order,
    "custody": custody,
    "death": death,
    "released": released,
    "identity": identity,
    "legal_act": legal_act,
}
OF_REMAINS: Mapping[str, Rule] = {
    "court_order": court_order,
    "custody": custody,
    "remains": remains,
    "released": released,
    "identity": identity,
}
TRANSFER: Mapping[str, Rule] = {
    "consent": consent,
    "fear": fear,
    "medical": medical,
    "guardianship": guardianship,
    "document": document,
    "acceptance": acceptance,
}
