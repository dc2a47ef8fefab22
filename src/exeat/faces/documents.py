"""The documents that commands print with `--json`, but for the plan (`clearing.document`) and errors (`problems`).

Each names its form and version first; `exeat schema NAME` prints its JSON Schema.
"""

from dataclasses import dataclass
from typing import Literal

from exeat.adapters.recording import Recorded
from exeat.clearing.check import Finding
from exeat.clearing.document import PersonHeldBack
from exeat.clearing.why import Why
from exeat.evidence.differences import Difference
from exeat.evidence.questions import Asked, Gap
from exeat.terms.points import OpenPoint
from exeat.terms.terms import Term


@dataclass(frozen=True, slots=True)
class CaseMade:
    """`init`: the folder that was made."""

    exeat: Literal["init/1"]
    case: str


@dataclass(frozen=True, slots=True)
class RecordedShown:
    """`record`: what was new, known, corrected and gone."""

    exeat: Literal["record/1"]
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class DifferencesShown:
    """`differences`: every pair of statements on one matter."""

    exeat: Literal["differences/1"]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class QuestionsShown:
    """`questions`: those put, the empty cells of due process, and the sentences that open points raise."""

    exeat: Literal["questions/1"]
    asked: tuple[Asked, ...]
    gaps: tuple[Gap, ...]
    raised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """`questions --to`: a note to one party, in sentences."""

    exeat: Literal["note/1"]
    to: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsShown:
    """`terms`: the clauses that stand, and what they leave open."""

    exeat: Literal["terms/1"]
    terms: tuple[Term, ...]
    open_points: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True)
class ImpedimentsShown:
    """`impediments`: everybody held back with every reason, and the rules that were not looked at."""

    exeat: Literal["impediments/1"]
    held_back: tuple[PersonHeldBack, ...]
    not_looked_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """`check`: whether the plan, or the names, hold, and every finding."""

    exeat: Literal["check/1"]
    holds: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class WhyShown:
    """`why`: one person, clause by clause."""

    exeat: Literal["why/1"]
    why: Why


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """`report`: the file written, and for which party."""

    exeat: Literal["report/1"]
    file: str
    party: str | None = None
