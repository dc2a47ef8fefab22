"""The process is killed while it writes: what it acknowledged is there, and what is handed in again is there once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.adapters.ledgers import new_ledger, opener
from tests.folders import NOON, ROOT

from exeat.adapters.store import Intake
from exeat.core.claims import Death
from exeat.core.entry import BodyRef

from .ledgers import drawn_words, pen_of

ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
LATEST = 0.25  # seconds until the kill


def killed(folder: Path, numbers: range, draw: Random) -> dict[int, int]:
    """What a writer acknowledged until it was killed: the index of each number."""
    command = [sys.executable, "-m", "tests.adapters.writer", str(folder), *map(str, numbers)]
    writer = subprocess.Popen(command, env=ENV, cwd=ROOT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    time.sleep(draw.random() * LATEST)
    writer.send_signal(signal.SIGKILL)
    said = writer.stdout.read().decode().splitlines()
    writer.wait()
    return {int(number): int(index) for number, index in (line.split() for line in said)}


def run(folder: Path, kills: int, each: int, seed: str) -> tuple[int, int, list[str]]:
    """Kill so many writers: how many statements there were, how many were not answered at first, what is wrong."""
    answered: dict[int, int] = {}
    unanswered = 0
    for turn in range(kills):
        numbers = range(turn * each, (turn + 1) * each)
        heard = killed(folder, numbers, Random(f"{seed}/{turn}"))
        answered |= heard
        with opener(folder)() as store, Intake(opener(folder), NOON.now) as intake:
            again = {n: intake.hand_in(drawn_words(n), "recorder", pen_of(store)) for n in numbers if n not in heard}
            unanswered += len(again)
            answered |= {n: receipt.result()[0].index for n, receipt in again.items()}
    return len(answered), unanswered, list(_wrong(folder, answered))


def _wrong(folder: Path, answered: dict[int, int]) -> list[str]:
    with opener(folder)() as store:
        entries = store.entries()
    said = [e.body.statement.claim for e in entries if isinstance(e.body, BodyRef)]
    there = Counter(c.subject for c in said if isinstance(c, Death))
    twice = [f"twice: {subject}" for subject, times in there.items() if times > 1]
    lost = [n for n, i in answered.items() if i >= len(entries) or said[i] != Death(f"aro-roster#{n}")]
    return [*twice, *(f"acknowledged, and lost: {n}" for n in lost)]


@pytest.mark.parametrize(("sealed", "kills"), [(False, 8), (True, 12)])
def test_a_killed_writer_loses_nothing_and_repeats_nothing(sealed: bool, kills: int, tmp_path: Path) -> None:
    folder = new_ledger(tmp_path / "case", sealed)
    count, unanswered, wrong = run(folder, kills, 60, "kills")
    assert (count, wrong) == (kills * 60, [])
    assert 0 < unanswered < count  # they were killed at work
