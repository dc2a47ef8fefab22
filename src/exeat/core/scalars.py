"""What the text of a scalar means: texts, whole numbers, yes and no, probabilities, dates, counts.

- Nothing is guessed: a text that is none of these is refused, with the code of its kind and a word for what belongs.
"""

from collections.abc import Callable, Mapping
from re import fullmatch
from typing import Any

from .counts import Count, read_count
from .dates import PartialDate, read_date

MOST_DIGITS = 15  # of a whole number, so that it stays below 2^53
PROBABILITY = r"[01](\.[0-9]{1,6})?"


def read_int(text: str) -> int | None:
    """A whole number in digits, with `-` before it if below 0; None for anything else."""
    body = text.removeprefix("-")
    return int(text) if body.isascii() and body.isdigit() and len(body) <= MOST_DIGITS else None


def read_bool(text: str) -> bool | None:
    """Yes or no, true or false; None for anything else."""
    return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())


class Probability(str):
    """A probability as people write it: above 0, at most 1, with at most six decimals after a point."""

    __slots__ = ()


def read_probability(text: str) -> Probability | None:
    """A probability as a decimal text, kept as it was written; None for anything else."""
    return Probability(text) if fullmatch(PROBABILITY, text) and 0 < float(text) <= 1 else None


SCALARS: Mapping[Any, tuple[Callable[[str], Any], str, str]] = {
    str: (lambda text: text, "value-wrong", "text"),
    int: (read_int, "value-wrong", "number"),
    bool: (read_bool, "value-wrong", "yes-no"),
    Probability: (read_probability, "value-wrong", "probability"),
    PartialDate: (read_date, "date-wrong", "date"),
    Count: (read_count, "count-wrong", "count"),
}
"""A type: how its text is read (None = it is none), the code of the mistake, and the word for what belongs there."""
