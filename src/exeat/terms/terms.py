"""The clauses that stand: each with who offers it, through whom, and in which statement.

- A clause stands while its offer stands; a clause whose state is `rejected` is shown and not cleared.
"""

from dataclasses import dataclass, replace

from exeat.core.claims import Offer, Response
from exeat.core.clauses import CLEARED, Clause, bears_on_tranches
from exeat.core.facts import Facts

from .events import has_stages


@dataclass(frozen=True, slots=True)
class Term:
    """A clause and the statement in which it was offered."""

    clause: Clause
    statement: str
    offer: str
    by: str
    via: str | None
    to: tuple[str, ...]
    staged: bool = False

    @property
    def cleared(self) -> bool:
        """Whether the clause bears on the answer and is not rejected."""
        return self.of_answer and self.clause.state != "rejected"

    @property
    def of_answer(self) -> bool:
        """Whether such a clause bears on the answer: of a kind that is cleared, and not on tranches.

        `staged`: the terms have stages.
        """
        return self.clause.kind in CLEARED and not bears_on_tranches(self.clause, self.staged)


def terms(facts: Facts) -> tuple[Term, ...]:
    """The clauses of every standing offer, by clause id."""
    found = [
        Term(clause, i, s.claim.offer, s.by, s.via, s.claim.to)
        for i, s in facts.of(Offer)
        if isinstance(s.claim, Offer) and s.act != "denies"
        for clause in s.claim.clauses
    ]
    staged = has_stages([t.clause for t in found if t.clause.state != "rejected"])
    return tuple(replace(t, staged=staged) for t in sorted(found, key=lambda t: (t.clause.id, t.statement)))


def accepted_by(facts: Facts, term: Term) -> frozenset[str]:
    """The powers of which a standing response accepts the clause or its whole offer."""
    return frozenset(
        facts.case.power_of(s.claim.party)
        for _, s in facts.of(Response)
        if isinstance(s.claim, Response)
        and s.act != "denies"
        and s.claim.answer == "accepts"
        and s.claim.offer == term.statement
        and s.claim.clause in (None, term.clause.id)
        and facts.case.power_of(s.by) == facts.case.power_of(s.claim.party)
    )
