"""Open points: what a clause needs to be carried out and the offer does not say.

- Each point names its clause, what is open, and the choices there are; a choice fills one parameter of the clause.
- Nothing is filled silently: a point without a choice stays open, and a point with one choice only is shown with it.
- Points that bear on who can go and how many are `bearing`; the others (who designates, in which order, at liberty or
  not) are questions to the parties all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from exeat.core import clauses as cl
from exeat.core.claims import Custody, Payment
from exeat.core.clauses import Clause, Selector
from exeat.core.facts import Facts
from exeat.core.ids import list_of

from .alternatives import OPTION, alternatives, each_option, holding, point_of
from .asked import is_rule
from .destinations import chooses
from .events import event
from .terms import Term

NAMING = ("how", "by", "turns")  # points that bear on names alone
MANY_SIDES = 4  # so many sides have too many orders to list
STAY, NOBODY = "stay", "nobody"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """`id` is clause/parameter. `choices` may be empty: nobody has said anything that could fill it."""

    id: str
    clause: str
    param: str
    choices: tuple[str, ...]
    bearing: bool = True


def open_points(facts: Facts, terms: Sequence[Term]) -> tuple[OpenPoint, ...]:
    """What the clauses leave open, by id."""
    return open_points_of(facts, [t.clause for t in terms if t.clause.state != "rejected"])


def open_points_of(facts: Facts, clauses: Sequence[Clause]) -> tuple[OpenPoint, ...]:
    """What some clauses leave open, by id: those of offers, or as a reading has filled them."""
    found = [p for some in each_option(clauses) for clause in some for p in _of_clause(facts, clause, some)]
    choices: dict[str, dict[str, None]] = {}
    for point in found:
        choices.setdefault(point.id, {}).update(dict.fromkeys(point.choices))
    points = {p.id: replace(p, choices=tuple(choices[p.id])) for p in found}
    options = [OpenPoint(point_of(a), a, OPTION, options) for a, options in alternatives(clauses).items()]
    return tuple(sorted([*points.values(), *options], key=lambda p: p.id))


def _of_clause(facts: Facts, clause: Clause, clauses: Sequence[Clause]) -> Iterable[OpenPoint]:
    selection = getattr(clause, "selection", None)
    if isinstance(selection, Selector) and selection.group and not selection.list:
        yield OpenPoint(f"{clause.id}/list", clause.id, "list", lists_of_group(facts, selection.group))
    match clause:
        case cl.Release():
            yield from _of_release(facts, clause, clauses)
        case cl.Include():
            yield from _of_include(facts, clause, clauses)
        case cl.Rate() if clause.basis is None:
            yield OpenPoint(f"{clause.id}/basis", clause.id, "basis", ("agreed", "delivered", "verified"))
        case cl.When() if clause.severable is None and not is_rule(clause):
            if event(clause.event, clauses).kind != "default":
                yield OpenPoint(f"{clause.id}/severable", clause.id, "severable", ("all_or_nothing", "severable"))
        case cl.ConsentAsked() if clause.refusal is None:
            choices = ("substitute", "counts_as_delivered", "reduces", "neutral_custody", "stops")
            yield OpenPoint(f"{clause.id}/refusal", clause.id, "refusal", choices)
        case cl.Designate():
            yield from _of_designate(facts, clause, clauses)


def _of_designate(facts: Facts, clause: cl.Designate, clauses: Sequence[Clause]) -> Iterable[OpenPoint]:
    if clause.how is None:
        ways = ("alternating", "lottery", "party", "priority")
        yield OpenPoint(f"{clause.id}/how", clause.id, "how", ways, False)
    if clause.by is None and clause.how in ("party", "priority"):
        yield OpenPoint(f"{clause.id}/by", clause.id, "by", _namers(facts), False)
    if not clause.turns and clause.how == "alternating":
        sides = sorted({c.from_ for c in clauses if isinstance(c, cl.Release)})
        turns = tuple(", ".join(turn) for turn in permutations(sides)) if 1 < len(sides) < MANY_SIDES else ()
        yield OpenPoint(f"{clause.id}/turns", clause.id, "turns", turns, False)


def _of_release(facts: Facts, clause: cl.Release, clauses: Sequence[Clause]) -> Iterable[OpenPoint]:
    receivers = _states(facts, clause.from_)
    if clause.act is None:
        yield OpenPoint(f"{clause.id}/receives", clause.id, "receives", (STAY, *receivers))
    elif clause.act == "transfer" and clause.to is None and not chooses(clause, clauses):
        yield OpenPoint(f"{clause.id}/receives", clause.id, "receives", receivers)
    everybody = clause.selection.count is None
    if everybody and clause.blocked is None:
        yield OpenPoint(f"{clause.id}/blocked", clause.id, "blocked", ("excused", "stop"))
    others = _others_responsible(facts, clause)
    if clause.agree is None and others:
        yield OpenPoint(f"{clause.id}/agree", clause.id, "agree", (NOBODY, *others))
    if not everybody and not any(isinstance(c, cl.Designate) and c.clause == clause.id for c in clauses):
        yield OpenPoint(
            f"{clause.id}/designate", clause.id, "designate", ("alternating", "lottery", *_namers(facts)), False
        )
    if not any(isinstance(c, cl.Status) for c in clauses):
        choices: tuple[str, ...] = ("full_liberty", "measures", "parole", "pardon", "prosecution")
        yield OpenPoint(f"{clause.id}/status", clause.id, "status", choices, False)
    if _first_release(clause, clauses) and not any(isinstance(c, cl.Phase) for c in clauses):
        releases = tuple(sorted(c.id for c in clauses if isinstance(c, cl.Release)))
        if len(releases) > 1:
            choices = ("simultaneous", *(f"{r} first" for r in releases))
            yield OpenPoint(f"{clause.id}/order", clause.id, "order", choices, False)


def _first_release(clause: cl.Release, clauses: Sequence[Clause]) -> bool:
    return next((c for c in clauses if isinstance(c, cl.Release)), None) is clause


def _of_include(facts: Facts, clause: cl.Include, clauses: Sequence[Clause]) -> Iterable[OpenPoint]:
    givers = sorted({c.from_ for c in clauses if isinstance(c, cl.Release)})
    if clause.from_ is None:
        yield OpenPoint(f"{clause.id}/from", clause.id, "from", tuple(givers))
    if clause.inside is None and clause.within is None:
        yield OpenPoint(f"{clause.id}/inside", clause.id, "inside", ("inside", "outside"))
    if clause.act is None:
        yield OpenPoint(f"{clause.id}/receives", clause.id, "receives", (STAY, *_states(facts, clause.from_ or "")))
    elif clause.act == "transfer" and clause.to is None and not (_is_inside(clause) or chooses(clause, clauses)):
        yield OpenPoint(f"{clause.id}/receives", clause.id, "receives", _states(facts, clause.from_ or ""))


def _is_inside(clause: cl.Include) -> bool:
    return clause.inside == "inside" or clause.within is not None


def lists_of_group(facts: Facts, group: str) -> tuple[str, ...]:
    """The current lists, submitted for clearing, that somebody says are lists of this group."""
    return tuple(
        sorted(
            name for name, (_, t) in facts.current.items() if t.header.group == group and t.header.purpose == "proposal"
        )
    )


def _states(facts: Facts, but: str) -> tuple[str, ...]:
    return tuple(sorted(p.id for p in facts.case.parties if p.kind == "state" and p.id != but))


def _namers(facts: Facts) -> tuple[str, ...]:
    """Who could name people: who releases, who receives, a mediator."""
    mediators = {p.id for p in facts.case.parties if "intermediary" in p.roles}
    return tuple(sorted({*_states(facts, ""), *mediators}))


def _others_responsible(facts: Facts, clause: cl.Release) -> tuple[str, ...]:
    """Powers other than the two of the clause that somebody says are responsible or pay for this custody."""
    power = facts.case.power_of
    found = {
        power(s.claim.power)
        for _, s in facts.of(Custody)
        if isinstance(s.claim, Custody)
        and s.claim.role != "physical_holder"
        and _concerns(facts, clause.selection, s.claim.subject)
        and s.act != "denies"
    }
    found |= {
        power(s.claim.payer)
        for _, s in facts.of(Payment)
        if isinstance(s.claim, Payment) and power(s.claim.payee) == power(clause.from_) and s.act != "denies"
    }
    return tuple(sorted(found - {power(clause.from_), power(clause.to or "")}))


def _concerns(facts: Facts, selection: Selector, subject: str) -> bool:
    """Whether a group or record is, by its name, among those selected: their group, or on their list."""
    if "#" in subject:
        return subject in selection.named or list_of(subject) == selection.list
    listed = facts.lists.get(selection.list or "")
    return subject in (selection.group, listed and listed[1].header.group)


# ------------------------------------------------------------ filling


def filled(clauses: Sequence[Clause], choices: Mapping[str, str]) -> tuple[Clause, ...]:
    """The clauses that hold, with the chosen parameters; a choice for no clause here changes nothing.

    Where destination clauses of the reading say where people go, a choice of who receives them, asked for another
    option, fills nothing.
    """
    held = holding(clauses, choices)
    found = {c.id: c for c in held}
    for point, choice in sorted(choices.items()):
        clause, _, param = point.rpartition("/")
        if clause in found and param in _FILL and not (param == "receives" and chooses(found[clause], held)):
            found[clause] = replace(found[clause], **_FILL[param](found[clause], choice))
    return tuple(found[c.id] for c in held)


def _receives(clause: Any, choice: str) -> dict[str, Any]:
    return {"act": "release", "to": None} if choice == STAY else {"act": "transfer", "to": choice}


_FILL: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "list": lambda c, choice: {"selection": replace(c.selection, list=choice)},
    "blocked": lambda c, choice: {"blocked": choice},
    "receives": _receives,
    "agree": lambda c, choice: {"agree": () if choice == NOBODY else (choice,)},
    "inside": lambda c, choice: {"inside": choice},
    "from": lambda c, choice: {"from_": choice},
    "basis": lambda c, choice: {"basis": choice},
    "refusal": lambda c, choice: {"refusal": choice},
    "severable": lambda c, choice: {"severable": choice == "severable"},
    "how": lambda c, choice: {"how": choice},
    "by": lambda c, choice: {"by": choice},
    "turns": lambda c, choice: {"turns": tuple(choice.split(", "))},
}
