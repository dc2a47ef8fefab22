"""The two lists of a comparison as columns of numbers, and the pairs of records to compare.

- A column is turned into numbers once; each comparison then works on whole columns of pairs.
- Texts are compared once for each distinct pair of texts, however many records share them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from .ordered import numbered

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Ints = np.ndarray[Any, np.dtype[np.int32]]
    Levels = np.ndarray[Any, np.dtype[np.uint8]]

T = TypeVar("T")
UNKNOWN = -(1 << 31)
"""What stands for a null in a column of numbers."""
FINE = 1 << 14
"""Parts of a bit that are told apart: sums of so many are exact, whatever the order in which they are added."""


@dataclass(slots=True)
class Side:
    """One prepared list. `frame`: one row a record, in the order of the list; see `prepare`."""

    frame: "pl.DataFrame"
    _numbers: "dict[str, Ints]" = field(default_factory=dict)

    def __len__(self) -> int:
        return self.frame.height

    def has(self, column: str) -> bool:
        """Whether the list says anything in this prepared column."""
        return column in self.frame.columns and self.frame[column].null_count() < self.frame.height

    def numbers(self, column: str) -> "Ints":
        """A prepared column of whole numbers; a null, or a column that is not there, is UNKNOWN. Computed once."""
        import numpy as np
        import polars as pl

        if not self._numbers:
            whole = self.frame.select(pl.selectors.integer().cast(pl.Int32).fill_null(UNKNOWN))
            self._numbers |= {made.name: made.to_numpy() for made in whole}
        if column not in self._numbers:
            self._numbers[column] = np.full(self.frame.height, UNKNOWN, np.int32)
        return self._numbers[column]


@dataclass(slots=True)
class Distinct:
    """A text column of both sides as numbers into one list of distinct texts; -1 where there is none."""

    left: "Ints"
    right: "Ints"
    texts: "pl.Series"

    def keys(self) -> "tuple[Any, Any]":
        """The same as numbers of the texts alone (see `stable`), left and right; -1 where there is none."""
        import numpy as np

        made = np.append(stable(self.texts), -1)
        return made[self.left], made[self.right]


@dataclass(slots=True)
class Sides:
    """Both lists, with the texts that they share."""

    left: Side
    right: Side
    _distinct: dict[str, Distinct] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a comparison works out of both lists, made when it is first asked for and kept under a name."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def distinct(self, column: str) -> Distinct:
        """A prepared text column of both sides, coded into one list of distinct texts. Computed once."""
        if column not in self._distinct:
            self._distinct[column] = _coded(self.left.frame, self.right.frame, column)
        return self._distinct[column]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records to compare: row numbers of the left and of the right side, two arrays of one length."""

    sides: Sides
    l: "Ints"  # noqa: E741 - the left row; as short as the formulas that use it
    r: "Ints"

    def __len__(self) -> int:
        return len(self.l)

    def numbers(self, column: str) -> "tuple[Ints, Ints]":
        """The numbers of a column, left and right, one for each pair; UNKNOWN where there is none."""
        return self.sides.left.numbers(column)[self.l], self.sides.right.numbers(column)[self.r]

    def codes(self, column: str) -> "tuple[Ints, Ints, pl.Series]":
        """The codes of a text column, left and right, one for each pair (-1 = none), and the distinct texts."""
        found = self.sides.distinct(column)
        return found.left[self.l], found.right[self.r], found.texts


def distinct_pairs(left: "Ints", right: "Ints", size: int) -> "tuple[Ints, Ints, Any]":
    """The distinct unordered pairs of codes (a <= b), and which of them each pair is.

    `size`: how many distinct texts there are. Compare texts[a] with texts[b] once, then take the answers by the third.
    """
    import numpy as np

    a, b = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    keys, where = numbered(a * size + b)
    return (keys // size).astype(np.int32), (keys % size).astype(np.int32), where


def fine(bits: Any) -> Any:
    """Bits rounded to parts of `FINE`, as 32-bit floats; up to 1,023 bits they add up exactly."""
    import numpy as np

    return (np.round(np.asarray(bits) * FINE) / FINE).astype(np.float32)


def stable(texts: "pl.Series") -> Any:
    """A number for each text, the same in every list, every run and on every machine; never negative."""
    import numpy as np
    import polars as pl
    from polars_hash import NonCryptographicHashingNameSpace

    made = texts.alias("text").to_frame().select(NonCryptographicHashingNameSpace(pl.col("text")).xxh3_64())
    return (made.to_series().to_numpy() >> np.uint64(1)).astype(np.int64)


def coded(texts: "pl.Series") -> "tuple[pl.Series, pl.Series]":
    """Each text as the number of one of the distinct texts, null for null; and these, sorted."""
    import polars as pl

    distinct = texts.unique().sort().drop_nulls()
    return texts.cast(pl.Enum(distinct)).to_physical(), distinct


def _coded(left: "pl.DataFrame", right: "pl.DataFrame", column: str) -> Distinct:
    import polars as pl

    cells = [
        f[column] if column in f.columns else pl.repeat(None, f.height, dtype=pl.String, eager=True)
        for f in (left, right)
    ]
    codes, texts = coded(pl.concat(cells))
    told = codes.cast(pl.Int32).fill_null(-1).to_numpy()
    return Distinct(told[: left.height], told[left.height :], texts)
