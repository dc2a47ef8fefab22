"""A sentence before it is a sentence: its id in the texts, and its values. The faces turn it into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is `area.name` in `exeat/texts/<language>/<area>.toml`."""

    id: str
    values: Mapping[str, str] = field(default_factory=dict)
