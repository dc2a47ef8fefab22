"""How much of a file is read: above these numbers it is refused in words.

- The numbers are far above any list of people that we know of, and far below what stops a small computer.
- They are values, so that tests and small machines can set others.
"""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a reader takes. Sizes in bytes; `cell` in characters; `cpu` and `wall` in seconds.

    `ratio`: how many times its own size an archive may unpack to, once it unpacks to more than `roomy`.
    """

    text: int = 2048 * MIB
    file: int = 64 * MIB
    unpacked: int = 256 * MIB
    roomy: int = 16 * MIB
    ratio: int = 200
    members: int = 2_000
    rows: int = 1_048_576
    columns: int = 1_024
    cells: int = 10_000_000
    cell: int = 100_000
    memory: int = 2048 * MIB
    output: int = 512 * MIB
    cpu: int = 60
    wall: int = 300  # a slow computer, busy with other things


LIMITS = Limits()
