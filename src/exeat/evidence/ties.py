"""How groups are tied to one another, as somebody says.

- *same*, *part of* and *different* come from standing `same_group` statements and from the words of the
  case's groups (`part_of`); they carry over: a part of a group is different from whatever the whole is
  different from.
- Nobody's words make two groups the same because they look alike. Groups *may be the same people* where the
  same transfer, or the same holder, is said of both: this asks a question, it answers none.
- Where one says *same* and another says *different*, how the groups relate is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from exeat.core.claims import Custody, SameGroup, Transferred
from exeat.core.facts import Facts
from exeat.core.statement import Statement

Tie = Literal["same", "part_of", "contains", "different", "unsaid"]


@dataclass(slots=True)
class Ties:
    """The ties between groups. `same`: a group's first name; `wholes`: what a group is said to be part of."""

    same: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, set[str]] = field(default_factory=dict)
    different: dict[frozenset[str], set[str]] = field(default_factory=dict)
    traits: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def first(self, group: str) -> str:
        """One name for all groups said to be the same people: the first of their names."""
        while (nearer := self.same.get(group, group)) != group:
            group = nearer
        return group

    def between(self, left: str, right: str) -> Tie:
        """What is said of two groups; `part_of`: left is part of right."""
        a, b = self.first(left), self.first(right)
        apart = bool(self.apart_by(a, b))
        if a == b:
            return "unsaid" if apart and left != right else "same"
        if b in self._up(a) or a in self._up(b):
            return "unsaid" if apart else ("part_of" if b in self._up(a) else "contains")
        return "different" if apart else "unsaid"

    def apart_by(self, left: str, right: str) -> tuple[str, ...]:
        """The statements (ids) by which two groups, or wholes that hold them, are different people."""
        ups, others = self._up(self.first(left)), self._up(self.first(right))
        pairs = {frozenset((a, b)) for a in ups for b in others}
        return tuple(sorted(i for pair in pairs for i in self.different.get(pair, ())))

    def may_be_same(self, left: str, right: str) -> bool:
        """Whether nobody says how two groups relate, and the same holder or transfer is said of both."""
        shared = self.traits.get(left, set()) & self.traits.get(right, set())
        return bool(shared) and self.between(left, right) == "unsaid"

    def _up(self, group: str) -> set[str]:
        """A group and every group it is said to be part of."""
        found, todo = {group}, [group]
        while todo:
            new = {self.first(w) for w in self.wholes.get(todo.pop(), ())} - found
            found |= new
            todo += new
        return found


def ties(facts: Facts) -> Ties:
    """The ties between groups that the standing statements make; a tie that somebody denies is left out."""
    made = Ties()
    stated = _stated(facts.of(SameGroup))
    for _, claim in stated:
        if claim.relation == "same":
            a, b = sorted((made.first(claim.left), made.first(claim.right)))
            made.same[b] = a
    for i, claim in stated:
        _join(made, i, claim)
    for group in facts.case.groups:
        if group.part_of is not None:
            made.wholes.setdefault(made.first(group.id), set()).add(group.part_of)
    _traits(made, facts)
    return made


def _stated(said: Iterable[tuple[str, Statement]]) -> list[tuple[str, SameGroup]]:
    known = [(i, s.act, s.claim) for i, s in said if isinstance(s.claim, SameGroup)]
    denied = {claim for _, act, claim in known if act == "denies"}
    return [(i, claim) for i, _, claim in known if claim not in denied]


def _join(made: Ties, id: str, claim: SameGroup) -> None:
    left, right = made.first(claim.left), made.first(claim.right)
    if claim.relation == "part_of":
        made.wholes.setdefault(left, set()).add(right)
    if claim.relation == "different":
        made.different.setdefault(frozenset((left, right)), set()).add(id)


def _traits(made: Ties, facts: Facts) -> None:
    power = facts.case.power_of
    for _, s in facts.of(Custody, Transferred):
        if s.act == "denies" or "#" in _subject(s):
            continue
        if isinstance(s.claim, Custody) and s.claim.role == "physical_holder":
            made.traits.setdefault(s.claim.subject, set()).add(("held", power(s.claim.power)))
        if isinstance(s.claim, Transferred):
            road = ("transferred", power(s.claim.from_), power(s.claim.to))
            made.traits.setdefault(s.claim.subject, set()).add(road)


def _subject(said: Statement) -> str:
    return str(getattr(said.claim, "subject", ""))
