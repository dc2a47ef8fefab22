"""The words of folded texts as numbers, so that whole columns of pairs of texts are compared by equality of numbers.

- Words are equal as they stand, by their sound (`close`) or by their consonants (`far`), see `names.skeleton`.
- Order and repetition of words do not count.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.letters import LETTERS, letter_bits
from exeat.identity.sides import Sides, coded

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Numbers = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.bool_]]
    Bits = np.ndarray[Any, np.dtype[np.uint64]]

COLUMNS = ("birth_place", "origin_place", "any_place", "held_place", "father_name", "mother_name", "nation")
"""The prepared columns of texts that are compared by their words."""
MOST = 6
"""How many words of a text are compared."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts. Three tables of numbers, a row each text, -1 where it has no more words: the words, their
    sounds, their consonants. `letters`: which letters and figures each text has, as bits; `size`: how many signs.
    """

    texts: "pl.Series"
    exact: "Numbers"
    close: "Numbers"
    far: "Numbers"
    letters: "Bits"
    size: "Numbers"


def in_order(texts: "pl.Series", without: str) -> "pl.Series":
    """The first MOST words of each folded text, each once and in order, but for those of `without`; null for none."""
    import polars as pl

    out = set(without.split())
    kept = [sorted(set((text or "").strip(" ").split(" ")[:MOST]) - out) for text in texts]
    return pl.Series(texts.name, [" ".join(words_) or None for words_ in kept], pl.String)


def words(sides: Sides, column: str) -> Words:
    """The words of each text of a column of two lists. Made once, of all columns together."""
    made = sides.once("words of texts", lambda: _words([sides.distinct(name).texts for name in COLUMNS]))
    return made[COLUMNS.index(column)]


def _words(columns: "list[pl.Series]") -> list[Words]:
    import numpy as np
    import polars as pl

    from exeat.identity.names.skeleton import both

    texts = pl.concat([column.alias("text") for column in columns])
    distinct, table = _coded(texts)
    size = texts.str.len_chars().to_numpy().astype(np.int32)
    letters = np.append(letter_bits(distinct, LETTERS + "0123456789"), np.uint64(0))
    used: Bits = np.bitwise_or.reduce(letters[table], axis=1)
    close, far = (_by(keys, table) for keys in both(distinct))
    whole = Words(texts, table, close, far, used, size)
    ends = np.cumsum([len(column) for column in columns]).tolist()
    return [_of_rows(whole, slice(end - len(column), end)) for column, end in zip(columns, ends, strict=True)]


def _of_rows(made: Words, rows: slice) -> Words:
    """The words of some of the texts, the tables as wide as these have words."""
    wide = max(1, int((made.exact[rows] >= 0).sum(axis=1).max(initial=0)))
    exact, close, far = (table[rows, :wide] for table in (made.exact, made.close, made.far))
    return Words(made.texts[rows], exact, close, far, made.letters[rows], made.size[rows])


def nearly(made: Words, a: "Numbers", b: "Numbers", share: float) -> "Marks":
    """The pairs of texts that are alike in at least this share: 1 - the insertions and deletions that make one of the
    other, for each letter of both.
    """
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    # Each letter that one of them has and the other has not at all needs one insertion or deletion.
    least = np.bitwise_count(made.letters[a] ^ made.letters[b])
    may = np.flatnonzero(least <= (1 - share) * (made.size[a] + made.size[b]) + 1e-9)
    left, right = (made.texts.gather(rows[may]).to_list() for rows in (a, b))
    found = np.zeros(len(a), np.bool_)
    found[may] = cpdist(left, right, scorer=Indel.normalized_similarity, score_cutoff=share) > 0
    return found


def _coded(texts: "pl.Series") -> "tuple[pl.Series, Numbers]":
    """The distinct words of texts, sorted, and for each text the numbers of its words, -1 for none."""
    import numpy as np
    import polars as pl

    words_ = pl.col("text").str.strip_chars(" ").str.split(" ").list.head(MOST)
    parted = texts.alias("text").to_frame().lazy().select(words_)
    sized = parted.with_columns(size=pl.col("text").list.len().fill_null(0)).collect()
    numbers, distinct = coded(sized["text"].explode().drop_nulls())
    sizes = sized["size"].to_numpy()
    width = max(1, int(sizes.max(initial=0)))
    table = np.full((len(texts), width), -1, np.int32)
    table[np.arange(width) < sizes[:, None]] = numbers.cast(pl.Int32).to_numpy()
    return distinct, table


def _by(keys: "pl.Series", table: "Numbers") -> "Numbers":
    """A table of words as a table of the keys of the words."""
    import numpy as np

    codes = np.append(keys.rank("dense").to_numpy().astype(np.int32), np.int32(-1))
    return codes[table]


def inside(left: "Numbers", right: "Numbers") -> "Marks":
    """Which numbers of each row of `left` are in the same row of `right`; none is in nothing."""
    import numpy as np

    found = np.zeros(left.shape, np.bool_)
    for column in range(right.shape[1]):
        found |= left == right[:, column : column + 1]
    return found & (left >= 0)


def some(found: "Marks") -> "Marks":
    """The rows in which something was found."""
    import numpy as np

    marks: Marks = np.logical_or.reduce(found, axis=1)
    return marks


def every(found: "Marks", table: "Numbers") -> "Marks":
    """The rows all of whose words were found; the empty places of `table` do not count."""
    import numpy as np

    marks: Marks = np.logical_and.reduce(found | (table < 0), axis=1)
    return marks
