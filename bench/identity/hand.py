"""The hand that writes a list: its chance, its profile, and the slips it makes in single words.

- Words are numpy arrays of Python texts, "" where there is none. Errors are drawn for a whole column; only the words
  that are touched are worked on one by one.
- The same seed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from bench.identity.profiles import Profile

Array = np.ndarray[Any, Any]

KEYS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm", "йцукенгшщзхї", "фівапролджє", "ячсмитьбю", "ضصثقفغعهخحجد",
        "شسيبلاتنمكط", "ئءؤرىةوزظ", "קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ")  # fmt: skip
"""Rows of keyboards: neighbours in a row are struck for one another."""
LOOKS = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("c", "e"),
         ("h", "b"), ("u", "ii"), ("v", "y"), ("s", "5"), ("b", "8"), ("g", "q"), ("a", "o"), ("n", "ri"), ("ñ", "n"),
         ("и", "н"), ("ш", "щ"), ("е", "с"), ("о", "0"), ("л", "п"), ("в", "8"), ("з", "э"), ("і", "ї"), ("ц", "и"),
         ("ر", "ز"), ("ح", "ج"), ("ج", "خ"), ("ب", "ت"), ("ي", "ى"), ("س", "ش"), ("ع", "غ"), ("د", "ذ"), ("ق", "ف"),
         ("ה", "ח"), ("ד", "ר"), ("ו", "ן"), ("ב", "כ"), ("ם", "ס"), ("ג", "נ"), ("ח", "ת"))  # fmt: skip
"""What a machine takes for what."""
_BESIDE = {
    key: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in KEYS for i, key in enumerate(row)
}  # fmt: skip


@dataclass(slots=True)
class Hand:
    """Who writes one list."""

    rng: np.random.Generator
    profile: Profile
    right: bool
    size: int

    def some(self, error: str, where: Array | None = None) -> Array:
        """Which records have an error, by its rate; only those of `where`."""
        chosen = self.rng.random(self.size) < self.profile.rate(error)
        return chosen if where is None else chosen & where

    def half(self) -> Array:
        """Which records go one of two ways."""
        return self.rng.random(self.size) < 0.5

    def slip(self, *columns: Array) -> None:
        """Slips and misreadings in the words of these columns, in place; a word is one cell."""
        for words in columns:
            self._each(words, self.some("slip", words != ""), struck)
            self._each(words, self.some("ocr", words != ""), misread)

    def cut(self, words: Array) -> None:
        """Words cut short, in place."""
        self._each(
            words, self.some("cut", words != ""), lambda word, at: word[: max(2, int(len(word) * (0.4 + at / 2)))]
        )

    def _each(self, words: Array, chosen: Array, change: Callable[[str, float], str]) -> None:
        rows = np.flatnonzero(chosen)
        for row, at in zip(rows, self.rng.random(len(rows)), strict=True):
            words[row] = change(words[row], float(at))


def struck(word: str, at: float) -> str:
    """A word with one slip of the hand; `at` in [0, 1) says which and where. Words of one letter stay."""
    if len(word) < 2:
        return word
    where, kind = int(at * 997) % len(word), int(at * 100_003) % 5
    letter = word[where]
    if kind == 0 and len(word) > 3:
        return word[:where] + word[where + 1 :]
    if kind == 1:
        return word[:where] + letter.lower() + word[where:] if where else word
    if kind == 2 and where + 1 < len(word):
        return word[:where] + word[where + 1] + letter + word[where + 2 :]
    beside = _BESIDE.get(letter.lower(), "")
    if not beside:
        return word[:where] + word[where + 1 :] if len(word) > 3 else word
    new = beside[int(at * 7919) % len(beside)]
    return word[:where] + (new.upper() if letter.isupper() else new) + word[where + 1 :]


def misread(word: str, at: float) -> str:
    """A word with one misreading by a machine; unchanged where nothing in it looks like anything else."""
    small = word.lower()
    places = [(i, a, b) for a, b in LOOKS for i in range(len(small)) if small.startswith(a, i)]
    if not places or len(small) != len(word):
        return word
    i, a, b = places[int(at * len(places))]
    return word[:i] + (b.upper() if word[i].isupper() and word.isupper() else b) + word[i + len(a) :]


def words(size: int) -> Array:
    """A column of no words."""
    return np.full(size, "", dtype=object)


def initials(column: Array, chosen: Array, rng: np.random.Generator) -> None:
    """The first letter instead of the word, with or without a dot, in place."""
    rows = np.flatnonzero(chosen & (column != ""))
    for row, dot in zip(rows, rng.random(len(rows)) < 0.7, strict=True):
        column[row] = column[row][:1] + ("." if dot else "")


def join(*columns: Array, by: str = " ") -> Array:
    """Columns side by side, empty words left out."""
    frame = pl.DataFrame({str(i): pl.Series(c, dtype=pl.String) for i, c in enumerate(columns)})
    filled = [pl.when(pl.col(c) != "").then(pl.col(c)) for c in frame.columns]
    return frame.select(pl.concat_str(filled, separator=by, ignore_nulls=True)).to_series().to_numpy().astype(object)


def swap(a: Array, b: Array, chosen: Array) -> None:
    """Words change places where chosen, in place."""
    a[chosen], b[chosen] = b[chosen].copy(), a[chosen].copy()
