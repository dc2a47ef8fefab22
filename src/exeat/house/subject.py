"""What somebody means by an id: a person, a group, a party, an offer; and what they perhaps meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from exeat.core.claims import Offer
from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
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
    raise Refused([Problem("subject-unknown", values={"subject": name, "near": near})])


def like(record: str, records: Iterable[str]) -> str:
    """The record that was perhaps meant: the only one of that id, or one spelt like it; empty where there is none."""
    records = sorted(records)
    same_id = [r for r in records if r.partition("#")[2] == record.rpartition("#")[2]]
    return same_id[0] if len(same_id) == 1 else next(iter(get_close_matches(record, records, 1, 0.8)), "")
