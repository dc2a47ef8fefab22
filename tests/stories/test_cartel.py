"""A cartel of 1862 (Dix-Hill) with its scale: its text stands beside the clauses, and nothing of it is dropped.

The shape is that of the agreement of 22 July 1862 (its weights: general commanding 60, major-general 40, brigadier 20,
colonel 15, lieutenant-colonel 10, major 8, captain 6, lieutenant 4, warrant officer 3, non-commissioned officer 2,
private 1). The text is told in our own words; the soldiers are invented. Like goes for like first: a captain for a
captain while one is there, and what is left over goes by the scale of the two parties, a captain for six privates.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from exeat.core.claims import Offer
from exeat.core.shape import encode
from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from tests.folders import write
from tests.stories.people_in_lists import Rows, listed, needed, party, people

RANKS = {
    "captain": (3, 5), "lieutenant": (10, 8), "non-commissioned officer": (24, 30), "private": (200, 180),
    "citizen": (12, 9),
}  # fmt: skip
WEIGHTS = {
    "general commanding": 60, "major-general": 40, "brigadier": 20, "colonel": 15, "lieutenant-colonel": 10, "major": 8,
    "captain": 6, "lieutenant": 4, "warrant officer": 3, "non-commissioned officer": 2, "private": 1,
}  # fmt: skip
ARTICLES = {
    "north-sends": "Article 1: prisoners that the north holds are discharged and sent to the south, like for like.",
    "south-sends": "Article 1: prisoners that the south holds are discharged and sent to the north, like for like.",
    "scale": "Article 1: man for man and officer for officer; where ranks differ, by a scale of equivalents.",
    "civilians": "Article 1: citizens are exchanged only for citizens, by head.",
    "ten-days": "Article 4: everybody is discharged on parole within ten days, the surplus until equivalents come.",
    "surplus": "Article 5: who is on parole takes up no arms before being exchanged.",
    "landing": "Article 7: two landing places, one on the river and one in the west.",
    "lists": "Article 8: each side furnishes lists of those it discharges.",
    "dispute": "Article 9: a misunderstanding on one article does not interrupt the release of prisoners.",
}


def soldiers(prefix: str, side: int, first: int) -> Rows:
    ranks = [rank for rank, numbers in RANKS.items() for _ in range(numbers[side])]
    return [{**p, "rank": rank} for p, rank in zip(people(prefix, len(ranks), first, born=1804), ranks, strict=True)]


def cartel() -> dict[str, Any]:
    def sends(holder: str, to: str) -> dict[str, Any]:
        clause = {"kind": "release", "id": f"{holder}-sends", "from": holder, "to": to, "act": "transfer", "agree": []}
        return {**clause, "selection": {"list": f"{holder}-holds", "count": "0.."}}

    def of(op: str) -> dict[str, Any]:
        lists = (("left", "north-holds"), ("right", "south-holds"))
        return {side: {"list": name, "where": {"rank": {op: "citizen"}}} for side, name in lists}

    weights = [{"category": rank, "weight": weight} for rank, weight in WEIGHTS.items()]
    paroled = {"kind": "status", "id": "surplus", "selection": {"list": "north-holds"}, "status": "parole"}
    clauses: list[dict[str, Any]] = [
        sends("north", "south"),
        sends("south", "north"),
        {"kind": "equivalence", "id": "scale", **of("not"), "column": "rank", "weights": weights, "like_first": "yes"},
        {"kind": "balance", "id": "civilians", **of("is")},
        {"kind": "phase", "id": "ten-days", "clause": "north-sends", "number": 1, "window": "1862-07-22/1862-08-01"},
        {**paroled, "selection": {"union": [{"list": "north-holds"}, {"list": "south-holds"}]}},
        {"kind": "handover", "id": "landing", "point": "a landing on the river, and one in the west"},
        {"kind": "inform", "id": "lists", "by": "north", "to": "south", "what": "lists of those discharged"},
        {"kind": "inform", "id": "dispute", "by": "south", "to": "north", "what": "what is misunderstood"},
    ]
    told = [{**clause, "words": ARTICLES[clause["id"]]} for clause in clauses]
    return {"id": "cartel", "by": "north", "to": ["south"], "clauses": told, "words": "The cartel, in nine clauses."}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> ClearingHouse:
    folder = tmp_path_factory.mktemp("cartel")
    parties = [
        party("north", "The north", "state", "detaining_power"),
        party("south", "The south", "state", "detaining_power"),
        party("mission", "A neutral mission", "intermediary", "intermediary", "neutral"),
    ]
    lists = []
    for side, (holder, to) in enumerate((("north", "south"), ("south", "north"))):
        rows = soldiers(holder[0].upper(), side, 400 * side)
        lists.append(listed(folder, f"{holder}-holds", holder, "holds", rows, purpose="proposal", holder=holder))
        lists += needed(folder, f"{holder}-holds", holder, to, [r["id"] for r in rows])
    case = {"exeat": "1", "id": "cartel-1862", "people": "invented", "on": "1862-07-25", "parties": parties}
    write(folder, "case.yaml", {**case, "lists": lists})
    write(folder, "offers/cartel.yaml", cartel())
    return open_case(folder)


def test_no_clause_of_the_text_is_dropped(house: ClearingHouse) -> None:
    """What was read is what was written, clause by clause, word by word."""
    offers = [s.claim for s in house.facts().statements.values() if isinstance(s.claim, Offer)]
    read: Any = encode(offers[0])
    assert [c["id"] for c in read["clauses"]] == list(ARTICLES)
    assert {c["id"]: c["words"] for c in read["clauses"]} == ARTICLES
    scale = next(c for c in read["clauses"] if c["id"] == "scale")
    assert {w["category"]: w["weight"] for w in scale["weights"]} == WEIGHTS


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_text_stands_beside_every_clause(
    house: ClearingHouse, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["terms", str(house.folder), "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    flowing = " ".join(printed.split())
    for clause, text in ARTICLES.items():
        assert flowing.index(f"{clause} (") < flowing.index(text), clause


def test_like_goes_for_like_first_and_what_is_left_over_goes_by_the_scale(house: ClearingHouse) -> None:
    """The south's two captains and six of its non-commissioned officers weigh 24: a lieutenant and twenty privates."""
    plan = house.plan().plan
    assert plan.status == "optimal"
    pairs = {rank: min(numbers) for rank, numbers in RANKS.items()}
    base = sum(WEIGHTS.get(rank, 0) * n for rank, n in pairs.items())
    counts = {c.clause: (c.left, c.op, c.right) for c in plan.counts or () if c.left is not None}
    assert counts["scale"] == (base + 24, "=", base + 24)
    assert counts["civilians"] == (9, "=", 9)
    assert plan.readings[0].aims[0].value == 2 * sum(pairs.values()) + (2 + 6) + (1 + 20)


def test_who_goes_by_the_scale_is_nobody_s_pick(house: ClearingHouse) -> None:
    """All go whom the terms name; which nine of ten lieutenants, and which citizens, stays open."""
    plan = house.plan().plan
    forced = Counter(m.from_ for m in plan.moves or ())
    open_places = {p.clause: (p.number, p.among) for p in plan.open_places or ()}
    assert forced == {"north": 3 + 24 + 200, "south": 5 + 8 + 30 + 180 + 9}
    assert open_places == {"north-sends": (9 + 9, 10 + 12)}


def test_what_is_not_cleared_is_said_and_not_left_out(house: ClearingHouse) -> None:
    plan = house.plan().plan
    assert {c.clause for c in plan.counts or ()} == set(ARTICLES)
    silent = {c.clause for c in plan.counts or () if c.state == "not_cleared"}
    assert silent == set()
    passed_on = {c.clause for c in plan.counts or () if c.state == "passed_on"}
    assert passed_on == {"landing", "lists", "dispute"}
    assert {m.values["clause"] for m in plan.warnings if m.id == "clearing.not_cleared"} == silent


def test_a_weight_is_shown_nowhere_as_a_person_s(house: ClearingHouse, tmp_path: Path) -> None:
    """The scale is the parties' clause on ranks: no page, plan or reason puts a weight beside a person."""
    plan: Any = encode(house.plan().plan, True)
    about_people = [plan[key] for key in ("moves", "held_back", "not_designated") if key in plan]
    assert not [p for people in about_people for p in people if "weight" in str(p)]
