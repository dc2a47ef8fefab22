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

    least, most = np.minimum(left.many[l], right.many[r]), np.maximum(left.many[l], right.many[r])
    many = least * (WIDTH + 1) + most
    order = np.argsort(many, kind="stable")
    cuts = np.flatnonzero(np.diff(many[order])) + 1
    for at in np.split(order, cuts) if len(order) else []:
        a, b = int(least[at[0]]), int(most[at[0]])
        if a:
            yield _align(words, left, right, l[at], r[at], at, a, b)


def _align(words: Words, left: NameRows, right: NameRows, l: "Ints", r: "Ints", at: "Any", a: int, b: int) -> Aligned:  # noqa: E741
    import numpy as np

    swap = _goes_second(left, right, l, r, b)[:, None]
    wa, wb = (
        np.where(swap, right.words[r, :b], left.words[l, :b]),
        np.where(swap, left.words[l, :b], right.words[r, :b]),
    )
    ra, rb = (
        np.where(swap, right.roles[r, :b], left.roles[l, :b]),
        np.where(swap, left.roles[l, :b], right.roles[r, :b]),
    )
    wa, ra = wa[:, :a], ra[:, :a]
    grades = graded(words, wa, wb)
    partner, grade = _best(grades, _worth(grades, ra, rb))
    return Aligned(at, wa, wb, ra, rb, partner, grade)


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


def graded(words: Words, a: "Ints", b: "Ints") -> "Grades":
    """The grade of every word of `a` (pairs x n) with every word of `b` (pairs x m): pairs x n x m."""
    import numpy as np

    one, two = np.broadcast_arrays(a[:, :, None], b[:, None, :])
    found = np.full(one.shape, DIFFERENT, np.uint8)
    same = one == two
    found[same] = SAME
    # A word that stands on both sides needs no second look, unless a name has it twice.
    settled = same.any(2)[:, :, None] | same.any(1)[:, None, :]
    ask = ~same & ~(settled & (same.sum((1, 2)) <= np.minimum(same.any(2).sum(1), same.any(1).sum(1)))[:, None, None])
    ask[ask] = words.may_be_alike(one[ask], two[ask])
    if not ask.any():
        return found
    found[ask] = words.grades(one[ask], two[ask])
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
