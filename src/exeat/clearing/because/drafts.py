"""Counter-offers as drafts: the offers as they stand, with the least changes by which an exchange could be done.

- A draft is nobody's word until somebody says it: it carries no source, no day and no relay of the offer it changes.
- Only the clauses that a relaxation names are changed; a clause that is taken back or dropped is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exeat.clearing.document import ClauseChanged, RelaxationFound
from exeat.core.clauses import Clause
from exeat.terms.terms import Term

from .gives import gives

SAID: dict[str, dict[str, object]] = {
    "excused": {"blocked": "excused"}, "should": {"force": "should"}, "severable": {"severable": True},
}  # fmt: skip
"""What a change says where the clause as offered may leave it open."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer as it could be: `changes` are those made in it."""

    offer: str
    by: str
    to: tuple[str, ...]
    clauses: tuple[Clause, ...]
    changes: tuple[ClauseChanged, ...]


def drafts(terms: Sequence[Term], found: RelaxationFound) -> tuple[Draft, ...]:
    """The offers that a relaxation changes, each whole; by their ids."""
    first = ClauseChanged(found.clause, found.change, found.by, found.value, found.destination, found.part)
    changes = {c.clause: c for c in (first, *found.also)}
    offers = sorted({t.offer for t in terms if t.clause.id in changes})
    return tuple(_draft([t for t in terms if t.offer == o], changes) for o in offers)


def _draft(of: Sequence[Term], changes: dict[str, ClauseChanged]) -> Draft:
    clauses = [c for t in of if (c := _changed(t.clause, changes.get(t.clause.id))) is not None]
    mine = tuple(changes[t.clause.id] for t in of if t.clause.id in changes)
    return Draft(of[0].offer, of[0].by, of[0].to, tuple(clauses), mine)


def _changed(clause: Clause, change: ClauseChanged | None) -> Clause | None:
    """The clause with its change; None where it is left out."""
    if change is None:
        return clause
    if change.change in SAID:
        return replace(clause, **SAID[change.change])  # type: ignore[arg-type]
    same = (change.change, change.destination, change.part)
    give = next(g for g in gives(clause, 0) if (g.change, g.destination, g.part) == same)
    return give.at(None if change.value is None else int(change.value))
