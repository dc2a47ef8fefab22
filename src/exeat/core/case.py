"""The case as its keeper declares it: parties, sources, groups, lists and protocol (`case.yaml`)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from .criteria import Criteria
from .dates import PartialDate
from .scalars import Probability
from .shape import GroupId, ListId, OwnId, Pairs, PartyId, SourceId, SpeakerId

ListKind = Literal[
    "holds", "seeks", "offers", "released", "deceased", "consents", "fears", "custody", "medical", "accepted",
    "documents", "legal_acts", "guardianship", "remarks", "verified", "due_process", "judgements",
    "proofs_of_life", "family_links",
]  # fmt: skip
DateOrder = Literal["day_first", "month_first"]
Purpose = Literal["tracing", "advocacy", "custody", "proposal"]
People = Literal["none", "invented", "real"]
Role = Literal[
    "detaining_power", "power_of_origin", "receiving_party", "paying_power", "court", "intermediary", "neutral",
    "guarantor", "monitor", "press", "family", "counsel",
]  # fmt: skip

ApartKind = Literal[
    "attribute", "count", "same_group", "custody", "transferred", "released", "death", "allegation", "characterisation",
    "status_label", "reason_held", "quotation", "policy", "question", "answer", "due_process", "court_order",
    "proceeding", "consent", "fear", "medical", "guardianship", "family_link", "proof_of_life", "document",
    "acceptance", "legal_act", "remark", "same_person", "mandate", "offer", "response", "agreement", "designation",
    "reading_chosen",
    "draw_sealed", "draw_promise", "draw_reveal", "draw", "plan_adopted", "manifest", "handover_record", "announcement",
    "verification", "payment", "came_about", "dispute", "override",
]  # fmt: skip
"""The kinds of claims that may belong to a visibility group: see `core.visibility`."""

CASE_FILE = "case.yaml"
KEEPER = "keeper"  # speaks where the case's own keeper declares something


@dataclass(frozen=True, slots=True)
class Party:
    """A party, an office of a party (`of`), a court, a monitor, a newspaper: anybody who speaks or is spoken of."""

    id: OwnId
    name: str
    kind: Literal["state", "office", "court", "monitor", "intermediary", "press", "person", "organisation", "family"]
    of: PartyId | None = None
    roles: Annotated[tuple[Role, ...], "sorted"] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document in which statements stand. `date` None = undated. `author` is who speaks in its own voice."""

    id: OwnId
    title: str
    kind: str
    file: str | None = None
    url: str | None = None
    author: PartyId | None = None
    date: PartialDate | None = None
    sentences: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People named together and not one by one ("the 252", "many of them"). `part_of` is said by the words."""

    id: OwnId
    name: str
    part_of: GroupId | None = None


@dataclass(frozen=True, slots=True)
class VisibilityGroup:
    """What not every passphrase opens: claims of some `kinds`, and whole `lists`, by their ids or their kinds.

    A list whose rows make such claims belongs to it too.
    """

    id: OwnId
    kinds: Annotated[tuple[ApartKind, ...], "sorted"] = ()
    lists: Annotated[tuple[str, ...], "sorted"] = ()


@dataclass(frozen=True, slots=True)
class ListDeclared:
    """A list file: whose it is, of what kind and for what purpose, and how its columns map to ours.

    `sheet`: the name of the sheet in a spreadsheet, or the number of the table; None = the first with a table.
    `heading`: the row of the headings, from 1; None = it is found, and shown as guessed. `dates`: the order of days
    written in figures (`04/09/1963`); None = nobody said it, and such a day is not read.
    """

    id: OwnId
    file: str
    by: SpeakerId
    kind: ListKind
    source: SourceId | None = None
    purpose: Purpose = "tracing"
    as_of: PartialDate | None = None
    columns: Pairs = ()
    supersedes: ListId | None = None
    holder: PartyId | None = None
    group: GroupId | None = None
    about: ListId | None = None
    via: SpeakerId | None = None
    sheet: str | None = None
    heading: int | None = None
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class UnknownPermits:
    """The protocol lets *not established* not stand in the way, for one rule: by whom and why."""

    rule: str
    by: PartyId
    reason: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the parties' intermediary agreed on for this case.

    `cut_off`: nobody detained after this day adds to what their holder may ask. `identity_threshold`: the probability
    from which a machine match makes a person; None = only people's judgements do. `unmatched`: what a
    name counts as that a side's remarks give and the list does not; None = nobody agreed on it, and it is unknown.
    """

    cut_off: PartialDate | None = None
    identity_threshold: Probability | None = None
    unknown_permits: tuple[UnknownPermits, ...] = ()
    readings: Pairs = ()
    seed: str | None = None
    unmatched: Literal["unknown", "needs_data"] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The whole of `case.yaml`."""

    exeat: Literal["1"]
    id: OwnId
    people: People
    parties: tuple[Party, ...]
    on: PartialDate | None = None
    title: str | None = None
    sources: tuple[Source, ...] = ()
    groups: tuple[Group, ...] = ()
    lists: tuple[ListDeclared, ...] = ()
    protocol: Protocol = Protocol()
    criteria: tuple[Criteria, ...] = ()
    visibility: tuple[VisibilityGroup, ...] = ()

    def party(self, id: str) -> Party | None:
        """The party with this id; None where there is none."""
        return next((p for p in self.parties if p.id == id), None)

    def power_of(self, speaker: str) -> str:
        """The party for which an office speaks, up the chain of `of`; a party without one is its own."""
        party = self.party(speaker)
        seen = {speaker}
        while party is not None and party.of is not None and party.of not in seen:
            seen.add(party.of)
            party = self.party(party.of)
        return party.id if party is not None else speaker

    def is_neutral(self, party: str) -> bool:
        """Whether a party, or the party for which it speaks, has the role of a neutral."""
        both = (self.party(party), self.party(self.power_of(party)))
        return any(p is not None and "neutral" in p.roles for p in both)
