"""What a careful user of another tool would make of our columns first: parts of names, dates, digits.

- `tidy`: lower case, accents gone; given names, surnames and dates in parts. Other scripts stay as they are.
- `keyed` adds what an expert would feed: everything in Latin letters, and a consonant key of each part, made by our own
  `names.fold` and `names.skeleton`, so that the engine and not the preparation is compared.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src"))

import polars as pl

TEXTS = ("given_names", "surname", "second_surname", "patronymic", "name", "father", "mother", "birth_place")
EVERY = (*TEXTS, "sex", "birth_date", "age", "as_of", "document_number", "place")
NAMES = ("given1", "given2", "surname1", "surname2")


def read(path: Path) -> pl.DataFrame:
    """A list with all the columns there may be, as texts."""
    frame = pl.read_csv(path, infer_schema=False)
    return frame.select("id", *(pl.col(c) if c in frame.columns else pl.lit(None, pl.String).alias(c) for c in EVERY))


def plain(column: str) -> pl.Expr:
    """Lower case, no accents, words apart by one space; null where nothing is left."""
    bare = pl.col(column).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    words = bare.str.replace_all(r"[^\pL\pN,]+", " ").str.strip_chars()
    return pl.when(words != "").then(words).alias(column)


def latin(frame: pl.DataFrame) -> pl.DataFrame:
    """The text columns in Latin letters."""
    from exeat.identity.names.fold import fold

    return frame.with_columns(fold(frame[c]).alias(c) for c in TEXTS)


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """id, given1, given2, surname1, surname2, dob (whole dates), year, doc, sex, town, father, place; texts."""
    named = frame.with_columns(plain(c) for c in TEXTS)
    given, family = _split(named)
    year = pl.col("birth_date").str.slice(0, 4)
    from_age = (pl.col("as_of").str.slice(0, 4).cast(pl.Int32) - pl.col("age").cast(pl.Int32, strict=False)).cast(
        pl.String
    )
    digits = pl.col("document_number").str.replace_all(r"\D", "")
    return named.select(
        "id",
        given.list.get(0, null_on_oob=True).alias("given1"), given.list.get(1, null_on_oob=True).alias("given2"),
        family.list.get(0, null_on_oob=True).alias("surname1"), family.list.get(1, null_on_oob=True).alias("surname2"),
        pl.when(pl.col("birth_date").str.len_chars() == 10).then("birth_date").alias("dob"),
        pl.coalesce(year, from_age).alias("year"), digits.alias("doc"), "sex", pl.col("birth_place").alias("town"),
        "father", "place",
    )  # fmt: skip


def keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """As `tidy`, in Latin letters, with a key beside each part of the name: given1_key and so on."""
    from exeat.identity.names.skeleton import far

    found = tidy(latin(frame))
    return found.with_columns(far(found[c]).alias(f"{c}_key") for c in NAMES)


def _split(frame: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    """Given names and surnames as lists of words: from the columns, else by comma, else by order."""
    words = pl.col("name").str.replace_all(",", " , ").str.split(" ").list.filter(pl.element() != "")
    comma = pl.col("name").str.splitn(",", 2)
    count = words.list.len()
    firsts = pl.when(count >= 4).then(count - 2).otherwise(1)
    after = comma.struct.field("field_1").str.strip_chars().str.split(" ")
    before = comma.struct.field("field_0").str.strip_chars().str.split(" ")
    has_comma = pl.col("name").str.contains(",")
    given = pl.when(has_comma).then(after).otherwise(words.list.head(firsts))
    family = pl.when(has_comma).then(before).otherwise(words.list.slice(firsts))
    both = pl.concat_str("given_names", "patronymic", separator=" ", ignore_nulls=True).str.split(" ")
    own = pl.concat_str("surname", "second_surname", separator=" ", ignore_nulls=True).str.split(" ")
    split = pl.col("name").is_null()
    return _kept(pl.when(split).then(both).otherwise(given)), _kept(pl.when(split).then(own).otherwise(family))


def _kept(words: pl.Expr) -> pl.Expr:
    """Without particles: `de la cruz` is looked up as `cruz`."""
    return words.list.filter(
        ~pl.element().is_in(["de", "la", "los", "del", "dos", "da", "al", "el", "bin", "ben", "", ","])
    )
