"""Visibility groups: which statements belong to one, by what they say.

- A kind of claim belongs to at most one group, whether it is said once or in the rows of a list.
- A list belongs to a group whole, and its later versions with it: its columns are not kept apart.
- What ends other statements, and what the ledger itself needs, belongs to none: everybody must see it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .case import VisibilityGroup
from .claims import Submitted
from .facts import ROWS_OF

Lists = Mapping[str, tuple[str, str | None]]
"""Lists by id: of what kind, and which list each supersedes; None = none."""


def group_of(groups: Sequence[VisibilityGroup], claim: Any, lists: Lists) -> str | None:
    """The group to which a claim belongs; None = to none. `lists`: those that are known, its own among them."""
    if isinstance(claim, Submitted):
        return group_of_list(groups, claim.list, {**lists, claim.list: (claim.of, claim.supersedes)})
    return next((g.id for g in groups if claim.kind in g.kinds), None)


def group_of_list(groups: Sequence[VisibilityGroup], name: str, lists: Lists) -> str | None:
    """The group to which a list belongs, by itself or by a version before it; None = to none."""
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at not in seen:
        seen.add(at)
        kind, before = lists.get(at, ("", None))
        found = next((g.id for g in groups if _has_list(g, at, kind)), None)
        if found is not None:
            return found
        at = before
    return None


def _has_list(group: VisibilityGroup, name: str, kind: str) -> bool:
    claim = ROWS_OF.get(kind)
    return (
        name in group.lists or kind in group.lists or (claim is not None and getattr(claim, "kind", "") in group.kinds)
    )
