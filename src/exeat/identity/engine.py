"""What turns the evidence of pairs into scores: ours, or another engine fed with the same evidence.

- An engine gets the level of every comparison of every candidate, how rare what they share is, and how often strangers
  show each level; it gives log2 odds. Candidates, comparisons, guard and decisions stay what they are.
- Another engine is a check on the arithmetic and on what is learnt, not on what is compared.
"""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .scoring.evidence import Evidence
    from .scoring.weights import Weights


class Engine(Protocol):
    """Another way to score."""

    def scores(self, evidence: "Evidence", weights: "Weights", size: tuple[int, int]) -> Any:
        """The log2 odds that each pair is one person, one number a pair.

        `weights`: ours, as learnt or shipped; an engine may learn its own. `size`: how many records either list has.
        """
