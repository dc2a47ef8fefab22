"""Lists for stories: people who do not exist, and what everybody who goes needs besides, written as case files."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.example_people import MEN, SURNAMES

from tests.folders import write_rows

Rows = list[dict[str, str]]
NEEDED: Mapping[str, tuple[str, dict[str, str]]] = {
    "consents": ("consents", {"answer": "yes", "private": "yes"}),
    "fears": ("fears", {"state": "none", "private": "yes"}),
    "fitness": ("medical", {"finding": "fit"}),
    "papers": ("documents", {"document": "nationality_confirmed"}),
}


def people(prefix: str, number: int, first: int = 0, born: int = 1960, **same: str) -> Rows:
    """So many people from the `first` of them on, the eldest `born` that year.

    No two have the same names and the same day of birth.
    """
    found = [{"id": f"{prefix}-{n + 1:04}", **_person(first + n, born), **same} for n in range(number)]
    assert len({(p["given_names"], p["surname"], p["second_surname"], p["birth_date"]) for p in found}) == number
    return found


def _person(n: int, born: int) -> dict[str, str]:
    """The n-th of all people: given names, surnames and days go round at different paces, like the hands of a clock."""
    turn, given = divmod(n, len(MEN))
    again, surname = divmod(turn, len(SURNAMES))
    second = SURNAMES[(surname + again + 1) % len(SURNAMES)]
    day = f"{born + n % 40}-{1 + n % 12:02}-{1 + n % 28:02}"
    return {"given_names": MEN[given], "surname": SURNAMES[surname], "second_surname": second, "birth_date": day}


def party(id: str, name: str, kind: str = "state", *roles: str) -> dict[str, Any]:
    return {"id": id, "name": name, "kind": kind, "roles": list(roles)}


def listed(folder: Path, id: str, by: str, kind: str, rows: Sequence[Mapping[str, str]], **more: str) -> dict[str, str]:
    """Write a list file; its declaration for `case.yaml`."""
    write_rows(folder, f"lists/{id}.csv", rows)
    return {"id": id, "file": f"lists/{id}.csv", "by": by, "kind": kind, **more}


def needed(folder: Path, about: str, holder: str, to: str, ids: Iterable[str]) -> list[dict[str, str]]:
    """What a transfer needs, said of these people: by the mission, by the holder (the act), by the receiver."""
    ids = list(ids)
    lists = [
        listed(folder, f"{about}-{name}", "mission", kind, _rows(ids, cells | {"destination": to}), about=about)
        for name, (kind, cells) in NEEDED.items()
    ]
    acts, answers = _rows(ids, {"legal_act": "transfer_order"}), _rows(ids, {"answer": "accepted"})
    lists.append(listed(folder, f"{about}-acts", holder, "legal_acts", acts, about=about))
    return [*lists, listed(folder, f"{about}-answers", to, "accepted", answers, about=about)]


def _rows(ids: Iterable[str], cells: Mapping[str, str]) -> Rows:
    return [{"id": i, "record": i, **cells} for i in ids]
