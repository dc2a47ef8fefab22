"""A checkpoint that somebody kept shows what the log itself cannot: that it was cut short, or told otherwise."""

import shutil
from pathlib import Path

import pytest
from tests.folders import WITH_LISTS, copied

from exeat.faces.cli import run


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "eleven green kettles")
    monkeypatch.chdir(tmp_path)
    folder = copied(WITH_LISTS, tmp_path / "case")
    for call in (["key", "new", "case", "monitor.example/desk"], ["record", "case"]):
        assert run(call) == 0
    assert run(["backup", "case", "monday.backup", "--checkpoint", "monday"]) == 0
    capsys.readouterr()
    return folder


LATER = """\
- key: later-pays
  by: report-a
  act: states
  source: src-a
  place: sentence 10
  claim: {kind: payment, payer: us, payee: sv, purpose: another year of detention}
"""


def verified(capsys: pytest.CaptureFixture[str], case: str, *checkpoints: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["verify", case, *(word for file in checkpoints for word in ("--checkpoint", file))])
    return code, " ".join(capsys.readouterr().out.split())


def test_a_log_that_grew_out_of_a_checkpoint_says_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", "new", "case", "monitor.example/second"]) == 0
    assert run(["backup", "case", "tuesday.backup", "--checkpoint", "tuesday"]) == 0
    code, said = verified(capsys, "case", "monday", "tuesday")
    assert code == 0
    assert "grew out of the checkpoint of 107 entries" in said
    assert "grew out of the checkpoint of 108 entries" in said


def test_a_log_that_was_cut_short_is_shown_by_what_somebody_kept(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / "statements" / "later.yaml").write_text(LATER, "utf-8")
    assert run(["record", "case"]) == 0
    assert run(["backup", "case", "tuesday.backup", "--checkpoint", "tuesday"]) == 0
    assert run(["restore", "monday.backup", "case", "--older"]) == 0
    assert verified(capsys, "case")[0] == 0  # alone it looks like a young log
    code, said = verified(capsys, "case", "tuesday")
    assert code == 1
    assert "knows 108 entries, and the log has 107: 1 are missing" in said


def test_another_story_of_a_log_is_shown_by_what_somebody_kept(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(case, "twin")
    assert run(["key", "new", "case", "monitor.example/second"]) == 0
    assert run(["key", "new", "twin", "monitor.example/third"]) == 0
    assert run(["backup", "case", "tuesday.backup", "--checkpoint", "tuesday"]) == 0
    code, said = verified(capsys, "twin", "tuesday")
    assert code == 1
    assert "two stories about one log" in said
    assert verified(capsys, "twin", "monday")[0] == 0


def test_a_checkpoint_that_the_log_did_not_sign_shows_nothing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copied(WITH_LISTS, case.parent / "other")
    for call in (["key", "new", "other", "monitor.example/desk"], ["record", "other"]):
        assert run(call) == 0
    assert verified(capsys, "other", "monday")[0] == 1
    text = Path("monday").read_text("utf-8")
    line = text.splitlines()[4]
    flipped = line[:-9] + ("A" if line[-9] != "A" else "B") + line[-8:]
    Path("forged").write_text(text.replace(line, flipped), "utf-8")
    code, said = verified(capsys, "case", "forged")
    assert code == 1
    assert "not signed by the log" in said


def test_the_log_of_accesses_is_held_to_its_own_checkpoint(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cosign", "ask", "case", "--accesses", "--out", "request"]) == 0
    old = Path("request").read_text("utf-8").partition("\n\n")[2]
    Path("accesses").write_text(old, "utf-8")
    code, said = verified(capsys, "case", "accesses")
    assert code == 0
    assert "grew out of the checkpoint of" in said
    (case / "exeat.accesses").unlink()
    code, said = verified(capsys, "case", "accesses")
    assert code == 1
    assert "entries, and the log has 1:" in said


def test_a_file_that_is_no_checkpoint_is_named(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cosign", "ask", "case", "--out", "request"]) == 0
    for call in (["verify", "case"], ["restore", "monday.backup", "case"]):
        assert run([*call, "--checkpoint", "request"]) == 2
        assert capsys.readouterr().err.startswith("request:1: ")
