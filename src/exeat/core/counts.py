"""Counts as they were worded: the whole numbers a wording allows.

Reports say "nearly 300", "más de 1.697" or "dozens". A count keeps those words and the closed interval
they allow, so that two sources can be compared without either being made more exact than it was. All
arithmetic is on whole numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Count", "read_count"]

Bounds = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Count:
    """A closed interval of whole numbers, `least` to `most` both included, and its wording as received.

    `most` None means that no upper end is known; it does not mean that there is none. Raises ValueError if
    `least` is below 0 or `most` below `least`.
    """

    words: str
    least: int
    most: int | None

    def __post_init__(self) -> None:
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"{self.words!r} cannot run from {self.least} to {self.most}")

    @property
    def exact(self) -> bool:
        """Whether the interval is a single number, however it was worded ("about 4" allows only 4)."""
        return self.least == self.most

    def contains(self, n: int) -> bool:
        """Whether the words allow `n`."""
        return self.least <= n and (self.most is None or n <= self.most)

    def overlaps(self, other: Count) -> bool:
        """Whether some number is allowed by both; if not, the two counts contradict each other."""
        below = self.most is not None and self.most < other.least
        above = other.most is not None and other.most < self.least
        return not below and not above


def read_count(words: str) -> Count | None:
    """Read a count worded in English or Spanish; None if `words` is not one.

    N is digits, digits with `,` or `.` between groups of three ("1,697", "1.697"), one to twenty in words
    of either language, "zero", or a dozen. Letter case, runs of white space and the accents of "más" and
    "dieciséis" do not matter. Closed intervals, None for no upper end known:

    - N: [N, N]; "none", "no", "ninguno", "ninguna": [0, 0]
    - "nearly N", "casi N": [0.9 N rounded up, N - 1]
    - "about N", "around N", "some N", "unos N", "alrededor de N", "cerca de N": N less and plus a tenth,
      both rounded inwards
    - "more than N", "over N", "más de N": [N + 1, None]; "at least N", "al menos N", "por lo menos N" and
      "N..": [N, None]
    - "fewer than N", "less than N", "menos de N": [0, N - 1]; "at most N", "up to N", "hasta N": [0, N]
    - "N..M" (digits): [N, M]
    - "thousands", "miles": [2000, None]; "hundreds", "cientos", "centenares": [200, None]; "dozens",
      "docenas": [24, None]; each also with "of" or "de" after it

    None too where no number is left: "fewer than 0", "nearly N" below 10 (nothing lies between 0.9 N and
    N - 1), "5..3". A share ("100 %"), a fraction, a number with a leading zero or of more than 18 digits is
    not a count.
    """
    plain = _plain(words)
    bounds = _vague(plain) or _range(plain) or _qualified(plain)
    if bounds is None or (bounds[1] is not None and bounds[1] < bounds[0]):
        return None
    return Count(words, *bounds)


def _plain(words: str) -> str:
    """Lower case, single spaces, no accents: sources drop accents and line breaks fall anywhere."""
    letters = unicodedata.normalize("NFD", words.casefold())
    return " ".join(letters.replace("\N{COMBINING ACUTE ACCENT}", "").split())


_ENGLISH = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_SPANISH = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte",
]  # fmt: skip
_IN_WORDS = {word: n for names in (_ENGLISH, _SPANISH) for n, word in enumerate(names)}
_IN_WORDS |= {"un": 1, "una": 1, "a dozen": 12, "una docena": 12}

# At most 18 digits, so that a count and its tenth more fit a column of 64-bit whole numbers. A group may not
# start with 0, for "0.123" is a fraction.
_NUMBER = r"0|[1-9][0-9]{0,17}|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,5}|(?:\.[0-9]{3}){1,5})"
_DIGITS = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})?")

_VAGUE: dict[str, Bounds] = {
    **dict.fromkeys(("none", "no", "ninguno", "ninguna"), (0, 0)),
    **dict.fromkeys(("thousands", "thousands of", "miles", "miles de"), (2000, None)),
    **dict.fromkeys(("hundreds", "hundreds of", "cientos", "cientos de"), (200, None)),
    **dict.fromkeys(("centenares", "centenares de"), (200, None)),
    **dict.fromkeys(("dozens", "dozens of", "docenas", "docenas de"), (24, None)),
}


def _exactly(n: int) -> Bounds:
    return n, n


def _nearly(n: int) -> Bounds:
    return _nine_tenths(n), n - 1


def _about(n: int) -> Bounds:
    return _nine_tenths(n), n * 11 // 10


def _above(n: int) -> Bounds:
    return n + 1, None


def _below(n: int) -> Bounds:
    return 0, n - 1


def _from(n: int) -> Bounds:
    return n, None


def _up_to(n: int) -> Bounds:
    return 0, n


def _nine_tenths(n: int) -> int:
    """Nine tenths rounded up, in whole numbers: a floor of the negative is a ceiling."""
    return -(-9 * n // 10)


_QUALIFIERS: dict[str, Callable[[int], Bounds]] = {
    **dict.fromkeys(("nearly", "casi"), _nearly),
    **dict.fromkeys(("about", "around", "some", "unos", "unas", "alrededor de", "cerca de"), _about),
    **dict.fromkeys(("more than", "over", "mas de"), _above),
    **dict.fromkeys(("fewer than", "less than", "menos de"), _below),
    **dict.fromkeys(("at least", "al menos", "por lo menos"), _from),
    **dict.fromkeys(("at most", "up to", "hasta"), _up_to),
}
_QUALIFIED = re.compile(rf"(?:({'|'.join(_QUALIFIERS)}) )?(.+)")


def _vague(plain: str) -> Bounds | None:
    return _VAGUE.get(plain)


def _range(plain: str) -> Bounds | None:
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    least, most = match.groups()
    return _whole(least), None if most is None else _whole(most)


def _qualified(plain: str) -> Bounds | None:
    match = _QUALIFIED.fullmatch(plain)
    if match is None:
        return None
    qualifier, number = match.groups()
    n = _number(number)
    return None if n is None else _QUALIFIERS.get(qualifier, _exactly)(n)


def _number(plain: str) -> int | None:
    return _whole(plain) if _DIGITS.fullmatch(plain) else _IN_WORDS.get(plain)


def _whole(digits: str) -> int:
    return int(digits.replace(",", "").replace(".", ""))
