"""Many processes that look at one case at once: nobody sees an answer that the log of accesses does not know of."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.folders import ROOT, exchange

from exeat.adapters.vault import VAULT, Vault
from exeat.adapters.vault.passphrase import Cost
from exeat.house import ClearingHouse, open_case
from exeat.house.ledger import verify
from exeat.house.pens import new_pen
from exeat.house.reading import ACCESSES, Reader, readings

PASSPHRASE = "eleven green kettles"
PERSON = "aro-roster#1"
PROCESSES, TIMES = 8, 6


@pytest.fixture(params=["sealed", "open"])
def case(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A small case, recorded under keys that are quick to open, or under none; nobody has looked at it yet."""
    folder = exchange(tmp_path / "case")
    if request.param == "sealed":
        Vault.create(folder / VAULT, PASSPHRASE, Cost(8, 1, 1)).close()
        new_pen(house_of(folder), "desk.example/1", "ilse")
    house_of(folder).record("ilse")
    for path in folder.glob(f"{ACCESSES}*"):
        path.unlink()
    return folder


def house_of(folder: Path) -> ClearingHouse:
    return open_case(folder, reader=Reader("test"), unlock=lambda: PASSPHRASE)


def asker(folder: Path, name: str, times: int) -> "subprocess.Popen[str]":
    """A process that is ready to ask."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.asker", str(folder), PERSON, str(times)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "EXEAT_PASSPHRASE": PASSPHRASE, "EXEAT_RECORDER": name, "PYTHONPATH": paths},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def begun(processes: "list[subprocess.Popen[str]]") -> None:
    """All of them begin at once."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def noted(folder: Path) -> Counter[str]:
    """How many readings the log has, by who looked."""
    found = [a for a in readings(house_of(folder)) if a.by != "test"]
    assert all(a.asked is not None and a.asked.about == (PERSON,) for a in found)
    return Counter(a.by for a in found)


def check_holds(folder: Path) -> None:
    """The log of accesses verifies, up to a checkpoint of its own over every entry."""
    found = verify(house_of(folder)).accesses
    assert found is not None
    assert found.holds, found
    assert found.entries == len(readings(house_of(folder))) - 1
    if (folder / VAULT).exists():
        assert found.signed == found.checkpoints == found.entries


def test_many_processes_that_look_at_once_are_noted_each_time_and_once(case: Path) -> None:
    names = [f"reader-{n}" for n in range(PROCESSES)]
    processes = [asker(case, name, TIMES) for name in names]
    begun(processes)
    answers = {name: p.communicate()[0].splitlines() for name, p in zip(names, processes, strict=True)}
    for name in names:
        told = [line.split() for line in answers[name]]
        assert [(code, err) for code, _, err in told] == [("0", "0")] * TIMES, (name, answers[name])
        assert len({length for _, length, _ in told}) == 1
    assert noted(case) == dict.fromkeys(names, TIMES)
    check_holds(case)


def test_whoever_is_cut_off_while_looking_saw_nothing_that_was_not_noted(case: Path) -> None:
    names = [f"reader-{n}" for n in range(3)]
    processes = [asker(case, name, 1000) for name in names]
    begun(processes)
    answers = {}
    for name, process in zip(names, processes, strict=True):
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGKILL)
        answers[name] = len([*first, *process.stdout.read().splitlines()])
        process.wait()
    found = noted(case)
    for name in names:
        assert answers[name] <= found[name] <= answers[name] + 1, "at most the one that was cut off was seen by nobody"
    check_holds(case)
