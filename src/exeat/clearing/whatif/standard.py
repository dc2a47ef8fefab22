"""What may be supposed, and what may not. The standard is not ours to lower.

- More refusals, never fewer: what a person, a doctor, a court, or those who decide for a child have said or have yet to
  say is never supposed to be better than it stands. Nothing that holds somebody back by their word goes away.
- Never a further detainee: nobody is supposed to be held, no list and no row is added, nobody becomes two.
- A lottery is not tried out: nobody supposes what would be drawn.
- Anything else that bears on a plan may be supposed; what bears on none is refused, so that nobody trusts it did.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from exeat.clearing.problem import Problem
from exeat.core import claims as c
from exeat.core import errors
from exeat.core.facts import Facts
from exeat.core.rules import NEVER_RELAXED
from exeat.core.statement import Statement

from .changes import Supposed

Broken = tuple[str, str] | None  # the code of a mistake, and the kind of claim
_CODES = {"court_order": "what-if-order", "remark": "what-if-detainee"}

FREELY = (
    c.LegalAct, c.Document, c.Acceptance, c.ProofOfLife, c.Offer, c.Response, c.Agreement, c.Designation,
    c.HandoverRecord, c.Verification,
)  # fmt: skip
"""What parties, registries and receivers do: stated, denied or taken back."""

WORDS: dict[type, Callable[[Any], bool]] = {
    c.Consent: lambda w: w.answer != "yes",
    c.Fear: lambda w: w.state == "expressed",
    c.Medical: lambda w: w.finding == "unfit",
    c.Guardianship: lambda w: w.state == "pending",
    c.CourtOrder: lambda w: w.effect == "halts",
    c.Death: lambda w: True,
    c.Released: lambda w: True,
    c.Remark: lambda w: w.remark != "held",
}
"""Words that hold somebody back. They may be supposed and never taken away; their contraries the other way round."""


def not_supposed(facts: Facts, said: Sequence[Supposed]) -> list[errors.Problem]:
    """Everything that may not be supposed."""
    found = []
    for key, statement in said:
        broken = _broken(facts, statement)
        if broken is not None:
            code, kind = broken
            found.append(errors.Problem(code, values={"key": key, "kind": kind}))
    return found


def _broken(facts: Facts, s: Statement) -> Broken:
    kind, claim = s.claim.kind, s.claim
    if isinstance(claim, c.Withdrawal):
        return _taken_back(facts, claim.statement)
    if isinstance(claim, FREELY):
        return None
    if isinstance(claim, c.Custody):
        return None if s.act == "denies" else ("what-if-detainee", kind)
    if isinstance(claim, c.Submitted | c.CaseKept | c.SamePerson):
        return "what-if-detainee", kind
    cautious = WORDS.get(type(claim))
    if cautious is None:
        return ("what-if-refusal" if isinstance(claim, c.Override) else "what-if-kind"), kind
    if s.act != "denies" and cautious(claim):
        return None
    return _CODES.get(kind, "what-if-refusal"), kind  # it would let somebody go who is held back


def _taken_back(facts: Facts, id: str) -> Broken:
    """Why a statement may not be supposed to be taken back; None where it may, or does not stand."""
    target = facts.statements.get(id)
    if target is None or isinstance(target.claim, (*FREELY, c.Override)):
        return None
    claim, cautious = target.claim, WORDS.get(type(target.claim))
    if cautious is not None and target.act != "denies" and not cautious(claim) and not isinstance(claim, c.Remark):
        return None  # a yes, a clean finding: without it more is left to be said
    if cautious is not None:
        return _CODES.get(claim.kind, "what-if-refusal"), claim.kind
    held = isinstance(claim, c.Custody | c.Submitted | c.CaseKept | c.SamePerson | c.Withdrawal | c.RecordingError)
    return ("what-if-detainee" if held else "what-if-kind"), claim.kind


def lowered(before: Problem, after: Problem) -> Iterator[errors.Problem]:
    """Whom a rule that is never relaxed held back in a way that both have, and holds back no more: nobody, ever.

    What was recorded stays recorded: no refusal becomes a doubt.
    """
    import polars as pl

    found = pl.Series([], dtype=pl.String)
    for key in before.ways.keys() & after.ways.keys():
        was, now = before.ways[key], after.ways[key]
        if (was.context, was.clause) == (now.context, now.clause):
            never = was.found.filter(pl.col("rule").is_in(list(NEVER_RELAXED)))
            recorded = pl.col("verdict") == "recorded"
            gone = [
                never.join(now.found, on=["person", "rule"], how="anti"),
                never.filter(recorded).join(now.found.filter(recorded), on=["person", "rule"], how="anti"),
            ]
            selected = after.moves[now.clause].selected.implode()
            found = pl.concat([found, *(g.filter(pl.col("person").is_in(selected))["rule"] for g in gone)])
    for rule in found.unique().sort():
        yield errors.Problem(_CODES.get(rule, "what-if-refusal"), values={"key": "what-if", "kind": rule})
