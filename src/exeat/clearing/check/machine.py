"""What the machine proposes, and what that comes to: links where the protocol names a threshold, and chains that tear.

- Only what nobody answered comes here.
- A link joins two lists, never two rows of one. What it would make of everybody in reach is looked at as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that may be one person, as the machine has it."""

    left: str
    right: str
    probability: Decimal
    decision: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Proposal":
        """A row of a frame of proposals; its probability counts with the six decimals that are shown."""
        return cls(row["left"], row["right"], Decimal(f"{row['probability']:.6f}"), row["decision"])


@dataclass(frozen=True, slots=True)
class Proposed:
    """The pairs that links join, the records that a contradicting chain leaves unresolved, what is open by record."""

    joined: set[Pair]
    torn: frozenset[str]
    by_record: Mapping[str, tuple[Proposal, ...]]


def proposed(
    unanswered: Iterable[Proposal],
    threshold: str | None,
    alone: Mapping[str, frozenset[str]],
    against: set[Pair],
    rows: frozenset[str],
) -> Proposed:
    """What the unanswered proposals come to. `alone`: the records that judgements join to each; `against`: see page."""
    unanswered = list(unanswered)
    by_record: dict[str, tuple[Proposal, ...]] = {}
    for x in unanswered:
        for end in (x.left, x.right):
            by_record[end] = (*by_record.get(end, ()), x)
    links = [x for x in unanswered if threshold is not None and _is_link(x, Decimal(threshold))]
    joined: set[Pair] = set()
    torn: set[str] = set()
    for start in links:
        whole = _whole(start, links, alone)
        if _contradicts(whole, alone, against, rows):
            torn |= whole
        else:
            joined.add(frozenset((start.left, start.right)))
    return Proposed(joined, frozenset(torn), by_record)


def _is_link(x: Proposal, threshold: Decimal) -> bool:
    return x.decision == "match" and x.probability >= threshold and _list(x.left) != _list(x.right)


def _list(record: str) -> str:
    """The list under which a record is known: that with which its versions began."""
    return record.split("#")[0].split("@")[0]


def _whole(start: Proposal, links: list[Proposal], alone: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Everything that judgements and links join to a link, however long the chain."""
    found = set(alone[start.left] | alone[start.right])
    size = 0
    while size != len(found):
        size = len(found)
        for x in links:
            if x.left in found or x.right in found:
                found |= alone[x.left] | alone[x.right]
    return frozenset(found)


def _contradicts(
    whole: frozenset[str], alone: Mapping[str, frozenset[str]], against: set[Pair], rows: frozenset[str]
) -> bool:
    """Whether two of them were judged to be two, or are rows of one list that nobody judged to be one."""
    lists: dict[str, set[frozenset[str]]] = {}
    for record in whole & rows:
        lists.setdefault(_list(record), set()).add(alone[record])
    return any(pair <= whole for pair in against) or any(len(several) > 1 for several in lists.values())
