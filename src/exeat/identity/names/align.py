"""Which word of one name stands for which word of the other.

- Words are aligned one to one, the best grade first; between equal grades, words of the same role, then those that
  stand earlier. What nothing stands for stays alone.
- A given name and a family name may stand for one another only by the same word or a variant of it (an order mistaken);
  where one does so, the other half of the name may be a slip or alike in sound, as it may in any order.
- Each distinct pair of words is graded once.
- A word that the other name has as two is taken as two, see `parted`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .parted import parted
from .words import WIDTH, NameRows, Words

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints

    Grades = np.ndarray[Any, np.dtype[np.uint8]]

SAME, VARIANT, NEAR, FAR, INITIAL, DIFFERENT = range(6)
GRADES = 6
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
    for some in parted(words, left, right, l, r):
        facing = list(_facing(some.left, some.right, some.l, some.r))
        graded = words.remembered.grades_of([(f.words_a[:, None], f.words_b[None]) for f in facing])
        for pairs, grades in zip(facing, graded, strict=True):
            partner, grade = _best(grades, _worth(grades, pairs.roles_a, pairs.roles_b))
            _turn(pairs, grades, partner, grade)
            if some.parts is not None:
                soften(pairs.words_a, grade, some.parts[pairs.at].T)
            yield pairs.aligned(some.at, partner, grade)


def _turn(pairs: "_Facing", grades: "Grades", partner: "Any", grade: "Grades") -> None:
    """Of names that are turned round, surname first on one side only, align the rest anew, in place."""
    import numpy as np

    a, b = pairs.roles_a == GIVEN, pairs.roles_b == GIVEN
    to_given = np.take_along_axis(b, np.maximum(partner, 0).astype(np.intp), 0)
    crossed = (partner >= 0) & (a != to_given)
    at = np.flatnonzero((crossed & a).any(0) ^ (crossed & ~a).any(0))
    if len(at):
        some = grades[..., at]
        worth = _worth(some, pairs.roles_a[:, at], pairs.roles_b[:, at], True)
        partner[:, at], grade[:, at] = _best(some, worth)


def soften(words: "Ints", grade: "Grades", parts: "Ints") -> None:
    """Words that were parted to be compared are spellings of what they agree with, in place (places x pairs)."""
    for part in parts:
        grade[(grade == SAME) & (words == part) & (part >= 0)] = VARIANT


@dataclass(slots=True)
class _Facing:
    """Pairs of names with as many words each, as `Aligned`, but a row for each place: pairs go along the last axis.

    So every step works on long rows, however short the names are.
    """

    at: "Any"
    words_a: "Ints"
    words_b: "Ints"
    roles_a: "Any"
    roles_b: "Any"

    def aligned(self, at: "Any", partner: "Any", grade: "Grades") -> Aligned:
        """The same pairs, aligned, as those of `at`; a row for each pair."""
        words, roles = (self.words_a.T, self.words_b.T), (self.roles_a.T, self.roles_b.T)
        return Aligned(at[self.at], *words, *roles, partner.T, grade.T)


def _facing(left: NameRows, right: NameRows, l: "Ints", r: "Ints") -> Iterator[_Facing]:  # noqa: E741
    import numpy as np

    least, most = np.minimum(left.many[l], right.many[r]), np.maximum(left.many[l], right.many[r])
    many = (least * (WIDTH + 1) + most).astype(np.uint8)
    order = np.argsort(many, kind="stable")
    cuts = np.flatnonzero(np.diff(many[order])) + 1
    for at in np.split(order, cuts) if len(order) else []:
        a, b = int(least[at[0]]), int(most[at[0]])
        if a:
            yield _faced(left, right, l[at], r[at], at, a, b)


def _faced(left: NameRows, right: NameRows, l: "Ints", r: "Ints", at: "Any", a: int, b: int) -> _Facing:  # noqa: E741
    import numpy as np

    one, two = (np.ascontiguousarray(s.words[n, :b].T) for s, n in ((left, l), (right, r)))
    as_one, as_two = (np.ascontiguousarray(s.roles[n, :b].T) for s, n in ((left, l), (right, r)))
    swap = (left.many[l] > right.many[r]) | (left.many[l] == right.many[r]) & _goes_second(one, two, as_one, as_two)
    wa, wb = np.where(swap, two, one), np.where(swap, one, two)
    ra, rb = np.where(swap, as_two, as_one), np.where(swap, as_one, as_two)
    return _Facing(at, wa[:a], wb, ra[:a], rb)


def _goes_second(one: "Ints", two: "Ints", as_one: "Any", as_two: "Any") -> "Any":
    """Whether the words of the first name sort later than those of the second (of the same words, their roles)."""
    import numpy as np

    second, open_ = np.zeros(one.shape[1], bool), np.ones(one.shape[1], bool)
    for a, b, role_a, role_b in zip(one, two, as_one, as_two, strict=True):
        for x, y in ((a, b), (role_a, role_b)):
            second |= open_ & (x > y)
            open_ &= x == y
    return second


def _worth(grades: "Grades", roles_a: "Any", roles_b: "Any", turned: bool = False) -> "Any":
    """What each word of the one name is worth as each of the other's: n x m x pairs; 0 = it cannot stand for it.

    `turned`: these names are in another order, so a given and a family name may also be a slip of one another.
    """
    import numpy as np

    a, b = roles_a[:, None], roles_b[None]
    worth: Any = _worths(FAR if turned else VARIANT)[
        grades + 6 * (a == b).astype(np.uint8) + 12 * ((a == GIVEN) != (b == GIVEN))
    ]
    for i in range(min(grades.shape[:2])):
        worth[i, i] += np.where(worth[i, i] > 0, SAME_PLACE, 0).astype(np.int16)
    return worth


@cache
def _worths(most: int) -> "Any":
    """The worth of each grade: of words in different roles, in the same, and crossed (given here, family there).

    `most`: the last grade by which crossed words may stand for one another.
    """
    import numpy as np

    plain, crossed = np.array(WORTH, np.int16), np.array(WORTH, np.int16)
    crossed[: most + 1] += CROSSED
    crossed[most + 1 :] = 0
    return np.concatenate([plain, np.where(plain > 0, plain + SAME_ROLE, 0), crossed]).astype(np.int16)


def _best(grades: "Grades", worth: "Any") -> "tuple[Any, Grades]":
    """The best two words of each pair of names, again and again, until none is left that stands for another.

    The right word that stands for each left one (-1 = none), and how near the two are: n x pairs.
    """
    import numpy as np

    n, m, many = grades.shape
    partner, grade = np.full((n, many), -1, np.int8), np.full((n, many), DIFFERENT, np.uint8)
    cells = n * m
    place = np.arange(cells - 1, -1, -1, dtype=np.uint16).reshape(n, m, 1)
    # The worth, below it the place, below that the grade: the largest is the best, and of equally good ones the first.
    ranked = ((worth.astype(np.uint16) * np.uint16(cells) + place) * np.uint16(GRADES) + grades) * (worth > 0)
    for _ in range(min(n, m)):
        best = ranked.reshape(cells, many).max(0)
        if not best.any():
            break
        i, j = np.divmod(cells - 1 - best // GRADES % cells, m)
        for k in range(n):
            here = (i == k) & (best > 0)
            np.copyto(partner[k], j, where=here, casting="unsafe")
            np.copyto(grade[k], best % GRADES, where=here, casting="unsafe")
            ranked[k] *= ~here
        for k in range(m):
            ranked[:, k] *= (j != k) | (best == 0)
    return partner, grade
