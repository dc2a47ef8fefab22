# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Days as people write them, taken apart: `04/09/1963`, `4 de septiembre de 1963`, `sep 1963`, `19630904`, `~1963`.

- What comes out are parts, not yet days: year, month, day, each null where it is not said (or written as zeros).
- Which of two numbers is the day goes by what the list itself shows; where it shows nothing, the day comes first. A day
  that can be read in one way only is read in that way, whatever the list shows.
- A year of two digits is the last such year that is not after `latest`.
- Years 1200 to 1500 are of another calendar where they are marked, written with its months, or where the column has no
  year from 1501 to 1850 (then nobody in it was born in the Middle Ages). Hijri or Persian: by mark, by month, by the
  digits of the column (Persian or Arabic), by a day 31 (no Hijri month has one), else by the middle of the years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exeat.identity.customs import settled

from .cells import DIGITS

if TYPE_CHECKING:
    import polars as pl

LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "–": "-", "—": "-", "‐": "-"}
UNLIVED = (1501, 1850)
"""Years in which nobody alive was born, in any calendar in use."""
SPREADSHEET = 25569
"""The number that spreadsheets have for 1970-01-01, since they count 1900-02-29 too."""
ABOUT = (
    r"^(?:c\.|ca\.?|circa|approx\w*\.?|aprox\w*\.?|about|hacia|alrededor de|cerca de|vers"
    r"|около|ок\.|близько|бл\.|حوالي|تقريبا)\s*"
)
MARKS = (
    (r"\s*(?:\ba\.?h\.?$|\bhijri\b|هجري\w*|\bهـ?\.?$|هـ)\s*", "h"),
    (r"\s*(?:\bsh\.?$|\bjalali\b|\bshamsi\b|ه\.?\s?ش\.?$|\bش\.?$|شمسی|خورشیدی)\s*", "j"),
    (r"\s*(?:\ba\.?d\.?$|\bc\.?e\.?$|\bم\.?$|ميلادي\w*|میلادی|\bг\.?$|\bр\.?$|года?$|року$)\s*", "g"),
)
FIGURES = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]((?:1[5-9]|20)[0-9]{2})$"
"""A day in figures with a year of our calendar."""
FORMS = (
    ("figures", r"^([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})$", "abY"),
    ("from_year", r"^([0-9]{4})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{1,2})$", "ymd"),
    ("block", r"^((?:1[0-9]|20)[0-9]{2})(0[0-9]|1[0-2])([0-9]{2})$", "ymd"),
    ("block_day", r"^([0-3][0-9])([0-3][0-9])((?:1[89]|20)[0-9]{2})$", "abY"),
    ("block_wrong", r"^((?:1[0-9]|20)[0-9]{2})([0-9]{2})([0-9]{2})$", "ymd"),
    ("serial", r"^([1-5][0-9]{4})(?:\.0+)?$", "n"),
    ("words", r"^([0-9]{1,2})(?:st|nd|rd|th|er|º|°|o)?[ ./,-]*(?:de |of )? *(\p{L}+[12]?)[ ./,-]*(?:del? |of )? *"
              r"([0-9]{4}|[0-9]{2})$", "dwY"),
    ("word_first", r"^(\p{L}+[12]?)[ ./-]*([0-9]{1,2})(?:st|nd|rd|th)?[ ,./-]+([0-9]{4})$", "wdY"),
    ("year_word", r"^([0-9]{4})[ ,./-]+(\p{L}+[12]?)[ ./-]*([0-9]{1,2})$", "ywd"),
    ("month_word", r"^(\p{L}+[12]?)[ ./,-]*(?:del? |of )? *([0-9]{4})$", "wy"),
    ("month", r"^([0-9]{1,2})[-/. ]+([0-9]{4})$", "my"),
    ("from_month", r"^([0-9]{4})[-/. ]+([0-9]{1,2})$", "ym"),
    ("years", r"^([0-9]{4}) *(?:-|/|a|to|or|o|и|та|à|et|إلى|-) *([0-9]{4})$", "yz"),
    ("year", r"^([0-9]{4})$", "y"),
)  # fmt: skip
"""Each form of a date: the parts that its groups are. `a`, `b` two numbers of day and month; `w` a word; `Y` a year of
two or four digits; `z` the last year of a span; `n` the number that a spreadsheet has for a day."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a list writes its dates. `latest`: the year of the list, for years of two digits. `month_first`: how a day
    that can be read in two ways is read. `modern`: no other date of the list is of the years 1501 to 1850.
    """

    latest: int | None
    month_first: bool
    modern: bool


def shown(columns: "Sequence[pl.Series]") -> tuple[int, int]:
    """In how many texts the first of two numbers can only be the day, and in how many only the month.

    Of each column every different text counts once.
    """
    import polars as pl

    if not columns:
        return 0, 0
    figures = r"^\s*([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+[0-9]{2}(?:[0-9]{2})?\b"
    texts = pl.concat([column.cast(pl.String).unique().alias("text") for column in columns]).to_frame().lazy()
    two = texts.select(pl.col("text").str.replace_many(DIGITS).str.extract_groups(figures)).unnest("text")
    a, b = (pl.col(name).cast(pl.Int64) for name in "12")
    day, month = two.select(((a > 12) & (b <= 12)).sum(), ((b > 12) & (a <= 12)).sum().alias("month")).collect().row(0)
    return int(day), int(month)


def parts(texts: "pl.Series", habits: Habits) -> "pl.DataFrame":
    """Distinct texts taken apart: y, z (last year of a span), m, d, calendar (g, h, j), about. All null for a text that
    is no date.
    """
    frame = _forms(_plain(texts))
    frame = frame.with_columns(_month("w"))
    frame = _ordered(_full_years(frame, habits.latest), habits.month_first)
    frame = frame.with_columns(calendar=_calendar(frame, settled("figures", lambda: _figures_of(texts)), habits.modern))
    return frame.select("y", "z", "m", "d", "calendar", "about")


def figures(texts: "pl.Series", habits: Habits) -> "pl.DataFrame":
    """The same for distinct texts all of which are as in FIGURES, which is what most odd columns hold."""
    import polars as pl

    taken = texts.str.extract_groups(FIGURES).struct.unnest().select(pl.all().cast(pl.Int64))
    frame = taken.rename(dict(zip(taken.columns, "aby", strict=True))).with_columns(d=None, m=None)
    frame = _ordered(frame.with_columns(pl.col("d", "m").cast(pl.Int64)), habits.month_first)
    none = pl.lit(None, pl.Int64).alias("z")
    return frame.select("y", none, "m", "d", calendar=pl.lit("g"), about=pl.lit(False))


def _plain(texts: "pl.Series") -> "pl.DataFrame":
    """The texts without case, accents, clock times, words for *about* and marks of a calendar, which are columns."""
    import polars as pl

    from .months import SECOND

    text = pl.col("text").str.to_lowercase().str.normalize("NFKD").str.replace_all(r"[\p{M}ـ]", "")
    text = text.str.replace_many(DIGITS | LETTERS).str.replace(r"[t ]\d\d?:\d\d.*$", "")
    text = text.str.replace_all(r"\bx{1,2}\b|\?\?|\b_{2}\b", "00").str.replace_many(dict(SECOND))
    frame = texts.alias("text").to_frame().with_columns(text.str.strip_chars(" .,;()[]'’"))
    frame = frame.with_columns(
        about=pl.col("text").str.contains(ABOUT) | pl.col("text").str.contains(r"[~?%]"),
        marked=pl.coalesce(pl.when(pl.col("text").str.contains(p)).then(pl.lit(c)) for p, c in MARKS),
    )
    text = pl.col("text").str.replace(ABOUT, "").str.replace_all(r"[~?%]", "")
    for pattern, _ in MARKS:
        text = text.str.replace(pattern, "")
    return frame.with_columns(text.str.strip_chars(" .,"))


def _forms(frame: "pl.DataFrame") -> "pl.DataFrame":
    """The groups of the first form that each text has: columns a, b, d, m, w, y, Y, z of numbers, w of words."""
    import polars as pl

    found: dict[str, list[pl.Expr]] = {c: [] for c in "abdmnwyYz"}
    free = pl.lit(True)
    for _, pattern, groups in FORMS:
        fits = free & pl.col("text").str.contains(pattern)
        for number, part in enumerate(groups, start=1):
            found[part].append(pl.when(fits).then(pl.col("text").str.extract(pattern, number)))
        free = free & ~pl.col("text").str.contains(pattern)
    taken = frame.with_columns(pl.coalesce(of).alias(part) for part, of in found.items())
    taken = taken.with_columns(pl.col(*"abdmnyz").cast(pl.Int64))
    day = (pl.col("n") - SPREADSHEET).cast(pl.Int32).cast(pl.Date)
    of_number = {"y": day.dt.year(), "m": day.dt.month(), "d": day.dt.day()}
    return taken.with_columns(pl.coalesce(c, part.cast(pl.Int64)).alias(c) for c, part in of_number.items())


def _month(column: str) -> "tuple[pl.Expr, ...]":
    """The month of a word, and the calendar whose month it is."""
    import polars as pl

    from .months import words

    known = words()
    code = pl.col(column).replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    return (
        pl.coalesce("m", code.str.slice(1).cast(pl.Int64)).alias("m"),
        pl.coalesce("marked", pl.when(code.str.head(1) != "g").then(code.str.head(1))).alias("marked"),
        (pl.col(column).is_not_null() & code.is_null()).alias("unread"),
    )


def _full_years(frame: "pl.DataFrame", latest: int | None) -> "pl.DataFrame":
    """Two digits of a year as the last such year not after `latest`, else not after the column's last year."""
    import polars as pl

    year = pl.col("Y").cast(pl.Int64)
    whole = pl.when(pl.col("Y").str.len_chars() == 4).then(year)
    known = settled("last year", lambda: frame.select(pl.max_horizontal(pl.col("y").max(), whole.max())).item())
    last = latest or (known if known is not None and 1950 <= known <= 2100 else 2029)
    short = last - (last - year) % 100
    y = pl.coalesce("y", whole, pl.when(pl.col("Y").str.len_chars() == 2).then(short))
    return frame.with_columns(y=pl.when(~pl.col("unread") & (y > 0)).then(y))


def _ordered(frame: "pl.DataFrame", month_first: bool) -> "pl.DataFrame":
    """Two numbers as day and month: in the one way that there is, else in the order of the list. Zeros say nothing."""
    import polars as pl

    a, b = pl.col("a"), pl.col("b")
    month_stands_first = (b > 12) & (a <= 12) if not month_first else ~((a > 12) & (b <= 12))
    day, month = (pl.when(month_stands_first).then(x).otherwise(y) for x, y in ((b, a), (a, b)))
    filled = frame.with_columns(d=pl.coalesce("d", day), m=pl.coalesce("m", month))
    zero = [pl.when(pl.col(c) > 0).then(c).alias(c) for c in ("m", "d")]
    turned = (pl.col("m") > 12) & pl.col("d").is_between(1, 12)
    turn = [pl.when(turned).then(o).otherwise(c).alias(c) for c, o in (("m", "d"), ("d", "m"))]
    return filled.with_columns(zero).with_columns(turn).with_columns(d=pl.when(pl.col("m").is_not_null()).then("d"))


def _figures_of(texts: "pl.Series") -> str | None:
    """The calendar that the digits of the column speak for: j for Persian digits, h for Arabic ones."""
    if texts.str.contains("[۰-۹]").any():
        return "j"
    return "h" if texts.str.contains("[٠-٩]").any() else None


def _calendar(frame: "pl.DataFrame", digits: str | None, modern: bool) -> "pl.Series":
    """The calendar of each row: as marked, else what the old years of the column are."""
    import polars as pl

    old = pl.col("y").is_between(1200, 1500)
    modern = modern and not frame["y"].is_between(*UNLIVED).any()
    other = settled("calendar", lambda: _other_calendar(frame.filter(old), digits) if modern else "g")
    said = pl.when(pl.col("marked").is_not_null() & (old | (pl.col("marked") == "g"))).then("marked")
    return frame.select(pl.coalesce(said, pl.when(old).then(pl.lit(other)), pl.lit("g"))).to_series()


def _other_calendar(frame: "pl.DataFrame", digits: str | None) -> str | None:
    """Hijri (h) or Persian (j), by what a column shows about its years 1200 to 1500; None where it has none."""
    if not frame.height:
        return None
    marked = frame["marked"].drop_nulls().unique().sort()
    if len(marked) == 1:
        return str(marked[0])
    if (frame["d"] == 31).any():
        return "j"
    middle = frame["y"].median()
    return digits or ("h" if isinstance(middle, float) and middle >= 1388 else "j")
