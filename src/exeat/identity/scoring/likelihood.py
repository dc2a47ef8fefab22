"""How likely the evidence of a pair is, if the two records are one person, strangers, close kin or namesakes.

- Comparisons are taken as independent of one another within each of these sorts.
- Close kin may be twins: their likeness hangs together, so they are weighed by themselves, and the two added.
- An agreement that has bits says, of strangers, as much as what they share is rare; any other level says what strangers
  show on average.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.sides import fine

from .evidence import NAMED, Evidence
from .weights import Weights

if TYPE_CHECKING:
    import numpy as np

    Log2 = np.ndarray[Any, np.dtype[np.float32]]

SORTS = ("match", "stranger", "kin", "namesake")
CELLS = 2_048  # of a table by which comparisons are looked up together
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

    match, stranger, kin, twin, namesake = (np.zeros(evidence.size, np.float32) for _ in range(5))
    for names in _together(evidence.levels, weights):
        for total, told in zip((match, stranger, kin, twin, namesake), _told(names, evidence, weights), strict=True):
            total += told
    for name, bits in evidence.bits.items():
        _, usual, _ = _logs(weights, name)
        rare = np.where(bits >= 0, -bits - usual[evidence.levels[name]], np.float32(0))
        stranger += rare
        if name not in NAMED:
            namesake += rare
    return Likelihoods(match, stranger, np.logaddexp2(kin, twin + np.float32(np.log2(TWINS))), namesake)


def _together(names: Iterable[str], weights: Weights) -> "list[list[str]]":
    """The comparisons in groups whose levels can be looked up together, so that each pair is looked up less often."""
    groups: list[list[str]] = [[]]
    cells = 1
    for name in names:
        cells *= len(weights.levels[name])
        if cells > CELLS and groups[-1]:
            groups.append([])
            cells = len(weights.levels[name])
        groups[-1].append(name)
    return groups


def _told(names: list[str], evidence: Evidence, weights: Weights) -> "Iterator[Log2]":
    """What a group of comparisons adds to the five sums of each pair."""
    import numpy as np

    at = np.zeros(evidence.size, np.intp)
    tables = [np.zeros(1, np.float32)] * 5
    for name in names:
        m, u, kin = _logs(weights, name)
        at *= len(m)
        at += evidence.levels[name]
        own = (m, u, kin, kin if name in OWN else m, m if name in NAMED else u)
        tables = [np.add.outer(t, o).reshape(-1) for t, o in zip(tables, own, strict=True)]
    return (table.take(at) for table in tables)


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

    table = np.array([(lv.m, lv.u, lv.kin) for lv in weights.levels[name]])
    m, u, kin = fine(np.log2(table)).T
    return m, u, kin
