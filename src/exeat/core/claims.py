"""What can be said: the closed union of claims.

- A claim is a noun with no judgement in it. Who said it, how firmly and where is the `Statement` around it.
- `subject` is a record (`list#id`) or a group; a claim about a group stays with the group.
- `share` keeps the words that limit a claim to part of a group ("many of"); nobody knows which part.
- None means: nothing was said about it.
- A claim marked *table* may also come as the rows of a list: one column per field.

Sources of the words: Geneva Convention III art. 70, 118-122 (capture card, information bureau, release), art. 109
(consent of sick and wounded), Convention against Torture art. 3, Refugee Convention art. 33, ICCPR art. 7
(fear of return), Transfer Convention 1983 art. 3(1)(d) (consent of sentenced persons).
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from .case import Case, DateOrder, ListKind, Purpose
from .clauses import Clause
from .counts import Count
from .dates import PartialDate
from .shape import (
    ClauseId,
    GroupId,
    ListId,
    OwnId,
    Pairs,
    Parties,
    PartyId,
    RecordId,
    Records,
    SpeakerId,
    StatementId,
    SubjectId,
    Subjects,
)

Act = Literal["release", "transfer"]
Topic = Literal["charge", "court", "counsel", "contact"]

# ------------------------------------------------------------ lists, groups, attributes


@dataclass(frozen=True, slots=True)
class Submitted:
    """A list, or any bulk claim, was submitted: its header, and the Merkle root over its salted rows.

    `columns` maps our column names to theirs; `guessed` are those of ours that were recognised and not declared.
    `dates` is the order of days written in figures, as declared; None = such a day is not read.
    `holder` is the party said to hold the people listed; `about` the list whose ids its `record` column holds.
    """

    kind: ClassVar[str] = "submitted"
    list: OwnId
    of: ListKind
    purpose: Purpose
    rows: int
    root: str
    columns: Pairs
    guessed: Annotated[tuple[str, ...], "sorted"] = ()
    as_of: PartialDate | None = None
    holder: PartyId | None = None
    group: GroupId | None = None
    about: ListId | None = None
    supersedes: ListId | None = None
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """A quality of a record or a group: name and value as given."""

    kind: ClassVar[str] = "attribute"
    subject: SubjectId
    name: str
    value: str
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people are in a group: an interval of whole numbers with its wording."""

    kind: ClassVar[str] = "count"
    group: GroupId
    number: Count
    as_of: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SameGroup:
    """Two groups are the same people, are part of one another, or are different people."""

    kind: ClassVar[str] = "same_group"
    left: GroupId
    right: GroupId
    relation: Literal["same", "part_of", "different"]


# ------------------------------------------------------------ where people are, and how they came there


@dataclass(frozen=True, slots=True)
class Custody:
    """A power holds, is responsible for, or pays for the custody of somebody: three different claims. *Table.*"""

    kind: ClassVar[str] = "custody"
    subject: SubjectId
    power: PartyId
    role: Literal["physical_holder", "responsible_power", "paying_power"] = "physical_holder"
    place: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Transferred:
    """A transfer across a border or into another's hands was made, and on what legal basis."""

    kind: ClassVar[str] = "transferred"
    subject: SubjectId
    from_: PartyId
    to: PartyId
    on: PartialDate | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """Somebody was released from custody. *Table.*"""

    kind: ClassVar[str] = "released"
    subject: SubjectId
    power: PartyId | None = None
    on: PartialDate | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Death:
    """Somebody is dead. *Table.*"""

    kind: ClassVar[str] = "death"
    subject: SubjectId
    on: PartialDate | None = None
    place: str | None = None


# ------------------------------------------------------------ what is alleged and called


@dataclass(frozen=True, slots=True)
class Allegation:
    """Conduct or membership alleged of somebody, and the stage at which the words put it."""

    kind: ClassVar[str] = "allegation"
    subject: SubjectId
    conduct: str
    stage: Literal["suspected", "accused", "charged", "incarcerated_for", "convicted", "committed", "member"]
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Characterisation:
    """A word that somebody puts on an act, an offer, a place or a challenge ("kidnapping", "meritless")."""

    kind: ClassVar[str] = "characterisation"
    of: str
    words: str
    subject: SubjectId | None = None


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """A status that somebody gives to people ("political prisoner"), by whose criteria, and which of their items.

    `criteria`: the id of a set that ships or that the case declares, or words. `items`: those said to be met.
    """

    kind: ClassVar[str] = "status_label"
    subject: SubjectId
    label: str
    criteria: str | None = None
    items: Annotated[tuple[str, ...], "sorted"] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason for which somebody says people are held."""

    kind: ClassVar[str] = "reason_held"
    subject: SubjectId
    reason: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words as quoted; `language` is the BCP 47 tag of the language they are quoted in."""

    kind: ClassVar[str] = "quotation"
    words: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What a power does or lays claim to in general: a law it uses, a policy, a mandate it won."""

    kind: ClassVar[str] = "policy"
    of: SpeakerId
    words: str
    about: str | None = None


# ------------------------------------------------------------ questions and process


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to somebody: on what topic, about whom."""

    kind: ClassVar[str] = "question"
    to: SpeakerId
    topic: str
    words: str
    subject: SubjectId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question."""

    kind: ClassVar[str] = "answer"
    question: StatementId
    words: str


@dataclass(frozen=True, slots=True)
class DueProcess:
    """What a person was given of charge, court, counsel and contact. *Table.*"""

    kind: ClassVar[str] = "due_process"
    subject: SubjectId
    topic: Topic
    value: str


@dataclass(frozen=True, slots=True)
class CourtOrder:
    """An order of a court: whom it covers, which powers it binds, which act it halts, and while it is in force.

    `in_force` is an interval of days, closed at both ends; None = the words name none, and it stands until a
    statement says otherwise. `act` both = release and transfer.
    """

    kind: ClassVar[str] = "court_order"
    court: SpeakerId
    covers: Subjects
    binds: Parties
    effect: Literal["halts", "lifts"] = "halts"
    act: Literal["release", "transfer", "both"] = "transfer"
    in_force: PartialDate | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A case before a court, and the stage it has reached."""

    kind: ClassVar[str] = "proceeding"
    subject: SubjectId
    matter: str
    court: SpeakerId | None = None
    stage: str | None = None


# ------------------------------------------------------------ the person


@dataclass(frozen=True, slots=True)
class Consent:
    """The person's own answer to a destination, in an interview. *Table.*

    It counts only when `private` and made to a neutral: see `impediments`.
    """

    kind: ClassVar[str] = "consent"
    subject: RecordId
    destination: PartyId
    answer: Literal["yes", "no", "undecided", "withdrawn"]
    interviewer: PartyId | None = None
    private: bool | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Fear:
    """A fear of return to a destination: expressed, resolved (the person says so), or none expressed. *Table.*"""

    kind: ClassVar[str] = "fear"
    subject: RecordId
    destination: PartyId
    state: Literal["expressed", "resolved", "none"]
    interviewer: PartyId | None = None
    private: bool | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Medical:
    """A medical finding on fitness to travel. *Table.*"""

    kind: ClassVar[str] = "medical"
    subject: RecordId
    finding: Literal["fit", "fit_with_care", "unfit"]
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Guardianship:
    """A decision on who is responsible for a child. *Table* (as a legal act)."""

    kind: ClassVar[str] = "guardianship"
    subject: RecordId
    state: Literal["decided", "pending"]
    guardian: str | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class FamilyLink:
    """Two people are kin. *Table.*"""

    kind: ClassVar[str] = "family_link"
    left: RecordId
    right: RecordId
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class ProofOfLife:
    """A sign that somebody lives, and of which day. *Table.*"""

    kind: ClassVar[str] = "proof_of_life"
    subject: RecordId
    on: PartialDate
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A travel document, or a nationality that a power confirms. *Table.*"""

    kind: ClassVar[str] = "document"
    subject: RecordId
    document: Literal["passport", "travel_document", "nationality_confirmed"]
    valid: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A receiver's answer to a name. *Table.*"""

    kind: ClassVar[str] = "acceptance"
    subject: RecordId
    receiver: PartyId
    answer: Literal["accepted", "refused"]
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class LegalAct:
    """The domestic act on which a release or transfer rests. *Table.*"""

    kind: ClassVar[str] = "legal_act"
    subject: RecordId
    power: PartyId
    legal_act: Literal["release_order", "pardon", "commutation", "transfer_order"]
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A side's answer to a name on the other's list. *Table.*

    `on`: the day of which the remark speaks: of the release or the death; else the day on which it is so. `place`:
    where, of *held elsewhere*. `words`: the remark as it was worded.
    """

    kind: ClassVar[str] = "remark"
    subject: RecordId
    power: PartyId
    remark: Literal["held", "not_held", "held_elsewhere", "released", "dead", "unknown", "needs_data"]
    on: PartialDate | None = None
    place: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Somebody's judgement on whether two records are one person. *Table.*"""

    kind: ClassVar[str] = "same_person"
    left: RecordId
    right: RecordId
    verdict: Literal["same", "different", "unsure"]
    reason: str | None = None


# ------------------------------------------------------------ offers and what becomes of them


@dataclass(frozen=True, slots=True)
class Mandate:
    """An office may, or may not, bind a party in a matter."""

    kind: ClassVar[str] = "mandate"
    office: PartyId
    party: PartyId
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer, demand or draft of terms: clauses, and to whom."""

    kind: ClassVar[str] = "offer"
    offer: OwnId
    to: Parties
    clauses: tuple[Clause, ...]
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What a party says to an offer or to one of its clauses. A *denial* of a response says that none was given."""

    kind: ClassVar[str] = "response"
    offer: StatementId
    party: PartyId
    clause: ClauseId | None = None
    answer: Literal["accepts", "rejects", "criticises", "counter_offers", "any"] = "any"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Parties agreed on clauses."""

    kind: ClassVar[str] = "agreement"
    parties: Parties
    clauses: Annotated[tuple[ClauseId, ...], "sorted"]
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Designation:
    """Whoever may designate for a clause names people."""

    kind: ClassVar[str] = "designation"
    clause: ClauseId
    people: Records


@dataclass(frozen=True, slots=True)
class ReadingChosen:
    """A party reads an open point in one way."""

    kind: ClassVar[str] = "reading_chosen"
    point: str
    choice: str


@dataclass(frozen=True, slots=True)
class DrawSealed:
    """What a lottery depends on was sealed: the people, their classes, the clauses, the table of plans.

    `text`: the document (`docs/spec/draw.md`); `sealed`: its SHA-256, in hexadecimal.
    """

    kind: ClassVar[str] = "draw_sealed"
    clauses: Annotated[tuple[ClauseId, ...], "sorted"]
    sealed: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawPromise:
    """A party promises a secret for a sealed lottery, by a hash, before the randomness is known."""

    kind: ClassVar[str] = "draw_promise"
    sealed: str
    promise: str


@dataclass(frozen=True, slots=True)
class DrawReveal:
    """A party tells the secret that it promised for a sealed lottery."""

    kind: ClassVar[str] = "draw_reveal"
    sealed: str
    secret: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Public randomness for the lottery of a clause, drawn after its list was sealed; `sealed`: as what.

    `pulse`: what the beacon published (JSON), where the seal names a round; None = dice, or a value as text.
    """

    kind: ClassVar[str] = "draw"
    clause: ClauseId
    randomness: str
    sealed: str | None = None
    pulse: str | None = None


@dataclass(frozen=True, slots=True)
class PlanAdopted:
    """A party adopts a plan, named by the SHA-256 of its canonical bytes."""

    kind: ClassVar[str] = "plan_adopted"
    plan: str


# ------------------------------------------------------------ handover and after


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who travels: from, to, by which carrier, on which day."""

    kind: ClassVar[str] = "manifest"
    manifest: OwnId
    people: Records
    from_: PartyId
    to: PartyId
    carrier: str | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class HandoverRecord:
    """What happened to one person at the handover point."""

    kind: ClassVar[str] = "handover_record"
    subject: RecordId
    outcome: Literal["handed_over", "refused", "absent", "substituted", "additional", "not_recognised", "dead"]
    manifest: str | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """Somebody announces that a number of people, or one person, was released or transferred."""

    kind: ClassVar[str] = "announcement"
    act: Act
    subject: SubjectId | None = None
    number: Count | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Somebody verified what became of a person, or of how many. *Table.*"""

    kind: ClassVar[str] = "verification"
    subject: SubjectId
    state: str
    number: Count | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One power pays another, and what for."""

    kind: ClassVar[str] = "payment"
    payer: PartyId
    payee: PartyId
    purpose: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class CameAbout:
    """What a clause waits for, or obliges somebody to do besides letting people go, came about; or it was verified.

    `clause`: the `when` or `phase` whose event it is, or the `inform` that is fulfilled. A *promise* of it says that it
    will come; a *denial*, that it did not.
    """

    kind: ClassVar[str] = "came_about"
    clause: ClauseId
    state: Literal["done", "verified"] = "done"
    amount: str | None = None
    on: PartialDate | None = None


# ------------------------------------------------------------ about statements


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A speaker takes words back, or a relay takes back its report of them."""

    kind: ClassVar[str] = "withdrawal"
    statement: StatementId


@dataclass(frozen=True, slots=True)
class Dispute:
    """Somebody disputes a statement."""

    kind: ClassVar[str] = "dispute"
    statement: StatementId
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A named person lets one impediment of one record not stand in the way, and says why. It stays visible."""

    kind: ClassVar[str] = "override"
    subject: RecordId
    rule: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class LegalHold:
    """Records of somebody must be kept until a day."""

    kind: ClassVar[str] = "legal_hold"
    subject: SubjectId
    reason: str
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs entries of this ledger, and whether it still does. `key`: as C2SP signed-note writes it."""

    kind: ClassVar[str] = "signing_key"
    key: str
    state: Literal["trusted", "retired", "revoked"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Accessed:
    """Somebody looked at what was recorded; who and when, the entry says. Only the log of accesses has it.

    `about`: the records that the question names; none = it names nobody, and may show everybody. `asked`: other words
    of the question, by their options. `on`, `known`: as of when, where that was asked. `door`: by whose passphrase;
    None = the ledger has none.
    Of a copy that left the house: `list`, how many `rows`, which `columns`, for which `party`, and its `mark`.
    """

    kind: ClassVar[str] = "accessed"
    command: str
    about: Records = ()
    asked: Pairs = ()
    on: str | None = None
    known: str | None = None
    door: str | None = None
    list: ListId | None = None
    rows: int | None = None
    columns: tuple[str, ...] = ()
    party: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class RowsErased:
    """Rows that were erased from a list. `of`: its entry's `body`, in hexadecimal; `rows`: their places, from 1."""

    of: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased of one person, who is not named: whole entries, and rows of lists. Nobody's files say it.

    `asked_by` asked for it, or decided it. `entries`: the `body` of each, in hexadecimal.
    `afterwards`: True = it was gone already when this was said, by hand or because an older copy was put back; None =
    it went with these words.
    """

    kind: ClassVar[str] = "erasure"
    asked_by: str
    reason: str
    entries: Annotated[tuple[str, ...], "sorted"] = ()
    lists: tuple[RowsErased, ...] = ()
    afterwards: bool | None = None


@dataclass(frozen=True, slots=True)
class RecordedElsewhere:
    """Another office's ledger has these words, too, or had them first: who recorded them there, and when.

    `there`: the statement's id there, where the words have another salt; it means the statement here from now on.
    `origin`: the name of that log; `index`: the place in it; `signed_by`: the name of the key that signed it there.
    `although`: who let the words in although persons had been erased here, and why.
    `proof`: that the log had it (`docs/spec/proof.md`), without the words.
    """

    kind: ClassVar[str] = "recorded_elsewhere"
    statement: StatementId
    origin: str
    index: int
    recorded_at: str
    recorded_by: str
    proof: str
    there: str | None = None
    signed_by: str | None = None
    although: str | None = None


@dataclass(frozen=True, slots=True)
class RecordingError:
    """The recorder undoes a slip of the recorder's own. It is not a withdrawal: nobody took words back."""

    kind: ClassVar[str] = "recording_error"
    statement: StatementId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CaseKept:
    """The case as its keeper keeps it: parties, sources, groups and protocol (`case.yaml` without its lists)."""

    kind: ClassVar[str] = "case"
    case: Case
    replaces: StatementId | None = None


Claim = (
    Submitted | Attribute | Counted | SameGroup | Custody | Transferred | Released | Death | Allegation
    | Characterisation | StatusLabel | Reason | Quotation | Policy | Question | Answer | DueProcess | CourtOrder
    | Proceeding | Consent | Fear | Medical | Guardianship | FamilyLink | ProofOfLife | Document | Acceptance
    | LegalAct | Remark | SamePerson | Mandate | Offer | Response | Agreement | Designation | ReadingChosen
    | DrawSealed | DrawPromise | DrawReveal | Draw
    | PlanAdopted | Manifest | HandoverRecord | Announcement | Verification | Payment | CameAbout
    | Withdrawal | Dispute | Override | LegalHold | SigningKey | Accessed | RecordedElsewhere | Erasure | RecordingError
    | CaseKept
)  # fmt: skip
