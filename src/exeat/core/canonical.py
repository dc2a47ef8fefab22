"""The canonical form: RFC 8785 (JSON Canonicalization Scheme), without floats.

- Numbers are whole, |n| <= 2^53 - 1, or decimal strings; absent means that the key is omitted.
- Text is kept as received: no Unicode normalisation.
"""

import json

import rfc8785

from .marked import Plain


def canonical(value: Plain) -> bytes:
    """The JCS bytes of a plain value. Raises ValueError for a number that has no canonical form here."""
    return rfc8785.dumps(value)


def plain(stored: bytes) -> Plain:
    """The plain value of canonical bytes; a float is refused with ValueError."""
    value: Plain = json.loads(stored, parse_float=_no_float)
    return value


def _no_float(text: str) -> None:
    raise ValueError(f"{text}: a float has no place in the canonical form")
