"""Why the machine says what it says of a pair of a case: the waterfall of its two lists, matched by themselves.

- A case compares all its lists at once, counts how rare a name is over all of them, and learns from its largest lists;
  here both come from the two lists of the pair. So the score differs a little from that of the proposal: show both.
- Two lists are matched once, when the first pair of theirs is asked about.
"""

from typing import TYPE_CHECKING

from exeat.core.facts import Facts

from .proposals import rows_of
from .review import list_of

if TYPE_CHECKING:
    import polars as pl

    from .explain import Waterfall
    from .match import Matching


class Explained:
    """The waterfalls of the pairs of one case."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._found: dict[tuple[str, str], tuple[Matching, pl.DataFrame, pl.DataFrame]] = {}

    def waterfall(self, left: str, right: str) -> "Waterfall":
        """The waterfall of two records, by their addresses. Raises Refused for a record that has no name on a list."""
        from .explain import waterfall

        found, one, two = self._matched(list_of(left), list_of(right))
        return waterfall(found, left, right, (one, two))

    def _matched(self, one: str, two: str) -> "tuple[Matching, pl.DataFrame, pl.DataFrame]":
        from .match import matching

        if (one, two) not in self._found:
            left, right = (rows_of(self.facts, (self.facts.newest(n),)).drop("list") for n in (one, two))
            self._found[one, two] = matching(left, None if one == two else right), left, right
        return self._found[one, two]
