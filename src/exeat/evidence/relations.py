"""How two sayings on one matter stand to each other, by the ground of their kind.

- Four relations and no verdict: they agree; they cannot both hold; both hold if ...; one says more, or
  otherwise.
- `conditions` are alternatives: any one of them would let both hold. On an agreement they are what it rests
  on.
- `dimensions` are in what they differ: a sentence for each side, and each names its speaker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from exeat.core.counts import Count
from exeat.core.dates import PartialDate, certainly_before
from exeat.core.message import Message
from exeat.core.shape import fields_of
from exeat.core.values import choices, fold

from .matters import GROUNDS, POWERS, Ground, plain
from .sayings import Background, Saying

Relation = Literal["agree", "cannot_both_hold", "both_hold_if", "differs_in_strength"]


@dataclass(frozen=True, slots=True)
class Finding:
    """How two sayings stand to each other."""

    relation: Relation
    conditions: tuple[Message, ...] = ()
    dimensions: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Two:
    """Two sayings on one matter, left first by key and id."""

    left: Saying
    right: Saying
    background: Background

    @property
    def both(self) -> tuple[Saying, Saying]:
        return self.left, self.right

    def sides(self, name: str) -> tuple[Any, Any]:
        """A field of both claims, as they are compared."""
        a, b = (plain(s.claim, name, self.background) for s in self.both)
        return a, b

    def denial_first(self) -> tuple[Saying, Saying]:
        """The denial, and what is said; only where one of the two denies."""
        return self.both if self.left.stance == "denied" else (self.right, self.left)

    def message(self, name: str, **values: str) -> Message:
        """A sentence of this layer with the names of both speakers."""
        who = {
            "left_speaker": self.background.who(self.left),
            "right_speaker": self.background.who(self.right),
        }
        return Message(f"evidence.{name}", {**who, **values})


# ------------------------------------------------------------ the general comparison


def by_ground(two: Two, ground: Ground) -> Finding | None:
    """Compare two claims of one kind; None where they do not touch."""
    stances = {two.left.stance, two.right.stance}
    if stances == {"denied"}:
        same = all(a == b for a, b in map(two.sides, ground.content))
        return Finding("agree") if same else None
    return _denied(two, ground) if "denied" in stances else _said(two, ground)


def _denied(two: Two, ground: Ground) -> Finding | None:
    """A denial rules out what it covers: what it leaves open it denies of all."""
    denial, said = two.denial_first()
    bare = [n for n in ground.content if getattr(denial.claim, n) not in (None, ())]
    other = [n for n in bare if plain(denial.claim, n, two.background) != plain(said.claim, n, two.background)]
    if _outside(two, ground) or any(n not in ground.strength for n in other):
        return None
    if other:
        return Finding("differs_in_strength", (), (*_denies(two), *_differences(two, other)))
    return Finding("cannot_both_hold", (), _denies(two))


def _said(two: Two, ground: Ground) -> Finding | None:
    differ = {n: ab for n in ground.content if (ab := two.sides(n))[0] != ab[1]}
    given = [n for n, ab in differ.items() if None not in ab]
    shown = _differences(two, [n for n in differ if n in given or n in ground.strength])
    if any(n in ground.excludes for n in given):
        return _excluded(two, ground, shown)
    if ground.happens and _changed(two, ground):
        return _happened(two, ground, (*shown, *_days(two, ground)))
    if any(n in ground.values for n in given):
        return _values(two, ground, shown)
    return Finding("differs_in_strength" if shown else "agree", (), shown)


def _excluded(two: Two, ground: Ground, shown: tuple[Message, ...]) -> Finding:
    """Left's value rules out right's, unless it changed between two days, or a group was divided."""
    subject = str(getattr(two.left.claim, "subject", "#"))
    if _changed(two, ground):
        return Finding("both_hold_if", (two.message("changed_between"),), (*shown, *_days(two, ground)))
    if "#" not in subject:
        divided = two.message("group_divided", group=two.background.name(subject))
        return Finding("both_hold_if", (divided,), shown)
    return Finding("cannot_both_hold", (), shown)


def _happened(two: Two, ground: Ground, shown: tuple[Message, ...]) -> Finding:
    """The same event on days that exclude each other: one of the two days is wrong, or it happened twice."""
    if ground.happens == "once":
        return Finding("cannot_both_hold", (), shown)
    return Finding("both_hold_if", (two.message("happened_twice"),), shown)


def _values(two: Two, ground: Ground, shown: tuple[Message, ...]) -> Finding | None:
    """Two texts of which nobody can tell if they exclude each other; said of parts, they do not touch."""
    parts = [v for n in ground.strength for v in two.sides(n) if v is not None]
    return None if parts else Finding("both_hold_if", (two.message("both_true"),), shown)


# ------------------------------------------------------------ days


def _changed(two: Two, ground: Ground) -> bool:
    """Whether both claims name their days, and no day is in both."""
    left, right = (getattr(s.claim, ground.day) if ground.day else None for s in two.both)
    return (left is not None and right is not None and apart(left, right)) or _ended(two)


def _outside(two: Two, ground: Ground) -> bool:
    """Whether a denial is of other days than what is said. Custody goes on until it is said to end."""
    return _ended(two) if hasattr(two.left.claim, "until") else _changed(two, ground)


def _ended(two: Two) -> bool:
    return _ended_before(*two.both) or _ended_before(two.right, two.left)


def _ended_before(earlier: Saying, later: Saying) -> bool:
    until, since = getattr(earlier.claim, "until", None), getattr(later.claim, "since", None)
    return until is not None and since is not None and certainly_before(until, since)


def apart(a: PartialDate, b: PartialDate) -> bool:
    """Whether two dates share no day."""
    return certainly_before(a, b) or certainly_before(b, a)


def _days(two: Two, ground: Ground) -> tuple[Message, ...]:
    return show(two, ground.day) if ground.day else ()


# ------------------------------------------------------------ in what they differ


def _differences(two: Two, names: Sequence[str]) -> tuple[Message, ...]:
    return tuple(m for name in names for m in show(two, name))


def show(two: Two, name: str) -> tuple[Message, ...]:
    """What each side says in a field, as received: a sentence for each."""
    return tuple(_shown(saying, name, two.background) for saying in two.both)


def _shown(saying: Saying, name: str, background: Background) -> Message:
    value = getattr(saying.claim, name)
    speaker = {"speaker": background.who(saying)}
    kind: type = type(saying.claim)
    field = next(f for f in fields_of(kind) if f.name == name)
    if value is None or value == ():
        return Message(f"evidence.{field.key}_unsaid", speaker)
    if choices(field.type):
        return Message(f"evidence.{saying.claim.kind}_{field.key}_{value}", speaker)
    return Message(f"evidence.{field.key}", {**speaker, "words": _words(value, name, background)})


def _words(value: Any, name: str, background: Background) -> str:
    match value:
        case PartialDate():
            return value.text
        case Count():
            return value.words
        case tuple():
            return ", ".join(background.name(str(v)) for v in value)
    named = name in POWERS or name in ("subject", "group", "court")
    return background.name(value) if named else str(value)


def _denies(two: Two) -> tuple[Message, ...]:
    denial, said = (two.background.who(s) for s in two.denial_first())
    return (Message("evidence.denied_and_said", {"denier": denial, "speaker": said}),)


# ------------------------------------------------------------ how firmly, and how often


def firmness(two: Two, finding: Finding) -> Finding:
    """The finding with what the manner of speaking adds: a hedge, an allegation beside a statement."""
    shown: tuple[Message, ...] = ()
    hedges = [s.said.hedge for s in two.both]
    if fold(hedges[0] or "") != fold(hedges[1] or ""):
        shown += tuple(_hedge(s, two.background) for s in two.both)
    if {s.said.act for s in two.both} == {"states", "alleges"}:
        shown += tuple(Message(f"evidence.act_{s.said.act}", {"speaker": two.background.who(s)}) for s in two.both)
    weaker = finding.relation == "agree" and shown
    relation: Relation = "differs_in_strength" if weaker else finding.relation
    return replace(finding, relation=relation, dimensions=(*finding.dimensions, *shown))


def _hedge(saying: Saying, background: Background) -> Message:
    speaker, hedge = {"speaker": background.who(saying)}, saying.said.hedge
    if hedge is None:
        return Message("evidence.hedge_unsaid", speaker)
    return Message("evidence.hedge", {**speaker, "words": hedge})


def speaking(two: Two, finding: Finding) -> Finding:
    """The finding with what is to be known of the speaking: one speaker, once; how each words the day."""
    shown: tuple[Message, ...] = ()
    when = [s.said.said_on.words if s.said.said_on else None for s in two.both]
    if two.left.said.by == two.right.said.by and two.left.stance == two.right.stance:
        shown += (Message("evidence.one_speaker", {"speaker": two.background.name(two.left.said.by)}),)
    if None not in when and when[0] != when[1]:
        shown += tuple(
            Message("evidence.said_on", {"speaker": two.background.who(s), "words": str(w)})
            for s, w in zip(two.both, when, strict=True)
        )
    return replace(finding, dimensions=(*finding.dimensions, *shown))


def general(two: Two) -> Finding | None:
    """The comparison of two claims of one kind by their ground."""
    return by_ground(two, GROUNDS[type(two.left.claim)])
