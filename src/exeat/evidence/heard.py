"""Everything that stands and was said of one subject: of a person, a group, a party or an offer, by whom.

- Under a person: what names one of the person's records, and the rows of lists that do. What was said of a group
  stays with the group.
- By matter: what was said, and beside it what denies or disputes it. Nobody is found right.
- Without a subject: what was said of groups, parties, offers and courts, and of no record.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from exeat.core import claims as c
from exeat.core.facts import ROWS_OF, Facts
from exeat.core.shape import refs
from exeat.core.statement import Statement

from .matters import matters
from .rows import claim_of_row
from .sayings import Background, Saying

SubjectKind = Literal["person", "group", "party", "offer", "case"]
PARTS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("mandates", (c.Mandate,)),
    ("offers", (c.Offer, c.Response, c.Agreement, c.Designation, c.ReadingChosen, c.DrawSealed, c.DrawPromise,
                c.DrawReveal, c.Draw, c.PlanAdopted, c.CameAbout)),
    ("numbers", (c.Counted, c.SameGroup, c.Attribute)),
    ("held", (c.Custody, c.Transferred, c.Released, c.Death, c.ProofOfLife, c.Remark)),
    ("paid", (c.Payment,)),
    ("alleged", (c.Allegation,)),
    ("reasons", (c.Reason,)),
    ("labels", (c.StatusLabel,)),
    ("words", (c.Characterisation, c.Quotation, c.Policy)),
    ("proceedings", (c.Proceeding, c.CourtOrder)),
    ("process", (c.Question, c.Answer, c.DueProcess)),
    ("person", (c.SamePerson, c.FamilyLink, c.Consent, c.Fear, c.Medical, c.Guardianship, c.Document, c.Acceptance,
                c.LegalAct, c.Override, c.LegalHold)),
    ("after", (c.Manifest, c.HandoverRecord, c.Announcement, c.Verification)),
)  # fmt: skip
"""The parts in which it is shown, in this order, and the claims of each."""

STAGES = ("suspected", "accused", "charged", "incarcerated_for", "convicted", "committed", "member")
_PART = {kind: name for name, kinds in PARTS for kind in kinds}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom or what is asked. `names`: the ids that mean it; of a person every record, of a power its offices."""

    kind: SubjectKind
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said of a subject: in which part it is shown, the statement's id, and who disputes it (ids).

    `row`: the address of the row that says it, None = the statement itself. `said`: the statement, of a row with the
    row's own claim.
    """

    part: str
    statement: str
    row: str | None
    disputed: tuple[str, ...]
    said: Statement


def heard(facts: Facts, subject: Subject) -> tuple[Heard, ...]:
    """What stands of a subject, part by part, matter by matter, by key."""
    background = Background(facts)
    offered = _offered(facts, subject)
    about = [s for s in _singles(facts) if _part(s.claim) and _concerns(s, subject, offered)]
    found = [*about, *(_rows(facts, subject.names) if subject.kind == "person" else ())]
    disputes = _disputes(facts)
    return tuple(_heard(s, disputes) for s in sorted(found, key=lambda s: _place(s, background)))


def records_spoken_of(facts: Facts) -> int:
    """How many records single statements speak of: shown under each, and in no summary."""
    return len({r for s in _singles(facts) for r in _records(s.claim)})


# ------------------------------------------------------------ which statements


def _singles(facts: Facts) -> Iterator[Saying]:
    return (Saying(i, facts.key(i), s) for i, s in facts.statements.items())


def _concerns(saying: Saying, subject: Subject, offered: Collection[str]) -> bool:
    claim = saying.claim
    match subject.kind:
        case "person":
            return not subject.names.isdisjoint(_records(claim))
        case "group":
            return not subject.names.isdisjoint((*refs(claim, "group"), *refs(claim, "subject")))
        case "party":
            named = (*refs(claim, "party"), *refs(claim, "speaker"))
            return not subject.names.isdisjoint(named) and not _records(claim)
        case "offer":
            return saying.id in offered or not set(offered).isdisjoint(_points_to(claim))
    return not _records(claim) and "#" not in saying.said.by


def _records(claim: c.Claim) -> set[str]:
    """The records that a claim names."""
    return {r for kind in ("record", "subject", "speaker") for r in refs(claim, kind) if "#" in r}


def _offered(facts: Facts, subject: Subject) -> frozenset[str]:
    """The statements that make an offer, and the clauses in it."""
    offers = [(i, s.claim) for i, s in facts.of(c.Offer) if isinstance(s.claim, c.Offer)]
    mine = [(i, o) for i, o in offers if subject.kind == "offer" and not subject.names.isdisjoint((i, o.offer))]
    return frozenset({i for i, _ in mine} | {k.id for _, o in mine for k in o.clauses})


def _points_to(claim: c.Claim) -> Iterable[str]:
    point = (claim.point.partition("/")[0],) if isinstance(claim, c.ReadingChosen) else ()
    return (*refs(claim, "statement"), *refs(claim, "clause"), *point)


def _rows(facts: Facts, records: Collection[str]) -> Iterator[Saying]:
    """The rows of current lists that make a claim about one of these records."""
    import polars as pl

    for claim in dict.fromkeys(ROWS_OF.values()):
        frame = facts.frame(claim)
        who = [k for k in ("subject", "left", "right") if k in frame.columns]
        mine = pl.any_horizontal(pl.col(k).is_in(sorted(records)) for k in who)
        for row in frame.filter(pl.col("row").is_not_null() & mine).iter_rows(named=True):
            made = claim_of_row(claim, row)
            if made is not None:
                said = replace(facts.statements[row["statement"]], claim=made)
                yield Saying(row["statement"], facts.key(row["statement"]), said, row["row"])


# ------------------------------------------------------------ where they are shown


def _part(claim: c.Claim) -> str | None:
    if isinstance(claim, c.Custody) and claim.role == "paying_power":
        return "paid"
    return _PART.get(type(claim))


def _place(saying: Saying, background: Background) -> tuple[Any, ...]:
    part = [name for name, _ in PARTS].index(_part(saying.claim) or "")
    stage = STAGES.index(saying.claim.stage) if isinstance(saying.claim, c.Allegation) else 0
    matter = next(iter(matters(_as_stated(saying), background)), (saying.claim.kind,))
    return part, stage, matter, saying.stance == "denied", saying.order


def _as_stated(saying: Saying) -> Saying:
    """The saying as if it had been stated: what is only promised or asked for stands beside what is said."""
    return replace(saying, said=replace(saying.said, act="states"))


def _disputes(facts: Facts) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for i, s in facts.of(c.Dispute):
        if isinstance(s.claim, c.Dispute) and s.act != "denies":
            found[s.claim.statement] = (*found.get(s.claim.statement, ()), i)
    return found


def _heard(saying: Saying, disputes: dict[str, tuple[str, ...]]) -> Heard:
    return Heard(_part(saying.claim) or "", saying.id, saying.row, disputes.get(saying.id, ()), saying.said)
