"""Ids: what may be one, how a record is addressed, and how a statement's id is made.

- Ids of parties, sources, groups, lists and clauses: `[a-z0-9.-]+`.
- A record is `list#id`; a row of a list without ids is `list@version#position`; a cell is `record/column`.
- A statement's id is SHA-256 over a domain, a salt and the canonical body: without the salt nobody can guess a
  body and confirm the guess. Where no real person is concerned the salt comes from the body itself, so that
  everybody gets the same ids.
"""

import re
from hashlib import sha256

SALT_BYTES = 16
SALT = b"exeat/salt/v1\n"
_ID = re.compile(r"[a-z0-9.-]+")
_REFERENCE = re.compile(r"[a-z0-9.-]+(@[0-9a-f]{12})?(#\S(.*\S)?)?|st_[0-9a-f]{64}", re.DOTALL)


def is_id(text: str) -> bool:
    """Whether a text may name a party, source, group, list or clause."""
    return _ID.fullmatch(text) is not None


def is_reference(text: str) -> bool:
    """Whether a text may point to anything: an id, a record's address, a statement's id or key."""
    return _REFERENCE.fullmatch(text) is not None


def list_of(record: str) -> str:
    """The list in a record's address, without its version."""
    return record.partition("#")[0].partition("@")[0]


def derived_salt(case: str, body: bytes) -> bytes:
    """The salt of a body that concerns no real person: SHA-256(exeat/salt/v1\\n || case || body), first 16 bytes."""
    return sha256(SALT + case.encode() + body).digest()[:SALT_BYTES]


def statement_id(salt: bytes, body: bytes) -> str:
    """`st_` and SHA-256(exeat/statement/v1\\n || salt || JCS body) in hexadecimal."""
    return "st_" + sha256(b"exeat/statement/v1\n" + salt + body).hexdigest()
