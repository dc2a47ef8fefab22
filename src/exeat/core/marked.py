"""Values as a file gave them: texts, lists and mappings that remember where they stand.

- A scalar is always a text: what it means is for our schema to say, never for the file format.
- A reader (YAML, JSON) makes `Marked` values; `shape` types them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Union

Plain = Union[None, bool, int, str, list["Plain"], dict[str, "Plain"]]  # noqa: UP007 (a recursive alias)


@dataclass(frozen=True, slots=True)
class Marked:
    """A value and its place. `line` and `column` count from 1; None where there is no file.

    `key` is the place (line, column) of its key, where it is a value of a mapping in a file.
    """

    value: "str | list[Marked] | dict[str, Marked]"
    file: str | None = None
    line: int | None = None
    column: int | None = None
    key: tuple[int | None, int | None] | None = None

    def named(self) -> "Marked":
        """The same at the place of its key; itself where it has none."""
        return self if self.key is None else replace(self, line=self.key[0], column=self.key[1])

    def get(self, key: str) -> "Marked | None":
        """The value under a key; None where this is no mapping or the key is absent."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The text under a key; None where there is none."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, str) else None

    def items(self) -> "list[Marked]":
        """The members of a list; a value that is no list has none."""
        return self.value if isinstance(self.value, list) else []


def marked(plain: Plain) -> Marked:
    """A JSON value as a `Marked` without places. Numbers and truth values become their texts; null is dropped."""
    if isinstance(plain, Mapping):
        return Marked({k: marked(v) for k, v in plain.items() if v is not None})
    if isinstance(plain, list):
        return Marked([marked(v) for v in plain])
    if isinstance(plain, bool):
        return Marked("true" if plain else "false")
    return Marked(str(plain))
