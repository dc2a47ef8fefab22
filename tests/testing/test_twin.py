"""The twin and the checker on worlds whose answer is obvious by eye, and on drawn ones. Named after harms."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from exeat.clearing.check import check_names, check_plan
from exeat.clearing.check.selection import holds
from exeat.clearing.check.setting import Setting
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.testing.asks import answer, checked, codes, moved
from exeat.testing.brute import NONE, best, forced
from exeat.testing.byhand import LEFT, cleared, exchange, let_go, offer, people, refusing, roster, send, world
from exeat.testing.documents import document
from exeat.testing.memory import id_of, says
from exeat.testing.worlds import CASE, World, count, day, worlds

# ------------------------------------------------------------ clauses


def test_a_release_is_not_held_back_by_a_missing_consent() -> None:
    assert moved(exchange(let_go())) == {"r#4", "r#5", "r#6"}


def test_the_same_number_goes_each_way() -> None:
    """One of three refuses: two leave, and two of the others, whom nobody has named."""
    w = exchange(send(), let_go(k.SameAs("go")), more=[refusing("3")])
    found = answer(w)
    assert (found.aims, len(found.plans), forced(found)) == ((4,), 3, {"go": frozenset({"l#1", "l#2"})})
    assert checked(w, ("l#1", "go"), ("l#2", "go"), back=2) == set()
    assert "number-broken" in checked(w, ("l#1", "go"), ("l#2", "go"), back=1)


def test_all_of_them_or_none_where_the_blocked_stop_it() -> None:
    w = exchange(send(blocked="stop"), let_go(k.SameAs("go")), blocked="3")
    assert answer(w) == NONE
    assert "not-everybody" in checked(w, ("l#1", "go"), ("l#2", "go"), back=2)


def test_a_refusal_excuses_or_stops_as_the_clause_on_consent_says() -> None:
    def asked(refusal: Any, blocked: str) -> World:
        clauses = send(blocked=blocked), k.ConsentAsked("ask", "go", "red", refusal), let_go(k.SameAs("go"))
        return exchange(*clauses, more=[refusing("3")])

    assert answer(asked("reduces", "stop")).aims == (4,)
    assert answer(asked("stops", "excused")) == NONE
    assert answer(asked("counts_as_delivered", "stop")).aims == (5,)


def test_a_family_is_not_split() -> None:
    """Two of three are a family, one of it cannot go: the other is excused, and stays."""
    left = people(*LEFT, p1={"family": "f"}, p2={"family": "f"})
    family = k.Together("kin", k.Selector(list="l"), "family")
    w = exchange(send(), family, left=left, blocked="2")
    assert moved(w) == {"l#3"}
    assert "family-split" in checked(w, ("l#1", "go"), ("l#3", "go"))
    names = [("go", "l#1"), ("go", "l#3")]
    assert "family-split" in codes(check_names(w.facts, (), w.choices, names))


def test_a_number_is_not_filled_with_half_a_family() -> None:
    left = people("1", "2", p1={"family": "f"}, p2={"family": "f"})
    w = exchange(send("1"), k.Together("kin", k.Selector(list="l"), "family"), left=left)
    assert answer(w) == NONE
    assert "open-places-impossible" in checked(w, go=1)
    assert checked(exchange(send("2"), left=left), go=2) == set()


def test_nobody_goes_without_the_one_they_depend_on() -> None:
    unless = k.Together("with", k.Selector(named=("l#1",)), unless=k.Selector(named=("l#2",)))
    assert moved(exchange(send(), unless, blocked="2")) == {"l#3"}
    assert moved(exchange(send(), unless, blocked="1")) == {"l#2", "l#3"}
    assert "goes-without" in checked(exchange(send("1"), unless), ("l#1", "go"))


def test_nobody_excluded_moves() -> None:
    w = exchange(send("1..3"), k.Exclude("not", k.Selector(named=("l#1",))))
    assert moved(w) == {"l#2", "l#3"}
    assert "excluded-moves" in checked(w, ("l#1", "go"))


def test_all_of_them_and_not_this_one_is_all_the_others() -> None:
    excluded = k.Exclude("not", k.Selector(named=("l#1",)))
    assert moved(exchange(send(blocked="stop"), excluded)) == {"l#2", "l#3"}


def test_heads_are_equal_in_each_category() -> None:
    left = people(*LEFT, p1={"category": "young"})
    balance = k.Balance("even", k.Selector(list="l"), k.Selector(list="r"), "category")
    w = exchange(send("0..3"), let_go("0..3"), balance, left=left)
    assert answer(w).aims == (4,)
    assert "balance-broken" in checked(w, ("l#1", "go"), ("l#2", "go"), back=2)
    assert "balance-broken" not in checked(w, ("l#3", "go"), ("l#2", "go"), back=2)


def test_who_must_be_among_them_is_or_nobody_goes() -> None:
    must = k.Include("she", k.Selector(named=("l#1",)), from_="ax", inside="inside")
    assert forced(answer(exchange(send("1"), must))) == {"go": frozenset({"l#1"})}
    assert answer(exchange(send("1"), must, blocked="1")) == NONE
    w = exchange(send("1"), must)
    assert "include-broken" in checked(w, ("l#2", "go"))


def test_who_is_included_from_another_list_counts_within_the_number() -> None:
    few = send("1", k.Selector(named=("l#1",)))
    more = k.Include("she", k.Selector(named=("l#2",)), from_="ax", inside="inside")
    assert answer(exchange(few, more)).plans == {frozenset({("l#2", "go", "be")})}


def test_of_a_list_that_must_be_among_them_the_free_are() -> None:
    must = k.Include("some", k.Selector(list="l"), within="go")
    assert moved(exchange(send("0..3"), must, blocked="1")) == {"l#2", "l#3"}
    at_least = replace(must, selection=k.Selector(named=("l#1", "l#2"), count=count("1")))
    assert answer(exchange(send("1"), at_least, blocked="1")).plans == {frozenset({("l#2", "go", "be")})}


def test_a_wish_comes_after_the_number_and_in_its_order() -> None:
    first = k.Include("b", k.Selector(named=("l#2",)), "should", within="go", order=1)
    second = k.Include("a", k.Selector(named=("l#1", "l#3")), "should", within="go", order=2)
    assert answer(exchange(send("1"), first, second)).aims == (1, 1, 0)
    assert answer(exchange(send("2"), first, second)).aims == (2, 1, 1)


def test_those_outside_a_number_move_beside_it() -> None:
    guests = k.Include("guests", k.Selector(named=("r#6",)), from_="be", act="release", inside="outside")
    w = exchange(send("1"), let_go(k.SameAs("go")), guests)
    assert answer(w).aims == (3,)
    assert forced(answer(w)) == {"guests": frozenset({"r#6"})}


def test_nobody_taken_after_the_cut_off_adds_to_what_their_holder_asks() -> None:
    right = people("4", "5", p5={"held_since": "2025-03"})
    cut: Any = {"cut_off": day("2025-01-31")}
    w = exchange(send("2"), let_go("2"), right=right, **cut)
    assert answer(w) == NONE
    assert "after-cut-off" in checked(w, ("l#1", "go"), ("l#2", "go"), ("r#4", "back"), ("r#5", "back"))
    free_them = exchange(let_go(), send("1"), right=right, **cut)
    assert answer(free_them).aims == (3,)


def test_who_was_taken_late_goes_with_all_of_them_and_is_not_counted() -> None:
    left = people(*LEFT, p3={"held_since": "2025-03"})
    w = exchange(send(), let_go(k.SameAs("go")), left=left, cut_off=day("2025-01-31"))
    assert answer(w).aims == (5,)
    assert "number-broken" in checked(w, *((f"l#{i}", "go") for i in LEFT), back=3)


def test_nothing_is_done_without_the_agreement_it_needs() -> None:
    clause = send(agree=("be",))
    w = exchange(clause)
    assert answer(w) == NONE
    assert "not-agreed" in checked(w, *((f"l#{i}", "go") for i in LEFT))
    made = offer(clause)
    assert not isinstance(made, tuple)
    yes = c.Response(id_of(CASE, made), "be", None, "accepts")
    accepted = [says("be", yes, "answers")]
    assert moved(exchange(clause, more=accepted)) == {"l#1", "l#2", "l#3"}
    assert answer(exchange(clause, more=[says("ce", yes, "answers")])) == NONE
    assert answer(exchange(clause, more=[says("ce", replace(yes, party="ce"), "answers")])) == NONE
    assert answer(exchange(clause, more=[says("be", yes, "denies")])) == NONE


def test_who_may_designate_names_and_nobody_else_does() -> None:
    may = k.Designate("names", "go", "party", "be")
    named = c.Designation("go", ("l#2",))
    w = exchange(send("1"), may, more=[says("be", named)])
    assert forced(answer(w)) == {"go": frozenset({"l#2"})}
    assert "designated-left" in checked(w, ("l#1", "go"))
    assert forced(answer(exchange(send("1"), may, more=[says("ce", named)]))) == {}


def test_a_rejected_clause_is_not_cleared() -> None:
    assert moved(exchange(send("1..3"), k.Exclude("not", k.Selector(list="l"), state="rejected"))) == {
        "l#1", "l#2", "l#3"
    }  # fmt: skip


# ------------------------------------------------------------ readings


def test_a_group_is_nobody_until_a_reading_names_the_list() -> None:
    open_terms = k.Release("go", "ax", k.Selector(group="the-three"))
    w = exchange(open_terms)
    assert answer(w) == NONE
    assert {f.values["parameter"] for f in check_plan(w.facts, document(w.facts, {}, []), {})} == {
        "list", "receives", "blocked"
    }  # fmt: skip
    choices = {"go/list": "l", "go/receives": "be", "go/blocked": "excused", "go/agree": "nobody"}
    assert moved(exchange(open_terms, choices=choices)) == {"l#1", "l#2", "l#3"}
    assert answer(exchange(open_terms, choices={**choices, "go/list": "nowhere"})) == NONE


def test_who_stays_needs_no_consent_and_who_is_received_does() -> None:
    terms = let_go(act=None)
    assert answer(exchange(terms, choices={"back/receives": "stay"})).aims == (3,)
    assert answer(exchange(terms, choices={"back/receives": "ce"})) == NONE


def test_a_list_not_proposed_is_not_cleared_from() -> None:
    rows = roster("l", "ax", people("1"), purpose="tracing")
    assert answer(world(rows, cleared("l#1", "ax", "be"), offer(send()))) == NONE


def test_a_record_of_the_newest_list_keeps_its_first_name() -> None:
    old, new = roster("l", "ax", people("1", "2")), roster("l2", "ax", people("2", "3"), supersedes="l")
    said = [s for i in "123" for s in cleared(f"l#{i}", "ax", "be")]
    assert moved(world(old, new, said, offer(send()))) == {"l#2", "l#3"}


@pytest.mark.parametrize(
    ("cell", "op", "value", "expected"),
    [
        ("1985", "before", "1986-01-01", True),
        ("1985", "before", "1985-06-01", False),
        ("1985", "after", "1984-12-31", True),
        ("a", "in", "b|a", True),
        ("a", "not", "b", True),
        (None, "not", "b", False),
        (None, "known", "no", True),
        ("a", "known", "yes", True),
        ("30", "at_least", "30", True),
        ("many", "at_most", "30", False),
    ],
)
def test_conditions_hold_only_for_certain(cell: str | None, op: Any, value: str, expected: bool) -> None:
    assert holds(cell, k.Condition("x", op, value)) is expected


# ------------------------------------------------------------ drawn worlds


CAREFUL = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


DRAWN = worlds(new=False) | worlds(most=3)


@CAREFUL
@given(DRAWN)
def test_the_checker_accepts_every_best_plan_of_the_twin(w: World) -> None:
    assert not Setting(w.facts, w.choices).reading.open
    answer(w)


@CAREFUL
@given(DRAWN)
def test_the_checker_and_the_twin_agree_on_every_smaller_plan(w: World) -> None:
    """With one move taken out of a best plan, both say the same of it."""
    from exeat.testing.brute import _World

    twin = _World(Setting(w.facts, w.choices))
    for plan in sorted(best(w.facts, w.choices).plans, key=sorted)[:3]:
        for move in plan:
            fewer = plan - {move}
            found = check_plan(w.facts, document(w.facts, w.choices, fewer), w.choices)
            assert (found == ()) == twin.holds(fewer), (sorted(fewer), found)


@CAREFUL
@given(DRAWN)
def test_open_places_instead_of_names_are_possible(w: World) -> None:
    """Whatever the twin can do by names, the checker believes possible with places left open."""
    for plan in sorted(best(w.facts, w.choices).plans, key=sorted)[:3]:
        setting = Setting(w.facts, w.choices)
        kept = {m for m in plan if setting.moves[m[1]].selection.count is None or setting.designated.get(m[1])}
        open_places: dict[str, int] = {}
        for _, clause, _ in plan - kept:
            open_places[clause] = open_places.get(clause, 0) + 1
        written = document(w.facts, w.choices, kept, open_places)
        assert check_plan(w.facts, written, w.choices) == ()
