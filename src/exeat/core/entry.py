"""An entry of the log: when what was recorded, by whom. The body is apart, so that it can be erased.

- The speaker of a statement is not its recorder, the recorder not the signer of the entry.
- The leaf commits to the stored body's hash and never to plain text: erasing a body rewrites no history.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from .canonical import canonical
from .merkle import leaf
from .statement import Statement
from .tables import Table

VERSION = 1
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body that is there: the SHA-256 of what is stored, the statement and its id, its key in the files."""

    digest: str
    id: str
    statement: Statement
    key: str | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """A body that is no more; its hash is what remains."""

    digest: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A body that is there, of a visibility group that is not open here; its hash is what is seen of it."""

    digest: str
    group: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `index` counts from 0; `recorded_at` None = read from a folder and never recorded."""

    index: int
    recorded_at: datetime | None
    recorded_by: str
    body: BodyRef | Erased | Withheld
    signature: bytes | None = None

    def leaf(self) -> bytes:
        """SHA-256(0x00 || JCS{v, recorded_at, recorded_by, body}), as RFC 9162 section 2.1 hashes a leaf."""
        return leaf(self.text())

    def text(self) -> bytes:
        """What the leaf is the hash of: JCS{v, recorded_at, recorded_by, body}."""
        assert self.recorded_at is not None, "an entry that was never recorded has no leaf"
        return entry_text(time_text(self.recorded_at), self.recorded_by, self.body.digest)


def entry_text(at: str, by: str, digest: str) -> bytes:
    """An entry as canonical JSON, put together: one is made for every entry of an audit. `at`: see `time_text`."""
    return b'{"body":"%b","recorded_at":"%b","recorded_by":%b,"v":%d}' % (
        digest.encode(), at.encode(), _written(by), VERSION,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _written(name: str) -> bytes:
    return canonical(name)


def stored_words(salt: bytes, body: bytes) -> bytes:
    """What is stored: JCS{salt, body}; the salt in hexadecimal. `body`: canonical already."""
    return b'{"body":' + body + b',"salt":"' + salt.hex().encode() + b'"}'


@lru_cache(maxsize=256)
def time_text(at: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ`; the time must be in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=256)
def is_time(text: str) -> bool:
    """Whether a text is a time as `time_text` writes it."""
    try:
        return _TIME.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False
