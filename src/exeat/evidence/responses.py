"""Responses side by side: what parties answer to an offer, and that they did not.

- A response and the denial of one both hold if the denial is older, or if the office does not answer for the
  party: each is a condition only while the days, and the mandates that somebody states, leave room for it.
- The day of a document is the last day by which what it relays had been said.
"""

from exeat.core import claims as c
from exeat.core.dates import certainly_before
from exeat.core.message import Message

from .relations import Finding, Two, show
from .sayings import Background, Saying


def responded(two: Two) -> Finding | None:
    """Two responses to one offer, or a response and its denial; None for those of two powers."""
    a, b = two.left.claim, two.right.claim
    assert isinstance(a, c.Response)
    assert isinstance(b, c.Response)
    power = two.background.power_of
    elsewhere = a.clause is not None and b.clause is not None and a.clause != b.clause
    if elsewhere or power(a.party) != power(b.party):
        return None
    if two.left.stance != two.right.stance:
        return _response_denied(two)
    return _responses(two, a, b)


def _response_denied(two: Two) -> Finding | None:
    denial, said = two.denial_first()
    none, given = denial.claim, said.claim
    assert isinstance(none, c.Response)
    assert isinstance(given, c.Response)
    if none.answer not in ("any", given.answer):
        return None
    denies = Message("evidence.response_denied", {"speaker": two.background.who(denial)})
    shown = (next(m for m, s in zip(show(two, "answer"), two.both, strict=True) if s is said), denies)
    if _told_before(denial, said, two.background):
        return Finding("agree", (), (*shown, *_older(two)))
    earlier = () if _told_before(said, denial, two.background) else _older(two)
    conditions = (*earlier, *_not_for(two, given.party, none.party))
    return Finding("both_hold_if" if conditions else "cannot_both_hold", conditions, shown)


def _told_before(first: Saying, then: Saying, background: Background) -> bool:
    """Whether one had certainly been told before the other came about."""
    by, when = background.day(first), background.day(then)
    return by is not None and when is not None and _dated(then, background) and certainly_before(by, when)


def _dated(saying: Saying, background: Background) -> bool:
    """Whether the known day is that of the speaking itself, and not only of a document that came after it."""
    said, claim = saying.said, saying.claim
    assert isinstance(claim, c.Response)
    if said.said_on is not None and said.said_on.date is not None:
        return True
    own = saying.stance == "denied" or background.power_of(said.by) == background.power_of(claim.party)
    return said.via is None and own


def _older(two: Two) -> tuple[Message, ...]:
    denial, said = two.denial_first()
    values = {"denier": two.background.who(denial), "speaker": two.background.who(said)}
    return (Message("evidence.denial_is_older", values),)


def _not_for(two: Two, office: str, party: str) -> tuple[Message, ...]:
    """The condition that whoever responded does not answer for the party; none where a mandate stands."""
    if office == party or (office, party) in two.background.mandates:
        return ()
    names = {"office": two.background.name(office), "party": two.background.name(party)}
    return (Message("evidence.office_does_not_answer", names),)


OPPOSED = ({"accepts", "rejects"}, {"accepts", "counter_offers"})


def _responses(two: Two, a: c.Response, b: c.Response) -> Finding | None:
    if two.left.stance == "denied":
        return Finding("agree") if a.answer == b.answer else None
    if a.answer == b.answer:
        return Finding("agree")
    shown = show(two, "answer")
    if {a.answer, b.answer} not in OPPOSED:
        return Finding("differs_in_strength", (), shown)
    office, party = (a.party, b.party) if two.background.power_of(b.party) == b.party else (b.party, a.party)
    conditions = (two.message("answer_changed"), *_not_for(two, office, party))
    return Finding("both_hold_if", conditions, shown)
