"""The plan that people have been told of, and the least change to it: as few as possible of them are left out.

- Its names are no choice of ours: the terms, a designation, an order of priority or a draw named them. Who is told and
  still goes the same way keeps the reason of that plan.
- Two aims after all others, so that nobody's clause is worse off: as many as possible of those told go, by whichever
  clause; then as many as possible go by the clause and to the destination that they were told.
- The living come first: those told of remains are kept once as many remains go as can.
- A person told is the one to whom the record that named it belongs today. Places that stayed open told nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args

from exeat.core.canonical import canonical
from exeat.core.claims import PlanAdopted
from exeat.core.facts import Facts
from exeat.core.marked import Plain
from exeat.core.message import Message
from exeat.identity.people import People, person_column

from .classes import Tag, Tagged
from .document import NameWhy, PersonLeft, PersonMoved, Plan, PlanTold, Standing
from .moves import Move

if TYPE_CHECKING:
    from .model import Terms
    from .problem import Problem

TOLD: Tag = ("told",)
AIMS = ("told", "told_same")
WHYS: Mapping[str, NameWhy] = {why: why for why in get_args(NameWhy)}


@dataclass(frozen=True, slots=True)
class Goes:
    """A move that somebody was told of: by which clauses, to which power (None = none, or left open), and why."""

    record: str
    clauses: tuple[str, ...]
    to: str | None
    why: NameWhy


@dataclass(frozen=True, slots=True)
class Earlier:
    """The plan document that people were told of: the SHA-256 of its canonical form, and its moves."""

    plan: str
    goes: tuple[Goes, ...]


def earlier_of(plan: Plain, facts: Facts) -> Earlier:
    """What a plan document told people. Rows that are no moves tell nobody anything."""
    assert isinstance(plan, dict), "a plan document is an object"
    moves = plan.get("moves")
    rows = [m for m in moves if isinstance(m, dict)] if isinstance(moves, list) else []
    found = [_goes(row, facts) for row in rows if isinstance(row.get("person"), str)]
    return Earlier(sha256(canonical(plan)).hexdigest(), tuple(sorted(found, key=lambda g: g.record)))


def _goes(row: Mapping[str, Any], facts: Facts) -> Goes:
    clauses, to, why = row.get("clauses"), row.get("to"), row.get("why")
    by = tuple(sorted(c for c in clauses if isinstance(c, str))) if isinstance(clauses, list) else ()
    power = facts.case.power_of(to) if isinstance(to, str) else None
    return Goes(row["person"], by, power, WHYS.get(str(why), "terms"))


# ------------------------------------------------------------ as aims


def told_tags(earlier: Earlier, people: People, moves: Mapping[str, Move]) -> Iterable[Tagged]:
    """Who was told, and by which moving clause and to where."""

    by: dict[Tag, set[str]] = {}
    for goes in earlier.goes:
        person = people.person(goes.record)
        by.setdefault(TOLD, set()).add(person)
        for clause in moves.keys() & set(goes.clauses):
            by.setdefault(("told_by", clause, goes.to or ""), set()).add(person)
    selected = set().union(*(m.selected for m in moves.values()))
    for tag, persons in sorted(by.items()):
        mine = sorted(persons & selected)
        if mine:
            yield person_column(mine), tag


def told_aims(
    earlier: Earlier, problem: "Problem", moving: Collection[str], of: str = ""
) -> "Iterable[tuple[str, Terms]]":
    """As many as possible of those told go by these clauses; then, the same way. `of`: how the aims' names begin."""
    yield of + AIMS[0], problem.terms(TOLD, moving)
    same: dict[int, int] = {}
    for clause, to in sorted({(c, g.to or "") for g in earlier.goes for c in g.clauses if c in moving}):
        for column, number in problem.terms(("told_by", clause, to), [clause], to or None).items():
            same[column] = same.get(column, 0) + number
    yield of + AIMS[1], same


def whys(earlier: Earlier, people: People) -> dict[tuple[str, str], NameWhy]:
    """Why the earlier plan named a person by a clause."""
    return {(people.person(g.record), clause): g.why for g in earlier.goes for clause in g.clauses}


# ------------------------------------------------------------ in the document


def held_against(plan: Plan, earlier: Earlier, facts: Facts, people: People) -> Plan:
    """A plan, with how it differs from what people were told: who of them goes the same way no longer.

    Without a reading there are no names, and only which plan it is.
    """
    under = _Under(plan)
    left, same = [], set()
    for goes in earlier.goes if plan.moves is not None else ():
        person = people.person(goes.record)
        move = under.named.get(person)
        if move is not None and _same_way(move, goes, facts):
            same.add(person)
        else:
            standing = under.of(person, goes.clauses) if move is None else "named"
            left.append(PersonLeft(person, goes.clauses, goes.why, standing, goes.to))
    told = PlanTold(earlier.plan, len(earlier.goes), tuple(sorted(left, key=lambda p: (p.person, p.clauses))))
    moves = None if plan.moves is None else tuple(replace(m, told=m.person in same or None) for m in plan.moves)
    warnings = sorted([*plan.warnings, *_not_adopted(earlier, facts)], key=lambda m: (m.id, sorted(m.values.items())))
    return replace(plan, moves=moves, told=told, warnings=tuple(warnings))


def _same_way(move: PersonMoved, goes: Goes, facts: Facts) -> bool:
    """Whether somebody goes by a clause and to the destination that they were told, if they were told one."""
    to = None if move.to is None else facts.case.power_of(move.to)
    return bool(set(move.clauses) & set(goes.clauses)) and goes.to in (None, to)


class _Under:
    """A plan, as far as it says how somebody stands who is not named."""

    def __init__(self, plan: Plan) -> None:
        self.exchange = plan.status != "none"
        self.named = {m.person: m for m in plan.moves or ()}
        self.held = {(h.person, h.clause) for h in plan.held_back or ()}
        self.free = {(n.person, n.clause) for n in plan.not_designated or ()}
        self.open = {p.clause for p in plan.open_places or ()}

    def of(self, person: str, clauses: Iterable[str]) -> Standing:
        """How a person stands under the clauses that named it."""
        under = [(person, c) for c in clauses]
        if any(u in self.held for u in under):
            return "held_back"
        if not self.exchange:
            return "no_exchange"
        free = [c for p, c in under if (p, c) in self.free]
        if not free:
            return "not_selected"
        return "open" if any(c in self.open for c in free) else "not_needed"


def _not_adopted(earlier: Earlier, facts: Facts) -> Iterable[Message]:
    """A warning where nobody has adopted the plan that people were told of."""
    said = [s.claim for _, s in facts.of(PlanAdopted) if s.act != "denies"]
    if not any(isinstance(claim, PlanAdopted) and claim.plan == earlier.plan for claim in said):
        yield Message("clearing.told_not_adopted", {"plan": earlier.plan})
