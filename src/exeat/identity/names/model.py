"""The model of a personal name: which of its words are given names, patronymic, first and second surname.

- Columns that say which part they hold are believed; a full name is split by its comma, else by what is known of its
  words (`data/*.tsv`), else by the order usual in the list. A split is a guess: `compare` must forgive it.
- Words come out in the order in which the person would say them: given names, patronymic, surnames.
- Left out: particles (de, de la, y, van, von, al-), titles, suffixes, and the words for "son of" (bin, ben, ould,
  oglu), which make their neighbour a patronymic. Each of these words stands in `data/words.tsv`.
- Made one word: abd + name, name + al-din, name + allah, abu or umm + name, san or santa + name (`data/forms.tsv`).
- Slavic surnames of women stand in the form of men: one family, one word.
- A word that may be a title or a name is left out only where two words of the name remain.

Names are read by usage (Spanish, Arabic, Slavic, ...), told by their own words, else by those of the whole list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .endings import masculine
from .flat import Flat, coded, flat, marked
from .hints import USAGES
from .order import GIVEN, PATRONYMIC, SECOND_SURNAME, SURNAME, UNKNOWN, grid

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Grid = np.ndarray[Any, np.dtype[Any]]

__all__ = ["GIVEN", "MOST", "PATRONYMIC", "SECOND_SURNAME", "SURNAME", "UNKNOWN", "Named", "named", "parse"]

COLUMNS = ("name", "given_names", "surname", "second_surname", "patronymic")
MOST = 8
"""How many words of a name are kept at most."""


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a list as numbers. `ids`: each row's words among `texts`, MOST wide, -1 pads; `roles`: theirs."""

    texts: "pl.Series"
    ids: "Grid"
    roles: "Grid"


def parse(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The words of each name and their roles: `tokens` List(String), at most MOST words, and `roles` List(UInt8).

    `rows` has any of COLUMNS, as received; a row without a name has two empty lists. The order of the rows changes
    nothing; the other rows only change what a name that could be read in several orders is taken for.
    """
    return parse_each([rows])[0]


def parse_each(lists: "Sequence[pl.DataFrame]") -> "list[pl.DataFrame]":
    """The same of several lists: the words of all of them are looked up at once, the order of names is each list's."""
    return [_listed(found) for found in named_each(lists)]


def _listed(found: "Named") -> "pl.DataFrame":
    """The names as two columns of lists."""
    import numpy as np
    import polars as pl

    kept = found.ids >= 0
    many = kept.sum(axis=1)
    words = {"tokens": found.texts.gather(found.ids[kept]), "roles": found.roles[kept]}
    frame = pl.DataFrame({"row": np.repeat(np.arange(len(many)), many), **words})
    lists = frame.with_columns(pl.col("row").set_sorted()).group_by("row", maintain_order=True).agg("tokens", "roles")
    empty = {"tokens": pl.lit([], dtype=pl.List(pl.String)), "roles": pl.lit([], dtype=pl.List(pl.UInt8))}
    if lists.height == len(many):
        return lists.drop("row")
    every = pl.DataFrame({"row": np.arange(len(many))}).join(lists, on="row", how="left", maintain_order="left")
    return every.select(pl.col(name).fill_null(none) for name, none in empty.items())


def named(rows: "pl.DataFrame") -> Named:
    """The same as numbers, for those who need no lists."""
    return named_each([rows])[0]


def named_each(lists: "Sequence[pl.DataFrame]") -> list[Named]:
    """The names of several lists as numbers, see `parse_each`."""
    import numpy as np
    import polars as pl

    texts = marked(pl.concat([_names_of(rows) for rows in lists], how="diagonal"))
    which, distinct = coded(texts.fill_null(""))
    found = flat(distinct)
    cuts = np.cumsum([rows.height for rows in lists])[:-1]
    return [_of_list(found, part) for part in np.split(which, cuts)]


def _names_of(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The columns of names of a list, a full name among them though nobody has one: so no row is lost."""
    import polars as pl

    whole = rows if "name" in rows.columns else rows.with_columns(name=pl.lit(None, pl.String))
    return whole.select(c for c in COLUMNS if c in whole.columns)


def _of_list(found: Flat, codes: "Grid") -> Named:
    """The names of one list. `codes`: of each row which of the names of `found` it has."""
    import numpy as np

    counts = np.bincount(codes, minlength=found.height)
    asked = np.flatnonzero(counts)
    ids, roles, usage = grid(found, MOST, asked, counts[asked])
    slavic = np.isin(usage, [USAGES.index(name) for name in ("slavic", "turkic")])
    forms, where = _one_form(found.texts, ids, slavic[:, None] & (roles != GIVEN) & (roles != PATRONYMIC) & (ids >= 0))
    rows = (np.cumsum(counts > 0) - 1)[codes]
    return Named(forms, where[rows], roles[rows])


def _one_form(texts: "pl.Series", ids: "Grid", family: "Grid") -> "tuple[pl.Series, Grid]":
    """The words, with the family names of women in the form of men."""
    import numpy as np
    import polars as pl

    asked = np.unique(ids[family])
    if not len(asked):
        return texts, ids
    turned = np.arange(len(texts), dtype=np.int32)
    turned[asked] = len(texts) + np.arange(len(asked), dtype=np.int32)
    return pl.concat([texts, masculine(texts.gather(asked))]), np.where(family, turned[ids], ids)
