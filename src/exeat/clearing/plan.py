"""The plan: the chosen reading's answer as a document that anybody can check.

- `clear` goes from facts to the document; nothing here is a statement, and adopting a plan is one.
- Persons are named only as `names` says; everybody held back is listed with everything that stands against it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from exeat.core import clauses as cl
from exeat.core.alike import PERSON, Alike
from exeat.core.claims import Designation
from exeat.core.clauses import CLEARED, bears_on_tranches
from exeat.core.entry import time_text
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.evidence.mandates import mandate_warnings
from exeat.identity.people import People
from exeat.impediments.impediments import order_warnings
from exeat.terms.points import OpenPoint, open_points
from exeat.terms.terms import Term, terms

from . import document as doc
from . import staged
from .because.clashes import Clashes, clashes
from .because.loosened import loosened
from .because.possible import Possible
from .because.ways_out import relaxations
from .counts import counts
from .draw.said import unsealed
from .draw.transcript import made
from .earlier import Earlier, held_against
from .held import against, held_back
from .identified import identity_warnings
from .levels import Status, weakest
from .model import Solver
from .names import Named, Names, among, names
from .obligations import obligations
from .part import with_parties
from .problem import Problem
from .readings import Reading, Readings, readings
from .world import World

RANK: dict[Status, int] = {"optimal": 0, "feasible": 1, "stopped": 2, "none": 3}


@dataclass(frozen=True, slots=True)
class Cleared:
    """A plan, and what it was made from, for those who explain it."""

    plan: doc.Plan
    world: World
    readings: Readings
    points: tuple[OpenPoint, ...]
    terms: tuple[Term, ...]
    names: Names | None
    solver: Solver | None = None


def clear(
    facts: Facts,
    people: People,
    solver: Solver,
    choices: Mapping[str, str],
    others: bool = True,
    earlier: Earlier | None = None,
) -> Cleared:
    """What the parties' own terms allow, as of the facts' moment; `choices`: how open points are read.

    Without `others` only the reading chosen is cleared, and which points matter is not told. `earlier`: the plan that
    people were told of, which is changed as little as the terms allow.
    """
    return _Clearing(facts, people, solver, choices, earlier).clear(others)


class _Clearing:
    def __init__(
        self, facts: Facts, people: People, solver: Solver, choices: Mapping[str, str], earlier: Earlier | None
    ) -> None:
        self.facts, self.people, self.solver = facts, people, solver
        self.terms = terms(facts)
        self.points = open_points(facts, self.terms)
        self.world = World(facts, people, self.terms, earlier)
        self.chosen = dict(choices)
        self.seed = facts.case.protocol.seed or "0"

    def clear(self, others: bool) -> Cleared:
        clauses = [t.clause for t in self.terms if t.cleared]
        found = readings(self.world, clauses, self.points, self.chosen, self.solver, self.seed, others)
        named = None
        if found.chosen and found.base.answer.values:
            base = found.base
            named, answer = names(self.world, base.clauses, base.problem, base.answer, self.solver, self.seed)
            found = replace(found, base=replace(base, answer=answer))
        plan, earlier = self._plan(found, named), self.world.earlier
        plan = plan if earlier is None else held_against(plan, earlier, self.facts, self.people)
        return Cleared(plan, self.world, found, self.points, self.terms, named, self.solver)

    def _plan(self, found: Readings, named: Names | None) -> doc.Plan:
        base = found.base
        status = base.answer.status if found.chosen else min((r.answer.status for r in found.all), key=RANK.__getitem__)
        clash = clashes(self._possible(base)) if status == "none" else Clashes()
        plan = doc.Plan(
            exeat="plan/1",
            case=self.facts.case.id,
            facts=self._facts(),
            status=status,
            readings=tuple(_cleared(r) for r in found.all),
            cross_checked=weakest(r.answer.checked for r in found.all),
            open_points=tuple(self._point(p, found) for p in self.points),
            warnings=self._warnings(base),
            conflicts=self._conflicts(base, clash, status),
            relaxations=self._relaxations(base, clash),
        )
        return self._with_reading(plan, base, named) if found.chosen else plan

    def _with_reading(self, plan: doc.Plan, base: Reading, named: Names | None) -> doc.Plan:
        named = named or Names()
        held = held_back(self.world, base)
        taken = {p for group in named.named for unit in group.units for p in unit}
        full = replace(
            plan,
            reading=base.id,
            stages=staged.stages(self.world, base),
            obligations=obligations(self.facts, self.terms, base.clauses, frozenset(base.problem.moves)) or None,
            handovers=staged.handovers(base),
            moves=self._moves(base, named),
            counts=tuple(counts(self.world, base) if base.answer.values else staged.no_part(base)),
            held_back=held,
            open_places=tuple(self._open(base, named, taken)),
            not_designated=self._not_designated(base, taken),
            substitutes=tuple(doc.Substitute(c, p) for c, unit in named.substitutes for p in unit),
            draw=tuple(made(named.draws)),
        )
        return with_parties(full, base.clauses, base.problem, base.answer.values, self.solver)

    # -------------------------------------------------------- what it stands on

    def _facts(self) -> doc.FactsUsed:
        of = self.facts.as_of
        recorded = [e.recorded_at for e in self.facts.entries if e.recorded_at is not None]
        known = of.known or max(recorded, default=None)
        return doc.FactsUsed(
            self.facts.root,
            len(self.facts.entries),
            of.on.isoformat(),
            doc.RULES_VERSION,
            self.seed,
            None if known is None or not recorded else time_text(known),
        )

    def _point(self, point: OpenPoint, found: Readings) -> doc.PointOpen:
        matters = None if found.matter is None and point.bearing else point.id in (found.matter or ())
        return doc.PointOpen(point.id, point.clause, point.choices, matters, self.chosen.get(point.id))

    def _warnings(self, base: Reading) -> tuple[Message, ...]:
        told = self.world.told(base.clauses)
        found = list(order_warnings(told, [w.context for w in base.problem.ways.values()]))
        found += mandate_warnings(self.facts)
        found += identity_warnings(self.facts, self.people, told.among)
        found += self._permitted(base)
        found += self._not_counted(base)
        found += [Message("clearing.draw_unsealed", {"clause": c}) for c in unsealed(self.facts)]
        found += staged.fallen_warnings(self.world, base, self.solver)
        found += [Message("clearing.designated_held", {"statement": i, "record": r}) for i, r in self._held_named(base)]
        late = [t for t in self.terms if t.clause.kind not in CLEARED]
        found += [Message("clearing.not_cleared", {"clause": t.clause.id, "kind": t.clause.kind}) for t in late]
        tranches = [t.clause.id for t in self.terms if bears_on_tranches(t.clause, t.staged)]
        found += [Message("clearing.bears_on_tranches", {"clause": c}) for c in tranches]
        return tuple(sorted(found, key=lambda m: (m.id, sorted(m.values.items()))))

    def _permitted(self, base: Reading) -> list[Message]:
        """What stands against somebody and was let pass, by whom: it stays visible."""
        import polars as pl

        frames = [m.found.filter(pl.col("permitted").is_not_null()) for m in base.problem.moves.values()]
        rows = {(r["rule"], r["permitted"], r["person"]) for f in frames for r in f.iter_rows(named=True)}
        return [Message("clearing.permitted", {"rule": r, "by": b, "person": p}) for r, b, p in sorted(rows)]

    def _not_counted(self, base: Reading) -> Iterable[Message]:
        """Designations that wait for another's turn, or by somebody whom no clause lets designate: they name nobody."""
        counted = {i for c in base.clauses for i, _ in self.world.designations(base.clauses, c.id)}
        waiting = {i for c in base.clauses for i, _ in self.world.waiting(base.clauses, c.id)}
        for i, s in self.facts.of(Designation):
            if not isinstance(s.claim, Designation) or s.act == "denies":
                continue
            values = {"statement": i, "by": s.by, "clause": s.claim.clause}
            if i in waiting:
                yield Message("clearing.designation_waits", values)
            elif i not in counted:
                yield Message("clearing.designation_not_counted", values)

    def _held_named(self, base: Reading) -> Iterable[tuple[str, str]]:
        for move in base.problem.moves.values():
            named = self.world.designations(base.clauses, move.id)
            able = _able(base.problem, move.id) if named else set()
            yield from ((i, record) for i, record in named if self.people.person(record) not in able)

    # -------------------------------------------------------- no, because

    def _possible(self, base: Reading) -> Possible:
        problem, clauses = loosened(self.world, base.clauses, base.problem)
        return Possible(problem, clauses, self.solver)

    def _conflicts(self, base: Reading, clash: Clashes, status: Status) -> tuple[doc.ConflictFound, ...]:
        if status != "none":
            return ()
        unlisted = [p for p in self.points if p.bearing and not p.choices and p.id not in base.choices]
        found = [
            doc.ConflictFound((p.clause,), (Message("clearing.nothing_fills", {"point": p.id}),)) for p in unlisted
        ]
        for clauses in () if unlisted else clash.sets:
            only = (Message("clearing.only_nobody"),) if clauses in clash.only_nobody else ()
            found.append(doc.ConflictFound(clauses, (*only, *self._behind(base, clauses))))
        if not clash.sets and not unlisted:
            moves = tuple(sorted(base.problem.moves))
            why = "nobody_can_go" if moves else "no_offer"
            found.append(doc.ConflictFound(moves, (Message(f"clearing.{why}"), *self._behind(base, moves))))
        return tuple(found)

    def _behind(self, base: Reading, clash: Sequence[str]) -> Iterable[Message]:
        """What stands against the people of the clashing clauses: rule by rule, how many persons."""
        import polars as pl

        for clause in base.clauses:
            if clause.id not in clash:
                continue
            if isinstance(clause, cl.Release) and not self.world.agreed(clause):
                yield Message("clearing.not_agreed", {"clause": clause.id, "parties": ", ".join(clause.agree or ())})
            if clause.id in base.problem.moves:
                move = base.problem.moves[clause.id]
                by_rule = (
                    against(base.problem, move)
                    .group_by("rule", "verdict")
                    .agg(pl.col("person").n_unique())
                    .sort("rule", "verdict")
                )
                values = {
                    "clause": clause.id,
                    "selected": str(len(move.selected)),
                    "free": str(len(move.free)),
                }
                yield Message("clearing.free_of", values)
                for rule, verdict, number in by_rule.iter_rows():
                    yield Message(
                        f"clearing.behind_{verdict}",
                        {"clause": clause.id, "rule": rule, "number": str(number)},
                    )

    def _relaxations(self, base: Reading, clash: Clashes) -> tuple[doc.RelaxationFound, ...]:
        by = {t.clause.id: t.by for t in self.terms}
        found = []
        for r in relaxations(self.world, base, clash.ways_out, self.solver) if clash.ways_out else ():
            first, *more = (
                doc.ClauseChanged(c.clause, c.change, by[c.clause], c.value, c.destination, c.part) for c in r.changes
            )
            of = (first.clause, first.change, r.allows, first.value, first.destination, first.by)
            found.append(doc.RelaxationFound(*of, also=tuple(more), part=first.part, remains=r.remains or None))
        return tuple(found)

    # -------------------------------------------------------- the chosen reading

    def _moves(self, base: Reading, named: Names) -> Sequence[doc.PersonMoved]:
        also, joined = self._also(base), self.people.joined
        kinds: dict[tuple[int, tuple[str, ...] | None, tuple[str, ...]], int] = {}
        persons, of = [], []
        units = [(unit, n) for n, group in enumerate(named.named) for unit in group.units]
        for unit, n in sorted(units, key=itemgetter(0)):
            others = also.get(named.named[n].clause, ())
            for person in unit:
                clauses = tuple(clause for clause, people in others if person in people) if others else ()
                of.append(kinds.setdefault((n, joined.get(person), clauses), len(kinds)))
                persons.append(person)
        return Alike([self._moved(base, named.named[n], records, more) for n, records, more in kinds], persons, of)

    def _moved(
        self, base: Reading, named: Named, records: tuple[str, ...] | None, also: tuple[str, ...]
    ) -> doc.PersonMoved:
        context = base.problem.moves[named.clause].context
        return doc.PersonMoved(
            person=PERSON,
            records=records or (PERSON,),
            from_=context.power,
            act=context.act,
            clauses=tuple(sorted((named.clause, *also))),
            why=named.why,
            to=named.to,
            destination=named.to,
            stage=base.problem.staging.of.get(named.clause),
            remains=context.remains or None,
        )

    def _also(self, base: Reading) -> dict[str, list[tuple[str, set[str]]]]:
        """By moving clause: the includes inside its number, each with the persons for whom it asks."""
        found: dict[str, list[tuple[str, set[str]]]] = {}
        for clause in base.clauses:
            within = self.world.within(clause, base.clauses)
            if isinstance(clause, cl.Include) and within is not None:
                found.setdefault(within, []).append((clause.id, set(self.world.select(clause.selection))))
        return found

    def _open(self, base: Reading, named: Names, taken: set[str]) -> Iterable[doc.PlacesOpen]:
        for move, number in sorted(named.open_.items()):
            remains = base.problem.moves[move].context.remains or None
            yield doc.PlacesOpen(move, number, among(base.problem, move, taken), self._designates(base, move), remains)

    def _designates(self, base: Reading, move: str) -> str | None:
        """Who may designate for a clause: the party, or how; None where nobody has said."""
        for clause in base.clauses:
            if isinstance(clause, cl.Designate) and clause.clause == move:
                how = clause.by if clause.how in (None, "party") else clause.how
                return None if how == "lottery" and base.problem.moves[move].context.remains else how
        return None

    def _not_designated(self, base: Reading, taken: set[str]) -> Sequence[doc.NotDesignated]:
        moves = sorted(base.problem.moves) if base.answer.values else []
        free = [(p, n) for n, move in enumerate(moves) for p in base.problem.able(move).to_list() if p not in taken]
        free.sort(key=itemgetter(0))
        return Alike([doc.NotDesignated(PERSON, move) for move in moves], [p for p, _ in free], [n for _, n in free])


def _cleared(reading: Reading) -> doc.ReadingCleared:
    aims = tuple(doc.AimReached(a.name, a.value, a.bound, a.proven) for a in reading.answer.aims)
    return doc.ReadingCleared(reading.id, tuple(sorted(reading.choices.items())), reading.answer.status, aims)


def _able(problem: Problem, clause: str) -> set[str]:
    """The persons whom a clause could move, with all who go together with them."""
    return {p for kind in problem.kinds if clause in kind.by for unit in kind.units for p in unit}
