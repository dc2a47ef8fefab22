"""Each has a passphrase of their own: as it is typed, on a real file of keys."""

import json
from pathlib import Path

import pytest
from tests.folders import WITH_LISTS, copied

from exeat.faces.cli import run

HERS, HIS = "eleven green kettles", "nine grey herons"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", HERS)
    monkeypatch.chdir(tmp_path)
    folder = copied(WITH_LISTS, tmp_path / "case")
    assert run(["key", "new", "case", "monitor.example/desk"]) == 0
    capsys.readouterr()
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str, exit: int = 0) -> str:
    assert run([*words]) == exit
    out, err = capsys.readouterr()
    assert "--json" in words or all(len(line) <= 80 for line in (out + err).splitlines())
    return " ".join((out + err).split())


def test_a_colleague_who_knows_only_her_own_passphrase_opens_the_ledger(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HIS)
    assert "it opens everything" in said(capsys, "key", "open", "case", "Tesca")
    assert "There is a passphrase" in said(capsys, "key", "open", "case", "Tesca", exit=2)
    monkeypatch.setenv("EXEAT_PASSPHRASE", HIS)
    said(capsys, "key", "list", "case", "--json")
    found = json.loads(said(capsys, "key", "doors", "case", "--json"))
    assert [d["name"] for d in found["doors"]] == ["Tesca", "first"]


def test_a_passphrase_that_others_saw_is_changed_and_opens_nothing(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (case / "exeat.keys").read_bytes()
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HIS)
    assert "is another one" in said(capsys, "key", "change", "case")
    assert "opens nothing here" in said(capsys, "key", "list", "case", exit=2)
    monkeypatch.setenv("EXEAT_PASSPHRASE", HIS)
    said(capsys, "key", "list", "case", "--json")
    sealed = before[before.index(b"first") :][:200]  # the row of the door, as it lay there
    assert sealed not in (case / "exeat.keys").read_bytes()


def test_the_last_passphrase_is_never_taken_away(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the last passphrase" in said(capsys, "key", "close", "case", "first", exit=2)
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HIS)
    said(capsys, "key", "open", "case", "Tesca")
    assert "opens nothing any more" in said(capsys, "key", "close", "case", "first")
    assert "opens nothing here" in said(capsys, "key", "doors", "case", exit=2)
    monkeypatch.setenv("EXEAT_PASSPHRASE", HIS)
    assert "There is no passphrase" in said(capsys, "key", "close", "case", "first", exit=2)


def test_who_forgot_hers_is_told_who_can_help_and_nothing_is_written(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (case / "exeat.keys").read_bytes()
    monkeypatch.setenv("EXEAT_PASSPHRASE", "forgotten")
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HIS)
    for words in (["open", "case", "Tesca"], ["change", "case"], ["close", "case", "first"], ["doors", "case"]):
        assert "exeat key open" in said(capsys, "key", *words, exit=2)
    assert (case / "exeat.keys").read_bytes() == before


def test_two_people_never_share_a_passphrase_and_none_is_empty(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HERS)
    assert "opens the keys already" in said(capsys, "key", "open", "case", "Tesca", exit=2)
    assert "opens the keys already" in said(capsys, "key", "change", "case", exit=2)
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", "")
    assert "EXEAT_NEW_PASSPHRASE" in said(capsys, "key", "open", "case", "Tesca", exit=2)


def test_a_passphrase_that_is_guessed_in_a_day_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "letmein")
    assert run(["key", "new", str(copied(WITH_LISTS, tmp_path / "case")), "monitor.example/desk"]) == 2
    assert not (tmp_path / "case" / "exeat.keys").exists()
    assert "at least 16 characters" in capsys.readouterr().err


def test_whoever_reads_under_another_name_is_known_by_their_passphrase(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "record", "case")
    monkeypatch.setenv("EXEAT_NEW_PASSPHRASE", HIS)
    said(capsys, "key", "open", "case", "Tesca")
    monkeypatch.setenv("EXEAT_PASSPHRASE", HIS)
    monkeypatch.setenv("EXEAT_RECORDER", "first")
    said(capsys, "terms", "case")
    assert "first, exeat terms: by the passphrase of Tesca" in said(capsys, "accesses", "case")
