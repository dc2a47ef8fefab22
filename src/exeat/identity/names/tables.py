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


@lru_cache
def read(name: str) -> "pl.DataFrame":
    """A table of `data/`: tab separated, the first line its headings, everything text; an empty cell is null."""
    import polars as pl

    content = (files("exeat.identity.names") / "data" / f"{name}.tsv").read_bytes()
    return pl.read_csv(BytesIO(content), separator="\t", quote_char=None, infer_schema=False)


def plain(pattern: str) -> str:
    """A pattern over folded text, which is ASCII: so read, it is quick to make ready."""
    return pattern.replace(r"\w", "[a-z0-9]").replace(r"\b", r"(?-u:\b)")


@lru_cache
def endings() -> tuple[tuple[str, str, float, str], ...]:
    """What the endings of words tell: usage, sort (patronymic, given, surname), weight, pattern."""
    rows = read("endings").rows()
    return tuple((usage, sort, float(weight), plain(f"(?:{pattern})$")) for usage, sort, weight, pattern in rows)


@lru_cache
def nicknames() -> "pl.DataFrame":
    """Short and pet forms: a, b (either may be the short one: each pair stands there both ways round), language."""
    import polars as pl

    pairs = read("nicknames")
    back = pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "language")
    return pl.concat([pairs, back]).group_by("a", "b").agg(pl.col("language").min()).sort("a", "b")


@lru_cache
def known_given() -> "pl.DataFrame":
    """Given names, one row for each language: token, language, sex (m, f; null where both bear it), weight (Int8)."""
    import polars as pl

    return read("given").with_columns(pl.col("weight").cast(pl.Int8))


@lru_cache
def known_surnames() -> "pl.DataFrame":
    """Surnames, one row for each language: token, language, weight (Int8)."""
    import polars as pl

    return read("surnames").with_columns(pl.col("weight").cast(pl.Int8))


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
    """The sex that usually bears each given name: m, f, or null where it is not known, or languages differ."""
    import polars as pl

    sexes = pl.col("sex").drop_nulls().unique()
    one = (pl.col("sex").null_count() == 0) & (sexes.len() == 1)
    known = known_given().group_by("token").agg(pl.when(one).then(sexes.first()).alias("sex")).drop_nulls()
    return tokens.replace_strict(known["token"], known["sex"], default=None, return_dtype=pl.String)


@lru_cache
def known() -> "pl.DataFrame":
    """Every known word of a name, one row for each language: token, language, given, surname (weights, 0 for none)."""
    import polars as pl

    given = known_given().select("token", "language", pl.col("weight").alias("given"))
    surnames = known_surnames().select("token", "language", pl.col("weight").alias("surname"))
    both = given.join(surnames, on=["token", "language"], how="full", coalesce=True)
    return both.with_columns(pl.col("given", "surname").fill_null(0)).sort("token", "language")
