"""What both sides may see in one table: the remarks that each addressed to the other, and nothing else.

- A remark that a party addresses to the other is no reason. It must be first hand, or carried by an intermediary, and
  its list meant as a proposal.
- A list on which remarks are shared is one that its submitter meant as a proposal.
"""

from exeat.core.claims import Submitted
from exeat.core.facts import Facts

from .recipient import CARRIERS


def shared(facts: Facts, statement: str) -> bool:
    """Whether a statement was meant for the other side: not in a list of another purpose than a proposal."""
    claim = facts.statements[statement].claim
    return not isinstance(claim, Submitted) or claim.purpose == "proposal"


def may_show(facts: Facts, via: str | None, statements: tuple[str, ...]) -> bool:
    """Whether a remark was said first hand, or carried by an intermediary, and meant for the other side."""
    carrier = via and facts.case.party(via)
    told = via is None or bool(carrier and CARRIERS & {*carrier.roles, carrier.kind})
    return told and any(shared(facts, s) for s in statements)
