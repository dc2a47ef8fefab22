"""Obligations: what a party gives besides people (a list, money, days of truce), and how far it is fulfilled.

- An obligation moves nobody and binds no number. A plan depends on it where a clause or a condition names it, and on
  its trigger.
- Its state is what was said of it: promised, done, verified, denied; said and denied is disputed.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.claims import Payment
from exeat.core.clauses import Clause
from exeat.core.facts import Facts
from exeat.terms.events import SAYS, event, guards, plain, words_on

from .document import Obligation, ObligationState

if TYPE_CHECKING:
    from exeat.terms.terms import Term

FULFILLED: tuple[ObligationState, ...] = ("done", "verified")


def obligations(
    facts: Facts, terms: "Sequence[Term]", clauses: Sequence[Clause], moving: frozenset[str]
) -> tuple[Obligation, ...]:
    """Every obligation of the clauses, by id, with its state and the clauses that depend on it."""
    found = []
    for clause in (c for c in clauses if isinstance(c, cl.Inform)):
        state, statements = obligation_state(facts, clause)
        offered = {t.statement for t in terms if t.clause.id == clause.id}
        found.append(
            Obligation(
                clause=clause.id,
                by=clause.by,
                what=clause.what,
                state=state,
                depends=tuple(sorted(set(_depending(clause, clauses, moving)))),
                statements=tuple(sorted({*statements, *offered})),
                to=clause.to,
                amount=clause.amount,
                trigger=clause.trigger,
            )
        )
    return tuple(sorted(found, key=lambda o: o.clause))


def _depending(clause: cl.Inform, clauses: Sequence[Clause], moving: frozenset[str]) -> Iterable[str]:
    """The clauses that depend on an obligation, or on whose people it depends."""
    if clause.clause in moving:
        yield clause.clause or ""
    trigger = None if clause.trigger is None else event(clause.trigger, clauses)
    if trigger is not None and trigger.kind == "went" and trigger.clause in moving:
        yield trigger.clause or ""
    for guard in guards(clauses):
        if guard.event.kind == "obligation" and guard.event.clause == clause.id:
            yield guard.then


def obligation_state(facts: Facts, clause: cl.Inform) -> tuple[ObligationState, tuple[str, ...]]:
    """How far an obligation is fulfilled, and the statements that say so."""
    words = words_on(facts, clause.id)
    acts = {w.act for w in words}
    besides = [*_paid(facts, clause), *_submitted(facts, clause)]
    said, under = "says" in acts or bool(besides), tuple(sorted({*(w.statement for w in words), *besides}))
    if "denies" in acts:
        return ("disputed" if said else "denied"), under
    if any(w.act == "says" and w.verified for w in words):
        return "verified", under
    if said:
        return "done", under
    return ("promised" if "promises" in acts or clause.state == "accepted" else "open"), under


def _paid(facts: Facts, clause: cl.Inform) -> Iterable[str]:
    """The statements on a payment of just this, by one to the other; none where one denies it."""
    power = facts.case.power_of
    wanted = (power(clause.by), power(clause.to or ""), clause.what)
    found = [
        (i, s.act)
        for i, s in facts.of(Payment)
        if isinstance(s.claim, Payment) and (power(s.claim.payer), power(s.claim.payee), s.claim.purpose) == wanted
    ]
    return [] if any(act == "denies" for _, act in found) else [i for i, act in found if act in SAYS]


def _submitted(facts: Facts, clause: cl.Inform) -> Iterable[str]:
    """The statement by which a party submitted the list that it is to deliver."""
    name = plain(clause.what).removeprefix("list ")
    if plain(clause.what) != f"list {name}" or name not in facts.lists:
        return []
    statement = facts.lists[name][0]
    power = facts.case.power_of
    return [statement] if power(facts.statements[statement].by) == power(clause.by) else []
