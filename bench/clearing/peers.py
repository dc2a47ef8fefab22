"""Side by side with the programs of two other fields, on their own public examples, in one command.

    PYTHONPATH=src:. python -m bench.clearing.peers --python THEIRS/bin/python \\
        --sortition sortition-algorithms/tests/fixtures --kidneys kep_solver/tests/test_instances/medium-*.json

`THEIRS` is an environment of its own with `sortition-algorithms` (GPL), `gurobipy` (for its leximin; the licence that
comes with it is for 2,000 columns and not for production) and `kep-solver` (AGPL). Nothing of them is part of exeat:
they are run as programs, and what they print is read. What is compared:

- a lottery: the lowest chance, which must be the same within 1e-6, and everybody's chance by leximin, which must be the
  same within the tolerance at which a stage of theirs ends, 0.0005; how far apart they are is printed. Ours are exact
  fractions, with a proof; `--tolerance 1e-8` runs theirs once more with that one and Gurobi's at 1e-9. And a million
  simulated draws of our table against its weights, by chi-square;
- kidneys: the most transplants with cycles of three at most, by columns made in the bench and solved as exeat solves;
  and with cycles of any length, which is what exeat clears and kep-solver does not.

The exit code is 1 where a number differs, or the draws do not fit.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.clearing import kidneys, sortition

from exeat.adapters.highs import Highs
from exeat.clearing.draw.certificate import certificate
from exeat.clearing.draw.lottery import leximin

THEIRS = Path(__file__).with_name("theirs.py")
WITHIN, THEIR_STAGES = 1e-6, 0.0005
PANEL = 22  # the example's number of people to be selected
OURS = (("60 people", 60, (2, 3), 12, 1), ("120 people", 120, (2, 3, 4), 20, 2), ("200 people", 200, (3, 3), 30, 3))
EXACT = "FeasibilityTol 1e-9\nOptimalityTol 1e-9\n"  # read by Gurobi where it is started


def main() -> int:
    """A line for each instance and program; 1 where something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the other programs")
    parser.add_argument("--sortition", type=Path, help="a folder with candidates.csv and features.csv")
    parser.add_argument("--tolerance", help="their leximin once more, a stage ending within this")
    parser.add_argument("--kidneys", type=Path, nargs="*", default=(), help="instances (.json of kep-solver, or .wmd)")
    given = parser.parse_args()
    wrong = [said for one in (_lotteries(given), _kidneys(given)) for said in one]
    print("\n".join(["They differ:", *wrong] if wrong else ["Nothing differs by more than it may."]))
    return 1 if wrong else 0


def _theirs(python: str, *words: str, folder: str | None = None) -> dict[str, Any]:
    """What another program says; the last line that it prints."""
    done = subprocess.run([python, str(THEIRS), *words], check=False, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["?"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


# ------------------------------------------------------------ lotteries


def _lotteries(given: argparse.Namespace) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.sortition is not None:
            files = [(given.sortition / f"{f}.csv").resolve() for f in ("candidates", "features")]
            yield from _lottery(given, "their example", files[0], files[1], PANEL)
        for title, size, kinds, number, seed in OURS:
            people, features = _written(folder, sortition.generated(size, kinds, number, seed))
            yield from _lottery(given, title, people, features, number)


def _written(folder: Path, asked: sortition.Asked) -> tuple[Path, Path]:
    """A list and its quotas as their program reads them."""
    people, features = folder / "candidates.csv", folder / "features.csv"
    with people.open("w", newline="") as file:
        csv.writer(file).writerows([("id", *asked.features), *((i, *p) for i, p in enumerate(asked.people))])
    with features.open("w", newline="") as file:
        rows = [(f, v, least, most) for (f, v), (least, most) in asked.quotas.items()]
        csv.writer(file).writerows([("feature", "value", "min", "max"), *rows])
    return people, features


def _lottery(given: argparse.Namespace, name: str, people: Path, features: Path, number: int) -> Iterator[str]:
    asked = sortition.read(people, features, number)
    face, start = sortition.face_of(asked), kidneys.cpu()
    lottery = leximin(face, Highs())
    used, proof = kidneys.cpu() - start, certificate(face, lottery, Highs())
    square, free = sortition.chi_square(lottery)
    print(f"{name}: {len(asked.people)} people, {len(asked.types)} types, panel of {number}")
    print(f"  exeat     leximin       {used:7.2f} s CPU, lowest {float(min(lottery.chances)):.6f}, from the proof "
          f"{float(proof.gap):.0e}; a million draws: chi-square {square:.1f} of {free}", flush=True)  # fmt: skip
    if square > free + 5 * (2 * free) ** 0.5 + 12:  # so far off by chance: less than once in a million
        yield f"{name}: the draws do not match the weights"
    chance = dict(zip(asked.types, map(float, lottery.chances), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "gurobi.env").write_text(EXACT)
        for words in (["leximin"], ["leximin", given.tolerance], ["maximin"]):
            if None in words:
                continue
            at = folder if len(words) > 1 else None
            said = _theirs(given.python, "sortition", str(people), str(features), str(number), *words, folder=at)
            yield from _compared(name, " ".join(words), said, [chance[p] for p in asked.people])


def _compared(name: str, asked: str, said: dict[str, Any], ours: list[float]) -> Iterator[str]:
    if said.get("algorithm", "") not in asked or "failed" in said:
        print(f"  sortition {asked}: {said.get('failed', 'it has no Gurobi')}")
        return
    theirs = list(said["chances"].values())
    apart = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
    lowest = abs(min(ours) - min(theirs))
    print(f"  sortition {asked:13} {said['seconds']:7.2f} s CPU, lowest {min(theirs):.6f} ({lowest:.0e} from ours), "
          f"anybody {apart:.1e} at most", flush=True)  # fmt: skip
    if lowest > WITHIN or (asked == "leximin" and apart > THEIR_STAGES):
        yield f"{name}: {asked} differs by {apart:.1e}, the lowest by {lowest:.1e}"


# ------------------------------------------------------------ kidneys


def _kidneys(given: argparse.Namespace) -> Iterator[str]:
    for path in given.kidneys:
        gives = kidneys.read(path)
        edges = sum(map(len, gives.values()))
        print(f"{path.name}: {len(gives)} pairs, {edges} possible gifts", flush=True)
        bounded, by, used = kidneys.solved(*kidneys.by_cycles(gives, 3))
        print(f"  exeat      cycles of 3 at most   {bounded:4} {used:7.2f} s CPU ({by})", flush=True)
        free, by, used = kidneys.solved(*kidneys.by_flows(gives))
        print(f"  exeat      cycles of any length  {free:4} {used:7.2f} s CPU ({by})", flush=True)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(kidneys.as_json(gives))
            file.flush()
            said = _theirs(given.python, "kidneys", file.name, "3")
        if "failed" in said:
            print(f"  kep-solver: {said['failed']}")
            continue
        print(f"  kep-solver cycles of 3 at most   {said['transplants']:4} {said['seconds']:7.2f} s CPU", flush=True)
        if said["transplants"] != bounded or free < bounded:
            yield f"{path.name}: {said['transplants']} and {bounded} (of any length {free})"


if __name__ == "__main__":
    sys.exit(main())
