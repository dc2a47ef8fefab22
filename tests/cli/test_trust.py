"""From the first key to a stranger who checks a row: as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.folders import WITH_LISTS, copied
from tests.ledger.authority import Answering, Authority, nonce_of

from exeat.faces.cli import run
from exeat.house import ClearingHouse, open_case
from exeat.house.ledger import proof
from exeat.ledger.reading import read_bundle

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
        k["key"]
        for k in json.loads(said(capsys, "key", "list", "case", "--json"))["keys"]
        if k["state"] in ("log", "signs")
    ]


def checked(proof: str, *options: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, str(VERIFIER), proof, *options]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_stranger_checks_a_row_with_one_file_and_two_keys(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, desk = keys(capsys)
    assert said(capsys, "proof", "case", "sv-roster", "--row", "sv-roster#SV-036", "--out", "row.proof") == ""
    done = checked("row.proof", "--log", log, "--recorder", desk)
    assert done.returncode == 0
    assert done.stdout.startswith('row 35 of the list "sv-roster": ["SV-036",')
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
    assert "of them signed by a witness 1." in said(capsys, "verify", "case").replace("\n", " ")
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
    assert "A passphrase is needed here" in said(capsys, "clear", "case", exit=2)


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


def test_somebody_with_a_clock_says_by_when_the_log_was_what_it_is(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = Authority()
    said(capsys, "stamp", "ask", "case", "--out", "request.tsq")
    request = Path("request.tsq").read_bytes()
    note = proof(house(), "sv-roster").note
    Path("authority.pem").write_bytes(authority.pem)
    Path("answer.tsr").write_bytes(authority.answer(note.text.encode(), nonce_of(request)))
    added = said(capsys, "stamp", "add", "case", "answer.tsr", "--authority", "authority.pem").replace("\n", " ")
    assert added.startswith("Time of Tarnavia (invented) stamps that the log of 107 entries existed by 2025-06-01T12:0")
    assert added.strip() in " ".join(said(capsys, "verify", "case").split())
    assert stamps(capsys) == [{"size": 107, "by": "Time of Tarnavia (invented)", "at": "2025-06-01T12:00:00Z"}]
    said(capsys, "stamp", "give", "case", "--out", "given")
    assert Path("given/checkpoint").read_text("utf-8") == note.text
    assert Path("given/stamp.tsr").read_bytes() == Path("answer.tsr").read_bytes()


def test_a_stamp_of_somebody_else_or_of_another_log_is_not_kept(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    authority = Authority()
    said(capsys, "stamp", "ask", "case", "--out", "request.tsq")
    nonce, text = nonce_of(Path("request.tsq").read_bytes()), proof(house(), "sv-roster").note.text.encode()
    Path("authority.pem").write_bytes(authority.pem)
    Path("other.pem").write_bytes(Authority().pem)
    for data, pem, wanted in (
        (b"no", "authority.pem", "This is no answer"),
        (authority.answer(text, nonce + 1), "authority.pem", "no request that was made here"),
        (authority.answer(b"another", nonce), "authority.pem", "something else than this checkpoint"),
        (authority.answer(text, nonce), "other.pem", "does not hold by the certificates"),
        (authority.answer(text, nonce), "answer.tsr", "no certificate in this file"),
        (authority.answer(text, nonce, Answering(status=2, said="closed")), "authority.pem", "not stamp it: closed"),
    ):
        Path("answer.tsr").write_bytes(data)
        refused = said(capsys, "stamp", "add", "case", "answer.tsr", "--authority", pem, exit=2)
        assert wanted in " ".join(refused.split())
    assert stamps(capsys) == []
    assert "No stamp was kept" in said(capsys, "stamp", "give", "case", "--out", "given", exit=2)
    Path("answer.tsr").write_bytes(authority.answer(text, nonce))
    said(capsys, "stamp", "add", "case", "answer.tsr", "--authority", "authority.pem")
    wrong = said(capsys, "verify", "case", "--authority", "other.pem", exit=1)
    assert "The stamp of Time of Tarnavia (invented) on the checkpoint at 107 entries does not" in " ".join(
        wrong.split()
    )


def test_a_statement_is_proved_by_a_smaller_checkpoint_that_has_it(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "key", "new", "case", "monitor.example/second")
    assert read_bundle(str(proof(house(), "sv-roster", size=107))).checkpoint.size == 107
    assert read_bundle(str(proof(house(), "sv-roster"))).checkpoint.size == 108
    for words in (["#107", "--size", "107"], ["sv-roster", "--size", "5"]):
        assert "No checkpoint at" in said(capsys, "proof", "case", *words, exit=2)


def stamps(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert run(["verify", "case", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["stamps"]
    return found


def house() -> ClearingHouse:
    return open_case("case", unlock=lambda: "eleven green kettles")
