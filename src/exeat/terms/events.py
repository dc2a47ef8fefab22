"""Events: what a `when` waits for and what opens a stage, as its words say; and whether it came about.

- A closed vocabulary is read from the words: so many people of a clause went, a list was submitted, an obligation was
  fulfilled, a default. Any other words are kept as words, and come about when somebody says so.
- Said and denied is not established, and what is not established opens nothing.

The meaning is that of `docs/spec/clearing.md`. What this module does not do: it counts nobody, see `clearing.stages`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exeat.core import clauses as cl
from exeat.core.claims import CameAbout
from exeat.core.clauses import Clause
from exeat.core.dates import PartialDate
from exeat.core.facts import Facts
from exeat.core.statement import Statement

from .asked import is_rule

EventState = Literal["came_about", "not_yet", "not_established"]
Basis = Literal["delivered", "verified"]

_WENT = re.compile(r"([0-9]{1,9}|all) of ([a-z0-9.-]+) (delivered|verified)")
_LIST = re.compile(r"list ([a-z0-9.-]+) received")
_OBLIGED = re.compile(r"([a-z0-9.-]+) (done|verified)")
_DEFAULT = re.compile(r"deadline missed( ?:.*)?")
SAYS = frozenset({"states", "alleges", "answers"})
PROMISES = frozenset({"promises", "offers"})


@dataclass(frozen=True, slots=True)
class Event:
    """An event as read from `words`. `clause`: whose people or what obligation; `number`: of people, None = all."""

    kind: Literal["went", "list", "obligation", "default", "words"]
    words: str
    clause: str | None = None
    number: int | None = None
    basis: Basis | None = None
    list: str | None = None


def plain(words: str) -> str:
    """Words as events are compared: small letters, one space between them."""
    return " ".join(words.lower().replace("_", " ").split())


def event(words: str, clauses: Sequence[Clause]) -> Event:
    """The event that words name, among these clauses."""
    read = plain(words)
    if found := _WENT.fullmatch(read):
        number = None if found[1] == "all" else int(found[1])
        return Event("went", read, found[2], number, "verified" if found[3] == "verified" else "delivered")
    if found := _LIST.fullmatch(read):
        return Event("list", read, list=found[1])
    if (found := _OBLIGED.fullmatch(read)) and any(isinstance(c, cl.Inform) and c.id == found[1] for c in clauses):
        return Event("obligation", read, found[1], basis="verified" if found[2] == "verified" else None)
    return Event("default" if _DEFAULT.fullmatch(read) else "words", read)


# ------------------------------------------------------------ conditions and stages


@dataclass(frozen=True, slots=True)
class Guard:
    """A `when` or a phase (`by`) whose event opens a clause (`then`). `severable` None = a phase: it does not say."""

    by: str
    then: str
    event: Event
    severable: bool | None = None


def guards(clauses: Sequence[Clause]) -> Iterator[Guard]:
    """Every event on which a clause depends, in the order of the clauses; those that ask a rule aside."""
    for clause in clauses:
        if isinstance(clause, cl.When) and not is_rule(clause):
            yield Guard(clause.id, clause.then, event(clause.event, clauses), bool(clause.severable))
        elif isinstance(clause, cl.Phase) and clause.opens is not None:
            yield Guard(clause.id, clause.clause, event(clause.opens, clauses))


def has_stages(clauses: Sequence[Clause]) -> bool:
    """Whether terms have stages: a phase, or a condition that asks no rule."""
    return any(isinstance(c, cl.Phase) or (isinstance(c, cl.When) and not is_rule(c)) for c in clauses)


def in_stages(clauses: Sequence[Clause]) -> bool:
    """Whether clauses to be cleared come in stages: something makes them, or limits them."""
    return has_stages(clauses) or any(isinstance(c, cl.Limit) and c.per == "stage" for c in clauses)


# ------------------------------------------------------------ what was said of it


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of a clause's event or obligation: by an act, and whether it was verified."""

    statement: str
    act: Literal["says", "promises", "denies"]
    verified: bool


def words_on(facts: Facts, clause: str) -> tuple[Word, ...]:
    """What stands on what a clause names, as of the day; a denial or a promise counts whatever its day."""
    return tuple(
        Word(i, act, s.claim.state == "verified")
        for i, s in facts.of(CameAbout)
        if isinstance(s.claim, CameAbout) and s.claim.clause == clause and (act := _act(s, facts.as_of.on))
    )


def _act(said: Statement, day: date) -> Literal["says", "promises", "denies"] | None:
    assert isinstance(said.claim, CameAbout)
    if said.act == "denies":
        return "denies"
    if said.act in PROMISES:
        return "promises"
    return "says" if said.act in SAYS and _past(said.claim.on, day) else None


def _past(on: PartialDate | None, day: date) -> bool:
    return on is None or (on.last is not None and on.last <= day)


def state(words: Sequence[Word], reached: bool) -> EventState:
    """Whether an event came about: by what was said of it, and by what the facts come to."""
    said = reached or any(w.act == "says" for w in words)
    denied = any(w.act == "denies" for w in words)
    return "not_yet" if not said else "not_established" if denied else "came_about"
