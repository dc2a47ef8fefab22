"""Case folders that tests can record in: copies of the examples, and a small exchange of invented people.

- The small exchange is symmetric: two powers, each of which holds three people and hands over as many as the other.
- `write` writes JSON, which is YAML with every text quoted.
"""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from exeat.clearing.draw.outcome import promise
from exeat.house import ClearingHouse, open_case
from exeat.house.draws import Draws

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
OFFER, WITH_LISTS = EXAMPLES / "2025-offer", EXAMPLES / "2025-offer-with-lists"
SURNAMES = ("Quelmoraz", "Fruvaldés", "Ulmirazo", "Galdruña", "Norbelúa", "Calmarú")


class Clock:
    """A clock that stands at one moment; a text such as `2025-06-02T12:00` is UTC."""

    def __init__(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


NOON = Clock("2025-06-01T12:00")


def copied(example: Path, to: Path) -> Path:
    """A copy of an example, never recorded."""
    shutil.copytree(example, to, ignore=shutil.ignore_patterns("exeat.db*"))
    return to


def write(folder: Path, name: str, value: object) -> None:
    """A file of the case folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def write_rows(folder: Path, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """A list file; every row has the columns of the first."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def say(folder: Path, name: str, *statements: Mapping[str, Any]) -> None:
    """A file of statements."""
    write(folder, f"statements/{name}.yaml", list(statements))


def said(key: str, by: str, claim: Mapping[str, Any], act: str = "states", **more: str) -> dict[str, Any]:
    """A statement as a file gives it."""
    return {"key": key, "by": by, "act": act, **more, "claim": claim}


def recorded(folder: Path, clock: Clock = NOON, **given: Any) -> ClearingHouse:
    """The case after recording what its files say."""
    house = open_case(folder, clock)
    house.record(**given)
    return house


def drawn(house: ClearingHouse, parties: Sequence[str] = (), randomness: str = "3 1 6 6 2 4 1 5") -> ClearingHouse:
    """The case after its lottery was sealed by the mission, promised by parties, drawn and told."""
    draws = Draws(house)
    document = draws.table(house.facts(), parties, "eight dice")
    draws.seal("mission", document)
    for party in parties:
        draws.promise(party, promise(document.hash, party, f"the secret of {party}"))
    draws.randomness("mission", randomness)
    for party in parties:
        draws.secret(party, f"the secret of {party}")
    return house


# ------------------------------------------------------------ the small exchange


def exchange(folder: Path, one: str = "aro", two: str = "bel") -> Path:
    """Two powers that hold three people each and transfer as many as they get; nothing stands against anybody."""
    lists = [d for holder, other in ((one, two), (two, one)) for d in _lists(folder, holder, other)]
    case = {"exeat": "1", "id": "small", "people": "invented", "on": "2025-06-01", "parties": _parties(one, two)}
    sources = [{"id": "paper", "title": "INVENTED paper", "kind": "press report", "author": "press-one"}]
    traced = {"id": "petitioners", "file": "lists/petitioners.csv", "by": "counsel", "kind": "seeks"}
    write(folder, "case.yaml", {**case, "sources": sources, "lists": [*lists, traced]})
    write_rows(folder, "lists/petitioners.csv", [{"id": "p1", "surname": "Zulvacin"}])
    write(folder, "offers/offer.yaml", _offer(one, two))
    return folder


def _parties(one: str, two: str) -> list[dict[str, Any]]:
    names = {one: "Aronia" if one == "aro" else "Belona", two: "Belona" if one == "aro" else "Aronia"}
    states = [{"id": i, "name": name, "kind": "state", "roles": ["detaining_power"]} for i, name in names.items()]
    courts = [{"id": f"{i}-court", "name": f"A court of {name}", "kind": "court", "of": i} for i, name in names.items()]
    offices = [{"id": f"{i}-office", "name": f"An office of {n}", "kind": "office", "of": i} for i, n in names.items()]
    others = [
        {"id": "mission", "name": "A neutral mission", "kind": "intermediary", "roles": ["intermediary", "neutral"]},
        {"id": "counsel", "name": "A lawyer", "kind": "person", "roles": ["counsel"]},
        {"id": "press-one", "name": "Paper one", "kind": "press", "roles": ["press"]},
        {"id": "press-two", "name": "Paper two", "kind": "press", "roles": ["press"]},
    ]
    return [*states, *courts, *offices, *others]


def _offer(one: str, two: str) -> dict[str, Any]:
    ways = ((one, two), (two, one))
    clauses: list[dict[str, Any]] = [
        {"kind": "release", "id": f"{a}-some", "from": a, "to": b, "act": "transfer", "selection": _some(a)}
        for a, b in ways
    ]
    sides = {"left": {"list": f"{one}-roster"}, "right": {"list": f"{two}-roster"}}
    clauses.append({"kind": "balance", "id": "as-many", **sides})
    return {"id": "offer", "by": "mission", "to": [one, two], "clauses": clauses}


def _some(holder: str) -> dict[str, str]:
    return {"list": f"{holder}-roster", "count": "1..3"}


def _lists(folder: Path, holder: str, other: str) -> list[dict[str, Any]]:
    """The roster of a holder, and the lists that say all that a transfer to the other needs."""
    named = SURNAMES[:3] if holder == "aro" else SURNAMES[3:]
    roster = [
        {"id": f"{n + 1}", "given_names": "Ana", "surname": s, "birth_date": f"197{n}-04-01", "held_since": "2024-05"}
        for n, s in enumerate(named)
    ]
    write_rows(folder, f"lists/{holder}-roster.csv", roster)
    lists: list[dict[str, Any]] = [
        {"id": f"{holder}-roster", "by": holder, "kind": "holds", "purpose": "proposal", "holder": holder}
    ]
    for name, kind, by, cells in _needed(holder, other):
        rows = [{"id": p["id"], "record": p["id"], **cells} for p in roster]
        write_rows(folder, f"lists/{holder}-{name}.csv", rows)
        lists.append({"id": f"{holder}-{name}", "by": by, "kind": kind, "about": f"{holder}-roster"})
    return [{**declared, "file": f"lists/{declared['id']}.csv"} for declared in lists]


def _needed(holder: str, other: str) -> list[tuple[str, str, str, dict[str, str]]]:
    return [
        ("consents", "consents", "mission", {"destination": other, "answer": "yes", "private": "yes"}),
        ("fears", "fears", "mission", {"destination": other, "state": "none", "private": "yes"}),
        ("fitness", "medical", "mission", {"finding": "fit"}),
        ("papers", "documents", "mission", {"document": "passport"}),
        ("acts", "legal_acts", holder, {"legal_act": "transfer_order"}),
        ("answers", "accepted", other, {"answer": "accepted"}),
    ]
