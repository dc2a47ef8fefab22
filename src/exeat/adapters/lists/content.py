"""What a column holds, by its cells: only for lists that are matched, and only where the heading leaves it open.

- A column is what at least nine of ten cells look like: dates between 1900 and now are births where their years lie
  far apart, and detentions where they lie close together at the end; words for sexes; numbers that hardly repeat, long
  enough for a document; two to five words that hardly repeat, a name.
- Only the first cells are looked at. A guess is shown as a guess, and the caller can say otherwise.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exeat.core.values import fold

LOOKED_AT = 400
MOST = 0.9  # of the cells
FEWEST = 3  # cells; of fewer nothing is guessed
YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|1[34]\d\d)(?!\d)")
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ][\d:.Z+]*)?|\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})|\d{8}|\d{4}"
    r"|\d{1,2}\s+(de\s+)?[^\W\d]{3,12}\.?,?\s+(de\s+)?\d{4}|[^\W\d]{3,12}\.?\s+\d{1,2},?\s+\d{4}"
)
NUMBER = re.compile(r"[^\W\d_]{0,3}[-. ]?\d[\d\-./ ]*\d[^\W\d_]?")
SEXES = frozenset(fold(word) for word in (
    "m", "f", "h", "v", "w", "u", "x", "male", "female", "man", "woman", "men", "women", "hombre", "mujer",
    "masculino", "femenino", "masc", "fem", "varon", "hembra", "homme", "femme", "masculin", "feminin", "homem",
    "mulher", "ذكر", "أنثى", "انثى", "مرد", "زن", "ж", "м", "ч", "чол", "жін", "муж", "жен", "мужской", "женский",
    "чоловіча", "жіноча", "чоловік", "жінка", "мужчина", "женщина", "זכר", "נקבה", "ז", "נ", "e", "k", "erkek",
    "kadin",
))  # fmt: skip
CLOSE, FAR = 12, 20  # years between the early and the late cells of a column of dates
NEW = 2005  # detentions that are asked about began later
LIVING = ((1900, 2015), (1300, 1440))  # years of birth of people who live, by the Gregorian and by Islamic calendars


@dataclass(frozen=True, slots=True)
class Cells:
    """The first cells of a column that hold something, without outer spaces."""

    texts: Sequence[str]

    def share(self, test: Callable[[str], object]) -> float:
        """How many of the cells pass, from 0 to 1."""
        return sum(1 for t in self.texts if test(t)) / len(self.texts)

    @property
    def distinct(self) -> float:
        """How many of the cells are of their own, from 0 to 1."""
        return len({fold(t) for t in self.texts}) / len(self.texts)


def guess(texts: Sequence[str | None], wanted: frozenset[str]) -> str | None:
    """Which of the `wanted` columns of ours these cells look like; None where they look like none of them."""
    filled = [t.strip() for t in texts if t is not None and t.strip()][:LOOKED_AT]
    if len(filled) < FEWEST:
        return None
    cells = Cells(filled)
    for look in (_sex, _date, _document, _name):
        found = look(cells)
        if found is not None:
            return found if found in wanted else None
    return None


def _sex(cells: Cells) -> str | None:
    known = len({fold(t) for t in cells.texts}) <= 8 and cells.share(lambda t: fold(t) in SEXES) >= MOST
    return "sex" if known else None


def _date(cells: Cells) -> str | None:
    years = sorted(y for t in cells.texts if DATE.fullmatch(t) and (y := _year(t)) is not None)
    if len(years) < MOST * len(cells.texts):
        return None
    early, late = years[len(years) // 10], years[-1 - len(years) // 10]
    if late - early >= FAR or late < NEW:
        return "birth_date" if any(first <= late <= last for first, last in LIVING) else None
    return "held_since" if late - early <= CLOSE and early >= NEW else None


def _year(text: str) -> int | None:
    """The year in a date; None where it has none. A year of two digits is of the last century."""
    if len(text) == 8 and text.isdecimal():
        return _packed(text[:4], text[4:6], text[6:]) or _packed(text[4:], text[2:4], text[:2])
    found = YEAR.search(text)
    if found is not None:
        return int(found[0])
    return 1900 + int(text[-2:]) if len(text) <= 8 and text[-2:].isdecimal() and not text.isdecimal() else None


def _packed(year: str, month: str, day: str) -> int | None:
    """The year of a date of eight digits; None where they are none."""
    return int(year) if YEAR.fullmatch(year) and 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None


def _document(cells: Cells) -> str | None:
    long = cells.share(lambda t: NUMBER.fullmatch(t) and sum(c.isdecimal() for c in t) >= 5) >= MOST
    return "document_number" if long and cells.distinct >= MOST and not _counted(cells) else None


def _counted(cells: Cells) -> bool:
    """Whether the numbers only count the rows."""
    numbers = [int("".join(c for c in t if c.isdecimal())) for t in cells.texts]
    steps = [b - a for a, b in pairwise(numbers)]
    return bool(steps) and steps.count(1) >= MOST * len(steps)


def _name(cells: Cells) -> str | None:
    whole = cells.share(lambda t: 2 <= len(t.split()) <= 7 and _letters(t)) >= 0.8
    return "name" if whole and cells.distinct >= 0.7 else None


def _letters(text: str) -> bool:
    """Whether a text is mostly letters, as names are and addresses are not."""
    plain = [c for c in text if not c.isspace()]
    return not any(c.isdecimal() for c in plain) and sum(c.isalpha() for c in plain) >= 0.85 * len(plain)
