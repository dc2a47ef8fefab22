"""What is known of single words of names, read from `data/*.tsv` once (sources: `data/SOURCES.md`).

- Every word in the tables is folded: lower-case ASCII, as `fold` makes it.
- The tables say which part of a name a word usually is, never who somebody is: they order names and join nobody.
- `weight` of a word: 1 seldom, 2 usual, 3 very common, within its language.
"""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def read(name: str) -> "pl.DataFrame":
    """A table of `data/`: tab separated, the first line its headings, everything text; an empty cell is null."""
    import polars as pl

    content = (files("exeat.identity.names") / "data" / f"{name}.tsv").read_bytes()
    return pl.read_csv(BytesIO(content), separator="\t", quote_char=None, infer_schema=False)


@lru_cache
def nicknames() -> "pl.DataFrame":
    """Short and pet forms: a, b (either may be the short one: each pair stands there both ways round), language."""
    import polars as pl

    pairs = read("nicknames")
    back = pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "language")
    return pl.concat([pairs, back]).group_by("a", "b").agg(pl.col("language").min()).sort("a", "b")


@lru_cache
def known_given() -> "pl.DataFrame":
    """Given names: token, sex (m, f, or null where both bear it), language, weight (UInt8)."""
    import polars as pl

    return read("given").with_columns(pl.col("weight").cast(pl.UInt8))


@lru_cache
def known_surnames() -> "pl.DataFrame":
    """Surnames: token, language, weight (UInt8)."""
    import polars as pl

    return read("surnames").with_columns(pl.col("weight").cast(pl.UInt8))


@lru_cache
def words() -> "pl.DataFrame":
    """Words that are no names of their own: token, kind (particle, nasab, child, title, suffix), language."""
    return read("words")


def particles() -> "pl.DataFrame":
    """The words that bind others or are left out: token, kind, language."""
    import polars as pl

    return words().filter(pl.col("kind").is_in(["particle", "nasab", "child"]))


def titles() -> "pl.DataFrame":
    """Titles before a name and suffixes behind it: token, kind, language."""
    import polars as pl

    return words().filter(pl.col("kind").is_in(["title", "suffix"]))


def given_sex(tokens: "pl.Series") -> "pl.Series":
    """The sex that usually bears each given name: m, f, or null where it is not known or both do."""
    import polars as pl

    known = known_given().select("token", "sex").filter(pl.col("sex").is_not_null())
    return tokens.replace_strict(known["token"], known["sex"], default=None, return_dtype=pl.String)


@lru_cache
def known() -> "pl.DataFrame":
    """Every known word of a name: token, language, and its weights as given name and as surname (Int8, 0 for none)."""
    import polars as pl

    given = known_given().select("token", "language", pl.col("weight").alias("given"))
    surnames = known_surnames().select("token", pl.col("language").alias("other"), pl.col("weight").alias("surname"))
    both = given.join(surnames, on="token", how="full", coalesce=True).with_columns(
        pl.col("given", "surname").fill_null(0).cast(pl.Int8)
    )
    language = pl.when(pl.col("surname") > pl.col("given")).then("other").otherwise("language")
    return both.select("token", pl.coalesce(language, "other", "language").alias("language"), "given", "surname").sort(
        "token"
    )
