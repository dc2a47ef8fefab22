"""Who is free to move in which context: the rules, and what a protocol or a named person permits.

- A protocol's `unknown_permits` lets `not_established` of a rule not stand in the way; an override any verdict of a
  rule for one person. Courts, refusal, fear, health and children are never permitted; nor is a destination that only
  destination clauses could name; nor that somebody of whom it is not established is handed over as dead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from exeat.core.claims import Override
from exeat.core.clauses import Destination
from exeat.core.rules import NEVER_RELAXED
from exeat.core.values import fold

from . import asked, rules
from .people import People, Person, Row
from .rules import Context, Query, Verdict
from .words import Words, dated

BOTH: Mapping[str, rules.Rule] = {**rules.BOTH, **asked.BOTH}
ON_A_TRANSFER: Mapping[str, rules.Rule] = {**BOTH, **rules.TRANSFER, **asked.TRANSFER}
REMAINS_IN_PLACE = rules.OF_REMAINS
REMAINS_TAKEN: Mapping[str, rules.Rule] = {**rules.OF_REMAINS, "acceptance": rules.acceptance, **asked.TRANSFER}
NAMES = ("name", "given_names", "surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of a person in a context. `permitted`: it does not stand in the way, and stays visible."""

    rule: str
    verdict: Verdict
    statements: tuple[str, ...]
    permitted: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What clauses say of each person: which status is asked for, and where the person is to go."""

    statuses: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[Destination, ...]]


class Judge:
    """The rules over the people of a problem (`everybody`: whoever a clause selects)."""

    def __init__(self, words: Words, people: People, everybody: Iterable[str], terms: Terms) -> None:
        self.words, self.people, self.everybody, self.terms = words, people, frozenset(everybody), terms
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
        query = self.query(person.id, context)
        for name, rule in _rules(context).items():
            found = rule(query)
            if found is not None:
                yield Ruling(name, *found, self._permits(query, name, found[0]))

    def query(self, person: str, context: Context) -> Query:
        """What a rule looks at: the person, the context, the words, and what clauses say of the person."""
        who, terms = self.people[person], self.terms
        statuses, places = terms.statuses.get(person, ()), terms.places.get(person, ())
        proposed = self.people.proposed_with(person) & self.everybody
        return Query(self.words, who, context, self._unjudged_namesakes(who), proposed, statuses, places)

    # -------------------------------------------------------- what is permitted

    def _permits(self, query: Query, rule: str, verdict: Verdict) -> bool:
        if rule in NEVER_RELAXED or (rule == "destination" and query.context.unnamed):
            return False
        permits = {u.rule for u in self.words.facts.case.protocol.unknown_permits}
        overridden = bool(self.words.said(query.person, Override, rule=rule))
        return (verdict == "not_established" and rule in permits) or overridden

    # -------------------------------------------------------- namesakes

    def _unjudged_namesakes(self, person: Person) -> frozenset[str]:
        """The other people with a row alike that judgements do not tell apart from the row of this one."""
        alike = (
            (mine["record"] or "", record, other)
            for mine in person.rows
            for record, other in self._by_names.get(_names(mine), ())
            if other != person.id
        )
        return frozenset(other for mine, record, other in alike if not self.people.told_apart(mine, record))

    @cached_property
    def _by_names(self) -> dict[tuple[str, str] | None, set[tuple[str, str]]]:
        """The rows of the people of the problem by names and birth date; one that lacks either is not compared."""
        found: dict[tuple[str, str] | None, set[tuple[str, str]]] = defaultdict(set)
        for id in self.everybody:
            for row in self.people[id].rows:
                found[_names(row)].add((row["record"] or "", id))
        found.pop(None, None)
        return dict(found)


def _rules(context: Context) -> Mapping[str, rules.Rule]:
    """The rules that bear on a context: what the living alone can say or need is not asked of the dead."""
    taken = context.act == "transfer"
    if context.remains:
        return REMAINS_TAKEN if taken else REMAINS_IN_PLACE
    return ON_A_TRANSFER if taken else BOTH


def _names(row: Row) -> tuple[str, str] | None:
    """The names and the birth date of a row, without case and accents; None where it lacks either."""
    names, birth = fold(" ".join(row.get(n) or "" for n in NAMES)), (row.get("birth_date") or "").strip()
    read = dated(birth)
    return (names, f"{read.first}/{read.last}" if read else birth) if names and birth else None
