"""Invented exchanges of many people: an instance, by a seed, as a table of persons and a table of clauses.

- Two to eight parties. Each holds people for whom others ask, counts them by a rank table of its own, and takes part
  only if what it gets is worth what it gives at its own rate; who stays out gives nothing.
- Families of one to five, a tenth of the people on hold, quotas, shares of women, third States with a capacity, a
  roster that goes whole or not at all, a clause that binds only if another number is reached, a plan made before.
- Aims: as many people as possible; then those in need; then the fewest families split; then the least change.
- By columns, from one seeded generator: the same seed gives the same instance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

STATES = 3
RANKS = 6
KINDS = ("holder", "asker", "rank", "woman", "need", "state", "roster", "before")
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Clause:
    """least <= sum over people of what each counts + sum over switches <= most. `of`: by kind of person."""

    name: str
    of: Numbers
    switches: dict[int, int]
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Instance:
    """`people`: `person`, `kind`, `family` of everybody who is free to go. `kinds`: the table KINDS, a row a kind.

    The first aims count people by their kind; `split` says whether families count; `before` is the last aim.
    """

    people: pl.DataFrame
    kinds: pl.DataFrame
    clauses: list[Clause]
    switches: int
    aims: dict[str, Numbers]


@dataclass(frozen=True)
class _Kinds:
    """The kinds as arrays, how many people are of each, and how many parties there are."""

    table: dict[str, Numbers]
    number: Numbers
    parties: int

    def of(self, **wanted: int) -> npt.NDArray[np.bool_]:
        found = np.ones(len(self.number), dtype=bool)
        for name, value in wanted.items():
            found &= self.table[name] == value
        return found

    def count(self, chosen: npt.NDArray[np.bool_]) -> int:
        return int(self.number[chosen].sum())


def instance(people: int, parties: int, seed: int = 1) -> Instance:
    """An exchange of so many people and parties."""
    draw = np.random.default_rng([seed, people, parties])
    persons = _persons(draw, people, parties)
    free = persons.filter(~pl.col("hold")).drop("hold")
    kinds = free.group_by(KINDS).len("number").sort(KINDS).with_row_index("kind")
    free = free.join(kinds.drop("number"), on=KINDS).sort("person").select("person", "kind", "family")
    arrays = {name: kinds[name].to_numpy().astype(np.int64) for name in KINDS}
    known = _Kinds(arrays, kinds["number"].to_numpy().astype(np.int64), parties)
    clauses = _clauses(draw, known)
    aims = {
        "freed": np.ones(len(kinds), dtype=np.int64),
        "priority": arrays["need"],
        "change": 2 * arrays["before"] - 1,
    }
    return Instance(free, kinds, clauses, parties + 1, aims)


def _persons(draw: np.random.Generator, people: int, parties: int) -> pl.DataFrame:
    """Everybody: what a family shares, and what is each person's own."""
    sizes = draw.choice([1, 2, 3, 4, 5], size=people, p=[0.55, 0.2, 0.12, 0.08, 0.05])
    family = np.repeat(np.arange(people), sizes)[:people]
    weight = 1.0 / np.arange(1, parties + 1) ** 0.5
    holder = draw.choice(parties, size=people, p=weight / weight.sum())
    asker = (holder + draw.integers(1, parties, size=people)) % parties
    state = np.where(draw.random(people) < 0.08, draw.integers(1, STATES + 1, size=people), 0)
    known = draw.random(people)
    held, asked = holder[family], asker[family]
    return pl.DataFrame(
        {
            "person": np.arange(people),
            "family": family,
            "holder": held,
            "asker": asked,
            "rank": np.minimum(draw.geometric(0.45, size=people) - 1, RANKS - 1),
            "woman": (draw.random(people) < 0.18).astype(np.int64),
            "need": draw.choice([0, 1, 2, 3], size=people, p=[0.7, 0.15, 0.1, 0.05]),
            "state": state[family],
            "roster": ((draw.random(people) < 0.04) & (held == 0) & (asked == 1)).astype(np.int64),
            "before": ((known[family] < 0.3) & (draw.random(people) < 0.85)).astype(np.int64),
            "hold": draw.random(people) < 0.1,
        }
    )


def _clauses(draw: np.random.Generator, kinds: _Kinds) -> list[Clause]:
    """Each party's own clauses, then those of all: switch p = party p takes part, the last = a condition is met."""
    found = [c for p in range(kinds.parties) for c in _party(draw, kinds, p)]
    for state in range(1, STATES + 1):
        there = kinds.of(state=state)
        found.append(Clause(f"cap-{state}", there.astype(np.int64), {}, None, kinds.count(there) // 3))
    roster = kinds.of(roster=1)
    found.append(Clause("roster", roster.astype(np.int64), {1: -kinds.count(roster)}, 0, 0))
    return found + _condition(kinds)


def _party(draw: np.random.Generator, kinds: _Kinds, p: int) -> list[Clause]:
    gives, gets = kinds.of(holder=p), kinds.of(asker=p)
    table = np.cumsum(draw.integers(0, 4, size=RANKS)) + 1
    for_, against = int(draw.integers(2, 6)), int(draw.integers(2, 5))
    worth = table[kinds.table["rank"]]
    cap = int(kinds.count(gives) * draw.uniform(0.45, 0.8))
    share = int(draw.integers(8, 20))
    high = gives & (kinds.table["rank"] >= 3)
    accepts = for_ * worth * gets - against * worth * gives
    women = gives * (100 * kinds.table["woman"] - share)
    quota = int(kinds.count(high) * draw.uniform(0.3, 0.7))
    return [
        Clause(f"accept-{p}", accepts, {}, 0, None),
        Clause(f"most-{p}", gives.astype(np.int64), {p: -cap}, None, 0),
        Clause(f"least-{p}", gives.astype(np.int64), {p: -(cap // 10)}, 0, None),
        Clause(f"gets-{p}", gets.astype(np.int64), {p: -(kinds.count(gets) // 20)}, 0, None),
        Clause(f"women-{p}", women.astype(np.int64), {}, 0, None),
        Clause(f"high-{p}", high.astype(np.int64), {}, None, quota),
    ]


def _condition(kinds: _Kinds) -> list[Clause]:
    """If party 0 gives half of its people or more, party 1 gives a tenth of its high ranks."""
    gives, high = kinds.of(holder=0), kinds.of(holder=1) & (kinds.table["rank"] >= 3)
    half, switch = kinds.count(gives) // 2, kinds.parties
    return [
        Clause("if", gives.astype(np.int64), {switch: -kinds.count(gives)}, None, half - 1),
        Clause("then", high.astype(np.int64), {switch: -(kinds.count(high) // 10)}, 0, None),
    ]
