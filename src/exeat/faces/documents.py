"""The documents that commands print with `--json`, but for the plan (`clearing.document`) and errors (`problems`).

Each names its form and version first; `exeat schema NAME` prints its JSON Schema.
"""

from dataclasses import dataclass, fields
from typing import Any, Literal, TypeVar

from exeat.adapters.new_case import NewCase
from exeat.adapters.recording import Recorded
from exeat.clearing.because.effects import Effect, PointEffect, Reached
from exeat.clearing.because.everybody import Alike
from exeat.clearing.because.frontier import Frontier
from exeat.clearing.check import Finding
from exeat.clearing.document import PersonHeldBack, PlanTold, RelaxationFound
from exeat.clearing.draw.transcript import Transcript
from exeat.clearing.whatif.difference import Difference
from exeat.clearing.whatif.drop_outs import DropOuts
from exeat.clearing.whatif.whatif import Outcome, SupposedStatement
from exeat.clearing.why import Why
from exeat.core.beacons import Beacon
from exeat.core.claims import Accessed
from exeat.core.entry import time_text
from exeat.core.shape import Pairs
from exeat.evidence.differences import Difference as Differing
from exeat.evidence.heard import Heard, SubjectKind
from exeat.evidence.mandates import MandateDisputed
from exeat.evidence.questions import Asked, Gap
from exeat.evidence.today import Today
from exeat.house.backup import Restored
from exeat.house.copies import Whose
from exeat.house.destroy import Destroyed
from exeat.house.erase import Erasing
from exeat.house.ledger import Verified
from exeat.house.merging import Merged
from exeat.house.reading import Looked
from exeat.terms.points import OpenPoint
from exeat.terms.terms import Term

from .part import Lacks

D = TypeVar("D")


def as_document(cls: type[D], value: Any) -> D:
    """A value as the document that adds its form and version to it; what the document does not have is left out."""
    known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
    return cls(**{f.name: getattr(value, f.name) for f in fields(value) if f.name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMade(NewCase):
    """`init`: the folder that was made, and how the lists copied into it were read."""

    exeat: Literal["init/1"] = "init/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedShown(Recorded):
    """`record`: what was new, known, corrected and gone."""

    exeat: Literal["record/1"] = "record/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedShown(Verified):
    """`verify`: how much was looked at, and what does not hold."""

    exeat: Literal["verify/1"] = "verify/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasingShown(Erasing):
    """`erase`: what went, what stopped it, and what still holds the person; `gone`: nothing is known to."""

    exeat: Literal["erase/1"] = "erase/1"


@dataclass(frozen=True, slots=True)
class BackupShown:
    """`backup`: what the file holds; `checkpoint`: the last one, None where nothing is signed.

    `accesses`: how many are in it; None = their log is not in it; `accesses_checkpoint`: the last one of that log.
    """

    exeat: Literal["backup/1"]
    entries: int
    root: str
    checkpoint: str | None = None
    accesses: int | None = None
    accesses_checkpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredShown(Restored):
    """`restore`: what was put back and what is lost, or what is against it."""

    exeat: Literal["restore/1"] = "restore/1"


@dataclass(frozen=True, slots=True)
class AccessShown:
    """One reading: who, when, and the question; without a question: erased."""

    index: int
    at: str
    by: str
    asked: Accessed | None = None


@dataclass(frozen=True, slots=True)
class AccessesShown:
    """`accesses`: who looked. `records`: those of the person asked for; none = every reading is shown.

    `everybody`: how many other readings may have shown that person among everybody; `erased`: how many say no more.
    """

    exeat: Literal["accesses/1"]
    records: tuple[str, ...]
    accesses: tuple[AccessShown, ...]
    everybody: int
    erased: int


def accesses_document(found: Looked) -> AccessesShown:
    """Who looked, as a document."""
    shown = tuple(AccessShown(a.index, time_text(a.at), a.by, a.asked) for a in found.named)
    return AccessesShown("accesses/1", found.records, shown, found.everybody, found.erased)


@dataclass(frozen=True, slots=True)
class ParcelShown:
    """`parcel`: of how many entries the words are in it, how many are withheld, for whom, and for which key."""

    exeat: Literal["parcel/1"]
    entries: int
    withheld: int
    party: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedShown(Merged):
    """`merge`: what was taken of another office's ledger, or what does not hold of it."""

    exeat: Literal["merge/1"] = "merge/1"


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key of a ledger, as C2SP signed-note writes it, and what it does."""

    key: str
    state: Literal["log", "signs", "accesses", "parcels"]


@dataclass(frozen=True, slots=True)
class KeysShown:
    """`key list`: the keys of a ledger, the log's own first, that of its accesses last."""

    exeat: Literal["keys/1"]
    keys: tuple[KeyShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedShown(Destroyed):
    """`destroy`: what is gone, and what stays."""

    exeat: Literal["destroy/1"] = "destroy/1"


@dataclass(frozen=True, slots=True)
class DoorShown:
    """A passphrase: whose, and what it opens. `groups` is left out where it opens everything."""

    name: str
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DoorsShown:
    """`key doors`: the passphrases of a ledger, and the visibility groups that have a key."""

    exeat: Literal["doors/1"]
    doors: tuple[DoorShown, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OriginShown:
    """Where another office's log has a statement: the log, the entry, when and by whom it was recorded and signed."""

    origin: str
    index: int
    recorded_at: str
    recorded_by: str
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRecorded:
    """Who recorded a statement, when, and whose key signed the entry: neither is who speaks, nor who relays it.

    `signed_by`: the name of the key that it was signed by; where it is `wrongly_signed`, whose it says that it is.
    """

    statement: str
    index: int
    recorded_at: str
    recorded_by: str
    state: Literal["signed", "not_signed", "wrongly_signed"]
    signed_by: str | None = None
    origins: tuple[OriginShown, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferencesShown:
    """`differences`: every pair of statements on one matter, and who recorded each of them."""

    exeat: Literal["differences/1"]
    differences: tuple[Differing, ...]
    recorded: tuple[StatementRecorded, ...] = ()
    withheld: Lacks = ()


@dataclass(frozen=True, slots=True)
class ProcessCell:
    """What is said of a record under a topic of due process: by whom, by which statements, in lists of one length."""

    subject: str
    list: str
    topic: str
    statements: tuple[str, ...]
    by: tuple[str, ...]
    acts: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionsShown:
    """`questions`: those put, the empty cells of due process, the sentences that open points raise, and `process`.

    `process`: every cell of a record of which something is said; the others of its list are empty. Where anything is
    `withheld`, there are only those put, and their answers are those that are open: the rest is not worked out.
    """

    exeat: Literal["questions/1"]
    asked: tuple[Asked, ...]
    gaps: tuple[Gap, ...] | None = None
    raised: tuple[str, ...] | None = None
    process: tuple[ProcessCell, ...] | None = None
    withheld: Lacks = ()


@dataclass(frozen=True, slots=True)
class Note:
    """`questions --to`: a note to one party, in sentences. `mark`: the code of this copy."""

    exeat: Literal["note/1"]
    to: str
    questions: tuple[str, ...]
    on: str
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class SaidShown:
    """`said`: everything that stands of one subject; `names` are the ids that mean it, none for a whole case."""

    exeat: Literal["said/1"]
    kind: SubjectKind
    names: tuple[str, ...]
    said: tuple[Heard, ...]
    recorded: tuple[StatementRecorded, ...] = ()
    withheld: Lacks = ()


@dataclass(frozen=True, slots=True)
class TermsShown:
    """`terms`: the clauses that stand, what they leave open, and mandates that somebody disputes."""

    exeat: Literal["terms/1"]
    terms: tuple[Term, ...]
    open_points: tuple[OpenPoint, ...]
    mandates: tuple[MandateDisputed, ...]


@dataclass(frozen=True, slots=True)
class ImpedimentsShown:
    """`impediments`: everybody held back with every reason."""

    exeat: Literal["impediments/1"]
    held_back: tuple[PersonHeldBack, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """`check`: whether the plan, or the names, hold, and every finding."""

    exeat: Literal["check/1"]
    holds: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyShown(Why):
    """`why`: one person, clause by clause."""

    exeat: Literal["why/1"] = "why/1"
    recorded: tuple[StatementRecorded, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIfShown:
    """`what-if`: what was supposed, both answers in short, and what the one changes in the other; never a plan.

    `facts`: the root of the statements that stand; those supposed are not among them.
    """

    case: str
    facts: str
    on: str
    supposed: tuple[SupposedStatement, ...]
    without: tuple[str, ...]
    leaves: tuple[str, ...]
    read: Pairs
    was: Outcome
    would_be: Outcome
    difference: Difference
    told: PlanTold | None = None
    drop_outs: tuple[DropOuts, ...] = ()
    exeat: Literal["what-if/1"] = "what-if/1"


@dataclass(frozen=True, slots=True)
class EverybodyShown:
    """`why` without a person: everybody who could go, in rows of people of whom the same is so."""

    exeat: Literal["everybody/1"]
    everybody: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class EffectsShown:
    """`effects`: what is reached; without each clause in turn; and by the choices of each open point."""

    exeat: Literal["effects/1"]
    reached: tuple[Reached, ...]
    effects: tuple[Effect, ...]
    points: tuple[PointEffect, ...]


@dataclass(frozen=True, slots=True)
class FrontierShown:
    """`frontier`: the pairs of numbers that two parties could reach; None where not two let people go."""

    exeat: Literal["frontier/1"]
    frontier: Frontier | None


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft of an offer, as a file of `offers/`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftShown:
    """`draft`: the changes that there are, which of them was asked for (None: none), and its offers as files."""

    exeat: Literal["draft/1"]
    status: Literal["optimal", "feasible", "none", "stopped"]
    relaxations: tuple[RelaxationFound, ...]
    change: int | None
    files: tuple[DraftFile, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """`export`: what was written. `as_text`: columns without a field in the format, which stand in its texts;
    `recipient`, `mark`: for whom the copy is, and its code.
    """

    exeat: Literal["export/1"]
    file: str
    format: str
    list: str
    rows: int
    columns: tuple[str, ...]
    as_text: tuple[str, ...]
    notes: tuple[str, ...]
    recipient: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class WhoseCopy:
    """A code that stands in a file, and what the log says of the copy; nothing more where it knows of none."""

    code: str
    command: str | None = None
    list: str | None = None
    columns: tuple[str, ...] = ()
    rows: int | None = None
    recipient: str | None = None
    at: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class WhoseShown:
    """`whose`: the codes that stand in a file."""

    exeat: Literal["whose/1"]
    copies: tuple[WhoseCopy, ...]


def whose_copy(found: "Whose") -> WhoseCopy:
    """A code, as the document has it."""
    asked = None if found.copy is None else found.copy.asked
    if asked is None or found.copy is None:
        return WhoseCopy(found.code)
    at = time_text(found.copy.at)
    return WhoseCopy(found.code, asked.command, asked.list, asked.columns, asked.rows, asked.party, at, found.copy.by)


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """`report`: the file written, and for which party."""

    exeat: Literal["report/1"]
    file: str
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayShown(Today):
    """`today`: what changed, what is silent, what is near."""

    exeat: Literal["today/1"] = "today/1"
    recorded: tuple[StatementRecorded, ...] = ()
    withheld: Lacks = ()


@dataclass(frozen=True, slots=True)
class DrawsShown:
    """The transcript of each lottery that is sealed, as far as it has come (`exeat draw show`)."""

    exeat: Literal["draws/1"]
    draws: tuple[Transcript, ...]


@dataclass(frozen=True, slots=True)
class DrawVerified:
    """Whether a transcript's lottery comes out as it says, and what does not (`exeat draw verify`).

    `signature`: whether the randomness is a beacon's pulse whose signature was `checked`, by the key of `beacon`, or
    there is `none`; None = the transcript does not hold.
    """

    exeat: Literal["draw-verified/1"]
    holds: bool
    wrong: tuple[str, ...]
    signature: Literal["checked", "none"] | None = None
    beacon: Beacon | None = None
