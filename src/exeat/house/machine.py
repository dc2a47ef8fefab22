"""What the machine makes of a case's lists: who may be one person, compared once, and taught by every judgement.

- Derived, and kept in memory: the comparison for the rows of the lists, the proposals for these and for what the
  judgements teach. The proposals of long lists are kept with the case's store, too: they take minutes.
"""

from typing import TYPE_CHECKING

from exeat.adapters.derived import Derived
from exeat.core.facts import Facts
from exeat.core.marked import Plain
from exeat.identity.explained import explained
from exeat.identity.labels import labels
from exeat.identity.people import Pair, pair
from exeat.identity.proposals import compared_of, everywhere, key, pairs_of

if TYPE_CHECKING:
    import polars as pl

    from exeat.identity.among import Among
    from exeat.identity.explain import Waterfall

Lists = tuple[str, ...]
LONG = 5_000  # records: the proposals of fewer are made faster than they are kept
KEPT = 4  # proposals: a reviewer's sitting asks for others with every verdict


class Machine:
    """Compares the lists of a case, and remembers. `derived`: where long work is kept; None = nowhere."""

    def __init__(self, derived: Derived | None = None) -> None:
        self.derived = derived
        self._compared: dict[object, Among | None] = {}
        self._proposed: dict[object, pl.DataFrame] = {}

    def proposals(self, facts: Facts, lists: Lists, taught: bool = True, but: Pair | None = None) -> "pl.DataFrame":
        """What is proposed between lists, judged or not: see `identity.proposals`. For `but` see `house.proposals`."""
        lessons = _lessons(facts, taught, but)
        wanted = key(facts, lists), None if lessons is None else tuple(lessons.iter_rows())
        if wanted not in self._proposed:
            while len(self._proposed) >= KEPT:
                del self._proposed[next(iter(self._proposed))]
            self._proposed[wanted] = self._kept(facts, lists, lessons)
        return self._proposed[wanted]

    def _kept(self, facts: Facts, lists: Lists, lessons: "pl.DataFrame | None") -> "pl.DataFrame":
        """The proposals, from the store where they are kept there."""
        if self.derived is None or sum(facts.current[n][1].rows.height for n in lists) < LONG:
            return pairs_of(self._taught(facts, lists, lessons))
        taught: Plain = None if lessons is None else [[str(x) for x in row] for row in lessons.iter_rows()]
        inputs: Plain = {"lists": [list(part) for part in key(facts, lists)], "lessons": taught}
        found = self.derived.kept(inputs)
        if found is None:
            found = pairs_of(self._taught(facts, lists, lessons))
            self.derived.keep(inputs, found)
        return found

    def explained(self, facts: Facts, left: str, right: str, taught: bool = True) -> "Waterfall":
        """The waterfall of two records, over all lists; what was judged of these two has not taught it."""
        lessons = _lessons(facts, taught, (left, right))
        return explained(facts, self._taught(facts, everywhere(facts), lessons), left, right)

    def lessons(self, facts: Facts, lists: Lists) -> int:
        """How many judged pairs teach what the others of these lists are worth."""
        lessons = _lessons(facts, True, None)
        found = None if lessons is None else self._taught(facts, lists, lessons)
        return 0 if found is None or found.taught is None else found.taught.verdicts

    def _taught(self, facts: Facts, lists: Lists, lessons: "pl.DataFrame | None") -> "Among | None":
        wanted = key(facts, lists)
        if wanted not in self._compared:
            self._compared[wanted] = compared_of(facts, lists)
        found = self._compared[wanted]
        return found if found is None or lessons is None else found.with_verdicts(lessons)


def _lessons(facts: Facts, taught: bool, but: Pair | None) -> "pl.DataFrame | None":
    """The judged pairs that teach; None = there is none."""
    import polars as pl

    if not taught:
        return None
    found = labels(facts)
    if but is not None:
        left, right = pair(*map(facts.address, but))
        found = found.filter((pl.col("left") != left) | (pl.col("right") != right))
    return None if found.is_empty() else found
