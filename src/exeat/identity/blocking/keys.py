"""Keys: two records that share one are compared.

- A key is a 64-bit number made of a few facts: two words of a name, a word and a birth day, a document number.
- Words enter by their close or their far key, so that another spelling or script does not part what belongs together;
  the whole name enters by its letters, however they are parted into words;
  a birth day enters as the earlier of itself and of the day that a swap of day and month gives.
- Nothing is keyed on a fact that is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from exeat.identity.names.parted import whole
from exeat.identity.names.words import NameRows, Words, names_of, word_counts, words_from
from exeat.identity.sides import UNKNOWN, Side, Sides

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

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
    """What the keys of one list are made of, as columns of numbers; -1 or UNKNOWN where nothing is said.

    `year` and `later`: the calendar years in which somebody may be born, the second where there are two.
    """

    close: "Any"  # words x records: of each record its words' keys in falling order, whatever their order in the name
    far: "Any"
    whole: "Any"
    day: "Any"
    month: "Any"
    year: "Any"
    later: "Any"
    document: "Any"
    place: "Any"
    father: "Any"
    mother: "Any"
    held: "Any"
    others: "Others | None" = None


@dataclass(frozen=True, slots=True)
class Others:
    """The facts of the other names of a list, one row a name. `owner`: the record of each."""

    owner: "Any"
    facts: Facts


TEXTS = ("document", "any_place", "father_name", "mother_name")


def facts_of(sides: Sides, words: Words, names: tuple[NameRows, NameRows]) -> tuple[Facts, Facts]:
    """The facts of both lists."""
    left, right = zip(*(sides.distinct(text).keys() for text in TEXTS), strict=True)
    return _facts(sides.left, words, names[0], *left), _facts(sides.right, words, names[1], *right)


def facts_alone(rows: "pl.DataFrame") -> Facts:
    """The facts of one prepared list, or of a part of it: keys made of them are equal to those of the whole."""
    sides = Sides(Side(rows), Side(rows.clear()))
    words = words_from(word_counts(rows), rows.height)
    texts = [sides.distinct(text).keys()[0] for text in TEXTS]
    return _facts(sides.left, words, names_of(rows, words), *texts)


def _facts(side: Any, words: Words, names: NameRows, document: Any, place: Any, father: Any, mother: Any) -> Facts:
    import numpy as np

    first, last, swapped = (side.numbers(f"born_{c}") for c in ("first", "last", "swapped"))
    day = np.where(first == last, first, UNKNOWN)
    turned = np.where((swapped != UNKNOWN) & (day != UNKNOWN), np.minimum(day, swapped), day)
    known = (first != UNKNOWN) & (last != UNKNOWN)
    month, year, later = _calendar(first, "M"), _calendar(first, "Y"), _calendar(last, "Y")
    keys = (np.append(k, -1)[names.words] for k in (words.close_key, words.far_key))
    close, far = (_falling(k) for k in keys)
    every = whole(words, names)
    found = Facts(
        close=close[:, : len(side)],
        far=far[:, : len(side)],
        whole=every[: len(side)],
        day=turned,
        month=np.where(known & (last - first <= 31), month, UNKNOWN),
        year=np.where(known & (last - first <= 731), year, UNKNOWN),
        later=np.where(known & (last - first <= 731) & (later > year), later, UNKNOWN),
        document=document,
        place=place,
        father=father,
        mother=mother,
        held=np.where(side.numbers("held_first") == side.numbers("held_last"), side.numbers("held_first"), UNKNOWN),
    )
    return found if names.first is None else _with_others(found, names.first, close=close, far=far, whole=every)


def _with_others(found: Facts, first: Any, **named: Any) -> Facts:
    """The facts of a list whose records have other names: each with everything else that its record says."""
    import numpy as np

    records = len(first) - 1
    owner = np.repeat(np.arange(records), np.diff(first))
    told = {name: facts[..., records:] for name, facts in named.items()}
    kept = {f.name: getattr(found, f.name)[owner] for f in fields(Facts) if f.name not in (*named, "others")}
    return replace(found, others=Others(owner, Facts(**told, **kept)))


def _falling(keys: Any) -> Any:
    """The keys of each record's words from the largest down, the padding last; only as many rows as are needed."""
    import numpy as np

    ordered = np.ascontiguousarray(np.sort(keys, axis=1).T[::-1])
    return ordered[(ordered >= 0).any(1)]


def _calendar(days: Any, unit: str) -> Any:
    """The calendar month or year of days since 1970-01-01, counted from there."""
    import numpy as np

    return np.where(days == UNKNOWN, 0, days).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)


def _key(salt: int, many: int, *parts: Any) -> "Keys":
    """Numbers mixed into one for each of `many` records; two records with the same parts have the same key."""
    import numpy as np

    found = np.full(many, np.uint64(salt * 0x51ED2701 + 1))
    for part in parts:
        found = _mixed(found, part)
    return found


def _mixed(keys: "Keys", part: Any) -> "Keys":
    import numpy as np

    with np.errstate(over="ignore"):
        found = (keys ^ np.asarray(part, np.int64).view(np.uint64)) * np.uint64(MIX)
    found ^= found >> np.uint64(29)
    return found


def _of(salt: int, *parts: Any) -> Keyed:
    """One key for each record that says every part."""
    import numpy as np

    rows = _saying(*parts)
    return Keyed(rows.astype(np.uint32), _key(salt, len(rows), *(p[rows] for p in parts)))


def _saying(*parts: Any) -> Any:
    """The records that say every part."""
    import numpy as np

    said = np.ones(len(parts[0]), bool)
    for part in parts:
        said &= (part != UNKNOWN) & (part != -1)
    return np.flatnonzero(said)


def _words(salt: int, words: Any, size: int, *parts: Any) -> Keyed:
    """One key for each record and each `size` of its words, in any order, together with the other parts."""
    import numpy as np

    rows = _saying(*parts) if parts else np.arange(words.shape[1])
    ground = _key(salt, len(rows), *(p[rows] for p in parts))
    words = words[:, rows]
    made = [Keyed(np.empty(0, np.uint32), np.empty(0, np.uint64))]
    for at in combinations(range(len(words)), size):
        has = np.flatnonzero(words[at[-1]] >= 0)
        keys = ground[has]
        for n in at:
            keys = _mixed(keys, words[n, has])
        made.append(Keyed(rows[has].astype(np.uint32), keys))
    return _joined(made)


def _both(one: Keyed, two: Keyed) -> Keyed:
    return _joined([one, two])


def _joined(made: list[Keyed]) -> Keyed:
    import numpy as np

    return Keyed(np.concatenate([m.rows for m in made]), np.concatenate([m.keys for m in made]))


KEYS: Mapping[str, Callable[[Facts], Keyed]] = {
    "document": lambda f: _of(1, f.document),
    "word_and_day": lambda f: _words(2, f.far, 1, f.day),
    "three_words": lambda f: _words(3, f.far, 3),
    "two_words_and_year": lambda f: _both(_words(4, f.far, 2, f.year), _words(4, f.far, 2, f.later)),
    "word_and_month": lambda f: _words(5, f.far, 1, f.month),
    "word_and_held": lambda f: _words(12, f.far, 1, f.held),
    "whole_name": lambda f: _of(16, f.whole),
    "two_words": lambda f: _words(6, f.close, 2),
    "two_words_far": lambda f: _words(7, f.far, 2),
    "day": lambda f: _of(8, f.day),
    "word_and_parent": lambda f: _both(_words(13, f.far, 1, f.father), _words(14, f.far, 1, f.mother)),
    "two_words_and_place": lambda f: _words(15, f.far, 2, f.place),
    "word_and_year": lambda f: _both(_words(9, f.close, 1, f.year), _words(9, f.close, 1, f.later)),
    "word_and_place": lambda f: _words(10, f.close, 1, f.place),
    "word": lambda f: _words(11, f.close, 1),
}
"""Each kind of key, the sharpest first."""
NAMELESS = ("document", "day")
SHARP = (
    *("document", "word_and_day", "three_words", "two_words_and_year", "word_and_month", "word_and_held"),
    *("whole_name", "word_and_parent", "two_words_and_place"),
)


def keyed(kind: str, facts: Facts) -> Keyed:
    """The keys of one kind of one list, those of its other names with them, each once for a record."""
    import numpy as np

    found = KEYS[kind](facts)
    if facts.others is None or kind in NAMELESS:
        return found
    more = KEYS[kind](facts.others.facts)
    owns = np.isin(found.rows, facts.others.owner)
    both = _both(Keyed(facts.others.owner[more.rows].astype(np.uint32), more.keys), _at(found, owns))
    order = np.lexsort((both.keys, both.rows))
    rows, keys = both.rows[order], both.keys[order]
    new = np.append(True, (rows[1:] != rows[:-1]) | (keys[1:] != keys[:-1]))[: len(rows)]
    return _both(_at(found, ~owns), Keyed(rows[new], keys[new]))


def _at(found: Keyed, which: Any) -> Keyed:
    return Keyed(found.rows[which], found.keys[which])


def keys_of(left: Facts, right: Facts) -> Iterator[tuple[str, Keyed, Keyed]]:
    """The keys of both lists, kind after kind."""
    for name in kinds_of(max(len(left.day), len(right.day))):
        yield name, keyed(name, left), keyed(name, right)


def kinds_of(records: int) -> tuple[str, ...]:
    """The kinds of keys for lists of which the longer has so many records."""
    return SHARP if records >= LARGE else tuple(KEYS)
