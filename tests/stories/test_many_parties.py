"""Exchanges of three and of six parties, in which each has to be in: leave any out, and nobody goes; exeat says so.

Everything said of a party is asked again here: the case without its offer, or without its people, is recorded anew.
"""

from pathlib import Path
from typing import Any

import pytest

from exeat.clearing.plan import Cleared
from exeat.core.shape import encode
from exeat.faces.party_sentences import sentences
from exeat.faces.texts import Speaker
from exeat.house import ClearingHouse
from tests.folders import recorded

from .rings import NAMES, Clauses, asks, case, frees, gives, ring

THREE = {"aro": 2, "bel": 1, "cer": 3}
SIX = {"aro": 2, "bel": 1, "cer": 3, "dor": 1, "elv": 2, "fen": 1}


def house_of(folder: Path, held: dict[str, int], offers: Clauses, **given: Any) -> ClearingHouse:
    return recorded(case(folder, held, offers, **given))


def said(house: ClearingHouse, cleared: Cleared, language: str = "en") -> list[str]:
    return list(sentences(Speaker(house.facts(), language), cleared.plan))


@pytest.mark.parametrize("held", [THREE, SIX], ids=["three", "six"])
def test_leave_any_party_out_and_nobody_goes(tmp_path: Path, held: dict[str, int]) -> None:
    """Each gives to the next, and only if the one before gives to it: no two of them could trade."""
    offers = ring(list(held), list(held.values()))
    house = house_of(tmp_path / "all", held, offers)
    cleared = house.plan()
    plan, told = cleared.plan, said(house, cleared)
    assert plan.status == "optimal"
    assert plan.readings[0].aims[0].value == sum(held.values())
    assert [(x.parties, x.people) for x in plan.loops or ()] == [(tuple(held), tuple(held.values()))]
    assert house.check(encode(plan, True)) == ()
    for n, party in enumerate(plan.parties or ()):
        assert party.takes_part
        assert (party.gives, party.receives) == (held[party.party], [*held.values()][n - 1])
        assert (party.otherwise.status, party.otherwise.people) == ("none", 0)
        assert f"{NAMES[party.party]} takes part" in told[n]
        assert "Without it nobody goes" in told[n]
        left = {p: c for p, c in offers.items() if p != party.party}
        assert house_of(tmp_path / party.party, held, left).plan().plan.status == "none"
    clash = {c for p in plan.parties or () for c in p.otherwise.clauses}
    assert clash <= {c["id"] for clauses in offers.values() for c in clauses}
    assert clash


def test_a_loop_of_three_goes_although_a_fourth_stays_out(tmp_path: Path) -> None:
    """Dorvania would give nobody, and asks for two: it stays out, and its condition stops nobody else."""
    held = {**THREE, "dor": 1}
    offers = {**ring(list(THREE), list(THREE.values())), "dor": (gives("dor", "aro", "1"), asks("dor", "aro", 9))}
    house = house_of(tmp_path / "all", held, offers)
    cleared = house.plan()
    parties = {p.party: p for p in cleared.plan.parties or ()}
    assert {p for p, found in parties.items() if found.takes_part} == set(THREE)
    assert parties["dor"].otherwise.clauses == ("dor-asks-aro",)
    assert {c.clause for c in cleared.plan.counts or () if c.state == "stays_out"} == {"dor-gives", "dor-asks-aro"}
    assert "Dorvania stays out: it gives nobody" in " ".join(said(house, cleared))
    assert not any(m.from_ == "dor" for m in cleared.plan.moves or ())
    assert house.check(encode(cleared.plan, True)) == ()


def test_who_benefits_is_not_who_gives(tmp_path: Path) -> None:
    """Aronia gives its people to Belona; Belona frees others at home as Aronia asks, and sends some to Ceralta.

    Ceralta gives nobody: without it fewer go, and the exchange stands. Without Belona there is none.
    """
    held = {"aro": 5, "bel": 8}
    offers = {
        "aro": (gives("aro", "bel", "5"), frees("bel", "3", "aro-asks-freed"), asks("aro", "bel", 3)),
        "bel": (asks("bel", "aro", 5),),
        "cer": (gives("bel", "cer", "0..2", "cer-asks-sent"),),
    }
    house = house_of(tmp_path, held, offers, more=["cer"])
    cleared = house.plan()
    parties = {p.party: p for p in cleared.plan.parties or ()}
    assert {p: (f.gives, f.receives, f.asked_for) for p, f in parties.items()} == {
        "aro": (5, 0, 3), "bel": (5, 5, 0), "cer": (0, 2, 2),
    }  # fmt: skip
    assert [(x.parties, x.people) for x in cleared.plan.loops or ()] == [(("aro", "bel"), (5, 3))]
    assert parties["cer"].otherwise.people == 8
    assert (parties["aro"].otherwise.people, parties["bel"].otherwise.people) == (0, 0)
    assert "Without it 8 people could go" in " ".join(said(house, cleared))
    assert "podrían salir 8 personas" in " ".join(said(house, cleared, "es"))


def test_26_people_of_seven_powers_all_go_and_each_power_is_needed(tmp_path: Path) -> None:
    """Three give to four and four to three, each by its own offer."""
    held = {"aro": 10, "bel": 3, "cer": 3, "dor": 5, "elv": 2, "fen": 2, "gal": 1}
    west, east = ("dor", "elv", "fen", "gal"), ("aro", "bel", "cer")
    offers: dict[str, Any] = {}
    for n, p in enumerate(held):
        to = east[n % len(east)] if p in west else west[n % len(west)]
        offers[p] = (gives(p, to, str(held[p])), *(asks(p, q, held[q]) for q in (east if p in west else west)))
    house = house_of(tmp_path, held, offers)
    plan = house.plan().plan
    assert plan.readings[0].aims[0].value == sum(held.values()) == 26
    assert all(p.takes_part and p.otherwise.people == 0 for p in plan.parties or ())


def test_a_flow_that_is_no_move_is_found(tmp_path: Path) -> None:
    """The checker counts for itself who takes part, and how many go from whom to whom."""
    house = house_of(tmp_path, THREE, ring(list(THREE), list(THREE.values())))
    plan: Any = encode(house.plan().plan, True)
    more = [{"from": "bel", "act": "transfer", "to": "cer", "people": 2}, *plan["flows"][:1], *plan["flows"][2:]]
    out = [{**p, "takes_part": p["party"] != "cer"} for p in plan["parties"]]
    fewer = [{**p, "gives": p["gives"] - 1} for p in plan["parties"]]
    wrong: list[tuple[dict[str, Any], set[str]]] = [
        ({"flows": more}, {"flow-differs", "party-differs", "loop-differs"}),
        ({"parties": out}, {"party-differs"}),
        ({"parties": fewer}, {"party-differs"}),
        ({"parties": plan["parties"][1:]}, {"party-differs"}),
        ({"loops": []}, {"loop-differs"}),
        ({"loops": [{"parties": ["aro", "cer"], "people": [2, 3]}]}, {"loop-differs"}),
    ]
    for changed, codes in wrong:
        assert {f.code for f in house.check({**plan, **changed})} == codes
