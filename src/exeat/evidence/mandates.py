"""Mandates that are disputed, and what rests on them: who may bind whom is for the parties to settle, and not for us.

- A mandate is disputed where somebody says that an office may bind a party, and somebody denies or disputes it.
- What the office then offers, accepts, agrees to, reads or designates is shown with that dispute, and counts as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exeat.core import claims as c
from exeat.core.facts import Facts
from exeat.core.message import Message
from exeat.core.statement import Statement

BINDING = (c.Offer, c.Response, c.Agreement, c.Designation, c.ReadingChosen, c.PlanAdopted)
"""What an office does in a party's name."""


@dataclass(frozen=True, slots=True)
class MandateDisputed:
    """Whether an office may bind a party: ids of those who say so, of those who deny it, and of what rests on it."""

    office: str
    party: str
    said: tuple[str, ...]
    denied: tuple[str, ...]
    rests: tuple[str, ...]


def disputed_mandates(facts: Facts) -> tuple[MandateDisputed, ...]:
    """Every mandate that somebody states and somebody denies or disputes, by office and party."""
    told = [(i, s, s.claim) for i, s in facts.of(c.Mandate) if isinstance(s.claim, c.Mandate)]
    pairs = sorted({(m.office, m.party) for _, _, m in told})
    found = (_disputed(facts, pair, [(i, s) for i, s, m in told if (m.office, m.party) == pair]) for pair in pairs)
    return tuple(m for m in found if m.said and m.denied)


def _disputed(facts: Facts, pair: tuple[str, str], told: list[tuple[str, Statement]]) -> MandateDisputed:
    said = tuple(i for i, s in told if s.act != "denies")
    against = [i for i, s in told if s.act == "denies"]
    against += [i for i, s in facts.of(c.Dispute) if isinstance(s.claim, c.Dispute) and s.claim.statement in said]
    return MandateDisputed(*pair, said, tuple(sorted(against)), tuple(sorted(_rests(facts, pair[0]))))


def _rests(facts: Facts, office: str) -> Iterator[str]:
    for i, s in facts.of(*BINDING):
        parties = (s.by, getattr(s.claim, "party", None), *getattr(s.claim, "parties", ()))
        if office in parties and s.act != "denies":
            yield i


def mandate_warnings(facts: Facts) -> tuple[Message, ...]:
    """A warning for each disputed mandate on which something rests."""
    return tuple(_warning(facts, m) for m in disputed_mandates(facts) if m.rests)


def _warning(facts: Facts, m: MandateDisputed) -> Message:
    def who(ids: tuple[str, ...]) -> str:
        return ", ".join(dict.fromkeys(facts.statements[i].by for i in ids))

    values = {"office": m.office, "party": m.party, "said": who(m.said), "denied": who(m.denied)}
    return Message("evidence.mandate_disputed", {**values, "rests": ", ".join(m.rests)})
