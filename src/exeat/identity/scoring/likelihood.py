"""How likely the evidence of a pair is, if the two records are one person, strangers, close kin or namesakes.

- Comparisons are taken as independent of one another within each of these sorts.
- Close kin may be twins: their likeness hangs together, so they are weighed by themselves, and the two added. Twins
  have other given names, never the same in another order, as father and son may; who was registered together with
  another has the next number, so that is no rarity among them.
- Namesakes share the name, and what a name tells: the sex, and the father, whose name is part of it in many usages.
  Half of them are of one place: people of one name are often of one village.
- Who has many names shares one with kin and with namesakes as easily as with strangers: what another name costs, it
  costs against them too.
- An agreement that has bits says, of strangers, as much as what they share is rare; any other level says what strangers
  show on average.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.names.others import KNOWN_AS
from exeat.identity.sides import fine

from .evidence import NAMED, Evidence
from .weights import Weights

if TYPE_CHECKING:
    import numpy as np

    Log2 = np.ndarray[Any, np.dtype[np.float32]]

SORTS = ("match", "stranger", "kin", "namesake")
CELLS = 2_048  # of a table by which comparisons are looked up together
OWN, TWINS = ("given", KNOWN_AS, "document", "sex"), 0.1
"""What twins do not share, and their part of close kin; all else is theirs as it is one person's."""
NEXT, ORDER, RARE = ("next", "two_slips"), "crossed", 0.0005
"""Levels of a document that twins show as one person does; the level of given names that they hardly ever show."""
WITH_NAME = (*(name for name in NAMED if name != KNOWN_AS), "sex", "father")
WITH_PLACE, ONE_PLACE = ("birth_place", "place", "nationality"), 0.5
"""What namesakes share, what those of one place share beside, and their part of namesakes."""
OF_A_PEOPLE = ("given", "birth_place", "place", "nationality", "father", "mother")
"""What is commoner within a people. The family names are left: they tell of which people somebody is."""


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

    sums = [np.zeros(evidence.size, np.float32) for _ in range(6)]
    match, stranger, kin, twin, namesake, near = sums
    for names in _together(evidence.levels, weights):
        for total, told in zip(sums, _told(names, evidence, weights), strict=True):
            total += told
    for name in evidence.bits:
        bits = rarity(evidence, weights, name)
        _, usual, _ = _logs(weights, name)
        rare = np.where(bits >= 0, -bits - usual[evidence.levels[name]], np.float32(0))
        stranger += rare
        if name not in WITH_NAME:
            namesake += rare
            if name not in WITH_PLACE:
                near += rare
    kin = np.logaddexp2(kin, twin + np.float32(np.log2(TWINS)))
    apart, together = (np.float32(np.log2(share)) for share in (1 - ONE_PLACE, ONE_PLACE))
    return Likelihoods(match, stranger, kin, np.logaddexp2(namesake + apart, near + together))


def rarity(evidence: Evidence, weights: Weights, name: str) -> "Log2":
    """The bits of what each pair shares, as it is rare among the people of both; NO_BITS where nothing."""
    import numpy as np

    bits = evidence.bits[name]
    if not weights.crowd or name not in OF_A_PEOPLE:
        return bits
    return np.where(bits >= 0, np.maximum(bits - fine(weights.crowd), np.float32(0)), bits)


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
    """What a group of comparisons adds to the six sums of each pair; namesakes by themselves, and of one place."""
    import numpy as np

    at = np.zeros(evidence.size, np.intp)
    tables = [np.zeros(1, np.float32)] * 6
    for name in names:
        m, u, kin = _logs(weights, name)
        at *= len(m)
        at += evidence.levels[name]
        twin = _of_twins(weights, name, m, kin) if name in OWN else m
        namesake, near = (m if name in told else u for told in (WITH_NAME, (*WITH_NAME, *WITH_PLACE)))
        own = (m, u, kin, twin, namesake, near)
        tables = [np.add.outer(t, o).reshape(-1) for t, o in zip(tables, own, strict=True)]
    return (table.take(at) for table in tables)


def _of_twins(weights: Weights, name: str, m: "Log2", kin: "Log2") -> "Log2":
    """What twins show of what is each one's own: as brothers and sisters do, but for what twins alone share or lack."""
    import numpy as np

    ids = [level.id for level in weights.levels[name]]
    found = np.where(np.isin(ids, NEXT), m, kin) if name == "document" else kin.copy()
    if name == "given" and ORDER in ids:
        found[ids.index(ORDER)] = fine(np.log2(RARE))
    return np.asarray(found, np.float32)


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
