"""Limits, rates, quotas and destinations, for the twin and the checker. Tests are named after harms."""

from typing import Any

import pytest

from exeat.clearing.check import check_names, check_plan
from exeat.clearing.check.setting import Setting
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.testing.asks import answer, checked, codes, moved, places
from exeat.testing.brute import NONE, forced
from exeat.testing.byhand import LEFT, cleared, exchange, let_go, people, refusing, send
from exeat.testing.documents import Moved, document
from exeat.testing.memory import Part, World, day, says

ALL, OTHERS = k.Selector(list="l"), k.Selector(list="r")


def limit(least: int | None = None, most: int | None = None, per: Any = "plan", of: k.Selector = ALL) -> k.Limit:
    return k.Limit("lim", of, least, most, per)


def where(of: k.Selector = ALL, **given: Any) -> k.Destination:
    return k.Destination("where", of, **given)


def anywhere(number: str | None = "0..3", **given: Any) -> k.Release:
    """A transfer whose clause does not say to whom."""
    return send(number, to=None, **given)


def also(*ids: str, without: tuple[str, ...] = ()) -> list[Part]:
    """These people may go to Ceria too."""
    return [part for i in ids for part in cleared(f"l#{i}", "ax", "ce", "legal_act", "medical", "document", *without)]


def unwilling(i: str, to: str) -> Part:
    return says("ax", c.Consent(f"l#{i}", to, "no", on=day("2025-05-20")))


# ------------------------------------------------------------ limits


def test_no_more_go_than_a_limit_lets() -> None:
    w = exchange(send("0..3"), let_go(), limit(most=2))
    assert answer(w).aims == (5,)
    three = [(f"l#{i}", "go") for i in LEFT]
    back = [(f"r#{i}", "back") for i in "456"]
    assert checked(w, *three, *back) == {"limit-broken"}
    assert checked(w, *three[:2], *back) == set()
    assert checked(w, *back, go=3) == {"limit-broken"}


def test_nobody_goes_where_fewer_can_than_must() -> None:
    assert answer(exchange(send("0..3"), limit(least=3), blocked="1")) == NONE
    assert answer(exchange(send("0..3"), limit(least=2), blocked="1")).aims == (2,)


def test_a_limit_to_each_destination_holds_for_each() -> None:
    both = where(quotas=(k.Quota("be"), k.Quota("ce")))
    w = exchange(anywhere(), both, limit(most=1, per="destination"), more=also(*LEFT))
    assert answer(w).aims == (2,)
    assert checked(w, ("l#1", "go", "be"), ("l#2", "go", "be")) == {"limit-broken"}
    assert checked(w, ("l#1", "go", "be"), ("l#2", "go", "ce")) == set()
    assert checked(w, go=3) == {"limit-broken"}
    least = exchange(anywhere(), both, limit(least=2, per="destination"), more=also(*LEFT))
    assert answer(least) == NONE


def test_a_limit_to_one_destination_holds_for_that_one() -> None:
    both = where(quotas=(k.Quota("be"), k.Quota("ce")))
    for per in ("plan", "destination"):
        w = exchange(anywhere(), both, k.Limit("lim", ALL, None, 1, per, to="ce"), more=also(*LEFT))
        assert answer(w).aims == (3,)
        assert checked(w, ("l#1", "go", "ce"), ("l#2", "go", "ce")) == {"limit-broken"}
        assert checked(w, ("l#1", "go", "be"), ("l#2", "go", "be"), ("l#3", "go", "ce")) == set()
    assert answer(exchange(send("0..3"), k.Limit("lim", ALL, 1, None, to="ce"), more=also(*LEFT))) == NONE


def test_those_who_stay_where_they_are_released_count_for_no_destination() -> None:
    w = exchange(send("0..3"), let_go(), limit(most=0, per="destination", of=OTHERS))
    assert answer(w).aims == (6,)


def test_a_limit_for_tranches_is_not_taken_for_one_on_the_plan() -> None:
    w = exchange(send(), limit(most=1, per="day"))
    assert answer(w).aims == (3,)
    row = {"clause": "lim", "left": 3, "op": "<=", "right": 1, "state": "broken"}
    plan = {**document(w.facts, w.choices, [(f"l#{i}", "go") for i in LEFT]), "counts": [row]}
    assert codes(check_plan(w.facts, plan, w.choices)) == {"count-differs", "count-missing"}


# ------------------------------------------------------------ rates


def rate(per: int, give: int, basis: Any = "agreed") -> k.Rate:
    """For each so many of Axia's people, so many of Beria's."""
    return k.Rate("tie", k.Share(ALL, per), (k.Share(OTHERS, give),), basis)


def test_what_does_not_come_out_even_is_not_moved() -> None:
    w = exchange(send("0..3"), let_go("0..3"), rate(1, 2))
    assert answer(w).aims == (3,)
    assert "rate-broken" in checked(w, ("l#1", "go"), ("r#4", "back"))
    assert checked(w, ("l#1", "go"), ("r#4", "back"), ("r#5", "back")) == set()
    assert checked(w, go=1, back=2) == set()
    assert checked(w, go=2, back=2) == {"rate-broken"}
    assert answer(exchange(send("0..3"), let_go("0..3"), rate(2, 3))).aims == (5,)


def handed(record: str, outcome: Any = "handed_over", act: Any = "states", on: str | None = "2025-05-01") -> Part:
    return says("red", c.HandoverRecord(record, outcome, None, day(on) if on else None), act)


def seen(record: str, state: str = "arrived", act: Any = "states", on: str | None = "2025-05-01") -> Part:
    return says("red", c.Verification(record, state, on=day(on) if on else None), act)


@pytest.mark.parametrize(
    ("basis", "more", "people"),
    [
        ("agreed", [handed("r#9")], 2),
        ("delivered", [handed("r#9")], 1),
        ("delivered", [handed("r#9", on=None)], 1),
        ("delivered", [handed("r#9", on="2025-06-02")], 2),
        ("delivered", [handed("r#9", on="2025-06")], 2),
        ("delivered", [handed("r#9", "refused")], 2),
        ("delivered", [handed("r#9"), handed("r#9", act="denies", on=None)], 2),
        ("delivered", [seen("r#9")], 2),
        ("verified", [seen("r#9")], 1),
        ("verified", [seen("r#9", "released"), seen("r#9", "arrived", "denies")], 1),
        ("verified", [seen("r#9"), seen("r#9", act="denies")], 2),
        ("verified", [seen("r#9", "detained")], 2),
        ("verified", [handed("r#9")], 2),
    ],
)
def test_a_promise_is_not_counted_as_a_delivery(basis: Any, more: list[Part], people: int) -> None:
    """One goes for one. Whoever went before, and stands on the list, is given already: then one less goes now."""
    before = k.Exclude("before", k.Selector(named=("r#9",)))
    w = exchange(send("1"), let_go("0..1"), rate(1, 1, basis), before, more=more, right=RIGHT)
    assert answer(w).aims == (people,)


RIGHT = people("4", "9", p9={"held_since": None})


def test_a_rate_whose_basis_nobody_states_is_asked_for() -> None:
    w = exchange(send("1"), let_go("0..1"), rate(1, 1, None))
    assert Setting(w.facts, w.choices).reading.open == (("tie", "basis"),)
    assert checked(w, ("l#1", "go")) >= {"open-point"}
    filled = exchange(send("1"), let_go("0..1"), rate(1, 1, None), choices={"tie/basis": "verified"})
    assert answer(filled).aims == (2,)


# ------------------------------------------------------------ destinations


def test_nobody_is_taken_where_a_clause_does_not_let_them() -> None:
    w = exchange(send(), where(k.Selector(named=("l#1",)), to="ce"))
    assert moved(w) == {"l#2", "l#3"}
    assert "impediment" in checked(w, ("l#1", "go"), ("l#2", "go"), ("l#3", "go"))
    assert "impediment" in codes(check_names(w.facts, (), w.choices, [("go", f"l#{i}") for i in LEFT]))


def test_nobody_is_taken_where_nobody_said() -> None:
    """A clause names no destination and leaves it to clauses that are silent about one of its people."""
    named = exchange(anywhere(selection=k.Selector(named=("l#1", "l#3"))), where(k.Selector(named=("l#1",)), to="be"))
    assert moved(named) == {"l#1"}
    assert "impediment" in checked(named, ("l#3", "go", "be"))


def test_who_receives_is_asked_where_no_clause_on_destinations_speaks_of_these_people() -> None:
    other = where(OTHERS, to="ce")
    assert Setting(exchange(anywhere(), other).facts, {}).reading.open == (("go", "receives"),)
    away = where(k.Selector(list="r", minus=ALL), to="ce")
    assert Setting(exchange(anywhere(), away).facts, {}).reading.open == (("go", "receives"),)
    added = where(k.Selector(list="r", union=(ALL,)), to="be")
    assert moved(exchange(anywhere(), added)) == {"l#1", "l#2", "l#3"}


def test_a_quota_is_not_exceeded() -> None:
    quotas = where(quotas=(k.Quota("be", None, 1), k.Quota("ce", None, 1)))
    w = exchange(anywhere(), quotas, more=also(*LEFT))
    assert answer(w).aims == (2,)
    assert checked(w, ("l#1", "go", "be"), ("l#2", "go", "be")) == {"quota-broken"}
    assert checked(w, ("l#1", "go", "be"), ("l#2", "go", "ce")) == set()
    assert checked(w, ("l#1", "go"), ("l#2", "go")) == set()
    assert checked(w, ("l#1", "go"), ("l#2", "go"), ("l#3", "go")) == {"quota-broken"}
    assert checked(w, go=2) == set()
    assert checked(w, go=3) == {"quota-broken"}


def test_a_place_that_asks_for_people_gets_as_many_or_nobody_goes() -> None:
    quotas = where(quotas=(k.Quota("be"), k.Quota("ce", 1)))
    assert places(exchange(anywhere(), quotas, more=also("1"))) == {"l#1": "ce", "l#2": "be", "l#3": "be"}
    assert answer(exchange(anywhere(), quotas)) == NONE


def test_nobody_is_taken_to_a_place_they_did_not_choose() -> None:
    """Each goes where they said yes; who said it of two places goes to one of them, and which stays open."""
    chosen = where(choice=True)
    w = exchange(anywhere(), chosen, more=[unwilling("2", "be"), *also("2", "3")])
    assert places(w) == {"l#1": "be", "l#2": "ce"}
    assert moved(w) == {"l#1", "l#2", "l#3"}
    assert "impediment" in checked(w, ("l#2", "go", "be"))
    assert "terms-differ" in checked(w, ("l#1", "go", "red"))
    told = says("ax", c.Consent("l#1", "ce", "yes", on=day("2025-05-25")))  # as the holder tells it
    assert "impediment" in checked(exchange(anywhere(), chosen, more=[told]), ("l#1", "go", "ce"))


def test_nobody_is_taken_where_another_clause_forbids() -> None:
    both = where(quotas=(k.Quota("be"), k.Quota("ce")))
    she = k.Destination("she", k.Selector(named=("l#1",)), "ce")
    w = exchange(anywhere(), both, she, more=also(*LEFT))
    assert places(w) == {"l#1": "ce"}
    assert "impediment" in checked(w, ("l#1", "go", "be"))


def test_words_on_how_long_they_stay_forbid_no_place() -> None:
    assert moved(exchange(send(), where(duration="P1Y"))) == {"l#1", "l#2", "l#3"}


def test_nobody_is_sent_back_to_the_power_that_holds_them() -> None:
    home = says("red", c.Consent("l#1", "ax", "yes", "red", True, day("2025-05-20")))
    w = exchange(anywhere(), where(choice=True), more=[home])
    assert {x.to for x in Setting(w.facts, w.choices).contexts["go"]} == {"be"}


def test_a_family_is_not_split_over_two_places() -> None:
    left = people(*LEFT, p1={"family": "f"}, p2={"family": "f"})
    kin = k.Together("kin", ALL, "family")
    w = exchange(anywhere(), where(choice=True), kin, left=left, more=[*also("1"), unwilling("1", "be")])
    assert moved(w) == {"l#3"}
    every = exchange(anywhere(None), where(choice=True), kin, left=left, more=[*also("1"), unwilling("1", "be")])
    assert moved(every) == {"l#3"}
    both = exchange(anywhere(), where(choice=True), kin, left=left, more=also("1", "2"))
    assert "family-split" in checked(both, ("l#1", "go", "be"), ("l#2", "go", "ce"))
    assert checked(both, ("l#1", "go", "ce"), ("l#2", "go", "ce"), ("l#3", "go")) == set()


def test_an_override_does_not_invent_a_destination() -> None:
    lets = says("red", c.Override("l#1", "destination", "A named person", "the reason"))
    own = exchange(send(), where(to="ce"), more=[lets])
    assert moved(own) == {"l#1"}
    quotas = where(quotas=(k.Quota("be"), k.Quota("ce")))
    she = k.Destination("she", k.Selector(named=("l#1",)), "ce")
    assert moved(exchange(anywhere(), quotas, she, more=[lets])) == {"l#2", "l#3"}


def test_a_refusal_of_one_place_is_no_refusal_of_all() -> None:
    """Whoever refuses both counts as delivered; whoever refuses one may still go to the other."""
    both, ask = where(quotas=(k.Quota("be"), k.Quota("ce"))), k.ConsentAsked("ask", "go", "red", "counts_as_delivered")
    more = [unwilling("1", "be"), unwilling("1", "ce"), *also("2"), refusing("2")]
    w = exchange(anywhere("0..9"), both, ask, let_go(k.SameAs("go")), more=more)
    assert Setting(w.facts, w.choices).delivered("go") == 1
    assert forced(answer(w))["go"] == {"l#2", "l#3"}
    assert answer(w).aims == (5,)


# ------------------------------------------------------------ the numbers a plan states


def told(w: World, moves: list[Moved], **change: Any) -> set[str]:
    """What the checker says where the rows of the other clauses than releases are changed."""
    plan = document(w.facts, w.choices, moves)
    rows = [{**row, **change} if row["clause"] not in ("go", "back") else row for row in plan["counts"]]
    return codes(check_plan(w.facts, {**plan, "counts": rows}, w.choices))


@pytest.mark.parametrize(
    "clause", [limit(1, 2), limit(most=2, per="destination"), where(quotas=(k.Quota("be", 1, 3),)), rate(1, 1)]
)
def test_a_number_of_a_bound_that_was_not_worked_out_is_found(clause: Any) -> None:
    w = exchange(send("2"), let_go("2"), clause)
    moves: list[Moved] = [("l#1", "go"), ("l#2", "go"), ("r#4", "back"), ("r#5", "back")]
    assert told(w, moves) == set()
    assert told(w, moves, left=1) >= {"count-differs"}
    assert told(w, moves, right=9) >= {"count-differs"}
    assert told(w, moves, state="not_cleared") == {"count-differs"}
    assert told(w, moves, state="broken") == {"count-differs"}


def test_a_row_of_one_place_is_not_taken_for_that_of_another() -> None:
    quotas = where(quotas=(k.Quota("be", None, 3), k.Quota("ce", None, 2)))
    w = exchange(anywhere("2"), quotas, more=also(*LEFT))
    moves: list[Moved] = [("l#1", "go", "be"), ("l#2", "go", "be")]
    assert told(w, moves) == set()
    assert told(w, moves, destination="ce") == {"count-differs", "count-missing"}


def test_a_bound_whose_number_a_plan_leaves_out_is_found() -> None:
    w = exchange(send("2"), let_go("2"), limit(1, 2), rate(1, 1))
    moves: list[Moved] = [("l#1", "go"), ("l#2", "go"), ("r#4", "back"), ("r#5", "back")]
    plan = document(w.facts, w.choices, moves)
    for left_out in (row for row in plan["counts"] if row["clause"] in ("lim", "tie")):
        fewer = [row for row in plan["counts"] if row is not left_out]
        assert codes(check_plan(w.facts, {**plan, "counts": fewer}, w.choices)) == {"count-missing"}


# ------------------------------------------------------------ names that somebody else designated


def test_names_beyond_a_limit_are_found() -> None:
    w = exchange(send("0..3"), let_go("0..3"), limit(most=1))
    assert codes(check_names(w.facts, (), w.choices, [("go", "l#1"), ("go", "l#2")])) == {"limit-broken"}
    assert check_names(w.facts, (), w.choices, [("go", "l#1")]) == ()


def test_names_beyond_the_places_are_found() -> None:
    w = exchange(send("0..3"), where(quotas=(k.Quota("be", None, 1),)))
    assert codes(check_names(w.facts, (), w.choices, [("go", "l#1"), ("go", "l#2")])) == {"quota-broken"}


def test_names_that_do_not_come_out_even_are_found() -> None:
    w = exchange(send("0..3"), let_go("0..3"), rate(1, 2))
    names = [("go", "l#1"), ("back", "r#4")]
    assert codes(check_names(w.facts, (), w.choices, names)) == {"rate-broken"}
    assert check_names(w.facts, (), w.choices, [*names, ("back", "r#5")]) == ()
    assert check_names(w.facts, (), w.choices, [("go", "l#1")]) == ()  # of the others nobody is named yet
