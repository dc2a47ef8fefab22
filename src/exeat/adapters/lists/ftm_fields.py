"""FollowTheMoney (https://followthemoney.tech): the properties of a Person that carry columns, and our ids.

- An id is `exeat.case.list.row`. FollowTheMoney allows letters, digits, full stops and hyphens: every other character,
  and these two, is a hyphen with its UTF-8 bytes in hexadecimal. Two records never share an id, and an id is the same
  whenever it is made.
"""

import re
from collections.abc import Sequence
from functools import cache

from .carried import Field, country, partial_date, sex, sex_back

CARRIED = (
    Field("name", "name", str),
    Field("given_names", "firstName", str),
    Field("surname", "lastName", str),
    Field("second_surname", "motherName", str),
    Field("sex", "gender", sex, sex_back),
    Field("birth_date", "birthDate", partial_date),
    Field("nationality", "nationality", country, str.upper),
    Field("document_number", "idNumber", str),
)
TOLD = {f.ours: f.theirs for f in CARRIED if f.ours != "second_surname"} | {"id": "id"}
LIST, ROW = "exeat/list", "exeat/row"  # keywords of our notes
OURS = "exeat"
NEITHER = re.compile("[^0-9A-Za-z]")


def ftm_id(parts: Sequence[str], *more: str) -> str:
    """The id of an entity: of a record, or with `more` of what is said about it."""
    return ".".join((OURS, *(_escaped(part) for part in parts), *more))


def row_id(id: str) -> str | None:
    """The row's own id in an id of ours, signed by others or not; None where it is not of that form."""
    parts = id.split(".")
    return _unescaped(parts[3]) if len(parts) >= 4 and parts[0] == OURS else None


def _escaped(text: str) -> str:
    return text if text.isascii() and text.isalnum() else NEITHER.sub(_hexadecimal, text)


@cache
def _bytes(character: str) -> str:
    return "".join(f"-{b:02x}" for b in character.encode())


def _hexadecimal(found: "re.Match[str]") -> str:
    return _bytes(found[0])


def _unescaped(text: str) -> str:
    raw = re.sub(r"-([0-9a-f]{2})", lambda b: chr(int(b[1], 16)), text)
    return raw.encode("latin-1", "replace").decode("utf-8", "replace")
