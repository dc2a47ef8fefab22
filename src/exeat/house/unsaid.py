"""What is no more in a log, beside the erasures that the log says: nothing goes without a word of who asked for it.

- Words or rows that are gone and that no erasure names were taken away by hand, or by a backup that is older than the
  erasure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exeat.adapters.store.erasing import named
from exeat.core.claims import Erasure, RowsErased


@dataclass(slots=True)
class Unsaid:
    """What is gone, by entry, and the erasures that the log says. `entries`: the `body` of each that is gone whole;
    `rows`: of a list its `body`, and the places from 0 of its rows that are gone. `looked_for`: whether this log says
    what is erased of it.
    """

    looked_for: bool
    entries: dict[int, str] = field(default_factory=dict)
    rows: dict[int, tuple[str, set[int]]] = field(default_factory=dict)
    said: list[Erasure] = field(default_factory=list)

    def found(self) -> Iterator[tuple[int, str]]:
        """Entries of which something is gone without a word, and what is to be told of each."""
        if not self.looked_for:
            return
        places, whole = named(self.said)
        yield from ((index, "erased_unsaid") for index, body in self.entries.items() if body not in whole)
        for index, (body, gone) in self.rows.items():
            if gone - places.get(body, set()):
                yield index, "rows_erased_unsaid"

    def claim(self, asked_by: str, reason: str) -> Erasure | None:
        """What is said afterwards of all that is gone without a word; None = nothing is."""
        places, whole = named(self.said)
        entries = tuple(body for body in self.entries.values() if body not in whole)
        left = {body: sorted(gone - places.get(body, set())) for body, gone in self.rows.values()}
        lists = tuple(RowsErased(body, tuple(n + 1 for n in rows)) for body, rows in sorted(left.items()) if rows)
        return Erasure(asked_by, reason, entries, lists, afterwards=True) if entries or lists else None
