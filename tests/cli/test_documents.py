"""Whoever reads exeat by program can trust its schemas: every `--json` document is what its schema says."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from exeat.faces import schemas
from exeat.faces.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"
KEY = "exeat/0123456789abcdef+4a02ee82+IIRi+z8HmPn+LDnzgju0HNPv/nC7XIFzW+RqFDE1xYRU"
CALLS = {
    "verify": ["verify", "SEALED"],
    "backup": ["backup", "SEALED", "COPY"],
    "restore": ["restore", "COPY", "SEALED"],
    "accesses": ["accesses", "SEALED", "sv-roster#SV-036"],
    "parcel": ["parcel", "SEALED", "PARCEL", "--for", "a doctor", "--key", KEY],
    "merge": ["merge", "SEALED", "OTHER"],
    "keys": ["key", "list", "SEALED"],
    "doors": ["key", "doors", "SEALED"],
    "destroy": ["destroy", "SEALED", "--yes", "offer-2025-with-lists"],
    "erase": ["erase", "SEALED", "sv-roster#SV-036", "--by", "the person", "--reason", "their wish", "--only"],
    "differences": ["differences", "CASE"],
    "questions": ["questions", "CASE"],
    "note": ["questions", "CASE", "--to", "ve"],
    "said": ["said", "CASE", "sv-roster#SV-036"],
    "terms": ["terms", "CASE"],
    "impediments": ["impediments", "CASE"],
    "plan": ["clear", "CASE"],
    "why": ["why", "CASE", "sv-roster#SV-036"],
    "what-if": ["what-if", "CASE", "--refuses", "sv-roster#SV-001", "--drop-outs", "1"],
    "everybody": ["why", "CASE"],
    "effects": ["effects", "CASE"],
    "draft": ["draft", "CASE"],
    "frontier": ["frontier", "CASE"],
    "record": ["record", "CASE"],
    "check": ["check", "CASE", "NAMES"],
    "init": ["init", "NEW"],
    "report": ["report", "CASE", "-o", "OUT"],
    "today": ["today", "CASE", "--since", "2025-05-20"],
    "remarks": ["remarks", "CASE"],
    "remarks-table": ["remarks", "CASE", "--list", "monitor-list", "--out", "TABLE"],
    "export": ["export", "CASE", "sv-roster", "LIST"],
    "whose": ["whose", "SEALED", "GIVEN"],
    "audit": ["audit", "CASE"],
    "match": ["match", "ROSTER", "PRESS"],
    "waterfall": ["match", "ROSTER", "PRESS", "--explain", "SV-226", "P-050"],
    "review": ["review", "CASE", "--list", "--scores"],
    "agreement": ["review", "CASE", "--agreement"],
    "draw-table": ["draw", "table", "CASE", "--party", "sv", "--party", "ve"],
    "draw-show": ["draw", "show", "CASE"],
    "draw-verify": ["draw", "verify", "TRANSCRIPT"],
    "errors": ["clear", "NOWHERE"],
}


@pytest.mark.parametrize("name", CALLS)
def test_no_document_says_what_its_schema_does_not(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shutil.copytree(
        EXAMPLES / "2025-offer-with-lists", tmp_path / "case", ignore=shutil.ignore_patterns("*.db*")
    )
    (tmp_path / "names.csv").write_text("clause,record\nsv-all,sv-roster#SV-036\nsv-all,sv-roster#nobody\n", "utf-8")
    places = {
        "CASE": case,
        "NAMES": tmp_path / "names.csv",
        "NEW": tmp_path / "new",
        "OUT": tmp_path / "out.html",
        "COPY": tmp_path / "copy.backup",
        "PARCEL": tmp_path / "copy.parcel",
        "TABLE": tmp_path / "table.csv",
        "LIST": tmp_path / "out.pfif",
        "GIVEN": tmp_path / "copy.csv",
        "ROSTER": case / "lists" / "invented-sv-roster.csv",
        "TRANSCRIPT": Path(__file__).parents[1] / "vectors/draw/transcript.json",
        "PRESS": case / "lists" / "invented-press-roster.csv",
    }
    if "SEALED" in CALLS[name]:
        if "OTHER" in CALLS[name]:
            places["OTHER"] = sealed(shutil.copytree(case, tmp_path / "other"), monkeypatch)
        places["SEALED"] = sealed(case, monkeypatch)
        assert name != "restore" or run(["backup", str(case), str(places["COPY"])]) == 0
        assert name != "whose" or run(["export", str(case), "sv-roster", str(places["GIVEN"]), "--for", "ve"]) == 0
        capsys.readouterr()
    run([*(str(places.get(word, word)) for word in CALLS[name]), "--json"])
    found = json.loads(capsys.readouterr().out)
    validator = Draft202012Validator(schemas.load(name))
    assert [e.message[:200] for e in validator.iter_errors(found)] == []
    assert not validator.is_valid({**found, "more": 1})


def sealed(case: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case, recorded under keys."""
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    monkeypatch.setenv("EXEAT_OTHER_PASSPHRASE", "eleven green kettles")
    assert run(["key", "new", str(case), "monitor.example/desk"]) == 0
    assert run(["record", str(case)]) == 0
    return case


def test_every_schema_of_a_document_is_tried() -> None:
    files = {"case", "statement", "statements", "offer", "claim", "clause", "body"}
    assert set(schemas.names()) - files == set(CALLS)
