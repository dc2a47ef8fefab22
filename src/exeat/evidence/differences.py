"""What was said, side by side: where two statements about one matter agree, and where they do not.

- Every pair of standing statements on one matter by different speakers, or told by different relays, in
  different documents or on different days. What one speaker says twice in one document is no difference.
- Two reports of one post are one speaker, once: words that several relays tell are compared through the first
  of them by key; the others stand beside it as agreeing.
- A single statement about a record is also laid beside the rows of lists that say the like of that record.
  Rows of two lists are for identity and impediments.
- The answer does not depend on the order of recording. Nobody is found right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from exeat.core.claims import Dispute
from exeat.core.facts import Facts
from exeat.core.message import Message

from .matters import APART, Matter, matters
from .particular import compare
from .relations import Finding, Relation, Two, speaking
from .rows import rows_beside
from .sayings import Background, Saying, gather


@dataclass(frozen=True, slots=True)
class Difference:
    """Two statements (ids) on one matter, left first by key, and how they stand to each other.

    `conditions`: any one of them would let both hold; on an agreement, what it rests on. `dimensions`: in
    what they differ, a sentence for each side.
    """

    left: str
    right: str
    matter: str
    relation: Relation
    conditions: tuple[Message, ...] = ()
    dimensions: tuple[Message, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the two agree and the agreement rests on nothing unsaid."""
        return self.relation == "agree" and not self.conditions


def differences(facts: Facts) -> tuple[Difference, ...]:
    """Every pair on one matter, in the order of keys and ids: left's first."""
    background = Background(facts)
    singles = [Saying(i, facts.key(i), s) for i, s in facts.statements.items() if type(s.claim) not in APART]
    heard = gather(singles)
    found = [d for words in heard for d in _told_again(words, background)]
    firsts = [words[0] for words in heard]
    first_of = {saying.id: words[0].id for words in heard for saying in words}
    found += _pairs([*firsts, *rows_beside(firsts, facts)], first_of, background)
    return tuple(d for _, d in sorted(found, key=lambda pair: pair[0]))


Ordered = tuple[tuple[str, ...], Difference]  # a difference and where it stands among the others


def _told_again(words: list[Saying], background: Background) -> Iterator[Ordered]:
    """The same words of one speaker through several relays: they agree, and are one speaker, once."""
    first, seen = words[0], {words[0].occasion}
    matter = next(iter(matters(first, background)), (first.claim.kind,))
    for other in words[1:]:
        if other.occasion not in seen:
            seen.add(other.occasion)
            two = Two(first, other, background)
            yield _difference(two, matter, speaking(two, Finding("agree")))


def _pairs(sayings: Iterable[Saying], first_of: dict[str, str], background: Background) -> Iterator[Ordered]:
    seen: set[tuple[str, str, str]] = set()
    for matter, members in sorted(_by_matter(sayings, first_of, background).items(), key=_narrow_first):
        for left, right in combinations(sorted(members, key=lambda s: s.order), 2):
            pair = left.id, right.id, left.row or right.row or ""
            if left.occasion == right.occasion or (left.row and right.row) or pair in seen:
                continue
            two = Two(left, right, background)
            finding = compare(two)
            if finding is not None:
                seen.add(pair)
                yield _difference(two, matter, finding)


def _narrow_first(item: tuple[Matter, list[Saying]]) -> tuple[int, Matter]:
    """The matters that name more come first: a pair is shown under the narrowest it shares."""
    return -len(item[0]), item[0]


def _by_matter(
    sayings: Iterable[Saying], first_of: dict[str, str], background: Background
) -> dict[Matter, list[Saying]]:
    sayings = list(sayings)
    found: dict[Matter, list[Saying]] = {}
    disputed = {first_of.get(s.claim.statement, s.claim.statement) for s in sayings if isinstance(s.claim, Dispute)}
    for saying in sayings:
        bears_on = set(matters(saying, background))
        if isinstance(saying.claim, Dispute):
            bears_on.add(("dispute", first_of.get(saying.claim.statement, saying.claim.statement)))
        if saying.id in disputed:
            bears_on.add(("dispute", saying.id))
        for matter in bears_on:
            found.setdefault(matter, []).append(saying)
    return {matter: members for matter, members in found.items() if len(members) > 1}


def _difference(two: Two, matter: Matter, finding: Finding) -> Ordered:
    left, right = two.both
    name = " / ".join(two.background.facts.key(part) for part in matter if part)
    made = Difference(left.id, right.id, name, finding.relation, finding.conditions, finding.dimensions)
    return (*left.order, *right.order, name), made
