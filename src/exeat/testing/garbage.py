"""Files that almost are what they say: bytes changed, cut, doubled and mixed, the same for the same seed.

- An archive is changed inside its members and packed again, so that the change reaches the reader behind the checks.
"""

from collections.abc import Mapping
from random import Random  # noqa: TID251 - seeded: garbage to be refused, not a decision

BITS = (
    b"\x00",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"\xff\xfe",
    b"-1",
    b"99999999999",
    b"1e999",
    b"<!--",
    b"]]>",
    b"\xed\xa0\x80",
)


def changed(data: bytes, draw: Random) -> bytes:
    """The bytes with a few things done to them."""
    for _ in range(draw.randint(1, 4)):
        data = _once(data, draw)
    return data


def _once(data: bytes, draw: Random) -> bytes:
    at, to = sorted((draw.randint(0, len(data)), draw.randint(0, len(data))))
    to = min(to, at + 40)
    match draw.randrange(6):
        case 0:
            return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:]
        case 3:
            return data[:at] + draw.choice(BITS) + data[at:]
        case 4:
            return data[:at] if draw.random() < 0.2 else data[:at] + data[to:to] + data[to:]
        case _:
            other = draw.randint(0, len(data))
            return data[:at] + data[other : other + to - at] + data[to:]


def changed_inside(members: Mapping[str, bytes], draw: Random) -> dict[str, bytes]:
    """The members of an archive, one of them changed."""
    name = draw.choice(sorted(members))
    return {**members, name: changed(members[name], draw)}
