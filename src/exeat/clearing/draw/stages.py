"""Leximin stage by stage over a linear program: the least chance as high as it goes, then the next, and so on.

- Each kind has two rows: `above` (its share of units that go is at least the chance that this stage raises) until it is
  fixed, and `kept` (at least the chance at which it was fixed) from then on.
- A kind is fixed where the program gives its row a multiplier: then no lottery raises those that are left without
  lowering it. The multipliers of a stage prove its bound (see `certificate`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exeat.clearing.model import Linear, LinearSession

TELLS = 1e-6


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage came to: the chance, the kinds that it fixed, and each kind's multiplier."""

    chance: float
    fixed: tuple[int, ...]
    multipliers: tuple[float, ...]


@dataclass(slots=True)
class Stages:
    """A linear program whose columns say how many units of each kind go, and the chance that is raised."""

    program: LinearSession
    sizes: Sequence[int]
    terms: Sequence[Mapping[int, float]]  # by kind: the columns there are from the beginning
    above: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    raised: int = -1
    chances: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for terms in self.terms:
            self.above.append(self.program.add_row(terms, 0.0, None))
            self.kept.append(self.program.add_row(terms, 0.0, None))
        less = {row: -float(n) for row, n in zip(self.above, self.sizes, strict=True)}
        self.raised = self.program.add_column(0.0, 1.0, less)

    def best(self) -> Linear:
        """The highest chance of whoever is not fixed yet."""
        return self.program.maximise({self.raised: 1.0})

    def multipliers(self, found: Linear) -> tuple[float, ...]:
        """How much each kind holds the chance of all down, scaled so that those not fixed sum to one."""
        raw = [max(0.0, -found.prices[a]) + max(0.0, -found.prices[b]) for a, b in self.rows]
        weight = sum(raw[k] * n for k, n in enumerate(self.sizes) if k not in self.chances) or 1.0
        return tuple(p / weight for p in raw)

    def fix(self, found: Linear) -> Stage:
        """Fix those who hold the others back at the chance found."""
        multipliers, chance = self.multipliers(found), snapped(found.value)
        left = [k for k in range(len(self.sizes)) if k not in self.chances]
        held = [k for k in left if multipliers[k] * self.sizes[k] > TELLS]
        fixed = left if chance == 1.0 else held or [max(left, key=lambda k: (multipliers[k] * self.sizes[k], -k))]
        for k in fixed:
            self.keep(k, chance)
        return Stage(chance, tuple(fixed), multipliers)

    def keep(self, kind: int, chance: float) -> None:
        """From now on a kind has at least this chance, and the others are raised without it."""
        self.chances[kind] = chance
        self.program.bound_row(self.above[kind], None, None)
        self.program.bound_row(self.kept[kind], chance * self.sizes[kind], None)

    @property
    def rows(self) -> list[tuple[int, int]]:
        """The two rows of each kind."""
        return list(zip(self.above, self.kept, strict=True))

    @property
    def done(self) -> bool:
        """Whether every kind is fixed."""
        return len(self.chances) == len(self.sizes)


def snapped(value: float) -> float:
    """A chance as the program found it, or the simple fraction that it is within its precision."""
    simple = float(Fraction(value).limit_denominator(100_000))
    return simple if abs(simple - value) < 1e-9 else min(1.0, max(0.0, value))
