"""Numbers of people on a party's copy: none below 5, and none from which such a number could be worked out.

- The parts of a shown total: where one part alone is hidden, subtraction would give it back, so that the next smallest
  is hidden, too.
- Names that would give a hidden number away go with it.
- Where those who refuse to go count as delivered, the two numbers that differ by them are never on one copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from exeat.core import clauses as cl

from .recipient import Recipient

FEW = 5  # a number of people below it is not shown
Shown = int | Literal["few", "hidden"]
PARTS = ("named", "open", "not_on_list")


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A clause's people in numbers that may be shown; a part that is nobody's place is left out.

    `names`: whether those whom the move takes may be named.
    """

    clause: str
    selected: Shown
    cells: Mapping[str, Shown]
    names: bool


def shown(number: int) -> Shown:
    """A number of people as a party may see it."""
    return "few" if number < FEW else number


def guarded(parts: Mapping[str, int]) -> dict[str, Shown]:
    """The parts of a shown total: `few` for a number below 5, `hidden` where subtraction could give that one back.

    Where one part alone is hidden, the next smallest is hidden too. Of `named` and `open` nobody's number, 0, is a
    part that there is not; 0 *not on this list* is a number of people, and as small as any.
    """
    real = {k: n for k, n in parts.items() if n or k == "not_on_list"}
    found: dict[str, Shown] = {k: shown(n) for k, n in real.items()}
    open_ = [k for k, n in found.items() if n != "few"]
    if len(real) - len(open_) == 1 and open_:
        found[min(open_, key=lambda k: (real[k], k))] = "hidden"
    return found


def move_shown(
    recipient: Recipient, clause: str, giver: str, destination: str | None, named: int, go: int, selected: int
) -> MoveShown:
    """A move of a clause from `giver`: of `selected` people `go` go, `named` of them by name."""
    cells = guarded({"named": named, "open": go - named, "not_on_list": selected - go})
    own = recipient.owns(giver) or recipient.owns(destination or "")
    return MoveShown(clause, shown(selected), cells, own and cells.get("named") == named)


def may_count(recipient: Recipient, clauses: Iterable[cl.Clause], clause: str, giver: str) -> bool:
    """Whether the number of a clause may be shown: two that differ by those who refuse to go are on no one copy."""
    known = list(clauses)
    apart = {k.clause for k in known if isinstance(k, cl.ConsentAsked) and k.refusal == "counts_as_delivered"}
    apart |= {k.id for k in known if isinstance(k, cl.Release | cl.Include) and _same_as(k) in apart}
    return clause not in apart or recipient.owns(giver)


def _same_as(clause: cl.Release | cl.Include) -> str | None:
    count = clause.selection.count
    return count.same_as if isinstance(count, cl.SameAs) else None
