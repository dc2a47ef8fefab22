"""What the files of `statements/` and `offers/` hold: a statement with its key, and an offer with its clauses.

- The key stays in the file, beside the body and not in it.
- An offer is a statement whose claim is an offer: its clauses, and around them who said it, where and when.
"""

from dataclasses import dataclass
from typing import Annotated

from exeat.core.claims import Claim, Offer
from exeat.core.clauses import Clause
from exeat.core.shape import OwnId, Parties, SourceId, SpeakerId, Without
from exeat.core.statement import Act, SaidOn, Statement

FROM_ELSEWHERE = Without(frozenset({"submitted", "case", "signing_key", "erasure", "accessed", "recorded_elsewhere"}))
"""A list says the first, `case.yaml` the second, `exeat key` the third, `exeat erase` the fourth; the next is
in the log of accesses only; `exeat merge` says the last."""
FileClaim = Annotated[Claim, FROM_ELSEWHERE]


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A member of the list in a file of `statements/`. `key` is what the case's files call the statement."""

    key: OwnId
    by: SpeakerId
    act: Act
    claim: FileClaim
    via: SpeakerId | None = None
    hedge: str | None = None
    source: SourceId | None = None
    place: str | None = None
    said_on: SaidOn | None = None

    def said(self) -> Statement:
        """The statement without its key."""
        where = (self.source, self.place, self.said_on)
        return Statement(self.by, self.act, self.claim, self.via, self.hedge, *where)


Statements = tuple[StatementFile, ...]
"""The whole of a file of `statements/`."""


@dataclass(frozen=True, slots=True)
class OfferFile:
    """The whole of a file of `offers/`. Its id is also its key."""

    id: OwnId
    by: SpeakerId
    to: Parties
    clauses: tuple[Clause, ...]
    act: Act = "offers"
    via: SpeakerId | None = None
    hedge: str | None = None
    source: SourceId | None = None
    place: str | None = None
    said_on: SaidOn | None = None
    words: str | None = None

    def said(self) -> Statement:
        """The statement that makes this offer."""
        offer = Offer(self.id, self.to, self.clauses, self.words)
        return Statement(self.by, self.act, offer, self.via, self.hedge, self.source, self.place, self.said_on)
