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

from exeat.identity.ordered import among

from .words import WIDTH, NameRows, Words

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints

    Keys = np.ndarray[Any, np.dtype[np.int64]]

LEAST, MOST = 4, 3
NONE = -1


@dataclass(frozen=True, slots=True)
class Parted:
    """Pairs of names, rows `l` of left and `r` of right, as they are to be compared.

    `at`: which they are of the pairs asked for. `parts`: the words that each pair's parted words became, -1 where there
    is none; None = these are as they were.
    """

    at: "Any"
    left: NameRows
    right: NameRows
    l: "Ints"  # noqa: E741
    r: "Ints"
    parts: "Ints | None" = None

    def some(self, which: "Any") -> "Parted":
        """Some of the pairs, their names a list of their own."""
        l, r = self.l[which], self.r[which]  # noqa: E741
        parts = None if self.parts is None else self.parts[which]
        return Parted(self.at[which], self.left.some(l), self.right.some(r), *_each(len(l)), parts)


def parted(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> list[Parted]:  # noqa: E741
    """The pairs (row `l` of left, row `r` of right): those as they are, then those with glued words, parted as the
    other name has them.
    """
    import numpy as np

    found = Parted(np.arange(len(l)), left, right, l, r)
    glued = np.unique(np.concatenate([g.at for g in _glued_in(words, found)]))
    if not len(glued):
        return [found]
    rest = np.delete(found.at, glued)
    more = found.some(glued)
    for _ in range(MOST):
        more = _parted_once(words, more)
    return [Parted(rest, left, right, l[rest], r[rest]), more]


def _each(many: int) -> "tuple[Ints, Ints]":
    import numpy as np

    each = np.arange(many, dtype=np.int32)
    return each, each


def _glued_in(words: Words, found: Parted) -> "tuple[Glued, Glued]":
    one, two = (found.left, found.l), (found.right, found.r)
    return tuple(_glued(words, a, b, x, y) for (a, x), (b, y) in ((one, two), (two, one)))  # type: ignore[return-value]


def _parted_once(words: Words, found: Parted) -> Parted:
    """One glued word of each pair parted, where there is one. `found`: each pair with rows of its own."""
    import numpy as np

    glued_l, glued_r = _glued_in(words, found)
    glued_r = glued_r.some(~np.isin(glued_r.at, glued_l.at))
    parts = np.full((len(found.at), 2), NONE, np.int32)
    left = _with_parts(found.left, found.right, glued_l, parts)
    right = _with_parts(found.right, found.left, glued_r, parts)
    known = () if found.parts is None else (found.parts,)
    return Parted(found.at, left, right, found.l, found.r, np.concatenate([*known, parts], axis=1))


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

    `rows`: the names of which some such key is that of a word of either list. `words`: which words have such a key.
    """

    keys: "Keys"
    rows: "Any"
    words: "Any"


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
    keys = np.full(two.shape, NONE, np.int64)
    keys[rows, places] = _as_words(words, one[rows, places], two[rows, places])
    return Joins(keys, (keys != NONE).any(1), among(words.close_key, np.sort(keys, axis=None)))


def _as_words(words: Words, first: "Ints", second: "Ints") -> "Keys":
    """The key of the word that each two words make together; NONE where there is no such word."""
    import numpy as np

    by_letter = words.letters.joined(first, second)
    keys = np.where(by_letter >= 0, by_letter, words.sounds.joined(first, second))
    keys = np.where(keys >= 0, words.close_key[keys], NONE)
    long = words.keys.letters("word")
    return np.where(long[first] + long[second] >= LEAST, keys, NONE)


def _glued(words: Words, one: NameRows, two: NameRows, a: "Ints", b: "Ints") -> Glued:
    """The pairs whose name in `one` (row a) has a word that the name in `two` (row b) has as two; the first such."""
    import numpy as np

    told, own = joins(words, two), joins(words, one)
    may = np.flatnonzero(told.rows[b] & (one.many[a] < WIDTH))
    may = may[(told.words[one.words[a[may]]] & (one.words[a[may]] >= 0)).any(1)]
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

    letters, shift = words.letters.told, words.letters.shift
    found = np.zeros(len(names.words), np.uint64)
    for n in range(WIDTH):
        word = names.words[:, n]
        at = np.flatnonzero(word >= 0)
        found[at] = found[at] * shift[word[at]] + letters[word[at]]
    return np.where(names.many > 0, (found >> np.uint64(1)).astype(np.int64), NONE)


def _keys(words: Words, ids: "Ints") -> "Keys":
    """The close keys of the words of names; of the padding what nothing else is."""
    import numpy as np

    return np.asarray(np.where(ids >= 0, words.close_key[ids], NONE - 1))


def _with_parts(one: NameRows, two: NameRows, glued: Glued, parts: "Ints") -> NameRows:
    """The names with a word parted as the other name of the pair has it; `parts` is told so in place."""
    import numpy as np

    at, place, n = glued.at, glued.place[:, None], np.arange(len(glued.at))
    column = np.arange(WIDTH)[None, :]
    source = np.where(column > place, column - 1, column)
    new_words, new_roles = (np.take_along_axis(x[at], source, 1) for x in (one.words, one.roles))
    for k in (0, 1):
        word, role = (x[at, glued.start + k] for x in (two.words, two.roles))
        new_words[n, glued.place + k], new_roles[n, glued.place + k] = word, role
        parts[at, k] = word
    all_words, all_roles, many = one.words.copy(), one.roles.copy(), one.many.copy()
    all_words[at], all_roles[at], many[at] = new_words, new_roles, many[at] + 1
    return NameRows(all_words, all_roles, many)
