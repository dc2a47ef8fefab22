"""One to one: each record of either list stands for at most one of the other, the best pairs first.

- A pair is taken if no other pair of either record is better; then the pairs of what was taken go, and so on. That is
  the greedy choice by score, whatever the order of the rows; of equal scores, the pair whose ids sort first.
- The margin of a pair is how much better it is than the next best pair of either of its records, in bits.
"""

from typing import TYPE_CHECKING, Any

from .ordered import firsts

if TYPE_CHECKING:
    import numpy as np

    from .sides import Ints

    Bools = np.ndarray[Any, np.dtype[np.bool_]]

ALONE = 60.0
"""The margin of a pair with nothing beside it."""
HOPELESS = -16.0
"""The score below which a pair is nobody's rival, nor has a margin of its own."""


def one_to_one(left: "Ints", right: "Ints", score: Any) -> "Bools":
    """Which pairs are taken. The rows are numbered in the order of their ids."""
    import numpy as np

    order = np.lexsort((right, left, -score))
    taken = np.zeros(len(score), bool)
    while len(order):
        l, r = left[order], right[order]  # noqa: E741
        best = _first(l) & _first(r)
        taken[order[best]] = True
        gone_l, gone_r = np.isin(l, l[best]), np.isin(r, r[best])
        order = order[~(gone_l | gone_r)]
    return taken


def _first(values: "Ints") -> "Bools":
    """Which are the first of their value."""
    import numpy as np

    found = np.zeros(len(values), bool)
    found[np.unique(values, return_index=True)[1]] = True
    return found


def margins(left: "Ints", right: "Ints", score: Any) -> Any:
    """The margin of each pair against the best other pair of its records, in bits; negative where another is better."""
    import numpy as np

    found = np.full(len(score), ALONE)
    at = np.flatnonzero(score > HOPELESS)
    rival = np.maximum(_rival(left[at], score[at]), _rival(right[at], score[at]))
    found[at] = np.where(np.isneginf(rival), ALONE, np.minimum(score[at] - rival, ALONE))
    return found


def _rival(rows: "Ints", score: Any) -> Any:
    """The best score of the other pairs of the same row; minus infinity where there is none."""
    import numpy as np

    order = np.argsort(rows.astype(np.uint64) << np.uint64(32) | _falling(score))
    sorted_rows, sorted_score = rows[order], score[order]
    first = firsts(sorted_rows)
    group = np.cumsum(first) - 1
    best = sorted_score[first]
    second = np.full(len(best), -np.inf)
    at = np.flatnonzero(~first & np.append(False, first[:-1]))
    second[group[at]] = sorted_score[at]
    rival = np.empty(len(score))
    rival[order] = np.where(first, second[group], best[group])
    return rival


def _falling(score: Any) -> Any:
    """Scores as whole numbers of 32 bits, the higher the score the lower."""
    import numpy as np

    bits = np.ascontiguousarray(score, np.float32).view(np.uint32)
    rising = np.where(bits >> 31, ~bits, bits | np.uint32(1 << 31))
    return (~rising).astype(np.uint64)
