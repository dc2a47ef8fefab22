"""All the living for 250 out of a list of 270, 1,700 more and 22 minors; seven excluded by name; three destinations.

The numbers are those of a plan published in October 2025; everybody here is invented. A mediator speaks for all; who
goes where is each person's own choice, within what the three take. For the remains of each of the 28 dead, those of 15
are returned, as they are delivered: fewer delivered, fewer returned. They are counted apart from the living.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.case import Party
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.memory import CASE, Part, World, count, facts_of, list_of_rows, says
from tests.folders import SURNAMES

TO = {"ce": 135, "de": 100, "fe": 15}
MORE = (Party("de", "Deria", "state"), Party("fe", "Feria", "state"))
PEOPLE = replace(CASE, parties=(*CASE.parties, *MORE))
OUT = tuple(f"sentenced#{n}" for n in range(1, 8))


def listed(name: str, holder: str, number: int, of: Any = "holds") -> Part:
    """People with names and birthdays that nobody else has."""
    rows = [
        {"id": str(n), "given_names": f"Ana {name} {n}", "surname": SURNAMES[n % len(SURNAMES)],
         "birth_date": f"{1950 + n % 50}-{n % 12 + 1:02}-{n % 28 + 1:02}", "held_since": "2024"}
        for n in range(1, number + 1)
    ]  # fmt: skip
    return list_of_rows(PEOPLE, name, of, holder, rows, holder=holder)


def told(kind: Any, by: str, name: str, rows: Sequence[dict[str, str]]) -> Part:
    return list_of_rows(PEOPLE, name, kind, by, [{"id": str(n), **row} for n, row in enumerate(rows)])


def needed(records: Sequence[str], holder: str, places: Sequence[str], act: str, tag: str) -> list[Part]:
    """What a transfer to any of these places needs; of a release the act alone."""
    said = [
        told("legal_acts", holder, f"acts-{tag}", [{"record": r, "power": holder, "legal_act": act} for r in records])
    ]
    if not places:
        return said
    wish = [{"record": r, "destination": p, "answer": "yes", "private": "yes"} for r in records for p in places]
    fear = [{"record": r, "destination": p, "state": "none", "private": "yes"} for r in records for p in places]
    said += [told("consents", "red", f"wishes-{tag}", wish), told("fears", "red", f"fears-{tag}", fear)]
    said.append(told("medical", "red", f"fit-{tag}", [{"record": r, "finding": "fit"} for r in records]))
    said.append(told("documents", "red", f"papers-{tag}", [{"record": r, "document": "passport"} for r in records]))
    answers = [(p, [{"record": r, "receiver": p, "answer": "accepted"} for r in records]) for p in places]
    return said + [told("accepted", p, f"answers-{tag}-{p}", rows) for p, rows in answers]


def release(id: str, from_: str, name: str, number: str | None = None, **more: Any) -> k.Release:
    selection = k.Selector(list=name, count=count(number) if number else None)
    return k.Release(id, from_, selection, **{"act": "release", "blocked": "stop", "agree": (), **more})


def terms(out: Sequence[str] = OUT, to: dict[str, int] | None = None) -> tuple[Any, ...]:
    quotas = tuple(k.Quota(p, None, n) for p, n in (to or TO).items())
    return (
        release("all-living", "be", "living", act="transfer", to="ax"),
        release("out-of-270", "ax", "sentenced", "250", act="transfer"),
        release("since", "ax", "since", "1700"),
        release("minors", "ax", "minors"),
        k.Exclude("not-these", k.Selector(named=tuple(out)), "ax"),
        k.Destination("where", k.Selector(list="sentenced"), None, True, quotas),
        release("fallen", "be", "fallen", act="transfer", to="ax", blocked="excused", remains=True),
        release("returned", "ax", "theirs", "at least 0", act="transfer", to="be", remains=True),
        k.Rate(
            "fifteen", k.Share(k.Selector(list="fallen"), 1), (k.Share(k.Selector(list="theirs"), 15),), "delivered"
        ),
    )


def world(clauses: Sequence[Any], sick: int = 0, more: Sequence[Part] = ()) -> World:
    """`sick`: how many of the living may not travel: nobody has said that they are fit. `more`: what else is said."""
    lists = [listed("living", "be", 20), listed("sentenced", "ax", 270), listed("since", "ax", 1722)]
    lists += [listed("minors", "ax", 22), listed("fallen", "be", 28, "deceased")]
    lists.append(listed("theirs", "ax", 430, "deceased"))
    living, sentenced = ([f"{n}#{i}" for i in range(1, m + 1)] for n, m in (("living", 20), ("sentenced", 270)))
    said = needed(sentenced, "ax", list(TO), "pardon", "sentenced")
    said += needed(living[sick:], "be", ["ax"], "release_order", "living")
    freed = [f"{n}#{i}" for n, m in (("since", 1722), ("minors", 22)) for i in range(1, m + 1)]
    said += needed(freed, "ax", (), "release_order", "freed")
    for to, name, number in (("ax", "fallen", 28), ("be", "theirs", 430)):
        taken = [{"record": f"{name}#{n}", "receiver": to, "answer": "accepted"} for n in range(1, number + 1)]
        said.append(told("accepted", to, f"taken-{name}", taken))
    offer = says("red", c.Offer("plan", ("ax", "be"), tuple(clauses)), "offers")
    return World(facts_of(PEOPLE, [*lists, *said, offer, *more]), {})


def remains(cleared: Cleared) -> dict[tuple[str, str | None], int | None]:
    """Who hands over how many remains to whom; nobody who lives goes with them."""
    assert all(f.people == 0 for f in cleared.plan.flows or () if f.remains is not None)
    return {(f.from_, f.to): f.remains for f in cleared.plan.flows or () if f.remains is not None}


def answer(more: Sequence[Part]) -> Cleared:
    """The plan when more was said of the dead, in which the independent check finds nothing; the living all go."""
    w = world(terms(), more=more)
    cleared = clear(w.facts, people(w.facts), Highs(), {})
    assert check_plan(w.facts, encode(cleared.plan, True), {}) == ()  # type: ignore[arg-type]
    assert cleared.plan.readings[0].aims[0].value == 1992
    return cleared


def delivered(name: str, ids: Sequence[int], holder: str) -> list[Part]:
    """Remains that were handed over, and are held there no longer."""
    said: list[Part] = [says("red", c.HandoverRecord(f"{name}#{n}", "handed_over")) for n in ids]
    return said + [says(holder, c.Custody(f"{name}#{n}", holder), "denies") for n in ids]


@cache
def whole() -> tuple[World, Cleared]:
    w = world(terms())
    return w, clear(w.facts, people(w.facts), Highs(), {})


def test_all_the_living_for_1972_people_of_whom_seven_were_never_meant() -> None:
    w, cleared = whole()
    plan = cleared.plan
    assert plan.status == "optimal"
    assert plan.readings[0].aims[0].value == 20 + 250 + 1700 + 22
    assert {p.clause: (p.number, p.among) for p in plan.open_places or ()} == {
        "out-of-270": (250, 263), "since": (1700, 1722), "returned": (420, 430),
    }  # fmt: skip
    excluded = {h.person for h in plan.held_back or () if h.clause == "out-of-270"}
    assert excluded == set(OUT)
    assert {a.name: a.value for a in plan.readings[0].aims} == {"people": 1992, "remains": 28 + 420}
    assert {m.clauses for m in plan.moves or () if m.remains} == {("fallen",)}
    assert check_plan(w.facts, encode(plan, True), {}) == ()  # type: ignore[arg-type]


def test_they_go_where_they_chose_and_no_more_than_each_takes() -> None:
    _, cleared = whole()
    flows = {(f.from_, f.to): f.people for f in cleared.plan.flows or () if f.remains is None}
    assert remains(cleared) == {("be", "ax"): 28, ("ax", "be"): 420}
    assert flows == {("ax", "ce"): 135, ("ax", "de"): 100, ("ax", "fe"): 15, ("be", "ax"): 20, ("ax", None): 1722}
    parties = {p.party: p for p in cleared.plan.parties or ()}
    assert parties["red"].asked_for == 1992
    for place in TO:
        assert parties[place].otherwise.clauses == ("out-of-270", "where")


def test_one_place_fewer_anywhere_and_there_is_no_exchange() -> None:
    """135 + 100 + 15 are just as many as go: with a place fewer the number of 250 and the places clash."""
    w = world(terms(to={**TO, "fe": 14}))
    plan = clear(w.facts, people(w.facts), Highs(), {}).plan
    assert plan.status == "none"
    assert ("out-of-270", "where") in {conflict.clauses for conflict in plan.conflicts}


def test_one_of_the_living_unfit_stops_it_for_all_said_all() -> None:
    """All of them means all of them: where one cannot travel, nobody goes, and the clause that says so is named."""
    w = world(terms(), sick=1)
    plan = clear(w.facts, people(w.facts), Highs(), {}).plan
    assert plan.status == "none"
    assert {conflict.clauses for conflict in plan.conflicts} == {("all-living",)}


def test_fewer_remains_delivered_and_fewer_are_returned() -> None:
    """24 are delivered and the other four cannot be found: 24 x 15 are returned, of which 180 went before."""
    missing = [says("be", c.Custody(f"fallen#{n}", "be"), "denies") for n in range(25, 29)]
    before = delivered("theirs", range(1, 181), "ax")
    cleared = answer([*delivered("fallen", range(1, 25), "be"), *missing, *before])
    assert remains(cleared) == {("ax", "be"): 180}
    (rate,) = [x for x in cleared.plan.counts or () if x.clause == "fifteen"]
    assert (rate.left, rate.op, rate.right) == (24 * 15, "=", 24 * 15)


def test_somebody_said_to_live_is_not_handed_over_as_dead() -> None:
    """Of one it is denied that he is dead: no word of anybody lets him go as remains, and 27 x 15 are returned."""
    alive = [says("ax", c.Death("fallen#1"), "denies")]
    alive += [says("red", c.Override("fallen#1", rule, "A named person", "so")) for rule in ("death", "custody")]
    cleared = answer(alive)
    assert remains(cleared) == {("be", "ax"): 27, ("ax", "be"): 27 * 15}
    (held,) = [h for h in cleared.plan.held_back or () if h.clause == "fallen"]
    assert (held.person, held.verdict, [r.rule for r in held.reasons]) == ("fallen#1", "not_established", ["remains"])


def test_a_court_that_halts_it_and_a_name_in_doubt_hold_remains_too() -> None:
    order = says("court", c.CourtOrder("court", ("fallen#1",), ("be",), act="both"), "orders")
    doubt = says("red", c.SamePerson("fallen#2", "fallen#3", "unsure"))
    cleared = answer([order, doubt])
    assert remains(cleared) == {("be", "ax"): 25, ("ax", "be"): 25 * 15}
    held = {h.person: h.reasons[0].rule for h in cleared.plan.held_back or () if h.clause == "fallen"}
    assert held == {"fallen#1": "court_order", "fallen#2": "identity", "fallen#3": "identity"}
