"""Families that should stay together: split only where more people go by it, and as few as can be."""

from typing import Any

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.asks import answer as twin
from exeat.testing.asks import codes
from exeat.testing.byhand import Rows, exchange, let_go, people, send
from exeat.testing.memory import Part, World, says

L, R = k.Selector(list="l"), k.Selector(list="r")


def kin(**families: str | None) -> Rows:
    """People by id, each of a family."""
    return people(*(i[1:] for i in families), **{i: {"family": f} for i, f in families.items()})


def wish(id: str = "kin", selection: k.Selector = L, **given: Any) -> k.Together:
    return k.Together(**{"id": id, "selection": selection, "column": "family", "force": "should", **given})


def cleared(w: World) -> Cleared:
    """The base reading: the aims are the twin's, and the independent check finds nothing."""
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False)
    plain = encode(found.plan, True)
    assert isinstance(plain, dict)
    assert check_plan(w.facts, plain, w.choices) == ()
    assert aims(found) == twin(w).aims
    return found


def aims(found: Cleared) -> tuple[int, ...]:
    return tuple(a.value for a in found.readings.base.answer.aims)


def counts(found: Cleared, clause: str = "kin") -> list[tuple[int | None, str | None, int | None]]:
    return [(x.left, x.op, x.right) for x in found.plan.counts or () if x.clause == clause]


PAIRS = kin(p1="f", p2="f", p3="g", p4="g", p5=None)


def test_no_family_is_split_where_as_many_go_without() -> None:
    found = cleared(exchange(send("2"), wish(), left=PAIRS))
    assert aims(found) == (2, 2)
    assert counts(found) == [(2, "<=", 2)]


def test_nobody_stays_so_that_a_family_is_not_split() -> None:
    """Four of five go; with one family kept back, three would."""
    found = cleared(exchange(send("3..4"), wish(), left=PAIRS))
    assert aims(found) == (4, 2)
    without = kin(p1="f", p2="f", p3="g", p4="g")
    assert aims(cleared(exchange(send("3"), wish(), left=without))) == (3, 1)


def test_a_family_with_somebody_who_cannot_go_is_split_rather_than_kept() -> None:
    found = cleared(exchange(send(), wish(), left=PAIRS, blocked=("1",)))
    assert aims(found) == (4, 1)
    assert "l#2" in {m.person for m in found.plan.moves or ()}


def test_a_family_that_goes_by_two_clauses_is_split() -> None:
    other = send("1", id="far", to="be")
    assert aims(cleared(exchange(send("1"), other, wish(), left=kin(p1="f", p2="f")))) == (2, 0)


def test_those_who_must_go_together_are_one_member_of_a_family() -> None:
    must = k.Together("must", k.Selector(named=("l#1", "l#2")))
    found = cleared(exchange(send("2"), must, wish(), left=kin(p1="f", p2="f", p3="f", p4=None, p5=None)))
    assert aims(found) == (2, 1)
    assert {m.person for m in found.plan.moves or ()} == {"l#4", "l#5"}


def test_families_that_share_somebody_are_one() -> None:
    """A household and a family overlap: the three are one group, of the clause that comes first."""
    house = wish("house", k.Selector(named=("l#2", "l#3")), column=None, order=1)
    found = cleared(exchange(send("2"), house, wish(order=2), left=kin(p1="f", p2="f", p3=None, p4="g", p5="g")))
    assert (counts(found, "house"), counts(found)) == ([(1, "<=", 1)], [(1, "<=", 1)])


def test_a_wish_not_to_go_alone_keeps_nobody_back() -> None:
    alone = k.Together("kin", k.Selector(named=("l#1",)), unless=k.Selector(named=("l#2",)), force="should")
    assert aims(cleared(exchange(send("2"), alone))) == (2, 1)
    assert aims(cleared(exchange(send(), alone, blocked=("2",)))) == (2, 0)


def designated(*records: str) -> Part:
    return says("be", c.Designation("go", records))


def test_somebody_designated_goes_and_the_family_along() -> None:
    by = k.Designate("names", "go", "party", "be")
    found = cleared(exchange(send("2"), wish(), by, left=PAIRS, more=[designated("l#1")]))
    assert {m.person: m.why for m in found.plan.moves or ()} == {"l#1": "designated", "l#2": "terms"}


def test_families_on_both_sides_have_an_aim_each() -> None:
    right = kin(p6="f", p7="f", p8="g", p9="g")
    both = (wish(order=1), wish("theirs", R, order=2))
    assert aims(cleared(exchange(send("2"), let_go("3"), *both, left=PAIRS, right=right))) == (5, 2, 1)


def test_a_plan_that_hides_a_split_family_does_not_pass() -> None:
    w = exchange(send(), wish(), left=PAIRS, blocked=("1",))
    plain: Any = encode(cleared(w).plan, True)
    (row,) = [x for x in plain["counts"] if x["clause"] == "kin"]
    assert (row["left"], row["right"]) == (1, 2)
    row["left"] = 2
    assert codes(check_plan(w.facts, plain, w.choices)) == {"count-differs"}
