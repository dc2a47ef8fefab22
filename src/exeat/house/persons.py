"""Who is who in a case: what people judged, and what the machine proposes to them.

- A match of the machine is a proposal. It makes nobody one person, unless the parties agreed on a threshold.
- What it worked out is kept beside the store, sealed where that is sealed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from exeat.adapters.derived import Derived
from exeat.core.facts import Facts
from exeat.identity.people import Pair, People, people
from exeat.identity.proposals import bearing, everywhere

from .books import STORE, Books
from .machine import Machine

if TYPE_CHECKING:
    import polars as pl

    from exeat.identity.explain import Waterfall

GUESSED = 20_000  # records of a case that are compared with one another without being asked for


class Persons(Books):
    """The books of a case, and who the people in them are."""

    @cached_property
    def _machine(self) -> Machine:
        """What compares records, with what it worked out before."""
        return Machine(Derived(self.folder / STORE, "exeat.identity", lambda: self.vault if self.recorded else None))

    def people(self, facts: Facts | None = None) -> People:
        """Who is who, as people's judgements stand; with the machine's matches only where a threshold stands."""
        facts = facts or self.facts()
        threshold = facts.case.protocol.identity_threshold
        return people(facts, None if threshold is None else self._machine.proposals(facts, everywhere(facts)))

    def proposals(
        self, facts: Facts | None = None, judged: bool = False, taught: bool = True, but: Pair | None = None
    ) -> "pl.DataFrame":
        """The pairs of records that may be one person, as the machine has it, and that nobody has judged.

        `judged`: those too on which somebody has. `taught`: as judgements teach the machine; `but`: those on this pair
        teach nothing. Columns: `left`, `right` (addresses; left sorts before right), `score`, `probability`, `decision`
        (match | review), `margin`: see `identity.proposals`.
        """
        facts = facts or self.facts()
        found = self._machine.proposals(facts, everywhere(facts), taught, but)
        return found if judged else people(facts).judgements.unanswered(found)

    def explained(self, left: str, right: str, facts: Facts | None = None, taught: bool = True) -> "Waterfall":
        """Why the machine says what it says of two records; what was judged of these two has not taught it.

        Raises Refused for a record that no list names.
        """
        return self._machine.explained(facts or self.facts(), left, right, taught)

    def lessons(self, facts: Facts | None = None) -> int:
        """How many judged pairs teach the machine what the others of a plan's lists are worth."""
        facts = facts or self.facts()
        return self._machine.lessons(facts, bearing(facts))

    def guesses(self, facts: Facts | None = None) -> "pl.DataFrame | None":
        """The proposals on which a judgement is worth most: matches, and what is as likely as not.

        None where there are more than `GUESSED` records: comparing them all takes its time, and is asked for by itself.
        """
        import polars as pl

        facts = facts or self.facts()
        if facts.people.height > GUESSED:
            return None
        return self.proposals(facts).filter((pl.col("decision") == "match") | (pl.col("probability") >= 0.5))
