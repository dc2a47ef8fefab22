"""The words of folded texts as numbers, so that whole columns of pairs of texts are compared by equality of numbers.

- Words are equal as they stand, by their sound (`close`) or by their consonants (`far`), see `names.skeleton`.
- Order and repetition of words do not count.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Numbers = np.ndarray[Any, np.dtype[np.int32]]
    Marks = np.ndarray[Any, np.dtype[np.bool_]]

MOST = 6
"""How many words of a text are compared."""


@dataclass(frozen=True, slots=True)
class Words:
    """Three tables of numbers, one row a text, MOST columns, -1 for none: the words, their sounds, their consonants."""

    exact: "Numbers"
    close: "Numbers"
    far: "Numbers"


def words(texts: "pl.Series") -> Words:
    """The words of each folded text."""
    import numpy as np
    import polars as pl

    from exeat.identity.names.skeleton import close, far

    parted = texts.str.split(" ").list.unique(maintain_order=True).list.head(MOST)
    distinct = parted.explode().drop_nulls().unique().sort()
    codes = np.arange(len(distinct), dtype=np.int32)
    keys = [pl.Series(codes), _codes(close(distinct)), _codes(far(distinct))]
    lengths = parted.list.len().fill_null(0).to_numpy()
    flat = parted.explode().drop_nulls()
    tables = [_table(flat.replace_strict(distinct, key, return_dtype=pl.Int32).to_numpy(), lengths) for key in keys]
    return Words(*tables)


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


def _codes(keys: "pl.Series") -> "pl.Series":
    """Keys of words as numbers."""
    import polars as pl

    return keys.rank("dense").cast(pl.Int32)


def _table(numbers: "Numbers", lengths: "Numbers") -> "Numbers":
    import numpy as np

    table = np.full((len(lengths), MOST), -1, np.int32)
    table[np.arange(MOST) < lengths[:, None]] = numbers
    return table
