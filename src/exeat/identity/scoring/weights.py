"""Weights: how often each level is seen among pairs of one person, of strangers, of close kin; shipped, or learnt.

- The shipped weights stand in `weights.toml`, made by `tools/learn_weights.py` from invented lists; a comparison that
  they do not know has its starting values.
- Beside one person there are three other ways in which two records come to look alike: they are strangers; they are
  close kin, who share surnames, places and parents; or they are namesakes, who share the whole name and nothing else.
  A pair must be likelier one person than all three together.
- Weights are numbers of four decimals, so that two machines that learnt the same have the same.

Source: Fellegi and Sunter (JASA 64, 1969) for m and u; the other ways are a mixture in the place of their u.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from exeat.identity.comparisons import Comparison, Level

LEAST = 1e-4  # no level is impossible
NUMBERS = ("match", "kin", "namesake", "slope", "offset")
Table = Mapping[str, tuple[Level, ...]]


@dataclass(frozen=True, slots=True)
class Weights:
    """`levels`: by comparison. `match`, `kin`, `namesake`: pairs of each sort for each record of the shorter list.

    `slope`, `offset`: the calibration; the log2 odds of the mixture are multiplied by the one, then the other is added.
    `crowd`: by how many bits what is shared says less among people alike in name, who are often of one people.
    `learnt`: from how many pairs these weights were learnt; 0 = they are the shipped ones.
    """

    levels: Table
    match: float = 0.5
    kin: float = 0.2
    namesake: float = 0.02
    slope: float = 1.0
    offset: float = 0.0
    learnt: int = 0
    crowd: float = 0.0

    def rounded(self) -> "Weights":
        """These weights with four decimals."""
        levels = {name: tuple(_rounded(level) for level in table) for name, table in self.levels.items()}
        shares: dict[str, Any] = {n: round(getattr(self, n), 4) for n in NUMBERS}
        return replace(self, levels=levels, crowd=round(self.crowd, 4), **shares)


def _rounded(level: Level) -> Level:
    return Level(level.id, *(max(LEAST, round(p, 4)) for p in (level.m, level.u, level.kin)))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Any]:
    """What stands in `weights.toml`; empty where there is none."""
    import tomllib
    from importlib.resources import files

    found = files(__package__).joinpath("weights.toml")
    return tomllib.loads(found.read_text("utf-8")) if found.is_file() else {}


def shipped_weights(levels: Table) -> Weights:
    """The shipped weights for these comparisons."""
    told = shipped()
    tables = told.get("levels", {})
    known = {name: tuple(_told(lv, tables.get(name, {})) for lv in table) for name, table in levels.items()}
    numbers: dict[str, Any] = {n: float(told[n]) for n in NUMBERS if n in told}
    return Weights(known, **numbers)


def _told(level: Level, table: Mapping[str, Sequence[float]]) -> Level:
    return Level(level.id, *table[level.id]) if level.id in table else level


def as_toml(weights: Weights) -> str:
    """The weights as the text of `weights.toml`: level = [m, u, kin]."""
    lines = [f"{n} = {getattr(weights, n)}" for n in NUMBERS]
    for name, table in sorted(weights.levels.items()):
        lines += ["", f"[levels.{name}]"]
        lines += [f"{lv.id} = [{lv.m}, {lv.u}, {lv.kin}]" for lv in table if lv.id != "missing"]
    return "\n".join(lines) + "\n"


__all__ = ["Comparison", "Weights", "as_toml", "shipped_weights"]
