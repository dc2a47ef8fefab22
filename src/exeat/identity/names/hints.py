"""What a single word tells about a name: whether it is rather a given name or a surname, and whose usage it shows.

- `lean` above 0: rather a given name; below 0: rather a surname; in steps of a half, at most MOST either way.
- A word that no table knows is looked up by its sound; a word written without vowels, by its consonants; then its
  ending speaks (`data/endings.tsv`: -ez, -ova, -enko, -zadeh, -ovich). What nothing is known of is rather a surname.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .glue import BARE
from .skeleton import close, far
from .tables import known, read

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Kinds = np.ndarray[Any, np.dtype[np.uint8]]

USAGES = ("", "spanish", "arabic", "slavic", "persian", "hebrew", "western", "turkic")
LANGUAGES = {
    "es": "spanish", "pt": "spanish", "ar": "arabic", "tr": "turkic", "ru": "slavic", "sl": "slavic", "pl": "slavic",
    "fa": "persian", "he": "hebrew", "en": "western", "fr": "western", "de": "western", "it": "western",
}  # fmt: skip
MOST = 4.0
ALONE = 1.5
"""What it adds that a word is known as a given name alone, or as a surname alone."""
STRANGER = -0.5
"""The lean of a word of which nothing is known: there are more surnames than given names."""
LETTER = 1.0
"""The lean of a single letter: given names are shortened more often."""


@dataclass(frozen=True, slots=True)
class Hints:
    """One entry a distinct word. `usage`: index in USAGES; `father`: 1 may be a patronymic by its ending, 2 is one."""

    lean: "Floats"
    usage: "Kinds"
    father: "Kinds"


def hints(texts: "pl.Series") -> Hints:
    """What each distinct word tells."""
    import polars as pl

    frame = pl.DataFrame({"token": texts}).with_row_index("at")
    told = frame.join(_facts(), on="token", how="left", maintain_order="left")
    for key in (_by_sound, _by_bones):
        told = _also(told, key)
    told = _by_ending(told)
    letter = pl.col("token").str.len_chars() == 1
    lean = pl.when(letter).then(LETTER).otherwise(pl.col("lean").fill_null(STRANGER))
    lean = pl.when(pl.col("father") > 0).then(0.0).otherwise(lean)
    found = told.select(lean.cast(pl.Float32).alias("lean"), pl.col("usage", "father").fill_null(0))
    return Hints(*(c.to_numpy() for c in found.get_columns()))


@lru_cache
def _facts() -> "pl.DataFrame":
    """Each known word with its lean and usage."""
    import polars as pl

    given, surname = pl.col("given"), pl.col("surname")
    alone = ALONE * ((given > 0).cast(pl.Float32) - (surname > 0).cast(pl.Float32))
    usage = pl.col("language").replace_strict(
        list(LANGUAGES), [USAGES.index(usage) for usage in LANGUAGES.values()], default=0, return_dtype=pl.UInt8
    )
    lean = ((given - surname).cast(pl.Float32) + alone).clip(-MOST, MOST).alias("lean")
    return known().select("token", lean, usage.alias("usage"))


def _also(told: "pl.DataFrame", key: Any) -> "pl.DataFrame":
    """The words that are still strange, looked up by a key of theirs."""
    strange = told.filter(told["lean"].is_null()).select("at", "token")
    found = key(strange) if strange.height else strange.clear()
    return told.update(found, on="at") if found.height else told


def _by_sound(strange: "pl.DataFrame") -> "pl.DataFrame":
    return _looked_up(strange, close(strange["token"]), _sounds())


def _by_bones(strange: "pl.DataFrame") -> "pl.DataFrame":
    bare = strange.filter(strange["token"].str.contains(BARE))
    return _looked_up(bare, far(bare["token"]), _bones()) if bare.height else strange.clear()


def _looked_up(strange: "pl.DataFrame", keys: "pl.Series", facts: "pl.DataFrame") -> "pl.DataFrame":
    named = strange.select("at").with_columns(keys.alias("key"))
    return named.join(facts, on="key", how="inner").select("at", "lean", "usage")


@lru_cache
def _sounds() -> "pl.DataFrame":
    """Close key -> lean and usage, of the known words that have it."""
    return _shared(_facts().with_columns(close(_facts()["token"]).alias("key")))


@lru_cache
def _bones() -> "pl.DataFrame":
    """Far key, of two consonants or more -> lean and usage, of names in languages written without their vowels."""
    import polars as pl

    eastern = _facts().filter(pl.col("usage").is_in([USAGES.index(u) for u in ("arabic", "persian", "hebrew")]))
    keyed = eastern.with_columns(far(eastern["token"]).alias("key"))
    return _shared(keyed.filter(pl.col("key").str.len_chars() >= 2))


def _shared(keyed: "pl.DataFrame") -> "pl.DataFrame":
    """One row a key: the mean lean in half steps, and the usage of the clearest word."""
    import polars as pl

    clearest = pl.col("usage").sort_by(pl.col("lean").abs(), "token").last()
    return keyed.group_by("key").agg(((pl.col("lean").mean() * 2).round() / 2).cast(pl.Float32), clearest)


def _by_ending(told: "pl.DataFrame") -> "pl.DataFrame":
    """The words with what their endings say: of strange words lean and usage, of every word whether a patronymic."""
    import numpy as np
    import polars as pl

    strange = told["lean"].is_null().to_numpy().copy()
    lean, usage = told["lean"].to_numpy().copy(), told["usage"].fill_null(0).to_numpy().copy()
    father = np.zeros(told.height, np.uint8)
    for name, sort, weight, pattern in read("endings").rows():
        asked = np.flatnonzero((father == 0) if sort == "patronymic" else strange)
        ends = asked[told["token"].gather(asked).str.contains(f"(?:{pattern})$").to_numpy()]
        if sort == "patronymic":
            father[ends], usage[ends] = int(weight), USAGES.index(name)
        else:
            lean[ends], usage[ends], strange[ends] = float(weight), USAGES.index(name), False
    spoken = pl.Series("lean", lean).fill_nan(None)
    return told.with_columns(spoken, pl.Series("usage", usage), pl.Series("father", father))
