"""Matching two lists: which record of the one may be the same person as which of the other, and how likely.

- Records are compared where blocking finds a reason to; a pair's score is the log2 of its odds, from what the two
  records say and from how rare it is. The lists' order, of rows and of columns, makes no difference.
- A match is a proposal. `match`: likely, and the guard has nothing against it; `review`: somebody must look; `no`.
  Where another record of a list is likely the same person too, one of them is not: both are for review.
- A judged pair is never overruled: one judged different is not proposed, one judged the same is.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .blocking.candidates import BUDGET, Candidates, candidates
from .blocking.keys import facts_of
from .engine import Engine
from .guard import guarded
from .judged import CERTAIN, judged_rows
from .names.words import Rarity, words_of
from .one_to_one import margins, one_to_one
from .prepare import Prepared, prepared
from .scoring.evidence import Evidence, Witness, level_table
from .scoring.learn import alone, learn, lesson_of
from .scoring.likelihood import Likelihoods, likelihoods, log2_odds
from .scoring.verdicts import Taught
from .scoring.weights import Weights, shipped_weights
from .sides import Side, Sides

if TYPE_CHECKING:
    import polars as pl

CHUNK = 150_000  # pairs compared at once
LEARN_FROM = 2_000  # records in both lists together: fewer keep the shipped weights
MATCH, REVIEW = 0.75, 0.05  # the least probability of each decision
RIVALLED = 0.1  # by how much others may lessen the probability of a match
LIKELY = 0.5  # of a pair that stands one to one
DECISIONS = ("no", "review", "match")


@dataclass
class Found:
    """What comes out of comparing two lists. Rows are numbered in the order of their ids within each list.

    Inside, the shorter list is the left one (of two as long, the one whose ids sort first), so that it changes no
    number which is named first; `flipped`: the left one is what the caller named second.
    """

    left_ids: "pl.Series"
    right_ids: "pl.Series"
    candidates: Candidates
    weights: Weights
    score: Any = field(repr=False)  # log2 odds of each candidate
    guard: Any = field(repr=False)  # flags of each candidate
    flipped: bool = False
    exclusive: bool = True  # whether each record can be one person with one of the other list only
    records: tuple[int, int] | None = None  # of the lists, where not all of their ids are here

    @property
    def size(self) -> tuple[int, int]:
        """How many records the left and the right list have."""
        return self.records or (len(self.left_ids), len(self.right_ids))

    @cached_property
    def alone(self) -> Any:
        """How likely each candidate is one person, set against the other candidates of its two records.

        Within one list, where many records may be one person, nothing is set against it.
        """
        if not self.exclusive:
            return self.probability
        nl, nr = len(self.left_ids), len(self.right_ids)
        return alone(self.score, self.candidates.left, self.candidates.right, nl, nr)

    @cached_property
    def margin(self) -> Any:
        """How much better each candidate is than the next best of its records, in bits."""
        return margins(self.candidates.left, self.candidates.right, self.score)

    @cached_property
    def decision(self) -> Any:
        """0 no, 1 review, 2 match."""
        import numpy as np

        clear = (self.alone >= MATCH) & (self.probability - self.alone <= RIVALLED)
        likely = np.where(clear & (self.guard == 0), 2, 1)
        return np.where(self.probability >= REVIEW, likely, 0).astype(np.uint8)

    @cached_property
    def probability(self) -> Any:
        """The probability of each candidate by itself, from its score."""
        import numpy as np

        return 1.0 / (1.0 + np.exp2(-np.clip(self.score.astype(np.float64), -500, 500)))

    def pairs(self, one_to_one_only: bool = False, all_pairs: bool = False) -> "pl.DataFrame":
        """`left`, `right`, `score`, `probability`, `decision`, `margin`: sorted by the ids.

        `one_to_one_only`: each record at most once, and only those that are likelier one person than not. `all_pairs`:
        those that are decided `no` too, and the unlikely ones.
        """
        import numpy as np
        import polars as pl

        told = np.ones(len(self.score), bool) if all_pairs else self.decision > 0
        if one_to_one_only and not all_pairs:
            told &= self.alone >= LIKELY
        at = np.flatnonzero(told)
        if one_to_one_only:
            at = at[one_to_one(self.candidates.left[at], self.candidates.right[at], self.score[at])]
        one, two = self.left_ids.gather(self.candidates.left[at]), self.right_ids.gather(self.candidates.right[at])
        return pl.DataFrame(
            {
                "left": two if self.flipped else one,
                "right": one if self.flipped else two,
                "score": np.round(self.score[at].astype(np.float64), 6),
                "probability": np.round(self.probability[at], 6),
                "decision": pl.Series(DECISIONS).gather(self.decision[at]),
                "margin": np.round(np.asarray(self.margin[at], np.float64), 6),
            }
        ).sort("left", "right")


@dataclass(kw_only=True)
class Explicable(Found):
    """Lists compared in memory, with everything that it rests on: any two records can be explained."""

    witness: Witness
    taught: Taught | None = None  # what verdicts on pairs of these lists taught; None = nothing

    def weighed(self, left: int, right: int) -> tuple[Weights, tuple[int, int]]:
        """The weights for two records, by their rows, and the sizes of the lists that they stand on."""
        return self.weights, self.witness.size

    def held_back(self, evidence: Evidence, found: Likelihoods) -> Any:
        """The guard's flags of pairs."""
        return guarded(evidence, self.weights, found)

    def shared(self, left: int, right: int) -> tuple[Any, Any]:
        """Which candidates are pairs of the one record, and which of the other."""
        return self.candidates.left == left, self.candidates.right == right


class Matching(Explicable):
    """Two lists compared in memory."""


def match(
    left: Any,
    right: Any = None,
    *,
    as_of: date | None = None,
    one_to_one: bool = False,
    all: bool = False,
    weights: Weights | None = None,
    judged: "pl.DataFrame | None" = None,
) -> "pl.DataFrame":
    """The pairs of two lists that may be one person: `left`, `right`, `score`, `probability`, `decision`.

    `left`, `right`: polars frames or Arrow tables with our columns (`id` else row numbers from 1); right None = the
    pairs within one list. `as_of`: the day of ages that have none. `weights`: None = learnt from the lists, or shipped
    where they are small. `judged`: pairs somebody judged, columns left, right, same.
    """
    found = matching(left, right, as_of=as_of, weights=weights, judged=judged)
    return found.pairs(one_to_one, all).drop("margin")


def matching(
    left: Any,
    right: Any = None,
    *,
    as_of: date | None = None,
    weights: Weights | None = None,
    start: Weights | None = None,
    judged: "pl.DataFrame | None" = None,
    rarity: Rarity | None = None,
    budget: int = BUDGET,
    engine: Engine | None = None,
) -> Matching:
    """Two lists compared; as `match`, with everything that it rests on. `start`: in place of the shipped weights.

    `engine`: what scores in our place, on the same evidence.
    """
    both, flipped = _shorter_first(prepared(left, right, as_of))
    witness = witness_of(both, rarity)
    found = candidates(*facts_of(witness.sides, witness.words, witness.names), budget, within=right is None)
    known = judged_rows(judged, both.left_ids, both.right_ids, right is None)
    found = known.included(found)
    verdicts = known.among(found.left, found.right)
    lesson = None
    if weights is None:
        weights = start or shipped_weights(level_table(witness.fields))
        if len(both.left_ids) + len(both.right_ids) >= LEARN_FROM:
            lesson = lesson_of(witness, found.left, found.right, verdicts, right is not None)
            weights = learn(witness, lesson, weights)
    seen = lesson.evidence if lesson is not None and lesson.share == 1.0 else None
    score, guard = scored(witness, found.left, found.right, weights, seen)
    if engine is not None:
        seen = witness.evidence(found.left, found.right) if seen is None else seen
        score = engine.scores(seen, weights, witness.size)
    score, guard = with_verdicts(verdicts, score, guard)
    ids = both.left_ids, both.right_ids
    return Matching(*ids, found, weights, score, guard, flipped, right is not None, witness=witness)


def with_verdicts(verdicts: Any, score: Any, guard: Any) -> tuple[Any, Any]:
    """What people judged goes before what the machine finds."""
    import numpy as np

    sure = np.where(verdicts == 1, CERTAIN, -CERTAIN).astype(np.float32)
    return np.where(verdicts < 0, score, sure), np.where(verdicts == 1, 0, guard)


def _shorter_first(both: Prepared) -> tuple[Prepared, bool]:
    one, two = both.left_ids, both.right_ids
    first, second = ((len(ids), ids.head(1).to_list(), ids.tail(1).to_list()) for ids in (one, two))
    if first <= second:
        return both, False
    return Prepared(both.right, both.left, two, one, both.comparisons), True


def witness_of(both: Prepared, rarity: Rarity | None = None) -> Witness:
    """What compares any pairs of two prepared lists. `rarity`: None = as often as texts stand on these two lists."""
    sides = Sides(Side(both.left), Side(both.right))
    words, *names = words_of(both.left, both.right, rarity)
    told = tuple(c for c in both.comparisons if all(sides.left.has(n) and sides.right.has(n) for n in c.needs))
    return Witness(sides, words, (names[0], names[1]), told)


def scored(witness: Witness, left: Any, right: Any, weights: Weights, known: Evidence | None = None) -> tuple[Any, Any]:
    """The score and the guard's flags of pairs (rows of left, rows of right), some at a time.

    `known`: their evidence, where it was collected already.
    """
    import numpy as np

    nl, nr = witness.size
    if known is not None:
        likely = likelihoods(known, weights)
        return log2_odds(likely, weights, nl, nr), guarded(known, weights, likely)
    score, guard = np.empty(len(left), np.float32), np.empty(len(left), np.uint8)
    for start in range(0, len(left), CHUNK):
        at = slice(start, start + CHUNK)
        score[at], guard[at] = scored(witness, left[at], right[at], weights, witness.evidence(left[at], right[at]))
    return score, guard
