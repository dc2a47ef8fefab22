"""What verdicts teach: bits more or less for what pairs show, where people judged otherwise than was expected.

- Each verdict is set against the probability that its pair had before. What was expected teaches nothing; *same* of a
  pair that was unlikely raises every pair that shows the like, *different* of a likely one lowers them.
- People are asked about the pairs that are hardest to tell, and judge nobody drawn at random. So nothing is counted
  anew: given what a pair shows, the verdict alone teaches, and why it was asked does not matter.
- A few verdicts move little: the bits of each level stay near 0, the nearer the fewer verdicts bear on it (`SPREAD`),
  and together they never move a pair by more than `MOST` bits. Reviewers may err, or have a side.
- The order of the verdicts makes no difference.

Source: logistic regression (Cox, JRSS B 20, 1958) with a ridge (le Cessie and van Houwelingen, Applied Statistics 41,
1992) around the bits that were there before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from .evidence import Evidence

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Levels

    Floats = np.ndarray[Any, np.dtype[np.float64]]

SPREAD = 0.5
"""Bits by which what a level is worth in a case is thought to differ from what it is worth elsewhere."""
MOST = 5.0
"""Bits by which verdicts on other pairs move a pair at most."""
EVERY = "every"  # what all judged pairs show
STEPS, HALVINGS, DONE = 50, 30, 1e-9
NAT = log(2)


@dataclass(frozen=True, slots=True)
class Taught:
    """Bits for each level of each comparison, in the order of its levels, and for every pair; `verdicts`: how many."""

    bits: Mapping[str, tuple[float, ...]]
    verdicts: int

    def moves(self, levels: "Mapping[str, Levels]", size: int) -> "Floats":
        """By how many bits pairs that show these levels are moved."""
        import numpy as np

        moved = np.full(size, self.bits[EVERY][0])
        for name, codes in levels.items():
            moved += np.array(self.bits[name])[codes]
        held: Floats = np.clip(moved, -MOST, MOST)
        return held


def taught_by(evidence: Evidence, score: Any, same: Any, many: Mapping[str, int]) -> Taught:
    """What verdicts teach. `score`: of each judged pair before, log2 odds; `same`: its verdict; `many`: levels of each.

    A comparison of which one side says nothing has no bits, now as before.
    """
    import numpy as np

    shown = [(EVERY, 0, np.ones(evidence.size))]
    for name, codes in sorted(evidence.levels.items()):
        shown += [(name, level, np.asarray(codes == level, float)) for level in np.unique(codes[codes > 0]).tolist()]
    bits = {EVERY: [0.0]} | {name: [0.0] * many[name] for name in evidence.levels}
    found = _fitted(np.column_stack([s for _, _, s in shown]), np.asarray(score, float), np.asarray(same, float))
    for (name, level, _), worth in zip(shown, found, strict=True):
        bits[name][level] = round(float(worth), 4) + 0.0
    return Taught({name: tuple(told) for name, told in bits.items()}, evidence.size)


def _fitted(shown: "Floats", score: "Floats", same: "Floats") -> "Floats":
    """The bits that make the verdicts likeliest, each held near 0: Newton's steps, halved where they go too far."""
    import numpy as np

    bits = np.zeros(shown.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp2(-np.clip(score + shown @ bits, -500, 500)))
        slope = NAT * shown.T @ (p - same) + bits / SPREAD**2
        bend = NAT**2 * (shown.T * (p * (1 - p))) @ shown + np.eye(len(bits)) / SPREAD**2
        step = np.linalg.solve(bend, slope)
        for _ in range(HALVINGS):
            if _loss(shown, score, same, bits - step) <= _loss(shown, score, same, bits):
                break
            step = step / 2
        bits = bits - step
        if np.abs(step).max() < DONE:
            break
    return bits


def _loss(shown: "Floats", score: "Floats", same: "Floats", bits: "Floats") -> float:
    import numpy as np

    against = np.where(same == 1, -1.0, 1.0) * (score + shown @ bits)
    return float(NAT * np.logaddexp2(0, against).sum() + (bits**2).sum() / (2 * SPREAD**2))
