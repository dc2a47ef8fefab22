"""How likely the evidence of a pair is, if the two records are one person, strangers, close kin or namesakes.

- Comparisons are taken as independent of one another within each of these sorts.
- Close kin may be twins: their likeness hangs together, so they are weighed by themselves, and the two added.
- An agreement that has bits says, of strangers, as much as what they share is rare; any other level says what strangers
  show on average.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .evidence import NAMED, Evidence
from .weights import Weights

if TYPE_CHECKING:
    import numpy as np

    Log2 = np.ndarray[Any, np.dtype[np.float32]]

SORTS = ("match", "stranger", "kin", "namesake")
OWN, TWINS = ("given", "document", "sex"), 0.1
"""What twins do not share, and their part of close kin; all else is theirs as it is one person's."""


@dataclass(slots=True)
class Likelihoods:
    """log2 of the probability of each pair's evidence, by sort."""

    match: "Log2"
    stranger: "Log2"
    kin: "Log2"
    namesake: "Log2"


def likelihoods(evidence: Evidence, weights: Weights) -> Likelihoods:
    """The four likelihoods of each pair."""
    import numpy as np

    found = Likelihoods(*(np.zeros(evidence.size, np.float32) for _ in SORTS))
    twin = np.zeros(evidence.size, np.float32)
    for name, levels in evidence.levels.items():
        m, u, kin = _logs(weights, name)
        stranger = u[levels]
        if name in evidence.bits:
            bits = evidence.bits[name]
            stranger = np.where(bits >= 0, -bits, stranger)
        found.match += m[levels]
        found.stranger += stranger
        found.kin += kin[levels]
        twin += (kin if name in OWN else m)[levels]
        found.namesake += m[levels] if name in NAMED else stranger
    found.kin = np.logaddexp2(found.kin, twin + np.float32(np.log2(TWINS)))
    return found


def log2_odds(found: Likelihoods, weights: Weights, left: int, right: int) -> "Log2":
    """The log2 odds that each pair is one person, of lists of so many records, calibrated."""
    import numpy as np

    pairs = left * right / max(1, min(left, right))  # for each record of the shorter list
    with np.errstate(divide="ignore"):
        match, kin, namesake = (np.log2(np.float32(s / pairs)) for s in (weights.match, weights.kin, weights.namesake))
    others = np.logaddexp2(found.kin + kin, found.namesake + namesake)
    raw = found.match + match - np.logaddexp2(found.stranger, others)
    return np.asarray(raw * np.float32(weights.slope) + np.float32(weights.offset), np.float32)


def _logs(weights: Weights, name: str) -> "tuple[Log2, Log2, Log2]":
    import numpy as np

    table = weights.levels[name]
    return tuple(np.log2(np.array([getattr(lv, s) for lv in table], np.float32)) for s in ("m", "u", "kin"))  # type: ignore[return-value]
