"""Giving copies out, as it is typed: who gets what, and whose a copy is that turns up elsewhere."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.folders import WITH_LISTS, copied

from exeat.adapters.vault import VAULT, Vault
from exeat.adapters.vault.passphrase import Cost
from exeat.faces.cli import run
from exeat.house import open_case
from exeat.house.pens import new_pen

PASSPHRASE = "eleven green kettles"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, recorded once under keys that are quick to open."""
    folder = copied(WITH_LISTS, tmp_path_factory.mktemp("sealed") / "case")
    Vault.create(folder / VAULT, PASSPHRASE, Cost(8, 1, 1)).close()
    house = open_case(folder, unlock=lambda: PASSPHRASE)
    new_pen(house, "monitor.example/desk", "recorder")
    house.record()
    return folder


@pytest.fixture
def case(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(sealed, tmp_path / "case")


def said(capsys: pytest.CaptureFixture[str], *words: str, exit: int = 0) -> str:
    assert run([*words]) == exit
    out, err = capsys.readouterr()
    assert all(len(line) <= 80 for line in (out + err).splitlines())
    return out + err


def mark(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["mark"])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ftm.json", "pfif"])
def test_a_copy_that_turns_up_is_traced_to_whoever_had_it(
    case: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    ours = mark(capsys, "export", "case", "sv-roster", f"ve.{ending}", "--for", "ve")
    theirs = mark(capsys, "export", "case", "sv-roster", f"other.{ending}", "--for", "Dr. Quelmoraz")
    assert ours != theirs
    found = said(capsys, "whose", "case", f"other.{ending}")
    assert theirs in found
    assert "Dr. Quelmoraz" in found
    assert "Venezuela" not in found
    Path("forged.txt").write_text("EX-AAAA-BBBB-CCCC-DDDD", "utf-8")
    assert "no such copy" in said(capsys, "whose", "case", "forged.txt", exit=1).replace("\n    ", " ")
    Path("bare.csv").write_text("id\n1\n", "utf-8")
    assert "no code" in said(capsys, "whose", "case", "bare.csv", exit=1)


def test_whose_a_copy_is_says_nothing_of_whom_it_is(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(
        capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve", "--without-row", "SV-003", "--redact", "family"
    )
    rows = list(csv.reader(Path("ve.csv").read_text("utf-8").splitlines()))[1:]
    told = said(capsys, "whose", "case", "ve.csv")
    assert run(["whose", "case", "ve.csv", "--json"]) == 0
    told += capsys.readouterr().out
    ids, surnames = {"SV-003", *(r[0] for r in rows)}, {w for r in rows for w in r[1:4] if len(w) > 3}
    assert len(ids) > 200
    assert not [w for w in ids | surnames if w in told]


def test_the_log_knows_of_every_copy_before_it_is_written(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = mark(capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve", "--redact", "birth_date")
    found = logged(capsys)
    assert [(a["mark"], a["party"], a["list"], a["rows"]) for a in found] == [(code, "ve", "sv-roster", 252)]
    assert "birth_date" in found[0]["columns"]
    assert "Consentimiento según el custodio" not in found[0]["columns"]
    said(capsys, "export", "case", "nothing", "no.csv", "--for", "ve", exit=2)
    assert len(logged(capsys)) == 1


def logged(capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """What the log of accesses says of marked copies."""
    assert run(["accesses", "case", "--json"]) == 0
    return [a["asked"] for a in json.loads(capsys.readouterr().out)["accesses"] if a["asked"].get("mark")]


@pytest.mark.parametrize("list_", ["medical", "consents", "fears", "deceased", "sv-legal-acts", "guardianship"])
def test_a_list_of_reasons_goes_to_no_party(case: Path, capsys: pytest.CaptureFixture[str], list_: str) -> None:
    assert "is not for us" in said(capsys, "export", "case", list_, "us.csv", "--for", "us", exit=2)
    assert "is not for us" in said(
        capsys, "export", "case", list_, "us.csv", "--for", "us", "--counts-by", "place", exit=2
    )
    assert not Path("us.csv").exists()


def test_a_holders_word_on_consent_goes_to_nobody_but_the_holder(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    column = "Consentimiento según el custodio"
    for party, there in (("ve", False), ("sv-president", True), ("mission", True)):
        said(capsys, "export", "case", "sv-roster", f"{party}.csv", "--for", party)
        assert (column in Path(f"{party}.csv").read_text("utf-8")) == there


def test_what_is_missing_is_said_in_the_copy_by_number(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    less = ["--redact", "birth_date", "--without", "family", "--without-row", "SV-003"]
    told = said(capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve", *less)
    assert "Rows left out: 1." in told
    head, *rows = csv.reader(Path("ve.csv").read_text("utf-8").splitlines())
    assert "Left out: columns 2, rows 1; columns blacked out: 1." in head[-1]
    assert not any(word in head[-1] for word in ("birth_date", "family", "SV-003", "Consentimiento"))
    assert {row[head.index("birth_date")] for row in rows} == {"█████"}
    assert "SV-003" not in {row[0] for row in rows}
    assert len(rows) == 251


def test_a_blacked_out_row_can_be_proved_and_not_guessed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The copy names the entry of its list, and holds no hash of anything that was blacked out."""
    said(capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve", "--redact", "birth_date")
    text = Path("ve.csv").read_text("utf-8")
    assert "sv-roster (#" in text
    entry = text.partition("sv-roster (")[2].partition(")")[0]
    assert said_proof(capsys, entry, "sv-roster#SV-036")
    import re

    assert re.findall(r"[0-9a-f]{16}|st_|[A-Za-z0-9+/]{24}", text) == []


def said_proof(capsys: pytest.CaptureFixture[str], entry: str, row: str) -> bool:
    return run(["proof", "case", entry, "--row", row, "--out", "row.proof"]) == 0 and "SV-036" in Path(
        "row.proof"
    ).read_text("utf-8")


def test_counts_that_leave_hold_no_small_number(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = ["--counts-by", "sex", "--counts-by", "nationality"]
    told = said(capsys, "export", "case", "others-list", "n.csv", "--for", "mission", *columns)
    assert "not shown" in told.replace("\n    ", " ")
    _, *rows = csv.reader(Path("n.csv").read_text("utf-8").splitlines())
    assert {r[2] for r in rows if r[2] != "*"} == {str(n) for n in range(5, 300)} & {r[2] for r in rows}
    assert "may have: 1" in said(capsys, "export", "case", "others-list", "m.csv", "--for", "mission", *columns[:2])
    assert "a table of counts by sex" in said(capsys, "whose", "case", "m.csv").replace("\n    ", " ")
    assert "counted by" in said(
        capsys, "export", "case", "others-list", "x.csv", "--for", "us", "--counts-by", "surname", exit=2
    )


def test_a_copy_for_somebody_is_made_of_a_recorded_case_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copied(WITH_LISTS, tmp_path / "case")
    assert "no log" in said(capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve", exit=2)
    assert not Path("ve.csv").exists()
    assert "not marked" in said(capsys, "export", "case", "sv-roster", "own.csv")
    assert run(["record", "case"]) == 0
    capsys.readouterr()
    code = mark(capsys, "export", "case", "sv-roster", "ve.csv", "--for", "ve")
    assert code in said(capsys, "whose", "case", "ve.csv"), "without a vault the log alone knows it"


def test_a_copy_is_read_and_recorded_as_the_list_that_it_is(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("csv", "xlsx", "jsonl", "pfif"):
        said(capsys, "export", "case", "sv-roster", f"ve.{ending}", "--for", "sv")
        run(["init", f"case-{ending}", f"ve.{ending}", "--json"])
        found = json.loads(capsys.readouterr().out)["lists"][0]
        assert found["rows"] == 252
        assert not any("exeat" in c for c in found["unknown"]), found


def test_pages_notes_and_tables_for_a_party_are_marked_too(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "report", "case", "-o", "ve.html", "--for", "ve")
    said(capsys, "questions", "case", "--to", "sv", "--out", "sv.txt")
    said(capsys, "remarks", "case", "--list", "monitor-list", "--out", "both.xlsx")
    for name, who in (("ve.html", "Venezuela"), ("sv.txt", "El Salvador"), ("both.xlsx", "Venezuela")):
        assert who in said(capsys, "whose", "case", name)
    said(capsys, "report", "case", "-o", "whole.html")
    assert "no code" in said(capsys, "whose", "case", "whole.html", exit=1)
