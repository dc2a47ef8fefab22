"""The speaker, the relay, the recorder and the signer are four, and no view takes one for another."""

import json
from pathlib import Path

import pytest
from tests.folders import OFFER, copied

from exeat.adapters.vault import Cost, Vault
from exeat.faces.cli import run
from exeat.faces.cli.recorder import ID
from exeat.house import open_case
from exeat.house.pens import new_pen

PASSPHRASE = "eleven green kettles"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    folder = copied(OFFER, tmp_path / "case")
    Vault.create(folder / "exeat.keys", PASSPHRASE, Cost(8, 1, 1)).close()
    house = open_case(folder, unlock=lambda: PASSPHRASE)
    new_pen(house, "pen-of.example/1", "ilse")
    house.record("ilse")
    return folder


def text(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run([*words]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    return " ".join(out.split())


def document(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, list[dict[str, str]]]:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    found: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return found


def test_a_recorder_is_not_taken_for_the_speaker_nor_the_key_for_either(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = text(capsys, "said", str(case), "us", "--recorded")
    assert "recorded by ilse on " in shown
    assert "signed by the key pen-of.example/1]" in shown
    assert "ilse states" not in shown
    plain = text(capsys, "said", str(case), "us")
    assert "ilse" not in plain
    assert "pen-of.example" not in plain


@pytest.mark.parametrize("words", [["said", "us"], ["differences"], ["today", "--since", "2025-04-01"]])
def test_every_statement_of_a_document_says_who_recorded_and_who_signed_it(
    words: list[str], case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, words[0], str(case), *words[1:])
    named = set(ID.findall(json.dumps(found)))
    made = found["recorded"]
    assert named
    assert {r["statement"] for r in made} == named
    assert {(r["recorded_by"], r["state"], r["signed_by"]) for r in made} == {("ilse", "signed", "pen-of.example/1")}


def test_an_entry_that_nobody_signed_or_another_did_says_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_case(case, unlock=lambda: PASSPHRASE).ledger() as store:
        store.db.execute("DROP TRIGGER entries_stay")
        store.db.execute("UPDATE entries SET signature = NULL WHERE idx % 2 = 0 AND idx > 0")
        taken = "(SELECT signature FROM entries WHERE idx = 1)"
        store.db.execute(f"UPDATE entries SET signature = {taken} WHERE idx % 2 = 1 AND idx > 1")
    shown = text(capsys, "differences", str(case), "--all", "--recorded")
    assert "signed by nobody]" in shown
    assert "the signature, as of the key pen-of.example/1, is not its own]" in shown
    states = {r["state"] for r in document(capsys, "differences", str(case))["recorded"]}
    assert states >= {"not_signed", "wrongly_signed"}


def test_what_was_never_recorded_has_no_recorder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(OFFER, tmp_path / "case")
    assert document(capsys, "differences", str(folder))["recorded"] == []
    assert "recorded by" not in text(capsys, "differences", str(folder), "--recorded")
