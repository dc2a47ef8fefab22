"""Keys: two records that share one are compared.

- A key is a 64-bit number made of a few facts: two words of a name, a word and a birth day, a document number.
- Words enter by their close or their far key, so that another spelling or script does not part what belongs together;
  a birth day enters as the earlier of itself and of the day that a swap of day and month gives.
- Nothing is keyed on a fact that is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from exeat.identity.names.words import NameRows, Words
from exeat.identity.sides import UNKNOWN, Sides

if TYPE_CHECKING:
    import numpy as np

    Keys = np.ndarray[Any, np.dtype[np.uint64]]

MIX = 0x9E3779B97F4A7C15  # the odd number of Fibonacci hashing (Knuth, TAOCP 6.4)
LARGE = 250_000  # records a side from which on only the sharper keys are made


@dataclass(frozen=True, slots=True)
class Keyed:
    """The keys of one kind of one list: the record each belongs to, and the key."""

    rows: "Any"
    keys: "Keys"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the keys of one list are made of, as columns of numbers; -1 or UNKNOWN where nothing is said."""

    close: "Any"  # records x words
    far: "Any"
    day: "Any"
    month: "Any"
    year: "Any"
    document: "Any"
    place: "Any"


def facts_of(sides: Sides, words: Words, names: tuple[NameRows, NameRows]) -> tuple[Facts, Facts]:
    """The facts of both lists."""
    documents, places = sides.distinct("document").keys(), sides.distinct("any_place").keys()
    return (
        _facts(sides.left, words, names[0], documents[0], places[0]),
        _facts(sides.right, words, names[1], documents[1], places[1]),
    )


def _facts(side: Any, words: Words, names: NameRows, document: Any, place: Any) -> Facts:
    import numpy as np

    first, last, swapped = (side.numbers(f"born_{c}") for c in ("first", "last", "swapped"))
    day = np.where((first == last) & (first != UNKNOWN), first, UNKNOWN)
    turned = np.where((swapped != UNKNOWN) & (day != UNKNOWN), np.minimum(day, swapped), day)
    calendar = np.where(first == UNKNOWN, 0, first).astype("datetime64[D]")
    year = calendar.astype("datetime64[Y]").astype(np.int64)
    month = calendar.astype("datetime64[M]").astype(np.int64)
    known = (first != UNKNOWN) & (last != UNKNOWN)
    held = names.words >= 0
    return Facts(
        close=np.where(held, words.close_key[names.words], -1),
        far=np.where(held, words.far_key[names.words], -1),
        day=turned,
        month=np.where(known & (last - first <= 31), month, UNKNOWN),
        year=np.where(known & (last - first <= 366), year, UNKNOWN),
        document=document,
        place=place,
    )


def _key(salt: int, *parts: Any) -> "Keys":
    """Numbers mixed into one; two records with the same parts have the same key."""
    import numpy as np

    with np.errstate(over="ignore"):
        found = np.full(len(parts[0]), np.uint64(salt * 0x51ED2701 + 1))
        for part in parts:
            found = (found ^ np.asarray(part).astype(np.int64).astype(np.uint64)) * np.uint64(MIX)
            found ^= found >> np.uint64(29)
    return found


def _of(salt: int, *parts: Any) -> Keyed:
    """One key for each record that says every part."""
    import numpy as np

    said = np.ones(len(parts[0]), bool)
    for part in parts:
        said &= (part != UNKNOWN) & (part != -1)
    rows = np.flatnonzero(said)
    return Keyed(rows.astype(np.uint32), _key(salt, *(p[rows] for p in parts)))


def _words(salt: int, words: Any, size: int, *parts: Any) -> Keyed:
    """One key for each record and each `size` of its words, in any order, together with the other parts."""
    import numpy as np

    ordered = np.sort(words, axis=1)[:, ::-1]  # the padding last
    made = []
    width = int((ordered >= 0).sum(1).max(initial=0))
    for at in combinations(range(width), size):
        made.append(_of(salt, *(ordered[:, n] for n in at), *parts))
    if not made:
        return Keyed(np.empty(0, np.uint32), np.empty(0, np.uint64))
    return Keyed(np.concatenate([m.rows for m in made]), np.concatenate([m.keys for m in made]))


KEYS: Mapping[str, Callable[[Facts], Keyed]] = {
    "document": lambda f: _of(1, f.document),
    "word_and_day": lambda f: _words(2, f.far, 1, f.day),
    "three_words": lambda f: _words(3, f.far, 3),
    "two_words_and_year": lambda f: _words(4, f.far, 2, f.year),
    "word_and_month": lambda f: _words(5, f.far, 1, f.month),
    "two_words": lambda f: _words(6, f.close, 2),
    "two_words_far": lambda f: _words(7, f.far, 2),
    "day": lambda f: _of(8, f.day),
    "word_and_year": lambda f: _words(9, f.close, 1, f.year),
    "word_and_place": lambda f: _words(10, f.close, 1, f.place),
    "word": lambda f: _words(11, f.close, 1),
}
"""Each kind of key, the sharpest first."""
SHARP = ("document", "word_and_day", "three_words", "two_words_and_year", "word_and_month")


def keys_of(left: Facts, right: Facts) -> Iterator[tuple[str, Keyed, Keyed]]:
    """The keys of both lists, kind after kind."""
    for name in kinds_of(max(len(left.day), len(right.day))):
        yield name, KEYS[name](left), KEYS[name](right)


def kinds_of(records: int) -> tuple[str, ...]:
    """The kinds of keys for lists of which the longer has so many records."""
    return SHARP if records >= LARGE else tuple(KEYS)
