"""Names as one long column of words: every word of every name with its row, and the part that a heading says it is.

- What is joined to one word, and what is left out, is decided here; roles are for `order`.
- Everything is done on distinct texts, on distinct words, or on whole columns.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import glue
from .fold import fold
from .hints import Hints, hints, tells
from .tables import words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Ints = np.ndarray[Any, np.dtype[np.int32]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]
    Kinds = np.ndarray[Any, np.dtype[np.uint8]]

MARKS = {"name": "q0q", "given_names": "q1q", "patronymic": "q4q", "surname": "q2q", "second_surname": "q3q"}
"""What stands before the words of a column; the digit is the role that its heading gives, 0 for none."""
KINDS = (
    "", "mark", "comma", "number", "particle", "and", "article", "nasab", "child", "title", "honorific", "rank",
    "peer", "suffix", "widow",
)  # fmt: skip
(NAME, MARK, COMMA, NUMBER, PARTICLE, AND, ARTICLE, NASAB, CHILD, TITLE, HONORIFIC, RANK, PEER, SUFFIX, WIDOW) = range(
    len(KINDS)
)
SON, CHILD_OF, HOUSE = 1, 2, 3
"""What `beside` says: the word followed "son of"; it stood before a Turkic "son"; it is of a house: al-, de la."""


@dataclass(slots=True)
class Flat:
    """The words. `ids`: which of `texts`; `rows`: of which name; `parts`: the role that a heading or a comma gives.

    `beside`: 0, SON, CHILD_OF or HOUSE. `told`: what each of `texts` tells. `height`: how many names.
    """

    texts: "pl.Series"
    told: Hints
    ids: "Ints"
    rows: "Ints"
    parts: "Kinds"
    beside: "Kinds"
    height: int

    def keep(self, kept: "Flags") -> None:
        """Leave out the words that are not kept."""
        for name in ("ids", "rows", "parts", "beside"):
            setattr(self, name, getattr(self, name)[kept])


def marked(rows: "pl.DataFrame") -> "pl.Series":
    """One folded text for each row: its columns one after the other, each behind its mark; null without a name."""
    import polars as pl

    said = {name: _said(name) for name in MARKS if name in rows.columns}
    marks = {name: pl.lit(mark + " ") + (pl.col(name) if name == "name" else pl.col(name).str.replace_all("[,،]", " "))
             for name, mark in MARKS.items() if name in said}  # fmt: skip
    whole = marks.get("name", pl.lit(None, pl.String))
    parts = pl.concat_str(
        [marks[name] for name in marks if name != "name"] or [whole], separator=" ", ignore_nulls=True
    )
    if "patronymic" in said:
        whole = pl.concat_str([whole, marks["patronymic"].fill_null("")], separator=" ")
    if {"given_names", "surname"} <= said.keys():
        whole = pl.when(pl.all_horizontal(pl.col("given_names", "surname").is_not_null())).then(None).otherwise(whole)
    texts = rows.lazy().select(**said).select(pl.coalesce(whole, parts).alias("name"))
    return fold(texts.select(pl.when(pl.col("name") != "").then("name")).collect().to_series())


def _said(column: str) -> "pl.Expr":
    """The texts of a column that have a letter; null for the others."""
    import polars as pl

    text = pl.col(column).cast(pl.String)
    return pl.when(text.str.contains(r"\w")).then(text)


def flat(texts: "pl.Series") -> Flat:
    """The words of distinct marked texts, joined and thinned out as the module says."""
    import numpy as np
    import polars as pl

    split = pl.DataFrame({"word": glue.phrases(texts).str.split(" ")}).with_row_index("row").explode("word")
    ids, vocabulary = coded(split["word"])
    rows = split["row"].cast(pl.Int32).to_numpy()
    none = np.zeros(len(ids), np.uint8)
    forms = glue.words(vocabulary)
    found = Flat(forms, hints(forms), ids, rows, none, none.copy(), len(texts))
    kinds = kinds_of(vocabulary)
    _part(found, kinds, vocabulary.str.extract("^q([0-9])q$").cast(pl.UInt8).fill_null(0).to_numpy())
    _thin(found, kinds)
    return found


def coded(texts: "pl.Series") -> "tuple[Ints, pl.Series]":
    """Each text as a number, and the distinct texts in the order of their numbers; the order of these means nothing."""
    import numpy as np
    import polars as pl

    found = texts.cast(pl.Categorical(pl.Categories.random()))
    distinct = found.unique()
    numbers = distinct.to_physical().to_numpy()
    order = np.zeros(int(numbers.max()) + 1 if len(numbers) else 0, np.int32)
    order[numbers] = np.arange(len(numbers), dtype=np.int32)
    return order[found.to_physical().to_numpy()], distinct.cast(pl.String)


def kinds_of(texts: "pl.Series") -> "Kinds":
    """The number of each word's kind in KINDS; 0 for a word of a name."""
    import numpy as np

    numbers = {token: KINDS.index(kind) for token, kind in words().items()}
    kinds = np.array([numbers.get(text, NAME) for text in texts], np.uint8)
    kinds[texts.str.contains("^[0-9]+(?:st|nd|rd|th)?$").to_numpy()] = NUMBER
    kinds[texts.str.contains("^(?:q[0-9]q)?$").to_numpy()] = MARK
    kinds[(texts == ",").to_numpy()] = COMMA
    return kinds


def _any_of(*kinds: int) -> "Flags":
    """Of each kind, whether it is one of these."""
    import numpy as np

    return np.isin(np.arange(len(KINDS)), kinds)


def _part(found: Flat, kinds: "Kinds", digits: "Kinds") -> None:
    """Take out the marks and commas, which give each word its part.

    What stands before the first comma is the surname, unless a suffix or a peerage follows it.
    """
    import numpy as np

    kind = kinds[found.ids]
    after = np.append(kind[1:], NAME)
    comma = (kind == COMMA) & ~_any_of(SUFFIX, PEER, NUMBER, MARK, COMMA)[after]
    mark = kind == MARK
    last = np.maximum.accumulate(np.where(mark, np.arange(len(kind)), 0))
    parts = digits[found.ids][last]
    before = np.cumsum(comma)
    has = np.bincount(found.rows[comma & (parts == 0)], minlength=found.height)[found.rows] > 0
    found.parts = np.where((parts == 0) & has, np.where(before == before[last], 2, 1), parts).astype(np.uint8)
    found.keep(~mark & (kind != COMMA))


def _thin(found: Flat, kinds: "Kinds") -> None:
    """Leave out particles, titles and suffixes; what stands beside "son of" is flagged."""
    import numpy as np

    kind, lean = kinds[found.ids], tells().leans[found.told.tells[found.ids], 0]
    same = np.zeros(len(kind), bool)
    same[:-1] = (found.rows[1:] == found.rows[:-1]) & (found.parts[1:] == found.parts[:-1])
    first = np.append(True, ~same[:-1])[: len(kind)]
    family = np.append(False, lean[:-1] <= 0)[: len(kind)]
    out = _any_of(PARTICLE, ARTICLE, TITLE, WIDOW)[kind] & same
    out |= (kind == AND) & same & ~first & family
    nasab = (kind == NASAB) & same & (~first | (found.parts == 2) | (found.texts != "ben").to_numpy()[found.ids])
    child = (kind == CHILD) & ~first
    out |= nasab | child | ((kind == SUFFIX) & ~first & ~same)
    _thin_weak(found, kind, out, same, first)
    house = (kind == ARTICLE) | (found.texts.is_in(["la", "las", "los"]).to_numpy()[found.ids] & (kind == PARTICLE))
    _flag(found, out, {HOUSE: house & out, SON: nasab & ~first, CHILD_OF: child})


def _thin_weak(found: Flat, kind: "Kinds", out: "Flags", same: "Flags", first: "Flags") -> None:
    """Also leave out what may be a title or a name, where at least two words of the name are left without it."""
    import numpy as np

    bound = np.append(False, _any_of(PARTICLE, ARTICLE, NASAB)[kind[:-1]])[: len(kind)]
    titled = np.append(True, _any_of(TITLE, HONORIFIC, RANK)[kind[:-1]])[: len(kind)]
    weak = same & (((kind == HONORIFIC) & (first | titled)) | ((kind == RANK) & ~bound))
    peer = (kind == NUMBER) | ((kind == PEER) & same)
    words_ = np.bincount(found.rows[~out & ~weak & ~peer], minlength=found.height)[found.rows]
    out |= (weak | peer) & (words_ >= 2)
    if peer.any():
        out |= _said_again(found, peer & out)


def _said_again(found: Flat, peer: "Flags") -> "Flags":
    """The words behind a peerage that stood before it, and are surnames: thomas lembrua, 1st baron lembrua."""
    import numpy as np

    seen = np.cumsum(peer)
    row = found.rows.astype(np.int64)
    start = np.maximum.accumulate(np.where(np.append(True, row[1:] != row[:-1]), seen - peer, 0))
    behind = (seen > start) & ~peer
    _, where, which = np.unique(row * len(found.texts) + found.ids, return_index=True, return_inverse=True)
    again = np.ones(len(row), bool)
    again[where] = False
    found.beside[behind] = HOUSE
    found.beside[where[which[again & behind]]] = HOUSE
    return again & behind


def _flag(found: Flat, out: "Flags", marks: "dict[int, Flags]") -> None:
    """Take the words out, and flag what they stood beside: before a Turkic "son", else behind the word."""
    import numpy as np

    stay = np.flatnonzero(~out)
    if len(stay):
        for mark, flags in marks.items():
            where = np.searchsorted(stay, np.flatnonzero(flags)) - (mark == CHILD_OF)
            found.beside[stay[where[(where >= 0) & (where < len(stay))]]] = mark
    found.keep(~out)
