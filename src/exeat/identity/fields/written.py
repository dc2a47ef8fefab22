# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Days as people write them, taken apart: `04/09/1963`, `4 de septiembre de 1963`, `sep 1963`, `19630904`, `~1963`.

- What comes out are parts, not yet days: year, month, day, each null where it is not said (or written as zeros).
- Which of two numbers is the day goes by what the column itself shows; where it shows nothing, the day comes first and
  the other reading is kept. A day that can be read in one way only is read in that way, whatever the column shows.
- A year of two digits is the last such year that is not after `latest`.
- Years 1200 to 1500 are of another calendar where they are marked, written with its months, or where the column has no
  year from 1501 to 1850 (then nobody in it was born in the Middle Ages). Hijri or Persian: by mark, by month, by the
  digits of the column (Persian or Arabic), by a day 31 (no Hijri month has one), else by the middle of the years.
"""

from typing import TYPE_CHECKING

from .cells import DIGITS

if TYPE_CHECKING:
    import polars as pl

LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "–": "-", "—": "-", "‐": "-"}
ABOUT = (
    r"^(?:c\.|ca\.?|circa|approx\w*\.?|aprox\w*\.?|about|hacia|alrededor de|cerca de|vers"
    r"|около|ок\.|близько|бл\.|حوالي|تقريبا)\s*"
)
MARKS = (
    (r"\s*(?:\ba\.?h\.?$|\bhijri\b|هجري\w*|\bهـ?\.?$|هـ)\s*", "h"),
    (r"\s*(?:\bsh\.?$|\bjalali\b|\bshamsi\b|ه\.?\s?ش\.?$|\bش\.?$|شمسی|خورشیدی)\s*", "j"),
    (r"\s*(?:\ba\.?d\.?$|\bc\.?e\.?$|\bم\.?$|ميلادي\w*|میلادی|\bг\.?$|\bр\.?$|года?$|року$)\s*", "g"),
)
FORMS = (
    ("figures", r"^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})$", "abY"),
    ("from_year", r"^(\d{4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,2})$", "ymd"),
    ("block", r"^(1[2-9]\d\d|20\d\d)(\d\d)(\d\d)$", "ymd"),
    ("block_day", r"^(\d\d)(\d\d)(\d{4})$", "abY"),
    ("words", r"^(\d{1,2})(?:st|nd|rd|th|er|º|°|o)?[ ./,-]*(?:de |of )? *(\p{L}+[12]?)[ ./,-]*(?:del? |of )? *"
              r"(\d{4}|\d{2})$", "dwY"),
    ("word_first", r"^(\p{L}+[12]?)[ ./-]*(\d{1,2})(?:st|nd|rd|th)?[ ,./-]+(\d{4})$", "wdY"),
    ("year_word", r"^(\d{4})[ ,./-]+(\p{L}+[12]?)[ ./-]*(\d{1,2})$", "ywd"),
    ("month_word", r"^(\p{L}+[12]?)[ ./,-]*(?:del? |of )? *(\d{4})$", "wy"),
    ("month", r"^(\d{1,2})[-/. ]+(\d{4})$", "my"),
    ("from_month", r"^(\d{4})[-/. ]+(\d{1,2})$", "ym"),
    ("years", r"^(\d{4}) *(?:-|/|a|to|or|o|и|та|à|et|إلى|-) *(\d{4})$", "yz"),
    ("year", r"^(\d{4})$", "y"),
)  # fmt: skip
"""Each form of a date: the parts that its groups are. `a`, `b` two numbers of day and month; `w` a word; `Y` a year of
two or four digits; `z` the last year of a span."""


def parts(texts: "pl.Series", latest: int | None) -> "pl.DataFrame":
    """Distinct texts taken apart: y, z (last year of a span), m, d, calendar (g, h, j), about, other (day and month may
    have changed places). All null for a text that is no date. `latest`: the year of the list.
    """
    import polars as pl

    frame = _forms(_plain(texts))
    frame = frame.with_columns(_month("w"))
    frame = _ordered(_full_years(frame, latest))
    frame = frame.with_columns(calendar=_calendar(frame, _figures_of(texts)))
    return frame.select("y", "z", "m", "d", "calendar", "about", pl.col("other").fill_null(False))


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

    found: dict[str, list[pl.Expr]] = {c: [] for c in "abdmwyYz"}
    free = pl.lit(True)
    for _, pattern, groups in FORMS:
        fits = free & pl.col("text").str.contains(pattern)
        for number, part in enumerate(groups, start=1):
            found[part].append(pl.when(fits).then(pl.col("text").str.extract(pattern, number)))
        free = free & ~pl.col("text").str.contains(pattern)
    taken = frame.with_columns(pl.coalesce(of).alias(part) for part, of in found.items())
    return taken.with_columns(pl.col(*"abdmyz").cast(pl.Int64))


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
    known = frame.select(pl.max_horizontal(pl.col("y").max(), whole.max())).item()
    last = latest or (known if known is not None and 1950 <= known <= 2100 else 2029)
    short = last - (last - year) % 100
    y = pl.coalesce("y", whole, pl.when(pl.col("Y").str.len_chars() == 2).then(short))
    return frame.with_columns(y=pl.when(~pl.col("unread") & (y > 0)).then(y))


def _ordered(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Two numbers as day and month, in the order that the column shows."""
    import polars as pl

    a, b = pl.col("a"), pl.col("b")
    only_day, only_month = (a > 12) & (b <= 12), (b > 12) & (a <= 12)
    shown = frame.select(only_day.sum().alias("day"), only_month.sum().alias("month")).row(0)
    month_first = only_month if shown[0] >= shown[1] else ~only_day
    day, month = pl.when(month_first).then(b).otherwise(a), pl.when(month_first).then(a).otherwise(b)
    both = a.is_not_null() & (a <= 12) & (b <= 12) & (a != b) & (a > 0) & (b > 0)
    filled = frame.with_columns(d=pl.coalesce("d", day), m=pl.coalesce("m", month), other=both)
    zero = [pl.when(pl.col(c) > 0).then(c).alias(c) for c in ("m", "d")]
    turned = (pl.col("m") > 12) & pl.col("d").is_between(1, 12)
    turn = [pl.when(turned).then(o).otherwise(c).alias(c) for c, o in (("m", "d"), ("d", "m"))]
    return filled.with_columns(zero).with_columns(turn).with_columns(d=pl.when(pl.col("m").is_not_null()).then("d"))


def _figures_of(texts: "pl.Series") -> str | None:
    """The calendar that the digits of the column speak for: j for Persian digits, h for Arabic ones."""
    if texts.str.contains("[۰-۹]").any():
        return "j"
    return "h" if texts.str.contains("[٠-٩]").any() else None


def _calendar(frame: "pl.DataFrame", digits: str | None) -> "pl.Series":
    """The calendar of each row: as marked, else what the old years of the column are."""
    import polars as pl

    old = pl.col("y").is_between(1200, 1500)
    modern = not frame["y"].is_between(1501, 1850).any()
    other = _other_calendar(frame.filter(old), digits) if modern else "g"
    said = pl.when(pl.col("marked").is_not_null() & (old | (pl.col("marked") == "g"))).then("marked")
    return frame.select(pl.coalesce(said, pl.when(old).then(pl.lit(other)), pl.lit("g"))).to_series()


def _other_calendar(frame: "pl.DataFrame", digits: str | None) -> str:
    """Hijri (h) or Persian (j), by what a column shows about its years 1200 to 1500."""
    marked = frame["marked"].drop_nulls().unique().sort()
    if len(marked) == 1:
        return str(marked[0])
    if (frame["d"] == 31).any():
        return "j"
    middle = frame["y"].median()
    return digits or ("h" if isinstance(middle, float) and middle >= 1388 else "j")
