"""The problem of a reading in which parties' own terms on persons are asked like numbers, so that they can give way.

- An exclusion, an act asked for by a status, a designation, and a *together* of grown-up people are rows here: with the
  row nobody moves who may not; without it they may. Who is due, obliged or named stays as it is with all of them.
- A *together* is asked so only where everybody in it is of age for certain and in no other *together*. Of a family
  with a child, or with somebody who may be one, nobody is told that it could be parted.
- Refusal, fear, health, children and courts are no terms: whom they hold has no column here either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exeat.clearing.by_terms import ACTS_ASKED, status_found
from exeat.clearing.designations import counting
from exeat.clearing.equivalence import equivalence_bounds, like_first
from exeat.clearing.model import Row
from exeat.clearing.parties import Switches
from exeat.clearing.problem import Builder, Problem
from exeat.clearing.world import World, makes_move
from exeat.core import clauses as cl
from exeat.core.clauses import Clause
from exeat.identity.people import person_column
from exeat.impediments.impediments import permitted
from exeat.impediments.rules.children import grown

if TYPE_CHECKING:
    import polars as pl


def loosened(world: World, clauses: Sequence[Clause], problem: Problem) -> tuple[Problem, tuple[Clause, ...]]:
    """The problem with such terms as rows, and the clauses that stand as they are; the same where there are none."""
    soft = {c.id: c for c in clauses if _is_soft(world, clauses, c)}
    if not soft:
        return problem, tuple(clauses)
    firm = [_without_effect(c) if c.id in soft else c for c in clauses]
    stood = Builder(world, list(clauses), moves=dict(problem.moves))
    stood.problem = problem
    made = _Loosened(world, firm, stood=stood, soft=soft).build()
    aims = {name for name, _ in problem.aims}
    kept = tuple(c for c in clauses if c.id not in soft)
    return replace(made, aims=tuple(a for a in made.aims if a[0] in aims)), kept


def _is_soft(world: World, clauses: Sequence[Clause], clause: Clause) -> bool:
    match clause:
        case cl.Exclude():
            return True
        case cl.Status():
            return clause.status in ACTS_ASKED
        case cl.Designate():
            return bool(counting(world.facts, world.people, [clause], clause.clause)[0])
        case cl.Together() if clause.force != "should":
            return _of_age(world, clause) and not _shared(world, clauses, clause)
    return False


def _people(world: World, clause: cl.Together) -> set[str]:
    unless = () if clause.unless is None else world.select(clause.unless)
    return {*world.select(clause.selection), *unless}


def _of_age(world: World, clause: cl.Together) -> bool:
    """Whether everybody of a *together* is of age for certain."""
    return _people(world, clause) <= set(grown(world.everybody))


def _shared(world: World, clauses: Sequence[Clause], clause: cl.Together) -> bool:
    """Whether somebody of a *together* is in another one, or twice in this."""
    mine = _people(world, clause)
    others = (c for c in clauses if isinstance(c, cl.Together) and c.id != clause.id)
    groups = [p for g in world.groups(clause) for p in g] if clause.unless is None else []
    return len(groups) != len(set(groups)) or any(mine & _people(world, c) for c in others)


def _without_effect(clause: Clause) -> Clause:
    """A clause that selects the same people and bars nobody."""
    match clause:
        case cl.Exclude():
            return cl.Status(clause.id, clause.selection)
        case cl.Status():
            return replace(clause, status=None)
        case cl.Together():
            return replace(clause, force="should", order=None)
    return clause


@dataclass
class _Loosened(Builder):
    """`stood`: the problem as it is. `soft`: the terms that are rows here."""

    stood: Builder = field(kw_only=True)
    soft: dict[str, Clause] = field(kw_only=True)

    # -------------------------------------------------------- tags

    def _tag_moves(self) -> None:
        super()._tag_moves()
        for clause in self.clauses:
            if isinstance(clause, cl.Release | cl.Include) and makes_move(clause):
                self._tag(person_column(self._due(clause)), "due", clause.id)
            elif isinstance(clause, cl.Include):
                within = self.world.within(clause, self.clauses)
                if within is not None:
                    self._tag(person_column(self._obliged(clause, within)), "obliged", clause.id)
            elif isinstance(clause, cl.Equivalence) and clause.like_first:
                self._tag(person_column(self.stood.problem.persons), "could")
        for id, way, persons in self._barred():
            self._tag(persons, "barred", id, way)
        for designate, persons in self._named():
            self._tag(persons, "named by", designate.id)

    def _due(self, clause: cl.Release | cl.Include) -> set[str]:
        move = self.stood.moves[clause.id]
        return set(move.selected) - self.stood._excused(clause, move)

    def _obliged(self, clause: cl.Include, within: str) -> set[str]:
        people = self.world.select(clause.selection)
        free = set(people.filter(people.is_in(self.stood.moves[within].free.implode())))
        return free | {self.world.people.person(r) for r in clause.selection.named}

    def _barred(self) -> "Iterable[tuple[str, str, pl.Series]]":
        """By clause and way: whom an exclusion, or the act that a status asks for, keeps from moving."""
        import polars as pl

        for clause in self.soft.values():
            for key, way in self.ways.items():
                if isinstance(clause, cl.Exclude):
                    yield clause.id, key, self.world.select(clause.selection)
                elif isinstance(clause, cl.Status):
                    found = permitted(self.world.everybody, status_found(self.world, [clause], way.context))
                    yield clause.id, key, found.filter(pl.col("permitted").is_null())["person"].unique().sort()

    def _named(self) -> "Iterable[tuple[cl.Designate, pl.Series]]":
        """By clause on who designates: the persons named who can go."""
        for clause in self.soft.values():
            if isinstance(clause, cl.Designate) and clause.clause in self.stood.moves:
                counted = counting(self.world.facts, self.world.people, [clause], clause.clause)[0]
                named = {self.world.people.person(n.record) for n in counted}
                yield clause, person_column(named & set(self.stood.problem.able(clause.clause)))

    # -------------------------------------------------------- rows

    def _number(self, clause: cl.Release | cl.Include, selection: cl.Selector) -> None:
        wish = isinstance(clause, cl.Include) and clause.force == "should"
        if selection.count is not None or wish:
            super()._number(clause, selection)
            return
        self._row(clause.id, self.problem.terms(("due", clause.id), [clause.id]), len(self._due(clause)), None)

    def _include(self, clause: cl.Include) -> None:
        within = self.world.within(clause, self.clauses)
        if within is None or clause.force != "must" or clause.selection.count is not None:
            super()._include(clause)
            return
        terms = self.problem.terms(("obliged", clause.id), [within])
        self._row(clause.id, terms, len(self._obliged(clause, within)), None)

    def _clause(self, clause: Clause) -> None:
        soft = self.soft.get(clause.id)
        if isinstance(soft, cl.Exclude | cl.Status):
            of, columns = self.problem.classes, self.problem.columns
            terms = {i: of[c].number(("barred", clause.id, w)) for i, (c, w) in enumerate(columns)}
            self._row(clause.id, terms, None, 0)
        elif isinstance(soft, cl.Together) and soft.unless is not None:
            self._unless(soft)
        elif isinstance(soft, cl.Together):
            self._row(clause.id, dict.fromkeys(self.split.get(clause.id, ()), 1), None, 0)
        elif isinstance(clause, cl.Equivalence):
            self.rows += [b.row for b in equivalence_bounds(self.problem, clause)]
            self.rows += like_first(self.problem, clause, self._auxiliary, ("could",))
        else:
            super()._clause(clause)

    def _tie(self, clause: Clause) -> None:
        soft = self.soft.get(clause.id)
        if isinstance(soft, cl.Together) and soft.unless is not None:
            self._unless(soft)
        else:
            super()._tie(clause)

    def _designated(self, made: Switches, rows: list[Row]) -> list[int]:
        """Whom somebody named goes: a row of the clause that lets them name, where its speaker takes part."""
        for clause, persons in self._named():
            terms = self.problem.terms(("named by", clause.id), [clause.clause])
            rows += made.for_speaker(Row(clause.id, terms, len(persons), None), clause.clause)
        return [0] * len(self.problem.columns)
