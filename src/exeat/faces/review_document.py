"""The documents of `exeat review`: the queue (`--list`) and the agreement between reviewers (`--agreement`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exeat.identity.agreement import Agreement, Disagreement
from exeat.identity.review import Queue

from .part import Lacks


@dataclass(frozen=True, slots=True)
class PairAsked:
    """A pair that a reviewer is asked about. `worth` (bits), `score`, `probability`: decimals, only with `--scores`."""

    left: str
    right: str
    decision: str
    worth: str | None = None
    score: str | None = None
    probability: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """`review --list`: the pairs left to judge, in order, and how many are left out and why.

    `reviewer` None = of somebody who has judged nothing. `judged`: by this reviewer; `others`: by others; `settled`:
    what follows from verdicts on other pairs.
    """

    exeat: Literal["review/1"]
    reviewer: str | None
    second: bool
    judged: int
    others: int
    settled: int
    pairs: tuple[PairAsked, ...]
    withheld: Lacks = ()


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """`review --agreement`: every two reviewers who judged a pair in common, and every pair of which they differ."""

    exeat: Literal["agreement/1"]
    agreement: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    withheld: Lacks = ()


def pairs_asked(found: Queue, scores: bool) -> Sequence[PairAsked]:
    """The rows of a queue; what the machine says in figures only where it is asked for."""
    rows = found.pairs.select("left", "right", "decision", "worth", "score", "probability").iter_rows()
    return [
        PairAsked(left, right, decision, *(f"{n:.6f}" for n in figures)) if scores else PairAsked(left, right, decision)
        for left, right, decision, *figures in rows
    ]
