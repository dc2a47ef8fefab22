"""A list of 2,000 of whom half is known: the dead, the doubles, the unnamed, and two rounds of remarks.

Everybody is invented. A monitor asks one power for 2,000 people. Who has which trouble is written down here by row
number, so that every figure below can be counted by hand.

- rows 1-120 stand once more as rows 1881-2000, letter by letter; the monitor has judged 1-60 and no more
- 121-210 are dead, as the monitor says; 211-240 are dead, as the power says
- 241-300 not held, 301-340 released, 341-400 needs data, 401-1500 held, 1501-1700 unknown: the power's first remarks
- 1701-1880: no remark at all; of these 1701-1720 have no surname
- second round: the monitor adds the birth dates of 341-400; the power remarks on them, and on 1501-1525 anew
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from exeat.clearing.document import Plan
from exeat.core.facts import AsOf
from exeat.house import ClearingHouse, open_case
from tests.folders import Clock, said, say, write
from tests.stories.people_in_lists import Rows, listed, party, people

FIRST, SECOND = Clock("2030-05-01T12:00"), Clock("2030-05-20T12:00")
DOUBLES = range(1881, 2001)


def word(n: int) -> str:
    """The power's first remark on a row; "" = none."""
    spans = ((1, 120, "held"), (211, 240, "dead"), (241, 300, "not_held"), (301, 340, "released"))
    more = ((341, 400, "needs_data"), (401, 1500, "held"), (1501, 1700, "unknown"))
    return next((w for first, last, w in (*spans, *more) if first <= n <= last), "")


def word_again(n: int) -> str:
    """The power's remark in the second round."""
    if 341 <= n <= 400:
        return "held" if n <= 390 else "not_held"
    return "held" if 1501 <= n <= 1525 else word(n)


def rows(again: bool) -> Rows:
    """The 2,000, as the monitor first knows them, and `again` with the birth dates of 341-400."""
    found = people("M", 1880)
    for n, row in enumerate(found, 1):
        if 341 <= n <= 400 and not again:
            row["birth_date"] = ""
        if 1701 <= n <= 1720:
            row["surname"] = row["second_surname"] = ""
    return [*found, *({**found[n - 1881], "id": f"M-{n:04}"} for n in DOUBLES)]


def remarks(of: Callable[[int], str]) -> Rows:
    named = ((f"M-{n:04}", of(n)) for n in range(1, 2001))
    return [{"id": i, "record": i, "power": "south", "remark": w} for i, w in named if w]


def acts(of: Callable[[int], str]) -> Rows:
    """A release order for everybody whom the power says it holds."""
    ids = [f"M-{n:04}" for n in range(1, 2001) if of(n) == "held"]
    return [{"id": i, "record": i, "legal_act": "release_order"} for i in ids]


def dead() -> Rows:
    return [{"id": f"M-{n:04}", "record": f"M-{n:04}", "on": "2029"} for n in range(121, 211)]


def first_day(folder: Path) -> list[dict[str, str]]:
    """The lists of the first day; their declarations."""
    asked = "monitor-list"
    return [
        listed(folder, asked, "monitor", "seeks", rows(False), purpose="proposal", holder="south", as_of="2030-04-20"),
        listed(folder, "remarks-1", "south", "remarks", remarks(word), about=asked, as_of="2030-04-28"),
        listed(folder, "dead", "monitor", "deceased", dead(), about=asked),
        listed(folder, "acts", "south", "legal_acts", acts(word), about=asked),
    ]


def second_round(folder: Path) -> list[dict[str, str]]:
    later = listed(folder, "monitor-list-2", "monitor", "seeks", rows(True), purpose="proposal", holder="south")
    again = listed(folder, "remarks-2", "south", "remarks", remarks(word_again), about="monitor-list-2")
    orders = listed(folder, "acts-2", "south", "legal_acts", acts(word_again), about="monitor-list-2")
    dated = ({**later, "as_of": "2030-05-10"}, {**again, "as_of": "2030-05-18"}, orders)
    before = ("monitor-list", "remarks-1", "acts")
    return [{**declared, "supersedes": b} for declared, b in zip(dated, before, strict=True)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> ClearingHouse:
    """The case, recorded on the first day and after the second round."""
    folder = tmp_path_factory.mktemp("case")
    parties = [
        party("south", "The south", "state", "detaining_power"),
        party("monitor", "A monitor", "monitor", "monitor"),
        party("mission", "A neutral mission", "intermediary", "intermediary", "neutral"),
    ]
    case = {"exeat": "1", "id": "half-known", "people": "invented", "on": "2030-05-20", "parties": parties}
    everybody = {"kind": "release", "id": "all", "from": "south", "act": "release", "blocked": "excused", "agree": []}
    clauses = [{**everybody, "selection": {"list": "monitor-list"}}]
    write(folder, "offers/asked.yaml", {"id": "asked", "by": "monitor", "to": ["south"], "clauses": clauses})
    same = [{"kind": "same_person", "left": f"monitor-list#M-{n:04}", "right": f"monitor-list#M-{n + 1880:04}"}
            for n in range(1, 61)]  # fmt: skip
    say(folder, "judged", *(said(f"judged-{n}", "monitor", {**c, "verdict": "same"}) for n, c in enumerate(same)))
    lists = first_day(folder)
    write(folder, "case.yaml", {**case, "lists": lists})
    open_case(folder, FIRST).record()
    write(folder, "case.yaml", {**case, "lists": [*lists, *second_round(folder)]})
    open_case(folder, SECOND).record()
    return open_case(folder, SECOND)


@pytest.fixture(scope="module")
def before(house: ClearingHouse) -> Plan:
    return house.plan(house.facts(AsOf(FIRST.moment, FIRST.today()))).plan


@pytest.fixture(scope="module")
def after(house: ClearingHouse) -> Plan:
    return house.plan().plan


def rules(plan: Plan) -> Counter[tuple[str, str]]:
    return Counter((r.rule, r.verdict) for h in plan.held_back or () for r in h.reasons)


def number(person: str) -> int:
    return int(person.rpartition("-")[2])


def test_whoever_can_go_is_found_in_each_round(before: Plan, after: Plan) -> None:
    first = {*range(1, 61), *range(401, 1501)}
    assert {number(m.person) for m in before.moves or ()} == first
    assert {number(m.person) for m in after.moves or ()} == first | {*range(341, 391), *range(1501, 1526)}


def test_nobody_of_the_two_thousand_is_lost(before: Plan, after: Plan) -> None:
    """Every record is in one person, and every person goes or is held back with a reason; 60 are judged doubles."""
    for plan in (before, after):
        moved, held = ([p.person for p in found or ()] for found in (plan.moves, plan.held_back))
        assert len(moved) + len(held) == len({*moved, *held}) == 2000 - 60
        assert all(h.reasons for h in plan.held_back or ())


def test_a_double_that_nobody_judged_is_neither_merged_nor_sent(after: Plan) -> None:
    doubtful = {number(h.person) for h in after.held_back or () if "identity" in {r.rule for r in h.reasons}}
    assert doubtful == {*range(61, 121), *range(1941, 2001), *range(1701, 1721)}
    assert not doubtful & {number(m.person) for m in after.moves or ()}


def test_the_dead_are_said_to_be_dead_and_by_whom(after: Plan) -> None:
    by = {number(h.person) for h in after.held_back or () if "death" in {r.rule for r in h.reasons}}
    assert by == {*range(121, 241)}
    assert rules(after)["death", "recorded"] == 120


def test_a_remark_that_changed_counts_as_it_stands_and_both_rounds_can_be_read(before: Plan, after: Plan) -> None:
    """The monitor says that the power holds them; where the power says that it does not, nothing is established."""
    assert rules(before)["custody", "not_established"] == 60
    assert rules(after)["custody", "not_established"] == 70  # and 391-400, who were asked about again
    assert rules(before)["custody", "recorded"] == rules(after)["custody", "recorded"] == 0


def test_a_silence_frees_nobody(after: Plan) -> None:
    reasons = {number(h.person): {r.rule for r in h.reasons} for h in after.held_back or ()}
    silent = [*range(1526, 1881)]  # unknown to the power, or no word at all
    assert all("legal_act" in reasons[n] for n in silent)
