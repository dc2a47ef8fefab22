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
