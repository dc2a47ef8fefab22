"""What a claim is about, so that two claims about one matter can be laid side by side.

- `GROUNDS` is a closed table over the kinds of claim: which fields make the matter, and what it means that
  the others differ. Where a field is None nothing was said, and nothing differs; only in `strength` does
  silence count: "many of them" and "them" are not the same.
- A matter names its subject: a claim about a group and a claim about a record never share one.
- What somebody promises, demands or asks for is compared with the like alone, not with what is said to be so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from exeat.core import claims as c
from exeat.core.shape import Ref, fields_of, split, union_of
from exeat.core.values import fold

from .sayings import Background, Saying

Matter = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """How two claims of a kind are compared.

    `matter`: fields that must be the same. `excludes`: given and different, one rules out the other.
    `values`: texts; given and different, both may be true. `strength`, `words`: different, the one says more,
    or says it otherwise. `day`: when it was so. `happens`: a thing that happens once, can happen again, or
    (None) is a state.
    """

    matter: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    day: str | None = None
    happens: Literal["once", "again"] | None = None

    @property
    def content(self) -> tuple[str, ...]:
        """Every field that is compared, the day aside."""
        return (*self.excludes, *self.values, *self.strength, *self.words)


GROUNDS: Mapping[type, Ground] = {
    c.Attribute: Ground(("subject", "name"), values=("value",), strength=("share",)),
    c.Counted: Ground(("group",), day="as_of"),
    c.SameGroup: Ground(("left", "right")),
    c.Custody: Ground(("subject", "role"), excludes=("power",), words=("place",), day="since", happens="again"),
    c.Transferred: Ground(("subject", "from_", "to"), values=("legal_basis",), day="on", happens="again"),
    c.Released: Ground(("subject",), values=("power",), words=("measure",), day="on", happens="again"),
    c.Death: Ground(("subject",), words=("place",), day="on", happens="once"),
    c.Allegation: Ground(("subject",), strength=("stage", "share"), words=("conduct",)),
    c.Characterisation: Ground(("of", "subject"), words=("words",)),
    c.StatusLabel: Ground(("subject", "label"), words=("criteria", "items")),
    c.Reason: Ground(("subject",), words=("reason",)),
    c.Policy: Ground(("of", "about"), words=("words",)),
    c.Question: Ground(("to", "topic", "subject"), words=("words",)),
    c.Answer: Ground(("question",), words=("words",)),
    c.DueProcess: Ground(("subject", "topic"), values=("value",)),
    c.CourtOrder: Ground(("court",), strength=("effect", "act", "binds", "covers"), words=("in_force", "words")),
    c.Proceeding: Ground(("subject", "matter"), values=("stage", "court")),
    c.Consent: Ground(("subject", "destination"), excludes=("answer",), day="on"),
    c.Fear: Ground(("subject", "destination"), excludes=("state",), day="on"),
    c.Medical: Ground(("subject",), excludes=("finding",), day="on"),
    c.Guardianship: Ground(("subject",), excludes=("state",), values=("guardian",), day="on"),
    c.FamilyLink: Ground(("left", "right"), words=("relation",)),
    c.ProofOfLife: Ground(("subject",), words=("form",), day="on"),
    c.Document: Ground(("subject", "document")),
    c.Acceptance: Ground(("subject", "receiver"), excludes=("answer",), day="on"),
    c.LegalAct: Ground(("subject", "power", "legal_act"), day="on", happens="again"),
    c.Remark: Ground(("subject", "power"), excludes=("remark",), words=("place", "words"), day="on"),
    c.SamePerson: Ground(("left", "right"), words=("reason",)),
    c.Mandate: Ground(("office", "party"), words=("scope",)),
    c.Response: Ground(("offer",)),
    c.Agreement: Ground(("parties",), strength=("clauses",), day="on", happens="again"),
    c.ReadingChosen: Ground(("point",), excludes=("choice",)),
    c.DrawSealed: Ground(("clauses",), excludes=("sealed",)),
    c.Draw: Ground(("clause", "sealed"), excludes=("randomness", "pulse")),
    c.HandoverRecord: Ground(("subject", "manifest"), excludes=("outcome",), day="on"),
    c.Announcement: Ground(("act", "subject"), day="on"),
    c.Verification: Ground(("subject",), values=("state",), day="on"),
    c.CameAbout: Ground(("clause",), values=("state",), words=("amount",), day="on"),
    c.Payment: Ground(("payer", "payee"), words=("purpose", "amount")),
    c.Dispute: Ground(("statement",), words=("words",)),
}

REPEATED: frozenset[type] = frozenset(
    {c.Quotation, c.Offer, c.Designation, c.DrawPromise, c.DrawReveal, c.PlanAdopted, c.Manifest}
)
"""Compared with the very same words alone: that two speakers say different ones tells nothing."""

APART: frozenset[type] = frozenset(
    {
        c.Submitted,
        c.Withdrawal,
        c.Override,
        c.LegalHold,
        c.SigningKey,
        c.Accessed,
        c.RecordedElsewhere,
        c.Erasure,
        c.RecordingError,
        c.CaseKept,
    }
)
"""Never compared: what is done to the record, and lists, whose rows are read by identity and impediments."""

POWERS = frozenset({"power", "payer", "payee", "from_", "to", "destination", "receiver"})
PAIRS: tuple[type, ...] = (c.SameGroup, c.FamilyLink, c.SamePerson)


def matters(saying: Saying, background: Background) -> Iterator[Matter]:
    """The matters that a saying bears on."""
    claim, mode = saying.claim, saying.said.act if saying.stance == "wanted" else ""
    for matter in _own(claim, background):
        yield (*matter, mode) if mode else matter
    if not mode:
        yield from _beside(saying, background)


def _own(claim: c.Claim, background: Background) -> Iterator[Matter]:
    ground = GROUNDS.get(type(claim))
    if ground is None or isinstance(claim, c.Dispute):
        return
    if isinstance(claim, c.CourtOrder):
        yield from ((claim.kind, claim.court, _one(who, background)) for who in claim.covers)
        return
    values = [plain(claim, name, background) for name in ground.matter]
    if isinstance(claim, PAIRS):
        values.sort(key=str)
    if isinstance(claim, c.Policy) and claim.about is None:
        values.append(fold(claim.words))
    yield (claim.kind, *(v if isinstance(v, str) else "" for v in map(_flat, values)))


def _flat(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


def _beside(saying: Saying, background: Background) -> Iterator[Matter]:
    """The matters on which claims of different kinds bear, or claims about groups that may be tied."""
    match saying.claim:
        case c.Death(subject) | c.ProofOfLife(subject):
            yield "life", subject
        case c.Released(subject) | c.Custody(subject, role="physical_holder"):
            yield "whereabouts", _one(subject, background)
        case c.Allegation(subject) if "#" not in subject:
            yield ("allegation",)
        case c.Counted(group):
            yield ("count",)
            for label in sorted(background.labels.get((saying.said.by, group), ())):
                yield "status_label", _one(group, background), label


def _one(subject: str, background: Background) -> str:
    return subject if "#" in subject else background.ties.first(subject)


def plain(claim: c.Claim, name: str, background: Background) -> Any:
    """A field's value as it is compared: a power for its offices, a text without case."""
    value = getattr(claim, name)
    if not isinstance(value, str):
        return value
    if name in POWERS:
        return background.power_of(value)
    if name in ("subject", "group", "left", "right"):
        return value if isinstance(claim, c.SameGroup) else _one(value, background)
    kind: type = type(claim)
    return value if _is_id(kind, name) else fold(value)


@cache
def _is_id(claim: type, name: str) -> bool:
    """Whether a field of a claim points to something by its id."""
    (members,) = (union_of(f.type) for f in fields_of(claim) if f.name == name)
    return any(isinstance(note, Ref) for member in members for note in split(member)[1])
