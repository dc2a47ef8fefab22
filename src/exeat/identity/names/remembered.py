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
        import numpy as np

        at = self.place[a] * np.int32(self.side) + self.place[b]
        found = self.table.take(at)
        if found.max(initial=0) == UNKNOWN:
            self._fill(at[found == UNKNOWN])
            found = self.table.take(at)
        rare = found == RARE
        if rare.any():
            one, two = (np.broadcast_to(x, at.shape)[rare] for x in (a, b))
            found[rare] = self._graded(one, two)
        return found

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
