"""Sentences: `exeat/texts/<language>/<area>.toml`, a sentence per message id, values in braces.

- A message that a language lacks is shown in English; a value that is an id of the case is shown by its name.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from exeat.core.message import Message

if TYPE_CHECKING:
    from exeat.core.facts import Facts

LANGUAGES = ("en", "es")


@cache
def area(language: str, name: str) -> Mapping[str, str]:
    """The texts of an area in a language; none where the file is missing."""
    found = files("exeat").joinpath("texts", language, f"{name}.toml")
    texts: Mapping[str, str] = tomllib.loads(found.read_text(encoding="utf-8")) if found.is_file() else {}
    return texts


def text(id: str, language: str = "en", /, **values: object) -> str:
    """The sentence of a message id, with its values."""
    name, _, key = id.partition(".")
    template = area(language, name).get(key) or area("en", name).get(key)
    if template is None:
        return f"{id} {values}" if values else id
    return template.format_map(_Shown(values))


class _Shown(dict[str, Any]):
    """A value that a sentence names and nobody gave is shown as its name in braces, not as an error."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Speaker:
    """Turns messages into sentences of one language, and ids of one case into names."""

    def __init__(self, facts: "Facts | None" = None, language: str = "en") -> None:
        self.language, self.facts = language, facts
        self.names: dict[str, str] = {}
        self.recorded: Mapping[str, str] = {}  # by statement: who recorded it and who signed, where that is asked for
        if facts is not None:
            from exeat.adapters.criteria_files import criteria_of  # late: a command without a case need not wait for it

            case = facts.case
            self.names = {s.id: s.title for s in case.sources} | {g.id: g.name for g in case.groups}
            self.names |= {c.id: c.title for c in criteria_of(case).values()}
            self.names |= {p.id: p.name for p in case.parties}

    def name(self, id: str) -> str:
        """The name of a party, group or source; a statement's key; anything else as it is."""
        if self.facts is not None and id.startswith("st_"):
            return self.facts.key(id)
        return self.names.get(id, id)

    def say(self, message: Message) -> str:
        """The sentence of a message."""
        values = {k: self._shown(k, value) for k, value in message.values.items()}
        return text(message.id, self.language, **values)

    def _shown(self, key: str, value: str) -> str:
        if key == "rule":
            return self.text(f"impediments.{value}")
        return ", ".join(self.name(v) for v in value.split(", "))

    def text(self, id: str, /, **values: object) -> str:
        """The sentence of an id with plain values."""
        return text(id, self.language, **values)
