"""No side is favoured: two parties that change places everywhere get the same answer, with their places changed."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from exeat.core.shape import encode
from exeat.house import ClearingHouse
from tests.folders import exchange, recorded, said, say

SWAP = {"aro": "bel", "bel": "aro", "Aronia": "Belona", "Belona": "Aronia"}
SIDES = re.compile(rf"\b({'|'.join(SWAP)})\b")
FIRST = re.compile(r"\b(aro|bel)-some(?=/order| first\?)")  # the clause under which the question of order stands


def swapped(text: str) -> str:
    return SIDES.sub(lambda side: SWAP[side.group()], text)


def told(folder: Path) -> None:
    """What is said of both sides, each in its own way: a refusal, an order, a death that is denied."""
    consent = {"kind": "consent", "destination": "bel", "subject": "aro-roster#1", "answer": "no"}
    claim = {"kind": "court_order", "court": "bel-court", "covers": ["bel-roster#2"], "binds": ["bel"]}
    dead = {"kind": "death", "subject": "bel-roster#3"}
    say(
        folder,
        "told",
        said("refused", "aro-office", consent),
        said("order", "bel-court", claim, "orders"),
        said("dead", "press-one", dead),
        said("alive", "bel", dead, "denies"),
    )


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> tuple[ClearingHouse, ClearingHouse]:
    """The exchange, and the same with the two parties' names changed in every file and file name."""
    here, there = (tmp_path_factory.mktemp(name) for name in ("here", "there"))
    exchange(here)
    told(here)
    for path in sorted(p for p in here.rglob("*") if p.is_file()):
        file = there / swapped(path.relative_to(here).as_posix())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(swapped(path.read_text("utf-8")), "utf-8")
    return recorded(here), recorded(there)


def plain(house: ClearingHouse) -> Any:
    """The plan with keys for the ids of statements; the facts' root is left out, for it is made of the bodies.

    In which order the clauses follow one another is asked once, under the first of them: that is no side's.
    """
    document: Any = encode(house.plan().plan, True)
    del document["facts"]["root"]
    facts = house.facts()
    points = [p for p in document["open_points"] if not p["id"].endswith("/order")]
    text = json.dumps({**document, "open_points": points})
    return json.loads(re.sub("st_[0-9a-f]{64}", lambda i: facts.key(i.group()), text))


def ordered(value: Any) -> Any:
    """The same with every array sorted: which party's id sorts first is nobody's merit."""
    if isinstance(value, Mapping):
        return {k: ordered(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((ordered(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


def test_no_party_gets_another_answer_for_its_name(houses: tuple[ClearingHouse, ClearingHouse]) -> None:
    here, there = (plain(house) for house in houses)
    assert here["status"] == "optimal"
    assert {h["person"] for h in here["held_back"]} == {"aro-roster#1", "bel-roster#2", "bel-roster#3"}
    assert ordered(json.loads(swapped(json.dumps(there)))) == ordered(here)


def test_no_party_gets_other_terms_or_questions(houses: tuple[ClearingHouse, ClearingHouse]) -> None:
    here, there = ([(FIRST.sub("", p.id), p.choices, p.bearing) for p in h.terms()[1]] for h in houses)
    back = {(swapped(i), tuple(sorted(map(swapped, choices))), bears) for i, choices, bears in there}
    assert back == {(i, tuple(sorted(choices)), bears) for i, choices, bears in here}


def test_no_party_gets_another_report(houses: tuple[ClearingHouse, ClearingHouse]) -> None:
    report = pytest.importorskip("exeat.faces.report")
    if not hasattr(report, "html"):
        pytest.skip("the report is not there yet")
    here, there = (report.html(h, h.facts(), h.plan(), "en", None) for h in houses)
    assert words(swapped(there), houses[1]) == words(here, houses[0])


def words(page: str, house: ClearingHouse) -> list[str]:
    """The words of a page, sorted; the root of the facts and the ids of statements are left out."""
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    text = FIRST.sub("", " ".join(text.split()))
    return sorted(re.sub(rf"{house.facts().root[:8]}\w*|st_[0-9a-f]+", "", text).split())
