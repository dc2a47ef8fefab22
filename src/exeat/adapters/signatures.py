"""Many Ed25519 signatures checked at once: by as many threads as there are cores, where there are many of them.

- Which of them hold does not depend on how many looked.
- The library lets other threads run while it checks one, so that threads are enough.
"""

import os
from collections.abc import Sequence

from exeat.ledger.note import Key

Check = tuple[Key, bytes, bytes]
"""A key, the message, the signature."""
PIECE = 256  # checked by one thread before it looks for more


def hold(checks: Sequence[Check], cores: int | None = None) -> list[bool]:
    """Which signatures hold, in their order. `cores`: how many threads; None = one a core."""
    cores = cores or _cores()
    pieces = [checks[i : i + PIECE] for i in range(0, len(checks), PIECE)]
    if cores < 2 or len(pieces) < 2:
        return [well for piece in pieces for well in _hold(piece)]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(cores) as pool:
        return [well for piece in pool.map(_hold, pieces) for well in piece]


def _hold(checks: Sequence[Check]) -> list[bool]:
    return [key.verifies(message, signature) for key, message, signature in checks]


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
