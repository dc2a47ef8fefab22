"""Names, numbers and dates as they are compared: exact after normalisation, never by likeness.

- Names: case, accents, spaces, hyphens and stops do not count; given names and surnames may have changed columns. Two
  surnames in another order are other surnames.
- A word for *unknown* is an empty cell.
- Dates: EDTF, and days with a year of four digits in the order that the column itself shows; where a column shows
  none, a day that can be read in two ways is not read. What was read by the column's order is a guess.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

UNKNOWN = (
    "unknown", "unk", "na", "nodata", "notknown", "none", "null", "nil", "xx", "xxx", "nn", "tbd", "desconocido",
    "desconocida", "sindatos", "sindato", "sd", "nd", "seignora", "noidentificado", "noidentificada", "noconsta",
    "pordeterminar", "ninguno",
)  # fmt: skip
"""Words for an empty cell, as `bare` makes them."""
ACCENTS_AND_SIGNS = r"[^\p{L}\p{N}\p{M}]|[\x{300}-\x{36f}\x{64b}-\x{65f}\x{670}]"
"""What is left out of a name: signs, accents of Latin, Greek and Cyrillic, vowel points of Arabic; the vowel signs of
other scripts are letters of the name."""
NUMERIC = r"^\s*(\d{1,4})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{1,4})(?:[ T]+00:00(?::00(?:\.0+)?)?)?\s*$"


def bare(texts: "pl.Series") -> "pl.Series":
    """Each text as its letters and digits alone, without case and accents; null where nothing is left."""
    return by_value(texts, _bare)


def told(texts: "pl.Series") -> "pl.Series":
    """Each cell as received; null where it is empty, holds no letter or digit, or says *unknown*."""
    return by_value(texts, _told)


def key(texts: "pl.Series") -> "pl.Series":
    """Each cell as it is compared; null where it says nothing."""
    return bare(told(texts))


def by_value(texts: "pl.Series", work: "Callable[[pl.Series], pl.Series]") -> "pl.Series":
    """What is worked out of each text, once for each different one: in lists they repeat."""
    import polars as pl

    texts = texts.cast(pl.String)
    values = texts.drop_nulls().unique()
    if values.len() * 2 > texts.len():
        return work(texts)
    known = pl.DataFrame({"value": values, "made": work(values)})
    frame = texts.to_frame("value").join(known, on="value", how="left", maintain_order="left")
    return frame["made"].alias(texts.name)


def _bare(texts: "pl.Series") -> "pl.Series":
    plain = texts.str.normalize("NFKD").str.to_lowercase().str.replace_all("ß", "ss", literal=True)
    left = plain.str.replace_all(ACCENTS_AND_SIGNS, "")
    return left.set(left == "", None)


def _told(texts: "pl.Series") -> "pl.Series":
    plain = _bare(texts)
    return texts.set(plain.is_null() | plain.is_in(list(UNKNOWN)), None)


def names(rows: "pl.DataFrame") -> "pl.DataFrame":
    """`forward` and `backward`: the two orders of given names and surnames; alike where one column holds them all.

    Null where there is no whole name: no surname, or one word alone. `rows` has our four columns of names.
    """
    import polars as pl

    given, surname, second = (key(rows[c]) for c in ("given_names", "surname", "second_surname"))
    last, words = surname + second.fill_null(""), _whole(rows["name"])
    both = {"forward": given + last, "backward": last + given}
    return pl.DataFrame({way: found.zip_with(found.is_not_null(), words) for way, found in both.items()})


def _whole(texts: "pl.Series") -> "pl.Series":
    """A full name in one cell, what stands after a comma first; null where it is one word alone."""
    if texts.null_count() == texts.len():
        return texts
    whole = told(texts).str.strip_chars()
    several = whole.str.contains(r"[\p{L}\p{N}][\s,]+[\p{L}\p{N}]")
    return bare(whole.set(~several, None).str.replace(r"^([^,]+),(.+)$", "$2 $1"))


def name_key(rows: "pl.DataFrame") -> "pl.Series":
    """One key for each whole name, the same whichever column holds the given names; null where there is none."""
    import polars as pl

    return names(rows).select(pl.min_horizontal("forward", "backward").alias("key")).to_series()


def dates(column: "pl.Series") -> "pl.DataFrame":
    """Each cell as an interval of days: `first`, `last`, `valid` as `read_dates`, `guessed`, `swapped`, `order`.

    `guessed`: read in the order of day and month that the rest of the column shows. `swapped`: cannot be read in that
    order, but could with day and month changed. An empty cell is null throughout.
    """
    import polars as pl

    texts = told(column).str.strip_chars()
    values = texts.drop_nulls().unique().alias("text")
    read = pl.concat([values.to_frame(), _read(values)], how="horizontal")
    return texts.to_frame("text").join(read, on="text", how="left", maintain_order="left").drop("text")


def _read(text: "pl.Series") -> "pl.DataFrame":
    import polars as pl

    from exeat.core.dates import read_dates

    read = read_dates(text).select("first", "last", "valid")
    if read["valid"].all():
        return read.with_columns(guessed=pl.lit(False), swapped=pl.lit(False))
    joined = pl.concat([read, _written(text).select(pl.exclude("text"))], how="horizontal")
    written = ~pl.col("valid") & pl.col("first_written").is_not_null()
    return joined.select(
        *(pl.when(pl.col("valid")).then(c).otherwise(f"{c}_written").alias(c) for c in ("first", "last")),
        valid=pl.col("valid") | written,
        guessed=written & pl.col("by_order"),
        swapped=~pl.col("valid") & pl.col("first_written").is_null() & pl.col("turned"),
    )


def _written(text: "pl.Series") -> "pl.DataFrame":
    """Days written with numbers: `first_written`, `last_written`, whether by the column's order, or turned."""
    import polars as pl

    parts = pl.col("text").str.extract_groups(NUMERIC)
    frame = text.to_frame("text").with_columns(*(parts.struct.field(str(i)).alias(f"p{i}") for i in (1, 2, 3)))
    year_first, year_last = pl.col("p1").str.len_chars() == 4, pl.col("p3").str.len_chars() == 4
    frame = frame.select(
        "text",
        year=pl.when(year_first).then("p1").when(year_last).then("p3").cast(pl.Int32),
        a=pl.when(year_first).then("p2").otherwise("p1").cast(pl.Int32),
        b=pl.when(year_first).then("p3").otherwise("p2").cast(pl.Int32),
        iso=year_first,
    )
    day_first = _day_first(frame)
    straight = _day("b", "a") if day_first is False else _day("a", "b")
    other = _day("a", "b") if day_first is False else _day("b", "a")
    day_stands_first = (pl.col("a") == pl.col("b")) | (pl.col("a") > 12)
    read_alone = pl.when(day_stands_first).then(_day("a", "b")).when(pl.col("b") > 12).then(_day("b", "a"))
    by_column: pl.Expr = read_alone if day_first is None else straight
    read = pl.when("iso").then(_day("b", "a")).otherwise(by_column)
    turned = pl.when("iso").then(_day("a", "b")).otherwise(other if day_first is not None else None)
    return frame.select(
        "text",
        read.alias("first_written"),
        read.alias("last_written"),
        (~pl.col("iso") & (pl.max_horizontal("a", "b") <= 12) & (pl.col("a") != pl.col("b"))).alias("by_order"),
        turned.is_not_null().alias("turned"),
    )


def _day(day: str, month: str) -> "pl.Expr":
    import polars as pl

    text = pl.format(
        "{}-{}-{}",
        pl.col("year").cast(pl.String).str.zfill(4),
        pl.col(month).cast(pl.String).str.zfill(2),
        pl.col(day).cast(pl.String).str.zfill(2),
    )
    possible = pl.col("year").is_between(1, 9999) & pl.col(month).is_between(1, 12) & pl.col(day).is_between(1, 31)
    return pl.when(possible).then(text).str.to_date("%Y-%m-%d", strict=False)


def _day_first(frame: "pl.DataFrame") -> bool | None:
    """Whether the days that can be read in one way only have the day first; None where there is none, or as many."""
    import polars as pl

    plain = frame.filter(~pl.col("iso") & pl.col("year").is_not_null())
    day, month = (int(plain.filter((pl.col(x) > 12) & (pl.col(y) <= 12)).height) for x, y in (("a", "b"), ("b", "a")))
    return None if day == month else day > month
