"""How a row of ours fits into fields of another format, and comes back the same.

- A field holds what the other format understands. Where the text as received cannot be told from it (`masculino` from
  `male`), or the format has no field, the text goes into *lines*: `heading: value`, one a line.
- In lines, a backslash, a line end and what XML forbids are written with a backslash, in headings a colon too.
- A full name that the row does not have is put together from its parts; where both are there and say the same, the
  row's own is in the lines, so that a name never appears in a column that was empty.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # XML 1.0, section 2.2
ESCAPED = re.compile(f"[\\\\\n\r]|{FORBIDDEN}")
WRITTEN = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
READ = {v[1]: k for k, v in WRITTEN.items()}
LINE = re.compile(r"([^:]*): (.*)", re.DOTALL)
SEX = {"M": "male", "F": "female"}
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
AGE = re.compile(r"[0-9]+(-[0-9]+)?")
PARTS = ("given_names", "surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of ours in a field of theirs: `there` gives None where the field cannot hold it."""

    ours: str
    theirs: str
    there: Callable[[str], str | None]
    back: Callable[[str], str] = str


def plain(text: str) -> str:
    """A text in a field: as it is, but for what XML forbids."""
    return re.sub(FORBIDDEN, "\ufffd", text)


def sex(text: str) -> str | None:
    """`male` or `female`, from the letters alone: other words are not ours to translate."""
    return SEX.get(text.strip().upper())


def sex_back(text: str) -> str:
    """The letter."""
    return {v: k for k, v in SEX.items()}.get(text, text)


def partial_date(text: str) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD; nothing else is a date to others."""
    return text if DATE.fullmatch(text) else None


def age(text: str) -> str | None:
    """A number of years, or two with a hyphen."""
    return text if AGE.fullmatch(text) else None


def country(text: str) -> str | None:
    """The two letters of ISO 3166-1, small."""
    return text.lower() if re.fullmatch("[A-Za-z]{2}", text) else None


# ------------------------------------------------------------ lines


def escaped(text: str) -> str:
    """A value as it stands in a line."""
    return ESCAPED.sub(lambda c: WRITTEN.get(c[0]) or f"\\u{ord(c[0]):04x}", text)


def heading_escaped(text: str) -> str:
    """A heading as it stands in a line."""
    return escaped(text).replace(":", "\\u003a")


def lines_in(text: str) -> dict[str, str]:
    """The headings and values of lines; a line that is no such line is left out."""
    found = (LINE.fullmatch(line) for line in text.split("\n"))
    return {_unescaped(m[1]): _unescaped(m[2]) for m in found if m}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:u([0-9a-f]{4})|(.))", lambda c: chr(int(c[1], 16)) if c[1] else READ.get(c[2], c[2]), text)


def composed(row: Mapping[str, str | None]) -> str:
    """A full name put together from its parts."""
    return " ".join(row[part] or "" for part in PARTS if row.get(part))
