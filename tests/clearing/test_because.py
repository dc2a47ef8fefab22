"""A no that misleads keeps people in: what clashes is told whole, and no party is asked for more than it must.

Three people at Axia, three at Beria (see `testing.byhand`).
"""

from dataclasses import replace

from exeat.adapters.highs import Highs
from exeat.clearing.because.everybody import Alike, everybody
from exeat.clearing.because.frontier import Frontier, Pair, frontier
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import why
from exeat.core import clauses as k
from exeat.identity.people import people
from exeat.testing.byhand import LEFT, exchange, let_go, refusing, send
from exeat.testing.byhand import people as people_of
from exeat.testing.memory import World

L, R = k.Selector(list="l"), k.Selector(list="r")
CAPS = (k.Limit("cap", L, most=1), k.Limit("cap2", R, most=1))


def answer(w: World) -> Cleared:
    return clear(w.facts, people(w.facts), Highs(), w.choices, others=False)


def test_every_clash_is_told_and_none_with_a_clause_too_many() -> None:
    found = answer(exchange(send("3"), let_go("3"), *CAPS, k.Balance("bal", L, R)))
    told = [c.clauses for c in found.plan.conflicts]
    assert told == [("back", "cap2"), ("cap", "go"), ("back", "bal", "cap"), ("bal", "cap2", "go")]


def test_two_clauses_give_way_together_where_one_is_not_enough_and_neither_more_than_it_must() -> None:
    found = answer(exchange(send("3"), let_go("3"), *CAPS))
    told = [
        (r.clause, r.value, r.by, [(a.clause, a.value, a.by) for a in r.also], r.allows) for r in found.plan.relaxations
    ]
    assert told == [
        ("back", "1", "ax", [("cap", "3", "ax")], 4),
        ("back", "1", "ax", [("go", "1", "ax")], 2),
        ("cap", "3", "ax", [("cap2", "3", "ax")], 6),
        ("cap2", "3", "ax", [("go", "1", "ax")], 4),
    ]


def test_who_refused_stays_out_whatever_a_party_changes() -> None:
    """One of three refuses: that all go may be given up, and then two go; the refusal is not in the list of changes."""
    found = answer(exchange(send(blocked="stop"), let_go("0..3"), more=[refusing("1")]))
    assert [c.clauses for c in found.plan.conflicts] == [("go",)]
    assert [(r.clause, r.change, r.allows) for r in found.plan.relaxations] == [("go", "excused", 5)]


# ------------------------------------------------------------ one person


def test_who_is_in_no_best_exchange_hears_which_clause_stands_in_the_way() -> None:
    """Nobody old may go, by a limit: the young one goes in every best exchange, the limit alone keeps the others."""
    rows = people_of(*LEFT, "7", p7={"category": "young"})
    old = k.Selector(list="l", where=(k.Condition("category", "is", "old"),))
    found = answer(exchange(send("0..4"), k.Limit("cap", old, most=0), left=rows))
    (by,) = why(found, "l#1").clauses
    assert (by.standing, by.best, by.full, by.with_fewer) == ("not_needed", "none", (("cap",),), False)
    (young,) = why(found, "l#7").clauses
    assert (young.standing, young.best) == ("named", "every")


def test_everybody_is_told_in_numbers_and_never_by_name() -> None:
    found = answer(exchange(send("2"), let_go()))
    base = found.readings.base
    assert everybody(base.problem, base.clauses, base.answer, Highs()) == (
        Alike("back", 3, "every"),
        Alike("go", 3, "some"),
    )


# ------------------------------------------------------------ two parties


def test_the_frontier_has_every_pair_that_nobody_can_better_alone_and_no_other() -> None:
    """Four of the six may go in all: one more here is one fewer there; the clauses' own numbers are free."""
    both = replace(L, union=(R,))
    found = answer(exchange(send("1"), let_go("1"), k.Limit("four", both, most=4), k.Limit("some", R, least=1)))
    made = frontier(found.world, found.readings.base, Highs())
    assert made == Frontier("ax", "be", (Pair(1, 3), Pair(2, 2), Pair(3, 1)), True, (Pair(1, 1), Pair(1, 1)))
