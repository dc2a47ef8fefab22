"""Equivalences: the harms that a scale could do, on a few invented people. The twin and the checker say the same."""

from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_names, check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.asks import answer as twin
from exeat.testing.asks import checked, codes
from exeat.testing.byhand import Rows, exchange, let_go, people, send
from exeat.testing.memory import World

L, R = k.Selector(list="l"), k.Selector(list="r")
SIX_TO_ONE = (k.Weight("captain", 6), k.Weight("private", 1))


def soldiers(**ranks: str | None) -> Rows:
    """People by id, each with a rank."""
    return people(*(i[1:] for i in ranks), **{f"p{i[1:]}": {"category": rank} for i, rank in ranks.items()})


def scaled(left: Rows, right: Rows, *more: Any, **given: Any) -> World:
    scale = k.Equivalence(
        **{"id": "scale", "left": L, "right": R, "column": "category", "weights": SIX_TO_ONE, **given}
    )
    return exchange(send("0.."), let_go("0.."), scale, *more, left=left, right=right)


def cleared(w: World) -> Cleared:
    """The base reading: as many go as the twin says, and the independent check finds nothing."""
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False)
    plain = encode(found.plan, True)
    assert isinstance(plain, dict)
    assert check_plan(w.facts, plain, w.choices) == ()
    best = twin(w)
    assert found.plan.status == best.status
    assert best.status == "none" or tuple(a.value for a in found.readings.base.answer.aims) == best.aims
    return found


def named(w: World) -> set[str]:
    return {m.person for m in cleared(w).plan.moves or ()}


def counts(w: World) -> list[tuple[int | None, str | None, int | None]]:
    return [(x.left, x.op, x.right) for x in cleared(w).plan.counts or () if x.clause == "scale"]


SIX = {f"p{i}": "private" for i in range(4, 10)}


def test_a_captain_goes_for_six_privates_and_for_no_fewer() -> None:
    w = scaled(soldiers(p1="captain"), soldiers(**SIX))
    assert named(w) == {"l#1", *(f"r#{i}" for i in range(4, 10))}
    assert counts(w) == [(6, "=", 6)]
    assert "equivalence-broken" in checked(w, ("l#1", "go"), ("r#4", "back"))
    fewer = scaled(soldiers(p1="captain"), soldiers(p4="private", p5="private"))
    assert cleared(fewer).plan.status == "none"


def test_a_captain_who_stands_there_is_not_passed_over_for_six_privates() -> None:
    """Like for like first: the captain goes for the captain, and the privates stay for privates."""
    right = soldiers(**SIX, p3="captain")
    assert named(scaled(soldiers(p1="captain"), right)) == {"l#1", "r#3"}
    anyhow = scaled(soldiers(p1="captain"), right, like_first=False)
    assert "r#3" not in named(anyhow)
    moves = [("l#1", "go"), *((f"r#{i}", "back") for i in range(4, 10))]
    assert "like-not-first" in checked(scaled(soldiers(p1="captain"), right), *moves)
    assert "like-not-first" not in checked(anyhow, *moves)


def test_a_captain_who_cannot_go_does_not_keep_the_other_from_going_by_the_scale() -> None:
    out = k.Exclude("not-him", k.Selector(named=("r#3",)))
    assert "l#1" in named(scaled(soldiers(p1="captain"), soldiers(**SIX, p3="captain"), out))


@pytest.mark.parametrize("rank", [None, "captian", ""])
def test_nobody_is_given_away_for_nothing_by_a_slip_of_a_rank(rank: str | None) -> None:
    """Whoever is not on the scale stays, and is said to; the others go by it."""
    w = scaled(soldiers(p1="private", p2=rank), soldiers(p4="private", p5="private"))
    found = cleared(w)
    assert found.plan.readings[0].aims[0].value == 2
    held = {h.person: [(r.rule, r.verdict) for r in h.reasons] for h in found.plan.held_back or ()}
    assert held == {"l#2": [("equivalence", "terms")]}
    assert "off-scale" in checked(w, ("l#2", "go"), ("r#4", "back"))


def test_all_of_them_is_not_said_of_all_but_those_without_a_rank() -> None:
    """*All*, and whoever cannot go stops it: somebody off the scale does."""
    scale = k.Equivalence("scale", L, R, "category", SIX_TO_ONE, may_exceed="left")
    ranks = soldiers(p1="private", p2=None)
    stopped = exchange(send(blocked="stop"), scale, left=ranks)
    assert cleared(stopped).plan.status == "none"
    assert named(exchange(send(), scale, left=ranks)) == {"l#1"}


def test_the_sums_differ_by_no_more_than_was_agreed() -> None:
    left, right = soldiers(p1="captain"), soldiers(**{i: r for i, r in SIX.items() if i < "p8"})
    assert counts(scaled(left, right, tolerance=1)) == [(0, ">=", 0), (0, "<=", 2)], "one private, for nothing"
    assert counts(scaled(left, right, tolerance=2)) == [(6, ">=", 2), (6, "<=", 6)]


def test_a_rate_multiplies_what_each_side_gives() -> None:
    """Two for one: the left counts twice."""
    w = scaled(soldiers(p1="private", p2="private"), soldiers(p4="private", p5="private"), left_times=2)
    assert cleared(w).plan.readings[0].aims[0].value == 3
    assert counts(w) == [(2, "=", 2)]


@pytest.mark.parametrize(("privates", "status"), [(5, "none"), (6, "optimal"), (8, "optimal")])
def test_each_party_accepts_what_is_worth_at_least_what_it_gives_by_its_own_table(privates: int, status: str) -> None:
    """Axia gives a captain, worth six to Axia and eight to Beria, for all the privates that Beria holds."""
    theirs = (k.Weight("captain", 8), k.Weight("private", 1))
    beria = k.Equivalence("beria", L, R, "category", theirs, may_exceed="left", by="be")
    right = soldiers(**{f"p{i}": "private" for i in range(2, 2 + privates)})
    w = scaled(soldiers(p1="captain"), right, beria, by="ax", may_exceed="right")
    assert cleared(w).plan.status == status
    if status == "optimal":
        assert counts(w) == [(6, "<=", privates)]


def test_a_list_of_names_is_not_called_even_while_the_other_side_is_missing() -> None:
    w = scaled(soldiers(p1="captain"), soldiers(**SIX))
    found = check_names(w.facts, (), w.choices, [("go", "l#1")])
    assert "equivalence-broken" not in codes(found)
    found = check_names(w.facts, (), w.choices, [("go", "l#1"), ("back", "r#4")])
    assert "equivalence-broken" in codes(found)
