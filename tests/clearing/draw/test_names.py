"""Nobody loses the place they were drawn for but by a reason of their own; and who follows is not anybody's choice."""

from dataclasses import replace
from pathlib import Path

import pytest

from exeat.core.errors import Refused
from exeat.core.shape import encode
from exeat.house import ClearingHouse, open_case
from exeat.house.draws import Draws
from tests.clearing.draw.made import lottery_case
from tests.folders import Clock, drawn, recorded, said, say

LATER = Clock("2025-06-01T13:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three people a side; one of `bel` is dead, so one of `aro` stays behind: lots are drawn."""
    return lottery_case(tmp_path / "case")


def by_lot(house: ClearingHouse) -> list[str]:
    return [m.person for m in house.plan().plan.moves or () if m.why == "draw"]


def checked(house: ClearingHouse) -> list[str]:
    return [f.code for f in house.check(encode(house.plan().plan, True))]


def test_whoever_was_drawn_goes_and_the_other_is_the_substitute(folder: Path) -> None:
    house = drawn(recorded(folder), ("aro", "bel"))
    plan = house.plan().plan
    everybody = {f"aro-roster#{n}" for n in (1, 2, 3)}
    assert len(by_lot(house)) == 2
    assert {s.person for s in plan.substitutes or ()} == everybody - set(by_lot(house))
    assert (plan.open_places, checked(house)) == ((), [])


def test_a_substitute_takes_the_place_of_whoever_cannot_go_and_the_other_keeps_it(folder: Path) -> None:
    house = drawn(recorded(folder), ("aro", "bel"))
    first, second = by_lot(house)
    third = (house.plan().plan.substitutes or ())[0].person
    say(folder, "late", said("late", "press-one", {"kind": "death", "subject": first}))
    recorded(folder, LATER)
    after = open_case(folder, LATER)
    assert sorted(m.person for m in after.plan().plan.moves or () if m.from_ == "aro") == sorted((second, third))
    assert checked(after) == []


def test_nobody_passes_as_drawn_whom_no_lottery_took(folder: Path) -> None:
    house = drawn(recorded(folder), ("aro", "bel"))
    plan = house.plan().plan
    went = next(m for m in plan.moves or () if m.why == "draw")
    other = (plan.substitutes or ())[0].person
    instead = replace(went, person=other, records=(other,))
    swapped = replace(plan, moves=tuple(instead if m == went else m for m in plan.moves or ()))
    both = replace(plan, moves=(*(plan.moves or ()), instead))
    for forged in (swapped, both):
        found = house.check(encode(forged, True))
        assert ("not-drawn", other) in {(f.code, f.person) for f in found}
    nobody = replace(plan, draw=tuple(replace(d, plan=d.plan + 1) for d in plan.draw or ()))
    assert {f.code for f in house.check(encode(nobody, True))} == {"not-drawn"}


def test_nobody_is_drawn_before_the_list_was_sealed(folder: Path) -> None:
    say(folder, "early", said("early", "mission", {"kind": "draw", "clause": "aro-some", "randomness": "6 6 6"}))
    house = recorded(folder)
    assert by_lot(house) == []
    assert [w.values["clause"] for w in house.plan().plan.warnings if w.id == "clearing.draw_unsealed"] == ["aro-some"]
    assert [p.number for p in house.plan().plan.open_places or ()] == [2]


def test_nobody_bends_the_lottery_by_entering_out_of_order(folder: Path) -> None:
    house = recorded(folder)
    draws = Draws(house)
    with pytest.raises(Refused, match="draw-step"):
        draws.randomness("mission", "1 2 3")
    table = draws.table(house.facts(), ("aro", "bel"), "dice")
    draws.seal("mission", table)
    with pytest.raises(Refused, match="draw-step"):
        draws.seal("mission", table)
    draws.promise("aro", "0" * 64)
    with pytest.raises(Refused, match="draw-step"):
        draws.randomness("mission", "1 2 3")
    with pytest.raises(Refused, match="draw-party"):
        draws.promise("mission", "0" * 64)
    draws.promise("bel", "0" * 64)
    with pytest.raises(Refused, match="draw-step"):
        draws.promise("bel", "1" * 64)
    draws.randomness("mission", "1 2 3")
    with pytest.raises(Refused, match="draw-secret"):
        draws.secret("aro", "another")
    assert by_lot(house) == []


def test_randomness_recorded_before_a_promise_counts_for_nothing(folder: Path) -> None:
    house = recorded(folder)
    document = Draws(house).table(house.facts(), ("aro",), "dice")
    texts = {"sealed": document.hash, "text": document.text, "clauses": list(document.clauses)}
    say(folder, "lot-1", said("seal", "mission", {"kind": "draw_sealed", **texts}))
    recorded(folder)
    say(
        folder,
        "lot-2",
        said("dice", "mission", {"kind": "draw", "clause": "aro-some", "randomness": "6", "sealed": document.hash}),
    )
    recorded(folder, LATER)
    draws = Draws(open_case(folder, LATER))
    assert draws.under_way(draws.house.facts())[0].randomness == "6"
    say(folder, "lot-3", said("late", "aro", {"kind": "draw_promise", "sealed": document.hash, "promise": "0" * 64}))
    recorded(folder, LATER)
    draws = Draws(open_case(folder, LATER))
    assert draws.under_way(draws.house.facts())[0].randomness is None
