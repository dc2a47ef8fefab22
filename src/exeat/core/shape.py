"""The one schema: a frozen dataclass says what a file, a stored body or a document may hold.

- `decode` types `Marked` values by a dataclass and collects every mistake with its place.
- `encode` gives the plain JSON value back; absent is omitted, sets are sorted by UTF-8.
- A field's name is the key in files; a trailing `_` (for Python's keywords) is dropped.
- `Ref` says what an id points to; `Names` knows the ids of a case.

What it does not do: it reads no file, and it never guesses a type from how a text looks.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from .counts import Count, read_count
from .dates import PartialDate, read_date
from .errors import Problem
from .marked import Marked, Plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text as an id: of a `party`, `speaker`, `record`, `subject`, `group`, `list`, `source`, `clause`,
    `statement`; `own` defines a new id."""

    to: str


SORTED = "sorted"  # marks a tuple as a set
PartyId = Annotated[str, Ref("party")]
SpeakerId = Annotated[str, Ref("speaker")]  # a party, an office, or a person's record
RecordId = Annotated[str, Ref("record")]  # list#id
SubjectId = Annotated[str, Ref("subject")]  # a record or a group
GroupId = Annotated[str, Ref("group")]
ListId = Annotated[str, Ref("list")]
SourceId = Annotated[str, Ref("source")]
ClauseId = Annotated[str, Ref("clause")]
StatementId = Annotated[str, Ref("statement")]
OwnId = Annotated[str, Ref("own")]
Records = Annotated[tuple[RecordId, ...], SORTED]
Subjects = Annotated[tuple[SubjectId, ...], SORTED]
Parties = Annotated[tuple[PartyId, ...], SORTED]
Pairs = tuple[tuple[str, str], ...]  # a mapping of texts to texts


class Names(Protocol):
    """What an id may point to in this case."""

    def known(self, kind: str, name: str) -> bool: ...
    def near(self, kind: str) -> list[str]: ...


class AnyName:
    """Takes every id: for bodies that were checked when they were recorded."""

    def known(self, kind: str, name: str) -> bool:
        return True

    def near(self, kind: str) -> list[str]:
        return []


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a shape: its key in files, its Python name and type, whether it must be given."""

    key: str
    name: str
    type: Any
    required: bool


@cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """The fields of a shape, in order."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(f.name.rstrip("_"), f.name, hints[f.name], _required(f)) for f in dataclasses.fields(cls) if f.init
    )


def _required(f: "dataclasses.Field[Any]") -> bool:
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def union_of(tp: Any) -> tuple[Any, ...]:
    """The members of a union type without None; a tuple of one for any other type."""
    if get_origin(tp) in (Union, types.UnionType):
        return tuple(a for a in get_args(tp) if a is not type(None))
    return (tp,)


def split(tp: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations, and the annotations."""
    return (tp.__origin__, tp.__metadata__) if get_origin(tp) is Annotated else (tp, ())


def kind_of(cls: type) -> str | None:
    """The `kind` by which a shape is known in a union, or None."""
    return getattr(cls, "kind", None) if isinstance(getattr(cls, "kind", None), str) else None


# ---------------------------------------------------------------- decoding


@dataclass(slots=True)
class Decoder:
    """Types `Marked` values; `problems` grows with every mistake."""

    names: Names = field(default_factory=AnyName)
    problems: list[Problem] = field(default_factory=list)
    also: frozenset[str] = frozenset()  # keys allowed beside a shape's own at the top (the `key` of a statement)
    on_unknown: Callable[[Marked, str], None] | None = None

    def problem(self, code: str, at: Marked, **values: str) -> None:
        self.problems.append(Problem(code, at.file, at.line, at.column, values=values))

    def shape(self, cls: type[T], node: Marked, also: frozenset[str] = frozenset()) -> T | None:
        """The value as an instance of a frozen dataclass; None where a mistake was found."""
        before = len(self.problems)
        if not isinstance(node.value, dict):
            self.problem("value-wrong", node, value=_show(node), wanted="a mapping")
            return None
        self._unknown_keys(cls, node, also)
        values = {f.name: self._field(cls, f, node) for f in fields_of(cls)}
        if len(self.problems) > before:
            return None
        return cls(**{k: v for k, v in values.items() if v is not None})

    def _unknown_keys(self, cls: type, node: Marked, also: frozenset[str]) -> None:
        ours = [f.key for f in fields_of(cls)] + (["kind"] if kind_of(cls) else [])
        assert isinstance(node.value, dict)
        for key, value in node.value.items():
            if key not in ours and key not in also:
                self.problem("key-unknown", value, key=key, known=", ".join(ours), near=_near(key, ours))

    def _field(self, cls: type, f: Field, node: Marked) -> Any:
        value = node.get(f.key)
        if value is None:
            if f.required:
                self.problem("key-missing", node, key=f.key, of=kind_of(cls) or cls.__name__.lower())
            return None
        return self.value(f.type, value)

    def value(self, tp: Any, node: Marked) -> Any:
        """The value as an instance of a type of the schema; None where a mistake was found."""
        tp, notes = split(tp)
        members = union_of(tp)
        if len(members) > 1:
            return self._union(members, node)
        tp, more = split(members[0])
        notes += more
        if get_origin(tp) is tuple:
            return self._tuple(tp, notes, node)
        if dataclasses.is_dataclass(tp) and isinstance(tp, type) and tp not in (PartialDate, Count):
            return self.shape(tp, node)
        return self._scalar(tp, notes, node)

    def _union(self, members: tuple[Any, ...], node: Marked) -> Any:
        shapes = [m for m in members if dataclasses.is_dataclass(m) and m not in (PartialDate, Count)]
        scalars = [m for m in members if m not in shapes]
        if not isinstance(node.value, dict) and scalars:
            return self.value(scalars[0], node)
        if len(shapes) == 1:
            return self.shape(shapes[0], node)
        kinds = {kind_of(m): m for m in shapes}
        kind = node.text("kind")
        if kind not in kinds:
            known = sorted(k for k in kinds if k)
            at = node.get("kind") or node
            self.problem("kind-unknown", at, kind=kind or "", known=", ".join(known), near=_near(kind or "", known))
            return None
        return self.shape(kinds[kind], node)

    def _tuple(self, tp: Any, notes: tuple[Any, ...], node: Marked) -> Any:
        if tp == Pairs:
            return self._pairs(node)
        if not isinstance(node.value, list):
            self.problem("value-wrong", node, value=_show(node), wanted="a list")
            return None
        inner = get_args(tp)[0]
        found = [self.value(inner, item) for item in node.value]
        if SORTED in notes and all(isinstance(v, str) for v in found):
            found = sorted(set(found), key=lambda v: v.encode())
        return tuple(found)

    def _pairs(self, node: Marked) -> Pairs | None:
        if not isinstance(node.value, dict) or not all(isinstance(v.value, str) for v in node.value.values()):
            self.problem("value-wrong", node, value=_show(node), wanted="a mapping of texts")
            return None
        return tuple((k, str(v.value)) for k, v in sorted(node.value.items(), key=lambda kv: kv[0].encode()))

    def _scalar(self, tp: Any, notes: tuple[Any, ...], node: Marked) -> Any:
        if not isinstance(node.value, str):
            self.problem("value-wrong", node, value=_show(node), wanted="a text")
            return None
        text = node.value
        ref = next((n for n in notes if isinstance(n, Ref)), None)
        if ref is not None:
            return self._ref(ref, text, node)
        if get_origin(tp) is Literal:
            return self._choice(get_args(tp), text, node)
        if tp is str and text == "":
            self.problem("value-wrong", node, value="", wanted="a text; leave the key out where nothing is known")
            return None
        reader, code, wanted = _SCALARS[tp]
        found = reader(text)
        if found is None:
            self.problem(code, node, value=text, wanted=wanted)
        return found

    def _choice(self, choices: tuple[str, ...], text: str, node: Marked) -> str | None:
        if text in choices:
            return text
        self.problem("value-wrong", node, value=text, wanted="one of " + ", ".join(choices))
        return None

    def _ref(self, ref: Ref, text: str, node: Marked) -> str | None:
        from .ids import is_id, is_reference  # late: ids knows nothing of shapes

        if not (is_id(text) if ref.to == "own" else is_reference(text)):
            self.problem("id-wrong", node, value=text)
        elif ref.to != "own" and not self.names.known(ref.to, text):
            near = _near(text, self.names.near(ref.to))
            self.problem("reference-unknown", node, value=text, to=ref.to, near=near)
        else:
            return text
        return None


def _read_int(text: str) -> int | None:
    body = text[1:] if text[:1] == "-" else text
    return int(text) if body.isascii() and body.isdigit() and len(body) <= 15 else None


def _read_bool(text: str) -> bool | None:
    return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())


_SCALARS: dict[Any, tuple[Callable[[str], Any], str, str]] = {
    str: (lambda t: t, "value-wrong", "a text"),
    int: (_read_int, "value-wrong", "a whole number"),
    bool: (_read_bool, "value-wrong", "yes or no"),
    PartialDate: (read_date, "date-wrong", "a date"),
    Count: (read_count, "count-wrong", "a number"),
}


def _near(text: str, known: list[str]) -> str:
    return next(iter(get_close_matches(text, known, 1, 0.7)), "")


def _show(node: Marked) -> str:
    return node.value if isinstance(node.value, str) else "a list" if isinstance(node.value, list) else "a mapping"


# ---------------------------------------------------------------- encoding


def encode(value: Any, empty: bool = False) -> Plain:
    """The plain JSON value of a shape: None is omitted, and so is an empty tuple unless `empty` (for documents)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _encode_shape(value, empty)
    if isinstance(value, tuple | list):
        return [encode(v, empty) for v in value]
    if isinstance(value, Mapping):
        return {str(k): encode(v, empty) for k, v in value.items() if v is not None}
    assert value is None or isinstance(value, bool | int | str), f"no canonical form for {type(value).__name__}"
    return value


def _encode_shape(value: Any, empty: bool) -> Plain:
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, Count):
        return value.words
    kind = kind_of(type(value))
    out: dict[str, Plain] = {"kind": kind} if kind else {}
    for f in fields_of(type(value)):
        held = getattr(value, f.name)
        if held is None or (held == () and not empty):
            continue
        out[f.key] = {k: v for k, v in held} if split(f.type)[0] == Pairs else encode(held, empty)
    return out


# ---------------------------------------------------------------- walking


def refs(value: Any, kind: str) -> list[str]:
    """Every id of a kind that a shape points to, in the order of its fields, nested shapes included."""
    found: list[str] = []
    rewrite(value, kind, lambda name: (found.append(name), name)[1])
    return found


def rewrite(value: T, kind: str, change: Callable[[str], str]) -> T:
    """The same shape with every id of a kind replaced."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: _rewrite(f.type, getattr(value, f.name), kind, change) for f in fields_of(type(value))}
    changed = {k: v for k, v in changed.items() if v is not getattr(value, k)}
    return dataclasses.replace(value, **changed) if changed else value


def _rewrite(tp: Any, held: Any, kind: str, change: Callable[[str], str]) -> Any:
    if isinstance(held, tuple):
        inner = get_args(split(union_of(split(tp)[0])[0])[0])
        new = tuple(_rewrite(inner[0] if inner else str, v, kind, change) for v in held)
        return new if new != held else held
    if isinstance(held, str):
        members = [m for m in union_of(split(tp)[0])] + [tp]
        hit = any(Ref(kind) in split(m)[1] for m in members)
        return change(held) if hit else held
    return rewrite(held, kind, change)

