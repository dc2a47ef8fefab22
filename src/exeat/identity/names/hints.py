"""What a single word tells about a name: whether it is rather a given name or a surname, and whose usage it shows.

- `lean` above 0: rather a given name; below 0: rather a surname; 0: nothing is known.
- Endings speak where the tables are silent: -ez, -ova, -enko, -zadeh, -ovich.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .tables import known_given, known_surnames

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Kinds = np.ndarray[Any, np.dtype[np.uint8]]

USAGES = ("", "spanish", "arabic", "slavic", "persian", "hebrew", "western")
LANGUAGES = {
    "es": "spanish", "pt": "spanish", "ar": "arabic", "tr": "arabic", "ru": "slavic", "uk": "slavic", "sl": "slavic",
    "pl": "slavic", "fa": "persian", "he": "hebrew", "en": "western", "fr": "western", "de": "western",
    "it": "western",
}  # fmt: skip
SURE = 2.0
SKY = "(?:iy|yy|yi|ii|ij|y|i|a|aya|aia|aja|oy|oi)"
ENDINGS = (
    ("spanish", -1.5, r"\w{2}(?:ez|uez|oz|iz)"),
    ("slavic", -2.0, rf"\w{{2,}}(?:[oe]va?|enko|chuk|[ts]?sk{SKY}|shvili|yuk|iuk)"),
    ("slavic", -1.0, r"\w{3,}(?:ko|uk|ak|yshyn|ishin|ets|tsev|tsov|dze|yan|ian)"),
    ("persian", -2.0, r"\w{3,}(?:zadeh?|pour|poor|nejad|nezhad|nezad|nia|far|fard|manesh|doust|dust|vand|khah|parast)"),
    ("arabic", 0.5, r"(?:abd|abu|umm)\w{3,}|\w+(?:ullah|uddin)"),
    ("hebrew", -1.5, r"\w{3,}(?:berg|stein|man|feld|baum|witz|vitz|blum)"),
    ("western", -1.5, r"\w{3,}(?:son|sen|mann|berg|er|ton|ham|ley|ford|wood|field)"),
)
"""Usage, lean, and the words (whole) whose ending shows them."""
FATHER = (
    r"\w{2,}(?:ovich|evich|ovych|evych|yovych|iovych|ovitch|evitch)|illich|ilyich|ilich|kuzmich|kuzmych|lukich|lukych"
    r"|fomich|fomych|nikitich|nikitych"
)
DAUGHTER = r"\w{2,}(?:[oei]vna|yivna|inichna|ichna)"


@dataclass(frozen=True, slots=True)
class Hints:
    """One entry a distinct word. `usage`: index in USAGES; `father`: 1 may be a patronymic, 2 is one."""

    lean: "Floats"
    usage: "Kinds"
    father: "Kinds"


def hints(texts: "pl.Series") -> Hints:
    """What each distinct word tells."""
    import numpy as np

    given, given_usage = _known(texts, known_given())
    surname, surname_usage = _known(texts, known_surnames())
    lean = np.where((given > 0) | (surname > 0), (given - surname) * 1.0, 0).astype(np.float32)
    lean += np.where(surname == 0, (given > 0) * 1.5, 0) - np.where(given == 0, (surname > 0) * 1.5, 0)
    usage = np.where(given >= surname, given_usage, surname_usage)
    for name, weight, pattern in ENDINGS:
        told = (given == 0) & (surname == 0) & (lean == 0) & texts.str.contains(f"^(?:{pattern})$").to_numpy()
        lean[told] = weight
        usage[told & (usage == 0)] = USAGES.index(name)
    sure = texts.str.contains(f"^(?:{DAUGHTER})$").to_numpy()
    maybe = texts.str.contains(f"^(?:{FATHER})$").to_numpy()
    usage[sure | maybe] = USAGES.index("slavic")
    lean[sure | maybe] = 0
    return Hints(lean, usage.astype(np.uint8), np.where(sure, 2, maybe * 1).astype(np.uint8))


def _known(texts: "pl.Series", table: "pl.DataFrame") -> "tuple[Any, Any]":
    """The weight of each word in the table, 0 where it is not there, and the usage of its language."""
    import polars as pl

    usage = table["language"].replace_strict(
        list(LANGUAGES), [USAGES.index(u) for u in LANGUAGES.values()], return_dtype=pl.UInt8
    )
    weights = texts.replace_strict(table["token"], table["weight"], default=0, return_dtype=pl.Int8)
    usages = texts.replace_strict(table["token"], usage, default=0, return_dtype=pl.UInt8)
    return weights.to_numpy(), usages.to_numpy()
