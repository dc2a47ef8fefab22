"""The one schema: a frozen dataclass says what a file, a stored body or a document may hold.

- `decode` types `Marked` values by a dataclass and collects every mistake with its place.
- `encode` gives the plain JSON value back; absent is omitted, sets are sorted by UTF-8.
- A field's name is the key in files; a trailing `_` (for Python's keywords) is dropped.
- `Ref` says what an id points to; `Names` knows the ids of a case.

What it does not do: it reads no file, and it never guesses a type from how a text looks.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from .counts import Count
from .dates import PartialDate
from .errors import Problem
from .marked import Marked, Plain
from .scalars import SCALARS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text as an id: of a `party`, `speaker`, `record`, `subject`, `group`, `list`, `source`, `clause`,
    `statement`; `own` defines a new id."""

    to: str


@dataclass(frozen=True, slots=True)
class Without:
    """Marks a union: these kinds are not said in this place."""

    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Keyed:
    """Marks a tuple of shapes that files write as a mapping of mappings: `{outer: {inner: value}}`."""

    outer: str
    inner: str
    value: str

    def mapping(self, held: tuple[Any, ...]) -> "Plain":
        """The shapes as files write them."""
        found: dict[str, Plain] = {}
        for shape in held:
            under = found.setdefault(getattr(shape, self.outer), {})
            assert isinstance(under, dict)
            under[getattr(shape, self.inner)] = getattr(shape, self.value)
        return found


SORTED = "sorted"  # marks a tuple as a set
LISTS = (tuple, Sequence)  # the types of an array
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
LONGEST_NAME = 100  # a longer text is no slip of a name


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
    """A field of a shape: its key in files, its Python name and type, whether it must be given, what it is if not."""

    key: str
    name: str
    type: Any
    required: bool
    default: Any = None


def fields_of(cls: Any) -> tuple[Field, ...]:
    """The fields of a shape, in order."""
    return _fields_of(cls)


@cache
def _fields_of(cls: Any) -> tuple[Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(f.name.rstrip("_"), f.name, hints[f.name], _required(f), f.default)
        for f in dataclasses.fields(cls)
        if f.init
    )


def _required(f: "dataclasses.Field[Any]") -> bool:
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def union_of(tp: Any) -> tuple[Any, ...]:
    """The members of a union type without None; a tuple of one for any other type."""
    if get_origin(tp) in (Union, types.UnionType):
        return tuple(a for a in get_args(tp) if a is not type(None))
    return (tp,)


def members_of(tp: Any) -> tuple[Any, ...]:
    """The members of a union type that may stand in its place: without None and the kinds of `Without`."""
    without = kinds_without(tp)
    return tuple(m for m in union_of(split(tp)[0]) if not (without and kind_of(m) in without))


def kinds_without(tp: Any) -> frozenset[str]:
    """The kinds that a union's `Without` keeps from its place."""
    return frozenset(k for n in split(tp)[1] if isinstance(n, Without) for k in n.kinds)


def split(tp: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations, and the annotations."""
    return (tp.__origin__, tp.__metadata__) if get_origin(tp) is Annotated else (tp, ())


def is_shape(tp: Any) -> bool:
    """Whether a type is a mapping in files: a dataclass that is no date and no count."""
    return dataclasses.is_dataclass(tp) and isinstance(tp, type) and tp not in (PartialDate, Count)


def kind_of(cls: type) -> str | None:
    """The `kind` by which a shape is known in a union, or None."""
    return getattr(cls, "kind", None) if isinstance(getattr(cls, "kind", None), str) else None


# ---------------------------------------------------------------- decoding


@dataclass(slots=True)
class Decoder:
    """Types `Marked` values; `problems` grows with every mistake. `on_shape` looks at every shape that was made."""

    names: Names = field(default_factory=AnyName)
    problems: list[Problem] = field(default_factory=list)
    on_shape: Callable[[Any, Marked], None] | None = None

    def problem(self, code: str, at: Marked, **values: str) -> None:
        self.problems.append(Problem(code, at.file, at.line, at.column, values=values))

    def shape(self, cls: type[T], node: Marked) -> T | None:
        """The value as an instance of a frozen dataclass; None where a mistake was found."""
        before = len(self.problems)
        if not isinstance(node.value, dict):
            self._misplaced(node, "mapping")
            return None
        self._unknown_keys(cls, node)
        values = {f.name: self._field(cls, f, node) for f in fields_of(cls)}
        if len(self.problems) > before:
            return None
        made = cls(**{k: v for k, v in values.items() if v is not None})
        if self.on_shape is not None:
            self.on_shape(made, node)
        return made

    def _unknown_keys(self, cls: type, node: Marked) -> None:
        ours = [f.key for f in fields_of(cls)] + (["kind"] if kind_of(cls) else [])
        assert isinstance(node.value, dict)
        for key, value in node.value.items():
            if key not in ours:
                self.problem("key-unknown", value.named(), key=key, known=", ".join(ours), near=_near(key, ours))

    def _field(self, cls: type, f: Field, node: Marked) -> Any:
        value = node.get(f.key)
        if value is None:
            if f.required:
                self.problem("key-missing", node, key=f.key, of=kind_of(cls) or cls.__name__)
            return None
        return self.value(f.type, value)

    def value(self, tp: Any, node: Marked) -> Any:
        """The value as an instance of a type of the schema; None where a mistake was found."""
        members = members_of(tp)
        if len(members) > 1:
            return self._union(members, node, kinds_without(tp))
        notes = split(tp)[1]
        tp, more = split(members[0])
        notes += more
        if get_origin(tp) in LISTS:
            return self._tuple(tp, notes, node)
        if is_shape(tp):
            return self.shape(tp, node)
        return self._scalar(tp, notes, node)

    def _union(self, members: tuple[Any, ...], node: Marked, elsewhere: frozenset[str]) -> Any:
        shapes = [m for m in members if is_shape(m)]
        scalars = [m for m in members if m not in shapes]
        if not isinstance(node.value, dict) and scalars:
            return self.value(self._read_by(scalars, node), node)
        if len(shapes) == 1:
            return self.shape(shapes[0], node)
        if not isinstance(node.value, dict):
            return self._misplaced(node, "mapping")
        return self._by_kind({kind_of(m): m for m in shapes}, node, elsewhere)

    def _read_by(self, scalars: list[Any], node: Marked) -> Any:
        """The first scalar type that the text is one of; else the last."""
        text = node.value if isinstance(node.value, str) else ""
        reads = (tp for tp in scalars[:-1] if tp in SCALARS and SCALARS[tp][0](text) is not None)
        return next(reads, scalars[-1])

    def _by_kind(self, kinds: Mapping[str | None, Any], node: Marked, elsewhere: frozenset[str]) -> Any:
        at = node.get("kind")
        known = sorted(k for k in kinds if k)
        if at is None:
            self.problem("key-missing", node, key="kind", given="nothing", known=", ".join(known))
        elif not isinstance(at.value, str):
            self._misplaced(at, "text")
        elif at.value in elsewhere:
            self.problem("kind-elsewhere", at, kind=at.value)
        elif at.value not in kinds:
            self.problem("kind-unknown", at, kind=at.value, known=", ".join(known), near=_near(at.value, known))
        else:
            return self.shape(kinds[at.value], node)
        return None

    def _tuple(self, tp: Any, notes: tuple[Any, ...], node: Marked) -> Any:
        if tp == Pairs:
            return self._pairs(node)
        keyed = next((n for n in notes if isinstance(n, Keyed)), None)
        if keyed is not None:
            return self._keyed(keyed, get_args(tp)[0], node)
        if not isinstance(node.value, list):
            return self._misplaced(node, "list")
        inner = get_args(tp)[0]
        found = [self.value(inner, item) for item in node.value]
        if SORTED in notes and all(isinstance(v, str) for v in found):
            found = sorted(set(found), key=lambda v: v.encode())
        return tuple(found)

    def _pairs(self, node: Marked) -> Pairs | None:
        if not isinstance(node.value, dict):
            self._misplaced(node, "texts")
            return None
        for value in node.value.values():
            if not isinstance(value.value, str):
                self._misplaced(value, "text")
        return tuple((k, str(v.value)) for k, v in sorted(node.value.items(), key=lambda kv: kv[0].encode()))

    def _keyed(self, keyed: "Keyed", cls: type, node: Marked) -> Any:
        """A mapping of mappings as a tuple of shapes, in the order of its keys."""
        if not isinstance(node.value, dict):
            return self._misplaced(node, "mapping")
        found: list[Any] = []
        for outer, inner in sorted(node.value.items(), key=lambda kv: kv[0].encode()):
            if not isinstance(inner.value, dict):
                self._misplaced(inner, "mapping")
                continue
            for key, value in sorted(inner.value.items(), key=lambda kv: kv[0].encode()):
                names = {keyed.outer: replace(inner.named(), value=outer)}
                parts = {**names, keyed.inner: replace(value.named(), value=key)}
                found.append(self.shape(cls, replace(value, value={**parts, keyed.value: _joined(value)})))
        return tuple(found)

    def _misplaced(self, node: Marked, wanted: str) -> Any:
        """Something else stands here than belongs here, or nothing at all."""
        given = "list" if isinstance(node.value, list) else "mapping" if isinstance(node.value, dict) else "text"
        self.problem("value-wrong", node, given="nothing" if node.value == "" else given, wanted=wanted)
        return None

    def _scalar(self, tp: Any, notes: tuple[Any, ...], node: Marked) -> Any:
        ref = next((n for n in notes if isinstance(n, Ref)), None)
        code, wanted = ("id-wrong", "id") if ref else SCALARS[str if get_origin(tp) is Literal else tp][1:]
        if not isinstance(node.value, str) or node.value == "":
            return self._misplaced(node, wanted)
        text = node.value
        if ref is not None:
            return self._ref(ref, text, node)
        if get_origin(tp) is Literal:
            return self._choice(get_args(tp), text, node)
        found = SCALARS[tp][0](text)
        if found is None:
            self.problem(code, node, value=text, wanted=wanted)
        return found

    def _choice(self, choices: tuple[str, ...], text: str, node: Marked) -> str | None:
        if text in choices:
            return text
        near = _near(text, list(choices))
        self.problem("value-wrong", node, value=text, wanted="choice", known=", ".join(choices), near=near)
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


def _joined(node: Marked) -> Marked:
    """Several values are one text, separated by `|`."""
    texts = [item.value for item in node.items() if isinstance(item.value, str)]
    return replace(node, value="|".join(texts)) if texts and len(texts) == len(node.items()) else node


def _near(text: str, known: list[str]) -> str:
    return next(iter(get_close_matches(text, known, 1, 0.7)), "") if len(text) <= LONGEST_NAME else ""


# ---------------------------------------------------------------- encoding


def encode(value: Any, empty: bool = False) -> Plain:
    """The plain JSON value of a shape: None is omitted; so is an empty tuple that is the default, unless `empty`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _encode_shape(value, empty)
    if isinstance(value, Mapping):
        return {str(k): encode(v, empty) for k, v in value.items() if v is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [encode(v, empty) for v in value]
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
        if held is None or (held == () == f.default and not empty):
            continue  # an empty set that is not the default says something: nobody's agreement, no group covered
        inner, notes = split(f.type)
        keyed = next((n for n in notes if isinstance(n, Keyed)), None)
        out[f.key] = dict(held) if inner == Pairs else keyed.mapping(held) if keyed else encode(held, empty)
    return out


# ---------------------------------------------------------------- walking


def refs(value: Any, kind: str) -> list[str]:
    """Every id of a kind that a shape points to, in the order of its fields, nested shapes included."""
    found: list[str] = []

    def keep(name: str) -> str:
        found.append(name)
        return name

    rewrite(value, kind, keep)
    return found


def rewrite(value: T, kind: str, change: Callable[[str], str]) -> T:
    """The same shape with every id of a kind replaced."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type) or not _points(type(value), kind):
        return value
    changed = {f.name: _rewrite(f.type, getattr(value, f.name), kind, change) for f in fields_of(type(value))}
    changed = {k: v for k, v in changed.items() if v is not getattr(value, k)}
    return dataclasses.replace(value, **changed) if changed else value


@cache
def _points(tp: Any, kind: str, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a value of this type can point to something of this kind, however deep inside."""
    inner, notes = split(tp)
    if Ref(kind) in notes:
        return True
    if tp in seen or inner in SCALARS:
        return False
    parts = [f.type for f in fields_of(inner)] if is_shape(inner) else [a for a in get_args(inner) if a is not Ellipsis]
    return any(_points(part, kind, seen | {tp}) for part in parts if not isinstance(part, str))


def _rewrite(tp: Any, held: Any, kind: str, change: Callable[[str], str]) -> Any:
    if isinstance(held, tuple):
        inner = get_args(split(union_of(split(tp)[0])[0])[0])
        new = tuple(_rewrite(inner[0] if inner else str, v, kind, change) for v in held)
        return new if new != held else held
    if isinstance(held, str):
        members = (*union_of(split(tp)[0]), tp)
        hit = any(Ref(kind) in split(m)[1] for m in members)
        return change(held) if hit else held
    return rewrite(held, kind, change)
