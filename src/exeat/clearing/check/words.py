"""What was said about a person, kind by kind: said, denied, and the last word.

- *Said*: a standing statement with an act other than `denies`; *denied*: the same with the act `denies`.
- A word of agreement counts only from a private interview with a neutral that is not the power that would act; a word
  of refusal or doubt counts from anybody.
- The last word is the one with the latest day, one without a day is later than every dated one, and of several on
  that day it is the most cautious.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from exeat.core.claims import CourtOrder
from exeat.core.dates import PartialDate, read_date
from exeat.core.facts import Facts

from .people import People, Person, address

Word = dict[str, Any]  # one row of a frame of facts


class Words:
    """Everything said about the people of a case, found by person."""

    def __init__(self, facts: Facts, people: People) -> None:
        self.facts, self.people, self.day = facts, people, facts.as_of.on
        self._found: dict[type, dict[str, list[Word]]] = {}

    def power(self, name: str | None) -> str | None:
        """The power of an office; a power is its own."""
        return None if name is None else self.facts.case.power_of(name)

    def about(self, person: Person, claim: type) -> list[Word]:
        """What was said or denied of this person with this kind of claim."""
        if claim not in self._found:
            self._found[claim] = self._index(claim)
        return self._found[claim].get(person.id, [])

    def said(self, person: Person, claim: type, **values: str) -> list[Word]:
        """What was said of this person, with these values."""
        return [w for w in self.about(person, claim) if w["act"] != "denies" and _has(w, values)]

    def denied(self, person: Person, claim: type, **values: str) -> list[Word]:
        """What was denied of this person, with these values."""
        return [w for w in self.about(person, claim) if w["act"] == "denies" and _has(w, values)]

    def orders(self, person: Person) -> list[tuple[str, CourtOrder]]:
        """The court orders that cover a record of this person. What covers a group covers nobody by name."""
        covering = []
        for i, s in self.facts.of(CourtOrder):
            assert isinstance(s.claim, CourtOrder)
            named = {address(self.facts, r) for r in s.claim.covers if "#" in r}
            if s.act != "denies" and named & person.known_as:
                covering.append((i, s.claim))
        return covering

    def _index(self, claim: type) -> dict[str, list[Word]]:
        found: dict[str, list[Word]] = {}
        for word in self.facts.frame(claim).iter_rows(named=True):
            person = self.people.of.get(address(self.facts, word["subject"] or ""))
            if person is not None:
                found.setdefault(person, []).append(word)
        return found

    # -------------------------------------------------------- interviews

    def in_confidence(self, word: Word, person: Person, acting: str) -> bool:
        """Whether a word is the person's own, to a neutral in private, that is not the power that would act."""
        neutral = self.power(word["interviewer"])
        if neutral is None or not self.facts.case.is_neutral(neutral) or neutral == acting:
            return False
        own = address(self.facts, word["by"]) in person.known_as and self.power(word["via"]) == neutral
        return word["private"] == "yes" and (own or self.power(word["by"]) == neutral)

    def last(self, words: list[Word], field: str, cautious: Sequence[str]) -> Word | None:
        """The last word; `cautious` are the values from the most to the least cautious."""
        timely = [w for w in words if w[field] in cautious and not is_after(w["on"], self.day)]
        return max(timely, key=lambda w: (_latest(w["on"]), -cautious.index(w[field])), default=None)


def dated(text: str | None) -> PartialDate | None:
    """The date that a text writes; None where it writes none."""
    return None if text is None else read_date(text)


def is_after(text: str | None, day: date) -> bool:
    """Whether a date is certainly after a day."""
    read = dated(text)
    return read is not None and read.first is not None and read.first > day


def _latest(text: str | None) -> tuple[bool, date]:
    read = dated(text)
    return read is None, date.max if read is None or read.last is None else read.last


def _has(word: Word, values: dict[str, str]) -> bool:
    return all(word[k] == v for k, v in values.items())


def statements(*words: Word | None) -> tuple[str, ...]:
    """The ids of the statements in which words stand, sorted."""
    return tuple(sorted({w["statement"] for w in words if w is not None}))
