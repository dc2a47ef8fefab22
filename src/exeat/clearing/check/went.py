"""Who went before, as a rate counts them: by what was handed over, or by what was verified.

- Somebody says that it happened, certainly on or before the day or on no day, and nobody denies the same of them.
"""

from exeat.core.claims import HandoverRecord, Verification

from .people import Person
from .words import Word, Words, dated

VERIFIED = ("released", "transferred", "handed_over", "arrived")


def went(words: Words, person: Person, basis: str) -> bool:
    """Whether it stands, by the basis of a rate, that a person went before. Of what is agreed, nobody did."""
    if basis == "delivered":
        return _stands(words, person, HandoverRecord, "outcome", "handed_over")
    return basis == "verified" and any(_stands(words, person, Verification, "state", state) for state in VERIFIED)


def _stands(words: Words, person: Person, claim: type, field: str, value: str) -> bool:
    said = words.said(person, claim, **{field: value})
    return any(_past(w, words) for w in said) and not words.denied(person, claim, **{field: value})


def _past(word: Word, words: Words) -> bool:
    on = dated(word["on"])
    return on is None or (on.last is not None and on.last <= words.day)
