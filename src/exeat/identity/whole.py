"""What is known of two lists as wholes, gathered part by part: how rare things are, and what is said at all.

- A score depends on the other records only through how rare things are: of a list that is read in parts, that is
  counted over the whole of it before the first pair is scored, never over the part that a record happens to stand in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .comparisons import Comparison
from .names.words import Rarity, Words, word_counts, words_from

if TYPE_CHECKING:
    import polars as pl

FEW = 8  # tables of counts, before they are made one


@dataclass(slots=True)
class Census:
    """Counts over the records seen so far. `matter`: by column, the texts whose rarity is asked for (all others are
    only counted together); None = all texts.
    """

    comparisons: tuple[Comparison, ...]
    matter: "dict[str, pl.Series] | None" = None
    records: int = 0
    said: set[str] = field(default_factory=set)
    cells: dict[str, int] = field(default_factory=dict)
    _words: "list[pl.DataFrame]" = field(default_factory=list)
    _texts: "dict[str, list[pl.DataFrame]]" = field(default_factory=dict)

    def add(self, rows: "pl.DataFrame") -> None:
        """Count the records of a prepared list, or of a part of it."""
        self.records += rows.height
        self.said |= {c for c in rows.columns if rows[c].null_count() < rows.height}
        self._words = _fewer([*self._words, word_counts(rows)], "word")
        for column in rare(self.comparisons):
            if column in rows.columns:
                self._add_texts(column, rows[column].drop_nulls())

    def _add_texts(self, column: str, texts: "pl.Series") -> None:
        import polars as pl

        self.cells[column] = self.cells.get(column, 0) + len(texts)
        if self.matter is not None:
            texts = texts.filter(texts.is_in(self.matter[column].implode()))
        counts = texts.alias("text").to_frame().group_by("text").agg(count=pl.len().cast(pl.Int64))
        self._texts[column] = _fewer([*self._texts.get(column, []), counts], "text")

    def words(self) -> "pl.DataFrame":
        """In how many records each word stands: `word`, `count`."""
        return _summed(self._words, "word")

    def texts(self, column: str) -> "pl.DataFrame":
        """How often each text that matters stands in a column: `text`, `count`."""
        return _summed(self._texts[column], "text")


def rare(comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """The columns whose rarity counts."""
    return tuple(c.column for c in comparisons if c.shared is not None and c.column is not None)


def rarity_of(one: Census, two: Census) -> Rarity:
    """How often words and texts are found in two lists together."""
    texts = {
        c: (_summed([one.texts(c), two.texts(c)], "text"), one.cells[c] + two.cells[c])
        for c in rare(one.comparisons)
        if c in one.cells and c in two.cells
    }
    return Rarity(_summed([one.words(), two.words()], "word"), one.records + two.records, texts)


def words_in(rarity: Rarity) -> Words:
    """The words of the whole, with their keys worked out once for all parts."""
    return words_from(rarity.words, rarity.records)


def told_by_both(one: Census, two: Census) -> tuple[Comparison, ...]:
    """The comparisons about which both lists say something."""
    return tuple(c for c in one.comparisons if all(n in one.said and n in two.said for n in c.needs))


def _fewer(tables: "list[pl.DataFrame]", key: str) -> "list[pl.DataFrame]":
    return tables if len(tables) < FEW else [_summed(tables, key)]


def _summed(tables: "list[pl.DataFrame]", key: str) -> "pl.DataFrame":
    import polars as pl

    if not tables:
        return pl.DataFrame(schema={key: pl.String, "count": pl.Int64})
    return pl.concat(tables).group_by(key).agg(pl.col("count").sum()).sort(key)
