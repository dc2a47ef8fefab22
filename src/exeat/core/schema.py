"""JSON Schemas (2020-12) made from the shapes, so that they cannot say anything else than the decoder.

- Three forms: *file* (what people write: every scalar is a text, and YAML's own numbers and truth values are as
  good), *body* (what is stored: an empty list is left out), *document* (what exeat prints: an empty list is there).
- Every shape is a definition; a union of kinds is a `oneOf` with the kind as a constant.
- A schema knows no case: whether an id points to something, only the decoder tells.
"""

import inspect
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from .counts import Count
from .dates import PartialDate
from .scalars import MOST_DIGITS, PROBABILITY, Probability
from .shape import LISTS, SORTED, Field, Keyed, Pairs, Ref, fields_of, is_shape, kind_of, members_of, split

Form = Literal["file", "body", "document"]
Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OWN_ID = r"^[a-z0-9.\-]+$"
REFERENCE = r"^([a-z0-9.\-]+(@[0-9a-f]{12})?(#\S([\s\S]*\S)?)?|st_[0-9a-f]{64})$"
DIGITS = rf"^-?[0-9]{{1,{MOST_DIGITS}}}$"
TRUTH = "^([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
IN_WORDS = {
    PartialDate: "A date or interval in EDTF: 2025-06-01, 2025-06, 2025~, 2025-06-01/2025-06-30, 2025-06-01/..",
    Count: "A number of people in digits or the words of the source: 252, 40..60, nearly 50, thousands",
}


def schema(tp: Any, form: Form = "file") -> Schema:
    """The schema of a shape, or of any type of the schema, in one of the three forms."""
    maker = _Maker(form)
    top = maker.of(tp)
    return {"$schema": DIALECT, **top, "$defs": dict(sorted(maker.definitions.items()))}


class _Maker:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.definitions: dict[str, Schema] = {}
        self.defined: dict[str, type] = {}

    def of(self, tp: Any) -> Schema:
        """The schema of a type. None is not a value: what is not known is left out."""
        members = members_of(tp)
        if len(members) > 1:
            return self._union(members)
        notes = split(tp)[1]
        inner, more = split(members[0])
        if inner == Pairs:
            return {"type": "object", "additionalProperties": self._text() | {"minLength": 0}}
        if get_origin(inner) is Mapping:
            return {"type": "object", "additionalProperties": self.of(get_args(inner)[1])}
        keyed = next((n for n in (*notes, *more) if isinstance(n, Keyed)), None)
        if keyed is not None:
            return self._keyed(keyed, get_args(inner)[0])
        if get_origin(inner) in LISTS:
            unique = {"uniqueItems": True} if SORTED in (*notes, *more) and self.form != "file" else {}
            return {"type": "array", "items": self.of(get_args(inner)[0]), **unique}
        return self._reference(inner) if is_shape(inner) else self._scalar(inner, (*notes, *more))

    def _keyed(self, keyed: Keyed, cls: type) -> Schema:
        types = {f.key: f.type for f in fields_of(cls)}
        value = self.of(types[keyed.value])
        several = {"anyOf": [value, {"type": "array", "items": value}]} if self.form == "file" else value
        names = {"propertyNames": self.of(types[keyed.inner])}
        return {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": several, **names}}

    # -------------------------------------------------------- shapes

    def _union(self, members: tuple[Any, ...]) -> Schema:
        kinds = all(is_shape(m) and kind_of(m) for m in members)
        return {"oneOf" if kinds else "anyOf": [self.of(m) for m in members]}

    def _reference(self, cls: type) -> Schema:
        name = cls.__name__
        assert self.defined.setdefault(name, cls) is cls, f"two shapes are called {name}"
        if name not in self.definitions:
            self.definitions[name] = {}  # a shape may hold itself
            self.definitions[name] = self._shape(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _shape(self, cls: type) -> Schema:
        kind = kind_of(cls)
        fields = fields_of(cls)
        said: Schema = {"kind": {"const": kind}} if kind else {}
        return {
            "type": "object",
            "description": inspect.getdoc(cls) or cls.__name__,
            "properties": said | {f.key: self.of(f.type) for f in fields},
            "required": [*said, *(f.key for f in fields if self._required(f))],
            "additionalProperties": False,
        }

    def _required(self, f: Field) -> bool:
        """In files what has no default; in what is encoded whatever is never left out."""
        if self.form == "file":
            return f.required
        inner = split(f.type)[0]
        unsaid = type(None) in get_args(inner)
        return not unsaid and not (self.form == "body" and get_origin(inner) in LISTS)

    # -------------------------------------------------------- scalars

    def _scalar(self, tp: Any, notes: tuple[Any, ...]) -> Schema:
        ref = next((n for n in notes if isinstance(n, Ref)), None)
        if ref is not None:
            return self._text() | _pointing(ref)
        if get_origin(tp) is Literal:
            return {"enum": [*get_args(tp), *(_natural(get_args(tp)) if self.form == "file" else ())]}
        if tp is int:
            return self._or_text("integer", DIGITS)
        if tp is bool:
            return self._or_text("boolean", TRUTH)
        if tp is Probability:
            return self._text() | {"pattern": f"^{PROBABILITY}$"}
        return self._text() | ({"description": IN_WORDS[tp]} if tp in IN_WORDS else {})

    def _or_text(self, natural: str, pattern: str) -> Schema:
        return {"type": [natural, "string"], "pattern": pattern} if self.form == "file" else {"type": natural}

    def _text(self) -> Schema:
        if self.form == "file":
            return {"type": ["string", "number", "boolean"], "minLength": 1}
        return {"type": "string"}


def _pointing(ref: Ref) -> Schema:
    if ref.to == "own":
        return {"pattern": OWN_ID, "description": "A new id"}
    return {"pattern": REFERENCE, "description": f"The id of a {ref.to}"}


def _natural(choices: tuple[str, ...]) -> list[int | bool]:
    """What YAML makes of these words, where nobody keeps it from doing so."""
    truth = {"yes": True, "no": False}
    return [int(c) for c in choices if c.isdigit()] + [truth[c] for c in choices if c in truth]
