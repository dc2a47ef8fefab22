"""Every byte of a proof, turned into every other: what the verifier that stands alone takes all the same.

`PYTHONPATH=src:. python bench/flips.py [EVERY]`: every EVERYth place (1 = all), all 255 other values at each.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

from tests.ledger.keys import Pen
from tests.ledger.test_bundle import LOG, OTHER, RECORDER, WITNESS
from tests.ledger.test_stranger import SHAPES

WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)  # as the verifier itself


def main() -> None:
    """Print how many were refused of each shape, and each that was not."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    path = Path(__file__).parents[1] / "docs/spec/ledger_verify.py"
    spec = importlib.util.spec_from_file_location("ledger_verify", path)
    assert spec is not None
    assert spec.loader is not None
    stranger = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stranger)

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
