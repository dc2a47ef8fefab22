"""A mediator who is not told that an exclusion, a condition or a name is in the way goes home with a wrong no.

Three people at Axia, three at Beria (see `testing.byhand`). Whose term it is can take it back; nobody is asked to part
a child from its kin, and no refusal is a term.
"""

from typing import Any

from exeat.adapters.highs import Highs
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.identity.people import people
from exeat.testing.byhand import LEFT, exchange, let_go, refusing, send
from exeat.testing.byhand import people as people_of
from exeat.testing.memory import World, says

L, R = k.Selector(list="l"), k.Selector(list="r")
TWO = k.Selector(named=("l#1", "l#2"))
KIN = people_of(*LEFT, p1={"family": "f"}, p2={"family": "f"})


def answer(w: World) -> Cleared:
    return clear(w.facts, people(w.facts), Highs(), w.choices, others=False)


def told(*clauses: Any, **more: Any) -> tuple[list[tuple[str, ...]], list[tuple[Any, ...]]]:
    found = answer(exchange(*clauses, **more)).plan
    changes = [
        (r.clause, r.change, r.value, r.by, *((a.clause, a.change, a.value) for a in r.also), r.allows)
        for r in found.relaxations
    ]
    return [x.clauses for x in found.conflicts], changes


def test_an_exclusion_that_makes_it_impossible_is_named_and_its_party_can_take_it_back() -> None:
    clashing, changes = told(send("3"), let_go(), k.Exclude("never", TWO))
    assert clashing == [("go", "never")]
    assert changes == [("go", "fewer", "1", "ax", 4), ("never", "lifted", None, "ax", 6)]


def test_whoever_asks_for_somebody_by_name_clashes_with_whoever_excludes_them() -> None:
    must = k.Include("must", k.Selector(named=("l#1",)), "must", "ax", inside="inside", within="go")
    clashing, changes = told(send("1..3"), must, k.Exclude("never", k.Selector(named=("l#1",))))
    assert clashing == [("must", "never")]
    assert changes == [("must", "should", None, "ax", 2), ("never", "lifted", None, "ax", 3)]


def test_all_excluded_is_told_as_what_keeps_everybody_in() -> None:
    clashing, changes = told(send("1..3"), k.Exclude("never", L))
    assert (clashing, changes) == ([("never",)], [("never", "lifted", None, "ax", 3)])


def test_an_act_asked_for_can_be_what_stands_in_the_way() -> None:
    """Beria's three are to be pardoned, and nobody says that it pardoned them."""
    clashing, changes = told(send(), let_go("3"), k.Status("clean", R, "pardon"))
    assert clashing == [("back", "clean")]
    assert changes == [("back", "fewer", "0", "ax", 3), ("clean", "lifted", None, "ax", 6)]


def test_a_name_can_be_what_stands_in_the_way() -> None:
    """Beria may name whom Axia sends, and names one of those of whom none may go."""
    names = k.Designate("names", "go", "party", "be")
    named = says("be", c.Designation("go", ("l#1",)))
    clashing, changes = told(send("1"), let_go(), names, k.Limit("none", TWO, most=0), more=[named])
    assert clashing == [("names", "none")]
    assert changes == [("names", "unnamed", None, "ax", 4), ("none", "more", "1", "ax", 4)]


def test_grown_ups_who_asked_to_go_together_may_be_asked_not_to_insist() -> None:
    kin = k.Together("kin", L, "family")
    clashing, changes = told(send("2..3"), kin, k.Limit("one", TWO, most=1), left=KIN)
    assert clashing == [("go", "kin", "one")]
    assert ("kin", "should", None, "ax", 2) in changes


def test_a_child_is_never_suggested_to_be_parted_from_its_kin() -> None:
    """Neither one who is a child, nor one of whom nobody can tell."""
    for born in ("2015-04-01", None):
        rows = {**KIN, "2": {**KIN["2"], "birth_date": born}}
        clashing, changes = told(
            send("2..3", act="release", to=None),
            k.Together("kin", L, "family"),
            k.Limit("one", TWO, most=1),
            left=rows,
            more=[says("ax", c.LegalAct(f"l#{i}", "ax", "release_order")) for i in LEFT],
        )
        assert clashing == [("go", "one")]
        assert {x[0] for x in changes} == {"go", "one"}


def test_a_refusal_stays_where_an_exclusion_of_the_same_person_is_taken_back() -> None:
    """All three are to go; one refuses and another is excluded: taken back, the exclusion frees nobody who refused."""
    clashing, changes = told(send("2..3"), k.Exclude("never", k.Selector(named=("l#2",))), more=[refusing("1")])
    assert clashing == [("go", "never")]
    assert changes == [("go", "fewer", "1", "ax", 1), ("never", "lifted", None, "ax", 2)]


# ------------------------------------------------------------ by how little


def test_a_scale_is_asked_for_no_more_tolerance_than_it_takes() -> None:
    """Who is sent weighs three, who comes back one each, and there are two of these: three against two."""
    scale = k.Equivalence("scale", L, R, "category", (k.Weight("old", 3), k.Weight("young", 1)), like_first=False)
    young = people_of("4", "5", p4={"category": "young"}, p5={"category": "young"})
    clashing, changes = told(send("1"), let_go("0..3"), scale, right=young)
    assert clashing == [("scale",)]
    assert ("scale", "tolerance", "1", "ax", 3) in changes
    assert ("scale", "dropped", None, "ax", 3) in changes


def test_as_many_as_another_may_become_the_nearest_number_that_works() -> None:
    clashing, changes = told(send("3"), let_go(k.SameAs("go")), k.Limit("cap", R, most=1))
    assert clashing == [("back", "cap", "go")]
    assert ("back", "number", "1", "ax", 4) in changes


def test_one_of_several_numbers_of_a_rate_gives_way_alone() -> None:
    """For each of Axia's, one of Beria's old and three of its young, of whom there are two."""
    of = {c: k.Selector(list="r", where=(k.Condition("category", "is", c),)) for c in ("old", "young")}
    rate = k.Rate("rate", k.Share(L, 1), (k.Share(of["old"], 1), k.Share(of["young"], 3)), "agreed")
    rows = people_of("4", "5", "6", p5={"category": "young"}, p6={"category": "young"})
    found = answer(exchange(send("1"), let_go("0..3"), rate, right=rows)).plan.relaxations
    assert [(r.change, r.part, r.value, r.allows) for r in found if r.clause == "rate"] == [
        ("dropped", None, None, 4),
        ("fewer", 2, "2", 4),
    ]


# ------------------------------------------------------------ conditions


def test_what_somebody_waits_for_can_be_what_stands_in_the_way() -> None:
    """Beria lets its people go when three of Axia's went, and two may: fewer to wait for, or no condition."""
    when = k.When("wait", "3 of go delivered", "back", severable=False)
    clashing, changes = told(send("0..3"), let_go("1..3"), k.Limit("two", L, most=2), when)
    assert clashing == [("two", "wait")]
    assert changes == [
        ("two", "more", "3", "ax", 6),
        ("wait", "not_waited", None, "ax", 5),
        ("wait", "severable", None, "ax", 2),
        ("wait", "sooner", "2", "ax", 5),
    ]


def test_a_change_is_read_with_what_fell_away_for_want_of_it() -> None:
    """Axia cannot send three. Two would do; then Beria's part, which waits for two, does not fall away any more."""
    when = k.When("wait", "2 of go delivered", "back", severable=True)
    clashing, changes = told(send("3"), let_go("1..3"), k.Limit("two", L, most=2), when)
    assert clashing == [("go", "two")]
    assert changes == [("go", "fewer", "2", "ax", 5), ("two", "more", "3", "ax", 6)]
