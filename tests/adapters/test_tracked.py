"""Names of real people never leave with a repository: what git tracks is not recorded before somebody takes it out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from exeat.adapters.tracked import tracked
from exeat.adapters.vault import VAULT, Cost, Vault
from exeat.core.errors import Refused
from exeat.house import open_case

CHEAP = Cost(memory=64, rounds=1, lanes=1)
CASE = """\
exeat: 1
id: invented-real
people: real
parties:
  - {id: sv, name: El Salvador, kind: state, roles: [detaining_power]}
lists:
  - {id: roster, file: lists/roster list.csv, by: sv, kind: holds}
"""
LIST, STATEMENTS = "lists/roster list.csv", "statements/words.yaml"


def git(folder: Path, *words: str) -> None:
    call = ["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *words]
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(call, cwd=folder, check=True, capture_output=True, env=own)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    folder = tmp_path / "work" / "case"
    (folder / "lists").mkdir(parents=True)
    (folder / "statements").mkdir()
    (folder / "case.yaml").write_text(CASE, "utf-8")
    (folder / LIST).write_text("id,name\nP-1,Ana Quillabamba\n", "utf-8")
    (folder / STATEMENTS).write_text(
        "- {key: a, by: sv, act: states, claim: {kind: death, subject: 'roster#P-1'}}\n", "utf-8"
    )
    Vault.create(folder / VAULT, "x", CHEAP).close()
    git(tmp_path / "work", "init", "-q")
    return folder


def refused(case: Path) -> list[tuple[str, str | None]]:
    try:
        open_case(case, unlock=lambda: "x").record()
    except Refused as e:
        return [(p.code, p.file) for p in e.problems]
    return []


def test_a_list_of_real_people_that_git_tracks_is_not_recorded(case: Path) -> None:
    git(case, "add", LIST)
    assert refused(case) == [("file-tracked", LIST)]
    assert not (case / "exeat.db").exists()


def test_every_file_that_git_tracks_is_named_at_once_the_keys_too(case: Path) -> None:
    git(case, "add", ".")
    assert refused(case) == [("file-tracked", f) for f in sorted([LIST, STATEMENTS, VAULT])]


def test_what_was_taken_out_of_the_index_or_never_added_is_recorded(case: Path) -> None:
    git(case, "add", LIST)
    git(case, "commit", "-qm", "x")
    git(case, "rm", "-q", "--cached", LIST)
    assert refused(case) == []


def test_invented_people_may_lie_in_a_repository(case: Path) -> None:
    (case / "case.yaml").write_text(CASE.replace("real\n", "invented\n"), "utf-8")
    git(case, "add", ".")
    assert refused(case) == []


def test_a_machine_without_git_reads_the_index_itself(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(case, "add", LIST)
    with_git = tracked(case, [LIST, STATEMENTS, VAULT])
    monkeypatch.setenv("PATH", "")
    assert tracked(case, [LIST, STATEMENTS, VAULT]) == with_git == (LIST,)
    assert tracked(case, ["roster list.csv", "ists/roster list.csv"]) == ()


def test_an_index_that_nobody_can_read_is_no_permission(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(case, "add", LIST)
    git(case, "update-index", "--index-version", "4")
    assert tracked(case, [LIST, STATEMENTS]) == (LIST,)
    monkeypatch.setenv("PATH", "")
    assert tracked(case, [LIST, STATEMENTS]) == (LIST, STATEMENTS)


def test_a_work_tree_beside_its_repository_is_seen(case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    git(case, "add", ".")
    git(case, "commit", "-qm", "x")
    git(case, "worktree", "add", "-q", str(tmp_path / "other"))
    for path in (os.environ["PATH"], ""):
        monkeypatch.setenv("PATH", path)
        assert tracked(tmp_path / "other" / "case", [LIST]) == (LIST,)


def test_a_folder_in_no_repository_is_tracked_by_nobody(tmp_path: Path) -> None:
    assert tracked(tmp_path, [LIST]) == ()
