"""Every two lists of a case as two lists by themselves: how many people they have in common, and what a pair scores.

- How many is learnt for each two lists, from their candidates alone: the lists of a case are of prisoners here and
  prisoners there, and many have nobody in common. One list has hardly anybody twice.
- What is compared of a pair, and what it weighs, does not depend on which lists it is of.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .match import CHUNK
from .scoring.evidence import Evidence, Witness
from .scoring.learn import alone
from .scoring.likelihood import SORTS, Likelihoods, likelihoods, log2_odds
from .scoring.weights import Weights

if TYPE_CHECKING:
    import polars as pl

PRIOR, ROUNDS, LEAST_SHARE = 10.0, 10, 1e-3
Guard = Callable[[Evidence, Weights, Likelihoods], Any]


@dataclass(frozen=True)
class Lists:
    """`of`: the number of the list of each record, in the order of the ids; `sizes`: how many records each list has."""

    of: Any
    sizes: list[int]

    @classmethod
    def read(cls, rows: "pl.DataFrame", name: str, ids: "pl.Series") -> "Lists":
        """The lists that the column `name` names."""
        import numpy as np
        import polars as pl

        number = rows.select("id", pl.col(name).rank("dense").cast(pl.Int64) - 1)
        of = ids.to_frame("id").join(number, on="id", how="left", maintain_order="left")[name].to_numpy()
        return cls(of, np.bincount(of).tolist())

    def codes(self, left: Any, right: Any) -> Any:
        """A number for the two lists of each pair of rows."""
        import numpy as np

        one, two = self.of[left], self.of[right]
        return np.minimum(one, two) * len(self.sizes) + np.maximum(one, two)

    def sizes_of(self, code: int) -> tuple[int, int]:
        """How many records two lists have."""
        return self.sizes[code // len(self.sizes)], self.sizes[code % len(self.sizes)]

    def share_of_nobody(self, weights: Weights, code: int) -> float:
        """What two lists have in common where no candidate is in both."""
        return _share(0.0, weights, *self.sizes_of(code))

    def each_two(self, left: Any, right: Any) -> Iterator[tuple[int, Any]]:
        """Each two lists that pairs are of, and the numbers of those pairs."""
        import numpy as np

        both = self.codes(left, right)
        for code in np.unique(both).tolist():
            yield code, np.flatnonzero(both == code)


def seen(
    witness: Witness, left: Any, right: Any, weights: Weights, guard: Guard
) -> tuple[Likelihoods, dict[str, Any], Any]:
    """The likelihoods of pairs, the levels that they show, and the guard's flags; some pairs at a time."""
    import numpy as np

    flags, told, levels = np.empty(len(left), np.uint8), [], []
    for start in range(0, max(1, len(left)), CHUNK):
        at = slice(start, start + CHUNK)
        evidence = witness.evidence(left[at], right[at])
        told.append(likelihoods(evidence, weights))
        levels.append(evidence.levels)
        flags[at] = guard(evidence, weights, told[-1])
    every = {name: np.concatenate([some[name] for some in levels]) for name in levels[0]}
    return Likelihoods(*(np.concatenate([getattr(p, sort) for p in told]) for sort in SORTS)), every, flags


def shares_between(told: Likelihoods, weights: Weights, lists: Lists, left: Any, right: Any) -> dict[int, float]:
    """How many people each two lists have in common, as a share of the smaller one."""
    return {
        code: _in_common(_some(told, at), weights, left[at], right[at], *lists.sizes_of(code))
        for code, at in lists.each_two(left, right)
    }


def scores_between(
    told: Likelihoods, weights: Weights, lists: Lists, shares: Mapping[int, float], left: Any, right: Any
) -> Any:
    """The score of pairs, each as one of its two lists."""
    import numpy as np

    score = np.empty(len(left), np.float32)
    for code, at in lists.each_two(left, right):
        share = shares.get(code, lists.share_of_nobody(weights, code))
        score[at] = log2_odds(_some(told, at), replace(weights, match=share), *lists.sizes_of(code))
    return score


def _some(told: Likelihoods, at: Any) -> Likelihoods:
    return Likelihoods(*(getattr(told, sort)[at] for sort in SORTS))


def _in_common(told: Likelihoods, weights: Weights, left: Any, right: Any, one: int, two: int) -> float:
    """How many of the smaller list two lists have in common, as a share: learnt from their candidates alone.

    Lists of other people have hardly anybody in common, and one list hardly anybody twice. What the shipped weights
    say counts as `PRIOR` records more, so that small lists keep it, nearly.
    """
    share, plain = weights.match, replace(weights, slope=1.0, offset=0.0)
    rows = int(max(left.max(), right.max())) + 1
    for _ in range(ROUNDS):
        odds = log2_odds(told, replace(plain, match=share), one, two)
        share = _share(float(alone(odds, left, right, rows, rows).sum()), weights, one, two)
    return share


def _share(found: float, weights: Weights, one: int, two: int) -> float:
    return min(1.0, max(LEAST_SHARE, (found + PRIOR * weights.match) / (min(one, two) + PRIOR)))
