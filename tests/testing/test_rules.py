"""Every rule on impediments, each way, for the checker and the twin. Tests are named after harms."""

from typing import Any

import pytest

from exeat.clearing.check import check_plan
from exeat.clearing.check.people import people_of
from exeat.core import claims as c
from exeat.core.case import UnknownPermits
from exeat.testing.asks import answer, moved, rules
from exeat.testing.brute import NONE
from exeat.testing.byhand import cleared, offer, one, ordered, people, roster, send, world
from exeat.testing.documents import document
from exeat.testing.memory import Part, list_of_rows, says
from exeat.testing.worlds import CASE, World, day


def order(**given: Any) -> Part:
    return says("court", c.CourtOrder("court", **{"covers": ("l#1",), "binds": ("ax",), **given}), "orders")


def consents(answer: Any, on: str | None = None, by: str = "ax", **given: Any) -> Part:
    claim = c.Consent("l#1", "be", answer, **{"on": day(on) if on else None, **given})
    return says(by, claim, via=None)


def fears(state: Any, on: str, by: str = "ax", **given: Any) -> Part:
    return says(by, c.Fear("l#1", "be", state, on=day(on), **given))


def remark(what: Any, by: str = "ax") -> Part:
    return says(by, c.Remark("l#1", by, what))


def own(answer: Any) -> Part:
    """The person's own word, relayed by the neutral to whom it was said in private."""
    return says("l#1", c.Consent("l#1", "be", answer, "red", True, day("2025-05-25")), via="red")


NOBODY = {"given_names": None}
FREE = [
    ("an order on another power", one(order(binds=("ce",)))),
    ("an order on another group", one(order(covers=("halted-group",)))),
    ("an order on release", one(order(act="release"))),
    ("an order that ended", one(order(in_force=day("2025-01-01/2025-03-01")))),
    ("an order lifted", one(order(), order(effect="lifts"))),
    ("an order denied", one(says("court", c.CourtOrder("court", ("l#1",), ("ax",)), "denies"))),
    ("held, as said twice", one(remark("held"))),
    ("another does not hold", one(remark("not_held", "ce"))),
    ("custody ended at another", one(says("ce", c.Custody("l#1", "ce", until=day("2025-01-01"))))),
    ("nobody says dead", one(says("ce", c.Death("l#1"), "denies"))),
    ("a death of a group", one(says("ce", c.Death("halted-group")))),
    ("pardoned", one(says("ax", c.LegalAct("l#1", "ax", "pardon")), without=["legal_act"])),
    ("ordered by an office", one(ordered("l#1", "ax-office"), without=["legal_act"])),
    ("consented after refusing", one(consents("no", "2025-05-09"))),
    ("consents by their own word", one(consents("no", "2025-05-20"), own("yes"))),
    ("will refuse in July", one(consents("no", "2025-07-01"))),
    ("feared before", one(fears("expressed", "2025-05-09"))),
    ("was unfit", one(says("be", c.Medical("l#1", "unfit", day("2025-05-01"))))),
    ("fit with care", one(says("be", c.Medical("l#1", "fit_with_care", day("2025-05-20"))))),
    ("a child, and decided", one(says("red", c.Guardianship("l#1", "decided")), row={"birth_date": "2012-01-01"})),
    ("of age, by the age", one(row={"birth_date": None, "age": "30"})),
    ("of age, for certain", one(row={"birth_date": "198X"})),
    ("a paper in force", one(says("be", c.Document("l#1", "passport", day("../2025-07"))), without=["document"])),
    ("accepted by an office", one(says("be", c.Acceptance("l#1", "be", "accepted")), without=["acceptance"])),
]  # fmt: skip
HELD = [
    ("court_order", "recorded", one(order())),
    ("court_order", "recorded", one(order(binds=("ax-office",), act="both"))),
    ("court_order", "recorded", one(order(), order(effect="lifts", in_force=day("2025-07-01/..")))),
    ("court_order", "recorded", one(order(), says("x", c.CourtOrder("other-court", ("l#1",), ("ax",), "lifts")))),
    ("court_order", "not_established", one(order(in_force=day("2025-01-01/2025")))),
    ("custody", "not_established", one(remark("not_held"))),
    ("custody", "not_established", one(says("ax", c.Custody("l#1", "ax"), "denies"))),
    ("death", "recorded", one(says("ce", c.Death("l#1")))),
    ("death", "recorded", one(remark("dead", "ce"))),
    ("death", "not_established", one(says("ce", c.Death("l#1")), remark("held"))),
    ("released", "recorded", one(remark("released", "ce"))),
    ("released", "not_established", one(says("ce", c.Released("l#1")), says("ax", c.Released("l#1"), "denies"))),
    ("identity", "not_established", one(row=NOBODY)),
    ("identity", "not_established", one(row={"surname": None})),
    ("identity", "not_established", one(says("red", c.SamePerson("l#1", "z#1", "unsure")))),
    ("legal_act", "not_established", one(without=["legal_act"])),
    ("legal_act", "not_established", one(ordered("l#1", "ce"), without=["legal_act"])),
    ("consent", "not_established", one(without=["consent"])),
    ("consent", "not_established", one(consents("undecided", "2025-05-20"))),
    ("consent", "not_established", one(consents("yes", private=True, interviewer="ax"), without=["consent"])),
    ("consent", "not_established", one(consents("yes", by="red", interviewer="red"), without=["consent"])),
    ("consent", "not_established", one(consents("yes", private=True, interviewer="red"), without=["consent"])),
    ("consent", "recorded", one(consents("no", "2025-05-20"))),
    ("consent", "recorded", one(consents("withdrawn", "2025-05-10"))),
    ("consent", "recorded", one(consents("no"))),
    ("fear", "not_established", one(without=["fear"])),
    ("fear", "not_established", one(fears("none", "2025-05-20"), without=["fear"])),
    ("fear", "recorded", one(fears("expressed", "2025-05-20"))),
    ("medical", "not_established", one(without=["medical"])),
    ("medical", "recorded", one(says("be", c.Medical("l#1", "unfit", day("2025-05-10"))))),
    ("guardianship", "recorded", one(row={"birth_date": "2012-01-01"})),
    ("guardianship", "recorded", one(says("red", c.Guardianship("l#1", "pending")), row={"birth_date": "2012"})),
    ("guardianship", "not_established", one(row={"birth_date": None})),
    ("guardianship", "not_established", one(row={"birth_date": "2007"})),
    ("document", "not_established", one(without=["document"])),
    ("document", "not_established",
     one(says("be", c.Document("l#1", "passport", day("../2025-05-01"))), without=["document"])),
    ("acceptance", "not_established", one(without=["acceptance"])),
    ("acceptance", "recorded", one(says("be", c.Acceptance("l#1", "be", "refused")))),
]  # fmt: skip


@pytest.mark.parametrize("w", [w for _, w in FREE], ids=[name for name, _ in FREE])
def test_nobody_is_held_back_by_what_does_not_concern_them(w: World) -> None:
    assert rules(w) == {}
    assert moved(w) == {"l#1"}


@pytest.mark.parametrize(("rule", "verdict", "w"), HELD, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(HELD)])
def test_nobody_is_transferred_against_a_rule(rule: str, verdict: str, w: World) -> None:
    assert rules(w) == {rule: verdict}
    assert answer(w) == NONE
    found = check_plan(w.facts, document(w.facts, w.choices, [("l#1", "go")]), w.choices)
    assert [(f.code, f.values["rule"]) for f in found if f.code == "impediment"] == [("impediment", rule)]


def test_nobody_is_sent_by_a_power_that_does_not_hold_them() -> None:
    said = cleared("l#1", "ax", "be")
    unheld = world(roster("l", "ce", people("1")), said, offer(send()))
    assert rules(unheld) == {"custody": "not_established"}
    assert rules(world(roster("l", "ce", people("1")), said, offer(send()), remark("not_held"))) == {
        "custody": "recorded"
    }
    claimed = says("ce", c.Custody("l#1", "ax"))
    assert moved(world(roster("l", "ce", people("1")), said, offer(send()), claimed)) == {"l#1"}
    ended = says("ce", c.Custody("l#1", "ax", until=day("2025-06-01")))
    assert rules(world(roster("l", "ce", people("1")), said, offer(send()), ended)) == {"custody": "not_established"}


def test_who_pays_for_a_prison_does_not_hold_its_people() -> None:
    said = [*cleared("l#1", "ax", "be"), says("ce", c.Custody("l#1", "ax", "paying_power"))]
    assert rules(world(roster("l", "ce", people("1")), said, offer(send()))) == {"custody": "not_established"}


def test_a_neutral_that_would_act_itself_hears_no_consent() -> None:
    w = world(roster("l", "red", people("1")), cleared("l#1", "red", "be"), offer(send(from_="red")))
    assert rules(w) == {"consent": "not_established", "fear": "not_established"}


def test_a_doubt_is_settled_by_a_judgement_either_way() -> None:
    judged = [says(by, c.SamePerson("l#1", "z#1", v)) for by, v in (("red", "unsure"), ("ce", "different"))]  # type: ignore[arg-type]
    assert moved(one(*judged)) == {"l#1"}


def test_a_row_in_a_list_of_the_dead_says_it_of_the_record_it_names() -> None:
    dead = list_of_rows(CASE, "d", "deceased", "ce", [{"id": "7", "record": "1"}], "tracing", about="l")
    assert rules(one(dead)) == {"death": "recorded"}


def test_a_list_counts_as_single_statements_do() -> None:
    """A consent in the neutral's list is an interview; in the holder's list it is the holder's word."""
    row = [{"record": "l#1", "destination": "be", "answer": "sí", "private": "sí", "on": "2025-05-10"}]
    by_neutral = list_of_rows(CASE, "w", "consents", "red", row, "tracing")
    by_holder = list_of_rows(CASE, "w", "consents", "ax", row, "tracing")
    assert rules(one(by_neutral, without=["consent"])) == {}
    assert rules(one(by_holder, without=["consent"])) == {"consent": "not_established"}


def test_two_namesakes_nobody_told_apart_do_not_travel() -> None:
    rows = people("1", "2", p2={"given_names": "ana 1"})
    said = [*cleared("l#1", "ax", "be"), *cleared("l#2", "ax", "be")]
    w = world(roster("l", "ax", rows), said, offer(send()))
    assert (rules(w), rules(w, "l#2")) == ({"identity": "not_established"},) * 2
    told_apart = says("red", c.SamePerson("l#1", "l#2", "different"))
    assert moved(world(roster("l", "ax", rows), said, offer(send()), told_apart)) == {"l#1", "l#2"}


def test_a_refusal_under_one_name_is_a_refusal_under_the_other() -> None:
    """One person on two lists: what is said of either record is said of the person, who is known by the first."""
    press = roster("a", "ce", people("9"), purpose="tracing", holder=None)
    same = says("red", c.SamePerson("a#9", "l#1", "same"))
    refused = says("ax", c.Consent("a#9", "be", "no", on=day("2025-05-20")))
    assert moved(one(press, same)) == {"a#9"}
    assert rules(one(press, same, refused), "a#9") == {"consent": "recorded"}
    denied = says("ce", c.SamePerson("a#9", "l#1", "same"), "denies")
    assert rules(one(press, same, denied), "a#9") == {"identity": "not_established"}


def test_judgements_that_contradict_through_a_chain_settle_nothing() -> None:
    pairs = [("l#1", "a#1", "same"), ("a#1", "a#2", "same"), ("a#2", "l#1", "different")]
    judged = [says("red", c.SamePerson(*pair)) for pair in pairs]  # type: ignore[arg-type]
    press = roster("a", "ce", people("1", "2"), purpose="tracing", holder=None)
    w = one(press, *judged)
    assert people_of(w.facts)["a#1"].records == ("a#1", "a#2", "l#1")
    assert rules(w, "a#1") == {"identity": "not_established"}


# ------------------------------------------------------------ what may be permitted, and what never


def test_a_protocol_permits_what_is_not_established_and_no_more() -> None:
    permits = (UnknownPermits("document", "red", "laissez-passer at the airport"),)
    assert moved(one(without=["document"], unknown_permits=permits)) == {"l#1"}
    refused = (UnknownPermits("acceptance", "red", "they never answer"),)
    said_no = says("be", c.Acceptance("l#1", "be", "refused"))
    assert answer(one(said_no, unknown_permits=refused)) == NONE


def test_an_override_permits_a_verdict_for_one_person() -> None:
    dead = says("ce", c.Death("l#1"))
    assert moved(one(dead, says("red", c.Override("l#1", "death", "A. Nurse", "met today")))) == {"l#1"}


@pytest.mark.parametrize("rule", ["consent", "fear", "medical"])
def test_nobody_permits_that_a_person_is_not_asked(rule: str) -> None:
    override = says("red", c.Override("l#1", rule, "A. Boss", "in a hurry"))
    assert answer(one(override, without=[rule], unknown_permits=(UnknownPermits(rule, "red", "hurry"),))) == NONE
