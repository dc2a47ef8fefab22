"""From the first key to a stranger who checks a row: as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.folders import WITH_LISTS, copied

from exeat.faces.cli import run

VERIFIER = Path(__file__).parents[2] / "docs/spec/ledger_verify.py"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    monkeypatch.chdir(tmp_path)
    folder = copied(WITH_LISTS, tmp_path / "case")
    assert run(["key", "new", "case", "monitor.example/desk"]) == 0
    assert run(["record", "case"]) == 0
    capsys.readouterr()
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str, exit: int = 0) -> str:
    assert run([*words]) == exit
    out, err = capsys.readouterr()
    assert all(len(line) <= 80 for line in (out + err).splitlines() if "+" not in line and "—" not in line)
    return out + err


def keys(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [
        k["key"] for k in json.loads(said(capsys, "key", "list", "case", "--json"))["keys"] if k["state"] != "accesses"
    ]


def checked(proof: str, *options: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, str(VERIFIER), proof, *options]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_stranger_checks_a_row_with_one_file_and_two_keys(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, desk = keys(capsys)
    assert said(capsys, "proof", "case", "sv-roster", "--row", "sv-roster#SV-036", "--out", "row.proof") == ""
    done = checked("row.proof", "--log", log, "--recorder", desk)
    assert done.returncode == 0
    assert done.stdout.startswith('row 35 of the list sv-roster: ["SV-036",')
    assert "SV-035" not in done.stdout
    other = checked("row.proof", "--log", log)
    assert other.returncode == 1
    assert "whose key was not given" in other.stderr


def test_a_witness_signs_and_the_stranger_sees_it(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, desk = keys(capsys)
    witness = said(capsys, "cosign", "key", "w.keys", "court-watch.example/1").splitlines()[1].strip()
    said(capsys, "cosign", "ask", "case", "--out", "request")
    said(capsys, "cosign", "sign", "w.keys", "request", "--log", log, "--out", "signature")
    assert "court-watch.example/1" in said(capsys, "cosign", "add", "case", "signature", "--witness", witness)
    assert "with the signature of somebody else 1." in said(capsys, "verify", "case").replace("\n", " ")
    said(capsys, "proof", "case", "sv-roster", "--without-words", "--out", "bare.proof")
    done = checked("bare.proof", "--log", log, "--recorder", desk, "--witness", witness, "--quorum", "1")
    assert done.returncode == 0, done.stderr
    assert "seen by court-watch.example/1" in done.stdout
    (case.parent / "policy").write_text(f"log {log}\nwitness w {witness}\nquorum w\n", "utf-8")
    assert "Everything is as it was recorded." in said(capsys, "verify", "case", "--policy", "policy")
    said(capsys, "key", "new", "case", "monitor.example/second")  # an entry more: nobody has seen it yet
    assert "Too few have seen" in said(capsys, "verify", "case", "--policy", "policy", exit=1)
    assert "begins at 0 entries" in said(capsys, "cosign", "sign", "w.keys", "request", exit=1)


def test_a_wrong_passphrase_reads_nothing_and_writes_nothing(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven red kettles")
    for words in (["verify", "case"], ["clear", "case"], ["record", "case"], ["key", "list", "case"]):
        assert "This passphrase opens nothing here." in said(capsys, *words, exit=2)
    monkeypatch.delenv("EXEAT_PASSPHRASE")
    assert "nobody gave its passphrase" in said(capsys, "clear", "case", exit=2)


def test_keys_on_a_stick_are_found_where_it_is_said(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (case / "exeat.keys").rename(case.parent / "stick.keys")
    assert "the file with its keys is not here" in said(capsys, "verify", "case", exit=2).replace("\n", " ")
    monkeypatch.setenv("EXEAT_KEYS", "stick.keys")
    assert "Everything is as it was recorded." in said(capsys, "verify", "case")


def test_a_second_key_signs_and_the_first_is_retired(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "monitor.example/second" in said(capsys, "key", "new", "case", "monitor.example/second")
    assert "signs nothing any more" in said(capsys, "key", "retire", "case", "monitor.example/desk", "--revoked")
    assert [k.partition("+")[0] for k in keys(capsys)][1:] == ["monitor.example/second"]
    assert "Everything is as it was recorded." in said(capsys, "verify", "case")
    assert "No key named" in said(capsys, "key", "retire", "case", "monitor.example/desk", exit=2)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["proof", "case", "nothing-such"], "Nothing was recorded under"),
        (["proof", "case", "sv-roster", "--row", "sv-roster#nobody"], "is no record of a list"),
        (["proof", "case", "a9-us-pays", "--row", "sv-roster#SV-036"], "is no record of a list"),
        (["key", "new", "case", "two words"], "A key cannot be named"),
        (["cosign", "ask", "case", "--since", "999"], "The log never had 999 entries"),
        (["cosign", "sign", "case/exeat.keys", "case/case.yaml"], "This line is not of a request to a witness"),
        (["cosign", "add", "case", "case/case.yaml"], "This line is not the signature of a witness"),
    ],
)
def test_a_slip_is_said_with_its_remedy(
    case: Path, capsys: pytest.CaptureFixture[str], words: list[str], wanted: str
) -> None:
    assert wanted in said(capsys, *words, exit=2)
