"""Many lists compared at once, each with each and each within itself: what a case needs.

- A pair of two lists gets the score that it would get if they were the only two, but for the rarity of names: that is
  counted over all lists together. How many people two lists have in common is learnt from them, pair by pair of lists:
  the lists of a case are of prisoners here and prisoners there, and many have nobody in common.
- A record may be one person with a record of each of the other lists; within one pair of lists its candidates stand
  against one another. Where two are as likely, each has half the probability, and is a match all the same: no threshold
  takes it for one person, and nobody overlooks that a person may stand twice.
- What people judged of some pairs teaches what the others are worth; the guard is not moved by it. A pair judged
  different stands in the way of no other pair of its records.
- Beside the guard: where the family names have nothing in common (a married name, or two people born on one day),
  somebody must look, unless the document is the same.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .blocking.candidates import candidates
from .blocking.keys import facts_of
from .guard import OTHER_FAMILY, guarded
from .judged import CERTAIN, Judged, judged_rows
from .match import LEARN_FROM, MATCH, REVIEW, Explicable, matching, witness_of
from .one_to_one import margins
from .pairs_of_lists import Lists, scores_between, seen, shares_between
from .prepare import prepared
from .scoring.evidence import Evidence, Witness, level_table
from .scoring.learn import alone
from .scoring.likelihood import Likelihoods, likelihoods
from .scoring.verdicts import taught_by
from .scoring.weights import Weights, shipped_weights

if TYPE_CHECKING:
    import polars as pl

EACH = 3  # candidates of each record, beside one for each list: one person's records share rare keys, which come first
AS_LIKELY = 1.0  # bits by which another record may be likelier, and this one still be as likely


@dataclass(kw_only=True)
class Among(Explicable):
    """Lists compared with one another. `lists`: which record is of which list, in the order of the ids.

    `levels`: what each candidate shows; `shares`: how many each two lists have in common; `judged`: pairs that
    taught, see `with_verdicts`.
    """

    lists: Lists = field(repr=False)
    levels: Any = field(repr=False)
    shares: dict[int, float] = field(repr=False)
    judged: Judged | None = None

    def with_verdicts(self, judged: "pl.DataFrame") -> "Among":
        """The same, as judged pairs teach it: columns left, right, same. The score of a judged pair is taught, too.

        Pairs of records that are on none of the lists teach nothing.
        """
        import numpy as np

        known = judged_rows(judged, self.left_ids, self.left_ids, True)
        if not len(known.left):
            return self
        order = np.lexsort((known.right, known.left))
        known = Judged(known.left[order], known.right[order], known.same[order])
        evidence = self.witness.evidence(known.left, known.right)
        many = {name: len(table) for name, table in self.weights.levels.items()}
        taught = taught_by(evidence, self._before(evidence, known), known.same, many)
        score = (self.score + taught.moves(self.levels, len(self.score))).astype(np.float32)
        return replace(self, score=score, taught=taught, judged=known)

    def _before(self, evidence: Evidence, of: Judged) -> Any:
        """The scores of pairs before any verdict."""
        told = likelihoods(evidence, self.weights)
        return scores_between(told, self.weights, self.lists, self.shares, of.left, of.right)

    @property
    def _seats(self) -> tuple[Any, Any, int]:
        """Each candidate's left record as the right list sees it, and the other way; and how many there can be."""
        import numpy as np

        many, l, r = len(self.lists.sizes), self.candidates.left, self.candidates.right  # noqa: E741
        seats = [np.asarray(a, np.int64) * many + self.lists.of[b] for a, b in ((l, r), (r, l))]
        return seats[0], seats[1], len(self.lists.of) * many

    def _beside_rivals(self, compare: Any) -> Any:
        """How each candidate stands to its rivals; one judged different is nobody's rival, but has rivals itself."""
        import numpy as np

        if self.judged is None:
            return compare(self.score)
        apart = self.judged.among(self.candidates.left, self.candidates.right) == 0
        return np.where(apart, compare(self.score), compare(np.where(apart, -CERTAIN, self.score)))

    @cached_property
    def alone(self) -> Any:
        """How likely each candidate is one person, set against the others of its two records in the same two lists."""
        left, right, most = self._seats
        return self._beside_rivals(lambda score: alone(score, left, right, most, most))

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
        return self._beside_rivals(lambda score: margins(left, right, score))

    def weighed(self, left: int, right: int) -> tuple[Weights, tuple[int, int]]:
        """The weights for two records, by their rows, and the sizes of the lists that they stand on."""
        code = int(self.lists.codes(left, right))
        one, two = self.lists.sizes_of(code)
        share = self.shares.get(code, self.lists.share_of_nobody(self.weights, code))
        return replace(self.weights, match=share), (one, two)

    def held_back(self, evidence: Evidence, found: Likelihoods) -> Any:
        """The guard's flags of pairs."""
        return _held_back(evidence, self.weights, found)

    def shared(self, left: int, right: int) -> tuple[Any, Any]:
        """Which candidates are pairs of the one record, and which of the other, within the same two lists."""
        one, two, _ = self._seats
        many, of = len(self.lists.sizes), self.lists.of
        return one == left * many + of[right], two == right * many + of[left]


def among(rows: "pl.DataFrame", name: str = "list") -> Among:
    """All pairs of the rows of several lists, of two lists and of one.

    `rows`: the columns that `matching` reads, with an `id` that is unique over all of them; `name`: the column that
    says which list. What is found does not depend on the order of rows or columns.
    """
    both = prepared(rows.drop(name), None)
    witness = witness_of(both)
    lists = Lists.read(rows, name, both.left_ids)
    keyed = facts_of(witness.sides, witness.words, witness.names)
    found = candidates(*keyed, budget=EACH + len(lists.sizes), within=True)
    weights = _weights(rows, name, witness)
    told, levels, guard = seen(witness, found.left, found.right, weights, _held_back)
    shares = shares_between(told, weights, lists, found.left, found.right)
    score = scores_between(told, weights, lists, shares, found.left, found.right)
    ids, basis = (both.left_ids, both.left_ids), (found, weights, score, guard)
    return Among(*ids, *basis, witness=witness, lists=lists, levels=levels, shares=shares)


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


def _held_back(evidence: Evidence, weights: Weights, found: Likelihoods) -> Any:
    """The guard's flags, and whether it takes two families for one."""
    return guarded(evidence, weights, found) | _of_other_families(evidence, weights)


def _of_other_families(evidence: Evidence, weights: Weights) -> Any:
    """A flag where no word of the family names agrees, nor the document: in small lists a day of birth would do."""
    import numpy as np

    shown = []
    for name, level in (("family", "different"), ("document", "same")):
        wanted = [n for n, lv in enumerate(weights.levels.get(name, ())) if lv.id == level]
        shown.append(np.isin(evidence.levels.get(name, np.zeros(evidence.size, np.uint8)), wanted))
    return np.where(shown[0] & ~shown[1], OTHER_FAMILY, 0).astype(np.uint8)
