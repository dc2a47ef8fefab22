"""`exeat review` at the command line: what is asked, what is refused, and nothing that tells a reviewer what to say."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from tests.faces import review_case
from tests.folders import NOON, ROOT, WITH_LISTS

from exeat.faces import cli
from exeat.house import STORE, ClearingHouse, open_case
from exeat.identity.judgements import Verdict, judgements

Say = Any


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClearingHouse:
    """A recorded case; what the machine proposes is written down, so that it can be told by heart."""
    monkeypatch.setattr(ClearingHouse, "proposals", lambda *_, **__: review_case.proposals())
    return review_case.case(tmp_path / "case")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*words: object) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.run([str(w) for w in words])
        out, err = capsys.readouterr()
        assert all(len(line) <= 80 for line in (out + err).splitlines() if not line.startswith("{"))
        return code, out or err

    return run


def codes(said: tuple[int, str]) -> tuple[int, list[str]]:
    return said[0], [e["code"] for e in json.loads(said[1])["errors"]]


def test_the_queue_is_shown_without_what_the_machine_says_in_figures(house: ClearingHouse, say: Say) -> None:
    code, text = say("review", house.folder, "--as", "ana", "--list")
    assert (code, "Left to judge: 4" in text) == (0, True)
    assert not any(figure in text for figure in ("9.0", "0.99", "14.0"))
    pairs = json.loads(say("review", house.folder, "--as", "ana", "--list", "--json")[1])["pairs"]
    assert (pairs[0]["left"], pairs[0]["right"]) == ("roster#1", "sought#p1")
    assert {key for p in pairs for key in p} == {"left", "right", "decision"}
    figures = json.loads(say("review", house.folder, "--list", "--scores", "--json")[1])["pairs"]
    assert figures[0]["score"] == "9.000000"
    assert "9.000" in say("review", house.folder, "--list", "--scores")[1]


def test_what_was_judged_leaves_the_queue_of_the_one_and_waits_for_the_other(house: ClearingHouse, say: Say) -> None:
    house.judge("ana", "roster#2", "sought#p3", "same")
    of_ana, of_bo, second = (
        json.loads(say("review", house.folder, "--as", *who, "--list", "--json")[1])
        for who in (["ana"], ["bo"], ["bo", "--second"])
    )
    assert [(len(d["pairs"]), d["judged"], d["others"]) for d in (of_ana, of_bo)] == [(3, 1, 0), (3, 0, 1)]
    assert [(p["left"], p["right"]) for p in second["pairs"]] == [("roster#2", "sought#p3")]
    assert "same" not in json.dumps(second["pairs"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_how_far_two_agree_is_told_with_where_they_do_not(language: str, house: ClearingHouse, say: Say) -> None:
    said: tuple[tuple[str, list[Verdict]], ...]
    said = ("ana", ["same", "different", "same"]), ("bo", ["same", "different", "unsure"])
    for by, verdicts in said:
        for pair, verdict in zip(("1 p1", "1 p2", "2 p3"), verdicts, strict=True):
            left, right = pair.split()
            house.judge(by, f"roster#{left}", f"sought#{right}", verdict)
    text = say("review", house.folder, "--agreement", "--lang", language)[1]
    assert "0.6667" in text
    assert "roster#2 / sought#p3" in text
    found = json.loads(say("review", house.folder, "--agreement", "--json")[1])
    assert (found["agreement"][0]["kappa"], len(found["disagreements"])) == ("0.5000", 1)


def test_whoever_is_no_party_is_told_who_is(house: ClearingHouse, say: Say) -> None:
    for more in ([], ["--list", "--json"]):
        code, text = say("review", house.folder, "--as", "anna", *more)
        assert code == 2
        assert "Did you mean" in text


def test_nobody_judges_where_nothing_is_recorded(tmp_path: Path, say: Say) -> None:
    folder = review_case.folder(tmp_path / "case")
    code, text = say("review", folder, "--as", "ana")
    assert code == 2
    assert "exeat record CASE" in text
    assert not (folder / STORE).exists()


def test_without_the_extra_it_is_said_how_to_get_it(
    house: ClearingHouse, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *more: None if name == "textual" else found(name, *more))
    code, text = say("review", house.folder, "--as", "ana")
    assert code == 2
    assert "pip install 'exeat[review]'" in text
    assert say("review", house.folder, "--as", "ana", "--list")[0] == 0


@pytest.mark.parametrize(
    "words", [["--as", "ana"], [], ["--json"], ["--as", "ana", "--on", "2025-06-01"], ["--as", "ana", "--scores"]]
)
def test_a_call_that_cannot_be_meant_writes_nothing(words: list[str], house: ClearingHouse, say: Say) -> None:
    code, text = say("review", house.folder, *words)  # and no terminal is there
    assert code == 2
    assert text
    assert judgements(open_case(house.folder, NOON).facts()).is_empty()


def test_the_machines_own_proposals_are_what_is_asked(say: Say) -> None:
    found = json.loads(say("review", WITH_LISTS, "--list", "--json")[1])
    assert {p["decision"] for p in found["pairs"]} <= {"review", "match"}
    judged = judgements(open_case(WITH_LISTS).facts())
    known = {tuple(sorted(p)) for p in judged.filter(judged["verdict"] != "unsure").select("left", "right").rows()}
    assert not known & {tuple(sorted((p["left"], p["right"]))) for p in found["pairs"]}


def test_no_verdict_is_lost_when_the_terminal_is_torn_away(tmp_path: Path) -> None:
    """The program itself, in a terminal of its own: a key, and then it is killed."""
    folder = review_case.case(tmp_path / "case").folder
    at, theirs = pty.openpty()
    command = "import sys; from exeat.faces.cli import main; main(sys.argv[1:])"
    more = {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    ran = subprocess.Popen(
        [sys.executable, "-c", command, "review", str(folder), "--as", "ana"],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **more}, start_new_session=True,
    )  # fmt: skip
    try:
        _until(at, b"one person?")
        os.write(at, b"u")
        _until(at, b"Recorded")
    finally:
        os.killpg(ran.pid, signal.SIGKILL)
        ran.wait()
        os.close(at)
        os.close(theirs)
    found = judgements(open_case(folder, NOON).facts()).select("by", "verdict").rows()
    assert found == [("ana", "unsure")]


def _until(terminal: int, words: bytes, seconds: float = 60) -> None:
    """Read what the terminal shows until it shows some words."""
    import select

    seen, end = b"", time.monotonic() + seconds
    while words not in seen:
        assert time.monotonic() < end, seen[-500:]
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 1 << 16)


def test_whoever_asks_why_learns_that_judgements_taught_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["why", str(WITH_LISTS), "monitor-list#M-0276"])
    assert "judged of other pairs (229)" in capsys.readouterr().out
