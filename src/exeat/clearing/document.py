"""The plan document's nouns (`plan/1`): what `exeat clear --json` prints. See `docs/spec/plan.md`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from exeat.core.message import Message
from exeat.core.shape import Pairs

NameWhy = Literal["terms", "designated", "priority", "draw"]
Standing = Literal["named", "held_back", "open", "not_needed", "not_selected", "no_exchange", "no_reading"]
RULES_VERSION = "exeat-rules/3"


@dataclass(frozen=True, slots=True)
class FactsUsed:
    """Which facts a plan stands on. `known` None = read from a folder; `entries` = how many there were."""

    root: str
    entries: int
    on: str
    rules: str
    seed: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class AimReached:
    """An aim, what was reached, and the bound that no plan can pass."""

    name: str
    value: int
    bound: int
    proven: bool


@dataclass(frozen=True, slots=True)
class ReadingCleared:
    """One way to fill the open points, and what it comes to."""

    id: str
    choices: Pairs
    status: Literal["optimal", "feasible", "none", "stopped"]
    aims: tuple[AimReached, ...]


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """A person whom the terms, a designation or a draw names, and the move. `why` says which.

    `told`: the plan held against named it for the same, and `why` is that plan's; None where it did not. `remains`: the
    person is dead, and the remains are handed over; None for the living.
    """

    person: str
    records: Annotated[tuple[str, ...], "sorted"]
    from_: str
    act: Literal["release", "transfer"]
    clauses: tuple[str, ...]
    why: NameWhy
    to: str | None = None
    destination: str | None = None
    stage: int | None = None
    told: bool | None = None
    remains: bool | None = None


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person told that it goes by one of `clauses` (to `to`), and who does not: how it stands now.

    `why`: why it was named then. named: it goes by another clause, or not surely to that destination.
    """

    person: str
    clauses: tuple[str, ...]
    why: NameWhy
    standing: Standing
    to: str | None = None


@dataclass(frozen=True, slots=True)
class PlanTold:
    """The plan that people were told of, by the SHA-256 of its canonical form, how many it named, who is left out."""

    plan: str
    people: int
    left: tuple[PersonLeft, ...]


CountState = Literal["holds", "broken", "not_cleared", "falls_away", "not_planned", "passed_on", "stays_out"]


@dataclass(frozen=True, slots=True)
class ClauseCounted:
    """A clause as numbers: left op right; of those taken to `destination` or moved in `stage`, where it counts them.

    A clause that is not cleared has none. falls_away: it cannot be kept, and the rest stands by itself. not_planned: it
    is for a default. passed_on: it binds no number, and goes to those who carry the plan out.
    stays_out: its speaker takes no part, and it is not asked.
    """

    clause: str
    state: CountState
    left: int | None = None
    op: Literal["=", ">=", "<="] | None = None
    right: int | None = None
    destination: str | None = None
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class ReasonHeld:
    """A rule, its verdict, the statements it rests on, and the rows of lists among them."""

    rule: str
    verdict: Literal["recorded", "not_established", "terms"]
    statements: tuple[str, ...]
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonHeldBack:
    """A person selected by a clause who cannot go, and everything that stands against it."""

    person: str
    verdict: Literal["recorded", "not_established", "terms"]
    reasons: tuple[ReasonHeld, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class PlacesOpen:
    """Places of a clause that nobody was named for: how many, out of how many persons, and who may designate.

    `remains`: they are places of the dead; None for the living.
    """

    clause: str
    number: int
    among: int
    designates: str | None = None
    remains: bool | None = None


@dataclass(frozen=True, slots=True)
class NotDesignated:
    """A person who is free to go by a clause, and whom nobody named."""

    person: str
    clause: str


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who comes next in the draw of a clause, in its order."""

    clause: str
    person: str


@dataclass(frozen=True, slots=True)
class DrawMade:
    """A lottery that was drawn, for one of its clauses: how many units were in it, and how many it took.

    `sealed`: the SHA-256 of the document sealed before; `plan`: the number of the plan drawn.
    """

    clause: str
    randomness: str
    units: int
    taken: int
    sealed: str
    plan: int


@dataclass(frozen=True, slots=True)
class ClauseInStage:
    """The people who go by a clause in its stage, those who went before aside; and when, as its phases say.

    `remains`: how many remains it hands over, and nobody goes; None where it moves the living.
    """

    clause: str
    from_: str
    people: int
    window: tuple[str, ...] = ()
    cadence: tuple[str, ...] = ()
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class StageOpens:
    """What a clause of a stage waits for: by which clause, in its words, and whether it came about.

    `left`: how many people went by the day and go by this plan, of the `right` that the event counts.
    """

    clause: str
    opens: str
    event: str
    state: Literal["came_about", "not_yet", "not_established"]
    statements: tuple[str, ...]
    severable: bool | None = None
    left: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class StagePlanned:
    """A stage of the plan. `waits`: something that opens it has not come about.

    `remains`: how many are handed over in it beside the people; None where none are.
    """

    number: int
    state: Literal["open", "waits"]
    people: int
    clauses: tuple[ClauseInStage, ...]
    opens: tuple[StageOpens, ...]
    remains: int | None = None


ObligationState = Literal["open", "promised", "done", "verified", "denied", "disputed"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a party gives besides people, how far it is fulfilled, and the clauses that depend on it or trigger it."""

    clause: str
    by: str
    what: str
    state: ObligationState
    depends: tuple[str, ...]
    statements: tuple[str, ...]
    to: str | None = None
    amount: str | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class HandoverAgreed:
    """How people are handed over, as a clause says: passed on to those who carry the plan out."""

    clause: str
    point: str | None = None
    carrier: str | None = None
    order: Literal["simultaneous", "alternating"] | None = None
    exposure: int | None = None
    ceremony: bool | None = None


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Clauses that cannot be fulfilled together, and what stands behind them."""

    clauses: tuple[str, ...]
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ClauseChanged:
    """A change of a clause by those whose clause it is (`by`). `destination`: whose quota the number is.

    `part`: which of its numbers it is, from 1, where the clause has several of a kind.
    """

    clause: str
    change: str
    by: str | None = None
    value: str | None = None
    destination: str | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class RelaxationFound:
    """A change of a party's own clause, and how many people it would let go. `destination`: whose quota it is.

    `also`: the changes without which it would not be enough; `allows` is what they allow together. `remains`: how many
    remains of the dead they would let be handed over beside the people; None where none would.
    """

    clause: str
    change: str
    allows: int
    value: str | None = None
    destination: str | None = None
    by: str | None = None
    also: tuple[ClauseChanged, ...] = ()
    part: int | None = None
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """People moved from a party: by which act, and to whom (None: released where they are).

    `asked_by`: whose clause moves them, where that is not the giver. `remains`: how many remains of the dead are handed
    over, in a flow of their own in which nobody goes; None for the living.
    """

    from_: str
    act: Literal["release", "transfer"]
    people: int
    to: str | None = None
    asked_by: str | None = None
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Parties of which each gives to the next, or because the next asked, and the last to the first; how many.

    `remains`: how many remains beside the people, at each step; None where there are none.
    """

    parties: tuple[str, ...]
    people: tuple[int, ...]
    remains: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The best exchange without a party that takes part, or with one that stays out: how many go.

    Where nobody goes: `clauses` that cannot hold together with anybody going; empty where every move is the party's.
    `not_asked`: the problem is too large to solve it once more for each party.
    """

    status: Literal["optimal", "feasible", "none", "not_asked"]
    people: int
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemainsOfParty:
    """How many remains of the dead a party gives, receives, and has asked others to hand over."""

    gives: int
    receives: int
    asked_for: int


@dataclass(frozen=True, slots=True)
class PartyInPlan:
    """A party, whether it takes part, and how many people it gives, receives, and has asked others to move.

    `remains`: the same of the dead, who are not among the people; None where there are none.
    """

    party: str
    takes_part: bool
    gives: int
    receives: int
    asked_for: int
    otherwise: Otherwise
    remains: RemainsOfParty | None = None


@dataclass(frozen=True, slots=True)
class PointOpen:
    """An open point: its choices, the choice made if there is one, whether it changes the answer (None = untold)."""

    id: str
    clause: str
    choices: tuple[str, ...]
    changes_answer: bool | None = None
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole document. Arrays are sorted by id, except `aims` and `substitutes`; the long ones are `Alike`."""

    exeat: Literal["plan/1"]
    case: str
    facts: FactsUsed
    status: Literal["optimal", "feasible", "none", "stopped"]
    readings: tuple[ReadingCleared, ...]
    cross_checked: str
    open_points: tuple[PointOpen, ...]
    warnings: tuple[Message, ...]
    conflicts: tuple[ConflictFound, ...]
    relaxations: tuple[RelaxationFound, ...]
    reading: str | None = None
    moves: Sequence[PersonMoved] | None = None
    counts: tuple[ClauseCounted, ...] | None = None
    held_back: Sequence[PersonHeldBack] | None = None
    open_places: tuple[PlacesOpen, ...] | None = None
    not_designated: Sequence[NotDesignated] | None = None
    substitutes: tuple[Substitute, ...] | None = None
    draw: tuple[DrawMade, ...] | None = None
    parties: tuple[PartyInPlan, ...] | None = None
    flows: tuple[Flow, ...] | None = None
    loops: tuple[Loop, ...] | None = None
    stages: tuple[StagePlanned, ...] | None = None
    obligations: tuple[Obligation, ...] | None = None
    handovers: tuple[HandoverAgreed, ...] | None = None
    told: PlanTold | None = None
