"""Whoever has another account on the machine reads nothing that exeat writes."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.folders import WITH_LISTS, copied

CALL = "import os, sys; os.umask(0o022); from exeat.faces.cli import main; main(sys.argv[1:])"
WRITES = (
    ("key", "new", "case", "monitor.example/desk"),
    ("record", "case"),
    ("proof", "case", "sv-roster", "--out", "row.proof"),
    ("report", "case", "--out", "report.html"),
    ("export", "case", "sv-roster", "list.csv"),
    ("backup", "case", "monday.backup", "--checkpoint", "checkpoint"),
    ("cosign", "ask", "case", "--out", "request"),
    ("init", "another"),
)


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
def test_what_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    case = copied(WITH_LISTS, tmp_path / "case")
    given = set(case.rglob("*"))
    env = {**os.environ, "EXEAT_PASSPHRASE": "eleven green kettles"}
    for words in WRITES:
        call = [sys.executable, "-c", CALL, *words]
        done = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
    made = {p for p in tmp_path.rglob("*") if p not in given and p != case}
    assert len(made) > len(WRITES)
    assert [p.name for p in made if stat.S_IMODE(p.stat().st_mode) & 0o077] == []
