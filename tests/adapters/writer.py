"""A process that writes to a ledger and says what was acknowledged, until somebody kills it.

`python -m tests.adapters.writer FOLDER NUMBER...`: several threads hand in the statements of these numbers; a line
`NUMBER INDEX` for each answer, as soon as it is there.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.adapters.ledgers import drawn_words, opener, pen_of
from tests.folders import NOON

from exeat.adapters.store import Intake

THREADS = 4


def main(folder: Path, numbers: Sequence[int]) -> None:
    """Hand in all of them."""
    with opener(folder)() as store:
        pen = pen_of(store)
    with Intake(opener(folder), NOON.now) as intake, ThreadPoolExecutor(THREADS) as threads:

        def one(number: int) -> None:
            (receipt,) = intake.hand_in(drawn_words(number), "recorder", pen).result()
            os.write(1, f"{number} {receipt.index}\n".encode())  # in one piece, past every buffer

        os.write(1, b"ready\n")
        list(threads.map(one, numbers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(n) for n in sys.argv[2:]])
