"""The guard: what may never be taken for one person without a person looking, however likely it seems.

- Nobody is one person with another on name and place alone: a birth date, a document, a parent or a day of detention
  must speak for it too.
- Nobody whose given names are different, or who shares only one of several: brothers, sisters and twins are so. Only
  the same document, with no other birth date, tells otherwise.
- Nobody whose birth dates exclude each other, unless the document is the same: namesakes are so.
- Nobody of another sex.
A pair that the guard holds back can still be judged by somebody: it is for review.
"""

from typing import TYPE_CHECKING, Any

from .names.compare import COMPARISONS as NAMES
from .scoring.evidence import Evidence
from .scoring.weights import Weights

if TYPE_CHECKING:
    import numpy as np

    Flags = np.ndarray[Any, np.dtype[np.uint8]]

NAME_AND_PLACE, GIVEN_NAMES, BIRTH, SEX = 1, 2, 4, 8
REASONS = {NAME_AND_PLACE: "name_and_place", GIVEN_NAMES: "given_names", BIRTH: "birth", SEX: "sex"}
BEYOND = 4.0
"""Bits that must come from beyond name and place."""
PLACES = ("sex", "place", "nationality")
APART = {"given": ("shared", "different"), "born": ("different",), "sex": ("different",), "document": ("same",)}


def guarded(evidence: Evidence, weights: Weights) -> "Flags":
    """For each pair the reasons to hold it back, as flags; 0 = none."""
    import numpy as np

    flags = np.zeros(evidence.size, np.uint8)
    flags[_beyond(evidence, weights) < BEYOND] |= NAME_AND_PLACE
    document, birth = _shows(evidence, weights, "document"), _shows(evidence, weights, "born")
    flags[_shows(evidence, weights, "given") & ~(document & ~birth)] |= GIVEN_NAMES
    flags[birth & ~document] |= BIRTH
    flags[_shows(evidence, weights, "sex")] |= SEX
    return flags


def _beyond(evidence: Evidence, weights: Weights) -> Any:
    """The bits that speak for one person and come from neither name nor place nor sex."""
    import numpy as np

    bits = np.zeros(evidence.size, np.float32)
    aside = {name for name, _ in NAMES} | set(PLACES)
    for name, codes in evidence.levels.items():
        if name not in aside:
            ratio = np.array([np.log2(lv.m / lv.u) for lv in weights.levels[name]], np.float32)
            bits += np.maximum(ratio[codes], 0)
    return bits


def _shows(evidence: Evidence, weights: Weights, name: str) -> Any:
    """Whether a comparison shows one of the levels of `APART`."""
    import numpy as np

    if name not in evidence.levels:
        return np.zeros(evidence.size, bool)
    wanted = [n for n, lv in enumerate(weights.levels[name]) if lv.id in APART[name]]
    return np.isin(evidence.levels[name], np.array(wanted, np.uint8))
