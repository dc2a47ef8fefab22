"""What parties could change of their own terms, as sentences; and whose term each is."""

from exeat.clearing.document import ClauseChanged, RelaxationFound

from .texts import Speaker


def relaxation_sentence(speaker: Speaker, found: RelaxationFound) -> str:
    """The changes that belong together, each with whose clause it is; without what they allow."""
    first = ClauseChanged(found.clause, found.change, found.by, found.value, found.destination)
    sentence = _change(speaker, first)
    for also in found.also:
        sentence = speaker.text("clearing.and_if", first=sentence, second=_change(speaker, also))
    return sentence


def _change(speaker: Speaker, c: ClauseChanged) -> str:
    clause = speaker.text("clearing.of_party", clause=c.clause, by=speaker.name(c.by)) if c.by else c.clause
    to = {"destination": speaker.name(c.destination)} if c.destination else {}
    return speaker.text(f"clearing.{c.change}{'_to' if to else ''}", clause=clause, value=c.value or "", **to)
