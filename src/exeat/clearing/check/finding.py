"""What a check found: a code, and whom and which clause it concerns. No finding means that the thing holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | tuple[str, ...]

CODES: frozenset[str] = frozenset(
    {
        # the document
        "malformed",  # a part of the plan is not what the format says
        "told-differs",  # what it says of the plan that people were told of
        "foreign-facts",  # it was made from other facts, another case or another day
        "unknown-clause",  # no standing offer has this clause
        "open-point",  # a clause needs a choice that the reading does not make: it is not cleared
        "moves-without-exchange",  # status none, and yet somebody moves
        # people
        "unknown-person",  # no record, or no person of the problem
        "person-id-wrong",  # a record of a person that is known by another
        "records-differ",  # a record that is not this person's
        "not-drawn",  # named as drawn, and no lottery took it
        "moved-twice",
        "named-twice",
        "not-selected",
        "impediment",  # a rule that stands in the way
        "after-cut-off",  # detained after the cut-off day, and moved for a number
        "terms-differ",  # from, to or act are not those of the clause
        # those held back
        "held-back-moves",
        "not-held-back",  # free after all
        "reason-unfounded",  # a rule that finds nothing against the person
        "reason-missing",
        "verdict-wrong",
        "statement-unknown",  # cited, and does not stand
        # clauses
        "number-broken",
        "not-everybody",
        "not-agreed",
        "include-broken",
        "excluded-moves",
        "balance-broken",
        "equivalence-broken",  # the sums by a scale are too far apart
        "like-not-first",  # a category goes for others, and somebody of it on the other side stays
        "off-scale",  # moves, and no scale has the category of this person
        "family-split",
        "goes-without",  # A not without B
        "limit-broken",
        "rate-broken",
        "quota-broken",
        "never-opens",  # a guard whose event the plan never reaches
        "exposure-broken",
        "not-standing-alone",  # the earlier stages do not hold without what is severable
        "falls-unfounded",  # said to fall away, and not severable
        "stage-differs",
        "obligation-differs",
        "designated-left",
        "open-places-impossible",
        "count-differs",
        "count-missing",
        # parties
        "party-differs",  # who takes part, what it gives, receives or has asked for
        "flow-differs",  # people who are no moves, or moves of nobody's
        "loop-differs",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be. `values` are those of its sentence."""

    code: str
    clause: str | None = None
    person: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.code in CODES, f"{self.code} is no code of a finding"
