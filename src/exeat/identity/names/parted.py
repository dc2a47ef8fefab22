"""A name that one side writes as one word and the other as two: Mariajose and Maria Jose, Monteverde and Monte Verde.

- For each pair of names by itself: the word is parted where the other name has its two parts side by side, and only
  for that pair. No other record makes a difference.
- What is parted so is a spelling: it is never worth more than a variant of either part, so never more than the same
  name written the same way.
- Parts are joined by their letters or their close keys, so that their spellings may differ too; together they have
  LEAST letters, and of one name MOST words are parted.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .words import WIDTH, NameRows, Words

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints

    Keys = np.ndarray[Any, np.dtype[np.int64]]

BASE = 0x9E3779B97F4A7C15
LEAST, MOST = 4, 3
NONE = -1


@dataclass(frozen=True, slots=True)
class Parted:
    """Pairs of names, rows `l` of left and `r` of right: where a word was parted, the row is one behind the others.

    `parts`: the words that each pair's parted word became, -1 where there is none; None = nothing was parted.
    """

    left: NameRows
    right: NameRows
    l: "Ints"  # noqa: E741
    r: "Ints"
    parts: "Ints | None" = None


def parted(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> Parted:  # noqa: E741
    """The pairs (row `l` of left, row `r` of right), the glued words of either parted as the other name has them."""
    found = Parted(left, right, l, r)
    for _ in range(MOST):
        more = _parted_once(words, found)
        if more is found:
            break
        found = more
    return found


def _parted_once(words: Words, found: Parted) -> Parted:
    """One glued word of each pair parted; the same object where there is none."""
    import numpy as np

    l, r = found.l, found.r  # noqa: E741
    glued_l, glued_r = _glued(words, found.left, found.right, l, r), _glued(words, found.right, found.left, r, l)
    if not len(glued_l.at) and not len(glued_r.at):
        return found
    parts = np.full((len(l), 2), NONE, np.int32)
    l, r = l.copy(), r.copy()  # noqa: E741
    glued_r = glued_r.some(~np.isin(glued_r.at, glued_l.at))
    left = _with_rows(found.left, found.right, l, found.r, glued_l, parts)
    right = _with_rows(found.right, found.left, r, found.l, glued_r, parts)
    known = () if found.parts is None else (found.parts,)
    return Parted(left, right, l, r, np.concatenate([*known, parts], axis=1))


@dataclass(frozen=True, slots=True)
class Glued:
    """Pairs of names of which the one has a word, at `place`, that the other has as two, at `start` and behind it."""

    at: "Any"
    place: "Any"
    start: "Any"

    def some(self, which: "Any") -> "Glued":
        """Some of them."""
        return Glued(self.at[which], self.place[which], self.start[which])


@dataclass(frozen=True, slots=True)
class Joins:
    """Each two words side by side in the names of a list, as the key of one word: `keys` (names x places, else NONE).

    `rows`: the names of which some such key is that of a word of either list.
    """

    keys: "Keys"
    rows: "Any"


def joins(words: Words, names: NameRows) -> Joins:
    """The joins of a list, made once."""
    if "joins" not in names.made:
        names.made["joins"] = _joins(words, names)
    found: Joins = names.made["joins"]
    return found


def _joins(words: Words, names: NameRows) -> Joins:
    import numpy as np

    one, two = names.words[:, :-1], names.words[:, 1:]
    rows, places = np.nonzero(two >= 0)
    pairs, which = np.unique(
        one[rows, places].astype(np.int64) * len(words.texts) + two[rows, places], return_inverse=True
    )
    told = _as_words(words, *divmod(pairs, max(1, len(words.texts))))
    keys = np.full(two.shape, NONE, np.int64)
    keys[rows, places] = told[which]
    return Joins(keys, (keys != NONE).any(1))


def _as_words(words: Words, first: "Keys", second: "Keys") -> "Keys":
    """The key of the word that each two words make together; NONE where there is no such word."""
    import numpy as np
    import polars as pl

    from exeat.identity.sides import stable

    close = words.keys.column("close")
    sounds, letters = (
        pl.select(pl.concat_str(t.gather(first), t.gather(second))).to_series() for t in (close, words.texts)
    )
    keys: Keys = stable(sounds)
    keys[~np.isin(keys, words.close_key)] = NONE
    at = letters.replace_strict(
        words.texts, np.arange(len(words.texts)), default=NONE, return_dtype=pl.Int64
    ).to_numpy()
    keys[at >= 0] = words.close_key[at[at >= 0]]
    keys[(letters.str.len_chars() < LEAST).to_numpy()] = NONE
    return keys


def _glued(words: Words, one: NameRows, two: NameRows, a: "Ints", b: "Ints") -> Glued:
    """The pairs whose name in `one` (row a) has a word that the name in `two` (row b) has as two; the first such."""
    import numpy as np

    told, own = joins(words, two), joins(words, one)
    may = np.flatnonzero(told.rows[b] & (one.many[a] < WIDTH))
    keys, mine, theirs = told.keys[b[may]], _keys(words, one.words[a[may]]), _keys(words, two.words[b[may]])
    # Who has the word as well does not have it parted; and who has its parts already needs them no second time.
    alone = ~(mine[:, :, None] == np.concatenate([theirs, own.keys[a[may]]], axis=1)[:, None, :]).any(2)
    same = (mine[:, :, None] == keys[:, None, :]) & alone[:, :, None]
    hit = same.any((1, 2))
    first = same[hit].reshape(int(hit.sum()), mine.shape[1] * keys.shape[1]).argmax(1)
    return Glued(may[hit], first // keys.shape[1], first % keys.shape[1])


def whole(words: Words, names: NameRows) -> "Keys":
    """The letters of each name as one number, never negative, the same however parted; NONE of the nameless."""
    import numpy as np

    letters, shift = _letters(words)
    found = np.zeros(len(names.words), np.uint64)
    for n in range(WIDTH):
        word = names.words[:, n]
        at = np.flatnonzero(word >= 0)
        found[at] = found[at] * shift[word[at]] + letters[word[at]]
    return np.where(names.many > 0, (found >> np.uint64(1)).astype(np.int64), NONE)


def _letters(words: Words) -> "tuple[Any, Any]":
    """Each word's letters as the digits of a number, modulo 2**64, and what a number before them is multiplied by."""
    import numpy as np

    cells = np.array([t.encode() for t in words.texts], dtype=np.bytes_)
    rows = cells.view(np.uint8).reshape(len(cells), -1) if len(cells) else np.zeros((0, 0), np.uint8)
    letters, shift = np.zeros(len(rows), np.uint64), np.ones(len(rows), np.uint64)
    for column in rows.T:
        at = column > 0
        letters[at] = letters[at] * np.uint64(BASE) + column[at]
        shift[at] *= np.uint64(BASE)
    return letters, shift


def _keys(words: Words, ids: "Ints") -> "Keys":
    """The close keys of the words of names; of the padding what nothing else is."""
    import numpy as np

    return np.asarray(np.where(ids >= 0, words.close_key[ids], NONE - 1))


def _with_rows(one: NameRows, two: NameRows, a: "Ints", b: "Ints", glued: Glued, parts: "Ints") -> NameRows:
    """The names with the parted ones behind them; `a` and `parts` are told so in place."""
    import numpy as np

    at, place, n = glued.at, glued.place[:, None], np.arange(len(glued.at))
    if not len(at):
        return one
    column = np.arange(WIDTH)[None, :]
    source = np.where(column > place, column - 1, column)
    new_words, new_roles = (np.take_along_axis(x[a[at]], source, 1) for x in (one.words, one.roles))
    for k in (0, 1):
        word, role = (x[b[at], glued.start + k] for x in (two.words, two.roles))
        new_words[n, glued.place + k], new_roles[n, glued.place + k] = word, role
        parts[at, k] = word
    many = np.concatenate([one.many, one.many[a[at]] + 1])
    a[at] = len(one.words) + n
    all_words, all_roles = np.concatenate([one.words, new_words]), np.concatenate([one.roles, new_roles])
    return NameRows(all_words, all_roles, many)
