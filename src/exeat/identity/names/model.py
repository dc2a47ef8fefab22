"""The model of a personal name: which of its words are given names, patronymic, first and second surname.

- Columns that say which part they hold are believed; a full name is split by its comma, else by what is known of its
  words (`data/*.tsv`), else by the order usual in the list. A split is a guess: `compare` must forgive it.
- Words come out in the order in which the person would say them: given names, patronymic, surnames.
- Left out: particles (de, de la, y, van, von, al-), titles, suffixes, and the words for "son of" (bin, ben, ould,
  oglu), which make their neighbour a patronymic. Each of these words stands in `data/words.tsv`.
- Made one word: abd + name, name + al-din, name + allah, abu or umm + name, san or santa + name.
- A name of one or two words never loses its last word to a title, a particle or a suffix.

Names are read by usage (Spanish, Arabic, Slavic, Western), told by their own words, else by those of the whole list.
"""

from typing import TYPE_CHECKING

from .flat import flat, marked
from .order import ordered

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("name", "given_names", "surname", "second_surname", "patronymic")
UNKNOWN, GIVEN, SURNAME, SECOND_SURNAME, PATRONYMIC = range(5)
"""The roles of a word of a name, as `roles` has them."""
MOST = 8
"""How many words of a name are kept at most."""


def parse(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The words of each name and their roles: `tokens` List(String), at most MOST words, and `roles` List(UInt8).

    `rows` has any of COLUMNS, as received; a row without a name has two empty lists. The order of the rows changes
    nothing; the other rows only change what a name that could be read in several orders is taken for.
    """
    import polars as pl

    texts = marked(rows)
    distinct = texts.unique().drop_nulls().sort()
    named = ordered(flat(distinct), MOST)
    codes = texts.replace_strict(distinct, pl.Series(range(len(distinct)), dtype=pl.UInt32), default=None)
    empty = {"tokens": pl.lit([], dtype=pl.List(pl.String)), "roles": pl.lit([], dtype=pl.List(pl.UInt8))}
    return named[codes].with_columns(pl.col(name).fill_null(none) for name, none in empty.items())
