"""A shape seen in Yemen in 2020: 681 for 400 (381 + 15 + 4), agreed by lists of names, of which many did not match.

Everybody is invented; only the numbers are those of the reports (second-hand: each is a statement by somebody).
Two sides ask for people by name. Each remarks, name by name, on the other's list. Whoever is said to be held, and by
nobody not to be, goes; whoever is said to be dead, not held or released already is asked about, and never replaced.
"""

from collections import Counter
from pathlib import Path

import pytest

from exeat.clearing.plan import Cleared
from exeat.house import open_case
from tests.folders import Clock, write
from tests.stories.people_in_lists import Rows, listed, needed, party, people

DAY = "2020-10-14"
NORTH_ASKS = {"held": 681, "not_held": 140, "dead": 64, "released": 33, "needs_data": 27, "": 55}  # of the south
SOUTH_ASKS = {"held": 400, "not_held": 90, "dead": 21, "held_elsewhere": 12, "unknown": 40, "": 17}  # of the north
OF = {"home": 381, "first-ally": 15, "second-ally": 4}  # of the 400


def remarked(rows: Rows, by: str, remarks: dict[str, int]) -> Rows:
    """The remarks of the side that was asked, on the first so many rows of each word."""
    words = [word for word, number in remarks.items() for _ in range(number)]
    assert len(words) == len(rows)
    named = zip(rows, words, strict=True)
    return [{"id": r["id"], "record": r["id"], "power": by, "remark": word} for r, word in named if word]


def side(folder: Path, asks: str, asked: str, remarks: dict[str, int], rows: Rows) -> list[dict[str, str]]:
    id = f"{asks}-asks"
    told = remarked(rows, asked, remarks)
    held = [r["record"] for r in told if r["remark"] == "held"]
    return [
        listed(folder, id, asks, "seeks", rows, purpose="proposal", as_of="2020-09-27"),
        listed(folder, f"{id}-remarks", asked, "remarks", told, about=id),
        *needed(folder, id, asked, asks, held),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    north = people("N", sum(NORTH_ASKS.values()), category="home")
    south = people("S", sum(SOUTH_ASKS.values()), sum(NORTH_ASKS.values()), category="home")
    allies = [word for word, number in OF.items() for _ in range(number)]
    south = [{**r, "category": allies[n] if n < len(allies) else "home"} for n, r in enumerate(south)]
    lists = [*side(folder, "north", "south", NORTH_ASKS, north), *side(folder, "south", "north", SOUTH_ASKS, south)]
    parties = [
        party("north", "The north", "state", "detaining_power"),
        party("south", "The south", "state", "detaining_power"),
        party("mission", "A neutral mission", "intermediary", "intermediary", "neutral"),
    ]
    case = {"exeat": "1", "id": "by-lists", "people": "invented", "on": DAY, "parties": parties, "lists": lists}
    write(folder, "case.yaml", case)
    write(folder, "offers/agreement.yaml", _agreement())
    return folder


def _agreement() -> dict[str, object]:
    def all_of(asks: str, asked: str) -> dict[str, object]:
        selection = {"list": f"{asks}-asks"}
        clause = {"kind": "release", "id": f"{asked}-gives", "from": asked, "to": asks, "act": "transfer"}
        return {**clause, "selection": selection, "blocked": "excused", "agree": []}

    def exactly(ally: str) -> dict[str, object]:
        selection = {"list": "south-asks", "where": {"category": {"is": ally}}}
        return {"kind": "limit", "id": f"{ally}-all", "selection": selection, "least": OF[ally], "most": OF[ally]}

    clauses = [all_of("north", "south"), all_of("south", "north"), exactly("first-ally"), exactly("second-ally")]
    return {"id": "agreement", "by": "mission", "to": ["north", "south"], "clauses": clauses}


@pytest.fixture(scope="module")
def cleared(folder: Path) -> Cleared:
    return open_case(folder, Clock(f"{DAY}T12:00")).plan()


def test_everybody_whom_the_lists_agree_on_goes_and_by_name(cleared: Cleared) -> None:
    moved = Counter(m.from_ for m in cleared.plan.moves or ())
    assert cleared.plan.status == "optimal"
    assert moved == {"south": 681, "north": 400}
    assert cleared.plan.open_places == ()


def test_the_four_hundred_are_counted_by_whose_they_are(folder: Path, cleared: Cleared) -> None:
    rows = open_case(folder).facts().people
    category = dict(zip(rows["record"], rows["category"], strict=True))
    assert Counter(category[m.person] for m in cleared.plan.moves or () if m.from_ == "north") == OF
    counts = {c.clause: (c.left, c.state) for c in cleared.plan.counts or ()}
    assert counts["first-ally-all"] == (15, "holds")
    assert counts["second-ally-all"] == (4, "holds")


def test_nobody_who_did_not_match_is_lost_or_replaced(cleared: Cleared) -> None:
    """Every name is accounted for once: it goes, or what is recorded against its going is shown."""
    moved = [m.person for m in cleared.plan.moves or ()]
    held = [h.person for h in cleared.plan.held_back or ()]
    assert len(moved) + len(held) == sum(NORTH_ASKS.values()) + sum(SOUTH_ASKS.values())
    assert not {*moved} & {*held}
    reasons = Counter(r.rule for h in cleared.plan.held_back or () for r in h.reasons if r.rule in ("death", "custody"))
    assert reasons["death"] == NORTH_ASKS["dead"] + SOUTH_ASKS["dead"]
    silent_or_denied = sum(n for asks in (NORTH_ASKS, SOUTH_ASKS) for word, n in asks.items() if word != "held")
    assert reasons["custody"] == silent_or_denied


def test_a_silence_is_not_an_answer(cleared: Cleared) -> None:
    """Names without a remark are held back as not established, not as denied."""
    verdicts = {h.person: {r.verdict for r in h.reasons if r.rule == "custody"} for h in cleared.plan.held_back or ()}
    silent = [f"north-asks#N-{n:04}" for n in range(sum(NORTH_ASKS.values()) - 54, sum(NORTH_ASKS.values()) + 1)]
    assert len(silent) == NORTH_ASKS[""]
    assert {word for person in silent for word in verdicts[person]} == {"not_established"}
