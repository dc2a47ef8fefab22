"""Who takes part: a party that states clauses may stay out; then it gives nothing, gets nothing and asks for nothing.

- A party takes part in a plan if somebody is moved from it, to it, or by a clause of its own. A clause is its
  speaker's: the power of whoever made the offer around it.
- The conditions of a party that takes part hold. Those of a party that stays out are not asked; nor is it asked for
  anything. A *bystander* (no move could touch it) cannot stay out: its conditions always hold.
- What bars persons or ties them to one another bears whoever takes part: exclusions, families, statuses, places.
- One column of 0 or 1, without persons, for each party that may stay out; only where leaving could change anything: a
  party that every move touches is in every exchange, and offers of one speaker need no such column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause

from .model import Row, Terms
from .moves import Way
from .world import World

if TYPE_CHECKING:
    from .problem import Problem

ALWAYS = (cl.Exclude, cl.Together, cl.Status, cl.ConsentAsked, cl.Designate)
"""Kinds of clauses that bear on persons, whoever takes part."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The powers of a reading. `speaker`: by clause; `giver`: by moving clause.

    `named`: those that a moving clause names, or whose clause it is. `touched`: the columns that move somebody from a
    party, to it, or by its clause, for each of these and each speaker.
    """

    speaker: Mapping[str, str]
    giver: Mapping[str, str]
    named: frozenset[str]
    touched: Mapping[str, tuple[int, ...]]

    def may_stay_out(self, party: str) -> bool:
        """Whether a party states clauses, and a move could touch it."""
        return party in self.named and party in self.speaker.values()


def speakers(world: World) -> dict[str, str]:
    """By clause: the power whose clause it is."""
    power = world.facts.case.power_of
    return {t.clause.id: power(t.by) for t in world.terms}


def parties(world: World, clauses: Sequence[Clause], ways: Mapping[str, Way], columns: Sequence[str]) -> Parties:
    """The powers of a reading; `columns`: the way of each."""
    power, said = world.facts.case.power_of, speakers(world)
    speaker = {c.id: said[c.id] for c in clauses if c.id in said}
    giver = {w.clause: power(w.context.power) for w in ways.values()}
    of = {k: _concerned(w, giver[w.clause], speaker.get(w.clause)) for k, w in ways.items()}
    everybody = sorted({*speaker.values(), *(p for found in of.values() for p in found)})
    touched = {p: tuple(i for i, way in enumerate(columns) if p in of[way]) for p in everybody}
    return Parties(speaker, giver, frozenset(p for found in of.values() for p in found), touched)


def _concerned(way: Way, giver: str, speaker: str | None) -> frozenset[str]:
    """Who takes part where somebody moves in a way."""
    return frozenset(p for p in (giver, way.to, speaker) if p is not None)


# ------------------------------------------------------------ columns without persons


@dataclass(frozen=True, slots=True)
class Switches:
    """A column of 0 or 1 for each party that may stay out and whose staying out could change anything.

    `of`: by party, its column. `most`: the most of every column, these included. `always`: clauses asked whoever
    takes part.
    """

    of: Mapping[str, int]
    speaker: Mapping[str, str]
    touched: Mapping[str, tuple[int, ...]]
    most: tuple[int, ...]
    always: frozenset[str] = frozenset()

    def rows(self) -> list[Row]:
        """Nobody moves from, to or by a clause of a party that stays out. No clause asks for this."""
        return [self._row(self.of[p], self.touched[p]) for p in sorted(self.of)]

    def _row(self, switch: int, columns: Sequence[int]) -> Row:
        terms = {**dict.fromkeys(columns, 1), switch: -sum(self.most[i] for i in columns)}
        return Row("", terms, None, 0)

    def switched(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of clauses, asked of those who take part."""
        kept = [[row] if row.clause in self.always else self.for_speaker(row, row.clause) for row in rows]
        return [row for found in kept for row in found]

    def for_speaker(self, row: Row, clause: str) -> list[Row]:
        """A row of a clause, asked only where its speaker takes part."""
        switch = self.of.get(self.speaker.get(clause, ""))
        if switch is None:
            return [row]
        rest = row.terms.keys() - set(self.touched[self.speaker[clause]])  # what may move all the same
        spans = [(min(0, n * self.most[i]), max(0, n * self.most[i])) for i, n in row.terms.items() if i in rest]
        low, high = sum(a for a, _ in spans), sum(b for _, b in spans)
        found = []
        if row.least is not None:
            found.append(_row_of(row, switch, low - row.least, low, None))
        if row.most is not None:
            found.append(_row_of(row, switch, high - row.most, None, high))
        return found


def _row_of(row: Row, switch: int, slack: int, least: int | None, most: int | None) -> Row:
    """A row with its switch: as asked where that is 1, as far as the rest may go where it is 0."""
    return Row(row.clause, {**row.terms, **({switch: slack} if slack else {})}, least, most)


NO_SWITCHES = Switches({}, {}, {}, ())


def switches(found: Parties, columns: int, most: Sequence[int], clauses: Sequence[Clause]) -> Switches:
    """The switches of a problem of so many columns with persons; `most`: of all its columns so far."""
    always = frozenset(c.id for c in clauses if isinstance(c, ALWAYS))
    may = [p for p in sorted(found.touched) if found.may_stay_out(p) and len(found.touched[p]) < columns]
    of = {p: len(most) + n for n, p in enumerate(may)}
    return Switches(of, found.speaker, found.touched, (*most, *(1 for _ in may)), always)


def taking_part(problem: "Problem", values: Sequence[int]) -> frozenset[str]:
    """The parties that take part in a plan: somebody is moved from them, to them, or by a clause of theirs."""
    return frozenset(p for p, columns in problem.parties.touched.items() if any(values[i] for i in columns))


def not_asked(problem: "Problem", values: Sequence[int], clause: Clause) -> bool:
    """Whether a clause is not asked of a plan, because its speaker stays out."""
    found = problem.parties
    speaker = found.speaker.get(clause.id, "")
    bears = isinstance(clause, ALWAYS) or (isinstance(clause, cl.Destination) and not clause.quotas)
    return not bears and found.may_stay_out(speaker) and speaker not in taking_part(problem, values)


def without(problem: "Problem", party: str) -> Row:
    """That a party stays out, as a row: nobody is moved from it, to it, or by a clause of its own."""
    return Row("", _touching(problem, party), None, 0)


def with_it(problem: "Problem", party: str) -> Row:
    """That a party takes part, as a row."""
    return Row("", _touching(problem, party), 1, None)


def _touching(problem: "Problem", party: str) -> Terms:
    return dict.fromkeys(problem.parties.touched.get(party, ()), 1)
