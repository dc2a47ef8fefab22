"""Names of one kind in one language: how often each is borne, and how it is written by each system.

- The tables in `data/` were written for this benchmark: common names with their approximate relative frequencies, from
  general knowledge, per thousand or so; no file was copied. What is rarer is composed of roots and endings.
- A name may be written in several ways within one system; the first is the commonest.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.identity.hand import Array

DATA = Path(__file__).resolve().parent / "data"
SPREAD = np.cumsum((0.5, 0.22, 0.16, 0.12))
"""How often the first, second, third and fourth way of writing is taken; fewer ways come round again."""

Forms = Mapping[str, Sequence[str]]  # the ways of writing, by system


@dataclass(frozen=True, slots=True)
class Words:
    """`forms[name, system, way]`. `female`: whose the name is; surnames are nobody's."""

    systems: tuple[str, ...]
    weights: Array
    female: Array
    forms: Array

    def __len__(self) -> int:
        return len(self.weights)

    def draw(self, rng: np.random.Generator, female: Array | int) -> Array:
        """A name for each, by frequency; `female` an array of who is, or how many names of any kind."""
        if isinstance(female, int):
            return _drawn(rng, self.weights, female)
        found = np.zeros(len(female), np.int32)
        for sex in (False, True):
            found[female == sex] = _drawn(
                rng, np.where(self.female == sex, self.weights, 0.0), int((female == sex).sum())
            )
        return found

    def write(self, codes: Array, system: Array | str, rng: np.random.Generator, *, plain: bool = False) -> Array:
        """The names as texts, by one system or one for each; "" for code -1. `plain`: always the first way."""
        by = self.systems.index(system) if isinstance(system, str) else system
        way = 0 if plain else np.searchsorted(SPREAD, rng.random(len(codes))).clip(0, 3)
        found = self.forms[codes, by, way].copy()
        found[codes < 0] = ""
        return np.asarray(found)


def _drawn(rng: np.random.Generator, weights: Array, size: int) -> Array:
    ends = np.cumsum(weights)
    found = np.searchsorted(ends, rng.random(size) * ends[-1], side="right")
    return np.asarray(found.astype(np.int32).clip(0, len(weights) - 1))


def vocabulary(systems: Sequence[str], names: Sequence[tuple[float, str, Forms]]) -> Words:
    """Words of names: weight, sex (m, f or nothing), forms by system."""
    forms = np.empty((len(names), len(systems), 4), dtype=object)
    for i, (_, _, written) in enumerate(names):
        for j, system in enumerate(systems):
            ways = [w for w in written[system] if w] or [""]
            forms[i, j] = [ways[k % len(ways)] for k in range(4)]
    weights = np.array([w for w, _, _ in names], float)
    return Words(tuple(systems), weights, np.array([sex == "f" for _, sex, _ in names]), forms)


def rows(name: str) -> list[dict[str, str]]:
    """A table of `data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def tail(names: Sequence[tuple[str, Forms]], mass: float) -> list[tuple[float, str, Forms]]:
    """Rare names with weights that fall by rank as one over it, `mass` together."""
    ranks = 1.0 / np.arange(8, 8 + len(names))
    shares = ranks / ranks.sum() * mass
    return [(float(share), "", forms) for share, (_, forms) in zip(shares, names, strict=True)]
