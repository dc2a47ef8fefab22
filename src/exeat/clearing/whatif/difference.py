"""Two plans side by side: what the second changes, with reasons. A pure function of two documents.

- Of people only what changed is shown, and by its reason: who is named no more, who is newly named, who is newly held
  back and by what, whom nothing holds any more.
- Places that stay open are numbers. Nobody gets a name here who has none in a plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from exeat.clearing.document import ClauseCounted, PersonHeldBack, PersonMoved, PlacesOpen, Plan, ReasonHeld, Standing


@dataclass(frozen=True, slots=True)
class AimChanged:
    """An aim of both plans, or of one. None = that plan does not reach or have it."""

    name: str
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class CountsChanged:
    """The numbers of a clause, where they differ; empty where a plan has none."""

    clause: str
    before: tuple[ClauseCounted, ...]
    after: tuple[ClauseCounted, ...]


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """By which clause a person is named in the second plan, to which destination (None = none, or open), and why."""

    clause: str
    why: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class NameLost:
    """A person named by the first plan and not so by the second: how it stands under that clause, and why.

    `now`: another clause or destination that names it; None where none does.
    """

    person: str
    records: Annotated[tuple[str, ...], "sorted"]
    clause: str
    why: str
    standing: Standing
    reasons: tuple[ReasonHeld, ...]
    to: str | None = None
    now: PlaceNow | None = None


@dataclass(frozen=True, slots=True)
class NameGained:
    """A person named by the second plan whom the first did not name."""

    person: str
    records: Annotated[tuple[str, ...], "sorted"]
    clause: str
    why: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class HeldChanged:
    """What holds a person back in one plan and not in the other."""

    person: str
    clause: str
    reasons: tuple[ReasonHeld, ...]


@dataclass(frozen=True, slots=True)
class OpenChanged:
    """Places of a clause that stay open: how many, and among how many people."""

    clause: str
    before: int
    after: int
    among_before: int
    among_after: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second plan changes. Empty in all its parts where it changes nothing."""

    aims: tuple[AimChanged, ...]
    counts: tuple[CountsChanged, ...]
    no_longer_named: tuple[NameLost, ...]
    newly_named: tuple[NameGained, ...]
    newly_held: tuple[HeldChanged, ...]
    no_longer_held: tuple[HeldChanged, ...]
    open_places: tuple[OpenChanged, ...]
    points_opened: Annotated[tuple[str, ...], "sorted"]
    points_closed: Annotated[tuple[str, ...], "sorted"]

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def difference(before: Plan, after: Plan) -> Difference:
    """What the second plan changes in the first."""
    points = [{p.id for p in plan.open_points} for plan in (before, after)]
    return Difference(
        aims=tuple(_aims(before, after)),
        counts=tuple(_counts(before, after)),
        no_longer_named=tuple(_lost(before, after)),
        newly_named=tuple(_gained(before, after)),
        newly_held=_held(after, before),
        no_longer_held=_held(before, after),
        open_places=tuple(_open(before, after)),
        points_opened=tuple(sorted(points[1] - points[0])),
        points_closed=tuple(sorted(points[0] - points[1])),
    )


# ------------------------------------------------------------ numbers


def reached(plan: Plan) -> dict[str, int]:
    """The aims of a plan's reading, each with what was reached; none where there is no exchange."""
    return {a.name: a.value for a in plan.readings[0].aims} if plan.status != "none" else {}


def _aims(before: Plan, after: Plan) -> Iterable[AimChanged]:
    was, now = reached(before), reached(after)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield AimChanged(name, was.get(name), now.get(name))


def _counts(before: Plan, after: Plan) -> Iterable[CountsChanged]:
    was, now = _by_clause(before.counts or ()), _by_clause(after.counts or ())
    for clause in sorted(was.keys() | now.keys()):
        if was.get(clause) != now.get(clause):
            yield CountsChanged(clause, tuple(was.get(clause, ())), tuple(now.get(clause, ())))


def _by_clause(counts: Iterable[ClauseCounted]) -> dict[str, list[ClauseCounted]]:
    found: dict[str, list[ClauseCounted]] = {}
    for count in counts:
        found.setdefault(count.clause, []).append(count)
    return found


def _open(before: Plan, after: Plan) -> Iterable[OpenChanged]:
    none = PlacesOpen("", 0, 0)
    was, now = ({p.clause: p for p in plan.open_places or ()} for plan in (before, after))
    for clause in sorted(was.keys() | now.keys()):
        a, b = was.get(clause, none), now.get(clause, none)
        if (a.number, a.among) != (b.number, b.among):
            yield OpenChanged(clause, a.number, b.number, a.among, b.among)


# ------------------------------------------------------------ people


def _lost(before: Plan, after: Plan) -> Iterable[NameLost]:
    """Those of the first plan's moves that the second does not have: a person is known by any of its records."""
    named, at = _by_record(after.moves or ()), _Under(after)
    for move in before.moves or ():
        now = next((named[r] for r in move.records if r in named), None)
        clause = _moving(move)
        if now is not None and set(now.clauses) & set(move.clauses) and now.to == move.to:
            continue
        standing, reasons = at.standing(move.records, clause) if now is None else ("named", ())
        place = None if now is None else PlaceNow(_moving(now), now.why, now.to)
        yield NameLost(move.person, move.records, clause, move.why, standing, reasons, move.to, place)


def _gained(before: Plan, after: Plan) -> Iterable[NameGained]:
    named = _by_record(before.moves or ())
    for move in after.moves or ():
        if not any(r in named for r in move.records):
            yield NameGained(move.person, move.records, _moving(move), move.why, move.to)


def _moving(move: PersonMoved) -> str:
    """The clauses by which a person moves, as one name."""
    return ", ".join(move.clauses)


def _by_record(moves: Iterable[PersonMoved]) -> dict[str, PersonMoved]:
    return {record: move for move in moves for record in move.records}


class _Under:
    """How people stand in a plan that does not name them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.held = {(h.person, h.clause): h for h in plan.held_back or ()}
        self.free = {(n.person, n.clause) for n in plan.not_designated or ()}
        self.open = {p.clause for p in plan.open_places or ()}

    def standing(self, records: Iterable[str], clauses: str) -> tuple[Standing, tuple[ReasonHeld, ...]]:
        """How the person of these records stands under the clauses that named it, and what holds it back there."""
        under = [(r, c) for r in records for c in clauses.split(", ")]
        held = [self.held[u] for u in under if u in self.held]
        if held:
            return "held_back", tuple(r for h in held for r in h.reasons)
        if self.plan.status == "none" or self.plan.reading is None:
            return ("no_exchange" if self.plan.status == "none" else "no_reading"), ()
        free = [c for r, c in under if (r, c) in self.free]
        if not free:
            return "not_selected", ()
        return ("open" if any(c in self.open for c in free) else "not_needed"), ()


def _held(plan: Plan, other: Plan) -> tuple[HeldChanged, ...]:
    """What holds people back in a plan and not in the other, by a clause of both: rule and verdict."""
    known, asks = _reasons(other.held_back or ()), _asking(other)
    found = []
    for h in (h for h in plan.held_back or () if h.clause in asks):
        more = tuple(r for r in h.reasons if (r.rule, r.verdict) not in known.get((h.person, h.clause), set()))
        if more:
            found.append(HeldChanged(h.person, h.clause, more))
    return tuple(found)


def _asking(plan: Plan) -> set[str]:
    """The clauses by which a plan moves people, holds them back, or leaves them free."""
    named = {clause for move in plan.moves or () for clause in move.clauses}
    return named | {h.clause for h in plan.held_back or ()} | {n.clause for n in plan.not_designated or ()}


def _reasons(held: Iterable[PersonHeldBack]) -> Mapping[tuple[str, str], set[tuple[str, str]]]:
    return {(h.person, h.clause): {(r.rule, r.verdict) for r in h.reasons} for h in held}
