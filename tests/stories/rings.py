"""Exchanges of several parties, each with an offer of its own: what it gives, and what it asks for in return.

- Invented powers in a ring: each transfers people of its roster to the next, if enough of the one before come to it.
- Nothing stands against anybody. Who gives to whom and how many is up to the test.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.folders import SURNAMES, write, write_rows

NAMES: Mapping[str, str] = {
    "aro": "Aronia", "bel": "Belona", "cer": "Ceralta", "dor": "Dorvania", "elv": "Elvara", "fen": "Fenomira",
    "gal": "Galdiria", "hol": "Holvenia",
}  # fmt: skip
GIVEN = ("Ana", "Bertha", "Clemens", "Dunja", "Emilio", "Fatou", "Gustav", "Hortensia", "Ivo", "Jolanta", "Kemal")
Clauses = Mapping[str, Sequence[Mapping[str, Any]]]  # by party, the clauses of its offer


def gives(giver: str, to: str, count: str, id: str | None = None, of: str | None = None) -> dict[str, Any]:
    """A party transfers so many of its roster (or of another's: `of`)."""
    selection = {"list": f"{of or giver}-roster", "count": count}
    return {"kind": "release", "id": id or f"{giver}-gives", "from": giver, "to": to, "act": "transfer", "agree": [],
            "blocked": "excused", "selection": selection}  # fmt: skip


def frees(giver: str, count: str, id: str) -> dict[str, Any]:
    """A party releases so many of its roster where they are."""
    selection = {"list": f"{giver}-roster", "count": count}
    return {"kind": "release", "id": id, "from": giver, "act": "release", "agree": [], "blocked": "excused",
            "selection": selection}  # fmt: skip


def asks(asker: str, of: str, least: int) -> dict[str, Any]:
    """A party's condition: at least so many of another's roster go."""
    return {"kind": "limit", "id": f"{asker}-asks-{of}", "selection": {"list": f"{of}-roster"}, "least": least}


def ring(parties: Sequence[str], counts: Sequence[int]) -> Clauses:
    """Each gives so many to the next, and asks that as many come to it as the one before gives."""
    order = list(zip(parties, counts, strict=True))
    return {
        p: (gives(p, parties[(n + 1) % len(parties)], str(count)), asks(p, order[n - 1][0], order[n - 1][1]))
        for n, (p, count) in enumerate(order)
    }


def case(folder: Path, held: Mapping[str, int], offers: Clauses, more: Sequence[str] = ()) -> Path:
    """A case in which each power holds so many people. `more`: powers that hold nobody."""
    powers = [*held, *more]
    lists = [d for p in held for d in _lists(folder, p, held[p], [q for q in powers if q != p])]
    parties = [{"id": p, "name": NAMES[p], "kind": "state", "roles": ["detaining_power"]} for p in powers]
    parties.append({"id": "mission", "name": "A neutral mission", "kind": "intermediary", "roles": ["neutral"]})
    write(folder, "case.yaml", {"exeat": "1", "id": "ring", "people": "invented", "on": "2025-06-01",
                                "parties": parties, "lists": lists})  # fmt: skip
    for by, clauses in offers.items():
        to = [p for p in [*powers, "mission"] if p != by]
        write(folder, f"offers/{by}.yaml", {"id": f"offer-{by}", "by": by, "to": to, "clauses": list(clauses)})
    return folder


def _lists(folder: Path, holder: str, number: int, others: Sequence[str]) -> list[dict[str, Any]]:
    """A roster, and the lists that say all that a release, or a transfer to any of the others, needs."""
    roster = [_row(holder, n) for n in range(number)]
    made: list[tuple[str, str, str, list[dict[str, str]]]] = [
        ("fitness", "medical", "mission", [{"finding": "fit"}]),
        ("papers", "documents", "mission", [{"document": "passport"}]),
        ("acts", "legal_acts", holder, [{"legal_act": "release_order"}]),
        ("consents", "consents", "mission", [{"destination": o, "answer": "yes", "private": "yes"} for o in others]),
        ("fears", "fears", "mission", [{"destination": o, "state": "none", "private": "yes"} for o in others]),
        *((f"answers-{o}", "accepted", o, [{"answer": "accepted"}]) for o in others),
    ]
    write_rows(folder, f"lists/{holder}-roster.csv", roster)
    found: list[dict[str, Any]] = [
        {"id": f"{holder}-roster", "by": holder, "kind": "holds", "purpose": "proposal", "holder": holder}
    ]
    for name, kind, by, cells in made:
        said = [{"record": r["id"], **c} for r in roster for c in cells]
        rows = [{"id": str(n), **row} for n, row in enumerate(said, 1)]
        write_rows(folder, f"lists/{holder}-{name}.csv", rows)
        found.append({"id": f"{holder}-{name}", "by": by, "kind": kind, "about": f"{holder}-roster"})
    return [{**d, "file": f"lists/{d['id']}.csv"} for d in found]


def _row(holder: str, n: int) -> dict[str, str]:
    """Somebody with a name and a birthday that nobody else has."""
    at = list(NAMES).index(holder)
    surname = f"{SURNAMES[(at + n) % len(SURNAMES)]} {SURNAMES[(2 * at + n // len(SURNAMES) + 1) % len(SURNAMES)]}"
    born = f"{1940 + (7 * at + 5 * n) % 57}-{(at + 3 * n) % 12 + 1:02}-{(5 * at + 7 * n) % 28 + 1:02}"
    return {"id": str(n + 1), "given_names": GIVEN[(3 * at + n) % len(GIVEN)], "surname": surname, "birth_date": born,
            "held_since": "2024-05"}  # fmt: skip
