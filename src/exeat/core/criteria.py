"""Criteria by which somebody gives a status to people: whose they are, where they stand, and their items.

- They are data and are never applied: that an item is met is what somebody says, in a `status_label`.
- The items are short paraphrases; the document named decides.
- A label reaches clearing only through a column that a list itself has.
"""

from dataclasses import dataclass

from .shape import OwnId


@dataclass(frozen=True, slots=True)
class Criterion:
    """One item, by the mark it has in its document; `es`: the words in Spanish, None = the same as `words`."""

    id: str
    words: str
    es: str | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """A set of criteria: whose it is, the document and the place in it. `note`: how its owner reads it."""

    id: OwnId
    title: str
    whose: str
    document: str
    items: tuple[Criterion, ...]
    section: str | None = None
    url: str | None = None
    note: str | None = None
    note_es: str | None = None

    def item(self, id: str) -> Criterion | None:
        """The item with this mark; None where there is none."""
        return next((i for i in self.items if i.id == id), None)
