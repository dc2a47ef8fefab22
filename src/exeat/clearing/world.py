"""The persons of a case as clearing sees them: selections, impediments, units; worked out once and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from exeat.core import clauses as cl
from exeat.core.clauses import Clause, Selector
from exeat.core.dates import read_dates
from exeat.core.facts import Facts
from exeat.identity.people import People, person_column
from exeat.impediments.impediments import blocked, impediments, permitted
from exeat.impediments.told import Context, Told
from exeat.terms.asked import petition_days, proof_days
from exeat.terms.destinations import chooses
from exeat.terms.terms import Term, accepted_by

from .bounds import went
from .by_terms import bearing, destination_found, destinations, offered, status_found
from .designations import counting
from .earlier import Earlier
from .equivalence import off_scales
from .moves import Move, Way, in_any, in_both, in_every_offer, without
from .selection import clearable, meant

if TYPE_CHECKING:
    import polars as pl


class World:
    """Facts, persons and terms; every answer is kept, because the readings of an offer ask for the same ones."""

    def __init__(self, facts: Facts, people: People, terms: Sequence[Term], earlier: Earlier | None = None) -> None:
        self.facts, self.people, self.terms, self.earlier = facts, people, terms, earlier
        self._rows: dict[Selector, pl.DataFrame] = {}
        self._groups: dict[tuple[Selector, str | None], list[list[str]]] = {}
        self._selected: dict[Selector, pl.Series] = {}
        self._told: dict[frozenset[Selector], Told] = {}
        self._moves: dict[tuple[object, ...], Move] = {}
        self._went: dict[str | None, pl.Series] = {}
        self._categories: dict[tuple[Selector, str | None], list[tuple[str, pl.Series]]] = {}

    # -------------------------------------------------------- persons

    def select(self, selector: Selector) -> "pl.Series":
        """The persons whom a selector means, sorted."""
        if selector not in self._selected:
            self._selected[selector] = self._meant(selector)["person"].unique().sort()
        return self._selected[selector]

    def told(self, clauses: Sequence[Clause]) -> Told:
        """What was told of the persons whom any of these clauses selects."""
        return self._told_of(frozenset(selectors(clauses)))

    @cached_property
    def everybody(self) -> Told:
        """What was told of everybody whom any clause could select: asked once for all readings."""
        return Told(self.facts, self.people, clearable(self.facts)["record"])

    def went(self, basis: str | None) -> "pl.Series":
        """The persons who went before, by the basis of a rate."""
        if basis not in self._went:
            self._went[basis] = went(self.everybody, basis)
        return self._went[basis]

    def _told_of(self, key: frozenset[Selector]) -> Told:

        if key not in self._told:
            self._told[key] = Told(self.facts, self.people, in_any([self.select(s) for s in key]))
        return self._told[key]

    @cached_property
    def late(self) -> "pl.Series":
        """The persons detained after the cut-off day for certain: none where the protocol names no day."""

        rows, cut_off = clearable(self.facts), self.facts.case.protocol.cut_off
        if cut_off is None or cut_off.last is None or "held_since" not in rows.columns:
            return person_column()
        after = read_dates(rows["held_since"])["first"] > cut_off.last
        return self.people.persons(rows.filter(after.fill_null(False))["record"]).unique().sort()

    def categories(self, selector: Selector, column: str | None) -> "list[tuple[str, pl.Series]]":
        """A selection by the values of a column; whole where the column is None. A missing value is a category."""
        key = (selector, column)
        if key not in self._categories:
            self._categories[key] = self._by_value(selector, column)
        return self._categories[key]

    def _by_value(self, selector: Selector, column: str | None) -> "list[tuple[str, pl.Series]]":
        import polars as pl

        rows = self._meant(selector)
        if column is None or column not in rows.columns:
            return [("", self.select(selector))]
        first = rows.group_by("person", maintain_order=True).agg(pl.col(column).drop_nulls().first().fill_null(""))
        return [(str(k[0]), g["person"].sort()) for k, g in sorted(first.group_by([column]), key=lambda kg: str(kg[0]))]

    def _meant(self, selector: Selector) -> "pl.DataFrame":
        if selector not in self._rows:
            self._rows[selector] = meant(self.facts, self.people, selector)
        return self._rows[selector]

    def units(self, clauses: Sequence[Clause]) -> "pl.DataFrame":
        """`person`, `unit`: the persons who go together or not at all; a unit is named after its first person."""
        import polars as pl

        root: dict[str, str] = {}

        def find(p: str) -> str:
            while root.setdefault(p, p) != p:
                p = root[p]
            return p

        for clause in clauses:
            if isinstance(clause, cl.Together) and clause.unless is None and clause.force != "should":
                for group in self.groups(clause):
                    for other in group[1:]:
                        a, b = sorted((find(group[0]), find(other)))
                        root[b] = a
        pairs = {p: find(p) for p in list(root)}
        return pl.DataFrame([person_column(pairs), person_column(pairs.values()).alias("unit")])

    def groups(self, clause: cl.Together) -> list[list[str]]:
        """The groups of a clause that go together: those who share a value of its column, or all of its selection.

        Only the rows by which the selection means somebody count: another list's families are not this list's.
        """
        key = (clause.selection, clause.column)
        if key not in self._groups:
            self._groups[key] = self._grouped(clause.selection, clause.column)
        return self._groups[key]

    def _grouped(self, selector: Selector, column: str | None) -> list[list[str]]:
        if column is None:
            return [self.select(selector).to_list()]
        rows = self._meant(selector)
        if column not in rows.columns:
            return []
        shared = rows.select("person", column).unique().drop_nulls().sort(column, "person")
        groups: list[list[str]] = shared.group_by(column, maintain_order=True).agg("person")["person"].to_list()
        return groups

    # -------------------------------------------------------- moves

    def moves(self, clauses: Sequence[Clause]) -> dict[str, Move]:
        """The moves that clauses make, by clause id."""
        moving = [c for c in clauses if isinstance(c, cl.Release | cl.Include) and makes_move(c)]
        return {c.id: self._move(c, clauses) for c in moving}

    def _move(self, clause: cl.Release | cl.Include, clauses: Sequence[Clause]) -> Move:
        """A clause's move; kept by all that it depends on."""
        inside = [c for c in clauses if isinstance(c, cl.Include) and self.within(c, clauses) == clause.id]
        whom = (clause.selection, *(c.selection for c in inside))
        days = (proof_days(clauses, clause.id), petition_days(clauses, clause.id))
        of_remains = isinstance(clause, cl.Release) and bool(clause.remains)
        context = Context(clause.from_ or "", clause.act or "release", clause.to, *days, of_remains)
        asked = (bearing(clauses), chooses(clause, clauses))
        scales = frozenset(c for c in clauses if isinstance(c, cl.Equivalence))
        out = (frozenset(excluding(clauses)), scales)
        key = (clause.id, context, whom, asked, frozenset(selectors(clauses)), out)
        if key not in self._moves:
            self._moves[key] = self._made(clause, context, whom, clauses)
        return self._moves[key]

    def _made(
        self, clause: cl.Release | cl.Include, context: Context, whom: Sequence[Selector], clauses: Sequence[Clause]
    ) -> Move:
        persons = in_any([self.select(s) for s in whom])
        out = in_any([self.select(s) for s in excluding(clauses)])
        late = self.late if clause.selection.count is not None else self.late.head(0)
        barred = in_any([out, late, off_scales(self, clauses)])
        ways = self._ways(clause, context, persons, without(persons, barred), clauses)
        return Move(
            id=clause.id,
            context=context,
            ways=ways,
            selected=persons,
            free=in_any([w.free for w in ways]),
            refused=in_every_offer(ways),
            excluded=in_both(persons, out),
            late=in_both(persons, late),
            after_cut_off=in_both(persons, self.late),
            counting=without(persons, self.late),
        )

    def _ways(
        self,
        clause: cl.Release | cl.Include,
        context: Context,
        persons: "pl.Series",
        may: "pl.Series",
        clauses: Sequence[Clause],
    ) -> tuple[Way, ...]:
        """The ways of a clause: one, or one for each destination that it may use. `may`: who is not barred by terms."""
        if not chooses(clause, clauses):
            return (self._way(clause.id, clause.id, context, persons, persons, may, clauses),)
        to = destinations(self, clauses, context.power)
        open_ = offered(self, clauses, persons, to)
        return tuple(
            self._way(f"{clause.id}/{d or ''}", clause.id, replace(context, destination=d), persons, mine, may, clauses)
            for d in to
            for mine in (open_.filter(open_["destination"].eq_missing(d))["person"].sort(),)
        )

    def _way(
        self,
        key: str,
        clause: str,
        context: Context,
        persons: "pl.Series",
        offer: "pl.Series",
        may: "pl.Series",
        clauses: Sequence[Clause],
    ) -> Way:
        import polars as pl

        found = self._against(clauses, context, key == clause and context.destination is not None, persons)
        no = found.filter((pl.col("rule") == "consent") & (pl.col("verdict") == "recorded"))["person"].unique().sort()
        free = without(may, blocked(found))
        goes = context.act == "transfer" and context.destination is not None
        to = self.facts.case.power_of(context.destination or "") if goes else None
        return Way(key, clause, context, offer, free, no, found, to)

    def _against(self, clauses: Sequence[Clause], context: Context, own: bool, persons: "pl.Series") -> "pl.DataFrame":
        """What stands against some persons in a way: impediments, and what the terms ask.

        `own`: the clause names its receiver.
        """
        import polars as pl

        told = self._told_of(frozenset(selectors(clauses)))
        found = impediments(self.everybody, told, context, persons)
        asked = permitted(self.everybody, status_found(self, clauses, context))
        where = self._where(clauses, context, persons, found, own)
        if asked.is_empty() and where.is_empty():
            return found
        mine = pl.col("person").is_in(persons.implode())
        return pl.concat([found, asked.filter(mine), where.filter(mine)]).sort("person", "rule", "verdict")

    def _where(
        self, clauses: Sequence[Clause], context: Context, persons: "pl.Series", found: "pl.DataFrame", own: bool
    ) -> "pl.DataFrame":
        """What destination clauses say against a way; nobody lets it pass where there would be nowhere to go."""
        import polars as pl

        against = found.head(0)
        if context.act == "transfer":
            unwilling = found.filter(pl.col("rule") == "consent")["person"].unique()
            ruled_out = destination_found(self, clauses, context, persons, unwilling, own)
            nobody = pl.lit(None, pl.String).alias("permitted")
            against = permitted(self.everybody, ruled_out) if own else ruled_out.with_columns(nobody)
        return against

    def within(self, clause: Clause, clauses: Sequence[Clause]) -> str | None:
        """The release inside whose number an `include` is: the one it names, or the party's first of the living."""
        if not isinstance(clause, cl.Include) or not is_inside(clause):
            return None
        if clause.within is not None:
            return next((c.id for c in clauses if c.id == clause.within and makes_move(c)), None)
        power = self.facts.case.power_of
        releases = [c for c in clauses if isinstance(c, cl.Release) and not c.remains]
        return min((c.id for c in releases if power(c.from_) == power(clause.from_ or "")), default=None)

    # -------------------------------------------------------- who agreed, who was designated

    def agreed(self, clause: cl.Release) -> bool:
        """Whether every party whose agreement a clause needs has accepted it."""
        power = self.facts.case.power_of
        accepted = {p for t in self.terms if t.clause.id == clause.id for p in accepted_by(self.facts, t)}
        return all(power(p) in accepted for p in clause.agree or ())

    def designated(self, clauses: Sequence[Clause], move: Move) -> "pl.Series":
        """The persons of a move whom the party that may designate has named, as far as they are free."""
        named = {self.people.person(r) for _, r in self.designations(clauses, move.id)}
        return move.free.filter(move.free.is_in(list(named))) if named else move.free.head(0)

    def designations(self, clauses: Sequence[Clause], clause: str) -> list[tuple[str, str]]:
        """The records that whoever may designate for a clause has named, as they count, each with its statement."""
        return [(n.statement, n.record) for n in counting(self.facts, self.people, clauses, clause)[0]]

    def waiting(self, clauses: Sequence[Clause], clause: str) -> list[tuple[str, str]]:
        """Those named by somebody who ran ahead of the others, with their statements: they do not count yet."""
        return [(n.statement, n.record) for n in counting(self.facts, self.people, clauses, clause)[1]]


def makes_move(clause: Clause) -> bool:
    """Whether a clause moves people by itself: a release, or an include outside every number."""
    return isinstance(clause, cl.Release) or (isinstance(clause, cl.Include) and not is_inside(clause))


def is_inside(clause: cl.Include) -> bool:
    """Whether an include is inside a number: it says so, or names the clause within which it is."""
    return clause.inside == "inside" or (clause.inside is None and clause.within is not None)


def selectors(clauses: Sequence[Clause]) -> Iterable[Selector]:
    """Every selector by which clauses name people: whom any of them selects is a person of the problem."""
    for clause in clauses:
        if isinstance(clause, cl.Balance | cl.Equivalence):
            yield from (clause.left, clause.right)
        elif isinstance(clause, cl.Rate):
            yield from (s.selection for s in (clause.per, *clause.give))
        elif isinstance(
            clause, cl.Release | cl.Include | cl.Exclude | cl.Together | cl.Limit | cl.Status | cl.Destination
        ):
            yield clause.selection
        if isinstance(clause, cl.Together) and clause.unless is not None:
            yield clause.unless


def excluding(clauses: Sequence[Clause]) -> Iterable[Selector]:
    """The selectors of the people who are not to be among those released."""
    return (c.selection for c in clauses if isinstance(c, cl.Exclude))
