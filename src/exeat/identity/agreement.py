"""Agreement between reviewers: over the pairs that two of them judged, how often they say the same.

- A share alone flatters: two who say *different* of nearly every pair agree nearly always. Cohen's kappa takes away
  what two would agree on by chance, each saying the three verdicts as often as they do:
      kappa = (p_o - p_e) / (1 - p_e),  p_o = the share of agreement,  p_e = sum over verdicts of share_a * share_b
  1 = always, 0 = as by chance, below 0 = less. It says nothing (None) where both say one and the same verdict
  throughout. All three verdicts count, *unsure* among them.
- Of a reviewer with several standing verdicts on one pair, all of one kind count once; of different kinds, none.
- It measures reviewers, and the task, on the pairs that they were asked about, the hard ones. It ranks nobody.

Source: Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from .judgements import VERDICTS

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair of which two reviewers say different things, and their statements."""

    left: str
    right: str
    one: str
    one_says: str
    other: str
    other_says: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers: how many pairs both judged, of how many they say the same, and Cohen's kappa.

    `share` and `kappa` are decimals of four digits; None where no pair, or chance alone, would decide them.
    """

    one: str
    other: str
    pairs: int
    agreed: int
    share: str | None
    kappa: str | None


def agreement(judged: "pl.DataFrame") -> tuple[tuple[Agreement, ...], tuple[Disagreement, ...]]:
    """Every two who judged a pair in common, and every pair of which they differ. `judged`: see `judgements`."""
    said = _verdicts(judged)
    speakers = sorted({by for of in said.values() for by in of}, key=str.encode)
    found = []
    for one, other in combinations(speakers, 2):
        both = [(of[one][0], of[other][0]) for of in said.values() if one in of and other in of]
        if both:
            found.append(_measured(one, other, both))
    return tuple(found), tuple(_differing(said))


Verdicts = dict[tuple[str, str], dict[str, tuple[str, str]]]  # by pair, by reviewer: verdict, statement


def _verdicts(judged: "pl.DataFrame") -> Verdicts:
    """What each reviewer says of each pair; nothing of who says two things of one pair."""
    import polars as pl

    one_thing = pl.col("verdict").n_unique().over("left", "right", "by") == 1
    rows = judged.filter(one_thing).unique(["left", "right", "by"], keep="first", maintain_order=True)
    found: Verdicts = {}
    for left, right, by, verdict, statement in rows.select("left", "right", "by", "verdict", "statement").iter_rows():
        found.setdefault((left, right), {})[by] = verdict, statement
    return found


def _measured(one: str, other: str, both: list[tuple[str, str]]) -> Agreement:
    """In whole numbers to the end, so that the figures are the same everywhere."""
    n, agreed = len(both), sum(a == b for a, b in both)
    chance = sum(sum(a == v for a, _ in both) * sum(b == v for _, b in both) for v in VERDICTS)  # times n squared
    kappa = None if chance == n * n else f"{(agreed * n - chance) / (n * n - chance):.4f}"
    return Agreement(one, other, n, agreed, f"{agreed / n:.4f}", kappa)


def _differing(said: Verdicts) -> list[Disagreement]:
    found = []
    for (left, right), of in sorted(said.items()):
        for one, other in combinations(sorted(of, key=str.encode), 2):
            (a, i), (b, j) = of[one], of[other]
            if a != b:
                found.append(Disagreement(left, right, one, a, other, b, tuple(sorted({i, j}))))
    return found
