"""Comparisons that a ground does not tell: groups, allegations, custody, orders, kinds beside kinds.

- Conducts are *alike* where half the longer words of the shorter wording are in the other: it decides only
  whether two allegations about different groups are laid side by side, never that they say the same.
"""

from collections.abc import Callable, Mapping
from itertools import chain

from exeat.core import claims as c
from exeat.core.dates import certainly_before
from exeat.core.message import Message
from exeat.core.values import fold

from .matters import GROUNDS
from .numbers import announced, counted, group_names, label_and_number
from .relations import Finding, Relation, Two, firmness, general, show, speaking
from .responses import responded

Compare = Callable[[Two], Finding | None]
SMALL = frozenset({"such", "with", "from", "that", "their", "other", "como", "otros", "otras", "para", "desde"})


def compare(two: Two) -> Finding | None:
    """How two sayings on one matter stand to each other; None where they do not touch."""
    kinds = type(two.left.claim), type(two.right.claim)
    if kinds[0] is not kinds[1]:
        found = _beside(two, kinds)
        return None if found is None else firmness(two, found)
    found = PARTICULAR.get(kinds[0], general)(two)
    return None if found is None else speaking(two, firmness(two, found))


# ------------------------------------------------------------ groups and what is alleged of them


def _same_group(two: Two) -> Finding | None:
    a, b = (_seen_from_first(s.claim) for s in two.both)
    shown = show(two, "relation")
    if two.left.stance != two.right.stance:
        return Finding("cannot_both_hold", (), shown) if a == b else None
    if a == b:
        return Finding("agree")
    if two.left.stance == "denied":
        return None
    if "different" in (a, b):
        return Finding("cannot_both_hold", (), shown)
    if "same" in (a, b):
        return Finding("differs_in_strength", (), shown)
    assert isinstance(two.left.claim, c.SameGroup)
    names = group_names(two, two.left.claim.left, two.left.claim.right)
    return Finding("both_hold_if", (two.message("groups_are_same", **names),), shown)


def _seen_from_first(claim: c.Claim) -> str:
    """The relation as seen from the group whose name comes first."""
    assert isinstance(claim, c.SameGroup)
    turned = claim.left > claim.right and claim.relation == "part_of"
    return "contains" if turned else claim.relation


def _alleged(two: Two) -> Finding | None:
    a, b = two.left.claim, two.right.claim
    assert isinstance(a, c.Allegation)
    assert isinstance(b, c.Allegation)
    if a.subject == b.subject:
        return general(two)
    tie = two.background.ties.between(a.subject, b.subject)
    if tie == "same":
        return _wider(two, general(two), "agree")
    if not alike(a.conduct, b.conduct):
        return None
    if tie in ("part_of", "contains"):
        return _wider(two, general(two), "differs_in_strength")
    return _of_other_groups(two, a, b) if two.left.stance == two.right.stance == "said" else None


def _wider(two: Two, found: Finding | None, least: Relation) -> Finding | None:
    """A finding about two names of groups: it shows of which each speaks, and is no weaker than `least`."""
    if found is None:
        return None
    relation = least if found.relation == "agree" else found.relation
    return Finding(relation, found.conditions, (*show(two, "subject"), *found.dimensions))


def _of_other_groups(two: Two, a: c.Allegation, b: c.Allegation) -> Finding:
    """The like is alleged of two groups: both hold if they are different people, or the same."""
    names = group_names(two, a.subject, b.subject)
    by = two.background.ties.apart_by(a.subject, b.subject)
    tie = two.background.ties.between(a.subject, b.subject)
    said = two.background.speakers(by)
    different = two.message("groups_are_different_says", says=said, **names)
    if tie != "different":
        different = two.message("groups_are_different", **names)
    conditions = (different,) if tie == "different" else (different, two.message("groups_are_same", **names))
    fields = [n for n in ("stage", "share", "conduct") if len({str(getattr(s.claim, n)) for s in two.both}) > 1]
    shown = chain.from_iterable(show(two, name) for name in ("subject", *fields))
    return Finding("both_hold_if", conditions, tuple(shown))


def alike(left: str, right: str) -> bool:
    """Whether half of the longer words of the shorter wording are in the other."""
    a, b = (_long_words(text) for text in (left, right))
    return fold(left) == fold(right) or 2 * len(a & b) >= max(min(len(a), len(b)), 1)


def _long_words(text: str) -> set[str]:
    words = "".join(ch if ch.isalnum() else " " for ch in fold(text)).split()
    return {w for w in words if len(w) > 3} - SMALL


# ------------------------------------------------------------ custody and courts


def _custody(two: Two) -> Finding | None:
    """One holder excludes another; who answers and who pays can be several."""
    a, b = two.left.claim, two.right.claim
    assert isinstance(a, c.Custody)
    assert isinstance(b, c.Custody)
    powers = two.sides("power")
    shared = a.role != "physical_holder" and powers[0] != powers[1]
    if not shared or two.left.stance != "said" or two.right.stance != "said":
        return general(two)
    return Finding("both_hold_if", (two.message("both_true"),), show(two, "power"))


def _ordered(two: Two) -> Finding | None:
    """An order and its lifting both hold if the lifting came after; else they differ in scope or in words."""
    effects = two.sides("effect")
    if effects[0] == effects[1] or "denied" in (two.left.stance, two.right.stance):
        return general(two)
    return Finding("both_hold_if", (two.message("lifted_after"),), show(two, "effect"))


def _judged(two: Two) -> Finding | None:
    """Same and different exclude each other; whoever is unsure says less than either."""
    verdicts = two.sides("verdict")
    if two.left.stance != two.right.stance:
        return Finding("cannot_both_hold", (), show(two, "verdict")) if verdicts[0] == verdicts[1] else None
    if verdicts[0] == verdicts[1]:
        return general(two)
    if two.left.stance == "denied":
        return None
    relation: Relation = "differs_in_strength" if "unsure" in verdicts else "cannot_both_hold"
    return Finding(relation, (), show(two, "verdict"))


# ------------------------------------------------------------ disputes, and kinds beside kinds


def _disputed(two: Two) -> Finding | None:
    if two.left.stance != two.right.stance:
        return Finding("cannot_both_hold", (), show(two, "words"))
    a, b = (getattr(s.claim, "words", None) for s in two.both)
    differ = a is not None and b is not None and fold(a) != fold(b)
    return Finding("differs_in_strength", (), show(two, "words")) if differ else Finding("agree")


def _dispute_of(two: Two) -> Finding | None:
    """A dispute beside the statement that it disputes."""
    dispute, said = two.both if isinstance(two.left.claim, c.Dispute) else (two.right, two.left)
    if dispute.stance != "said":
        return None
    names = {"denier": two.background.who(dispute), "speaker": two.background.who(said)}
    return Finding("cannot_both_hold", (), (Message("evidence.disputed", names),))


def _alive(two: Two) -> Finding | None:
    """A sign of life after the day of death excludes it; before that day it does not touch it."""
    death, sign = two.both if isinstance(two.left.claim, c.Death) else (two.right, two.left)
    assert isinstance(death.claim, c.Death)
    assert isinstance(sign.claim, c.ProofOfLife)
    died, lived = death.claim.on, sign.claim.on
    before = died is not None and certainly_before(lived, died)
    if before or "denied" in (death.stance, sign.stance):
        return None
    shown = show(two, "on")
    if died is not None and certainly_before(died, lived):
        return Finding("cannot_both_hold", (), shown)
    return Finding("both_hold_if", (two.message("sign_before_death"),), shown)


def _released_and_held(two: Two) -> Finding | None:
    """Custody by a power, and a release by it: both hold if one is older than the other."""
    release, held = two.both if isinstance(two.left.claim, c.Released) else (two.right, two.left)
    assert isinstance(release.claim, c.Released)
    assert isinstance(held.claim, c.Custody)
    power = two.background.power_of
    by, until, on = release.claim.power, held.claim.until, release.claim.on
    other = by is not None and power(by) != power(held.claim.power)
    ended = until is not None and (on is None or not certainly_before(on, until))
    if other or ended or "denied" in (release.stance, held.stance):
        return None
    again = held.claim.since is not None and on is not None and certainly_before(on, held.claim.since)
    return Finding("both_hold_if", (two.message("held_again" if again else "held_before_release"),))


BESIDE: Mapping[frozenset[type], Compare] = {
    frozenset({c.StatusLabel, c.Counted}): label_and_number,
    frozenset({c.Death, c.ProofOfLife}): _alive,
    frozenset({c.Released, c.Custody}): _released_and_held,
}

PARTICULAR: Mapping[type, Compare] = {
    c.Counted: counted,
    c.Announcement: announced,
    c.Verification: announced,
    c.SameGroup: _same_group,
    c.Allegation: _alleged,
    c.Custody: _custody,
    c.CourtOrder: _ordered,
    c.SamePerson: _judged,
    c.Response: responded,
    c.Dispute: _disputed,
}
assert PARTICULAR.keys() <= GROUNDS.keys()


def _beside(two: Two, kinds: tuple[type, type]) -> Finding | None:
    if c.Dispute in kinds:
        return _dispute_of(two)
    found = BESIDE.get(frozenset(kinds))
    return None if found is None else found(two)
