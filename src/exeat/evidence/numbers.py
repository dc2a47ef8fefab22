"""Numbers side by side: of one group, of groups that somebody ties together, announced and verified.

- Numbers of tied groups are compared by the intervals that their words allow; of groups of which nobody says
  how they relate, only where the same holder or transfer is said of both, and then the answer names what it
  rests on.
- Two numbers that exclude each other both hold where both name their days: people come and go.
"""

from exeat.core import claims as c
from exeat.core.counts import Count
from exeat.core.message import Message

from .relations import Finding, Two, apart, general, show
from .sayings import Background, Saying


def counted(two: Two) -> Finding | None:
    """Two numbers of people in groups."""
    a, b = two.left.claim, two.right.claim
    assert isinstance(a, c.Counted)
    assert isinstance(b, c.Counted)
    ties = two.background.ties
    tie = ties.between(a.group, b.group)
    if "denied" in (two.left.stance, two.right.stance):
        return _denied_number(two, a.number, b.number) if tie == "same" else None
    clash = {
        "same": not a.number.overlaps(b.number),
        "part_of": b.number.most is not None and a.number.least > b.number.most,
        "contains": a.number.most is not None and b.number.least > a.number.most,
    }
    shown = _numbers(two) if (a.number.words, tie) != (b.number.words, "same") else ()
    if tie in clash:
        return _clash(two, shown) if clash[tie] else Finding("agree", (), shown)
    return _perhaps_same(two, a, b, shown) if ties.may_be_same(a.group, b.group) else None


def _clash(two: Two, shown: tuple[Message, ...]) -> Finding:
    """Numbers that exclude each other, unless both name their day and the number may have changed."""
    field = "as_of" if isinstance(two.left.claim, c.Counted) else "on"
    days = [getattr(s.claim, field) for s in two.both]
    if None not in days and apart(*days):
        return Finding("both_hold_if", (two.message("changed_between"),), (*shown, *show(two, field)))
    return Finding("cannot_both_hold", (), shown)


def _perhaps_same(two: Two, a: c.Counted, b: c.Counted, shown: tuple[Message, ...]) -> Finding:
    names = group_names(two, a.group, b.group)
    if a.number.overlaps(b.number):
        return Finding("agree", (two.message("groups_are_same", **names),), shown)
    return Finding("both_hold_if", (two.message("groups_are_different", **names),), shown)


def _denied_number(two: Two, a: Count, b: Count) -> Finding | None:
    if (a.least, a.most) != (b.least, b.most):
        return None
    both_deny = two.left.stance == two.right.stance
    return Finding("agree") if both_deny else Finding("cannot_both_hold", (), _numbers(two))


def _numbers(two: Two) -> tuple[Message, ...]:
    """Each side's number in its own words, and of which group it is."""
    return tuple(_number(saying, two.background) for saying in two.both)


def _number(saying: Saying, background: Background) -> Message:
    number, group = getattr(saying.claim, "number", None), getattr(saying.claim, "group", None)
    who = {"speaker": background.who(saying), "words": number.words if number else ""}
    if group is None:
        return Message("evidence.number", who)
    return Message("evidence.number_of_group", {**who, "group": background.name(group)})


def announced(two: Two) -> Finding | None:
    """Numbers announced or verified: intervals that share no number exclude each other on one day."""
    found = general(two)
    a, b = (getattr(s.claim, "number", None) for s in two.both)
    if found is None or a is None or b is None or a.words == b.words:
        return found
    if "denied" in (two.left.stance, two.right.stance):
        return None
    return Finding("agree", (), _numbers(two)) if a.overlaps(b) else _clash(two, _numbers(two))


def label_and_number(two: Two) -> Finding | None:
    """A number of people under a label, beside the denial that there are any."""
    label, number = two.both if isinstance(two.left.claim, c.StatusLabel) else (two.right, two.left)
    assert isinstance(label.claim, c.StatusLabel)
    assert isinstance(number.claim, c.Counted)
    if label.stance != "denied" or number.stance != "said" or number.claim.number.least == 0:
        return None
    names = {"denier": two.background.who(label), "label": label.claim.label}
    shown = Message("evidence.label_denied", names), _number(number, two.background)
    return Finding("cannot_both_hold", (), shown)


def group_names(two: Two, left: str, right: str) -> dict[str, str]:
    """The names of two groups, for a sentence."""
    return {"left": two.background.name(left), "right": two.background.name(right)}
