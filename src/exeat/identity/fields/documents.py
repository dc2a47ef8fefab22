"""Numbers of identity documents: the same number, a slip of the pen, or another number.

- Signs, spaces, leading zeros and what only names the kind of document (C.I., DNI, No.) do not count; nor does the
  letter V, E, J or G before a number of digits alone: Venezuelan lists write V-12345678, 12.345.678 and E-84123456.
- Cyrillic letters that look like Latin ones are those: a series of letters is typed in either.
- Two numbers of another make (other letters, other length) may be two documents of one person: `other_kind`.
- What has fewer than four signs or three digits, or one sign over and over, is no number of a document.
- Who was registered together has numbers that follow one another, as twins do: that is `next`, and no `slip`.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from exeat.identity.comparisons import MISSING, Comparison, Level

from .cells import DIGITS, cells
from .texts import shared

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import polars as pl

    from exeat.identity.sides import Levels, Pairs

    from .words import Marks, Numbers

    Signs = np.ndarray[Any, np.dtype[np.unsignedinteger[Any]]]

COLUMNS = ("document_number",)
LEVELS = (
    MISSING,
    Level("same", 0.84, 0.00001, 0.002),
    Level("slip", 0.06, 0.00002, 0.02),
    Level("dropped", 0.015, 0.00002, 0.002),
    Level("two_slips", 0.01, 0.0004, 0.03),
    Level("other_kind", 0.04, 0.12, 0.12),
    Level("different", 0.035, 0.87955, 0.826),
    Level("next", 0.005, 0.00002, 0.02),
)
SAME, SLIP, DROPPED, TWO_SLIPS, OTHER_KIND, DIFFERENT, NEXT = range(1, 8)
ENDING, BESIDE = 4, 2
"""Numbers that are equal but for these last figures, and there so near each other, follow one another."""
LONGEST, LONG = 24, 7
LOOKALIKES = dict(zip("АВЕКМНОРСТУХІЇ", "ABEKMHOPCTYXII", strict=True))
KIND = (
    r"^(?:C\.? ?I|C\.?C|D\.?N\.?I|R\.?I\.?F|N\.?I\.?E|CED(?:ULA)?|PAS(?:S(?:PORT)?|AP(?:ORTE)?)?|I\.?D|DOC(?:UMENTO)?"
    r"|IDENTIDAD|NUM(?:ERO)?|N[O°º]?|NRO|ПАСПОРТ|№)[ :#.\-]+"
)
"""Words for the kind of a document before its number."""
PLAIN = r"^(?:[VEJGvejg] ?-? ?)?0*([0-9][0-9.\- ]*)$"
CHUNK = 1_000_000


def prepare(rows: "pl.DataFrame", as_of: "date | None") -> "pl.DataFrame":
    """Column document: the number as it is compared; null where there is none."""
    import polars as pl

    given = pl.col("text").str.strip_chars()
    number = given.str.replace(PLAIN, "${1}").str.replace_all(r"[.\- ]", "")
    frame = cells(rows, "document_number").alias("text").to_frame()
    frame = frame.with_columns(key=pl.when(given.str.contains(PLAIN)).then(number))
    odd = frame.select(pl.col("key").is_null() & pl.col("text").is_not_null()).to_series()
    if odd.any():
        frame = frame.with_columns(key=frame["key"].scatter(odd.arg_true(), _odd(frame["text"].filter(odd))))
    return frame.select(_real(pl.col("key")).alias("document"))


def _odd(texts: "pl.Series") -> "pl.Series":
    """Numbers with letters or other signs: without the words for their kind, in letters of one script."""
    import polars as pl

    text = pl.col("text").str.to_uppercase().str.replace_many(DIGITS | LOOKALIKES).str.strip_chars()
    for _ in range(3):
        text = text.str.replace(KIND, "").str.replace(r"^(?:CI|DNI|№)(\d)", "${1}")
    text = text.str.replace_all(r"[^\p{L}\p{N}]", "").str.replace(r"^[VEJG](\d{4,})$", "${1}")
    return texts.alias("text").to_frame().select(text.str.replace(r"^0+(\d+)$", "${1}").str.head(LONGEST)).to_series()


def _real(key: "pl.Expr") -> "pl.Expr":
    """The number, or null where it can be no document's."""
    import polars as pl

    more_than_one = key.str.strip_chars_start(key.str.head(1)) != ""
    digits = key.str.count_matches(r"\d") >= 3
    return pl.when((key.str.len_chars() >= 4) & digits & more_than_one).then(key.str.head(LONGEST))


def compare(pairs: "Pairs") -> "Levels":
    """The level of each pair; symmetric."""
    import numpy as np

    left, right, texts = pairs.codes("document")
    levels = np.zeros(len(pairs), np.uint8)
    levels[(left >= 0) & (left == right)] = SAME
    rest = np.flatnonzero((left >= 0) & (right >= 0) & (left != right))
    if len(rest):
        signs = pairs.sides.once("signs of documents", lambda: _signs(texts))
        for start in range(0, len(rest), CHUNK):
            rows = rest[start : start + CHUNK]
            levels[rows] = _of_others(*signs, left[rows], right[rows])
    return levels


COMPARISONS = (
    Comparison("document", LEVELS, compare, partial(shared, "document"), "document", ("document",), own=True),
)


def _signs(texts: "pl.Series") -> "tuple[Signs, Signs, Numbers, Numbers]":
    """The signs of each number from its beginning and from its end, its length, and the number of its letters' make."""
    import numpy as np

    from_start = _table(texts)
    from_end = _table(texts.str.reverse())
    makes = texts.str.replace_all(r"\d", "").rank("dense").to_numpy().astype(np.int32)
    return from_start, from_end, texts.str.len_chars().to_numpy().astype(np.int32), makes


def _table(texts: "pl.Series") -> "Signs":
    """A row for each text, a sign in each column; blanks after the last, one at least."""
    import numpy as np

    longest = texts.str.len_chars().max()
    width = 1 + (longest if isinstance(longest, int) else 0)
    joined = str(texts.str.pad_end(width).str.join("").item())
    signs: Signs = (
        np.frombuffer(joined.encode(), np.uint8)
        if joined.isascii()
        else np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    )
    return signs.reshape(len(texts), width)


def _of_others(
    start: "Signs", end: "Signs", length: "Numbers", make: "Numbers", a: "Numbers", b: "Numbers"
) -> "Levels":
    """The level of each pair of numbers that are not equal."""
    import numpy as np

    longer = length[a] - length[b]
    other = (make[a] != make[b]) | (np.abs(longer) > 1)
    levels = np.where(other, OTHER_KIND, DIFFERENT).astype(np.uint8)
    even = np.flatnonzero(longer == 0)
    apart = start[a[even]] != start[b[even]]
    wrong = apart.sum(axis=1)
    levels[even[(wrong == 2) & (length[a[even]] >= LONG) & ~other[even]]] = TWO_SLIPS
    levels[even[(wrong == 1) | _neighbours(start, a[even], b[even], apart, wrong)]] = SLIP
    few = even[(wrong <= 2) & ~other[even]]
    levels[few[_following(end, a[few], b[few])]] = NEXT
    one = np.flatnonzero(np.abs(longer) == 1)
    levels[one[_dropped(start, end, length, a[one], b[one])]] = DROPPED
    return levels


def _neighbours(start: "Signs", a: "Numbers", b: "Numbers", apart: "Marks", wrong: "Numbers") -> "Marks":
    """The pairs in which two neighbouring signs have changed places and nothing else is other."""
    import numpy as np

    found = np.zeros(len(a), np.bool_)
    two = np.flatnonzero(wrong == 2)
    first = apart[two].argmax(axis=1)
    second = np.minimum(first + 1, start.shape[1] - 1)
    left, right = start[a[two]], start[b[two]]
    row = np.arange(len(two))
    found[two] = (left[row, first] == right[row, second]) & (left[row, second] == right[row, first])
    return found


def _following(end: "Signs", a: "Numbers", b: "Numbers") -> "Marks":
    """The pairs of equal length in which the one number follows the other, or comes soon after it."""
    import numpy as np

    left, right = end[a].astype(np.int64), end[b].astype(np.int64)
    same: Marks = (left[:, ENDING:] == right[:, ENDING:]).all(axis=1)
    last = [side[:, :ENDING] - ord("0") for side in (left, right)]
    figures = [((side >= 0) & (side <= 9)).all(axis=1) for side in last]
    apart = np.abs((last[0] - last[1]) @ 10 ** np.arange(last[0].shape[1]))
    found: Marks = same & figures[0] & figures[1] & (apart <= BESIDE)
    return found


def _dropped(start: "Signs", end: "Signs", length: "Numbers", a: "Numbers", b: "Numbers") -> "Marks":
    """The pairs in which the longer number is the shorter with one sign more."""
    import numpy as np

    before = (start[a] != start[b]).argmax(axis=1)
    after = (end[a] != end[b]).argmax(axis=1)
    kept: Marks = before + after >= np.minimum(length[a], length[b])
    return kept
