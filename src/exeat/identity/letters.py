"""Which letters texts have, as sets of bits: two texts that differ in many letters need no closer look."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    Bits = np.ndarray[Any, np.dtype[np.uint64]]

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letter_bits(texts: "pl.Series", signs: str = LETTERS) -> "Bits":
    """For each text a bit for each of `signs` that it has, the first the lowest; 0 for null."""
    import numpy as np
    import polars as pl

    has = (
        texts.alias("text")
        .to_frame()
        .select(pl.col("text").str.contains(sign, literal=True).fill_null(False).alias(sign) for sign in signs)
    )
    found = np.zeros(len(texts), np.uint64)
    for bit, marks in enumerate(has.get_columns()):
        found |= marks.to_numpy().astype(np.uint64) << np.uint64(bit)
    return found
