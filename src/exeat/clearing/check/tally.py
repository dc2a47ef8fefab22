"""Named moves and open places, counted clause by clause.

- *n(c)* = people moved by the clause and not late, its open places, and those who count as delivered.
- Who takes an open place is not known, nor perhaps where somebody named goes: `between` says how many of some people
  that allows, least and most.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from exeat.core.clauses import Balance, Clause, Include, SameAs, Together
from exeat.core.counts import Count

from .people import Row
from .roles import Roles
from .setting import Setting, is_wish


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Who moves by which clause, and how many more will move by each. `to`: where they go, as far as it is said.

    `out`: the clauses that are not asked, because their speakers stay out.
    """

    setting: Setting
    moves: Mapping[str, str]
    open: Mapping[str, int]
    to: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    _candidates: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def roles(self) -> Roles:
        """Whose clauses they are, and whom a move touches."""
        return Roles(self.setting)

    def asked_of(self, *kinds: type) -> list[Clause]:
        """The clauses of these kinds that are asked."""
        return [c for c in self.setting.reading.of(*kinds) if c.id not in self.out]

    def moved(self, clause: str) -> frozenset[str]:
        """The people named to move by a clause."""
        return frozenset(p for p, c in self.moves.items() if c == clause)

    def number(self, clause: str) -> int:
        """n(c): what a clause comes to."""
        counted = sum(not self.setting.late(p) for p in self.moved(clause))
        return counted + self.open.get(clause, 0) + self.setting.delivered(clause)

    def asked(self, clause: str) -> Count | None:
        """The number that a clause must come to; None where it says all of them. A wish has no least number."""
        move = self.setting.moves[clause]
        count = move.selection.count
        if isinstance(count, SameAs):
            other = self.number(count.same_as)
            count = Count(count.same_as, other, other)
        return Count(count.words, 0, count.most) if count is not None and is_wish(move) else count

    def all_of_them(self, clause: str) -> int:
        """What a clause on all of them comes to when everybody goes who is not excused."""
        due = self.setting.due(clause)
        return sum(not self.setting.late(p) for p in due) + self.setting.delivered(clause)

    # -------------------------------------------------------- open places

    def candidates(self, clause: str) -> frozenset[str]:
        """Who may take an open place: may move by the clause, is not named yet, and whose family can come along."""
        if clause not in self._candidates:
            self._candidates[clause] = self._whole_families(clause)
        return self._candidates[clause]

    def _whole_families(self, clause: str) -> frozenset[str]:
        s = self.setting
        out = s.blocked[clause] | s.excluded.keys() | self.moves.keys()
        found = {p for p in s.members[clause] if p not in out and s.movable(p, clause)}
        here = self.moved(clause)
        size = -1
        while size != (size := len(found)):
            for _, family in s.families:
                if family & found and not family <= found | here:
                    found -= family
        return frozenset(found)

    def needs(self, clause: str) -> frozenset[str]:
        """Who must take an open place: the rest of families already named, and those a clause obliges."""
        s, here = self.setting, self.moved(clause)
        rest = {p for _, family in s.families if family & here for p in family}
        if s.moves[clause].selection.count is None:
            rest |= s.due(clause)
        for include in s.inside(clause):
            if include.force == "must" and include.selection.count is None:
                rest |= s.obliged(include)
        return frozenset(rest - here)

    def between(self, people: Collection[str], places: Collection[str] | None = None) -> tuple[int, int]:
        """At least and at most how many of these people move: in all, or to one of these destinations."""
        sure, maybe = self._among([p for p in people if p in self.moves], places)
        least, most = len(sure), len(sure) + len(maybe)
        for clause, number in self.open.items():
            candidates = self.candidates(clause)
            sure, maybe = self._among([p for p in people if p in candidates], places, clause)
            least += max(0, number - (len(candidates) - len(sure)))
            most += min(number, len(sure) + len(maybe))
        return least, most

    def _among(
        self, people: Collection[str], places: Collection[str] | None, clause: str | None = None
    ) -> tuple[list[str], list[str]]:
        """Those who, if they move, go to these destinations for certain, and those who may go there or elsewhere."""
        if places is None:
            return list(people), []
        goes = {p: self.goes(p, clause) for p in people}
        sure = [p for p in people if goes[p] <= frozenset(places)]
        return sure, [p for p in people if p not in sure and goes[p] & frozenset(places)]

    def goes(self, person: str, clause: str | None = None) -> frozenset[str | None]:
        """Where a person may go by a clause (None = by which the person is named). {None}: stays where released."""
        if clause is None and person in self.to:
            return frozenset({self.to[person]})
        by = clause or self.moves[person]
        return frozenset(x.to for x in self.setting.options(person, by) or self.setting.contexts[by])

    def fits(self, clause: str) -> bool:
        """Whether the open places of a clause can be filled without splitting a family."""
        places, needs, candidates = self.open[clause], self.needs(clause), self.candidates(clause)
        if len(needs) > places or not needs <= candidates:
            return False
        blocks = self._blocks(candidates, needs)
        sums = {0}
        for size in (len(b) for b in blocks if len(b) > 1):
            sums |= {n + size for n in sums if n + size <= places - len(needs)}
        single = sum(len(b) == 1 for b in blocks)
        return any(places - len(needs) - n <= single for n in sums)

    def _blocks(self, candidates: frozenset[str], needs: frozenset[str]) -> list[frozenset[str]]:
        """The candidates in the groups that go together; the needed are left out, with whoever goes with them."""
        blocks = {p: frozenset({p}) for p in candidates}
        for _, family in self.setting.families:
            joined = frozenset().union(*(blocks[p] for p in family & candidates))
            blocks.update(dict.fromkeys(joined, joined))
        return [b for b in dict.fromkeys(blocks[p] for p in sorted(candidates)) if not b & needs]

    def enough(self, clauses: Iterable[str]) -> bool:
        """Whether there are as many candidates for these clauses as they have open places."""
        chosen = list(clauses)
        people = frozenset().union(*(self.candidates(c) for c in chosen))
        return sum(self.open[c] for c in chosen) <= len(people)

    # -------------------------------------------------------- sides of a balance, people of an include

    def included(self, include: Include) -> tuple[int, int]:
        """At least and at most how many people of an include move by the clause whose number they are inside."""
        clause = include.within or ""
        people = self.setting.select.of(include.selection)
        places, candidates = self.open.get(clause, 0), self.candidates(clause)
        named, ours = len(people & self.moved(clause)), len(people & candidates)
        return named + max(0, places - (len(candidates) - ours)), named + min(places, ours)

    def whole(self, together: Together) -> tuple[int, int]:
        """At least and at most how many groups of a wish are not split; with open places nothing is certain of any."""
        if together.unless is not None:
            of = self.setting.select.of
            going, others = of(together.selection) & self.moves.keys(), of(together.unless)
            number, kept = 1, int(not going or others <= self.moves.keys())
        else:
            groups = self.setting.wished[together.id]
            number, kept = len(groups), sum(self._is_whole(g) for g in groups)
        sure = not any(self.open.values()) and all(len(self.goes(p)) == 1 for p in self.moves)
        return (kept, kept) if sure else (0, number)

    def _is_whole(self, group: frozenset[str]) -> bool:
        by = {(self.moves[p], self.goes(p)) if p in self.moves else None for p in group}
        return len(by) <= 1

    def sides(self, balance: Balance) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
        """Each category of a balance, and how many people move on its left and on its right; without categories one."""
        left, right = (self.setting.select.rows_of(s) for s in (balance.left, balance.right))
        if balance.within is None:
            return [("", self.between(left), self.between(right))]
        a, b = (_by_category(side, balance.within) for side in (left, right))
        return [(c, self.between(a.get(c, [])), self.between(b.get(c, []))) for c in sorted(a.keys() | b.keys())]


def _by_category(side: Mapping[str, tuple[Row, ...]], column: str) -> dict[str, list[str]]:
    """People by their value in a column; those without one are a category of their own."""
    found: dict[str, list[str]] = {}
    for person, rows in side.items():
        value = next((v for row in rows if (v := row.get(column)) is not None), "")
        found.setdefault(value, []).append(person)
    return found
