"""How near two words of names are, as one of a few grades, for whole columns of pairs.

- `same`: equal; `variant`: equal but for spelling (one close key), or forms of one name (`tables.nicknames`).
- `near`: a slip of a hand, a key, or a scanner that takes `rn` for `m`; or nearly one sound.
- `far`: the same consonants, or much alike in sound, as transliterations of one name are.
- `initial`: one is the first letter of the other. `different`: anything else, and whatever has a null.
- Words that differ only in a last `a` or `o` are never more than `far`: so the names of sisters and brothers differ.
- Symmetric: which word stands left changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from exeat.identity.letters import letter_bits
from exeat.identity.ordered import among

from .skeleton import both, joined

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
HOPELESS = 0.4
"""The share of letters apart, families of sounds joined, beyond which two words are not alike."""
APART = 4
"""Sounds that one of two words has and the other has not: with more, they are not alike."""
SCANNED = {"rn": "m", "cl": "d", "vv": "w", "0": "o", "1": "l", "i": "l", "5": "s", "8": "b"}
"""What a scanner takes for one another."""


@dataclass
class Keys:
    """Distinct words with what they are compared by; each column is computed once, when it is asked for."""

    texts: "pl.Series"
    _made: "dict[str, Any]" = field(default_factory=dict, repr=False)

    def column(self, key: str) -> "pl.Series":
        """The words (`word`), their `close`, `joined` and `far` keys, as a scanner sees them, without a last a or o."""
        make = {
            "word": lambda: self.texts,
            "close": lambda: self._once("both", lambda: both(self.texts))[0],
            "joined": lambda: joined(self.column("close")),
            "far": lambda: self._once("both", lambda: both(self.texts))[1],
            "scanned": lambda: self.texts.str.replace_many(SCANNED),
            "stem": lambda: self.texts.str.replace("[ao]$", ""),
            "first": lambda: self.texts.str.head(1),
        }
        return cast("pl.Series", self._once(key, make[key]))

    def classes(self, key: str) -> "Any":
        """A number for each word's key, one for each distinct key."""
        return self._once(f"{key} #", lambda: self.column(key).hash().to_numpy())

    def letters(self, key: str) -> "Codes":
        """How many letters each word's key has."""
        import numpy as np

        return self._once(f"{key} n", lambda: self.column(key).str.len_chars().to_numpy().astype(np.int64))  # type: ignore[no-any-return]

    def objects(self, key: str) -> "Any":
        """The keys as an array of texts."""
        import numpy as np

        return self._once(f"{key} o", lambda: np.array(self.column(key).to_list(), dtype=object))

    def sounds(self) -> "Any":
        """Which sounds a word has, families joined, as a set of bits."""
        return self._once("sounds", lambda: letter_bits(self.column("joined")))

    def forms(self) -> "tuple[Flags, Codes]":
        """Which words have other forms, and each two words that are forms of one name, as `a * words + b`."""
        return cast("tuple[Flags, Codes]", self._once("forms", self._formed))

    def _formed(self) -> "tuple[Flags, Codes]":
        import numpy as np

        from .tables import nicknames

        number = {text: n for n, text in enumerate(self.texts)}
        there = [(number[a], number[b]) for a, b in nicknames() if a in number and b in number]
        one, other = np.array(there, np.int64).reshape(-1, 2).T
        a, b = np.append(one, other), np.append(other, one)
        has_forms = np.zeros(len(number), bool)
        has_forms[a] = True
        return has_forms, np.sort(a * len(number) + b)

    def _once(self, name: str, make: "Callable[[], Any]") -> "Any":
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


@dataclass
class Pairs:
    """Pairs of words: `a`, `b`: the numbers of the words of each pair."""

    keys: Keys
    a: "Codes"
    b: "Codes"

    def at(self, which: "Any") -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.keys, self.a[which], self.b[which])

    def equal(self, key: str) -> "Flags":
        """Which pairs have one key."""
        import numpy as np

        classes = self.keys.classes(key)
        return np.asarray(classes[self.a] == classes[self.b])

    def shorter(self, key: str) -> "Codes":
        """The letters of the shorter one of each pair's keys."""
        import numpy as np

        many = self.keys.letters(key)
        return np.asarray(np.minimum(many[self.a], many[self.b]))

    def longer(self, key: str) -> "Codes":
        """The letters of the longer one of each pair's keys."""
        import numpy as np

        many = self.keys.letters(key)
        return np.asarray(np.maximum(many[self.a], many[self.b]))

    def slips(self, key: str) -> "Codes":
        """Letters to put in, take out, change or swap, to make one of a pair's keys of the other."""
        import numpy as np
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cpdist

        texts = self.keys.objects(key)
        return np.asarray(cpdist(texts[self.a].tolist(), texts[self.b].tolist(), scorer=OSA.distance), np.int64)


def grades(left: "pl.Series", right: "pl.Series") -> "Grades":
    """The grade of each pair of folded words (codes of GRADES); a null is different from everything."""
    import numpy as np

    pairs, there = _pairs(left, right)
    found = np.full(len(left), DIFFERENT, np.uint8)
    found[there] = grade_pairs(pairs)
    return found


def grade_pairs(pairs: Pairs) -> "Grades":
    """The grade of each pair of numbered words, for whoever compares the same words again and again."""
    import numpy as np

    variant, consonants = pairs.equal("close"), pairs.equal("far")
    found = np.full(len(pairs.a), DIFFERENT, np.uint8)
    found[_initial(pairs)] = INITIAL
    at = np.flatnonzero(~variant & (_share_sounds(pairs) | consonants))
    at = at[_may_be_alike(pairs.at(at)) | consonants[at]]
    found[at] = _alike(pairs.at(at), consonants[at], found[at])
    found[variant | _forms(pairs) & ~pairs.equal("stem")] = VARIANT
    found[pairs.a == pairs.b] = SAME
    return found


def similarity(left: "pl.Series", right: "pl.Series") -> "Shares":
    """How much alike two words sound, 0 to 1: 1 less the mean of three distances, by the letters of the longer.

    The distances are those of the close keys, of the same with the families of sounds joined, and of the consonants.
    """
    import numpy as np

    pairs, there = _pairs(left, right)
    found = np.zeros(len(left), np.float32)
    found[there] = _similar(pairs)
    return found


def _pairs(left: "pl.Series", right: "pl.Series") -> "tuple[Pairs, Flags]":
    """The pairs of words that are both there, and which of the rows these are."""
    import numpy as np
    import polars as pl

    both = pl.concat([left.cast(pl.String).alias("word"), right.cast(pl.String).alias("word")])
    texts = both.unique().drop_nulls()
    numbers = pl.Series(np.arange(len(texts), dtype=np.int64))
    codes = both.replace_strict(texts, numbers, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    a, b = codes[: len(left)], codes[len(left) :]
    there = (a >= 0) & (b >= 0)
    return Pairs(Keys(texts), a[there], b[there]), there


def _initial(pairs: Pairs) -> "Flags":
    import numpy as np

    return np.asarray((pairs.shorter("word") == 1) & pairs.equal("first"))


def _share_sounds(pairs: Pairs) -> "Flags":
    """Which pairs share enough sounds to look at; the others are told apart quickly."""
    import numpy as np

    sounds = pairs.keys.sounds()
    return np.asarray(np.bitwise_count(sounds[pairs.a] ^ sounds[pairs.b]) <= APART)


def _may_be_alike(pairs: Pairs) -> "Flags":
    """Which of these pairs can still be alike, by the shortest of the distances alone."""
    import numpy as np

    return np.asarray(pairs.slips("joined") <= np.maximum(2, HOPELESS * pairs.longer("close")))


def _alike(pairs: Pairs, consonants: "Flags", found: "Grades") -> "Grades":
    """The grades of pairs that are neither the same nor variants. `consonants`: which have the same ones."""
    import numpy as np

    similar, many = _similar(pairs), pairs.shorter("far")
    for least, asked in ALIKE_IN_CONSONANTS.items():
        found[consonants & (many >= least) & (similar >= asked)] = FAR
    found[(similar >= ALIKE) & (pairs.shorter("word") >= 3)] = FAR
    near = _slip(pairs) | (similar >= ONE_SOUND)
    found[near] = np.where(pairs.at(near).equal("stem"), FAR, NEAR)
    return found


def _similar(pairs: Pairs) -> "Shares":
    import numpy as np

    apart = pairs.slips("close") + pairs.slips("joined") + pairs.slips("far")
    return np.asarray(np.maximum(1 - apart / (3 * np.maximum(pairs.longer("close"), 1)), 0), np.float32)


def _slip(pairs: Pairs) -> "Flags":
    import numpy as np

    shorter = pairs.shorter("word")
    slip = pairs.slips("word") <= np.where(shorter >= 8, 2, 1)
    return np.asarray((shorter >= 4) & (slip | pairs.equal("scanned")))


def _forms(pairs: Pairs) -> "Flags":
    """Which pairs are forms of one name: a short one and the full one."""
    import numpy as np

    has_forms, known = pairs.keys.forms()
    found: Flags = has_forms[pairs.a] & has_forms[pairs.b]
    at = np.flatnonzero(found)
    found[at] = among(pairs.a[at] * len(has_forms) + pairs.b[at], known)
    return found
