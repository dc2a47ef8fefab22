"""The one kind of fact: somebody said something, somewhere, at a time."""

from dataclasses import dataclass
from typing import Literal

from .canonical import canonical
from .claims import Claim
from .dates import PartialDate
from .shape import SourceId, SpeakerId, encode

Act = Literal["states", "alleges", "denies", "asks", "promises", "demands", "orders", "offers", "answers"]


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When something was said: the days the words allow, and the words ("on Saturday")."""

    date: PartialDate | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody (`by`) said something (`claim`), in a document (`source`, `place`), at a time (`said_on`).

    `via` is who relays it, None = first hand. `hedge` keeps the words that weaken it ("reportedly").
    """

    by: SpeakerId
    act: Act
    claim: Claim
    via: SpeakerId | None = None
    hedge: str | None = None
    source: SourceId | None = None
    place: str | None = None
    said_on: SaidOn | None = None

    def body(self) -> bytes:
        """The canonical body, from which the id is made."""
        return canonical(encode(self))
