"""Grades of words that were graded once: names repeat, so that most pairs of words are met again and again.

- The commonest `COMMON` words are looked up in a table, a cell for each two of them, filled in as they are met.
- Pairs with a rarer word are graded anew for each batch of names, each distinct pair once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exeat.identity.ordered import distinct, numbered

from .grades import Keys, Pairs, grade_pairs

if TYPE_CHECKING:
    import numpy as np

    from exeat.identity.sides import Ints

    Grades = np.ndarray[Any, np.dtype[np.uint8]]

COMMON = 4_096
RARE, UNKNOWN = 254, 255  # what a cell says where it holds no grade: ask elsewhere; not graded yet


@dataclass(slots=True)
class Remembered:
    """`place`: of each word, where it stands in the table, the common ones first; all rare ones share the last place.

    `common`: the words by their places. `table`: the grades of each two places, `side` x `side`, as one row.
    """

    keys: Keys
    place: "Ints"
    common: "Ints"
    table: "Grades"
    side: int

    @classmethod
    def none_yet(cls, keys: Keys, counts: "Ints") -> "Remembered":
        """Nothing graded yet. `counts`: how common each word is."""
        import numpy as np

        common = np.sort(np.argsort(-counts, kind="stable")[:COMMON]).astype(np.int32)
        side = len(common) + 1
        place = np.full(len(counts), side - 1, np.int32)
        place[common] = np.arange(len(common), dtype=np.int32)
        table = np.full((side, side), UNKNOWN, np.uint8)
        table[-1, :] = table[:, -1] = RARE
        return cls(keys, place, common, table.reshape(-1), side)

    def grades(self, a: "Ints", b: "Ints") -> "Grades":
        """The grade of each word of `a` with that of `b`, which broadcast against each other."""
        return self.grades_of([(a, b)])[0]

    def grades_of(self, pairs: "list[tuple[Ints, Ints]]") -> "list[Grades]":
        """The same for several arrays of words: what is new in any of them is graded in one go."""
        import numpy as np

        at = [self.place[a] * np.int32(self.side) + self.place[b] for a, b in pairs]
        found = [self.table.take(cells) for cells in at]
        new = [cells[grades == UNKNOWN] for cells, grades in zip(at, found, strict=True)]
        if any(map(len, new)):
            self._fill(np.concatenate(new))
            found = [self.table.take(cells) for cells in at]
        self._grade_rare(pairs, found)
        return found

    def _grade_rare(self, pairs: "list[tuple[Ints, Ints]]", found: "list[Grades]") -> None:
        """Put the grades of pairs with a rare word in their places."""
        import numpy as np

        rare = [grades == RARE for grades in found]
        asked = [[np.broadcast_to(x, r.shape)[r] for x in ab] for ab, r in zip(pairs, rare, strict=True)]
        sizes = [len(a) for a, _ in asked]
        if sum(sizes):
            told = self._graded(*(np.concatenate(side) for side in zip(*asked, strict=True)))
            for grades, where, mine in zip(found, rare, np.split(told, np.cumsum(sizes)[:-1]), strict=True):
                grades[where] = mine

    def _fill(self, cells: "Ints") -> None:
        import numpy as np

        places = distinct(cells)
        one, two = np.divmod(places, np.int32(self.side))
        told = self._each(self.common[one], self.common[two])
        self.table[places] = told
        self.table[two * self.side + one] = told

    def _graded(self, a: "Ints", b: "Ints") -> "Grades":
        """The grades of pairs of words, each distinct pair graded once."""
        import numpy as np

        size = len(self.place)
        each, which = numbered(np.minimum(a, b).astype(np.int64) * size + np.maximum(a, b))
        told: Grades = self._each(each // size, each % size)[which]
        return told

    def _each(self, a: "Any", b: "Any") -> "Grades":
        import numpy as np

        return grade_pairs(Pairs(self.keys, a.astype(np.int64), b.astype(np.int64)))
