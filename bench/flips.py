"""Every byte of a proof, turned into every other: what the verifier that stands alone takes all the same.

`PYTHONPATH=src:. python bench/flips.py [EVERY] [own]`: every EVERYth place (1 = all), all 255 other values at each.

The verifier's own check of a signature takes ten thousand times what the rest does: without `own` that of the library
stands in its place. How the two stand beside one another is tested in `tests/ledger/test_stranger_parts.py`.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, RECORDER, WITNESS
from tests.ledger.test_stranger import SHAPES

WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)  # as the verifier itself


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is a signature, by the library."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def main() -> None:
    """Print how many were refused of each shape, and each that was not."""
    every = int(next((a for a in sys.argv[1:] if a.isdigit()), "1"))
    path = Path(__file__).parents[1] / "docs/spec/ledger_verify.py"
    spec = importlib.util.spec_from_file_location("ledger_verify", path)
    assert spec is not None
    assert spec.loader is not None
    stranger = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stranger)

    if "own" not in sys.argv:
        stranger.signed = signed  # type: ignore[attr-defined]

    def key(pen: Pen) -> object:
        return stranger.key(str(pen.key), pen.key.kind)

    for shape, make in SHAPES.items():
        b, start, tried, passed = make(), time.process_time(), 0, []
        data, recorders = str(b).encode(), [key(RECORDER)] if b.signature else []
        quorum = len(b.note.signatures) - 1
        for at in range(0, len(data), every):
            for value in set(range(256)) - {data[at]}:
                tried += 1
                try:
                    changed = (data[:at] + bytes([value]) + data[at + 1 :]).decode()
                    stranger.verify(changed, [key(LOG)], recorders, [key(WITNESS), key(OTHER)], quorum)
                    passed.append((at, value))
                except WRONG:
                    pass
        seconds = time.process_time() - start
        print(f"{shape}: {tried} of {len(data)} bytes tried, {len(passed)} taken {passed}, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
