"""Events that clauses wait for and obligations beside people, written from `docs/spec/clearing.md` and nothing else.

- The words of an event are read as the page says; what they are not on its table is those words.
- Whatever is said and denied is not established.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from exeat.core.claims import CameAbout, Payment
from exeat.core.clauses import Clause, Inform, Phase, When
from exeat.core.facts import Facts
from exeat.core.statement import Statement

SAYING, PROMISING = ("states", "alleges", "answers"), ("promises", "offers")
Kind = Literal["people", "all", "list", "obligation", "default", "words"]


@dataclass(frozen=True, slots=True)
class Event:
    """What words name: `of` is the clause or the list, `number` how many people, `verified` by which basis or state."""

    kind: Kind
    words: str
    of: str = ""
    number: int = 0
    verified: bool = False

    @property
    def basis(self) -> str:
        """The basis by which people went."""
        return "verified" if self.verified else "delivered"


@dataclass(frozen=True, slots=True)
class Wait:
    """A clause `then` waits for an event, as the clause `by` says. `severable` None: a phase, which does not say."""

    by: str
    then: str
    event: Event
    severable: bool | None


def small(words: str) -> str:
    """Words with small letters and single spaces, `_` as a space."""
    return re.sub(r"\s+", " ", words.replace("_", " ")).strip().lower()


def event_of(words: str, clauses: Mapping[str, Clause]) -> Event:
    """The event of these words."""
    text = small(words)
    *head, last = text.split(" ")
    verified = last == "verified"
    if len(head) == 3 and head[1] == "of" and last in ("delivered", "verified") and _is_id(head[2]):
        if head[0] == "all":
            return Event("all", text, head[2], 1, verified)
        if re.fullmatch(r"[0-9]{1,9}", head[0]):
            return Event("people", text, head[2], int(head[0]), verified)
    if len(head) == 2 and head[0] == "list" and last == "received" and _is_id(head[1]):
        return Event("list", text, head[1])
    if len(head) == 1 and last in ("done", "verified") and isinstance(clauses.get(head[0]), Inform):
        return Event("obligation", text, head[0], 0, verified)
    default = text == "deadline missed" or text.startswith(("deadline missed:", "deadline missed :"))
    return Event("default" if default else "words", text)


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9.-]+", text) is not None


def waits(clauses: Mapping[str, Clause]) -> Iterator[Wait]:
    """What clauses of a reading wait for."""
    for c in clauses.values():
        if isinstance(c, When) and not is_window(c) and c.then in clauses:
            yield Wait(c.id, c.then, event_of(c.event, clauses), bool(c.severable))
        if isinstance(c, Phase) and c.opens is not None and c.clause in clauses:
            yield Wait(c.id, c.clause, event_of(c.opens, clauses), None)


def is_window(clause: When) -> bool:
    """Whether a clause asks for a petition window, which is a rule on people."""
    return clause.event == "petition_window_passed" and clause.days is not None


def have_stages(clauses: Iterable[Clause]) -> bool:
    """Whether terms have stages."""
    return any(isinstance(c, Phase) or (isinstance(c, When) and not is_window(c)) for c in clauses)


# ------------------------------------------------------------ what was said


def came_about(facts: Facts, by: str, reached: bool) -> str:
    """The state of an event."""
    said = reached or any(_says(facts, s) for _, s in _on(facts, by))
    if not said:
        return "not_yet"
    return "not_established" if any(s.act == "denies" for _, s in _on(facts, by)) else "came_about"


def _on(facts: Facts, clause: str) -> list[tuple[str, Statement]]:
    return [(i, s) for i, s in facts.of(CameAbout) if isinstance(s.claim, CameAbout) and s.claim.clause == clause]


def _says(facts: Facts, s: Statement) -> bool:
    """Whether a statement says that it happened by the day."""
    assert isinstance(s.claim, CameAbout)
    on = s.claim.on
    return s.act in SAYING and (on is None or (on.last is not None and on.last <= facts.as_of.on))


def obligation(facts: Facts, clause: Inform) -> str:
    """The state of an obligation."""
    told = [s for _, s in _on(facts, clause.id)]
    said = [s.claim for s in told if _says(facts, s)]
    fulfilled = bool(said) or _paid(facts, clause) or _listed(facts, clause)
    if any(s.act == "denies" for s in told):
        return "disputed" if fulfilled else "denied"
    if any(isinstance(c, CameAbout) and c.state == "verified" for c in said):
        return "verified"
    promised = clause.state == "accepted" or any(s.act in PROMISING for s in told)
    return "done" if fulfilled else "promised" if promised else "open"


def _paid(facts: Facts, clause: Inform) -> bool:
    """Whether the one paid the other for just this, as somebody says and nobody denies."""
    power = facts.case.power_of
    acts = [
        s.act
        for _, s in facts.of(Payment)
        if isinstance(s.claim, Payment)
        and s.claim.purpose == clause.what
        and power(s.claim.payer) == power(clause.by)
        and clause.to is not None
        and power(s.claim.payee) == power(clause.to)
    ]
    return "denies" not in acts and any(a in SAYING for a in acts)


def _listed(facts: Facts, clause: Inform) -> bool:
    """Whether the party submitted the list that it is to give."""
    words = small(clause.what).split(" ")
    if len(words) != 2 or words[0] != "list" or words[1] not in facts.lists:
        return False
    by = facts.statements[facts.lists[words[1]][0]].by
    return facts.case.power_of(by) == facts.case.power_of(clause.by)
