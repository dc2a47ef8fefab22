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

from .flat import CHILD_OF, HOUSE, SON, Flat
from .hints import STRANGER, USAGES, tells

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
LETTERS = 1
"""The tell of a single letter."""
HOUSED = 3.0
"""By how much a word behind al- or de la is rather a surname."""
HEALED = 2.0
"""How clearly both headings of a row must contradict their words before the row is taken to have them swapped."""
REVERSED = {"": -1.5, "arabic": -2.0, "western": -2.0, "slavic": -0.5, "turkic": -0.5}
"""What it costs a name to be surname first, by its usage; -1 for others."""


@dataclass(slots=True)
class Kindred:
    """Names that tell the same, one row each, WIDTH words wide.

    `tell`, `father`, `beside`, `part`: of each word (see Hints, Flat); `size`: how many words; `many`: how many names.
    `usage`: whose usage the name shows; `lean`: of each word in that usage, 0 where none stands.
    """

    tell: "Grid"
    father: "Grid"
    beside: "Grid"
    part: "Grid"
    size: "Column"
    many: "Column"
    usage: "Column"
    lean: "Grid"

    @property
    def at(self) -> "Grid":
        """The place of each word."""
        import numpy as np

        return np.arange(self.tell.shape[1])[None, :]

    @property
    def stands(self) -> "Grid":
        """Where there are words."""
        return self.at < self.size[:, None]

    def of(self, *usages: str) -> "Grid":
        """Whether each name is of one of these usages, as a column of a grid."""
        import numpy as np

        return np.isin(self.usage, [USAGES.index(name) for name in usages])[:, None]


def grid(found: Flat, width: int, asked: "Column", many: "Column") -> "tuple[Grid, Grid, Column]":
    """Each name's words as a row of `width` numbers, -1 padding; their roles; the usage of each name.

    Words are in the order in which the bearer says them. `asked`: which of the names are those of the list; `many`: how
    many of its rows have each of these.
    """
    import numpy as np

    ids, codes = (part[asked] for part in _rows(found, width))
    names, which = _kindred(codes, many)
    free = (names.part == 0).all(axis=1) & (names.size > 0)
    roles = np.where(free[:, None], _split(names, free), _headed(names))
    place = np.where(names.stands, np.array(PLACE)[roles], 9)
    order = np.argsort(place, axis=1, kind="stable")
    roles = np.take_along_axis(roles, order, 1).astype(np.uint8)
    return np.take_along_axis(ids, order[which], 1), roles[which], names.usage[which]


def _rows(found: Flat, width: int) -> "tuple[Grid, Grid]":
    """Each name's words, and what they tell as one number each; -1 pads."""
    import numpy as np

    of_words = found.told.tells.astype(np.int32) * 4 + found.told.father
    codes = (of_words[found.ids] * 4 + found.beside) * 8 + found.parts
    sizes = np.bincount(found.rows, minlength=found.height)
    at = np.arange(len(found.ids)) - (np.cumsum(sizes) - sizes)[found.rows]
    kept = at < width
    where = found.rows[kept], at[kept]
    ids = np.full((found.height, width), -1, np.int32)
    rows = np.full((found.height, width), -1, np.int32)
    ids[where], rows[where] = found.ids[kept], codes[kept]
    return ids, rows


def _kindred(codes: "Grid", rows_of: "Column") -> "tuple[Kindred, Column]":
    """The names that tell the same as one row each, and which row is each name's."""
    import numpy as np

    present = np.zeros(int(codes.max(initial=0)) + 2, bool)
    present[codes.ravel()] = True
    numbers, keys = np.cumsum(present)[codes], np.zeros(len(codes), np.int64)
    most = int(present.sum()) + 1
    for column in numbers.T:
        if most * (int(keys.max(initial=0)) + 1) >= 1 << (62 - len(keys).bit_length()):
            keys = _numbered(keys)[0]
        keys = keys * most + column
    which, first = _numbered(keys)
    rows, many = codes[first], np.bincount(which, weights=rows_of)
    told, size = np.maximum(rows, 0), (rows >= 0).sum(axis=1)
    names = Kindred(told // 128, told // 32 % 4, told // 8 % 4, told % 8, size, many, size, told)
    names.usage = _usages(names)
    lean = tells().leans[names.tell, names.usage[:, None]]
    # What follows al- or de la is rather a surname, whatever else it may be.
    names.lean = np.where(names.stands, lean - HOUSED * (names.beside == HOUSE), 0)
    return names, which


def _numbered(keys: "Column") -> "tuple[Column, Column]":
    """Which distinct key each row has, and the first row of each; keys and row numbers fit into 62 bits together."""
    import numpy as np

    bits = len(keys).bit_length()
    packed = np.sort((keys << bits) | np.arange(len(keys)))
    rows, keys = packed & ((1 << bits) - 1), packed >> bits
    new = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    which = np.empty(len(keys), np.int64)
    which[rows] = np.cumsum(new) - 1
    return which, rows[new]


def _usages(names: Kindred) -> "Column":
    """The usage that most words of a name show; where they show none, or several, that of more names of the list."""
    import numpy as np

    counts = (tells().shows[names.tell] * names.stands[:, :, None]).sum(axis=1).astype(np.float32)
    counts[:, USAGES.index("slavic")] += (names.father == 2).any(axis=1)
    counts[:, USAGES.index("arabic")] += (names.beside == SON).any(axis=1) * 0.5
    counts[:, 0] = 0
    shown = (counts > 0) & (counts == counts.max(axis=1, keepdims=True))
    of_list = ((shown / np.maximum(shown.sum(axis=1, keepdims=True), 1)) * names.many[:, None]).sum(axis=0)
    total = float(of_list.sum())
    shares = settled("usage of names", lambda: (of_list / total).tolist() if total >= LIST else None)
    counts += 0.9 * np.array(shares or [0.0] * len(USAGES), np.float32)
    return np.asarray(np.where(counts.max(axis=1) > 0, counts.argmax(axis=1), 0))


def _headed(names: Kindred) -> "Grid":
    """The roles where headings or a comma give the parts: patronymics among given names, the second of two surnames."""
    import numpy as np

    roles = _healed(names)
    given, surname = roles == GIVEN, roles == SURNAME
    father = ((names.father > 0) & names.of("slavic", "turkic")) | np.isin(names.beside, (SON, CHILD_OF))
    father |= _initial_of_father(names)
    roles[given & (np.cumsum(given, axis=1) > 1) & father] = PATRONYMIC
    second = surname & (np.cumsum(surname, axis=1) == 2) & ~(roles == SECOND_SURNAME).any(axis=1, keepdims=True)
    roles[second] = np.where(names.of("slavic") & (names.father > 0), PATRONYMIC, SECOND_SURNAME)[second]
    return roles


def _healed(names: Kindred) -> "Grid":
    """The parts that headings give; swapped where every word under either heading clearly belongs under the other."""
    import numpy as np

    part = names.part.copy()
    given = part == GIVEN
    low = np.where(given, names.lean, -HEALED).max(axis=1) <= -HEALED
    high = np.where(part == SURNAME, names.lean, HEALED).min(axis=1) >= HEALED
    swapped = (low & high & given.any(axis=1) & (part == SURNAME).any(axis=1))[:, None]
    part[swapped & given] = SURNAME
    part[swapped & (names.part == SURNAME)] = GIVEN
    return part


def _initial_of_father(names: Kindred) -> "Grid":
    """Where a single letter stands behind another word of a Slavic name: it shortens the patronymic."""
    letter: Grid = (names.tell == LETTERS) & (names.at > 0) & names.of("slavic")
    return letter


def _split(names: Kindred, free: "Column") -> "Grid":
    """The roles of names without headings, by the best split."""
    import numpy as np

    first, last = _scores(names)
    shown = first.max(axis=1) - last.max(axis=1)
    last = last + (settled("order of names", lambda: _listed(shown, names.many * free)) or 0.0)
    turned = last.max(axis=1) > first.max(axis=1)
    cut = np.where(turned, last.argmax(axis=1), first.argmax(axis=1)) + 1
    return _roles(names, turned[:, None], cut[:, None])


def _listed(shown: "Column", many: "Column") -> float | None:
    """What the order of the list adds to "surname first" in each of its names; None where too few show one."""
    clear = (abs(shown) >= CLEAR) & (many > 0)
    total = int(many[clear].sum())
    if total < LIST:
        return None
    share = float(many[clear & (shown < 0)].sum()) / total
    return 8.0 * (share - 0.5) if share > 0.6 else (-2.0 if share < 0.1 else 0.0)


def _scores(names: Kindred) -> "tuple[Grid, Grid]":
    """The score of each split, given names first and surname first; column k - 1: k words before the cut."""
    import numpy as np

    moved = (names.father > 0) | np.isin(names.beside, (SON, CHILD_OF)) | _initial_of_father(names)
    letter = (names.tell == LETTERS) & (names.at == names.size[:, None] - 1) & (names.size[:, None] > 2)
    lean = np.where((moved & (names.at > 0)) | letter, 0, names.lean)
    upto = np.cumsum(lean, axis=1)
    rest = upto[:, -1:] - upto
    before, size = names.at + 1, names.size[:, None]
    behind = size - before
    first = np.where(before < np.maximum(size, 2), upto - rest + _usual(before, behind, names), NEVER)
    last = np.where(before < size, rest - upto + _usual(behind, before, names), NEVER)
    cost = np.array([REVERSED.get(name, -1.0) for name in USAGES])[names.usage][:, None]
    middle, end = _fathers(names)
    return first + 4.0 * middle, last + cost + 4.0 * end


def _usual(given: "Grid", surnames: "Grid", names: Kindred) -> "Grid":
    """How usual so many given names and so many surnames are, as a score of 0 or less."""
    import numpy as np

    double = -1.2 * np.maximum(given - 2, 0) - 2.0 * np.maximum(surnames - 2, 0) - 0.7 * ((surnames == 1) & (given > 1))
    single = -1.5 * (surnames - 1) - 0.3 * np.maximum(given - 3, 0)
    eastern = -1.0 * (surnames - 1) * (given == 1) - 0.5 * np.maximum(given - 1, 0)
    found = np.where(names.of("spanish"), double, np.where(names.of("arabic"), eastern, single))
    return np.where((given >= 1) & (surnames >= 0), found, NEVER)


def _fathers(names: Kindred) -> "tuple[Grid, Grid]":
    """Whether a patronymic stands behind the first word with more to follow, and whether it is the last of three."""
    import numpy as np

    ends = (names.father > 0) | (names.beside == CHILD_OF)
    size = names.size[:, None]
    at = np.where(ends.any(axis=1), ends.argmax(axis=1), -1)[:, None]
    end = (size >= 3) & (at == size - 1)
    return (size >= 3) & (at >= 1) & ~end, end


def _roles(names: Kindred, turned: "Grid", cut: "Grid") -> "Grid":
    """The roles that a split gives."""
    import numpy as np

    at, size = names.at, names.size[:, None]
    given = (at < cut) != turned
    surname = ~given & (at < size)
    long = (size > 2) | (names.lean[:, :1] > 0)
    named = (names.father == 2) | np.isin(names.beside, (SON, CHILD_OF)) | ((names.father == 1) & long)
    son = (names.beside == SON).any(axis=1)[:, None] & names.of("")
    chain = (names.of("arabic") | son) & (size >= 3) & ~turned & (at < size - 1)
    behind = np.where(given, np.cumsum(given, axis=1) > 1, ~turned & (at < size - 1))
    letter = _initial_of_father(names) & behind
    patronymic = (at > 0) & (named | chain | letter)
    surname &= ~patronymic
    later = np.cumsum(surname, axis=1) >= 2
    roles = np.select([at >= size, patronymic, given, later], [UNKNOWN, PATRONYMIC, GIVEN, SECOND_SURNAME], SURNAME)
    lean = tells().leans[names.tell, 0]
    alone = np.select([lean > 0, lean < STRANGER], [GIVEN, SURNAME], UNKNOWN)
    return np.where((size == 1) & (at == 0), alone, roles)
