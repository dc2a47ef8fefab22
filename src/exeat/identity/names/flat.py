"""Names as one long column of words: every word of every name with its row, and the part that a heading says it is.

- What is joined to one word, and what is left out, is decided here; roles are for `order`.
- Everything is done on distinct texts, on distinct words, or on whole columns.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import glue
from .fold import fold
from .tables import words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Ints = np.ndarray[Any, np.dtype[np.int32]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]
    Kinds = np.ndarray[Any, np.dtype[np.uint8]]

MARKS = {"name": "+0", "given_names": "+1", "patronymic": "+4", "surname": "+2", "second_surname": "+3"}
"""What stands before the words of a column; the digit is the role that its heading gives, 0 for none."""
KINDS = ("", "particle", "nasab", "child", "title", "honorific", "suffix")


@dataclass(slots=True)
class Flat:
    """The words. `ids`: which of `texts`; `rows`: of which name; `parts`: the role that a heading or a comma gives.

    `nasab`: the word followed "son of", or stood before it in Turkic names.
    """

    texts: "pl.Series"
    ids: "Ints"
    rows: "Ints"
    parts: "Kinds"
    nasab: "Flags"
    height: int

    def only(self, kept: "Flags") -> "Flat":
        """The words that are kept."""
        return Flat(self.texts, self.ids[kept], self.rows[kept], self.parts[kept], self.nasab[kept], self.height)


def marked(rows: "pl.DataFrame") -> "pl.Series":
    """One folded text for each row: its columns one after the other, each behind its mark; null without a name."""
    import polars as pl

    found = pl.DataFrame({name: fold(rows[name]) for name in MARKS if name in rows.columns}, height=rows.height)
    found = found.with_columns(pl.lit(None, pl.String).alias(name) for name in MARKS if name not in found.columns)
    parted = pl.col("name").is_null() | (pl.col("given_names").is_not_null() & pl.col("surname").is_not_null())
    bare = [pl.lit(mark + " ") + pl.col(name).str.replace_all(" , ", " ", literal=True) for name, mark in MARKS.items()]
    columns = pl.concat_str(bare[1:], separator=" ", ignore_nulls=True)
    whole = pl.concat_str([pl.lit("+0 ") + pl.col("name"), bare[2]], separator=" ", ignore_nulls=True)
    text = pl.when(parted).then(columns).otherwise(whole)
    return found.select(pl.when(text != "").then(text).alias("name")).to_series()


def flat(texts: "pl.Series") -> Flat:
    """The words of distinct marked texts, joined and thinned out as the module says."""
    import numpy as np
    import polars as pl

    split = pl.DataFrame({"word": glue.phrases(texts).str.split(" ")}).with_row_index("row").explode("word")
    vocabulary = split["word"].unique().sort()
    numbers = pl.Series(np.arange(len(vocabulary), dtype=np.int32))
    ids = split["word"].replace_strict(vocabulary, numbers).to_numpy()
    found = _parted(vocabulary, ids, split["row"].cast(pl.Int32).to_numpy(), len(texts))
    found = _thinned(found)
    return Flat(glue.words(found.texts), found.ids, found.rows, found.parts, found.nasab, found.height)


def _parted(texts: "pl.Series", ids: "Ints", rows: "Ints", height: int) -> Flat:
    """The words without the marks and commas, which have given each word its part."""
    import numpy as np
    import polars as pl

    roles = texts.str.starts_with("+").to_numpy()
    digits = texts.str.extract(r"^\+(\d)").cast(pl.UInt8).fill_null(0).to_numpy()
    comma = (texts == ",").to_numpy()[ids]
    mark = roles[ids]
    last = np.maximum.accumulate(np.where(mark, np.arange(len(ids)), 0))
    parts = digits[ids][last]
    free = (parts == 0) & ~mark & ~comma
    commas = np.cumsum(comma)
    begun = commas[last]
    total = np.zeros(height, np.int64)
    np.add.at(total, rows[comma], 1)
    has = total[rows] > 0
    parts = np.where(free & has, np.where(commas == begun, 2, 1), parts).astype(np.uint8)
    kept = ~mark & ~comma
    return Flat(texts, ids, rows, parts, np.zeros(len(ids), bool), height).only(kept)


def _thinned(found: Flat) -> Flat:
    """Without particles, titles and suffixes; what stands beside "son of" is flagged."""
    import numpy as np

    kinds = kinds_of(found.texts)[found.ids]
    same = np.zeros(len(kinds), bool)
    same[:-1] = (found.rows[1:] == found.rows[:-1]) & (found.parts[1:] == found.parts[:-1])
    first = np.ones(len(kinds), bool)
    first[1:] = ~same[:-1]
    front = np.ones(len(kinds), bool)
    front[1:] = found.rows[1:] != found.rows[:-1]
    particle = (kinds == KINDS.index("particle")) & same
    nasab = (kinds == KINDS.index("nasab")) & same & ~front
    child = (kinds == KINDS.index("child")) & ~first
    weak = (kinds == KINDS.index("honorific")) & same
    title = (kinds == KINDS.index("title")) & same
    suffix = (kinds == KINDS.index("suffix")) & ~front & ~same
    out = particle | nasab | child | title | suffix
    left = np.bincount(found.rows[~out & ~weak], minlength=found.height)
    out |= weak & (left[found.rows] >= 2)
    return _flagged(found, out, nasab, child)


def _flagged(found: Flat, out: "Flags", nasab: "Flags", child: "Flags") -> Flat:
    """The words that stay, with the flag of patronymics: after "son of", before a Turkic "son"."""
    import numpy as np

    stay = np.flatnonzero(~out)
    flags = np.zeros(len(out), bool)
    if len(stay):
        after = np.searchsorted(stay, np.flatnonzero(nasab))
        flags[stay[after[after < len(stay)]]] = True
        before = np.searchsorted(stay, np.flatnonzero(child)) - 1
        flags[stay[before[before >= 0]]] = True
    found.nasab = flags
    return found.only(~out)


def kinds_of(texts: "pl.Series") -> "Kinds":
    """The number of each word's kind in KINDS; 0 for a word of a name."""
    import polars as pl

    known = words().with_columns(pl.col("kind").replace_strict(KINDS, range(len(KINDS)), return_dtype=pl.UInt8))
    return texts.replace_strict(known["token"], known["kind"], default=0, return_dtype=pl.UInt8).to_numpy()
