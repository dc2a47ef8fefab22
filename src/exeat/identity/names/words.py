"""The words of the names of two lists as numbers: each distinct word once, with its keys and how common it is.

- A record's name is a row of word numbers and a row of roles, both `WIDTH` wide; -1 pads.
- How common a word is, is counted over the records of both lists; `rarity` may bring the counts of a larger whole.
- Keys of words are made of their letters alone: they are the same whatever other words there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from exeat.identity.sides import fine, stable

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from exeat.identity.sides import Ints

    from .digits import Digits
    from .grades import Keys
    from .remembered import Remembered

    Roles = np.ndarray[Any, np.dtype[np.uint8]]
    Bits = np.ndarray[Any, np.dtype[np.float32]]

WIDTH = 8
OTHERS = "other_tokens"
"""The prepared column of other names, beside `other_roles`; see `others`."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """Counts to take in place of the lists' own: `words` (columns `word`, `count`), out of `records` records."""

    words: "pl.DataFrame"
    records: int
    texts: "Mapping[str, tuple[pl.DataFrame, int]]" = field(default_factory=dict)
    """Of the columns whose rarity counts: the texts that matter (`text`, `count`), and how many cells are told."""


@dataclass
class Words:
    """The distinct words. `counts`: in how many records each stands; `records`: out of how many."""

    texts: "pl.Series"
    counts: "Ints"
    records: int

    @cached_property
    def close(self) -> "Ints":
        """The number of each word's close key."""
        return _numbered(self.keys.column("close"))

    @cached_property
    def far(self) -> "Ints":
        """The number of each word's far key."""
        return _numbered(self.keys.column("far"))

    @cached_property
    def close_key(self) -> "Any":
        """Each word's close key as a number that is the same beside any other words; never negative."""
        return _hashed(self.keys.column("close"), self.texts)

    @cached_property
    def far_key(self) -> "Any":
        """The same of the far key."""
        return _hashed(self.keys.column("far"), self.texts)

    @cached_property
    def initials(self) -> "Ints":
        """The number of each word's first letter."""
        return _numbered(self.texts.str.slice(0, 1))

    @cached_property
    def letters(self) -> "Digits":
        """Each word's letters as a number."""
        from .digits import Digits

        return Digits.of(self.texts)

    @cached_property
    def sounds(self) -> "Digits":
        """The same of each word's close key."""
        from .digits import Digits

        return Digits.of(self.keys.column("close").fill_null(""))

    @cached_property
    def keys(self) -> "Keys":
        """The words with what they are graded by."""
        from .grades import Keys

        return Keys(self.texts)

    @cached_property
    def remembered(self) -> "Remembered":
        """What was graded already."""
        from .remembered import Remembered

        return Remembered.none_yet(self.keys, self.counts)

    @cached_property
    def grade_bits(self) -> "Bits":
        """What an agreement of each grade says by the rarity of a word: grades x words; 0 for different words.

        Two words that agree say what the commoner one of them says: a spelling that nobody else has is as rare as the
        more usual one.
        """
        import numpy as np

        near = fine(np.minimum(self.bits * 0.5 + 2, 9))
        none = np.zeros(len(self.texts), np.float32)
        return np.stack([self.bits, self.close_bits, near, self.far_bits, self.initial_bits, none])

    @cached_property
    def bits(self) -> "Bits":
        """How much it says that two unrelated records share this very word: -log2 of its share, at most `top`."""
        return self._bits(self.counts)

    @cached_property
    def close_bits(self) -> "Bits":
        """The same for sharing the close key."""
        return self._class_bits(self.close)

    @cached_property
    def far_bits(self) -> "Bits":
        """The same for sharing the far key."""
        return self._class_bits(self.far)

    @cached_property
    def initial_bits(self) -> "Bits":
        """The same for sharing the first letter."""
        return self._class_bits(self.initials)

    def _class_bits(self, classes: "Ints") -> "Bits":
        import numpy as np

        return self._bits(np.bincount(classes, weights=self.counts)[classes])

    def _bits(self, counts: "Any") -> "Bits":
        import numpy as np

        # Half a record is added: a word that was seen twice may have been seen twice by accident.
        share: Any = np.minimum(counts + 0.5, self.records) / (self.records + 1)
        return np.asarray(fine(-np.log2(share)))


@dataclass(frozen=True, slots=True)
class NameRows:
    """The names of one list: `words` and `roles` (names x WIDTH), `many` words in each; a row for each record.

    Where the list has other names, they stand in the rows behind those of the records: `first`: in which row those of
    each record begin, and one number more for the end. None = it has none.
    """

    words: "Ints"
    roles: "Roles"
    many: "Ints"
    first: "Ints | None" = None
    made: "dict[str, Any]" = field(default_factory=dict, repr=False, compare=False)
    """What was worked out of them once, for whoever asks again."""

    def some(self, rows: "Ints") -> "NameRows":
        """The names of these rows, as a list of their own."""
        return NameRows(self.words[rows], self.roles[rows], self.many[rows])

    def others(self, records: "Ints") -> "Ints":
        """How many other names each of these records has."""
        import numpy as np

        if self.first is None:
            return np.zeros(len(records), np.int32)
        return np.asarray(self.first[records + 1] - self.first[records])

    def named(self, records: "Ints", number: "Ints") -> "Ints":
        """The row of each record's name of this number: 0 = the name, from 1 on the other names."""
        import numpy as np

        if self.first is None:
            return records
        return np.where(number == 0, records, self.first[records] + number - 1).astype(np.int32)


def words_of(
    left: "pl.DataFrame", right: "pl.DataFrame", rarity: Rarity | None = None
) -> tuple[Words, NameRows, NameRows]:
    """The words of two prepared lists (columns `tokens`, `roles`), and each list's names as numbers."""
    import polars as pl

    counts = pl.concat([word_counts(left), word_counts(right)]).group_by("word").agg(pl.col("count").sum())
    records = left.height + right.height
    if rarity is not None:
        counts = pl.concat([counts, rarity.words.select(counts.schema)]).group_by("word").agg(pl.col("count").max())
        records = max(records, rarity.records)
    words = words_from(counts, records)
    return words, names_of(left, words), names_of(right, words)


def word_counts(rows: "pl.DataFrame") -> "pl.DataFrame":
    """In how many records of a prepared list each word stands: `word`, `count` (Int64)."""
    import polars as pl

    if OTHERS in rows.columns:
        return _counts_with_others(rows)
    once = rows.select(pl.col("tokens").list.unique().list.drop_nulls()).explode("tokens").drop_nulls()
    return once.group_by(word="tokens").agg(count=pl.len().cast(pl.Int64))


def _counts_with_others(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The same of a list with other names: a record has a word once, in however many of its names it stands."""
    import polars as pl

    row = pl.int_range(pl.len()).alias("row")
    others = rows.select(row, tokens=OTHERS).explode("tokens")
    every = pl.concat([rows.select(row, "tokens"), others]).explode("tokens").drop_nulls().unique()
    return every.group_by(word="tokens").agg(count=pl.len().cast(pl.Int64))


def words_from(counts: "pl.DataFrame", records: int) -> Words:
    """The words of `counts` (`word`, `count`), out of so many records."""
    import numpy as np

    ordered = counts.sort("word")
    return Words(ordered["word"].rename("tokens"), ordered["count"].to_numpy().astype(np.int32), records)


def names_of(rows: "pl.DataFrame", words: Words) -> NameRows:
    """The names of a prepared list as numbers; every word of theirs must be among `words`."""
    import polars as pl

    flat = rows.lazy().select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "tokens", "roles")
    flat = flat.filter(pl.col("tokens").list.len() > 0).explode("tokens", "roles")
    names = _rows(flat.collect(), words.texts, rows.height)
    return _and_others(names, rows, words.texts) if OTHERS in rows.columns else names


def _and_others(names: NameRows, rows: "pl.DataFrame", texts: "pl.Series") -> NameRows:
    """The names of the records, and their other names in the rows behind."""
    import numpy as np
    import polars as pl

    many = rows[OTHERS].list.len().to_numpy()
    told = rows.select(tokens=OTHERS, roles="other_roles").filter(pl.col("tokens").list.len() > 0)
    told = told.explode("tokens", "roles").with_row_index("row").explode("tokens", "roles")
    others = _rows(told, texts, int(many.sum()))
    all_words, roles, number = (np.concatenate(two) for two in zip(_arrays(names), _arrays(others), strict=True))
    first = rows.height + np.append(0, np.cumsum(many, dtype=np.int64))
    return NameRows(all_words, roles, number, first.astype(np.int32))


def _arrays(names: NameRows) -> "tuple[Any, Any, Any]":
    return names.words, names.roles, names.many


def _rows(flat: "pl.DataFrame", texts: "pl.Series", height: int) -> NameRows:
    """The names of `flat` (`row`, `tokens`, `roles`; in the order of the rows) as numbers of `texts`."""
    import numpy as np
    import polars as pl

    codes = flat["tokens"].cast(pl.Enum(texts)).to_physical().to_numpy()
    row = flat["row"].to_numpy()
    at = np.arange(len(row)) - np.searchsorted(row, row)
    kept = at < WIDTH
    words = np.full((height, WIDTH), -1, np.int32)
    roles = np.zeros((height, WIDTH), np.uint8)
    words[row[kept], at[kept]], roles[row[kept], at[kept]] = codes[kept], flat["roles"].to_numpy()[kept]
    return NameRows(words, roles, (words >= 0).sum(1).astype(np.int32))


def _hashed(keys: "pl.Series", texts: "pl.Series") -> "Any":
    """Each key as a number of its letters; a null or empty one is a class of its own for each word."""
    return stable(_or_own(keys, texts))


def _numbered(keys: "pl.Series") -> "Ints":
    """Each distinct key as a number; a null or empty one is a class of its own for each word."""
    import numpy as np
    import polars as pl

    own = pl.int_range(len(keys), eager=True).cast(pl.String)
    return _or_own(keys, own).rank("dense").to_numpy().astype(np.int32) - 1


def _or_own(keys: "pl.Series", own: "pl.Series") -> "pl.Series":
    import polars as pl

    frame = pl.DataFrame({"key": keys, "own": own})
    none = pl.col("key").fill_null("") == ""
    return frame.select(pl.when(none).then("\x00" + pl.col("own")).otherwise("key")).to_series()
