"""An equivalence and its people: what each side weighs by the scale, who is not on it, whether like goes first.

- The category of somebody is the first that the rows have by which the side means the person.
- Who takes an open place is not known: a number of people is then a span, and so is a sum.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

from exeat.core.clauses import Equivalence

from .people import Row

Span = tuple[int, int]
Rows = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Scale:
    """An equivalence, and the rows by which each side means its people."""

    clause: Equivalence
    left_rows: Rows
    right_rows: Rows

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each category weighs."""
        return {w.category: w.weight for w in self.clause.weights}

    @cached_property
    def left(self) -> dict[str, list[str]]:
        """The people of the left side by category of the scale."""
        return self._by_category(self.left_rows)

    @cached_property
    def right(self) -> dict[str, list[str]]:
        """Those of the right side."""
        return self._by_category(self.right_rows)

    @cached_property
    def off(self) -> frozenset[str]:
        """Whoever is of a side, and has no category of the scale there."""
        sides = ((self.left_rows, self.left), (self.right_rows, self.right))
        return frozenset(p for rows, on in sides for p in rows.keys() - {q for people in on.values() for q in people})

    @property
    def times(self) -> tuple[int, int]:
        """What the sums of the two sides are multiplied by."""
        return self.clause.left_times or 1, self.clause.right_times or 1

    def _by_category(self, side: Rows) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for person, rows in side.items():
            category = next((v for row in rows if (v := row.get(self.clause.column)) is not None), None)
            if category in self.weights:
                found.setdefault(str(category), []).append(person)
        return found

    def sums(self, left: Mapping[str, Span], right: Mapping[str, Span]) -> tuple[Span, Span]:
        """What both sides come to, with so many people of each category."""
        return self._sum(left, self.times[0]), self._sum(right, self.times[1])

    def _sum(self, heads: Mapping[str, Span], times: int) -> Span:
        return (
            sum(times * self.weights[c] * n[0] for c, n in heads.items()),
            sum(times * self.weights[c] * n[1] for c, n in heads.items()),
        )

    def apart(self) -> tuple[float, float]:
        """At least and at most how much more the left may come to than the right."""
        t, more = self.clause.tolerance, self.clause.may_exceed
        return (-inf if more == "right" else -t), (inf if more == "left" else t)

    def not_first(
        self, left: Mapping[str, Span], right: Mapping[str, Span], could: Mapping[str, tuple[int, int]]
    ) -> Iterator[str]:
        """The categories in which one side certainly comes to more although somebody could still go on the other."""
        if self.clause.like_first:
            for category in could:
                a, b = (side.get(category, (0, 0)) for side in (left, right))
                if not _in_order(_all(a), _all(b), self.times, could[category]):
                    yield category


def _all(span: Span) -> Iterable[int]:
    return range(span[0], span[1] + 1)


def _in_order(left: Iterable[int], right: Iterable[int], times: tuple[int, int], could: tuple[int, int]) -> bool:
    """Whether some numbers of the two sides keep like for like first."""
    pairs = ((a, b) for a in left for b in right)
    return any(
        (times[0] * a <= times[1] * b or b >= could[1]) and (times[1] * b <= times[0] * a or a >= could[0])
        for a, b in pairs
    )
