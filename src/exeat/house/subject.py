"""What somebody means by an id: a person, a group, a party, an offer; and what they perhaps meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from exeat.core.claims import Offer
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.evidence.erased import erased_from
from exeat.identity.people import People

if TYPE_CHECKING:
    from exeat.evidence.heard import Subject


def subject_of(name: str | None, facts: Facts, found: People) -> "Subject":
    """What an id means: everybody's records of a person, a group, a party with its offices, an offer; None = the case.

    Raises Refused for what is none of them.
    """
    from exeat.evidence.heard import Subject

    case, offers = facts.case, {s.claim.offer for _, s in facts.of(Offer) if isinstance(s.claim, Offer)}
    records, groups = set(facts.people["record"]), {g.id for g in case.groups}
    if name is None:
        return Subject("case")
    if facts.address(name) in records:
        return Subject("person", frozenset(found.records(found.person(facts.address(name)))))
    if name in groups:
        return Subject("group", frozenset({name}))
    if case.party(name) is not None:
        return Subject("party", frozenset(p.id for p in case.parties if name in (p.id, case.power_of(p.id))))
    if name in offers:
        return Subject("offer", frozenset({name}))
    known = [*groups, *offers, *(p.id for p in case.parties)]
    near = like(name, records) if "#" in name else next(iter(get_close_matches(name, known, 1, 0.6)), "")
    erased = gone(name, facts) if "#" in name else None
    raise Refused([erased or Problem("subject-unknown", values={"subject": name, "near": near})])


def gone(record: str, facts: Facts) -> Problem | None:
    """What is said of a record that is in no list any more; None where nothing was erased from its list.

    Of an address by position it is known that it was erased; of an id only that it may have been.
    """
    found = erased_from(facts, record)
    if not found:
        return None
    by_place = "@" in record.partition("#")[0]
    day = (found[-1].at or "")[:10]
    values = {"record": record, "day": day, "asked_by": found[-1].asked_by, "reason": found[-1].reason}
    return Problem("row-erased" if by_place else "record-erased", values=values)


def like(record: str, records: Iterable[str]) -> str:
    """The record that was perhaps meant: the only one of that id, or one spelt like it; empty where there is none."""
    records = sorted(records)
    same_id = [r for r in records if r.partition("#")[2] == record.rpartition("#")[2]]
    return same_id[0] if len(same_id) == 1 else next(iter(get_close_matches(record, records, 1, 0.8)), "")
