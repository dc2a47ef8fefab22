"""The problem that clauses, read in one way, make of the persons: classes of equal persons, and rows of clauses.

- Persons whom no clause and no aim tells apart are one class, one whole number per move: the problem's size follows
  the terms, not the lists (see `classes`).
- A person is moved only by a clause that selects it, and only if nothing stands against that move.
- Every row carries its clause. The semantics are those of `docs/spec/clearing.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause, Selector
from exeat.core.counts import Count
from exeat.identity.people import person_column

from .bounds import bounds, tags
from .classes import Class, Tagged, classes
from .columns import EVERYBODY, REMAINS, Kind, Problem, counted, refusal_of
from .earlier import told_aims, told_tags
from .equivalence import equivalence_bounds, like_first, scale_tags
from .families import family_rows, split_of, unless_rows, wishes, with_families
from .kin import Stuck, stuck
from .model import Model, Row, Terms
from .moves import Move, Way
from .parties import Switches, parties, switches
from .stages import Staging, exposures, stage_tags, staging, standing_alone, thresholds
from .world import World, is_inside

if TYPE_CHECKING:
    import polars as pl

__all__ = ["EVERYBODY", "REMAINS", "Builder", "Kind", "Problem", "build", "counted"]


def build(world: World, clauses: Sequence[Clause]) -> Problem:
    """The problem of clauses whose open points were filled."""
    return Builder(world, list(clauses)).build()


@dataclass(slots=True)
class Builder:
    """Clauses at work: tags, then classes, then rows."""

    world: World
    clauses: list[Clause]
    tags: list[Tagged] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    moves: dict[str, Move] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    stuck: Stuck = field(default_factory=dict)
    staging: Staging = field(default_factory=Staging)
    problem: Problem = field(init=False)
    split: dict[str, list[int]] = field(default_factory=dict)  # by clause: the columns that count its split groups
    auxiliary: list[int] = field(default_factory=list)  # the most of each column that is nobody

    def build(self) -> Problem:
        self.moves = self.world.moves(self.clauses)
        self.ways = {w.key: w for m in self.moves.values() for w in m.ways}
        self.stuck = stuck(self.world, self.clauses, self.moves)
        self.staging = staging(self.world, self.clauses)
        self._tag_moves()
        self._tag_clauses()
        alike = classes(self.tags, self.world.units(self.clauses))
        made, families = with_families(self.world, self.clauses, alike)
        columns = tuple((i, w) for i, c in enumerate(made) for w in sorted(self.ways) if _may(c, w))
        most = [len(made[i].units) for i, _ in columns]
        empty = Model([0] * len(most), most, ())
        found = parties(self.world, self.clauses, self.ways, [w for _, w in columns])
        self.problem = Problem(
            made, self.moves, self.ways, columns, empty, (), self.stuck, found, families, staging=self.staging
        )
        self._once()
        for clause in self.clauses:
            self._clause(clause)
        self._staged()
        aims = tuple(self._aims())
        out = switches(found, len(most), (*most, *self.auxiliary), self.clauses)
        whole = replace(self.problem, aims=aims, switches=out, asked=tuple(self.rows))
        return replace(whole, model=self._model(out))

    def _model(self, made: Switches) -> Model:
        """The columns and rows: those of a party that may stay out are asked where it takes part."""
        rows = made.switched(self.rows)
        least = self._designated(made, rows)
        return Model([*least, *(0 for _ in made.most[len(least) :])], made.most, (*rows, *made.rows()))

    def _staged(self) -> None:
        """What stages ask besides: guards that open, a bound on exposure, earlier stages that stand by themselves."""
        for found in (thresholds, exposures):
            self.rows += [b.row for b in found(self.world, self.problem, self.clauses)]
        whole, rows, seen = self.problem, self.rows, {_content(r) for r in self.rows}
        for without in standing_alone(whole):
            self.problem, self.rows = replace(whole, without=without), []
            for clause in self.clauses:
                if clause.id not in self.staging.severable:
                    self._tie(clause)
            rows += [r for r in self.rows if _content(r) not in seen]
            seen |= {_content(r) for r in self.rows}
        self.problem, self.rows = whole, rows

    def _tie(self, clause: Clause) -> None:
        """The rows of a clause that ties people of several moving clauses: what earlier stages fulfil by themselves."""
        match clause:
            case cl.Balance() | cl.Limit() | cl.Rate() | cl.Destination():
                self._clause(clause)
            case cl.Together() if clause.unless is not None and clause.force != "should":
                self._clause(clause)
            case cl.Equivalence():
                self.rows += [b.row for b in equivalence_bounds(self.problem, clause)]

    # -------------------------------------------------------- tags and classes

    def _tag(self, persons: "pl.Series", *tag: str) -> None:
        if len(persons):
            self.tags.append((persons, tag))

    def _tag_moves(self) -> None:
        for move in self.moves.values():
            self._tag(move.selected, *EVERYBODY)
            for way in move.ways:
                stuck, free = self.stuck[way.key], way.free
                self._tag(free.filter(~free.is_in(list(stuck))) if stuck else free, "free", way.key)
            self._tag(move.counting, "counts", move.id)
            self._tag(self.world.designated(self.clauses, move), "named", move.id)
        for persons, tag in stage_tags(self.world, self.clauses, self.staging):
            self._tag(persons, *tag)
        if self.world.earlier is not None:
            self.tags += told_tags(self.world.earlier, self.world.people, self.moves)

    def _tag_clauses(self) -> None:
        for clause in self.clauses:
            match clause:
                case cl.Include():
                    self._tag(self.world.select(clause.selection), "of", clause.id)
                case cl.Balance():
                    for side, selector in (("left", clause.left), ("right", clause.right)):
                        for category, persons in self.world.categories(selector, clause.within):
                            self._tag(persons, "balance", clause.id, side, category)
                case cl.Together() if clause.unless is None:
                    self._tag(self.world.select(clause.selection), "together", clause.id)
                case cl.Together():
                    assert clause.unless is not None
                    for person in (*self.world.select(clause.selection), *self.world.select(clause.unless)):
                        self._tag(person_column([person]), "alone", person)
                case cl.Equivalence():
                    for tag, persons in scale_tags(self.world, clause):
                        self._tag(persons, *tag)
                case cl.Limit() | cl.Rate() | cl.Destination():
                    for tag, persons in tags(self.world, clause):
                        self._tag(persons, *tag)
                case cl.Designate() if clause.how == "priority":
                    for record in clause.priority:
                        self._tag(
                            person_column([self.world.people.person(record)]), "alone", self.world.people.person(record)
                        )

    # -------------------------------------------------------- rows

    def _row(self, clause: str, terms: Terms, least: int | None, most: int | None) -> None:
        self.rows.append(Row(clause, {i: n for i, n in sorted(terms.items()) if n}, least, most))

    def _auxiliary(self, most: int = 1) -> int:
        """A column that is nobody, from 0 to `most`."""
        self.auxiliary.append(most)
        return len(self.problem.columns) + len(self.auxiliary) - 1

    def _once(self) -> None:
        """Nobody moves twice."""
        self.rows += family_rows(self.problem, self._auxiliary, self.split)
        of: dict[int, dict[int, int]] = {}
        for i, (c, _) in enumerate(self.problem.columns):
            of.setdefault(c, {})[i] = 1
        for c in sorted(of.keys() - self.problem.families.classes):
            if len(of[c]) > 1:
                self._row("", of[c], None, len(self.problem.classes[c].units))

    def _clause(self, clause: Clause) -> None:
        match clause:
            case cl.Release():
                self._number(clause, clause.selection)
                if not self.world.agreed(clause):
                    self._row(clause.id, {}, 1, None)
            case cl.Include():
                self._include(clause)
            case cl.Balance():
                self._balance(clause)
            case cl.Together() if clause.unless is not None and clause.force == "should":
                rows, column = unless_rows(self.world, self.problem, clause, self._auxiliary)
                self.rows += rows
                self.split[clause.id] = [column]
            case cl.Together() if clause.unless is not None:
                self._unless(clause)
            case cl.Equivalence():
                self.rows += [b.row for b in equivalence_bounds(self.problem, clause)]
                self.rows += like_first(self.problem, clause, self._auxiliary)
            case cl.Limit() | cl.Rate() | cl.Destination():
                self.rows += [b.row for b in bounds(self.world, self.problem, clause)]

    def _number(self, clause: cl.Release | cl.Include, selection: Selector) -> None:
        """The row of a clause that makes a move: everybody but the excused, or a number. A wish has no least."""
        move, count = self.moves[clause.id], selection.count
        wish = isinstance(clause, cl.Include) and clause.force == "should"
        if count is None and wish:
            return
        if count is None:
            needed = len(move.selected) - len(self._excused(clause, move))
            self._row(clause.id, self.problem.terms(EVERYBODY, [clause.id]), needed, None)
            return
        terms, extra = counted(self.problem, self.clauses, clause.id)
        if isinstance(count, Count):
            most = None if count.most is None else count.most - extra
            self._row(clause.id, terms, None if wish else count.least - extra, most)
            return
        others, more = counted(self.problem, self.clauses, count.same_as)
        difference = {i: terms.get(i, 0) - others.get(i, 0) for i in {*terms, *others}}
        self._row(clause.id, difference, None if wish else more - extra, more - extra)

    def _excused(self, clause: cl.Release | cl.Include, move: Move) -> set[str]:
        """Who of an *everybody* need not go: whom a clause excludes, and as the reading says those who cannot."""
        excluded, refused, refusal = set(move.excluded), set(move.refused), refusal_of(self.clauses, clause.id)
        if isinstance(clause, cl.Release) and clause.blocked == "stop":
            return excluded | (refused if refusal not in (None, "stops") else set())
        cannot = set(move.selected) - set(self.problem.able(clause.id))
        return cannot - (refused - excluded) if refusal == "stops" else cannot

    def _include(self, clause: cl.Include) -> None:
        if not is_inside(clause):
            self._number(clause, clause.selection)
            return
        within = self.world.within(clause, self.clauses)
        if clause.force == "must":
            terms = {} if within is None else self.problem.terms(("of", clause.id), [within])
            self._row(clause.id, terms, self._must(clause, within), None)

    def _must(self, clause: cl.Include, within: str | None) -> int:
        """How many of the people of an *include, inside* have to be among those moved."""
        count = clause.selection.count
        if isinstance(count, Count):
            return count.least
        if within is None:
            return 1
        people = self.world.select(clause.selection)
        free = set(people.filter(people.is_in(self.moves[within].free.implode())))
        return len(free | {self.world.people.person(r) for r in clause.selection.named})

    def _balance(self, clause: cl.Balance) -> None:
        categories = {c for s in (clause.left, clause.right) for c, _ in self.world.categories(s, clause.within)}
        for category in sorted(categories):
            left = self.problem.terms(("balance", clause.id, "left", category))
            right = self.problem.terms(("balance", clause.id, "right", category))
            self._row(clause.id, {i: left.get(i, 0) - right.get(i, 0) for i in {*left, *right}}, 0, 0)

    def _unless(self, clause: cl.Together) -> None:
        assert clause.unless is not None
        for a in self.world.select(clause.selection):
            for b in self.world.select(clause.unless):
                first, second = self.problem.terms(("alone", a)), self.problem.terms(("alone", b))
                self._row(clause.id, {i: first.get(i, 0) - second.get(i, 0) for i in {*first, *second}}, None, 0)

    def _designated(self, made: Switches, rows: list[Row]) -> list[int]:
        """The least of each column: who was designated for a clause moves by it (those not free have no column).

        Where there are several columns, or the speaker of the clause may stay out, a row asks for it.
        """
        least = [0] * len(self.problem.columns)
        for kind in self.problem.kinds:
            for clause in sorted({t[1] for m in kind.members for t in m if t[0] == "named"} & kind.by.keys()):
                mine = kind.by[clause]
                if len(mine) == 1 and not kind.shared and self.problem.parties.speaker.get(clause) not in made.of:
                    least[next(iter(mine))] = len(kind.units)
                else:
                    rows += made.for_speaker(Row("", mine, len(kind.units), None), clause)
        return least

    # -------------------------------------------------------- aims

    def _aims(self) -> Iterable[tuple[str, Terms]]:
        yield "people", self.problem.living
        for clause in wishes(self.clauses):
            if isinstance(clause, cl.Include):
                yield clause.id, self.problem.terms(("of", clause.id))
            else:
                groups = split_of(clause, self.problem.families)
                whole = self._auxiliary(groups)
                self._row("", {whole: 1, **dict.fromkeys(self.split.get(clause.id, ()), 1)}, None, groups)
                yield clause.id, {whole: 1}
        earlier, living = self.world.earlier, self.problem.moves.keys() - set(self.problem.of_remains)
        if earlier is not None:
            yield from told_aims(earlier, self.problem, living)
        if self.problem.of_remains:
            yield REMAINS, self.problem.remains
            if earlier is not None:
                yield from told_aims(earlier, self.problem, self.problem.of_remains, f"{REMAINS}_")


def _may(found: Class, way: str) -> bool:
    """Whether units of a class can move in a way: every member is selected by its clause, and free."""
    return found.number(("free", way)) == len(found.members)


def _content(row: Row) -> tuple[object, ...]:
    return (row.clause, tuple(sorted(row.terms.items())), row.least, row.most)
