"""How near two words of names are, as one of a few grades, for whole columns of pairs.

- `same`: equal; `variant`: equal but for spelling (one close key), or forms of one name (`tables.nicknames`).
- `near`: a slip of a hand, a key, or a scanner that takes `rn` for `m`; or nearly one sound.
- `far`: the same consonants, or much alike in sound, as transliterations of one name are.
- `initial`: one is the first letter of the other. `different`: anything else, and whatever has a null.
- Words that differ only in a last `a` or `o` are never more than `far`: so the names of sisters and brothers differ.
- Symmetric: which word stands left changes nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .skeleton import close, far, joined

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Grades = np.ndarray[Any, np.dtype[np.uint8]]
    Shares = np.ndarray[Any, np.dtype[np.float32]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]
    Codes = np.ndarray[Any, np.dtype[np.int64]]

GRADES = ("same", "variant", "near", "far", "initial", "different")
SAME, VARIANT, NEAR, FAR, INITIAL, DIFFERENT = range(6)
ONE_SOUND = 0.9
ALIKE = 0.75
"""The similarity from which on two words are `near`, and `far`: see docs/decisions/0025."""
ALIKE_IN_CONSONANTS = {2: 0.7, 3: 0.55}
"""What is asked of two words that have the same consonants, by how many these are at least."""
APART = 4
"""Sounds that one of two words has and the other has not: with more, they are not alike."""
SCANNED = {"rn": "m", "cl": "d", "vv": "w", "0": "o", "1": "l", "i": "l", "5": "s", "8": "b"}
"""What a scanner takes for one another."""


@dataclass
class Words:
    """The distinct words of both columns with their keys. `a`, `b`: the word of each pair, -1 = none."""

    texts: "pl.Series"
    a: "Codes"
    b: "Codes"
    keys: "dict[str, pl.Series]"

    def equal(self, key: str) -> "Flags":
        """Which pairs have one key."""
        import numpy as np

        classes = self.keys[key].rank("dense").fill_null(0).to_numpy()
        return np.asarray(classes[self.a] == classes[self.b])

    def shorter(self, key: str, at: "Any") -> "Codes":
        """The letters of the shorter one of each pair's keys."""
        import numpy as np

        many = self.keys[key].str.len_chars().to_numpy().astype(np.int64)
        return np.asarray(np.minimum(many[self.a[at]], many[self.b[at]]))

    def longer(self, key: str, at: "Any") -> "Codes":
        """The letters of the longer one of each pair's keys."""
        import numpy as np

        many = self.keys[key].str.len_chars().to_numpy().astype(np.int64)
        return np.asarray(np.maximum(many[self.a[at]], many[self.b[at]]))

    def slips(self, key: str, at: "Any") -> "Any":
        """Letters to put in, take out, change or swap, to make one of a pair's keys of the other."""
        import numpy as np
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cpdist

        texts = np.array(self.keys[key].to_list(), dtype=object)
        return cpdist(list(texts[self.a[at]]), list(texts[self.b[at]]), scorer=OSA.distance)


def grades(left: "pl.Series", right: "pl.Series") -> "Grades":
    """The grade of each pair of folded words (codes of GRADES); a null is different from everything."""
    import numpy as np

    words = _words(left, right)
    there = (words.a >= 0) & (words.b >= 0)
    found = np.full(len(words.a), DIFFERENT, np.uint8)
    found[_initial(words)] = INITIAL
    open_ = np.flatnonzero(there & ~words.equal("close") & (_may_be_alike(words) | words.equal("far")))
    found[open_] = _alike(words, open_, found[open_])
    found[words.equal("close") | _forms(words)] = VARIANT
    found[words.a == words.b] = SAME
    found[~there] = DIFFERENT
    return found


def similarity(left: "pl.Series", right: "pl.Series") -> "Shares":
    """How much alike two words sound, 0 to 1: 1 less the mean of three distances, by the letters of the longer.

    The distances are those of the close keys, of the same with the families of sounds joined, and of the consonants.
    """
    import numpy as np

    words = _words(left, right)
    found = np.zeros(len(words.a), np.float32)
    at = np.flatnonzero((words.a >= 0) & (words.b >= 0))
    found[at] = _similar(words, at)
    return found


def _words(left: "pl.Series", right: "pl.Series") -> Words:
    import numpy as np
    import polars as pl

    both = pl.concat([left.cast(pl.String).alias("word"), right.cast(pl.String).alias("word")])
    texts = both.unique().drop_nulls()
    numbers = pl.Series(np.arange(len(texts), dtype=np.int64))
    codes = both.replace_strict(texts, numbers, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    keys = {"word": texts, "close": close(texts), "far": far(texts), "scanned": texts.str.replace_many(SCANNED)}
    keys["joined"] = joined(keys["close"])
    return Words(texts, codes[: len(left)], codes[len(left) :], keys)


def _initial(words: Words) -> "Flags":
    import numpy as np

    one = (words.texts.str.len_chars() == 1).to_numpy()
    first = words.texts.str.head(1).rank("dense").fill_null(0).to_numpy()
    return np.asarray((one[words.a] | one[words.b]) & (first[words.a] == first[words.b]))


def _may_be_alike(words: Words) -> "Flags":
    """Which pairs share enough sounds to look at; the others are told apart quickly."""
    import numpy as np

    sounds_of = words.keys["joined"]
    sounds = np.zeros(len(sounds_of), np.uint32)
    for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz"):
        sounds |= sounds_of.str.contains(letter, literal=True).to_numpy().astype(np.uint32) << np.uint32(n)
    return np.asarray(np.bitwise_count(sounds[words.a] ^ sounds[words.b]) <= APART)


def _alike(words: Words, at: "Any", found: "Grades") -> "Grades":
    """The grades of pairs that are neither the same nor variants."""
    import numpy as np

    similar = _similar(words, at)
    many = words.shorter("far", at)
    consonants = words.equal("far")[at] & (many >= 2)
    for least, asked in ALIKE_IN_CONSONANTS.items():
        found[consonants & (many >= least) & (similar >= asked)] = FAR
    found[(similar >= ALIKE) & (words.shorter("word", at) >= 3)] = FAR
    near = _slip(words, at) | (similar >= ONE_SOUND)
    found[near] = np.where(_ending_apart(words, at[near]), FAR, NEAR)
    return found


def _similar(words: Words, at: "Any") -> "Shares":
    import numpy as np

    apart = sum(words.slips(key, at).astype(np.float32) for key in ("close", "joined", "far"))
    longer = np.maximum(words.longer("close", at), 1)
    return np.asarray(np.maximum(1 - apart / (3 * longer), 0), np.float32)


def _slip(words: Words, at: "Any") -> "Flags":
    import numpy as np

    shorter = words.shorter("word", at)
    slip = words.slips("word", at) <= np.where(shorter >= 8, 2, 1)
    return np.asarray((shorter >= 4) & (slip | words.equal("scanned")[at]))


def _ending_apart(words: Words, at: "Any") -> "Flags":
    """Which words differ only in a last `a` or `o`."""
    import numpy as np

    stems = words.texts.str.replace("[ao]$", "").rank("dense").to_numpy()
    return np.asarray(stems[words.a[at]] == stems[words.b[at]])


def _forms(words: Words) -> "Flags":
    """Which pairs are forms of one name: a short one and the full one."""
    import numpy as np
    import polars as pl

    from .tables import nicknames

    known = nicknames().select(
        a=pl.col("a").replace_strict(words.texts, np.arange(len(words.texts)), default=None, return_dtype=pl.Int64),
        b=pl.col("b").replace_strict(words.texts, np.arange(len(words.texts)), default=None, return_dtype=pl.Int64),
    )
    known = known.drop_nulls()
    size = len(words.texts) + 1
    return np.isin(words.a * size + words.b, (known["a"] * size + known["b"]).to_numpy())
