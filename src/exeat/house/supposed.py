"""Whether a case has what somebody supposes something of: its records, its parties, its clauses."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from exeat.core.errors import Problem, Refused
from exeat.core.facts import Facts
from exeat.terms.terms import terms

from .subject import like

if TYPE_CHECKING:
    from exeat.clearing.whatif.changes import Changes


def check_named(facts: Facts, changes: "Changes") -> None:
    """Raises Refused with everything named that the case does not have."""
    records = set(facts.people["record"])
    named = (*changes.refuses, *changes.stays, *changes.dies)
    found = [
        Problem("person-unknown", values={"person": r, "near": like(r, records)})
        for r in dict.fromkeys(named)
        if facts.address(r) not in records
    ]
    found += _unknown("party", changes.leaves, [p.id for p in facts.case.parties])
    found += _unknown("clause", changes.without, [t.clause.id for t in terms(facts)])
    if found:
        raise Refused(found)


def _unknown(what: str, given: Iterable[str], known: list[str]) -> Iterable[Problem]:
    for name in given:
        if name not in known:
            near = next(iter(get_close_matches(name, known, 1, 0.6)), "")
            values = {"what": what, "name": name, "known": ", ".join(sorted(known)), "near": near}
            yield Problem("what-if-unknown", values=values)
