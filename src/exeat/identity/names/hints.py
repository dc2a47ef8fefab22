"""What a single word tells about a name: whether it is rather a given name or a surname, and whose usage it shows.

- `lean` above 0: rather a given name; below 0: rather a surname; in steps of a half. It depends on the usage of the
  name that the word stands in: Wilson is a given name in Maracaibo and a surname in Leeds.
- A word that no table knows is looked up by its sound; a word written without vowels, by its consonants; then its
  ending speaks (`data/endings.tsv`: -ez, -ova, -enko, -zadeh, -ovich). What nothing is known of is rather a surname.
- In an Arabic name the names of father and grandfather follow, and they are given names: there only a word that is
  rather a surname tells anything of the order.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .glue import BARE
from .skeleton import both
from .tables import endings, known, weights

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Codes = np.ndarray[Any, np.dtype[Any]]

USAGES = ("", "spanish", "arabic", "slavic", "persian", "hebrew", "western", "turkic")
LANGUAGES = {
    "es": "spanish", "pt": "spanish", "ar": "arabic", "tr": "turkic", "ru": "slavic", "sl": "slavic", "pl": "slavic",
    "fa": "persian", "he": "hebrew", "en": "western", "fr": "western", "de": "western", "it": "western",
}  # fmt: skip
ALONE = 1.5
"""What it adds that a word is known as a given name alone, or as a surname alone."""
STRANGER = -0.5
"""The lean of a word of which nothing is known: there are more surnames than given names."""
LETTER = 1.0
"""The lean of a single letter: given names are shortened more often."""
TOLD = 2
"""How many tells there are before those of the endings and of the known words: a stranger, a letter."""


@dataclass(frozen=True, slots=True)
class Tells:
    """What words can tell. `leans`: a row for each tell, a column for each of USAGES; `shows`: which it shows."""

    leans: "Codes"
    shows: "Codes"


@dataclass(frozen=True, slots=True)
class Hints:
    """One entry a distinct word. `tells`: row in Tells; `father`: 1 may be a patronymic by its ending, 2 is one."""

    tells: "Codes"
    father: "Codes"


def hints(texts: "pl.Series") -> Hints:
    """What each distinct word tells."""
    import numpy as np
    import polars as pl

    told = _known(texts)
    father = np.zeros(len(texts), np.uint8)
    text = pl.col("text")
    shown = (
        texts.alias("text")
        .to_frame()
        .select(text.str.contains(pattern).alias(str(at)) for at, (*_, pattern) in enumerate(endings()))
    )
    for number, (_, sort, weight, _) in enumerate(endings()):
        ends = shown[str(number)].to_numpy() & (father == 0)
        if sort != "patronymic":
            ends &= told == -1
        told[ends] = TOLD + number
        if sort == "patronymic":
            father[ends] = int(weight)
    told[(texts.str.len_chars() == 1).to_numpy()] = 1
    return Hints(np.maximum(told, 0), father)


def _known(texts: "pl.Series") -> "Codes":
    """The tell of each word that is known, or its sound, or, where vowels miss, its consonants; else -1."""
    import numpy as np

    told, sounds, bones = _tells_by_word()
    found = np.array([told.get(word, -1) for word in texts], np.int32)
    asked = np.flatnonzero(found == -1)
    words = texts.gather(asked)
    close, far = both(words)
    found[asked] = [sounds.get(key, -1) for key in close]
    bare = np.flatnonzero(words.str.contains(BARE).to_numpy() & (found[asked] == -1))
    found[asked[bare]] = [bones.get(key, -1) for key in far.gather(bare)]
    return found


@lru_cache
def tells() -> Tells:
    """What words can tell: strangers, letters, endings, then the known words, those that tell the same as one."""
    import numpy as np

    known_, _ = _facts()
    leans = np.full((TOLD + len(endings()), len(USAGES)), STRANGER, np.float32)
    shows = np.zeros(leans.shape, bool)
    leans[1] = LETTER
    for row, (usage, sort, weight, _) in enumerate(endings(), start=TOLD):
        leans[row] = 0 if sort == "patronymic" else weight
        shows[row, USAGES.index(usage)] = True
    leans = np.concatenate([leans, known_.leans])
    arabic = USAGES.index("arabic")
    leans[:, arabic] = np.where(leans[:, arabic] <= -1, leans[:, arabic], 0)
    return Tells(leans, np.concatenate([shows, known_.shows]))


@lru_cache
def _facts() -> "tuple[Tells, dict[str, int]]":
    """What known words can tell, and which of it each of `Known.usual` tells."""
    import numpy as np

    usual = list(dict.fromkeys(known().usual.values()))
    of_words = np.zeros((2, len(usual), len(USAGES)), np.float32)
    for row, told in enumerate(usual):
        for language, *given_and_surname in weights(told):
            usage = USAGES.index(LANGUAGES[language])
            of_words[:, row, usage] = np.maximum(of_words[:, row, usage], given_and_surname)
    leans, shows = _leans(*of_words), (of_words > 0).any(axis=0)
    _, first, which = np.unique(np.hstack([leans, shows]), axis=0, return_index=True, return_inverse=True)
    tell = which.reshape(-1) + TOLD + len(endings())
    return Tells(leans[first], np.asarray(shows)[first]), dict(zip(usual, tell.tolist(), strict=True))


def _leans(given: "Codes", surname: "Codes") -> "Codes":
    """The lean of each word in each usage: by the languages of that usage where they know it, else by all."""
    import numpy as np

    for of_sort in (given, surname):
        of_sort[:, 0] = of_sort.max(axis=1)
    lean = given - surname + ALONE * ((given > 0).astype(np.float32) - (surname > 0))
    known_ = (given > 0) | (surname > 0)
    return np.asarray(np.where(known_, lean, np.round(lean[:, :1] * 1.5) / 2), np.float32)


@lru_cache
def _tells_by_word() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """The tell of each known word, of its close key, and of its far key; of several words the first in the alphabet.

    Far keys: of two consonants or more, of the names in languages written without their vowels.
    """
    import numpy as np

    words, tell_of = known(), _facts()[1]
    told = [tell_of[usual] for usual in words.usual.values()]
    eastern = [USAGES.index(usage) for usage in ("arabic", "persian", "hebrew")]
    is_eastern = np.asarray(tells().shows[:, eastern].any(axis=1)).tolist()
    first = list(zip(words.close, words.far, told, strict=True))[::-1]
    sounds = {close: tell for close, _, tell in first}
    bones = {far: tell for _, far, tell in first if is_eastern[tell] and len(far) >= 2}
    return dict(zip(words.usual, told, strict=True)), sounds, bones
