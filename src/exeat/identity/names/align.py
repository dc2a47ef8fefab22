"""Which word of one name stands for which word of the other.

- Words are aligned one to one, the best grade first; between equal grades, words of the same role, then those that
  stand earlier. What nothing stands for stays alone.
- A given name and a family name may stand for one another only by the same word or a variant of it (an order mistaken).
- Each distinct pair of words is graded once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .words import WIDTH, NameRows, Words

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints

    Grades = np.ndarray[Any, np.dtype[np.uint8]]

SAME, VARIANT, NEAR, FAR, INITIAL, DIFFERENT = range(6)
GIVEN = 1
WORTH = (100, 80, 60, 50, 30, 0)  # of a grade, against one another only
SAME_ROLE, SAME_PLACE, CROSSED = 6, 1, -25


@dataclass(slots=True)
class Aligned:
    """Pairs of names with as many words each. `at`: which pairs; `a`, `b`: words and roles, left and right.

    `partner`: for each left word which right word stands for it, -1 = none; `grade`: how near the two are.
    """

    at: "Any"
    words_a: "Ints"
    words_b: "Ints"
    roles_a: "Any"
    roles_b: "Any"
    partner: "Any"
    grade: "Grades"


def aligned(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> Iterator[Aligned]:  # noqa: E741
    """The pairs (rows `l` of left, rows `r` of right), grouped by how many words they have; the nameless left out.

    Of two names the one with fewer words goes first, then the one whose words sort first: so which list is the left
    one makes no difference.
    """
    import numpy as np

    facing = list(_facing(left, right, l, r))
    if facing:  # all words of all groups at once, so that each distinct pair is graded in one go
        words.grades(*(np.concatenate(w) for w in zip(*(f.asked(words) for f in facing), strict=True)))
    for pairs in facing:
        grades = graded(words, pairs)
        partner, grade = _best(grades, _worth(grades, pairs.roles_a, pairs.roles_b))
        yield Aligned(pairs.at, pairs.words_a, pairs.words_b, pairs.roles_a, pairs.roles_b, partner, grade)


@dataclass(slots=True)
class _Facing:
    """Pairs of names with as many words each, as `Aligned`; `ask`: which words are still to be graded."""

    at: "Any"
    words_a: "Ints"
    words_b: "Ints"
    roles_a: "Any"
    roles_b: "Any"
    ask: "Any" = None

    def asked(self, words: Words) -> "tuple[Ints, Ints]":
        """The words that face each other and may be alike without being the same."""
        import numpy as np

        one, two = np.broadcast_arrays(self.words_a[:, :, None], self.words_b[:, None, :])
        same = one == two
        rows, columns = same.any(2), same.any(1)
        # A word that stands on both sides needs no second look, unless a name has it twice.
        once = same.sum((1, 2)) <= np.minimum(rows.sum(1), columns.sum(1))
        ask = ~same & ~((rows[:, :, None] | columns[:, None, :]) & once[:, None, None])
        ask[ask] = words.may_be_alike(one[ask], two[ask])
        self.ask = ask
        return one[ask], two[ask]


def _facing(left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> Iterator[_Facing]:  # noqa: E741
    import numpy as np

    least, most = np.minimum(left.many[l], right.many[r]), np.maximum(left.many[l], right.many[r])
    many = least * (WIDTH + 1) + most
    order = np.argsort(many, kind="stable")
    cuts = np.flatnonzero(np.diff(many[order])) + 1
    for at in np.split(order, cuts) if len(order) else []:
        a, b = int(least[at[0]]), int(most[at[0]])
        if a:
            yield _faced(left, right, l[at], r[at], at, a, b)


def _faced(left: NameRows, right: NameRows, l: "Ints", r: "Ints", at: "Any", a: int, b: int) -> _Facing:  # noqa: E741
    import numpy as np

    swap = _goes_second(left, right, l, r, b)[:, None]
    words, roles = (left.words[l, :b], right.words[r, :b]), (left.roles[l, :b], right.roles[r, :b])
    wa, wb = np.where(swap, words[1], words[0]), np.where(swap, words[0], words[1])
    ra, rb = np.where(swap, roles[1], roles[0]), np.where(swap, roles[0], roles[1])
    return _Facing(at, wa[:, :a], wb, ra[:, :a], rb)


def _goes_second(left: NameRows, right: NameRows, l: "Ints", r: "Ints", width: int) -> "Any":  # noqa: E741
    """Whether the left name goes second: it has more words, or as many that sort later (then by their roles)."""
    import numpy as np

    second = left.many[l] > right.many[r]
    open_ = left.many[l] == right.many[r]
    for n in range(width):
        for one, two in ((left.words, right.words), (left.roles, right.roles)):
            a, b = one[l, n], two[r, n]
            second |= open_ & (a > b)
            open_ &= a == b
    return np.asarray(second)


def graded(words: Words, pairs: _Facing) -> "Grades":
    """The grade of every word of the one name with every word of the other: pairs x n x m."""
    import numpy as np

    one, two = np.broadcast_arrays(pairs.words_a[:, :, None], pairs.words_b[:, None, :])
    found = np.full(one.shape, DIFFERENT, np.uint8)
    found[one == two] = SAME
    found[pairs.ask] = words.grades(one[pairs.ask], two[pairs.ask])
    return found


def _worth(grades: "Grades", roles_a: "Any", roles_b: "Any") -> "Any":
    import numpy as np

    worth = np.array(WORTH, np.int16)[grades]
    a, b = roles_a[:, :, None], roles_b[:, None, :]
    crossed = (a == GIVEN) != (b == GIVEN)
    worth += np.where(a == b, SAME_ROLE, 0).astype(np.int16)
    n, m = grades.shape[1:]
    worth += (np.arange(n)[:, None] == np.arange(m)[None, :]).astype(np.int16) * SAME_PLACE
    worth += np.where(crossed, CROSSED, 0).astype(np.int16)
    worth[(grades == DIFFERENT) | (crossed & (grades > VARIANT))] = 0
    return worth


def _best(grades: "Grades", worth: "Any") -> "tuple[Any, Grades]":
    """The best pair of words of each row, again and again, until none is left that stands for another."""
    import numpy as np

    m, n, k = grades.shape
    partner, grade = np.full((m, n), -1, np.int8), np.full((m, n), DIFFERENT, np.uint8)
    rows = np.arange(m)
    for _ in range(min(n, k)):
        best = worth.reshape(m, n * k).argmax(1)
        i, j = best // k, best % k
        live = worth[rows, i, j] > 0
        if not live.any():
            break
        x, i, j = rows[live], i[live], j[live]
        partner[x, i], grade[x, i] = j, grades[x, i, j]
        worth[x, i, :] = 0
        worth[x, :, j] = 0
    return partner, grade
