"""A statement with its id and key, and the background against which two of them are read.

- Names are the case's names of parties and sources: a sentence made here names speakers, never files.
- Two reports of one post are one speaker, once: `gather` puts the statements of the same words together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from exeat.core.case import Case
from exeat.core.claims import Claim, Mandate, Question, Response, StatusLabel
from exeat.core.dates import PartialDate
from exeat.core.facts import Facts
from exeat.core.statement import Statement
from exeat.core.values import fold

from .ties import Ties, ties

Stance = Literal["said", "denied", "wanted"]
FACTUAL = frozenset({"states", "alleges", "orders", "answers", "offers"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement that stands. `row` is the address of the row where a list says it, else None."""

    id: str
    key: str
    said: Statement
    row: str | None = None

    @property
    def claim(self) -> Claim:
        return self.said.claim

    @property
    def order(self) -> tuple[str, str, str]:
        """By key, then id: the same whatever the order of recording."""
        return self.key, self.id, self.row or ""

    @property
    def stance(self) -> Stance:
        """Whether the claim is said, denied, or only promised, demanded or asked for."""
        if self.said.act == "denies":
            return "denied"
        plain = self.said.act in FACTUAL or isinstance(self.claim, Question)
        return "said" if plain else "wanted"

    @property
    def occasion(self) -> tuple[str | None, ...]:
        """The speaking: who, as told by whom, in which document, on which day."""
        s = self.said
        return s.by, s.via, s.source, s.said_on.date.text if s.said_on and s.said_on.date else None

    @property
    def words(self) -> tuple[Any, ...]:
        """What is the same in every relay of one speaking; a response keeps its relay, which dates it."""
        s = self.said
        relay = (s.via, s.source) if isinstance(s.claim, Response) else ()
        return s.by, s.act, s.hedge, self.occasion[3], s.claim, *relay


def gather(sayings: Iterable[Saying]) -> list[list[Saying]]:
    """The sayings, those of the same words together; the first of each by key stands for all."""
    found: dict[tuple[Any, ...], list[Saying]] = {}
    for saying in sorted(sayings, key=lambda s: s.order):
        found.setdefault(saying.words, []).append(saying)
    return list(found.values())


@dataclass(frozen=True)
class Background:
    """What the reader of two sayings needs to know: the case, the names in it, how its groups are tied."""

    facts: Facts

    @cached_property
    def case(self) -> Case:
        return self.facts.case

    def power_of(self, speaker: str) -> str:
        """The party for which an office speaks."""
        if speaker not in self._powers:
            self._powers[speaker] = self.case.power_of(speaker)
        return self._powers[speaker]

    @cached_property
    def _powers(self) -> dict[str, str]:
        return {}

    @cached_property
    def ties(self) -> Ties:
        return ties(self.facts)

    @cached_property
    def labels(self) -> dict[tuple[str, str], set[str]]:
        """The labels that each speaker puts on each group."""
        found: dict[tuple[str, str], set[str]] = {}
        for _, s in self.facts.of(StatusLabel):
            if isinstance(s.claim, StatusLabel) and s.act in FACTUAL and "#" not in s.claim.subject:
                found.setdefault((s.by, s.claim.subject), set()).add(fold(s.claim.label))
        return found

    @cached_property
    def mandates(self) -> set[tuple[str, str]]:
        """Which office may bind which party, as somebody says and nobody denies."""
        told = [(s.act, s.claim) for _, s in self.facts.of(Mandate)]
        pairs = [(act, (m.office, m.party)) for act, m in told if isinstance(m, Mandate)]
        denied = {pair for act, pair in pairs if act == "denies"}
        return {pair for act, pair in pairs if act in FACTUAL} - denied

    def speakers(self, ids: Iterable[str]) -> str:
        """The names of those who say these statements, each once."""
        said = self.facts.statements
        return ", ".join(dict.fromkeys(self.who(Saying(i, self.facts.key(i), said[i])) for i in ids))

    def name(self, id: str) -> str:
        """The case's name for a party, group or source; a record by its address."""
        return self._names.get(id, id)

    def who(self, saying: Saying) -> str:
        """The speaker, and in brackets who relays it: "President of Y (Report A)"."""
        s = saying.said
        speaker = self.name(s.by)
        relay = self.name(s.via or s.source or s.by)
        return speaker if relay == speaker else f"{speaker} ({relay})"

    def day(self, saying: Saying) -> PartialDate | None:
        """The day it was said, else the day of its document, by which it had been said; None = unknown."""
        if saying.said.said_on is not None and saying.said.said_on.date is not None:
            return saying.said.said_on.date
        return self.source_day(saying.said.source)

    def source_day(self, source: str | None) -> PartialDate | None:
        """The date of a source; None = undated."""
        return next((s.date for s in self.case.sources if s.id == source), None)

    @cached_property
    def _names(self) -> dict[str, str]:
        case = self.case
        titled = {s.id: s.title for s in case.sources}
        return titled | {g.id: g.name for g in case.groups} | {p.id: p.name for p in case.parties}
