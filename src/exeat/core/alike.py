"""Long lists of a document whose items are mostly alike: one shape for all who are alike, and the persons in order.

- A shape with `PERSON` in it stands for everybody of its kind. The item of one person is made when somebody reads it;
  to count, or to write the document, nobody's is.
- As a sequence it is no other than the tuple of its items, and equal to it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from .marked import Plain
from .shape import encode

T = TypeVar("T")


class _Person(str):
    """The place of the person in a shape that stands for several; known by being this very object."""


PERSON = _Person()


class Alike(Sequence[T], Generic[T]):
    """`persons[i]` is of the kind `kinds[of[i]]`: a shape with `PERSON` in its place, alone or in a tuple of one."""

    def __init__(self, kinds: Sequence[T], persons: Sequence[str], of: Sequence[int]) -> None:
        self.kinds, self.persons, self.of = kinds, persons, of

    def __len__(self) -> int:
        return len(self.persons)

    @cached_property
    def _items(self) -> tuple[T, ...]:
        places = [_places(kind) for kind in self.kinds]
        return tuple(_filled(self.kinds[k], places[k], p) for p, k in zip(self.persons, self.of, strict=True))

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._items[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return self._items == tuple(other) if isinstance(other, tuple | Alike) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return repr(self._items)

    def json(self) -> str:
        """The list as JSON, its keys sorted, with everything that is not None."""
        parts = [_parts(kind) for kind in self.kinds]
        texts = (_dumps(p) for p in self.persons)
        return "[" + ", ".join([text.join(parts[k]) for text, k in zip(texts, self.of, strict=True)]) + "]"


def counted(items: Sequence[T]) -> Iterable[tuple[T, int]]:
    """How many items there are of each kind; where they are alike but for the person, with nobody in its place."""
    if not isinstance(items, Alike):
        return Counter(items).items()
    return ((items.kinds[k], number) for k, number in sorted(Counter(items.of).items()))


def persons_of(items: Sequence[Any]) -> set[str]:
    """The persons of items, each once."""
    return set(items.persons) if isinstance(items, Alike) else {i.person for i in items}


def json_text(shape: Any) -> str:
    """A document as one line of JSON: `encode` with what is empty, its keys sorted."""
    if not is_dataclass(shape) or isinstance(shape, type):
        return _dumps(encode(shape, True))
    long = {f.name: held for f in fields(shape) if isinstance(held := getattr(shape, f.name), Alike)}
    rest = encode(replace(shape, **dict.fromkeys(long)), True)
    assert isinstance(rest, dict)
    texts = {key: _dumps(value) for key, value in rest.items()} | {key: held.json() for key, held in long.items()}
    return "{" + ", ".join(f"{_dumps(key)}: {texts[key]}" for key in sorted(texts)) + "}"


def _places(kind: Any) -> dict[str, bool]:
    """The fields of a shape in which the person stands; whether as the one of a tuple."""
    held = {f.name: getattr(kind, f.name) for f in fields(kind)}
    return {name: value is not PERSON for name, value in held.items() if value is PERSON or _only_person(value)}


def _only_person(value: object) -> bool:
    return isinstance(value, tuple | list) and len(value) == 1 and value[0] is PERSON


def _filled(kind: Any, places: dict[str, bool], person: str) -> Any:
    return replace(kind, **{name: (person,) if tupled else person for name, tupled in places.items()})


def _parts(kind: Any) -> list[str]:
    """The JSON of a shape before, between and after the places of the person."""
    plain = encode(kind, True)
    assert isinstance(plain, dict)
    parts, lead = [""], "{"
    for key, value in sorted(plain.items()):
        parts[-1] += f"{lead}{_dumps(key)}: "
        if value is PERSON:
            parts.append("")
        elif _only_person(value):
            parts[-1] += "["
            parts.append("]")
        else:
            parts[-1] += _dumps(value)
        lead = ", "
    return [*parts[:-1], parts[-1] + "}"]


def _dumps(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
