"""The order of a name: how many of its words are given names, and whether they come first.

- Every way to split a name has a score: what its words lean to, and how usual the split is in the usage of the name.
- A patronymic stands behind the given names: that decides the order of a Slavic name.
- Words whose part a heading or a comma gives are never moved to another part.
- The order of a list counts where at least LIST names in it show one clearly, and most of them the same.

Names whose words tell the same, in the same places, are split once, however many they are.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.customs import settled

from .flat import CHILD_OF, SON, Flat
from .hints import STRANGER, USAGES

if TYPE_CHECKING:
    import numpy as np

    Grid = np.ndarray[Any, np.dtype[Any]]
    Column = np.ndarray[Any, np.dtype[Any]]

UNKNOWN, GIVEN, SURNAME, SECOND_SURNAME, PATRONYMIC = range(5)
PLACE = (0, 1, 3, 4, 2)
"""The place of each role in a name as its bearer says it; words of no known role keep to the front."""
LIST = 20
"""How many names must show their order, or their usage, before the list's counts for the others."""
CLEAR = 2.0
"""By how much one order must be better for a name to show it."""
NEVER = -99.0
REVERSED = {"": -1.5, "arabic": -2.0, "western": -2.0, "slavic": -0.5, "turkic": -0.5}
"""What it costs a name to be surname first, by its usage; -1 for others."""


@dataclass(slots=True)
class Kindred:
    """Names that tell the same, one row each, WIDTH words wide.

    `lean`, `usage`, `father`, `nasab`, `part`: of each word (see Hints, Flat); `size`: how many words; `many`: names.
    """

    lean: "Grid"
    usage: "Grid"
    father: "Grid"
    nasab: "Grid"
    part: "Grid"
    size: "Column"
    many: "Column"

    @property
    def at(self) -> "Grid":
        """The place of each word."""
        import numpy as np

        return np.arange(self.lean.shape[1])[None, :]


def grid(found: Flat, width: int) -> "tuple[Grid, Grid, Grid]":
    """Each name's words as a row of `width` numbers, -1 padding; their roles; the usage of each name.

    Words are in the order in which the bearer says them.
    """
    import numpy as np

    ids, codes = _rows(found, width)
    kindred, which = _kindred(found, codes)
    usage = usages(kindred)
    roles = _headed(kindred, usage)
    free = (kindred.part == 0).all(axis=1) & (kindred.size > 0)
    roles = np.where(free[:, None], _split(kindred, usage, free), roles)
    place = np.where(kindred.at < kindred.size[:, None], np.array(PLACE)[roles], 9)
    order = np.argsort(place, axis=1, kind="stable")
    roles = np.take_along_axis(roles, order, 1).astype(np.uint8)
    return np.take_along_axis(ids, order[which], 1), roles[which], usage[which]


def _rows(found: Flat, width: int) -> "tuple[Grid, Grid]":
    """Each name's words, and what they tell as one number each; -1 pads."""
    import numpy as np

    told = found.told
    tells = ((told.lean * 2 + 8).astype(np.int64) * 8 + told.usage) * 4 + told.father
    codes = (tells[found.ids] * 4 + found.nasab) * 8 + found.parts
    sizes = np.bincount(found.rows, minlength=found.height)
    at = np.arange(len(found.ids)) - (np.cumsum(sizes) - sizes)[found.rows]
    kept = at < width
    where = found.rows[kept], at[kept]
    ids = np.full((found.height, width), -1, np.int32)
    rows = np.full((found.height, width), -1, np.int32)
    ids[where], rows[where] = found.ids[kept], codes[kept]
    return ids, rows


def _kindred(found: Flat, codes: "Grid") -> "tuple[Kindred, Column]":
    """The names that tell the same as one row each, and which row is each name's."""
    import numpy as np

    kinds, numbers = np.unique(codes, return_inverse=True)
    numbers, keys = numbers.reshape(codes.shape), np.zeros(len(codes), np.int64)
    for column in numbers.T:
        keys = keys * len(kinds) + column
        if len(kinds) * (int(keys.max(initial=0)) + 1) > 1 << 50:
            keys = np.unique(keys, return_inverse=True)[1]
    _, first, which, many = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    rows = codes[first]
    told, size = np.maximum(rows, 0), (rows >= 0).sum(axis=1)
    word = rows >= 0
    lean = np.where(word, (told // 1024 - 8) / 2, 0).astype(np.float32)
    return Kindred(lean, told // 128 % 8, told // 32 % 4, told // 8 % 4, told % 8, size, many), which


def usages(names: Kindred) -> "Column":
    """The usage that most words of a name show, the clearest first; where none does, that of most names of the list."""
    import numpy as np

    weight = np.where(names.usage > 0, 1 + 0.1 * abs(names.lean) + (names.father > 0), 0)
    counts = np.stack([(weight * (names.usage == u)).sum(axis=1) for u in range(len(USAGES))], axis=1)
    counts[:, 0] = 0
    found = counts.argmax(axis=1)
    shown = np.bincount(found, weights=names.many, minlength=len(USAGES))[1:]
    usual = settled("usage of names", lambda: int(shown.argmax()) + 1 if shown.sum() >= LIST else None) or 0
    return np.where(found == 0, usual, found)


def _is(usage: "Column", *names: str) -> "Grid":
    """Whether each name is of one of these usages, as a column of a grid."""
    import numpy as np

    return np.isin(usage, [USAGES.index(name) for name in names])[:, None]


def _headed(names: Kindred, usage: "Column") -> "Grid":
    """The roles where headings or a comma give the parts: patronymics among given names, the second of two surnames."""
    import numpy as np

    roles = names.part.copy()
    given, surname = roles == GIVEN, roles == SURNAME
    father = ((names.father > 0) & _is(usage, "slavic", "turkic")) | (names.nasab > 0)
    roles[given & (np.cumsum(given, axis=1) > 1) & father] = PATRONYMIC
    second = surname & (np.cumsum(surname, axis=1) == 2) & ~(roles == SECOND_SURNAME).any(axis=1, keepdims=True)
    roles[second] = np.where(_is(usage, "slavic") & (names.father > 0), PATRONYMIC, SECOND_SURNAME)[second]
    return roles


def _split(names: Kindred, usage: "Column", free: "Column") -> "Grid":
    """The roles of names without headings, by the best split."""
    import numpy as np

    first, last = _scores(names, usage)
    shown = first.max(axis=1) - last.max(axis=1)
    last = last + (settled("order of names", lambda: _listed(shown, names.many * free)) or 0.0)
    turned = last.max(axis=1) > first.max(axis=1)
    cut = np.where(turned, last.argmax(axis=1), first.argmax(axis=1)) + 1
    return _roles(names, usage, turned[:, None], cut[:, None])


def _listed(shown: "Column", many: "Column") -> float | None:
    """What the order of the list adds to "surname first" in each of its names; None where too few show one."""
    clear = (abs(shown) >= CLEAR) & (many > 0)
    total = int(many[clear].sum())
    if total < LIST:
        return None
    share = float(many[clear & (shown < 0)].sum()) / total
    return 8.0 * (share - 0.5) if share > 0.6 else (-2.0 if share < 0.1 else 0.0)


def _scores(names: Kindred, usage: "Column") -> "tuple[Grid, Grid]":
    """The score of each split, given names first and surname first; column k - 1: k words before the cut."""
    import numpy as np

    moved = (names.father > 0) | (names.nasab > 0)
    lean = np.where(moved & (names.at > 0), 0, names.lean)
    upto = np.cumsum(lean, axis=1)
    rest = upto[:, -1:] - upto
    before, size = names.at + 1, names.size[:, None]
    behind = size - before
    first = np.where(before < np.maximum(size, 2), upto - rest + _usual(before, behind, usage), NEVER)
    last = np.where(before < size, rest - upto + _usual(behind, before, usage), NEVER)
    cost = np.array([REVERSED.get(name, -1.0) for name in USAGES])[usage][:, None]
    middle, end = _fathers(names)
    return first + 4.0 * middle, last + cost + 4.0 * end


def _usual(given: "Grid", surnames: "Grid", usage: "Column") -> "Grid":
    """How usual so many given names and so many surnames are, as a score of 0 or less."""
    import numpy as np

    double = -1.2 * np.maximum(given - 2, 0) - 1.5 * np.maximum(surnames - 2, 0) - 0.7 * ((surnames == 1) & (given > 1))
    single = -0.8 * (surnames - 1) - 0.3 * np.maximum(given - 3, 0)
    eastern = -1.0 * (surnames - 1) * (given == 1) - 0.5 * np.maximum(given - 1, 0)
    found = np.where(_is(usage, "spanish"), double, np.where(_is(usage, "arabic"), eastern, single))
    return np.where((given >= 1) & (surnames >= 0), found, NEVER)


def _fathers(names: Kindred) -> "tuple[Grid, Grid]":
    """Whether a patronymic stands behind the first word with more to follow, and whether it is the last of three."""
    import numpy as np

    ends = (names.father > 0) | (names.nasab == CHILD_OF)
    size = names.size[:, None]
    at = np.where(ends.any(axis=1), ends.argmax(axis=1), -1)[:, None]
    end = (size >= 3) & (at == size - 1)
    return (size >= 3) & (at >= 1) & ~end, end


def _roles(names: Kindred, usage: "Column", turned: "Grid", cut: "Grid") -> "Grid":
    """The roles that a split gives."""
    import numpy as np

    at, size = names.at, names.size[:, None]
    given = (at < cut) != turned
    surname = ~given & (at < size)
    roles = np.where(given, GIVEN, SURNAME)
    roles[surname & (np.cumsum(surname, axis=1) >= 2)] = SECOND_SURNAME
    named = (names.father == 2) | (names.nasab > 0) | ((names.father == 1) & ((size > 2) | (names.lean[:, :1] > 0)))
    chain = _is(usage, "arabic") | ((names.nasab == SON).any(axis=1)[:, None] & _is(usage, ""))
    between = chain & (size >= 3) & ~turned & (at < size - 1)
    roles[(at > 0) & (named | between)] = PATRONYMIC
    roles[at >= size] = UNKNOWN
    alone = np.select([names.lean > 0, names.lean < STRANGER], [GIVEN, SURNAME], UNKNOWN)
    return np.where((size == 1) & (at == 0), alone, roles)
