"""How long a *no, because* takes, on the invented exchanges of many people: CPU seconds of solving.

- One clashing set of 50,000 x 8, where everybody's numbers are to be passed by one; all sets of 20 clauses; and for
  every class of 5,000 x 4 whether it goes in every best exchange, in some, in none.

    python -m bench.clearing.because [--seed N]
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import process_time
from types import SimpleNamespace
from typing import Any

from bench.clearing.instances import instance
from bench.clearing.models import classed

from exeat.adapters.highs import Highs
from exeat.clearing.because.chances import chances
from exeat.clearing.because.clashes import clashes, shrunk
from exeat.clearing.because.possible import Possible
from exeat.clearing.levels import Aim, Answer
from exeat.clearing.model import Model, Row


@dataclass(frozen=True)
class Bare:
    """A model with its aims, as far as `because` asks of a problem."""

    model: Model
    aims: tuple[tuple[str, Mapping[int, int]], ...]
    kinds: tuple[Any, ...] = ()

    def terms(self, tag: object) -> Mapping[int, int]:
        return self.aims[0][1]


def made(people: int, parties: int, seed: int = 1, families: bool = False) -> Bare:
    """An instance by classes, every row with the clause that asks for it."""
    model, aims = classed(instance(people, parties, seed), families)
    named = [replace(r, clause=r.clause or f"row-{i}") for i, r in enumerate(model.rows)]
    kinds = [SimpleNamespace(by={"go": {i: 1}}, units=[()] * n) for i, n in enumerate(model.most) if aims[0][1].get(i)]
    return Bare(replace(model, rows=named), tuple(aims), tuple(kinds))


def clashing(bare: Bare) -> Bare:
    """The same, asked for one person more than could go with fractions."""
    found = Highs().relaxed(bare.model).maximise(dict(bare.aims[0][1]))
    more = Row("more", bare.aims[0][1], int(found.value + 1e-6) + 1, None)
    return replace(bare, model=replace(bare.model, rows=[*bare.model.rows, more]))


def twenty(bare: Bare) -> Bare:
    """The first rows and the one too many, as twenty clauses."""
    rows = [
        replace(r, clause=r.clause if r.clause == "more" else f"c{i % 19:02}") for i, r in enumerate(bare.model.rows)
    ]
    return replace(bare, model=replace(bare.model, rows=rows))


def main() -> None:
    """Print a line for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    bare: Any = clashing(made(50_000, 8, seed))
    since = process_time()
    possible = Possible(bare, (), Highs())
    found = shrunk(possible, possible.clauses)
    print(
        f"a clashing set, 50,000 x 8: {len(found)} of {len(possible.clauses)} clauses, {process_time() - since:.2f} s",
        flush=True,
    )
    bare = twenty(clashing(made(5_000, 4, seed)))
    since = process_time()
    possible = Possible(bare, (), Highs())
    sets = clashes(possible)
    told = f"{len(sets.sets)} sets, {len(sets.ways_out)} ways out, all: {sets.all}"
    print(f"all sets of {len(possible.clauses)} clauses: {told}, {process_time() - since:.2f} s", flush=True)
    bare = made(5_000, 4, seed)
    solved = Highs().open(bare.model).maximise(bare.aims[0][1])
    answer = Answer("optimal", (Aim("people", solved.value, solved.value, True),), solved.values)
    since = process_time()
    places = chances(replace(bare, aims=bare.aims[:1]), answer, Highs())
    counted = {c: list(places.values()).count(c) for c in ("every", "some", "none")}
    print(f"why not, {len(places)} classes of 5,000 x 4: {counted}, {process_time() - since:.2f} s")


if __name__ == "__main__":
    main()
