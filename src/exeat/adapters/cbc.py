"""CBC beside HiGHS: another program, by other hands, asked the same question from files in a place of its own.

- The program comes in the wheel of PuLP (MIT; CBC itself under the EPL, run as it is). Where it cannot run, there is
  none, and whoever asks for a second answer is told so.
- It is believed only where it says *optimal* or *infeasible* and ended by itself, and a plan only if it satisfies every
  row in whole numbers and is worth what the program says: at a limit of time it may write a point with fractions.
"""

import os
import platform
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from exeat.clearing.model import Model, Solved, Terms

from .asked import Asked

OPTIONS = ("-ratioGap", "0", "-allowableGap", "0", "-threads", "0", "-solve", "-solution")
SAID = re.compile(r"(Optimal|Infeasible|Integer infeasible) - objective value (-?\d+\.\d+)")
COLUMN = re.compile(r" +\d+ c(\d+) +(-?[\d.]+(?:e[+-]?\d+)?) +\S+")


@cache
def program() -> str | None:
    """Where CBC is; None where there is none for this machine."""
    found = find_spec("pulp")  # looks, and does not import: that alone takes half a second
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place, "solverdir", "cbc", *_machine())
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    return None


def _machine() -> tuple[str, str, str]:
    """The folder and the name of the program for this system, as PuLP lays them out."""
    kind = platform.machine().lower()
    arm = kind in ("aarch64", "arm64")
    if sys.platform == "win32":
        return "win", "i64" if sys.maxsize > 1 << 32 else "i32", "cbc.exe"
    if sys.platform == "darwin":
        return "osx", "i64", "cbc"
    return "linux", "arm64" if arm else "i64" if sys.maxsize > 1 << 32 else "i32", "cbc"


class Cbc(Asked):
    """One question to CBC, under way."""

    name = "cbc"

    def __init__(self, path: str, model: Model, aim: Terms) -> None:
        super().__init__(model, aim)
        self.start([path, str(self.model_file), *OPTIONS, str(self.place / "plan.txt")])

    def said(self) -> Solved:
        """What it proved; *limit* where it proved nothing that can be believed."""
        file = self.place / "plan.txt"
        if not self.ended_well or not file.exists():
            return self.nothing
        first, *lines = file.read_text(encoding="ascii", errors="replace").splitlines() or [""]
        said = SAID.fullmatch(first)
        if said is None:
            return self.nothing
        if said[1] != "Optimal":
            return self.infeasible
        values = self._values(lines)
        solved = self.nothing if values is None else self.plan(values)
        return solved if solved.value == round(-float(said[2])) else self.nothing

    def _values(self, lines: Iterable[str]) -> list[float] | None:
        """The plan as written, a column that is not written is nothing; None where a line is not one of a column."""
        values = [0.0] * len(self.model.most)
        for line in lines:
            found = COLUMN.fullmatch(line)
            if found is None or int(found[1]) >= len(values):
                return None
            values[int(found[1])] = float(found[2])
        return values
