"""The rules that bear only where a clause asks for them, written from `docs/spec/clearing.md` and from nothing else.

- A `status` clause asks for an act of the power; a `destination` clause says where; an `inform` clause asks for a
  proof of life of late, a `when` clause for a petition window that has passed.
- A destination clause that names no place and leaves no choice says nothing about where.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from exeat.core.claims import LegalAct, ProofOfLife
from exeat.core.clauses import Destination
from exeat.core.dates import PartialDate, may_equal

from .reading import says_where
from .rules import ACTS, Found, Query, Rule, consent
from .words import Word, dated, statements

STATUS_ACTS: Mapping[str, tuple[str, ...]] = {
    "pardon": ("pardon",),
    "commutation": ("commutation",),
    "full_liberty": ("release_order", "pardon"),
}


def status(q: Query) -> Found:
    """Whether the power made every act that the clauses on status ask for."""
    missing = [s for s in q.statuses if s in STATUS_ACTS and not any(_made(q, act) for act in STATUS_ACTS[s])]
    return ("not_established", ()) if missing else None


def _made(q: Query, act: str) -> bool:
    """Whether the power is said to have made such an act, and nobody denies it."""
    said, denied = q.words.said(q.person, LegalAct, legal_act=act), q.words.denied(q.person, LegalAct, legal_act=act)
    return any(q.of_power(w) for w in said) and not any(q.of_power(w) for w in denied)


# ------------------------------------------------------------ where


def destination(q: Query) -> Found:
    """Whether every clause that says where this person goes allows the destination."""
    places = [d for d in q.places if says_where(d)]
    if not places:
        return ("not_established", ()) if q.context.unnamed else None
    return None if all(_allows(q, d) for d in places) else ("recorded", ())


def named_places(clause: Destination) -> tuple[str, ...]:
    """The places that a destination clause names, as written: `to`, and those of its quotas."""
    return (*([clause.to] if clause.to is not None else []), *(quota.to for quota in clause.quotas))


def within(q: Query, clause: Destination) -> bool:
    """Whether the destination is one of those that a clause names; one that names none leaves it to the person."""
    places = {q.words.power(p) for p in named_places(clause)}
    return not places or q.context.to in places


def _allows(q: Query, clause: Destination) -> bool:
    chosen = not clause.choice or q.context.remains or consent(q) is None
    return within(q, clause) and chosen


# ------------------------------------------------------------ alive, and time to object


def proof_of_life(q: Query) -> Found:
    """Whether there is a sign of life that is recent enough for whoever asked."""
    if q.context.proof is None:
        return None
    denied = [dated(w["on"]) for w in q.words.denied(q.person, ProofOfLife)]
    signs = [dated(w["on"]) for w in q.words.said(q.person, ProofOfLife)]
    valid = [s for s in signs if s is not None and not any(d is None or may_equal(s, d) for d in denied)]
    return None if any(_recent(s, q.words.day, q.context.proof) for s in valid) else ("not_established", ())


def _recent(on: PartialDate, day: date, days: int) -> bool:
    """Whether something was certainly on or before the day, and certainly less than so many days before it."""
    return on.last is not None and on.last <= day and on.first is not None and on.first > day - timedelta(days=days)


def petition_window(q: Query) -> Found:
    """Whether the days in which somebody may object to the act of the power are over."""
    if q.context.window is None:
        return None
    acts = [w for w in q.words.said(q.person, LegalAct) if q.of_power(w) and w["legal_act"] in ACTS[q.context.act]]
    past = [w for w in acts if not _after(w, q.words.day)]
    ends = q.words.day - timedelta(days=q.context.window)
    if not acts or any(_over(w, ends) for w in past):
        return None
    running = [w for w in past if _running(w, ends)]
    return ("recorded", statements(*running)) if running else ("not_established", statements(*acts))


def _after(act: Word, day: date) -> bool:
    """Whether an act may be after the day. One without a day counts, and nothing is certain of it."""
    on = dated(act["on"])
    return on is not None and (on.last is None or on.last > day)


def _over(act: Word, ends: date) -> bool:
    on = dated(act["on"])
    return on is not None and on.last is not None and on.last <= ends


def _running(act: Word, ends: date) -> bool:
    on = dated(act["on"])
    return on is not None and on.first is not None and on.first > ends


BOTH: Mapping[str, Rule] = {"status": status, "proof_of_life": proof_of_life, "petition_window": petition_window}
TRANSFER: Mapping[str, Rule] = {"destination": destination}
