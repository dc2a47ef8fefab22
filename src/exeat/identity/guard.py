"""The guard: what may never be taken for one person without a person looking, however likely it seems.

- Nobody is one person with another on name and place alone: a birth date, a document, a day of detention, or the mother
  must speak for it too. The father does not: in many usages his name is part of the name, and namesakes have it.
- Brothers, sisters and twins share all but the given name, namesakes share the name and nothing else. One person must
  be likelier than close kin, and than namesakes, by far: by `SAFE` bits where given names and birth dates agree, by
  more where they leave a doubt (an initial, a later name alone, none; another day of that year), by far more where they
  differ, or where given names leave a doubt and no birth date speaks to it.
- So too where two documents of one make differ, or the sex does.
- Where it is another name that agrees, this leaves a doubt too: people go by the names of brothers, and many share a
  name of war.
A pair that the guard holds back can still be judged by somebody: it is for review.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from .names.others import KNOWN_AS
from .scoring.evidence import Evidence
from .scoring.likelihood import WITH_NAME, WITH_PLACE, Likelihoods, rarity
from .scoring.weights import Weights

if TYPE_CHECKING:
    import numpy as np

    Flags = np.ndarray[Any, np.dtype[np.uint8]]

NAME_AND_PLACE, GIVEN_NAMES, BIRTH, SEX, DOCUMENT = 1, 2, 4, 8, 16
OTHER_FAMILY = 128  # raised where many lists are compared: see `among`
REASONS = {
    NAME_AND_PLACE: "name_and_place",
    GIVEN_NAMES: "given_names",
    BIRTH: "birth",
    SEX: "sex",
    DOCUMENT: "document",
    OTHER_FAMILY: "other_family",
}
BEYOND = 3.0
"""Bits that must come from beyond name and place."""
ALONE = (*WITH_NAME, *WITH_PLACE)
GIVEN_AGREES, GIVEN_PERHAPS = ("same", "part", "variant", "near", "far"), ("initial", "later", "crossed", "missing")
BIRTH_AGREES = ("missing", "same", "swapped", "slip", "close", "month_fits")
BIRTH_PERHAPS = (
    *("year_fits", "wide_fits", "age_fits", "new_year"),
    *("two_parts", "year_slip", "same_year", "age_near", "year_near"),
)
DOCUMENT_APART = ("different", "two_slips")
SAFE, SAFER, SUREST = 5.0, 7.0, 11.0
"""Bits by which one person must be likelier than others: where names and dates agree, leave a doubt, differ."""


def guarded(evidence: Evidence, weights: Weights, found: Likelihoods) -> "Flags":
    """For each pair the reasons to hold it back, as flags; 0 = none. `found`: the likelihoods of the same pairs."""
    import numpy as np

    kin, namesake = (_over(found, weights, sort) for sort in ("kin", "namesake"))
    shows = partial(_shows, evidence, weights)
    other = shows(KNOWN_AS, tuple(lv.id for lv in weights.levels.get(KNOWN_AS, ())[1:]))
    flags = np.zeros(evidence.size, np.uint8)
    flags[(_beyond(evidence, weights) < BEYOND) | (namesake < np.where(other, SAFER, SAFE))] |= NAME_AND_PLACE
    given, birth = shows("given", GIVEN_AGREES), shows("birth", BIRTH_AGREES, True)
    perhaps = given | (shows("given", GIVEN_PERHAPS) & ~shows("birth", ("missing",), True))
    flags[kin < _asked(given & ~other, perhaps)] |= GIVEN_NAMES
    flags[namesake < _asked(birth & ~other, birth | shows("birth", BIRTH_PERHAPS))] |= BIRTH
    flags[shows("document", DOCUMENT_APART) & (namesake < SUREST)] |= DOCUMENT
    flags[shows("sex", ("different",)) & ~(shows("given", ("same", "part")) & ~other) & (kin < SUREST)] |= SEX
    return flags


def _asked(agrees: Any, perhaps: Any) -> Any:
    """How many bits are asked for, by whether the names or the dates agree."""
    import numpy as np

    return np.where(agrees, SAFE, np.where(perhaps, SAFER, SUREST))


def _over(found: Likelihoods, weights: Weights, sort: str) -> Any:
    """By how many bits one person is likelier than another sort of pair."""
    from math import log2

    share = log2(weights.match / max(1e-9, getattr(weights, sort)))
    return found.match - getattr(found, sort) + share


def _beyond(evidence: Evidence, weights: Weights) -> Any:
    """The bits that speak for one person and come from nothing that namesakes share."""
    import numpy as np

    bits = np.zeros(evidence.size, np.float32)
    for name, codes in evidence.levels.items():
        if name not in ALONE:
            m, u = (np.log2(np.array([getattr(lv, s) for lv in weights.levels[name]], np.float32)) for s in "mu")
            stranger = u[codes]
            if name in evidence.bits:
                rare = rarity(evidence, weights, name)
                stranger = np.where(rare >= 0, -rare, stranger)
            bits += np.maximum(m[codes] - stranger, 0)
    return bits


def _shows(evidence: Evidence, weights: Weights, name: str, ids: tuple[str, ...], unless: bool = False) -> Any:
    """Whether a comparison shows one of these levels; `unless`: what it is where there is no such comparison."""
    import numpy as np

    if name not in evidence.levels:
        return np.full(evidence.size, unless)
    return np.array([lv.id in ids for lv in weights.levels[name]])[evidence.levels[name]]
