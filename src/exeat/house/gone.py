"""What is no more in a log, beside the erasures that the log says: nothing goes without a word of who asked for it.

- Words or rows that are gone and that no erasure names were taken away by hand, or by a backup that is older than the
  erasure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exeat.core.claims import Erasure


@dataclass(slots=True)
class Gone:
    """What is gone, by entry. `entries`: the `body` of each that is gone whole; `rows`: of a list its `body`, and the
    places from 0 of its rows that are gone. `says`: whether this log says what is erased of it.
    """

    says: bool
    entries: dict[int, str] = field(default_factory=dict)
    rows: dict[int, tuple[str, set[int]]] = field(default_factory=dict)
    _whole: set[str] = field(default_factory=set)
    _parts: dict[str, set[int]] = field(default_factory=dict)

    def hear(self, said: Erasure) -> None:
        """An erasure that the log says."""
        self._whole |= set(said.entries)
        for part in said.lists:
            self._parts.setdefault(part.of, set()).update(place - 1 for place in part.rows)

    def unsaid(self) -> Iterator[tuple[int, str]]:
        """Entries of which something is gone without a word, and what is to be told of each."""
        if not self.says:
            return
        yield from ((index, "erased_unsaid") for index, body in self.entries.items() if body not in self._whole)
        for index, (body, places) in self.rows.items():
            if places - self._parts.get(body, set()):
                yield index, "rows_erased_unsaid"
