"""Whose copy a file is: a code that stands in it, and nothing in it changed.

- The code is an HMAC (RFC 2104) over what was given out, to whom and when, under a key that only the vault has: nobody
  can make one that points to somebody else. Where there is no vault it is drawn by chance, and the log alone knows it.
- It is written beside the list, as a column, a line or a note of its own. No name, date, order, spelling or space is
  ever changed to mark a copy: a person is released, or not, by these letters.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from exeat.core.canonical import canonical
from exeat.core.marked import Plain

FORM = re.compile(r"\bEX(?:-[A-Z2-7]{4}){4}\b")
SEEN = re.compile(r"(?<![0-9A-Za-z])EX(?:[-\u2010-\u2015\u2212\u00ad][A-Z2-7]{4}){4}(?![0-9A-Za-z])", re.IGNORECASE)
"""A code as it may come back: typed from paper, or with the dashes and small letters of a text program."""
HEADING = "exeat:copy"
"""With what the heading of a column begins that marks a copy."""
DOMAIN = b"exeat/copy/v1\n"
BYTES = 10  # 80 bits: sixteen letters


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a copy: its code, and the words that say whose it is."""

    code: str
    words: str

    @property
    def heading(self) -> str:
        """The heading of the column that marks a copy; one line."""
        return f"{HEADING} {' '.join(self.words.split())}"


def code_of(key: bytes, copy: Plain) -> str:
    """The code of a copy, of what the log says of it. Under another key, or of another copy, it is another."""
    return written(hmac.new(key, DOMAIN + canonical(copy), sha256).digest())


def written(chance: bytes) -> str:
    """Bytes as a code: the first ten of them."""
    text = b32encode(chance[:BYTES]).decode()
    return "-".join(["EX", *(text[i : i + 4] for i in range(0, 16, 4))])


def codes_in(text: str) -> Iterator[str]:
    """The codes that stand in a text, each once."""
    yield from dict.fromkeys("-".join(re.findall(r"[A-Z2-7]+", found.upper())) for found in SEEN.findall(text))
