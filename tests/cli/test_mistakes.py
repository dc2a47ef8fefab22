"""What somebody does by mistake destroys nothing, and is told in their language."""

from pathlib import Path

import click
import pytest
from tests.folders import WITH_LISTS, copied

from exeat.faces.cli import cli, run

WORDS = "eleven green kettles"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXEAT_PASSPHRASE", WORDS)
    monkeypatch.chdir(tmp_path)
    folder = copied(WITH_LISTS, tmp_path / "case")
    assert run(["key", "new", "case", "monitor.example/desk"]) == 0
    assert run(["record", "case"]) == 0
    return folder


@pytest.mark.parametrize("name", ["exeat.db", "exeat.keys", "exeat.accesses", "elsewhere.keys", "monday.backup"])
def test_no_file_is_written_over_a_ledger_its_keys_or_a_backup(
    name: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", "case", "case/monday.backup"]) == 0
    (case / "elsewhere.keys").write_bytes((case / "exeat.keys").read_bytes())
    held, asked = (case / name).read_bytes(), (case / "exeat.accesses").read_bytes()
    for call in (["proof", "case", "sv-roster"], ["cosign", "ask", "case"], ["stamp", "ask", "case"]):
        assert run([*call, "--out", f"case/{name}"]) == 2
        assert "nothing is written over it" in capsys.readouterr().err.replace("\n ", "")
    assert run(["report", "case", "-o", f"case/{name}"]) == 2
    assert run(["backup", "case", "other.backup", "--checkpoint", f"case/{name}"]) == 2
    assert (case / name).read_bytes() == held
    assert (case / "exeat.accesses").read_bytes() == asked  # refused before anything was asked


def test_keys_that_lie_elsewhere_under_any_name_are_not_written_over(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "stick.txt"
    (case / "exeat.keys").rename(keys)
    held = keys.read_bytes()
    monkeypatch.setenv("EXEAT_KEYS", str(keys))
    assert run(["proof", "case", "sv-roster", "--out", "stick.txt"]) == 2
    assert keys.read_bytes() == held


def test_a_text_that_is_there_is_written_over(case: Path) -> None:
    assert [run(["cosign", "ask", "case", "--out", "request"]) for _ in range(2)] == [0, 0]
    assert [run(["proof", "case", "sv-roster", "--out", "row.proof"]) for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("place", ["missing/file", "case"])
def test_a_place_where_nothing_can_be_written_is_the_users_mistake(
    place: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = (["proof", "case", "sv-roster", "--out"], ["cosign", "ask", "case", "--out"], ["report", "case", "-o"])
    for call in (*calls, ["backup", "case", "x", "--checkpoint"], ["stamp", "ask", "case", "--out"]):
        assert run([*call, place]) == 2, call
        assert "cannot be written" in capsys.readouterr().err
    assert not Path("x").exists()


def test_keys_left_at_home_are_not_replaced_by_new_ones(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (case / "exeat.keys").rename("at-home")
    assert run(["key", "new", "case", "monitor.example/desk"]) == 2
    assert "the file with its keys is not here" in capsys.readouterr().err.replace("\n", " ")
    assert not (case / "exeat.keys").exists()
    Path("at-home").rename(case / "exeat.keys")
    assert run(["verify", "case"]) == 0


def test_a_case_without_keys_is_not_said_to_be_sealed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(WITH_LISTS, tmp_path / "plain")
    for _ in range(2):
        assert run(["key", "list", str(folder)]) == 2
        said = capsys.readouterr().err
        assert "no keys yet" in said
        assert "sealed" not in said
        assert run(["record", str(folder)]) == 0
        capsys.readouterr()


def test_the_keys_of_another_ledger_are_told_as_such(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (case / "exeat.keys").unlink()
    copied(WITH_LISTS, case.parent / "other")
    assert run(["key", "new", "other", "monitor.example/desk"]) == 0
    (case.parent / "other" / "exeat.keys").rename(case / "exeat.keys")
    capfd.readouterr()
    assert run(["verify", "case"]) == 2
    said = capfd.readouterr().err
    assert "exeat.keys is that of another ledger" in said.replace("\n  ", " ")
    assert "CORE" not in said  # a library's own words, to nobody's use


def test_mistakes_are_told_in_the_language_that_was_asked_for(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for call in (["proof", "case", "nothing", "--lang", "es"], ["proof", "case", "nothing", "--lang=es"]):
        assert run(call) == 2
        assert "Nada se registró como" in capsys.readouterr().err
    monkeypatch.setenv("EXEAT_LANG", "es")
    assert run(["proof", "case", "nothing"]) == 2
    assert "Nada se registró como" in capsys.readouterr().err
    assert run(["verify", "case"]) == 0
    assert "Todo está como se registró." in capsys.readouterr().out
    assert run(["verify", "case", "--lang", "en"]) == 0
    assert "Everything is as it was recorded." in capsys.readouterr().out


def test_a_policy_that_too_few_have_signed_for_is_not_a_ledger_that_was_changed(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cosign", "key", "w.keys", "court-watch.example/1"]) == 0
    witness = capsys.readouterr().out.splitlines()[-1].strip()
    assert run(["key", "list", "case"]) == 0
    log = capsys.readouterr().out.splitlines()[1].strip()
    Path("policy").write_text(f"log {log}\nwitness w {witness}\nquorum w\n", "utf-8")
    assert run(["verify", "case", "--policy", "policy"]) == 1
    said = capsys.readouterr().out
    assert "too few have signed it for this policy" in said.replace("\n", " ")
    assert "Not everything" not in said


def _groups(group: click.Group) -> list[click.Group]:
    inner = [c for c in group.commands.values() if isinstance(c, click.Group)]
    return [group, *(found for one in inner for found in _groups(one))]


def test_no_command_is_listed_with_half_a_sentence() -> None:
    for group in _groups(cli):
        room = 80 - 2 - 2 - max(map(len, group.commands)) - 2
        cut = [n for n, c in group.commands.items() if c.get_short_help_str(room).endswith("...")]
        assert cut == [], group.name


def test_a_passphrase_that_opens_nothing_says_of_which_keys(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXEAT_PASSPHRASE", "another one altogether")
    capsys.readouterr()
    assert run(["verify", "case"]) == 2
    assert capsys.readouterr().err.startswith("case/exeat.keys: ")


def test_what_was_asked_is_shown_as_it_was_typed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "case", "sv-roster", "x.csv", "--without-row", "SV-003"]) == 0
    capsys.readouterr()
    assert run(["accesses", "case"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "list: sv-roster; without-row: SV-003" in said


def test_a_copy_for_nobody_in_particular_is_not_said_to_be_given_to_somebody(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "case", "sv-roster", "x.csv"]) == 0
    capsys.readouterr()
    assert run(["erase", "case", "sv-roster#SV-036", "--by", "the person", "--reason", "their request"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "a copy of sv-roster was written, and for whom was not said" in said
    assert "to ?" not in said
