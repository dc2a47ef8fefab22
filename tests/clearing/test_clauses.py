"""Limits, rates, statuses and destinations: the harms that they guard against, on a few invented people."""

from typing import Any

import pytest

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.document import PartyInPlan
from exeat.clearing.plan import Cleared, clear
from exeat.clearing.why import why
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import UnknownPermits
from exeat.core.shape import encode
from exeat.identity.people import people as people_of
from exeat.testing.byhand import LEFT, cleared, exchange, let_go, ordered, people, roster, send, world
from exeat.testing.memory import Part, World, count, day, says

L, R = k.Selector(list="l"), k.Selector(list="r")
TO_CE = [s for i in LEFT for s in cleared(f"l#{i}", "ax", "ce")]


def answer(w: World) -> Cleared:
    """The base reading of a world, in which the independent check finds nothing."""
    found = clear(w.facts, people_of(w.facts), Highs(), w.choices, others=False)
    plain = encode(found.plan, True)
    assert isinstance(plain, dict)
    assert check_plan(w.facts, plain, w.choices) == ()
    return found


def moved(found: Cleared) -> int:
    """How many people go in all."""
    assert found.plan.status == "optimal", found.plan.conflicts
    return found.plan.readings[0].aims[0].value


def named(found: Cleared) -> dict[str, str | None]:
    """Who is named, and to which destination."""
    return {m.person: m.destination for m in found.plan.moves or ()}


def held(found: Cleared) -> dict[str, set[tuple[str, str]]]:
    return {h.person: {(r.rule, r.verdict) for r in h.reasons} for h in found.plan.held_back or ()}


def counts(found: Cleared, clause: str) -> list[tuple[int | None, str | None, int | None, str | None]]:
    return [(x.left, x.op, x.right, x.destination) for x in found.plan.counts or () if x.clause == clause]


def rate(give: int, basis: Any = "agreed", per: k.Selector = L, given: k.Selector = R) -> k.Rate:
    return k.Rate("rate", k.Share(per, 1), (k.Share(given, give),), basis)


def gone(*ids: str, act: Any = "states", on: str | None = "2025-05-20") -> list[Part]:
    """These people of Axia's list were handed over before."""
    return [says("red", c.HandoverRecord(f"l#{i}", "handed_over", on=day(on) if on else None), act) for i in ids]


def parties_of(found: Cleared) -> dict[str, PartyInPlan]:
    return {p.party: p for p in found.plan.parties or ()}


# ------------------------------------------------------------ limits


def test_no_more_people_go_than_a_limit_says() -> None:
    found = answer(exchange(send("0..3"), k.Limit("at-most", L, most=2)))
    assert moved(found) == 2
    assert counts(found, "at-most") == [(2, "<=", 2, None)]
    assert named(found) == {}, "two of three alike go, and exeat does not choose them"


def test_a_limit_counts_whoever_moves_by_whichever_clause() -> None:
    found = answer(exchange(send(), let_go("0..3"), k.Limit("at-most", k.Selector(union=(L, R)), most=4)))
    assert moved(found) == 4


def test_no_one_country_is_sent_more_than_it_was_said_to_take() -> None:
    to_ce = send("0..3", id="far", to="ce")
    limit = k.Limit("each", L, most=1, per="destination")
    found = answer(exchange(send("0..3"), to_ce, limit, more=TO_CE))
    assert moved(found) == 2
    assert sorted(counts(found, "each")) == [(1, "<=", 1, "be"), (1, "<=", 1, "ce")]


def test_a_country_takes_no_more_than_it_says_itself() -> None:
    to_ce, cap = send("0..3", id="far", to="ce"), k.Limit("beds", L, most=1, to="ce")
    found = answer(exchange(send("0..1"), to_ce, more=[*TO_CE, says("ce", c.Offer("ours", ("ax",), (cap,)), "offers")]))
    assert moved(found) == 2
    assert counts(found, "beds") == [(1, "<=", 1, "ce")]
    assert parties_of(found)["ce"].takes_part


def test_people_of_a_daily_limit_are_not_kept_back_by_it_and_it_is_said() -> None:
    found = answer(exchange(send(), k.Limit("ten", L, most=1, per="day")))
    assert moved(found) == 3
    assert [(x.clause, x.state) for x in found.plan.counts or () if x.clause == "ten"] == [("ten", "not_cleared")]
    assert ("clearing.bears_on_tranches", {"clause": "ten"}) in [(m.id, m.values) for m in found.plan.warnings]


def test_why_names_the_limit_that_leaves_no_place() -> None:
    old = k.Selector(list="l", where=(k.Condition("category", "is", "old"),))
    rows = people(*LEFT, p1={"category": "young"})
    found = answer(exchange(send("1"), k.Limit("no-old", old, most=0), left=rows))
    assert named(found) == {"l#1": "be"}
    (by,) = why(found, "l#2").clauses
    assert (by.standing, by.full) == ("not_needed", (("no-old",),))


# ------------------------------------------------------------ rates


def test_a_rate_of_two_or_three_for_one_gives_no_fewer_and_no_more() -> None:
    """One goes; of three on the other side two must, and three may; of one alone nobody goes."""

    def given(number: str, right: int) -> Cleared:
        shares = (k.Share(R, count(number)),)
        clauses = send("1"), let_go("0..3"), k.Rate("rate", k.Share(L, 1), shares, "agreed")
        return answer(exchange(*clauses, right=people(*(str(n) for n in range(4, 4 + right)))))

    assert given("2..3", 1).plan.status == "none"
    assert moved(given("2..3", 2)) == 3
    assert counts(given("1..2", 3), "rate") == [(2, ">=", 1, None), (2, "<=", 2, None)]
    assert counts(given("at least 2", 3), "rate") == [(3, ">=", 2, None)]


def test_fewer_delivered_means_fewer_returned() -> None:
    """Two for each one delivered: three were agreed, one is delivered, and one more can go."""
    found = answer(exchange(let_go("0..3"), rate(2, "delivered"), more=gone("1")))
    assert moved(found) == 2
    assert counts(found, "rate") == [(2, "=", 2, None)]


def test_nobody_is_returned_for_somebody_whose_handover_is_denied() -> None:
    assert (
        answer(exchange(let_go("0..3"), rate(2, "delivered"), more=[*gone("1"), *gone("1", act="denies")])).plan.status
        == "none"
    )


@pytest.mark.parametrize("on", ["2025-06-02", "2025-06", "2026"])
def test_nobody_is_returned_for_a_handover_that_may_be_still_to_come(on: str) -> None:
    assert answer(exchange(let_go("0..3"), rate(2, "delivered"), more=gone("1", on=on))).plan.status == "none"


def test_a_person_is_never_counted_twice_by_a_rate() -> None:
    """One went before and would go again: one, not two, is what the other side gives for."""
    found = answer(exchange(send(), let_go("0..3"), rate(1, "delivered"), more=gone("1"), left=people("1")))
    assert counts(found, "rate") == [(1, "=", 1, None)]
    assert moved(found) == 2


def test_a_rate_that_does_not_come_out_even_moves_nobody_for_the_rest() -> None:
    """Two for each: of three at the other side one stays, because there is no half person."""
    found = answer(exchange(send("0..3"), let_go("0..3"), rate(2)))
    assert moved(found) == 3
    assert counts(found, "rate") == [(2, "=", 2, None)]


def test_verified_means_somebody_verified_it() -> None:
    said = [says("red", c.Verification("l#1", "arrived", on=day("2025-05-21")))]
    assert moved(answer(exchange(let_go("0..3"), rate(2, "verified"), more=[*said, *gone("2")]))) == 2


def test_how_a_rate_counts_is_asked_and_not_assumed() -> None:
    w = exchange(send("0..3"), let_go("0..3"), rate(2, None), more=gone("1"))
    found = clear(w.facts, people_of(w.facts), Highs(), {})
    (point,) = (p for p in found.plan.open_points if p.id == "rate/basis")
    assert point.choices == ("agreed", "delivered", "verified")
    assert point.changes_answer
    assert found.plan.reading is None, "nobody has said how it counts, so no reading is chosen"


# ------------------------------------------------------------ statuses


def test_nobody_goes_without_the_pardon_that_was_promised() -> None:
    pardoned = says("be", c.LegalAct("r#4", "be", "pardon"))
    found = answer(exchange(let_go(), k.Status("free", R, "pardon"), more=[pardoned]))
    assert named(found) == {"r#4": None}
    assert held(found)["r#5"] == {("status", "not_established")}
    (reason,) = next(h for h in found.plan.held_back or () if h.person == "r#5").reasons
    assert list(reason.statements) == [t.statement for t in found.terms if t.clause.id == "free"]


def test_a_pardon_that_is_denied_or_another_power_s_frees_nobody() -> None:
    said = [says("be", c.LegalAct("r#4", "be", "pardon")), says("be", c.LegalAct("r#4", "be", "pardon"), "denies")]
    others = says("ax", c.LegalAct("r#5", "ax", "pardon"))
    found = answer(exchange(let_go("0..3"), k.Status("free", R, "pardon"), more=[*said, others]))
    assert found.plan.status == "none"


def test_what_becomes_of_people_later_holds_nobody_back() -> None:
    assert moved(answer(exchange(let_go(), k.Status("watched", R, "measures")))) == 3


# ------------------------------------------------------------ destinations


def quotas(**most: tuple[int | None, int | None]) -> k.Destination:
    return k.Destination("where", L, quotas=tuple(k.Quota(to, *bounds) for to, bounds in most.items()))


def test_nobody_is_sent_where_no_clause_allows() -> None:
    found = answer(exchange(send(to=None), k.Destination("where", L, to="ce"), more=cleared("l#1", "ax", "ce")))
    assert named(found) == {"l#1": "ce"}, "everybody may go to Beria, and no clause lets them"
    assert {r for r, _ in held(found)["l#2"]} >= {"consent", "fear"}


def test_a_destination_clause_rules_out_the_receiver_that_another_names() -> None:
    found = answer(exchange(send(), k.Destination("where", L, to="ce"), more=TO_CE))
    assert found.plan.status == "none"
    assert held(found)["l#1"] == {("destination", "recorded")}


def test_whom_no_destination_clause_selects_is_sent_nowhere() -> None:
    first = k.Selector(list="l", where=(k.Condition("id", "is", "1"),))
    permits = (UnknownPermits("destination", "ax", "we will see"),)
    found = answer(exchange(send(to=None), k.Destination("where", first, to="be"), unknown_permits=permits))
    assert named(found) == {"l#1": "be"}
    assert held(found)["l#2"] == {("destination", "not_established")}


def test_a_quota_is_never_exceeded() -> None:
    found = answer(exchange(send("0..3", to=None), quotas(be=(None, 1), ce=(None, 1)), more=TO_CE))
    assert moved(found) == 2
    assert sorted(counts(found, "where")) == [(1, "<=", 1, "be"), (1, "<=", 1, "ce")]


def test_nobody_is_told_a_destination_that_stays_open() -> None:
    """Everybody goes, one of them to Ceria: who that is, nobody has said."""
    found = answer(exchange(send(to=None), quotas(be=(2, 2), ce=(1, 1)), more=TO_CE))
    assert named(found) == {f"l#{i}": None for i in LEFT}
    assert why(found, "l#1").clauses[0].to is None


def test_a_person_goes_only_where_they_themselves_said() -> None:
    """Choice: two said yes to Beria; the third said yes to Ceria only, and refuses Beria."""
    refuses = says("ax", c.Consent("l#1", "be", "no", on=day("2025-05-20")))
    w = exchange(send(to=None), k.Destination("where", L, choice=True), more=[*cleared("l#1", "ax", "ce"), refuses])
    assert named(answer(w)) == {"l#1": "ce", "l#2": "be", "l#3": "be"}


def test_a_family_is_not_sent_to_two_countries() -> None:
    rows = people(*LEFT, p1={"family": "F"}, p2={"family": "F"})
    family = k.Together("family", L, "family")
    w = exchange(send(to=None), quotas(be=(None, 1), ce=(None, 2)), family, left=rows, more=TO_CE)
    assert named(answer(w)) == {"l#1": "ce", "l#2": "ce", "l#3": "be"}


def test_nobody_is_taken_to_the_power_that_holds_them() -> None:
    home = says("red", c.Consent("l#1", "ax", "yes", "red", True, day("2025-05-10")))
    found = answer(exchange(send(to=None), k.Destination("where", L, choice=True), more=[home]))
    assert set(named(found).values()) == {"be"}


def test_who_receives_is_not_asked_where_a_destination_clause_says_it() -> None:
    asked = [p.id for p in answer(exchange(send(to=None), quotas(be=(None, 3)))).points]
    assert "go/receives" not in asked
    other = k.Destination("where", R, to="be")
    assert "go/receives" in [p.id for p in answer(exchange(send(to=None), other)).points]


def test_how_long_people_stay_somewhere_does_not_say_where() -> None:
    lasting = k.Destination("where", L, duration="a year")
    found = answer(exchange(send(to=None), lasting, choices={"go/receives": "be"}))
    assert "go/receives" in [p.id for p in found.points]
    assert set(named(found).values()) == {"be"}


def test_whom_a_party_designated_goes_to_one_of_the_destinations() -> None:
    names = says("be", c.Designation("go", ("l#2",)))
    by = k.Designate("who", "go", "party", "be")
    found = answer(exchange(send("1", to=None), by, quotas(be=(None, 1), ce=(None, 1)), more=[*TO_CE, names]))
    assert named(found) == {"l#2": None}
    assert [(m.person, m.why) for m in found.plan.moves or ()] == [("l#2", "designated")]


# ------------------------------------------------------------ no, because


def relaxed(found: Cleared) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    return {(r.clause, r.change): (r.value, r.destination) for r in found.plan.relaxations}


def test_a_limit_that_clashes_is_named_with_the_nearest_that_works() -> None:
    found = answer(exchange(send(), k.Limit("at-most", L, most=1)))
    assert found.plan.conflicts[0].clauses == ("at-most", "go")
    assert relaxed(found) == {("at-most", "more"): ("3", None)}


def test_a_rate_that_lets_nobody_go_is_named_and_may_ask_for_fewer() -> None:
    found = answer(exchange(send("0..3"), let_go("0..3"), rate(5)))
    assert found.plan.status == "none"
    assert found.plan.conflicts[0].clauses == ("rate",)
    assert found.plan.conflicts[0].reasons[0].id == "clearing.only_nobody"
    assert relaxed(found) == {("rate", "dropped"): (None, None), ("rate", "fewer"): ("3", None)}


def test_a_quota_that_cannot_be_filled_is_named_with_what_can() -> None:
    w = exchange(send(to=None), quotas(be=(None, 3), ce=(2, 2)), more=cleared("l#1", "ax", "ce"))
    assert relaxed(answer(w)) == {("where", "fewer"): ("1", "ce")}


def test_no_refusal_is_ever_offered_as_a_change() -> None:
    refuse = [says("ax", c.Consent(f"l#{i}", "be", "no", on=day("2025-05-20"))) for i in LEFT]
    found = answer(exchange(send(to=None), quotas(be=(1, 3)), more=refuse))
    assert {r.change for r in found.plan.relaxations} <= {"fewer", "more", "dropped"}
    assert all(r.allows == 0 for r in found.plan.relaxations)


# ------------------------------------------------------------ stories


def roll(name: str, by: str, number: int) -> list[Part]:
    """A list of so many people, each with an order for release."""
    base = {"surname": "Ulmirazo", "birth_date": "1980-04-01", "held_since": "2024"}
    rows = {str(i): {**base, "given_names": f"Ana {name}{i}"} for i in range(number)}
    return [roster(name, by, rows), *(ordered(f"{name}#{i}", by) for i in rows)]


def free(id: str, by: str, name: str, number: str) -> k.Release:
    return k.Release(id, by, k.Selector(list=name, count=count(number)), "release", agree=())


def made(*clauses: k.Clause) -> Part:
    return says("ax", c.Offer("offer", ("be",), clauses), "offers")


def test_the_living_and_the_remains_each_by_their_own_rate() -> None:
    """20 living for 250; of 24 remains 1 was handed over, and for each 15 return: 15, and not 360."""
    remains = says("red", c.HandoverRecord("m#0", "handed_over", on=day("2025-05-30")))
    w = world(
        roll("l", "ax", 20),
        roll("r", "be", 250),
        roll("s", "be", 40),
        roll("m", "ax", 24),
        [remains],
        made(
            free("living", "ax", "l", "20"),
            free("for-living", "be", "r", "250"),
            free("for-remains", "be", "s", "0..40"),
            rate(15, "delivered", k.Selector(list="m"), k.Selector(list="s")),
        ),
    )
    found = answer(w)
    assert counts(found, "rate") == [(15, "=", 15, None)]
    assert moved(found) == 20 + 250 + 15
    assert [(p.clause, p.number, p.among) for p in found.plan.open_places or ()] == [("for-remains", 15, 40)]


def test_ten_go_to_the_destinations_that_quotas_name() -> None:
    """135 + 100 + 15 = 250, as people themselves agreed: whoever agreed to one only goes there."""
    base = {"surname": "Ulmirazo", "birth_date": "1980-04-01", "held_since": "2024"}
    rows = {str(i): {**base, "given_names": f"Ana {i}"} for i in range(10)}
    to_be = [s for i in range(10) for s in cleared(f"l#{i}", "ax", "be")]
    to_ce = [s for i in range(6) for s in cleared(f"l#{i}", "ax", "ce")]
    where = k.Destination("where", L, choice=True, quotas=(k.Quota("be", 6, 6), k.Quota("ce", 4, 4)))
    found = answer(world([roster("l", "ax", rows)], to_be, to_ce, made(send("10", to=None), where)))
    assert sorted(counts(found, "where")) == [(4, "=", 4, "ce"), (6, "=", 6, "be")]
    assert {p: to for p, to in named(found).items() if to} == {f"l#{i}": "be" for i in range(6, 10)}
    assert len(named(found)) == 10


def test_fifty_for_a_hundred_and_fifty_of_a_list_of_three_hundred() -> None:
    """1:3, out of a list of 300 at the other side; and where 92 is the most, 90, for 30."""
    clauses: list[k.Clause] = [free("go", "ax", "l", "0..50"), free("back", "be", "r", "0..150"), rate(3)]
    found = answer(world(roll("l", "ax", 60), roll("r", "be", 300), made(*clauses)))
    assert counts(found, "rate") == [(150, "=", 150, None)]
    assert [(p.clause, p.number, p.among) for p in found.plan.open_places or ()] == [("back", 150, 300), ("go", 50, 60)]
    fewer = k.Limit("at-most", R, most=92)
    found = answer(world(roll("l", "ax", 60), roll("r", "be", 300), made(*clauses, fewer)))
    assert counts(found, "rate") == [(90, "=", 90, None)], "30 for 90: two places of 92 stay empty"


def test_a_clause_that_only_nobody_fulfils_is_named_alone() -> None:
    """A rate that only nobody satisfies makes the no by itself; the quota that asks for somebody is no part of it."""
    clauses = (send("0..3", to=None), let_go("0..3"), rate(5), quotas(be=(1, 3)))
    found = answer(exchange(*clauses))
    assert [c.clauses for c in found.plan.conflicts] == [("rate",)]
    assert "clearing.only_nobody" in [m.id for m in found.plan.conflicts[0].reasons]
