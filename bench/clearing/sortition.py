"""The draw on sortition's problem: one list, quotas by features, one number; chances, table, proof, simulated draws.

    python -m bench.clearing.sortition                      generated lists
    python -m bench.clearing.sortition --csv P.csv Q.csv N  a public example: people, quotas, how many

The lowest chance is what a maximin program reaches, too: by it the two can be laid side by side.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exeat.adapters.highs import Highs
from exeat.clearing.draw.certificate import certificate
from exeat.clearing.draw.face import Face, Listed, Part
from exeat.clearing.draw.lottery import Lottery, leximin
from exeat.clearing.draw.stages import Stages
from exeat.clearing.model import Model, Row

DRAWS = 1_000_000


@dataclass(frozen=True)
class Asked:
    """A list and what is asked of a panel: each person's features, quotas (feature, value) -> least and most."""

    people: Sequence[tuple[str, ...]]
    features: Sequence[str]
    quotas: Mapping[tuple[str, str], tuple[int, int]]
    number: int

    @property
    def types(self) -> list[tuple[str, ...]]:
        """The combinations of features that there are."""
        return sorted(set(self.people))


def generated(people: int, features: Sequence[int], panel: int, seed: int) -> Asked:
    """People of whom some features are rarer than the panel asks for."""
    rng = random.Random(seed)
    shares = [[rng.random() + 0.3 for _ in range(n)] for n in features]
    found = [
        tuple(str(rng.choices(range(n), w)[0]) for n, w in zip(features, shares, strict=True)) for _ in range(people)
    ]
    names, quotas = [f"f{j}" for j in range(len(features))], {}
    for j, n in enumerate(features):
        wanted = [rng.random() + 0.5 for _ in range(n)]
        for v in range(n):
            there = sum(p[j] == str(v) for p in found)
            aim = int(min(panel * wanted[v] / sum(wanted), there * 0.9))
            quotas[names[j], str(v)] = (max(0, aim - 1), aim + 2)
    return Asked(found, names, quotas, panel)


def read(people: Path, quotas: Path, number: int) -> Asked:
    """A public example: respondents and categories, as the peer reads them."""
    rows = list(csv.DictReader(quotas.open(encoding="utf-8-sig")))
    names = list(dict.fromkeys(r.get("feature") or r["category"] for r in rows))
    wanted = {
        (r.get("feature") or r["category"], r.get("value") or r["name"]): (int(r["min"]), int(r["max"])) for r in rows
    }
    found = [tuple(r[n] for n in names) for r in csv.DictReader(people.open(encoding="utf-8-sig"))]
    return Asked(found, names, wanted, number)


def face_of(asked: Asked) -> Face:
    """The panels that the quotas allow, as a face whose kinds are the types."""
    sizes, types = Counter(asked.people), asked.types
    rows = [Row("panel", dict.fromkeys(range(len(types)), 1), asked.number, asked.number)]
    for (feature, value), (least, most) in asked.quotas.items():
        at = asked.features.index(feature)
        rows.append(Row(f"{feature}={value}", {i: 1 for i, t in enumerate(types) if t[at] == value}, least, most))
    units = [tuple((f"{i}-{n}",) for n in range(sizes[t])) for i, t in enumerate(types)]
    parts = tuple(Part(u, ({i: 1},), {i: 1}) for i, u in enumerate(units))
    listed = tuple(Listed(p.units, p.by, p.all, i) for i, p in enumerate(parts))
    return Face(("panel",), parts, Model([0] * len(types), [sizes[t] for t in types], rows), listed)


def chi_square(lottery: Lottery) -> tuple[float, int]:
    """Simulated plans against their weights: chi-square and its degrees of freedom; rare plans are put together."""
    weights = np.array([p.weight / lottery.total for p in lottery.plans])
    ends = np.cumsum(weights)
    drawn = np.bincount(
        np.searchsorted(ends, np.random.default_rng(1).random(DRAWS) * ends[-1], "right"), minlength=len(ends)
    )
    often = weights * DRAWS >= 5
    seen = [*drawn[often], drawn[~often].sum()] if not often.all() else list(drawn)
    told = [*(weights[often] * DRAWS), weights[~often].sum() * DRAWS] if not often.all() else list(weights * DRAWS)
    return float(sum((a - b) ** 2 / b for a, b in zip(seen, told, strict=True) if b > 0)), len(seen) - 1


def shown(name: str, asked: Asked) -> Lottery:
    """Print what a list costs."""
    face, solver = face_of(asked), Highs()
    Highs().open(Model([0], [1], ())).maximise({0: 1})  # the solver's program is read before anything is measured
    start = time.process_time()
    terms = [{i: float(n) for i, n in p.all.items()} for p in face.parts]
    stages = Stages(solver.relaxed(face.model), face.sizes, terms)
    while not stages.done:
        stages.fix(stages.best())
    chances = time.process_time()
    lottery = leximin(face, solver)
    table = time.process_time()
    proof = certificate(face, lottery, solver)
    end = time.process_time()
    square, free = chi_square(lottery)
    print(f"{name}: {len(asked.people)} people, {len(face.parts)} types, panel of {asked.number}")
    print(f"  chances {chances - start:.3f} s, with the table {table - chances:.3f} s, proof {end - table:.3f} s (CPU)")
    print(f"  lowest {float(min(lottery.chances)):.6f}, {len(lottery.plans)} plans, gap {float(proof.gap):.1e}, "
          f"left out wrongly {len(proof.missed)}; chi-square {square:.1f} of {free}")  # fmt: skip
    return lottery


def main() -> None:
    """Generated lists, or a public example."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", nargs=3)
    given = parser.parse_args()
    if given.csv:
        cases = {"example": read(Path(given.csv[0]), Path(given.csv[1]), int(given.csv[2]))}
    else:
        cases = {"many types": generated(500, (2, 4, 3, 5), 40, 4), "three types": generated(2000, (3,), 100, 1)}
    for name, asked in cases.items():
        shown(name, asked)


if __name__ == "__main__":
    sys.exit(main())
