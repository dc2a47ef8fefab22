"""The certificate of a lottery: that nobody's chance can be raised without lowering one that is no higher.

- A bound: multipliers of the kinds, in whole numbers. In no best plan do the units that go, each times the multiplier
  of its kind, sum to more than `most` (one solve of whole numbers says so). So they do not in the mean of any lottery,
  and those of a stage cannot all have more than its `bound`. Multipliers (Lagrange's) are nobody's worth.
- Nobody has no chance whom an equally good plan frees: for each kind without a chance, a solve that forces it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from exeat.clearing.model import Session, Solver

from .face import Face
from .lottery import Lottery, Unproven
from .stages import Stage

SIMPLE = 10_000  # the largest denominator of a multiplier


@dataclass(frozen=True, slots=True)
class Bound:
    """The kinds of a stage cannot all have a chance above `bound`, while those fixed before keep theirs."""

    kinds: tuple[int, ...]
    multipliers: tuple[int, ...]
    most: int
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Certificate:
    """The bounds, stage by stage; how far the lottery is from them at most; and whom no equally good plan frees.

    `missed`: kinds without a chance whom one frees. Empty, or the lottery is wrong.
    """

    bounds: tuple[Bound, ...]
    gap: Fraction
    without: tuple[int, ...]
    missed: tuple[int, ...]


def certificate(face: Face, lottery: Lottery, solver: Solver) -> Certificate:
    """What proves a lottery. Raises Unproven where the solver stops at its limit."""
    session, bounds, before = face.open(solver), [], set[int]()
    for stage in lottery.stages:
        if stage.chance < 1.0:
            bounds.append(_bound(face, lottery, session, stage, before))
        before |= set(stage.fixed)
    gaps = [b.bound - min(lottery.chances[k] for k in b.kinds) for b in bounds]
    without = tuple(k for k, chance in enumerate(lottery.chances) if not chance)
    missed = tuple(k for k in without if _sum(session, face, [int(i == k) for i in range(len(face.parts))]))
    return Certificate(tuple(bounds), max([*gaps, Fraction(0)]), without, missed)


def _bound(face: Face, lottery: Lottery, session: Session, stage: Stage, before: set[int]) -> Bound:
    multipliers = _whole(stage.multipliers)
    most = _sum(session, face, multipliers)
    kept = sum(multipliers[k] * face.sizes[k] * lottery.chances[k] for k in before)
    weight = sum(p * n for k, (p, n) in enumerate(zip(multipliers, face.sizes, strict=True)) if k not in before)
    return Bound(stage.fixed, multipliers, most, Fraction(most - kept, weight))


def _sum(session: Session, face: Face, multipliers: Sequence[int]) -> int:
    found = session.maximise(face.multiplied(multipliers))
    if found.outcome != "optimal":
        raise Unproven
    return found.value


def _whole(multipliers: Sequence[float]) -> tuple[int, ...]:
    """Numbers in whole numbers, in proportion: simple fractions of the largest."""
    most = max(multipliers)
    simple = [Fraction(p / most).limit_denominator(SIMPLE) for p in multipliers]
    common = lcm(*(f.denominator for f in simple))
    return (
        tuple(int(f * common) for f in simple)
        if common <= SIMPLE**2
        else tuple(round(p / most * SIMPLE**2) for p in multipliers)
    )
