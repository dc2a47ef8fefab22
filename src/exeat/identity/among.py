"""Many lists compared at once, each with each and each within itself: what a case needs.

- A pair of two lists gets the score that it would get if they were the only two, but for the rarity of names: that is
  counted over all lists together. How many people two lists have in common is learnt from them, pair by pair of lists:
  the lists of a case are of prisoners here and prisoners there, and many have nobody in common.
- A record may be one person with a record of each of the other lists; within one pair of lists its candidates stand
  against one another. Where two are as likely, each has half the probability, and is a match all the same: no threshold
  takes it for one person, and nobody overlooks that a person may stand twice.
- Beside the guard: where the family names have nothing in common (a married name, or two people born on one day),
  somebody must look, unless the document is the same.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .blocking.candidates import candidates
from .blocking.keys import facts_of
from .guard import guarded
from .match import CHUNK, LEARN_FROM, MATCH, REVIEW, Found, _witness, matching
from .one_to_one import margins
from .prepare import prepared
from .scoring.evidence import Evidence, Witness, level_table
from .scoring.learn import alone
from .scoring.likelihood import SORTS, Likelihoods, likelihoods, log2_odds
from .scoring.weights import Weights, shipped_weights

if TYPE_CHECKING:
    import polars as pl

EACH = 3  # candidates of each record, beside one for each list: one person's records share rare keys, which come first
AS_LIKELY = 1.0  # bits by which another record may be likelier, and this one still be as likely
OTHER_FAMILY = 128  # a flag beside those of the guard
PRIOR, ROUNDS, LEAST_SHARE = 10.0, 10, 1e-3


@dataclass
class Among(Found):
    """Lists compared with one another. `lists`: the number of the list of each record, in the order of the ids."""

    lists: Any = field(default=None, repr=False)

    @property
    def _seats(self) -> tuple[Any, Any, int]:
        """Each candidate's left record as the right list sees it, and the other way; and how many there can be."""
        import numpy as np

        many, l, r = int(self.lists.max()) + 1, self.candidates.left, self.candidates.right  # noqa: E741
        seats = [np.asarray(a, np.int64) * many + self.lists[b] for a, b in ((l, r), (r, l))]
        return seats[0], seats[1], len(self.lists) * many

    @cached_property
    def alone(self) -> Any:
        """How likely each candidate is one person, set against the others of its two records in the same two lists."""
        left, right, most = self._seats
        return alone(self.score, left, right, most, most)

    @cached_property
    def probability(self) -> Any:
        """The same: a record stands for at most one of another list, so its candidates share the probability."""
        return self.alone

    @cached_property
    def decision(self) -> Any:
        """0 no, 1 review, 2 match: also where another record is as likely, so that one person may stand twice."""
        import numpy as np

        by_itself = (self.score >= np.log2(MATCH / (1 - MATCH))) & (self.guard == 0)
        likely = np.where(by_itself & ((self.alone >= MATCH) | (self.margin >= -AS_LIKELY)), 2, 1)
        return np.where(self.probability >= REVIEW, likely, 0).astype(np.uint8)

    @cached_property
    def margin(self) -> Any:
        """How much better each candidate is than the next best of its records in the same two lists, in bits."""
        left, right, _ = self._seats
        return margins(left, right, self.score)


def among(rows: "pl.DataFrame", name: str = "list") -> Among:
    """All pairs of the rows of several lists, of two lists and of one.

    `rows`: the columns that `matching` reads, with an `id` that is unique over all of them; `name`: the column that
    says which list. What is found does not depend on the order of rows or columns.
    """
    both = prepared(rows.drop(name), None)
    witness = _witness(both, None)
    lists, sizes = _lists(rows, name, both.left_ids)
    keyed = facts_of(witness.sides, witness.words, witness.names)
    found = candidates(*keyed, budget=EACH + len(sizes), within=True)
    weights = _weights(rows, name, witness)
    score, guard = _scored(witness, found.left, found.right, weights, lists, sizes)
    return Among(both.left_ids, both.left_ids, found, weights, score, guard, lists=lists)


def _lists(rows: "pl.DataFrame", name: str, ids: "pl.Series") -> tuple[Any, list[int]]:
    """The number of each record's list, in the order of the ids, and the size of each list."""
    import numpy as np
    import polars as pl

    number = rows.select("id", pl.col(name).rank("dense").cast(pl.Int64) - 1)
    lists = ids.to_frame("id").join(number, on="id", how="left", maintain_order="left")[name].to_numpy()
    return lists, np.bincount(lists).tolist()


def _weights(rows: "pl.DataFrame", name: str, witness: Witness) -> Weights:
    """The shipped weights; where the two largest lists are large enough, what those two teach."""
    import polars as pl

    shipped = shipped_weights(level_table(witness.fields))
    sizes = rows.group_by(name).len().sort("len", name, descending=[True, False]).head(2)
    if sizes["len"].sum() < LEARN_FROM:
        return shipped
    two = [rows.filter(pl.col(name) == n).drop(name) for n in sizes[name]]
    learnt = matching(two[0], two[1] if len(two) > 1 else None).weights
    return replace(learnt, levels={**shipped.levels, **learnt.levels})


def _scored(witness: Witness, left: Any, right: Any, weights: Weights, lists: Any, sizes: list[int]) -> tuple[Any, Any]:
    """The score and the guard's flags of pairs; each pair as one of its two lists."""
    import numpy as np

    guard, parts = np.empty(len(left), np.uint8), []
    for start in range(0, len(left), CHUNK):
        at = slice(start, start + CHUNK)
        evidence = witness.evidence(left[at], right[at])
        parts.append(likelihoods(evidence, weights))
        guard[at] = guarded(evidence, weights, parts[-1]) | _of_other_families(evidence, weights)
    none = np.empty(0, np.float32)
    told = [np.concatenate([none, *(getattr(p, sort) for p in parts)]) for sort in SORTS]
    score, both = np.empty(len(left), np.float32), _pairs_of_lists(lists[left], lists[right], len(sizes))
    for code in np.unique(both).tolist():
        mine = np.flatnonzero(both == code)
        some, two = Likelihoods(*(t[mine] for t in told)), (sizes[code // len(sizes)], sizes[code % len(sizes)])
        share = _in_common(some, weights, left[mine], right[mine], *two)
        score[mine] = log2_odds(some, replace(weights, match=share), *two)
    return score, guard


def _pairs_of_lists(left: Any, right: Any, many: int) -> Any:
    import numpy as np

    return np.minimum(left, right) * many + np.maximum(left, right)


def _in_common(told: Likelihoods, weights: Weights, left: Any, right: Any, one: int, two: int) -> float:
    """How many of the smaller list two lists have in common, as a share: learnt from their candidates alone.

    Lists of other people have hardly anybody in common, and one list hardly anybody twice. What the shipped weights
    say counts as `PRIOR` records more, so that small lists keep it, nearly.
    """
    share, plain = weights.match, replace(weights, slope=1.0, offset=0.0)
    rows = int(max(left.max(), right.max())) + 1
    for _ in range(ROUNDS):
        odds = log2_odds(told, replace(plain, match=share), one, two)
        found = float(alone(odds, left, right, rows, rows).sum())
        share = min(1.0, max(LEAST_SHARE, (found + PRIOR * weights.match) / (min(one, two) + PRIOR)))
    return share


def _of_other_families(evidence: Evidence, weights: Weights) -> Any:
    """A flag where no word of the family names agrees, nor the document: in small lists a day of birth would do."""
    import numpy as np

    shown = []
    for name, level in (("family", "different"), ("document", "same")):
        wanted = [n for n, lv in enumerate(weights.levels.get(name, ())) if lv.id == level]
        shown.append(np.isin(evidence.levels.get(name, np.zeros(evidence.size, np.uint8)), wanted))
    return np.where(shown[0] & ~shown[1], OTHER_FAMILY, 0).astype(np.uint8)
