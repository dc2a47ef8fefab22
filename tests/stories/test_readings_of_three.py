"""An offer among three, with what it leaves open: who benefits is not who gives, and each way to read it is cleared.

In the shape of an offer of 2025. Aronia gives all of its roster to Belona for as many whom Belona lets go, nobody says
to where; Ceralta, which gives nobody, asks Belona for two. One of the roster may not travel. All are invented.
"""

from typing import Any

import pytest

from exeat.core.shape import encode
from exeat.house import ClearingHouse
from tests.folders import recorded, write_rows

from .rings import asks, case, gives

ALL, SAME = "aro-all", "bel-same"
OFFERS: dict[str, list[dict[str, Any]]] = {
    "aro": [
        {"kind": "release", "id": ALL, "from": "aro", "to": "bel", "act": "transfer", "agree": [],
         "selection": {"list": "aro-roster"}},
        {"kind": "release", "id": SAME, "from": "bel", "agree": [], "blocked": "excused",
         "selection": {"list": "bel-roster", "count": {"same_as": ALL}}},
    ],
    "bel": [asks("bel", "aro", 4)],
    "cer": [gives("bel", "cer", "2", "cer-asks")],
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> ClearingHouse:
    folder = case(tmp_path_factory.mktemp("three"), {"aro": 5, "bel": 8}, OFFERS, more=["cer"])
    fit = [{"id": str(n), "record": str(n), "finding": "fit"} for n in range(1, 5)]
    write_rows(folder, "lists/aro-fitness.csv", fit)
    return recorded(folder)


def read(house: ClearingHouse, **choices: str) -> Any:
    """The plan of one reading: who may not travel stops or is excused, and where those of Belona go."""
    asked = {f"{ALL}/blocked": choices["blocked"], f"{SAME}/receives": choices["receives"]}
    return encode(house.plan(None, None, asked).plan, True)


def test_each_way_to_read_it_has_its_own_answer(house: ClearingHouse) -> None:
    """Whether one who may not travel stops all changes everything; where the freed go changes who has to be in."""
    plan = house.plan().plan
    assert plan.reading is None
    assert {p.id for p in plan.open_points if p.changes_answer} == {f"{ALL}/blocked", f"{SAME}/receives"}
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for r in plan.readings:
        chosen = dict(r.choices)
        people = r.aims[0].value if r.aims else 0
        found[chosen[f"{ALL}/blocked"], chosen[f"{SAME}/receives"]] = (r.status, people)
    stopped = {places for (blocked, _), places in found.items() if blocked == "stop"}
    assert stopped == {("none", 0)}  # Aronia would stay out, and Belona gives nobody without it
    assert {found["excused", to] for to in ("stay", "aro", "cer")} == {("optimal", 10)}


def test_who_stops_all_of_them_stops_everybody_who_asked_for_some(house: ClearingHouse) -> None:
    """Aronia could stay out; but Belona lets nobody go unless four come, and so Ceralta gets nobody either."""
    plan = read(house, blocked="stop", receives="stay")
    assert plan["status"] == "none"
    assert [ALL, "bel-asks-aro"] in [conflict["clauses"] for conflict in plan["conflicts"]]
    alone = house.plan(None, None, {f"{ALL}/blocked": "stop", f"{SAME}/receives": "stay"}).plan
    assert (alone.parties, alone.flows, alone.loops) == ((), (), ())


def test_those_freed_at_home_are_what_aronia_asked_for(house: ClearingHouse) -> None:
    plan = read(house, blocked="excused", receives="stay")
    parties = {p["party"]: p for p in plan["parties"]}
    assert [parties["aro"][k] for k in ("gives", "receives", "asked_for")] == [4, 0, 4]
    assert plan["loops"] == [{"parties": ["aro", "bel"], "people": [4, 4]}]
    assert [parties["cer"][k] for k in ("gives", "receives", "asked_for")] == [0, 2, 2]
    assert parties["cer"]["otherwise"] == {"status": "optimal", "people": 8, "clauses": []}
    assert house.check(plan) == ()
