"""Bulk claims as lists: each kind is recorded, read back from the store, and heard under the person."""

from pathlib import Path

import pytest

from exeat.core.facts import ROWS_OF
from tests.folders import exchange, recorded, write, write_rows

CELLS = {
    "consents": {"destination": "bel", "answer": "no"},
    "fears": {"destination": "bel", "state": "expressed"},
    "custody": {"power": "bel", "role": "physical_holder"},
    "medical": {"finding": "unfit"},
    "verified": {"state": "arrived", "on": "2025-05-30"},
    "accepted": {"receiver": "bel", "answer": "refused"},
    "documents": {"document": "passport", "valid": "../2030"},
    "legal_acts": {"power": "aro", "legal_act": "pardon"},
    "guardianship": {"state": "pending"},
    "remarks": {"power": "aro", "remark": "held"},
    "due_process": {"topic": "charge", "value": "none"},
    "proofs_of_life": {"on": "2025-05-30", "form": "a letter"},
    "released": {"on": "2025-05-30"},
    "deceased": {"on": "2025-05-30"},
    "judgements": {"left": "aro-roster#2", "right": "petitioners#p1", "verdict": "unsure"},
    "family_links": {"left": "aro-roster#2", "right": "bel-roster#1", "relation": "sisters"},
}


@pytest.mark.parametrize("kind", sorted(ROWS_OF))
def test_no_row_of_a_bulk_claim_is_lost_between_the_file_and_whoever_reads_it(kind: str, tmp_path: Path) -> None:
    import json

    folder = exchange(tmp_path / "case")
    case = json.loads((folder / "case.yaml").read_text("utf-8"))
    case["lists"].append({"id": "bulk", "file": "lists/bulk.csv", "by": "mission", "kind": kind, "about": "aro-roster"})
    write(folder, "case.yaml", case)
    named = {} if "left" in CELLS[kind] else {"record": "2"}
    write_rows(folder, "lists/bulk.csv", [{"id": "b1", **named, **CELLS[kind]}])
    house = recorded(folder)
    facts = house.facts()
    frame = facts.frame(ROWS_OF[kind])
    (row,) = frame.filter(frame["row"] == "bulk#b1").to_dicts()
    assert {k: row[k] for k in CELLS[kind]} == CELLS[kind]
    assert "bulk#b1" in {h.row for h in house.said("aro-roster#2", facts)[1]}
