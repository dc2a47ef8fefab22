"""What the lists themselves teach: expectation and maximisation over their own candidates, from the shipped weights on.

- What strangers show is counted over pairs drawn evenly from the whole lists, of whom nearly none are one person.
- What one person's records show is estimated from the candidates, each weighed by how likely it is one person, and
  less where another candidate of either record is likely too: nobody stands twice in a list.
- Who is alike in name is often of one people, and so in one prison and of one country: where a list is of several
  peoples, what two records share is as common as it is among their own (`crowd`).
- The shipped weights count as `PRIOR` pairs more; so lists too small to learn from keep them, nearly.
- A judged pair counts as certain.
- What it costs that another name agrees is a matter of how many there are, and is not learnt.

Source: Dempster, Laird and Rubin (JRSS B 39, 1977); Winkler (1988) for its use in record linkage.
"""

from dataclasses import dataclass, replace
from math import log2
from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import Level
from exeat.identity.names.compare import TAKEN
from exeat.identity.names.others import KNOWN_AS

from .evidence import Evidence, Witness
from .likelihood import likelihoods, log2_odds
from .weights import LEAST, Weights

if TYPE_CHECKING:
    from exeat.identity.sides import Ints

PRIOR = 200.0  # pairs that the shipped weights count as
ROUNDS = 6
SAMPLE = 150_000  # candidates to learn from
RANDOM = 12_000  # pairs drawn evenly
MANY = 50.0  # pairs of one person for each record of a list, where many records may be one person
STRIDE = 0x9E3779B1
AGREED, OF_A_PEOPLE = 1, ("place", "nationality")  # the level of what is the same; what is counted


@dataclass(frozen=True, slots=True)
class Lesson:
    """Candidates to learn from: their rows, and their evidence; `share`: of all left records, how many are in it.

    `exclusive`: whether each record can be one person with one of the other list only.
    `judged`: 1 = somebody judged them the same, 0 = different, -1 = nobody did; None = nobody judged any.
    """

    left: "Ints"
    right: "Ints"
    evidence: Evidence
    share: float
    judged: "Any" = None
    exclusive: bool = True


def learn(witness: Witness, lesson: Lesson, weights: Weights) -> Weights:
    """Weights learnt from candidates, beginning with `weights`."""
    if not len(lesson.left):
        return weights
    return taught(lesson, strangers(witness), witness.size, weights)


def taught(lesson: Lesson, unlike: Evidence | None, size: tuple[int, int], weights: Weights) -> Weights:
    """Weights learnt from a lesson and from pairs drawn evenly, of lists of so many records."""
    import numpy as np

    if unlike is not None:
        weights = _counted(weights, unlike, np.ones(unlike.size), "u")
    ground = weights
    for _ in range(ROUNDS):
        weights = _round(size, lesson, weights, ground)
    return replace(weights, learnt=len(lesson.left)).rounded()


def share_of(candidates: int, sample: int = SAMPLE) -> float:
    """The share of the left records to learn from, so that they have about `sample` candidates."""
    return min(1.0, sample / max(1, candidates))


def drawn(left: "Ints", share: float) -> Any:
    """Which candidates are those of drawn left records: evenly, by a fixed mixing of their row numbers."""
    import numpy as np

    return (left.astype(np.uint64) * np.uint64(STRIDE)) % np.uint64(1 << 32) < share * (1 << 32)


def lesson_of(
    witness: Witness,
    left: "Ints",
    right: "Ints",
    judged: "Any" = None,
    exclusive: bool = True,
    sample: int = SAMPLE,
) -> Lesson:
    """Candidates to learn from: all of them, or whole left records with all theirs, evenly drawn by their numbers."""
    share = share_of(len(left), sample)
    if share == 1.0:
        return Lesson(left, right, witness.evidence(left, right), share, judged, exclusive)
    at = drawn(left, share)
    verdicts = None if judged is None else judged[at]
    return Lesson(left[at], right[at], witness.evidence(left[at], right[at]), share, verdicts, exclusive)


def strangers(witness: Witness) -> Evidence | None:
    """The evidence of pairs drawn evenly from the two sides; None where they have too few."""
    left, right = drawn_pairs(len(witness.sides.left), len(witness.sides.right))
    return witness.evidence(left, right) if len(left) else None


def drawn_pairs(nl: int, nr: int) -> "tuple[Ints, Ints]":
    """Pairs of rows drawn evenly from two lists of so many records; none where they have too few."""
    import numpy as np

    many = min(RANDOM, nl * nr // 4)
    if many < 1:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    at = (np.arange(many, dtype=np.uint64) * np.uint64(nl * nr // many)).astype(np.int64)
    at = (at + (np.arange(many, dtype=np.int64) * STRIDE) % max(1, nl * nr // many)) % (nl * nr)
    return (at // nr).astype(np.int32), (at % nr).astype(np.int32)


def _counted(weights: Weights, evidence: Evidence, weight: Any, sort: str) -> Weights:
    import numpy as np

    levels = dict(weights.levels)
    for name, codes in evidence.levels.items():
        if name == KNOWN_AS:
            continue
        table = levels[name]
        counts = np.bincount(codes, weights=weight, minlength=len(table))
        counts[0] = 0.0
        total = counts.sum() + PRIOR
        shares = [(c + PRIOR * getattr(lv, sort)) / total for c, lv in zip(counts, table, strict=True)]
        told = zip(table[1:], shares[1:], strict=True)
        levels[name] = (table[0], *(_set(lv, sort, float(s)) if not _taken(name, lv, sort) else lv for lv, s in told))
    return replace(weights, levels=levels)


def _taken(name: str, level: Level, sort: str) -> bool:
    """Whether what strangers show is said, not counted."""
    return sort == "u" and (name, level.id) in TAKEN


def _set(level: Level, sort: str, share: float) -> Level:
    told: dict[str, Any] = {sort: max(LEAST, share)}
    return replace(level, **told)


def _round(size: tuple[int, int], lesson: Lesson, weights: Weights, ground: Weights) -> Weights:
    """One step: how likely each candidate is one person, then what those that are, show, counted anew from `ground`."""
    import numpy as np

    nl, nr = size
    odds = log2_odds(likelihoods(lesson.evidence, weights), replace(weights, slope=1.0, offset=0.0), nl, nr)
    each = alone(odds, lesson.left, lesson.right, nl, nr) if lesson.exclusive else by_itself(odds)
    if lesson.judged is not None:
        each = np.where(lesson.judged < 0, each, lesson.judged)
    told = replace(_counted(ground, lesson.evidence, each, "m"), crowd=_crowd(ground, lesson.evidence, 1 - each))
    share = float(each.sum()) / max(1.0, lesson.share * min(nl, nr))
    match = float(np.clip(share, 0.02, 1.0 if lesson.exclusive else MANY))
    return replace(told, match=match)


def _crowd(weights: Weights, evidence: Evidence, other: Any) -> float:
    """How many bits the people of a record tell. `other`: how likely each candidate is not one person.

    By how much oftener than any two records the candidates who are others are of one place of detention, and of one
    nationality; by neither is a candidate found. 0 where a list is of one people.
    """
    among = _counted(weights, evidence, other, "u").levels
    told = [log2(among[n][AGREED].u / weights.levels[n][AGREED].u) for n in OF_A_PEOPLE if n in evidence.levels]
    return max(0.0, sum(told) / len(told)) if told else 0.0


def by_itself(odds: Any) -> Any:
    """How likely each pair is one person, whatever else there is."""
    import numpy as np

    return 1.0 / (1.0 + np.exp2(-np.clip(odds.astype(np.float64), -60, 60)))


def alone(odds: Any, left: "Ints", right: "Ints", nl: int, nr: int) -> Any:
    """How likely each pair is one person, where each record is in at most one such pair.

    `odds`: log2. The odds of a pair are set against those of all other pairs of its two records.
    """
    import numpy as np

    weight = np.exp2(np.clip(odds.astype(np.float64), -60, 60))
    rows, columns = np.bincount(left, weights=weight, minlength=nl), np.bincount(right, weights=weight, minlength=nr)
    return weight / (1.0 + rows[left] + columns[right] - weight)
