"""The pure parts open no file, no socket and no process; and a command starts without the heavy libraries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import OFFER, ROOT, WITH_LISTS

AUDITED = """
import sys

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_names, check_plan
from exeat.clearing.plan import clear
from exeat.clearing.why import why
from exeat.core.facts import AsOf, Facts
from exeat.core.shape import encode
from exeat.evidence.differences import differences
from exeat.evidence.audit import of_case, owed
from exeat.evidence.note import note
from exeat.evidence.questions import due_process, questions
from exeat.house import open_case
from exeat.identity.people import people
from exeat.identity.proposals import proposals
from exeat.terms.points import open_points
from exeat.terms.terms import terms

WATCHED = ("open", "socket.", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "sqlite3.")


def pure(facts):
    differences(facts), questions(facts), due_process(facts), note(facts, "sv", [])
    proposed, found = proposals(facts), terms(facts)
    who = people(facts, proposed)
    owed(facts, of_case(facts, who.persons, who.judged, proposed), "sv")
    choices = dict(facts.case.protocol.readings)
    cleared = clear(facts, who, Highs(), choices)
    plan = encode(cleared.plan, True)
    check_plan(facts, plan, choices, proposed)
    check_names(facts, [t.clause for t in found], choices, [("", r) for r in facts.people["record"].head(5)], proposed)
    open_points(facts, found), [why(cleared, r) for r in facts.people["record"].head(2)]
    return [s.body() for s in facts.statements.values()], facts.root


def fresh(house):
    return Facts(house.entries, AsOf(None, house.as_of().on))


def forbid(event, arguments):
    if watching and event.startswith(WATCHED):
        raise PermissionError(f"{event} {arguments}")


watching = False
house = open_case(sys.argv[1])
first = pure(fresh(house))  # warms up every import
sys.addaudithook(forbid)
watching = True
assert pure(fresh(house)) == first
print("pure")
if sys.argv[2:] == ["then-open"]:
    open(sys.argv[0] or "x")
"""

STARTED = """
import sys
import exeat.faces.cli
print(sorted({"polars", "highspy", "numpy", "jinja2", "sqlite3"} & set(sys.modules)))
"""


def apart(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A program in a process of its own: an audit hook cannot be taken away again."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([sys.executable, "-c", *arguments], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("case", [OFFER, WITH_LISTS], ids=["words", "lists"])
def test_no_pure_part_reads_writes_or_calls_anybody(case: Path) -> None:
    done = apart(AUDITED, str(case))
    assert (done.returncode, done.stdout) == (0, "pure\n"), done.stderr


def test_the_hook_that_proves_it_sees_a_file_opened() -> None:
    done = apart(AUDITED, str(OFFER), "then-open")
    assert done.stdout == "pure\n"
    assert done.returncode != 0
    assert "PermissionError: open" in done.stderr


def test_nobody_waits_for_heavy_libraries_to_read_a_help_text() -> None:
    done = apart(STARTED)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
