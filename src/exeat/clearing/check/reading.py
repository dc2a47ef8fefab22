"""Which clauses are cleared: those of the standing offers, their open parameters filled by the choices of a reading.

- A rejected clause is not cleared; nor is one that needs a choice which the reading does not make (`open`), nor one
  that rests on a clause that is not cleared.
- A choice fills only what was left open; a party's own words are never changed.
- A transfer that names nobody who receives leaves that to the destination clauses, if one that says where names a
  list, a group or a record that it names too; else it is open who receives.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, get_args

from exeat.core.claims import Offer
from exeat.core.clauses import (
    CLEARED,
    Balance,
    Clause,
    ConsentAsked,
    Designate,
    Destination,
    Equivalence,
    Exclude,
    Include,
    Inform,
    Limit,
    Rate,
    Release,
    SameAs,
    Selector,
    Status,
    Together,
    When,
)
from exeat.core.facts import Facts

from .events import came_about, event_of, have_stages, is_window, waits
from .people import address

Choices = Mapping[str, str]
Move = Release | Include
M = TypeVar("M", Release, Include)
T = TypeVar("T", bound=str)
Refusal = Literal["substitute", "counts_as_delivered", "reduces", "neutral_custody", "stops"]
BLOCKED: tuple[Literal["stop", "excused"], ...] = ("stop", "excused")
INSIDE: tuple[Literal["inside", "outside"], ...] = ("inside", "outside")
REFUSAL: tuple[Refusal, ...] = get_args(Refusal)
How = Literal["party", "lottery", "priority", "alternating"]
HOW: tuple[How, ...] = get_args(How)
Basis = Literal["agreed", "delivered", "verified"]
BASIS: tuple[Basis, ...] = get_args(Basis)
SEVERABLE = ("all_or_nothing", "severable")


@dataclass(frozen=True, slots=True)
class Reading:
    """The clauses to clear, by id, as read; the offer's statement of each; what is open (clause, parameter).

    `gone`: the clauses that are no part of the plan, and why: `falls_away`, `not_planned`.
    """

    clauses: Mapping[str, Clause]
    offers: Mapping[str, str]
    open: tuple[tuple[str, str], ...]
    gone: Mapping[str, str] = field(default_factory=dict)

    @property
    def moves(self) -> dict[str, Move]:
        """The clauses that move people: releases, and includes outside of a number."""
        return {
            i: c
            for i, c in self.clauses.items()
            if isinstance(c, Release) or (isinstance(c, Include) and c.inside == "outside")
        }

    def of(self, *kinds: type) -> list[Clause]:
        """The clauses of these kinds, in order."""
        return [c for c in self.clauses.values() if isinstance(c, kinds)]


def offered(facts: Facts) -> dict[str, tuple[str, Clause]]:
    """Every clause of the standing offers, with the statement that makes the offer, by id of the clause."""
    found: dict[str, tuple[str, Clause]] = {}
    for i, s in facts.of(Offer):
        if isinstance(s.claim, Offer) and s.act != "denies":
            found.update({clause.id: (i, clause) for clause in s.claim.clauses})
    return found


def read(
    facts: Facts, choices: Choices, clauses: Sequence[Clause] | None = None, fallen: Collection[str] = ()
) -> Reading:
    """The clauses as these choices read them: those that stand, or those given instead. `fallen`: these fall away."""
    stand = offered(facts)
    asked = [c for _, c in stand.values()] if clauses is None else clauses
    staged = have_stages(c for c in asked if c.state != "rejected")
    standing = [c for c in asked if _is_cleared(c, staged) and c.state != "rejected"]
    every = standing
    standing, undecided = _of_options(every, choices, [c for c in asked if c.state != "rejected"])
    reader = _Reader(facts, choices, [c.selection for c in standing if isinstance(c, Destination) and says_where(c)])
    reader.open += [(alternative, "option") for alternative in undecided]
    read = {c.id: reader.fill(c) for c in standing}
    read = reader.placed(read)
    _drop(read, _inside_of_another(facts, read, every))
    _drop(read, {c for c, _ in reader.open})
    out = gone(facts, read, fallen)
    _drop(read, out)
    while loose := _loose(read):
        reader.open += loose
        _drop(read, {c for c, _ in loose})
    return Reading(read, {c: i for c, (i, _) in stand.items()}, tuple(sorted(set(reader.open))), out)


def _of_options(clauses: list[Clause], choices: Choices, offered: Sequence[Clause]) -> tuple[list[Clause], list[str]]:
    """The clauses of the options chosen, and those of no alternative; and the alternatives without a valid choice.

    `offered`: also the clauses that are not cleared; an option may have no others.
    """
    options: dict[str, set[str]] = {}
    for c in offered:
        if c.either is not None:
            options.setdefault(c.either.split("/")[0], set()).add(c.either.split("/")[1])
    chosen = {f"{a}/{choices.get(f'{a}/option')}" for a in options}
    out = {c.id for c in clauses if c.either is not None and c.either not in chosen}
    size = -1
    while size != (size := len(out)):
        out |= {c.id for c in clauses if _base_of(c) in out}
    undecided = sorted(a for a, found in options.items() if choices.get(f"{a}/option") not in found)
    return [c for c in clauses if c.id not in out], undecided


def _inside_of_another(facts: Facts, read: Mapping[str, Clause], every: Sequence[Clause]) -> list[str]:
    """The includes inside a number that no clause of the reading has, and one of another option does."""
    power = facts.case.power_of
    others = {power(c.from_) for c in every if isinstance(c, Release) and c.id not in read}
    includes = [c for c in read.values() if isinstance(c, Include) and c.inside == "inside" and c.within is None]
    return [c.id for c in includes if power(c.from_ or "") in others]


def _base_of(clause: Clause) -> str | None:
    """The clause inside whose number another is, or as many as which it moves."""
    if not isinstance(clause, Release | Include):
        return None
    if isinstance(clause, Include) and clause.within is not None:
        return clause.within
    count = clause.selection.count
    return count.same_as if isinstance(count, SameAs) else None


def _is_cleared(clause: Clause, staged: bool) -> bool:
    """Whether a clause bears on a plan: not what is for tranches."""
    if isinstance(clause, Limit) and (clause.per == "day" or (clause.per == "stage" and not staged)):
        return False
    return clause.kind in CLEARED


def asks_for(clause: Clause) -> tuple[str, str, int] | None:
    """The rule that a clause asks for, the moving clause that it bears on and the days; None where it asks none."""
    if isinstance(clause, Inform) and clause.what == "proof_of_life":
        rule, clause_id, days = "proof_of_life", clause.clause, clause.days
    elif isinstance(clause, When) and clause.event == "petition_window_passed":
        rule, clause_id, days = "petition_window", clause.then, clause.days
    else:
        return None
    return None if clause_id is None or days is None else (rule, clause_id, days)


def _drop(read: dict[str, Clause], ids: Iterable[str]) -> None:
    for id in ids:
        read.pop(id, None)


def says_where(clause: Destination) -> bool:
    """Whether a clause allows some places and forbids others: not one on a duration alone."""
    return clause.to is not None or bool(clause.quotas) or clause.choice


class _Reader:
    """Fills parameters; `open` grows with what is not chosen."""

    def __init__(self, facts: Facts, choices: Choices, bound: Sequence[Selector]) -> None:
        self.facts, self.case, self.lists, self.choices = facts, facts.case, tuple(facts.lists), choices
        self.bound = frozenset().union(*(self._names(s) for s in bound))
        self.open: list[tuple[str, str]] = []

    def fill(self, clause: Clause) -> Clause:
        """The clause with its open parameters as chosen."""
        if isinstance(clause, Release):
            return self._release(clause)
        if isinstance(clause, Include):
            return self._include(clause)
        if isinstance(clause, Exclude | Together | Limit | Status | Destination):
            return replace(clause, selection=self._named(clause.id, clause.selection))
        if isinstance(clause, Balance | Equivalence):
            left, right = self._named(clause.id, clause.left), self._named(clause.id, clause.right)
            return replace(clause, left=left, right=right)
        if isinstance(clause, Rate):
            return self._rate(clause)
        if isinstance(clause, When) and clause.severable is None and self._asks_severable(clause):
            return replace(clause, severable=self._one_of(clause.id, "severable", SEVERABLE) == "severable")
        if isinstance(clause, ConsentAsked) and clause.refusal is None:
            return replace(clause, refusal=self._one_of(clause.id, "refusal", REFUSAL))
        if isinstance(clause, Designate):
            return self._designate(clause)
        return clause

    def _asks_severable(self, clause: When) -> bool:
        """Whether it is open if the rest stands without a clause: not of a rule, nor of what a default brings."""
        return not is_window(clause) and event_of(clause.event, {}).kind != "default"

    def _designate(self, clause: Designate) -> Designate:
        """How people are named, by whom, or by whom in turn, as chosen where it was left open; nobody if it was not."""
        how = clause.how or next((h for h in HOW if h == self.choices.get(f"{clause.id}/how")), None)
        turns = clause.turns
        if not turns and f"{clause.id}/turns" in self.choices:
            turns = tuple(self.choices[f"{clause.id}/turns"].split(", "))
        return replace(clause, how=how, by=clause.by or self.choices.get(f"{clause.id}/by"), turns=turns)

    def _release(self, clause: Release) -> Release:
        filled = self._receives(replace(clause, selection=self._named(clause.id, clause.selection)))
        if clause.selection.count is None and clause.blocked is None:
            filled = replace(filled, blocked=self._one_of(clause.id, "blocked", BLOCKED))
        if clause.agree is None:
            chosen = self.choices.get(f"{clause.id}/agree")  # not asked = nobody else's agreement is needed
            filled = replace(filled, agree=() if chosen in (None, "nobody") else (chosen,))
        return filled

    def _rate(self, clause: Rate) -> Rate:
        per, *give = (replace(s, selection=self._named(clause.id, s.selection)) for s in (clause.per, *clause.give))
        basis = clause.basis or self._one_of(clause.id, "basis", BASIS)
        return replace(clause, per=per, give=tuple(give), basis=basis)

    def _include(self, clause: Include) -> Include:
        """Whoever names the clause whose number it is within says that it is inside."""
        filled = replace(clause, selection=self._named(clause.id, clause.selection))
        if clause.inside is None:
            stated = "inside" if clause.within else self._one_of(clause.id, "inside", INSIDE)
            filled = replace(filled, inside=stated)
        outside = filled.inside == "outside"
        if clause.from_ is None and (outside or clause.within is None):
            filled = replace(filled, from_=self._choose(clause.id, "from"))
        return self._receives(filled) if outside else filled

    def _receives(self, clause: M) -> M:
        """The act, and to whom: a release where people stay, else a transfer."""
        if clause.act == "release" or (clause.act == "transfer" and clause.to is not None):
            return clause
        dead = isinstance(clause, Release) and clause.remains
        if clause.act == "transfer" and not dead and self.bound & self._names(clause.selection):
            return clause
        chosen = self._choose(clause.id, "receives")
        if chosen == "stay":
            return replace(clause, act="release", to=None)
        return replace(clause, act="transfer", to=chosen)

    def _names(self, selector: Selector) -> frozenset[tuple[str, str]]:
        """The list, the group and the records that a selector names as written, and those of its unions."""
        own = {("list", selector.list), ("group", selector.group)}
        records = {("record", address(self.facts, r)) for r in selector.named}
        here = frozenset((kind, name) for kind, name in own | records if name is not None)
        return here.union(*(self._names(s) for s in selector.union))

    def _named(self, id: str, selector: Selector) -> Selector:
        """A group is nobody until a list is named for it, one that somebody submitted."""
        if selector.group is None or selector.list is not None:
            return selector
        return replace(selector, list=self._one_of(id, "list", self.lists))

    def _choose(self, id: str, parameter: str) -> str | None:
        chosen = self.choices.get(f"{id}/{parameter}")
        if chosen is None:
            self.open.append((id, parameter))
        return chosen

    def _one_of(self, id: str, parameter: str, allowed: tuple[T, ...]) -> T | None:
        chosen = self.choices.get(f"{id}/{parameter}")
        if chosen not in allowed:
            self.open.append((id, parameter))
        return next((a for a in allowed if a == chosen), None)

    def placed(self, read: dict[str, Clause]) -> dict[str, Clause]:
        """Every include inside a number within its clause: the named one, or the first of the living from there."""
        return {i: self._place(c, read) if isinstance(c, Include) else c for i, c in read.items()}

    def _place(self, clause: Include, read: Mapping[str, Clause]) -> Include:
        if clause.inside != "inside" or clause.within is not None:
            return clause
        power = self.case.power_of(clause.from_ or "")
        releases = (c for c in read.values() if isinstance(c, Release) and not c.remains)
        first = min((c.id for c in releases if self.case.power_of(c.from_) == power), default=None)
        return replace(clause, within=first)


def _loose(read: Mapping[str, Clause]) -> list[tuple[str, str]]:
    """The clauses that rest on one which is not cleared, and by which parameter."""
    moves = Reading(read, {}, ()).moves
    found = []
    for id, clause in read.items():
        if isinstance(clause, Include) and clause.inside == "inside" and clause.within not in moves:
            found.append((id, "within"))
        count = clause.selection.count if isinstance(clause, Release | Include) else None
        if isinstance(count, SameAs) and count.same_as not in moves:
            found.append((id, "same_as"))
    return found


# ------------------------------------------------------------ what is no part of the plan


def gone(facts: Facts, read: Mapping[str, Clause], fallen: Collection[str]) -> dict[str, str]:
    """What is for a default that did not come about, and what falls away; with all that rests on either."""
    defaults = {
        w.then
        for w in waits(read)
        if w.event.kind == "default" and w.severable is not None and came_about(facts, w.by, False) != "came_about"
    }
    unplanned = _with_resting(read, defaults)
    falls = _with_resting(read, set(fallen) & read.keys()) - unplanned
    return dict.fromkeys(falls, "falls_away") | dict.fromkeys(unplanned, "not_planned")


def _with_resting(read: Mapping[str, Clause], some: Collection[str]) -> set[str]:
    """Some clauses, those that count as many as one of them, and those inside the number of one."""
    found, size = set(some), -1
    while size != (size := len(found)):
        for id, c in read.items():
            count = c.selection.count if isinstance(c, Release | Include) else None
            inside = c.within if isinstance(c, Include) and c.inside == "inside" else None
            if (isinstance(count, SameAs) and count.same_as in found) or inside in found:
                found.add(id)
    return found
