"""What parties could change of their own terms, and whose term it is; what makes somebody go or stay: as sentences."""

from collections.abc import Iterable

from exeat.clearing.document import ClauseChanged, RelaxationFound
from exeat.clearing.why import ByClause

from .texts import Speaker


def relaxation_sentence(speaker: Speaker, found: RelaxationFound) -> str:
    """The changes that belong together, each with whose clause it is; without what they allow."""
    first = ClauseChanged(found.clause, found.change, found.by, found.value, found.destination, found.part)
    sentence = change_sentence(speaker, first)
    for also in found.also:
        sentence = speaker.text("clearing.and_if", first=sentence, second=change_sentence(speaker, also))
    return sentence


def allowed_sentence(speaker: Speaker, found: RelaxationFound) -> str:
    """The changes, and how many people, and how many remains of the dead, they would let go."""
    values = {"change": relaxation_sentence(speaker, found), "number": found.allows, "remains": found.remains or 0}
    return speaker.text("cli.would_allow_remains" if found.remains else "cli.would_allow", **values)


def change_sentence(speaker: Speaker, c: ClauseChanged) -> str:
    """One change of one clause, with whose clause it is."""
    clause = speaker.text("clearing.of_party", clause=c.clause, by=speaker.name(c.by)) if c.by else c.clause
    to = {"destination": speaker.name(c.destination)} if c.destination else {}
    part = {"part": str(c.part)} if c.part else {}
    kind = "_to" if to else "_part" if part else ""
    return speaker.text(f"clearing.{c.change}{kind}", clause=clause, value=c.value or "", **to, **part)


def what_stands(speaker: Speaker, by: ByClause) -> Iterable[str]:
    """What makes a person go, or stands in the way of it, besides what is recorded against it."""
    for clauses in by.because:
        yield speaker.text("cli.why_because", clauses=", ".join(clauses))
    if by.others_designated:
        yield speaker.text("cli.why_designated")
    for clauses in by.full:
        yield speaker.text("cli.why_if_not", clauses=", ".join(clauses))
    if by.with_fewer is not None:
        yield speaker.text("cli.why_with_fewer" if by.with_fewer else "cli.why_in_no_exchange")
