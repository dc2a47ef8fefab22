"""The nouns of terms: sixteen kinds of clause, and the selectors by which they name people.

- A clause says who does what to which people; its speaker and source are those of the offer around it.
- A parameter that is None was left open: `terms` turns it into an open point, and never fills it silently.
- `state` is what became of the clause: offered, demanded, accepted, rejected, silent, implemented. `words` is its text,
  which stays beside it: what a clause cannot say is not lost.
- `either` is `alternative/option`: of the options of an alternative one holds, and which is an open point.
- Bounds are closed at both ends.

What this module does not do: it clears nothing. See `terms` (reading) and `clearing` (solving).
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from .counts import Count
from .dates import PartialDate
from .shape import ClauseId, GroupId, Keyed, ListId, OwnId, Parties, PartyId, Records

State = Literal["offered", "demanded", "accepted", "rejected", "silent", "implemented"]
Op = Literal["is", "in", "not", "before", "after", "at_least", "at_most", "known"]


@dataclass(frozen=True, slots=True)
class SameAs:
    """A number equal to the number that another clause comes to."""

    same_as: ClauseId


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a column of a list: `{column: {op: value}}`."""

    column: str
    op: Op
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """Which people: all of a list or group, named records, those where columns hold, unions and differences.

    `count` None = all of them. A `group` without a `list` names nobody: which list it is, is an open point.
    """

    list: ListId | None = None
    group: GroupId | None = None
    named: Records = ()
    count: Count | SameAs | None = None
    where: Annotated[tuple[Condition, ...], Keyed("column", "op", "value")] = ()
    union: tuple["Selector", ...] = ()
    minus: "Selector | None" = None


@dataclass(frozen=True, slots=True)
class Release:
    """A party releases people from custody, or transfers them to another party.

    `blocked`: whether those of an *all of them* who cannot go today stop the clause or are excused from it.
    `agree`: parties whose agreement it needs. `gesture`: given without return, creates no commitment.
    `remains`: it hands over the remains of the dead, and moves nobody who lives; None = of the living.
    """

    kind: ClassVar[str] = "release"
    id: OwnId
    from_: PartyId
    selection: Selector
    act: Literal["release", "transfer"] | None = None
    to: PartyId | None = None
    blocked: Literal["stop", "excused"] | None = None
    agree: Parties | None = None
    gesture: bool = False
    remains: bool | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Include:
    """People who must, or should, be among those released. `within`: the clause whose number they are inside of."""

    kind: ClassVar[str] = "include"
    id: OwnId
    selection: Selector
    force: Literal["must", "should"] = "must"
    from_: PartyId | None = None
    to: PartyId | None = None
    act: Literal["release", "transfer"] | None = None
    inside: Literal["inside", "outside"] | None = None
    within: ClauseId | None = None
    order: int | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Exclude:
    """People who are not to be among those released, by whose wish and why."""

    kind: ClassVar[str] = "exclude"
    id: OwnId
    selection: Selector
    by: PartyId | None = None
    reason: str | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A number of people of a selection, as a side of a rate: one number, or those that a count allows."""

    selection: Selector
    number: int | Count

    @property
    def least(self) -> int:
        """The smallest number."""
        return self.number if isinstance(self.number, int) else self.number.least

    @property
    def most(self) -> int | None:
        """The greatest number; None where there is none."""
        return self.number if isinstance(self.number, int) else self.number.most

    @property
    def words(self) -> str:
        """The number as it was written."""
        return str(self.number) if isinstance(self.number, int) else self.number.words


@dataclass(frozen=True, slots=True)
class Rate:
    """For each so many of one selection, so many of others; on agreed, delivered or verified numbers."""

    kind: ClassVar[str] = "rate"
    id: OwnId
    per: Share
    give: tuple[Share, ...]
    basis: Literal["agreed", "delivered", "verified"] | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of a category in an equivalence (the 1862 cartel: a captain is six privates)."""

    category: str
    weight: int


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Weighted sums of the people moved of two selections differ by at most the tolerance, by a scale of a party's own.

    `by`: whose scale it is; None = of those who offer the clause. Nobody moves whose category is not on it.
    `left_times`, `right_times`: what the sum of a side is multiplied by (a rate); None = 1. `may_exceed`: the side
    whose sum may be larger without bound: who gets it accepts more. `like_first`: a category goes for others only when
    nobody of it is left who could go on the other side.
    """

    kind: ClassVar[str] = "equivalence"
    id: OwnId
    left: Selector
    right: Selector
    column: str
    weights: tuple[Weight, ...]
    tolerance: int = 0
    like_first: bool = True
    left_times: int | None = None
    right_times: int | None = None
    may_exceed: Literal["left", "right"] | None = None
    by: PartyId | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """As many people of one selection as of another, by head; `within` a column: in each of its categories."""

    kind: ClassVar[str] = "balance"
    id: OwnId
    left: Selector
    right: Selector
    within: str | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """At least and at most so many of a selection: in all, in a stage, on a day, to a destination.

    `to`: only those taken there count, so that a party can say how many it takes; None = wherever they go.
    """

    kind: ClassVar[str] = "limit"
    id: OwnId
    selection: Selector
    least: int | None = None
    most: int | None = None
    per: Literal["plan", "stage", "day", "destination"] = "plan"
    to: PartyId | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """People who go together or not at all: those of a selection who share a value of `column`, or all of it.

    With `unless`: those of `selection` go only if all of `unless` go (A not without B). `force` None = must; *should*:
    an aim, that as few groups as possible are split, in the `order` of the aims.
    """

    kind: ClassVar[str] = "together"
    id: OwnId
    selection: Selector
    column: str | None = None
    unless: Selector | None = None
    force: Literal["must", "should"] | None = None
    order: int | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Designate:
    """Who names the people for the open places of a clause, and how: `by` a party (who releases, who receives, a
    mediator), several in turn (`turns`, who begins first), a lottery, or a party's own order of priority."""

    kind: ClassVar[str] = "designate"
    id: OwnId
    clause: ClauseId
    how: Literal["party", "lottery", "priority", "alternating"] | None = None
    by: PartyId | None = None
    priority: Records = ()
    turns: tuple[PartyId, ...] = ()
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """A destination and how many people it takes at least and at most."""

    to: PartyId
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the people of a selection go: a place, the person's own choice, quotas, for how long."""

    kind: ClassVar[str] = "destination"
    id: OwnId
    selection: Selector
    to: PartyId | None = None
    choice: bool = False
    quotas: tuple[Quota, ...] = ()
    duration: str | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What the released become: at full liberty, pardoned, on parole, under measures; no re-arrest until when."""

    kind: ClassVar[str] = "status"
    id: OwnId
    selection: Selector
    status: Literal["full_liberty", "pardon", "commutation", "parole", "measures", "prosecution"] | None = None
    no_rearrest_until: PartialDate | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """Who asks the people of a clause for consent, and what a refusal does to the clause's number."""

    kind: ClassVar[str] = "consent"
    id: OwnId
    clause: ClauseId
    asked_by: PartyId | None = None
    refusal: Literal["substitute", "counts_as_delivered", "reduces", "neutral_custody", "stops"] | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """When the people of a clause go: the stage, its window, a cadence, and the event that opens it."""

    kind: ClassVar[str] = "phase"
    id: OwnId
    clause: ClauseId
    number: int
    window: PartialDate | None = None
    cadence: str | None = None
    opens: str | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """If an event comes about, then a clause holds.

    `severable`: whether the rest stands by itself, if this clause cannot be fulfilled or its event never comes; False =
    all or nothing. With `event` petition_window_passed and `days`: nobody moves by the clause `then` until so many days
    after the legal act on which the move rests.
    """

    kind: ClassVar[str] = "when"
    id: OwnId
    event: str
    then: ClauseId
    severable: bool | None = None
    days: int | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Where and how people are handed over; `exposure` is the most one side may have given and not received."""

    kind: ClassVar[str] = "handover"
    id: OwnId
    point: str | None = None
    carrier: str | None = None
    order: Literal["simultaneous", "alternating"] | None = None
    exposure: int | None = None
    ceremony: bool | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


@dataclass(frozen=True, slots=True)
class Inform:
    """A list, a proof of life, a report, a grave; or something that is no person (money, a truce): by whom, when.

    With `what` proof_of_life, `clause` and `days`: nobody moves by that clause without one not older than `days`.
    """

    kind: ClassVar[str] = "inform"
    id: OwnId
    by: PartyId
    what: str
    to: PartyId | None = None
    amount: str | None = None
    trigger: str | None = None
    clause: ClauseId | None = None
    days: int | None = None
    state: State = "offered"
    words: str | None = None
    either: str | None = None


Clause = (
    Release | Include | Exclude | Rate | Equivalence | Balance | Limit | Together | Designate | Destination | Status
    | ConsentAsked | Phase | When | Handover | Inform
)  # fmt: skip

CLEARED: frozenset[str] = frozenset(
    {
        "release", "include", "exclude", "balance", "together", "designate", "consent",
        "limit", "rate", "status", "destination", "equivalence", "phase", "when", "handover", "inform",
    }
)  # fmt: skip
"""Kinds that bear on the answer; the others are read, shown, and reported as not cleared yet."""


def bears_on_tranches(clause: Clause, staged: bool = False) -> bool:
    """Whether a clause limits a day, or a stage where the terms have none: that bears on tranches, not on the plan."""
    return isinstance(clause, Limit) and (clause.per == "day" or (clause.per == "stage" and not staged))
