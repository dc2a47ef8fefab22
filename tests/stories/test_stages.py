"""Two exchanges in stages, with the numbers of real ones and invented people.

- One soldier for 1,027: 477 named and agreed, of whom all 27 women, and 550 whom the releasing side designates within
  two months; the 450 men go to five places, 294 + 96 + 40 + 14 + 6 (the shape of October 2011).
- Fifty for 150 out of a list of 300, one for three, at least ten a day; each further ten buy a day of truce; a court
  window of a day; nobody convicted of killing (the shape of November 2023).
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from exeat.clearing.document import ClauseCounted, Plan, StagePlanned
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from tests.folders import said, say, write
from tests.stories.people_in_lists import Rows, listed, needed, party, people

PLACES = {"strip": 294, "bank": 96, "gulf": 40, "port": 14, "isle": 6}
PARTIES = [
    party("north", "The north", "state", "detaining_power"),
    party("south", "The south", "organisation", "detaining_power"),
    party("delta", "The delta", "state", "receiving_party"),
    *(party(place, f"The {place}", "state", "receiving_party") for place in PLACES),
    party("mission", "A neutral mission", "intermediary", "intermediary", "neutral"),
]
Clauses = list[dict[str, Any]]


def acts(folder: Path, about: str, by: str, ids: list[str], on: str) -> dict[str, str]:
    """A release order of these people, of a day."""
    rows = [{"id": i, "record": i, "legal_act": "release_order", "on": on} for i in ids]
    return listed(folder, f"{about}-orders", by, "legal_acts", rows, about=about)


def holds(folder: Path, name: str, by: str, rows: Rows) -> dict[str, str]:
    return listed(folder, name, by, "holds", rows, purpose="proposal", holder=by)


def release(id: str, by: str, selection: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "release", "id": id, "from": by, "selection": selection, "act": "release", "agree": [], **more}


def case(folder: Path, id: str, on: str, lists: list[dict[str, str]], clauses: Clauses) -> ClearingHouse:
    write(
        folder,
        "case.yaml",
        {"exeat": "1", "id": id, "people": "invented", "on": on, "parties": PARTIES, "lists": lists},
    )
    write(folder, "offers/terms.yaml", {"id": "terms", "by": "mission", "to": ["north", "south"], "clauses": clauses})
    return open_case(folder)


def stages(plan: Plan) -> dict[int, StagePlanned]:
    return {s.number: s for s in plan.stages or ()}


def in_stage(stage: StagePlanned) -> dict[str, int]:
    return {c.clause: c.people for c in stage.clauses}


def count(plan: Plan, clause: str) -> list[ClauseCounted]:
    return [c for c in plan.counts or () if c.clause == clause]


def holds_up(house: ClearingHouse) -> Plan:
    """The plan, which the independent checker finds nothing against."""
    plan = house.plan().plan
    plain: Any = encode(plan, True)
    assert house.check(plain) == ()
    return plan


# ------------------------------------------------------------ one for 1,027


def one_for_all(folder: Path, on: str = "2031-10-18") -> ClearingHouse:
    first, lists, men = 1, [], []
    soldier = people("S", 1, born=1986)
    lists += [holds(folder, "soldier", "south", soldier), *needed(folder, "soldier", "south", "delta", ["S-0001"])]
    for place, number in PLACES.items():
        rows = people(place[:2].upper(), number, first)
        first += number
        lists.append(holds(folder, f"men-{place}", "north", rows))
        lists += needed(folder, f"men-{place}", "north", place, [r["id"] for r in rows])
        men.append({"list": f"men-{place}"})
    for name, number in (("women", 27), ("others", 600)):
        rows = people(name[0].upper(), number, first)
        first += number
        lists.append(holds(folder, name, "north", rows))
        lists.append(acts(folder, name, "north", [r["id"] for r in rows], "2031-10-10"))
    everybody = {"union": [*men, {"list": "women"}, {"list": "others"}]}
    quotas = [{"to": place, "most": number, "least": number} for place, number in PLACES.items()]
    clauses: Clauses = [
        {**release("soldier-home", "south", {"list": "soldier"}), "act": "transfer", "to": "delta", "blocked": "stop"},
        release("women-free", "north", {"list": "women"}, blocked="stop"),
        {**release("men-go", "north", {"union": men}), "act": "transfer", "blocked": "stop"},
        {"kind": "destination", "id": "places", "selection": {"union": men}, "quotas": quotas},
        release("later", "north", {"list": "others", "count": "550"}),
        {"kind": "designate", "id": "north-names", "clause": "later", "how": "party", "by": "north"},
        {"kind": "phase", "id": "agreed", "clause": "women-free", "number": 1, "window": "2031-10-18"},
        {"kind": "phase", "id": "agreed-men", "clause": "men-go", "number": 1, "window": "2031-10-18"},
        {"kind": "phase", "id": "two-months", "clause": "later", "number": 2, "window": "2031-10-18/2031-12-18",
         "opens": "1 of soldier-home delivered"},
        {"kind": "when", "id": "petitions", "event": "petition_window_passed", "then": "women-free", "days": 2},
        {"kind": "rate", "id": "one-for-all", "per": {"selection": {"list": "soldier"}, "number": 1},
         "give": [{"selection": everybody, "number": 1027}], "basis": "agreed"},
    ]  # fmt: skip
    return case(folder, "one-for-all", on, lists, clauses)


def test_477_are_named_first_and_550_places_open_with_the_soldier(tmp_path: Path) -> None:
    """Two stages; the second waits for the soldier. Nobody is named for the 550: the releasing side designates."""
    house = one_for_all(tmp_path)
    plan = holds_up(house)
    found = stages(plan)
    assert in_stage(found[1]) == {"soldier-home": 1, "women-free": 27, "men-go": 450}
    assert in_stage(found[2]) == {"later": 550}
    assert (found[1].state, found[2].state) == ("open", "waits")
    opens = found[2].opens[0]
    assert (opens.event, opens.state, opens.left, opens.right) == ("1 of soldier-home delivered", "not_yet", 1, 1)
    assert [c.left for c in count(plan, "places")] == [PLACES[p] for p in PLACES]
    assert [(c.left, c.right) for c in count(plan, "one-for-all")] == [(1027, 1027)]
    assert [(p.clause, p.number, p.designates) for p in plan.open_places or ()] == [("later", 550, "north")]
    assert sum(m.clauses == ("women-free",) and m.stage == 1 for m in plan.moves or ()) == 27


def test_the_second_stage_opens_when_the_soldier_was_handed_over_and_not_when_that_is_denied(tmp_path: Path) -> None:
    house = one_for_all(tmp_path)
    claim = {"kind": "handover_record", "subject": "soldier#S-0001", "outcome": "handed_over", "on": "2031-10-18"}
    say(tmp_path, "handover", said("handed", "mission", claim))
    assert stages(holds_up(open_case(tmp_path)))[2].state == "open"
    told = {"kind": "came_about", "clause": "two-months"}
    say(tmp_path, "denied", said("not-yet", "south", told, "denies"))
    second = stages(holds_up(open_case(tmp_path)))[2]
    assert (second.state, second.opens[0].state) == ("waits", "not_established")
    assert house.folder == tmp_path


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_stages_are_told_in_eighty_columns(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    one_for_all(tmp_path)
    assert run(["clear", str(tmp_path), "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    flowing = " ".join(printed.split())
    assert "1 of soldier-home delivered" in flowing
    assert "2031-10-18/2031-12-18" in flowing


# ------------------------------------------------------------ fifty for 150


def fifty(folder: Path, listed_for: int = 300, further: str = "10", exposure: int = 100) -> ClearingHouse:
    held = people("H", 60, born=1970)
    prisoners = [{**p, "convicted_of": "killing" if n < 20 else ""} for n, p in enumerate(people("P", listed_for, 60))]
    lists = [holds(folder, "held", "south", held), *needed(folder, "held", "south", "north", [h["id"] for h in held])]
    lists += [holds(folder, "list-300", "north", prisoners)]
    lists.append(acts(folder, "list-300", "north", [p["id"] for p in prisoners], "2031-11-20"))
    sent = {"act": "transfer", "to": "north"}
    event = {"kind": "when", "event": "50 of fifty delivered", "severable": "yes"}
    clauses: Clauses = [
        {**release("fifty", "south", {"list": "held", "count": "50"}), **sent},
        release("for-them", "north", {"list": "list-300", "count": "150"}),
        {"kind": "exclude", "id": "no-killing", "by": "north",
         "selection": {"list": "list-300", "where": {"convicted_of": {"is": "killing"}}}},
        {"kind": "rate", "id": "three-for-one", "per": {"selection": {"list": "held"}, "number": 1},
         "give": [{"selection": {"list": "list-300"}, "number": 3}], "basis": "delivered"},
        {"kind": "phase", "id": "four-days", "clause": "fifty", "number": 1, "window": "2031-11-24/2031-11-27",
         "cadence": "at least 10 a day"},
        {"kind": "when", "id": "court", "event": "petition_window_passed", "then": "for-them", "days": 1},
        {**release("further", "south", {"list": "held", "count": further}), **sent},
        release("further-for", "north", {"list": "list-300", "count": "0..30"}),
        {**event, "id": "then-more", "then": "further"},
        {**event, "id": "then-more-for", "then": "further-for"},
        {"kind": "inform", "id": "truce", "by": "north", "to": "south", "what": "days of truce",
         "amount": "a day for each further 10", "trigger": "10 of further delivered"},
        {"kind": "handover", "id": "crossing", "point": "a crossing", "carrier": "the mission", "exposure": exposure},
        {"kind": "when", "id": "default", "event": "deadline missed", "then": "names-held-back"},
        {"kind": "inform", "id": "names-held-back", "by": "south", "what": "names of those still held"},
    ]  # fmt: skip
    return case(folder, "fifty", "2031-11-23", lists, clauses)


def test_each_further_ten_buy_a_day_of_truce_and_the_fifty_stand_by_themselves(tmp_path: Path) -> None:
    plan = holds_up(fifty(tmp_path))
    found = stages(plan)
    assert in_stage(found[1]) == {"fifty": 50, "for-them": 150}
    assert in_stage(found[2]) == {"further": 10, "further-for": 30}
    assert [(c.left, c.right) for c in count(plan, "three-for-one")] == [(180, 180)]
    assert [(c.left, c.stage, c.state) for c in count(plan, "crossing")] == [(100, 1, "holds")]
    owed = {o.clause: o for o in plan.obligations or ()}
    assert (owed["truce"].state, owed["truce"].depends) == ("open", ("further",))
    assert [c.state for c in count(plan, "names-held-back")] == ["not_planned"]


def test_what_cannot_be_kept_falls_away_and_is_said_with_what_it_clashes(tmp_path: Path) -> None:
    """A list of 170 of whom 20 are excluded has no thirty more: the further ten fall away, the fifty stand."""
    plan = holds_up(fifty(tmp_path, listed_for=170))
    assert in_stage(stages(plan)[1]) == {"fifty": 50, "for-them": 150}
    assert [c.state for c in count(plan, "further")] == ["falls_away"]
    told = [m.values for m in plan.warnings if m.id == "clearing.falls_away"]
    assert [t["fallen"] for t in told] == ["further, further-for"]
    assert set(told[0]["clauses"].split(", ")) >= {"further", "three-for-one"}


def test_a_stage_that_would_leave_one_side_too_far_ahead_falls_away_and_it_is_said_why(tmp_path: Path) -> None:
    """After the first stage the north has given a hundred people more: with a bound of 99 no second stage follows."""
    plan = holds_up(fifty(tmp_path, exposure=99))
    assert [s.number for s in plan.stages or ()] == [1]
    told = [m.values["clauses"] for m in plan.warnings if m.id == "clearing.falls_away"]
    assert ["crossing" in clauses.split(", ") for clauses in told] == [True]
    assert [m.values["clause"] for m in plan.warnings if m.id == "clearing.exposure_on_tranches"] == ["crossing"]


def test_a_day_of_truce_is_promised_done_and_disputed_as_people_say(tmp_path: Path) -> None:
    fifty(tmp_path)
    truce = {"kind": "came_about", "clause": "truce"}
    states = []
    for key, by, act in (("p", "north", "promises"), ("d", "north", "states"), ("n", "south", "denies")):
        say(tmp_path, key, said(key, by, truce, act))
        states.append({o.clause: o.state for o in open_case(tmp_path).plan().plan.obligations or ()}["truce"])
    assert states == ["promised", "done", "disputed"]
    with (tmp_path / "lists" / "held.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 60
