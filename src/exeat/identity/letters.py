"""Which letters texts have, as sets of bits: two texts that differ in many letters need no closer look."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Bits = np.ndarray[Any, np.dtype[np.uint64]]

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letter_bits(texts: "pl.Series", signs: str = LETTERS) -> "Bits":
    """For each text a bit for each of `signs` that it has, the first the lowest; 0 for null. No text has lines."""
    import numpy as np

    bits = np.zeros(256, np.uint64)
    bits[np.frombuffer(signs.encode(), np.uint8)] = np.uint64(1) << np.arange(len(signs), dtype=np.uint64)
    written = np.frombuffer("".join(f"{text or ''}\n" for text in texts).encode(), np.uint8)
    starts = np.append(0, np.flatnonzero(written == ord("\n")) + 1)[: len(texts)]
    return np.bitwise_or.reduceat(bits[written], starts) if len(texts) else np.zeros(0, np.uint64)
