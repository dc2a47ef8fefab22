"""A reading and its people: whom every clause selects, who may move by it, whom it excuses.

- People included inside a number are selected by the clause they are within.
- Whoever is free in a context of a clause may move by it. Whoever is not free in any, and whoever goes together with
  somebody who is not, cannot go; this goes through chains, context by context.
- Nobody detained after the cut-off day is moved by a clause with a number, or adds to one.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from exeat.core.claims import Designation, Response
from exeat.core.clauses import (
    Balance,
    Clause,
    ConsentAsked,
    Designate,
    Destination,
    Equivalence,
    Exclude,
    Include,
    Limit,
    Rate,
    Release,
    Selector,
    Status,
    Together,
)
from exeat.core.counts import Count
from exeat.core.dates import certainly_before
from exeat.core.entry import BodyRef
from exeat.core.facts import Facts

from .asked import within
from .impediments import Judge
from .people import address, people_of
from .places import contexts_of, terms_of
from .reading import Choices, Move, read, says_where
from .rules import Context
from .scale import Scale
from .selection import Selection
from .went import went
from .words import Words, dated

if TYPE_CHECKING:
    import polars as pl


W = TypeVar("W", Include, Together, Include | Together)


class Setting:
    """Facts as one reading sees them. `clauses` None = those of the standing offers; `proposals` None = none."""

    def __init__(
        self,
        facts: Facts,
        choices: Choices,
        clauses: Sequence[Clause] | None = None,
        proposals: "pl.DataFrame | None" = None,
        fallen: Collection[str] = (),
    ) -> None:
        self.facts = facts
        self.reading = read(facts, choices, clauses, fallen)
        self.people = people_of(facts, proposals)
        self.select = Selection(facts, self.people)
        self.moves: dict[str, Move] = self.reading.moves
        self.words = Words(facts, self.people)
        self.judge = Judge(self.words, self.people, self.everybody, terms_of(self.reading, self.select))
        self.contexts = contexts_of(self.reading, self.select, self.words)

    # -------------------------------------------------------- whom the clauses mean

    @cached_property
    def everybody(self) -> frozenset[str]:
        """The people of the problem: whom any clause selects."""
        return frozenset(p for c in self.reading.clauses.values() for s in _selectors(c) for p in self.select.of(s))

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The people that each moving clause selects, those included inside its number among them."""
        return {
            i: self.select.of(c.selection).union(*(self.select.of(k.selection) for k in self.inside(i)))
            for i, c in self.moves.items()
        }

    @cached_property
    def of_remains(self) -> frozenset[str]:
        """The moving clauses that hand over remains of the dead, and move nobody who lives."""
        return frozenset(i for i, c in self.moves.items() if isinstance(c, Release) and c.remains)

    def inside(self, clause: str) -> list[Include]:
        """The includes inside the number of a clause."""
        includes = [c for c in self.reading.of(Include) if isinstance(c, Include)]
        return [c for c in includes if c.inside == "inside" and c.within == clause]

    @cached_property
    def excluded(self) -> dict[str, str]:
        """Who is not to be among those moved, and by which clause."""
        excludes = [c for c in self.reading.of(Exclude) if isinstance(c, Exclude)]
        return {p: c.id for c in reversed(excludes) for p in self.select.of(c.selection)}

    @cached_property
    def scales(self) -> list[Scale]:
        """The equivalences, each with its people by category."""
        rows_of = self.select.rows_of
        found = [c for c in self.reading.of(Equivalence) if isinstance(c, Equivalence)]
        return [Scale(c, rows_of(c.left), rows_of(c.right)) for c in found]

    def off_scale(self, person: str) -> bool:
        """Whether the person is of a side of an equivalence without a category of its scale: then nobody moves it."""
        return any(person in scale.off for scale in self.scales)

    @cached_property
    def families(self) -> list[tuple[str, frozenset[str]]]:
        """The groups that go by the same clause or not at all, with the clause that says so."""
        found = []
        for c in self.reading.of(Together):
            if isinstance(c, Together) and c.unless is None and not is_wish(c):
                found += [(c.id, group) for group in self._groups(c)]
        return found

    @cached_property
    def wished(self) -> dict[str, list[frozenset[str]]]:
        """By clause: the groups that should go whole. Groups that are tied to one another are one, of the first."""
        wishes = [c for c in self.reading.of(Together) if isinstance(c, Together) and is_wish(c) and c.unless is None]
        groups = [(c.id, self._with_kin(g)) for c in in_order(wishes) for g in self._groups(c) if g]
        joined: list[tuple[str, frozenset[str]]] = []
        for id, group in groups:
            mine = [g for g in joined if g[1] & group] or [(id, group)]
            place = joined.index(mine[0]) if mine[0] in joined else len(joined)
            joined = [g for g in joined if g not in mine]
            joined.insert(place, (mine[0][0], group.union(*(g for _, g in mine))))
        return {c.id: [g for id, g in joined if id == c.id] for c in wishes}

    def _with_kin(self, group: frozenset[str]) -> frozenset[str]:
        """A group with everybody who goes together with one of it or not at all."""
        size = -1
        while size != (size := len(group)):
            group = group.union(*(family for _, family in self.families if family & group))
        return group

    def _groups(self, clause: Together) -> list[frozenset[str]]:
        if clause.column is None:
            return [self.select.of(clause.selection)]
        groups: dict[str, set[str]] = {}
        for person, rows in self.select.rows_of(clause.selection).items():
            for value in {row.get(clause.column) for row in rows} - {None}:
                groups.setdefault(str(value), set()).add(person)
        return [frozenset(g) for g in groups.values()]

    @cached_property
    def conditions(self) -> list[tuple[str, frozenset[str], frozenset[str]]]:
        """Clause, those who go only if others go, and these others."""
        together = [c for c in self.reading.of(Together) if isinstance(c, Together) and not is_wish(c)]
        of = self.select.of
        return [(c.id, of(c.selection), of(c.unless)) for c in together if c.unless is not None]

    # -------------------------------------------------------- who may move

    def free(self, person: str, clause: str) -> bool:
        """Whether nothing stands in the way of this person in a context of this clause."""
        return any(self.judge.free(person, x) for x in self.contexts[clause])

    def offered(self, person: str, clause: str) -> tuple[Context, ...]:
        """The contexts of a clause whose destination the terms offer to a person, whatever the person chose."""
        places = [d for d in self.judge.terms.places.get(person, ()) if says_where(d)]
        every = self.contexts[clause]
        some = tuple(x for x in every if all(within(self.judge.query(person, x), d) for d in places))
        return some if some and every[0].unnamed else every

    def late(self, person: str) -> bool:
        """Whether a record says for certain that the person was detained after the cut-off day."""
        return person in self._late

    @cached_property
    def _late(self) -> frozenset[str]:
        cut_off = self.facts.case.protocol.cut_off
        since = {p: [dated(row.get("held_since")) for row in self.people[p].rows] for p in self.everybody}
        if cut_off is None:
            return frozenset()
        return frozenset(
            p for p, days in since.items() if any(d is not None and certainly_before(cut_off, d) for d in days)
        )

    def movable(self, person: str, clause: str) -> bool:
        """Whether this clause may move this person: selected, free, not excluded, not late, on the scale."""
        return bool(self.options(person, clause))

    def _may_go(self, group: frozenset[str], clause: str) -> bool:
        """Whether this clause may move everybody of a group, in one context."""
        return any(all(x in self.options(p, clause) for p in group) for x in self.contexts[clause])

    def options(self, person: str, clause: str) -> tuple[Context, ...]:
        """The contexts in which this clause may move this person."""
        late = self.moves[clause].selection.count is not None and self.late(person)
        if late or person not in self.members[clause] or person in self.excluded or self.off_scale(person):
            return ()
        return tuple(x for x in self.contexts[clause] if self.judge.free(person, x))

    @cached_property
    def blocked(self) -> dict[str, set[str]]:
        """By clause: who cannot go by it, or goes with somebody who cannot, through chains."""
        held = {
            (c, x): {p for p in self.everybody if x not in self.options(p, c)}
            for c in self.moves
            for x in self.contexts[c]
        }
        size = -1
        while size != (size := sum(map(len, held.values()))):
            self._spread(held)
        return {c: set.intersection(*(held[c, x] for x in self.contexts[c])) for c in self.moves}

    def _spread(self, held: dict[tuple[str, Context], set[str]]) -> None:
        for out in held.values():
            for _, family in self.families:
                if family & out:
                    out |= family
        for _, dependent, others in self.conditions:
            if any(all(p in out for (c, _), out in held.items() if p in self.members[c]) for p in others):
                for out in held.values():
                    out |= dependent

    # -------------------------------------------------------- what the clauses come to

    def consents(self, clause: str) -> set[str]:
        """What a refusal does to the number of a clause, as its consent clauses say."""
        asked = [c for c in self.reading.of(ConsentAsked) if isinstance(c, ConsentAsked)]
        return {c.refusal for c in asked if c.clause == clause and c.refusal is not None}

    def refused(self, clause: str) -> set[str]:
        """Those of a clause whose consent is recorded as refused."""
        refused = self.judge.refused
        return {p for p in self.members[clause] if all(refused(p, x) for x in self.offered(p, clause))}

    def delivered(self, clause: str) -> int:
        """How many who refused count as delivered."""
        if "counts_as_delivered" not in self.consents(clause):
            return 0
        return sum(not self.late(p) for p in self.refused(clause))

    def due(self, clause: str) -> frozenset[str]:
        """Who must move by a clause on all of them: everybody selected who is not excused. A wish obliges nobody."""
        move = self.moves[clause]
        if is_wish(move):
            return frozenset()
        lenient = isinstance(move, Include) or move.blocked == "excused"
        excused = set(self.blocked[clause]) if lenient else set()
        answers = self.consents(clause)
        if answers:
            excused = excused - self.refused(clause) if "stops" in answers else excused | self.refused(clause)
        return self.members[clause] - excused - self.excluded.keys()

    def obliged(self, include: Include) -> frozenset[str]:
        """Who must move for an include inside a number: those named one by one, and of the others the movable."""
        within = include.within or ""
        records = [address(self.facts, r) for r in include.selection.named]
        named = frozenset(self.people.of.get(r, r) for r in records)
        return named | {p for p in self.select.of(include.selection) if self.movable(p, within)}

    def done(self, people: frozenset[str], basis: str) -> frozenset[str]:
        """Those of some people who went before, as the basis of a rate counts."""
        return frozenset(p for p in people if went(self.words, self.people[p], basis))

    def bounds(self, clause: str) -> Count | None:
        """The number that a clause states; None where it says all, or as many as another."""
        count = self.moves[clause].selection.count
        return count if isinstance(count, Count) else None

    # -------------------------------------------------------- who agreed, who was designated

    def disagreeing(self, clause: str) -> list[str]:
        """The parties whose agreement a clause needs and that have accepted neither it nor its offer."""
        move = self.moves[clause]
        needed = (move.agree or ()) if isinstance(move, Release) else ()
        return [party for party in needed if not self._accepts(party, clause)]

    def _accepts(self, party: str, clause: str) -> bool:
        power, offer = self.facts.case.power_of, self.reading.offers.get(clause)
        for _, s in self.facts.of(Response):
            r = s.claim
            assert isinstance(r, Response)
            said = s.act != "denies" and power(s.by) == power(party) == power(r.party)
            if said and r.answer == "accepts" and r.offer == offer and r.clause in (None, clause):
                return True
        return False

    @cached_property
    def designated(self) -> dict[str, frozenset[str]]:
        """By clause: whom the party that may designate has named, and whom the clause may move with all kin."""
        found: dict[str, frozenset[str]] = {}
        for d in self.reading.of(Designate):
            if isinstance(d, Designate) and d.clause in self.moves:
                named = {p for p in self._designations(d) if self._may_go(self._with_kin(frozenset({p})), d.clause)}
                found[d.clause] = found.get(d.clause, frozenset()) | named
        return found

    def _designations(self, clause: Designate) -> frozenset[str]:
        """Whom the party named that may; of parties that name in turn, one of each as long as all keep up."""
        if clause.how == "alternating":
            return self._in_turn(clause)
        return frozenset(p for power, p in self._named_for(clause) if clause.by and power == self._power(clause.by))

    def _in_turn(self, clause: Designate) -> frozenset[str]:
        turns = [self._power(p) for p in clause.turns]
        names = self._named_for(clause)
        counted: list[str] = []
        while turns:
            turn = turns[len(counted) % len(turns)]
            following = next((p for power, p in names if power == turn and p not in counted), None)
            if following is None:
                break
            counted.append(following)
        return frozenset(counted)

    def _named_for(self, clause: Designate) -> list[tuple[str, str]]:
        """Who was named for a clause and by which power, in the order of the log; in one statement by their records."""
        places = {e.body.id: e.index for e in self.facts.entries[::-1] if isinstance(e.body, BodyRef)}
        found = []
        for id, s in self.facts.of(Designation):
            assert isinstance(s.claim, Designation)
            if s.act != "denies" and s.claim.clause in (clause.clause, clause.id):
                for n, record in enumerate(s.claim.people):
                    of = self.people.of_records([address(self.facts, record)])
                    found += [(places.get(id, len(places)), id, n, self._power(s.by), p) for p in of]
        return [(power, person) for _, _, _, power, person in sorted(found)]

    def _power(self, party: str) -> str:
        return self.facts.case.power_of(party)


def is_wish(clause: Clause) -> bool:
    """Whether a clause is an aim and obliges nobody: an include or a together that says should."""
    return isinstance(clause, Include | Together) and clause.force == "should"


def in_order(wishes: Iterable[W]) -> list[W]:
    """Aims in their order: by the number that they give, those without one last, then by their ids."""
    return sorted(wishes, key=lambda c: (c.order is None, c.order or 0, c.id.encode()))


def _selectors(clause: Clause) -> list[Selector]:
    if isinstance(clause, Balance | Equivalence):
        return [clause.left, clause.right]
    if isinstance(clause, Together) and clause.unless is not None:
        return [clause.selection, clause.unless]
    if isinstance(clause, Rate):
        return [clause.per.selection, *(share.selection for share in clause.give)]
    one = Release | Include | Exclude | Together | Limit | Status | Destination
    return [clause.selection] if isinstance(clause, one) else []
