"""Who is free to move in which context: the rules, and what a protocol or a named person permits.

- A protocol's `unknown_permits` lets `not_established` of a rule not stand in the way; an override any verdict of a
  rule for one person. Courts, refusal, fear, health and children are never permitted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from exeat.core.claims import Override
from exeat.core.rules import NEVER_RELAXED
from exeat.core.values import fold

from .people import People, Person, Row
from .rules import BOTH, TRANSFER, Context, Query, Verdict
from .words import Words, dated

NAMES = ("name", "given_names", "surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of a person in a context. `permitted`: it does not stand in the way, and stays visible."""

    rule: str
    verdict: Verdict
    statements: tuple[str, ...]
    permitted: bool


class Judge:
    """The rules over the people of a problem (`everybody`: whoever a clause selects)."""

    def __init__(self, words: Words, people: People, everybody: Iterable[str]) -> None:
        self.words, self.people, self.everybody = words, people, frozenset(everybody)
        self._memo: dict[tuple[str, Context], tuple[Ruling, ...]] = {}

    def rulings(self, person: str, context: Context) -> tuple[Ruling, ...]:
        """Every rule that says something of this person in this context."""
        key = (person, context)
        if key not in self._memo:
            self._memo[key] = tuple(self._ask(self.people[person], context))
        return self._memo[key]

    def against(self, person: str, context: Context) -> tuple[Ruling, ...]:
        """The rulings that stand in the way."""
        return tuple(r for r in self.rulings(person, context) if not r.permitted)

    def free(self, person: str, context: Context) -> bool:
        """Whether nothing stands in the way."""
        return not self.against(person, context)

    def refused(self, person: str, context: Context) -> bool:
        """Whether the person's consent is recorded as refused."""
        return any(r.rule == "consent" and r.verdict == "recorded" for r in self.rulings(person, context))

    def _ask(self, person: Person, context: Context) -> Iterable[Ruling]:
        query = Query(self.words, person, context, self._unjudged_namesakes(person))
        rules = {**BOTH, **TRANSFER} if context.act == "transfer" else BOTH
        for name, rule in rules.items():
            found = rule(query)
            if found is not None:
                yield Ruling(name, *found, self._permits(person, name, found[0]))

    # -------------------------------------------------------- what is permitted

    def _permits(self, person: Person, rule: str, verdict: Verdict) -> bool:
        if rule in NEVER_RELAXED:
            return False
        permits = {u.rule for u in self.words.facts.case.protocol.unknown_permits}
        return (verdict == "not_established" and rule in permits) or bool(self.words.said(person, Override, rule=rule))

    # -------------------------------------------------------- namesakes

    def _unjudged_namesakes(self, person: Person) -> frozenset[str]:
        alike = {p for row in person.rows for p in self._by_names.get(_names(row), ())} - {person.id}
        return frozenset(p for p in alike if not self.people.were_judged(person.id, p))

    @cached_property
    def _by_names(self) -> dict[tuple[str, str] | None, set[str]]:
        """The people of the problem by their names and birth date; a row that lacks either is not compared."""
        found: dict[tuple[str, str] | None, set[str]] = defaultdict(set)
        for id in self.everybody:
            for row in self.people[id].rows:
                found[_names(row)].add(id)
        found.pop(None, None)
        return dict(found)


def _names(row: Row) -> tuple[str, str] | None:
    """The names and the birth date of a row, without case and accents; None where it lacks either."""
    names, birth = fold(" ".join(row.get(n) or "" for n in NAMES)), (row.get("birth_date") or "").strip()
    read = dated(birth)
    return (names, f"{read.first}/{read.last}" if read else birth) if names and birth else None
