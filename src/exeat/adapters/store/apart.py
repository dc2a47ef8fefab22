"""What a store knows of visibility groups: as the case last declared them, and which lists there are.

- It is kept with the entries, sealed, so that whoever appends a statement need not know the case: no way into the store
  passes it by.
- A declaration holds from the moment it is recorded; with what is recorded in the same breath it comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exeat.adapters.said import Said
from exeat.adapters.vault.sealing import seal, unseal
from exeat.core.canonical import canonical, plain
from exeat.core.case import VisibilityGroup
from exeat.core.claims import CaseKept, Submitted
from exeat.core.marked import Plain, marked
from exeat.core.shape import Decoder, encode
from exeat.core.visibility import Lists, group_of

if TYPE_CHECKING:
    from exeat.adapters.sqlite import Connection
    from exeat.adapters.vault import Vault

NAME = "apart"  # of the row in `ledger`, and of the secret under which it lies


@dataclass(frozen=True, slots=True)
class Apart:
    """The groups that stand, and the lists that are known: see `core.visibility`."""

    groups: tuple[VisibilityGroup, ...] = ()
    lists: Lists = field(default_factory=dict)

    def group(self, said: Said) -> str | None:
        """The group to which a statement belongs; None = to none."""
        return group_of(self.groups, said.statement.claim, self.lists)

    def hearing(self, said: Iterable[Said]) -> "Apart":
        """What is known once these are recorded."""
        groups, lists = self.groups, dict(self.lists)
        for claim in (s.statement.claim for s in said):
            if isinstance(claim, CaseKept):
                groups = claim.case.visibility
            elif isinstance(claim, Submitted):
                lists[claim.list] = (claim.of, claim.supersedes)
        return Apart(groups, lists)


def kept_apart(db: "Connection") -> bytes | None:
    """What a store knows, as it lies there; None = nothing yet."""
    row = db.execute("SELECT value FROM ledger WHERE name = ?", (NAME,)).fetchone()
    return None if row is None else bytes(row[0])


def read_apart(kept: bytes | None, vault: "Vault") -> Apart:
    """What a store knows."""
    opened = None if kept is None else unseal(vault.secret(NAME), kept, NAME.encode())
    held = None if opened is None else plain(opened)
    if not isinstance(held, dict):
        return Apart()
    decoder = Decoder()
    groups = [decoder.shape(VisibilityGroup, at) for at in marked(held["groups"]).items()]
    lists = held["lists"]
    assert isinstance(lists, dict)
    return Apart(tuple(g for g in groups if g is not None), {n: _list(kept) for n, kept in lists.items()})


def _list(kept: object) -> tuple[str, str | None]:
    assert isinstance(kept, list)
    return str(kept[0]), kept[1]


def write_apart(db: "Connection", vault: "Vault", apart: Apart) -> None:
    """Keep what a store knows."""
    lists: Plain = {name: [kind, before] for name, (kind, before) in apart.lists.items()}
    said = canonical({"groups": [encode(g) for g in apart.groups], "lists": lists})
    row = (NAME, seal(vault.secret(NAME), said, NAME.encode()))
    db.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?)", row)
